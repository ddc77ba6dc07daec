"""Exports networks of torchvision with random weights for `benchmarks/run overhead --networks`.

    python3 benchmarks/networks.py FOLDER [NAME ...]

Needs PyTorch and torchvision (Debian: python3-torch, python3-torchvision). Speed needs no training.
"""

import pathlib
import sys

import torch
import torchvision.models as models

SIZE = 224

NETWORKS = {
    "resnet18": models.resnet18,
    "resnet50": models.resnet50,
    "mobilenetv2": models.mobilenet_v2,
    "vit-tiny": lambda: models.VisionTransformer(
        image_size=SIZE, patch_size=16, num_layers=12, num_heads=3, hidden_dim=192, mlp_dim=768
    ),
}


def export(name, folder):
    torch.manual_seed(0)
    torch.onnx.export(
        NETWORKS[name]().eval(),
        torch.zeros(2, 3, SIZE, SIZE),
        str(folder / f"{name}.onnx"),
        opset_version=14,
        input_names=["image"],
        output_names=["scores"],
        dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}},
    )


def main(folder, *names):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or NETWORKS:
        if name not in NETWORKS:
            sys.exit(f"no network '{name}'; there are {', '.join(NETWORKS)}")
        export(name, folder)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    main(*sys.argv[1:])
