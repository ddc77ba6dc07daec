#!/usr/bin/env python3
"""Layer-wise entropy with PyTorch forward hooks and NumPy, beside bare inference in PyTorch.

What a careful person writes without Entroscope: a CIFAR-size network with six fully connected
layers, a hook on each, class sums of the activations and per-image softmax entropies, by batch.
Beside it delve's method (J. Shenk, M. L. Richter, W. Byttner, "Delve: Neural Network Feature Variance
Analysis", JOSS 2022), written out as its TorchCovarianceMatrix does it, since the package is not in
Debian: the covariance of each layer's activations in float64, and its spectrum at the end.
Prints images per second of processor time and of the clock, each the median of interleaved rounds.

    python3 docs/benchmarks/hooks.py --images 2560 --threads 2 --rounds 7

With --check it also writes the same network as ONNX and the same images in CIFAR's binary format, has
Entroscope analyse them, and fails unless both give the same entropies.

    python3 docs/benchmarks/hooks.py --images 2560 --rounds 1 --check ./entroscope
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from torch import nn

WIDTH = 512
CLASSES = 10
MOST_DIFFERENCE = 1e-5  # nats


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


class Hooked:
    """A hook behind the activation function of each fully connected layer."""

    def __init__(self, model):
        self.labels = None
        self.layers = {}
        modules = list(model)
        self.handles = []
        for i, module in enumerate(modules):
            if isinstance(module, nn.Linear):
                after = modules[i + 1] if i + 1 < len(modules) else module
                self.handles.append(after.register_forward_hook(self._hook(i, module.out_features)))

    def remove(self):
        for handle in self.handles:
            handle.remove()


class Hooks(Hooked):
    """Class sums, image entropies and, if asked, histograms of the fully connected layers."""

    def __init__(self, model, histograms):
        self.histograms = histograms
        super().__init__(model)

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

    def image_entropies(self):
        """[layers][classes], in nats: the mean over the images of a class."""
        return [state["entropy"] / state["images"] for state in self.layers.values()]

    def finish(self):
        self.pattern_entropies()


class Delve(Hooked):
    """The covariance of each fully connected layer, and from it delve's layer saturation."""

    def _hook(self, key, units):
        self.layers[key] = {
            "images": 0,
            "sum": torch.zeros(units, dtype=torch.float64),
            "products": torch.zeros(units, units, dtype=torch.float64),
        }

        def observe(_module, _inputs, output):
            state = self.layers[key]
            x = output.to(torch.float64)
            state["images"] += len(x)
            state["sum"] += x.sum(dim=0)
            state["products"] += x.t() @ x

        return observe

    def finish(self):
        saturations = []
        for state in self.layers.values():
            mean = state["sum"] / state["images"]
            covariance = state["products"] / state["images"] - torch.outer(mean, mean)
            spectrum = torch.linalg.eigvalsh(covariance).flip(0)
            share = torch.cumsum(spectrum, 0) / spectrum.sum()
            saturations.append((int((share < 0.99).sum()) + 1) / len(spectrum))
        return saturations


def run(model, images, labels, batch, hooks=None):
    with torch.no_grad():
        for start in range(0, len(images), batch):
            if hooks is not None:
                hooks.labels = labels[start : start + batch]
            model(images[start : start + batch]).argmax(dim=1)
    if hooks is not None:
        hooks.finish()


def check(entroscope, model, pixels, images, labels, batch):
    """Fails unless Entroscope gives the same entropies for the same network and images."""
    hooks = Hooks(model, False)
    run(model, images, labels, batch, hooks)
    hooks.remove()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        torch.onnx.export(
            model,
            images[:2],
            str(folder / "model.onnx"),
            input_names=["image"],
            output_names=["logits"],
            dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
        )
        (folder / "data").mkdir()
        records = np.concatenate([labels[:, None].astype(np.uint8), pixels.reshape(len(pixels), -1)], axis=1)
        (folder / "data" / "test_batch.bin").write_bytes(records.tobytes())
        subprocess.run(
            [entroscope, "analyze", folder / "model.onnx", "--data", folder / "data" / "test_batch.bin",
             "--layers", "fc", "--out", folder / "out", "--quiet"],
            check=True,
        )
        result = json.loads((folder / "out" / "result.json").read_text())
    pairs = {"patternEntropy": hooks.pattern_entropies(), "imageEntropyMean": hooks.image_entropies()}
    for name, expected in pairs.items():
        given = np.array([[of[name] for of in layer["classes"]] for layer in result["layers"]])
        difference = np.abs(given - np.array(expected)).max()
        print(f"{name}: {given.size} values, largest difference from Entroscope's {difference:.1e} nats")
        if not difference <= MOST_DIFFERENCE:
            sys.exit(f"the two do not agree within {MOST_DIFFERENCE} nats")


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
    options.add_argument("--check", metavar="ENTROSCOPE", help="the command to compare results with")
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    model = network()
    pixels = np.random.default_rng(1).integers(0, 256, (given.images, 3, 32, 32), dtype=np.uint8)
    images = torch.from_numpy(pixels.astype(np.float32) / np.float32(255))
    labels = np.arange(given.images) % CLASSES
    if given.check:
        check(given.check, model, pixels, images, labels, given.batch)

    def hooked(hooks):
        run(model, images, labels, given.batch, hooks)
        hooks.remove()

    contestants = {
        "bare inference": lambda: run(model, images, labels, given.batch),
        "hooks": lambda: hooked(Hooks(model, False)),
        "hooks and histograms": lambda: hooked(Hooks(model, True)),
        "delve's covariance": lambda: hooked(Delve(model)),
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
