"""Writes the ONNX files beside it. Made with PyTorch 1.13: python3 export_models.py

Prints a line for each file: the number of values in the weights that it carries for training.
"""
import os
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.simplefilter('ignore')


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.short = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.short = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.short(x))


class ResNet(nn.Module):
    """As ResNet-18 is made, with fewer and narrower blocks."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 6, 7, 2, 3, bias=False), nn.BatchNorm2d(6), nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2, 1))
        self.blocks = nn.Sequential(
            ResidualBlock(6, 6, 1), ResidualBlock(6, 9, 2), ResidualBlock(9, 9, 1))
        self.fc = nn.Linear(9, 4)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.blocks(self.stem(x)), 1)
        return self.fc(torch.flatten(x, 1))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, activation):
        super().__init__()
        inner = 3 * inputs
        self.expand = nn.Sequential(
            nn.Conv2d(inputs, inner, 1, bias=False), nn.BatchNorm2d(inner, momentum=0.01),
            activation())
        self.depthwise = nn.Sequential(
            nn.Conv2d(inner, inner, kernel, stride, kernel // 2, groups=inner, bias=False),
            nn.BatchNorm2d(inner, momentum=0.01), activation())
        self.reduce, self.restore = nn.Conv2d(inner, 3, 1), nn.Conv2d(3, inner, 1)
        self.project = nn.Sequential(
            nn.Conv2d(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs, momentum=0.01))
        self.around = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.depthwise(self.expand(x))
        gate = F.hardsigmoid(self.restore(F.relu(self.reduce(F.adaptive_avg_pool2d(y, 1)))))
        y = self.project(y * gate)
        return x + y if self.around else y


class MobileNet(nn.Module):
    """As MobileNetV3 is made: depthwise convolutions, squeeze and excitation, ReLU6, Hardswish."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 6, 3, 2, 1, bias=False), nn.BatchNorm2d(6), nn.Hardswish())
        self.blocks = nn.Sequential(
            InvertedResidual(6, 6, 3, 1, nn.ReLU6), InvertedResidual(6, 8, 5, 2, nn.Hardswish))
        self.head = nn.Sequential(nn.Linear(8, 12), nn.Hardswish(), nn.Dropout(0.2),
                                  nn.Linear(12, 5))

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean([2, 3]))


class ConvNext(nn.Module):
    """As ConvNeXt is made: LayerNorm over the channels, 7x7 depthwise, GELU, a scale per layer."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 2, 2)
        self.depthwise = nn.Conv2d(8, 8, 7, padding=3, groups=8)
        self.norm = nn.LayerNorm(8, eps=1e-6)
        self.up, self.down = nn.Linear(8, 20), nn.Linear(20, 8)
        self.scale = nn.Parameter(torch.rand(8))
        self.last = nn.LayerNorm(8, eps=1e-6)
        self.head = nn.Linear(8, 4)

    def forward(self, x):
        x = self.stem(x)
        y = self.norm(self.depthwise(x).permute(0, 2, 3, 1))
        y = self.scale * self.down(F.gelu(self.up(y)))
        x = x + y.permute(0, 3, 1, 2)
        return self.head(self.last(x.mean((-2, -1))))


class Block(nn.Module):
    """Pre-norm attention, with PyTorch's own MultiheadAttention, and the layers after it."""

    def __init__(self, width, heads, activation):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.fc1, self.fc2 = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.activation = activation

    def forward(self, x):
        y = self.norm1(x)
        # With its weights wanted, it goes by single operators, not by its fused path.
        x = x + self.attention(y, y, y, need_weights=True)[0]
        return x + self.fc2(self.activation(self.fc1(self.norm2(x))))


class VisionTransformer(nn.Module):
    """As ViT is made: patches, a class token, positions, attention; all sizes from the shapes."""

    def __init__(self, activation):
        super().__init__()
        self.patches = nn.Conv2d(3, 12, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 12))
        self.positions = nn.Parameter(torch.randn(1, 7, 12))
        self.blocks = nn.Sequential(Block(12, 3, activation), Block(12, 2, activation))
        self.norm = nn.LayerNorm(12)
        self.head = nn.Linear(12, 4)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


class Windows(nn.Module):
    """As Swin is made: shifted windows, attention in them with a bias for relative positions."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(3, 8, 1)
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)
        self.bias = nn.Parameter(torch.randn(9, 2))
        places = torch.stack(torch.meshgrid(torch.arange(2), torch.arange(2), indexing='ij'))
        places = places.flatten(1)
        apart = places[:, :, None] - places[:, None, :] + 1
        self.register_buffer('index', (apart[0] * 3 + apart[1]).flatten())
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = torch.roll(self.embed(x), (-1, -1), (2, 3)).permute(0, 2, 3, 1)
        batch, height, width, channels = x.shape
        x = x.view(batch, height // 2, 2, width // 2, 2, channels)
        x = x.permute(0, 1, 3, 2, 4, 5).reshape(-1, 4, channels)
        q, k, v = self.qkv(x).reshape(x.shape[0], 4, 3, 2, -1).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q * 2 ** -0.5 @ k.transpose(-2, -1)
        scores = scores + self.bias[self.index].view(4, 4, 2).permute(2, 0, 1).unsqueeze(0)
        x = (scores.softmax(-1) @ v).transpose(1, 2).reshape(x.shape[0], 4, channels)
        x = self.out(x).view(batch, height // 2 * (width // 2) * 4, channels)
        return self.head(F.normalize(x, dim=-1).mean(1))


class UNet(nn.Module):
    """Down, up again by transposed convolutions or by enlarging, and across; then a classifier."""

    def __init__(self, up):
        super().__init__()
        self.a = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ELU())
        self.b = nn.Sequential(nn.Conv2d(4, 6, 3, padding=1), nn.BatchNorm2d(6), nn.PReLU(6))
        self.c = nn.Sequential(nn.Conv2d(6, 8, 3, padding=2, dilation=2), nn.Softplus())
        self.up1, self.up2 = up(8, 6), up(6, 4)
        self.d = nn.Sequential(nn.Conv2d(12, 6, 3, padding=1), nn.LeakyReLU(0.1))
        self.e = nn.Sequential(nn.Conv2d(8, 5, 3, padding=1), nn.Tanh())
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        a = self.a(x)
        b = self.b(F.max_pool2d(a, 2))
        c = self.c(F.max_pool2d(b, 2))
        d = self.d(torch.cat([self.up1(c), b], 1))
        e = self.e(torch.cat([self.up2(d), a], 1))
        return self.head(e.flatten(2).mean(2))


def transposed(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 3, 2, 1, output_padding=1)


def enlarged(mode):
    def up(inputs, outputs):
        options = {} if mode == 'nearest' else {'align_corners': mode == 'corners'}
        kind = 'nearest' if mode == 'nearest' else 'bilinear'
        return nn.Sequential(nn.Upsample(scale_factor=2, mode=kind, **options),
                             nn.Conv2d(inputs, outputs, 1))
    return up


class Pools(nn.Module):
    """Poolings that do not fit their maps: rounded up, with padding counted and not."""

    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 8, 2, padding=(1, 0))
        self.c3 = nn.Conv2d(16, 6, 1)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        x = F.max_pool2d(F.selu(self.c1(x)), 3, 2, ceil_mode=True)
        x = F.avg_pool2d(torch.sigmoid(self.c2(x)), 3, 2, 1, ceil_mode=True,
                         count_include_pad=False)
        wide = F.avg_pool2d(x, 2, 1, 1, count_include_pad=True)
        tall = F.max_pool2d(x, (2, 2), 1, 1)
        x = F.softsign(self.c3(torch.cat([wide, tall], 1)))
        return F.log_softmax(self.head(x.amax((2, 3)) + x.mean((2, 3))), 1)


class Norms(nn.Module):
    """The other normalisations, as the exporter writes them."""

    def __init__(self):
        super().__init__()
        self.c1, self.group = nn.Conv2d(3, 6, 3), nn.GroupNorm(3, 6)
        self.c2, self.instance = nn.Conv2d(6, 6, 3), nn.InstanceNorm2d(6, affine=True)
        self.c3, self.layer = nn.Conv2d(6, 6, 2), nn.LayerNorm((6, 3, 4))
        self.head = nn.Linear(72, 3)

    def forward(self, x):
        x = F.silu(self.group(self.c1(x)))
        x = F.mish(self.instance(self.c2(x)))
        x = F.celu(self.layer(self.c3(x)), 0.7)
        return self.head(x.view(x.size(0), -1))


class Shuffle(nn.Module):
    """As ShuffleNet is made: channels split and shuffled, all by arithmetic on shapes."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.branch = nn.Sequential(
            nn.Conv2d(4, 4, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
            nn.Conv2d(4, 4, 3, padding=1, groups=2, bias=False), nn.BatchNorm2d(4))
        self.last = nn.Conv2d(2, 5, 3, stride=3)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        x = F.pad(self.stem(x), (1, 2, 0, 1), mode='reflect')
        left, right = x.chunk(2, 1)
        x = torch.cat([left, self.branch(right)], 1)
        batch, channels, height, width = x.size()
        x = x.view(batch, 2, channels // 2, height, width).transpose(1, 2).contiguous()
        x = x.view(batch, channels, height, width)
        x = F.hardtanh(self.last(F.pixel_shuffle(x, 2)))
        return self.head(x.reshape(batch, 5, -1).mean(-1))


class Sequence(nn.Module):
    """Convolutions over one dimension, dilated and causal, with gates, and attention as pooling."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv1d(4, 12, 3)
        self.c2 = nn.Conv1d(6, 12, 3, dilation=2)
        self.norm = nn.BatchNorm1d(6)
        self.score = nn.Linear(6, 2)
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        x = F.glu(self.c1(F.pad(x, (2, 0))), 1)
        x = self.norm(F.glu(self.c2(F.pad(x, (4, 0))), 1) + x)
        x = x.transpose(1, 2)
        weights = self.score(x).softmax(1)
        return self.head(torch.einsum('bti,btj->bij', weights, x).flatten(1))


def export(name, model, shape, opset, keep=False):
    """With keep, batch normalisation stays a node of its own; else it goes into its convolution."""
    torch.manual_seed(0)
    for parameter in model.parameters():
        # The exporter makes one tensor of weights that are equal, as fresh ones of norms are.
        parameter.data += torch.rand_like(parameter) / 10
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    training = torch.onnx.TrainingMode.PRESERVE if keep else torch.onnx.TrainingMode.EVAL
    file = name + '-' + str(opset) + '.onnx'
    torch.onnx.export(model.eval(), torch.randn(2, *shape), file, opset_version=opset,
                      input_names=['input'], output_names=['output'], training=training,
                      do_constant_folding=not keep,
                      dynamic_axes={'input': {0: 'batch'}, 'output': {0: 'batch'}})
    print(file, os.path.getsize(file), weights(model, keep))


def weights(model, keep):
    """A convolution takes the normalisation's scale in, and its shift as a bias, if it had none."""
    count = sum(p.numel() for p in model.parameters())
    before = None
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm) and not keep:
            count -= module.weight.numel()
            count -= module.bias.numel() if before.bias is not None else 0
        before = module
    return count


torch.manual_seed(0)
export('resnet', ResNet(), (3, 29, 21), 9)
export('resnet', ResNet(), (3, 29, 21), 13, keep=True)
export('mobilenet', MobileNet(), (3, 15, 13), 9)
export('mobilenet', MobileNet(), (3, 15, 13), 11, keep=True)
export('mobilenet', MobileNet(), (3, 15, 13), 16, keep=True)
export('convnext', ConvNext(), (3, 9, 12), 13)
export('vit', VisionTransformer(F.gelu), (3, 8, 12), 11)
export('vit', VisionTransformer(lambda x: F.gelu(x, approximate='tanh')), (3, 8, 12), 16)
export('windows', Windows(), (3, 4, 6), 12, keep=True)
export('unet-transposed', UNet(transposed), (3, 12, 8), 9, keep=True)
export('unet-transposed', UNet(transposed), (3, 12, 8), 16)
export('unet-nearest', UNet(enlarged('nearest')), (3, 12, 8), 9)
export('unet-nearest', UNet(enlarged('nearest')), (3, 12, 8), 13, keep=True)
export('unet-bilinear', UNet(enlarged('linear')), (3, 12, 8), 11)
export('unet-corners', UNet(enlarged('corners')), (3, 12, 8), 16)
export('pools', Pools(), (3, 14, 17), 10)
export('pools', Pools(), (3, 14, 17), 16)
export('norms', Norms(), (3, 8, 9), 12)
export('norms', Norms(), (3, 8, 9), 16)
export('shuffle', Shuffle(), (3, 7, 8), 10)
export('shuffle', Shuffle(), (3, 7, 8), 15, keep=True)
export('sequence', Sequence(), (4, 17), 12, keep=True)
