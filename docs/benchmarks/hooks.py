#!/usr/bin/env python3
"""Layer-wise entropy with PyTorch forward hooks and NumPy, beside bare inference in PyTorch.

What a careful person writes without Entroscope: a CIFAR-size network with six fully connected
layers, a hook on each, class sums of the activations and per-image softmax entropies, by batch.
Prints images per second of processor time and of the clock, each the median of interleaved rounds.

    python3 docs/benchmarks/hooks.py --images 2560 --threads 2 --rounds 7
"""

import argparse
import statistics
import time

import numpy as np
import torch
from torch import nn

WIDTH = 512
CLASSES = 10


def network():
    """The network that `benchmarks/run overhead --models cifar-cnn` runs."""
    torch.manual_seed(1)
    layers = []
    for inputs, outputs in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    layers.append(nn.Flatten())
    width = 128 * 4 * 4
    for _ in range(5):
        layers += [nn.Linear(width, WIDTH), nn.ReLU()]
        width = WIDTH
    layers.append(nn.Linear(width, CLASSES))
    return nn.Sequential(*layers).eval()


class Hooks:
    """Class sums, image entropies and, if asked, histograms of the fully connected layers."""

    def __init__(self, model, histograms):
        self.histograms = histograms
        self.labels = None
        self.layers = {}
        modules = list(model)
        self.handles = []
        for i, module in enumerate(modules):
            if isinstance(module, nn.Linear):
                after = modules[i + 1] if i + 1 < len(modules) else module
                self.handles.append(after.register_forward_hook(self._hook(i, module.out_features)))

    def _hook(self, key, units):
        self.layers[key] = {
            "sums": np.zeros((CLASSES, units)),
            "images": np.zeros(CLASSES, dtype=np.int64),
            "entropy": np.zeros(CLASSES),
            "histogram": np.zeros((CLASSES, 100, units), dtype=np.int32) if self.histograms else None,
        }

        def observe(_module, _inputs, output):
            state = self.layers[key]
            x = output.numpy()
            z = x - x.max(axis=1, keepdims=True)
            e = np.exp(z)
            total = e.sum(axis=1, keepdims=True)
            entropy = np.log(total[:, 0]) - (e * z).sum(axis=1) / total[:, 0]
            for label in range(CLASSES):
                mine = self.labels == label
                state["sums"][label] += x[mine].sum(axis=0, dtype=np.float64)
                state["images"][label] += mine.sum()
                state["entropy"][label] += entropy[mine].sum(dtype=np.float64)
            if self.histograms:
                bins = np.clip(((np.log(total) - z) * 4).astype(np.int32), 0, 99)
                columns = np.broadcast_to(np.arange(x.shape[1]), x.shape)
                rows = np.broadcast_to(self.labels[:, None], x.shape)
                np.add.at(state["histogram"], (rows, bins, columns), 1)

        return observe

    def pattern_entropies(self):
        """[layers][classes], in nats: of the softmax of the class-mean activation."""
        result = []
        for state in self.layers.values():
            mean = state["sums"] / state["images"][:, None]
            z = mean - mean.max(axis=1, keepdims=True)
            e = np.exp(z)
            total = e.sum(axis=1)
            result.append(np.log(total) - (e * z).sum(axis=1) / total)
        return result

    def remove(self):
        for handle in self.handles:
            handle.remove()


def run(model, images, labels, batch, hooks=None):
    with torch.no_grad():
        for start in range(0, len(images), batch):
            if hooks is not None:
                hooks.labels = labels[start : start + batch]
            model(images[start : start + batch]).argmax(dim=1)
    if hooks is not None:
        hooks.pattern_entropies()


def timed(task):
    wall, cpu = time.perf_counter(), time.process_time()
    task()
    return time.perf_counter() - wall, time.process_time() - cpu


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--images", type=int, default=2560)
    options.add_argument("--batch", type=int, default=256)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    model = network()
    images = torch.rand(given.images, 3, 32, 32)
    labels = np.arange(given.images) % CLASSES

    def hooked(histograms):
        hooks = Hooks(model, histograms)
        run(model, images, labels, given.batch, hooks)
        hooks.remove()

    contestants = {
        "bare inference": lambda: run(model, images, labels, given.batch),
        "hooks": lambda: hooked(False),
        "hooks and histograms": lambda: hooked(True),
    }
    spent = {name: [] for name in contestants}
    for round_number in range(given.rounds + 1):
        for name, task in contestants.items():
            took = timed(task)
            if round_number > 0:
                spent[name].append(took)
    print(f"PyTorch {torch.__version__}, {given.images} images, batch {given.batch}, "
          f"{given.threads} threads, median of {given.rounds} rounds")
    for name, times in spent.items():
        wall = statistics.median(t[0] for t in times)
        cpu = statistics.median(t[1] for t in times)
        print(f"{name:22} {given.images / wall:8.0f} images/s  {1e6 * cpu / given.images:8.0f} us of processor time an image")


if __name__ == "__main__":
    main()
