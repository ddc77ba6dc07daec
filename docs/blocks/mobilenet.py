"""Trains small networks of inverted residual blocks (M. Sandler et al., "MobileNetV2", 2018) and
exports them as people do: batch normalisation folded into the convolutions.

    python3 docs/blocks/mobilenet.py IDX FILE SEED EPOCHS

IDX has train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, as MNIST and Fashion-MNIST have.
Pixels are scaled to [0, 1] and no more. Needs PyTorch (Debian: python3-torch). A network that is
there already is left as it is.
"""

import gzip
import os
import pathlib
import sys

import numpy
import torch
from torch import nn

IMAGES = 12000
BATCH = 64
EXPANSION = 4

# Channels of the stages; the first block of each but the first halves the image, and the others
# keep its shape, so that a skip goes round them.
STAGES = ((12, 3), (24, 5))


def idx(file, header):
    return numpy.frombuffer(gzip.open(file).read(), numpy.uint8, offset=header).copy()


def images(folder):
    pixels = idx(folder / "train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)[:IMAGES]
    labels = idx(folder / "train-labels-idx1-ubyte.gz", 8)[:IMAGES]
    return torch.from_numpy(pixels).float() / 255, torch.from_numpy(labels).long()


class InvertedResidual(nn.Module):
    """A 1×1 convolution to more channels, a depthwise 3×3 one, and a 1×1 one back."""

    def __init__(self, channels, out, stride):
        super().__init__()
        wide = EXPANSION * channels
        self.skips = stride == 1 and channels == out
        self.branch = nn.Sequential(
            nn.Conv2d(channels, wide, 1, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, wide, 3, stride, padding=1, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, out, 1, bias=False),
            nn.BatchNorm2d(out),
        )

    def forward(self, x):
        return x + self.branch(x) if self.skips else self.branch(x)


def network():
    channels = STAGES[0][0]
    parts = [nn.Conv2d(1, channels, 3, 2, padding=1, bias=False)]
    parts += [nn.BatchNorm2d(channels), nn.ReLU6()]
    for stage, (out, blocks) in enumerate(STAGES):
        if stage > 0:
            parts.append(InvertedResidual(channels, out, 2))
        parts += [InvertedResidual(out, out, 1) for _ in range(blocks)]
        channels = out
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)]
    return nn.Sequential(*parts, *head)


def train(model, x, y, epochs):
    steps = epochs * (len(x) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=4e-3, total_steps=steps)
    for epoch in range(epochs):
        total = 0.0
        for chosen in torch.randperm(len(x)).split(BATCH):
            if len(chosen) == BATCH:
                loss = nn.functional.cross_entropy(model(x[chosen]), y[chosen])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                total += loss.item()
        print(f"epoch {epoch + 1}: loss {total * BATCH / len(x):.4f}", flush=True)


def main(data, file, seed, epochs):
    file = pathlib.Path(file)
    if file.exists():
        return
    x, y = images(pathlib.Path(data))
    torch.manual_seed(int(seed))
    model = network()
    train(model, x, y, int(epochs))
    file.parent.mkdir(parents=True, exist_ok=True)
    part = f"{file}.part"
    torch.onnx.export(
        model.eval(),
        torch.zeros(2, 1, 28, 28),
        part,
        opset_version=13,
        input_names=["image"],
        output_names=["scores"],
        dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}},
    )
    os.replace(part, file)
    print(file, flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(*sys.argv[1:])
