"""Loss and gradients of a small residual network and a small transformer, in float64.

Written by hand in PyTorch, over the weights' names and shapes of the ONNX files that `train` writes;
every weight follows from its name (`fill`), so that no weights need to be kept. For each weight the
gradient's norm and its product with `fill(name + ".direction")` are written.

    python3 block_networks.py > block-networks.json      # made with PyTorch 1.13.0
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
BATCH, SIDE, CLASSES, HEAD = 3, 8, 3, 32
SCALE = torch.tensor(HEAD**-0.5, dtype=torch.float32).double()


def fill(name, *shape, about=0.0):
    """The i-th value is about + 0.3 sin(0.7 i + the sum of the name's letters modulo 97), in float32."""
    phase = sum(map(ord, name)) % 97
    values = [about + 0.3 * math.sin(0.7 * i + phase) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)


class Weights(dict):
    def of(self, name, *shape, about=0.0):
        if name not in self:
            self[name] = fill(name, *shape, about=about).requires_grad_()
        return self[name]


def conv_norm(w, x, name, out, kernel=3, stride=1):
    y = F.conv2d(x, w.of(name + ".weight", out, x.shape[1], kernel, kernel), None, stride, kernel // 2)
    norm = name + "_norm"
    scale, bias = w.of(norm + ".scale", out, about=1.0), w.of(norm + ".bias", out)
    return F.batch_norm(y, None, None, scale, bias, training=True, eps=1e-5)


def residual(w, x):
    """conv4 res4 res6/2"""
    x = F.relu(conv_norm(w, x, "conv1", 4))
    for name, out, stride in (("layer1.0", 4, 1), ("layer2.0", 6, 2)):
        y = F.relu(conv_norm(w, x, name + ".conv1", out, 3, stride))
        y = conv_norm(w, y, name + ".conv2", out)
        skip = x if stride == 1 else conv_norm(w, x, name + ".shortcut", out, 1, stride)
        x = F.relu(y + skip)
    return x.mean((2, 3))


def layer_norm(w, x, name):
    width = x.shape[-1]
    scale, bias = w.of(name + ".scale", width, about=1.0), w.of(name + ".bias", width)
    return F.layer_norm(x, (width,), scale, bias, 1e-5)


def linear(w, x, name, out):
    return x @ w.of(name + ".weight", x.shape[-1], out) + w.of(name + ".bias", out)


def transformer(w, x, width=64, layers=2):
    """patch4 vit64x2"""
    x = F.conv2d(x, w.of("patches.weight", width, 1, 4, 4), w.of("patches.bias", width), 4)
    x = x.flatten(2).transpose(1, 2) + w.of("positions", 1, 4, width)
    for layer in range(layers):
        name = f"blocks.{layer}.attention"
        y = layer_norm(w, x, f"blocks.{layer}.norm1")
        parts = [linear(w, y, f"{name}.{part}", width) for part in ("query", "key", "value")]
        q, k, v = (p.reshape(BATCH, 4, width // HEAD, HEAD).transpose(1, 2) for p in parts)
        y = torch.softmax(q * SCALE @ k.transpose(2, 3), -1) @ v
        x = x + linear(w, y.transpose(1, 2).reshape(x.shape), name + ".project", width)
        name = f"blocks.{layer}.mlp"
        y = F.gelu(linear(w, layer_norm(w, x, f"blocks.{layer}.norm2"), name + ".fc1", 4 * width))
        x = x + linear(w, y, name + ".fc2", width)
    return layer_norm(w, x, "norm").mean(1)


def reference(network):
    w = Weights()
    x = network(w, fill("input", BATCH, 1, SIDE, SIDE))
    logits = x @ w.of("fc1.weight", CLASSES, x.shape[1]).T + w.of("fc1.bias", CLASSES)
    loss = F.cross_entropy(logits, torch.tensor([0, 2, 1]))
    loss.backward()
    gradients = {}
    for name, weight in w.items():
        along = (weight.grad * fill(name + ".direction", *weight.shape)).sum().item()
        gradients[name] = {"along": along, "norm": weight.grad.norm().item()}
    return {"notation": network.__doc__, "loss": loss.item(), "gradients": gradients}


print(json.dumps([reference(residual), reference(transformer)], indent=1))
