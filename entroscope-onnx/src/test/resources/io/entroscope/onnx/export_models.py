"""Writes the ONNX files beside it. Made with PyTorch 1.13: python3 export_models.py"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Mlp(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.fc1 = nn.Linear(8, 13)
        self.fc2 = nn.Linear(13, 13)
        self.fc3 = nn.Linear(13, 4)
        self.activation = activation

    def forward(self, x):
        return self.fc3(self.activation(self.fc2(self.activation(self.fc1(x)))))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 12, 3, groups=2), nn.BatchNorm2d(12), nn.LeakyReLU(0.1),
            nn.AdaptiveAvgPool2d(1))
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(),
            nn.Dropout(), nn.Linear(16, 5), nn.Softmax(1))

    def forward(self, x):
        return self.classifier(self.features(x))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.c0, self.b0 = nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8)
        self.c1, self.b1 = nn.Conv2d(8, 8, 3, padding=1), nn.BatchNorm2d(8)
        self.c2, self.b2 = nn.Conv2d(8, 8, 3, padding=1), nn.BatchNorm2d(8)
        self.short = nn.Conv2d(8, 8, 1)
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = F.relu(self.b0(self.c0(x)))
        y = self.b2(self.c2(F.relu(self.b1(self.c1(x)))))
        return self.fc(F.relu(y + self.short(x)).mean((2, 3)))


class SqueezeExcite(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc1, self.fc2 = nn.Linear(8, 4), nn.Linear(4, 8)
        self.c2 = nn.Conv2d(8, 8, 1)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = F.silu(self.conv(x))
        w = torch.sigmoid(self.fc2(F.relu(self.fc1(x.mean((2, 3))))))
        x = F.hardswish(self.c2(x * w[:, :, None, None]))
        return torch.sigmoid(self.head(x.mean((2, 3))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(6, 16)
        layer = nn.TransformerEncoderLayer(16, 4, 32, batch_first=True, activation='gelu')
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        return self.head(self.encoder(self.proj(x)).mean(1))


def export(name, model, shape, opset, **options):
    torch.manual_seed(0)
    dynamic = {'input': {0: 'batch'}, 'output': {0: 'batch'}}
    torch.onnx.export(model.eval(), torch.randn(shape), name + '.onnx', opset_version=opset,
                      input_names=['input'], output_names=['output'], dynamic_axes=dynamic,
                      **options)


torch.manual_seed(0)
export('mlp-gelu-tanh', Mlp(lambda x: F.gelu(x, approximate='tanh')), (3, 8), 13)
export('mlp-gelu-erf', Mlp(F.gelu), (3, 8), 9)
export('mlp-hardswish', Mlp(F.hardswish), (3, 8), 9)
export('mlp-silu', Mlp(F.silu), (3, 8), 16)
export('cnn-batchnorm', Cnn(), (2, 3, 12, 12), 13, do_constant_folding=False,
       training=torch.onnx.TrainingMode.PRESERVE)
export('residual', Residual(), (2, 3, 8, 8), 13)
export('squeeze-excite', SqueezeExcite(), (2, 3, 8, 8), 13)
export('transformer-encoder', Encoder(), (2, 5, 6), 14)
