"""Training steps in PyTorch's eager mode, for `benchmarks/run training`.

Usage: eager.py NOTATION CHANNELS HEIGHT WIDTH CLASSES BATCH THREADS [channels-last]

Each line on standard input is a number of steps; for each, the images per second over these steps
but the first are printed. The networks are those of `entroscope train`, written as one would by hand;
the batch is made once, without decoding, augmentation or normalisation.
"""

import re
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

HEAD = 32


class Unit(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(out)
        self.shortcut = nn.Identity()
        if stride > 1 or channels != out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out)
            )

    def forward(self, x):
        branch = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(branch + self.shortcut(x))


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.project = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        n, tokens, width = x.shape
        qkv = self.qkv(self.norm1(x)).reshape(n, tokens, 3, width // HEAD, HEAD)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        weights = (query * HEAD**-0.5 @ key.transpose(-2, -1)).softmax(-1)
        x = x + self.project((weights @ value).transpose(1, 2).reshape(n, tokens, width))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, channels, height, width, patch, dim, layers):
        super().__init__()
        self.patches = nn.Conv2d(channels, dim, patch, patch)
        tokens = height // patch * (width // patch)
        self.positions = nn.Parameter(0.02 * torch.randn(1, tokens, dim))
        self.layers = nn.Sequential(*[Layer(dim) for _ in range(layers)])
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2) + self.positions
        return self.norm(self.layers(x)).mean(1)


def network(notation, channels, height, width, classes):
    layers, patch = [], 0
    for word in notation.split():
        kind, numbers = re.match("[a-z]+", word).group(), [int(n) for n in re.findall(r"\d+", word)]
        if kind == "conv":
            layers += [nn.Conv2d(channels, numbers[0], 3, 1, 1, bias=False)]
            layers += [nn.BatchNorm2d(numbers[0]), nn.ReLU()]
        elif kind == "res":
            layers.append(Unit(channels, numbers[0], (numbers + [1])[1]))
        elif kind == "patch":
            patch = numbers[0]
            continue
        elif kind == "vit":
            layers.append(Transformer(channels, height, width, patch, *numbers))
        else:
            sys.exit(f"eager.py has no layer '{word}'")
        channels = numbers[0]
    if not patch:
        layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers, nn.Linear(channels, classes))


def main():
    notation = sys.argv[1]
    channels, height, width, classes, batch, threads = map(int, sys.argv[2:8])
    torch.set_num_threads(threads)
    model = network(notation, channels, height, width, classes)
    images = torch.randn(batch, channels, height, width)
    if "channels-last" in sys.argv:
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, classes, (batch,))
    if "vit" in notation:
        optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
    else:
        optimizer = torch.optim.SGD(
            model.parameters(), 0.01, momentum=0.9, weight_decay=5e-4, nesterov=True
        )
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        steps = int(line)
        for step in range(steps):
            if step == 1:
                begun = time.perf_counter()
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()
        print((steps - 1) * batch / (time.perf_counter() - begun), flush=True)


main()
