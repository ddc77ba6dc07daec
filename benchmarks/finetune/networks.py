"""Trains five small classifiers and exports them as people do: batch normalisation folded.

    python3 benchmarks/finetune/networks.py IDX FOLDER

IDX has train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, as MNIST and Fashion-MNIST have.
Needs PyTorch (Debian: python3-torch). Networks that are there already are left as they are.
"""

import gzip
import os
import pathlib
import sys

import numpy
import torch
from torch import nn

MEAN, STD = 0.2860, 0.3530  # of Fashion-MNIST
IMAGES = 20000
EPOCHS = 3
BATCH = 128

# The activation function, and the widths of the hidden fully connected layers.
NETWORKS = {
    "relu-4": (nn.ReLU, (128, 128, 128)),
    "relu-5": (nn.ReLU, (128, 128, 64, 64)),
    "relu-6": (nn.ReLU, (128, 128, 128, 128, 128)),
    "gelu-5": (nn.GELU, (128, 128, 64, 64)),
    "tanh-4": (nn.Tanh, (128, 128, 128)),
}


def idx(file, header):
    return numpy.frombuffer(gzip.open(file).read(), numpy.uint8, offset=header).copy()


def images(folder):
    pixels = idx(folder / "train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)[:IMAGES]
    labels = idx(folder / "train-labels-idx1-ubyte.gz", 8)[:IMAGES]
    x = (torch.from_numpy(pixels).float() / 255 - MEAN) / STD
    return x, torch.from_numpy(labels).long()


def network(activation, widths):
    layers, channels = [], 1
    for wider in (8, 16):
        layers += [nn.Conv2d(channels, wider, 3, padding=1, bias=False), nn.BatchNorm2d(wider)]
        layers += [activation(), nn.MaxPool2d(2)]
        channels = wider
    layers.append(nn.Flatten())
    size = channels * 7 * 7
    for width in widths:
        layers += [nn.Linear(size, width), activation()]
        size = width
    return nn.Sequential(*layers, nn.Linear(size, 10))


def train(model, x, y):
    steps = EPOCHS * (len(x) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-3, total_steps=steps)
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(x)).split(BATCH):
            if len(chosen) == BATCH:
                loss = nn.functional.cross_entropy(model(x[chosen]), y[chosen])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()


def main(data, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    x, y = images(pathlib.Path(data))
    for name, (activation, widths) in NETWORKS.items():
        file = folder / f"{name}.onnx"
        if file.exists():
            continue
        torch.manual_seed(0)
        model = network(activation, widths)
        train(model, x, y)
        torch.onnx.export(
            model.eval(),
            torch.zeros(2, 1, 28, 28),
            f"{file}.part",
            opset_version=14,
            input_names=["image"],
            output_names=["scores"],
            dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}},
        )
        os.replace(f"{file}.part", file)
        print(file, flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(*sys.argv[1:])
