"""Makes the token classifier of the tests, its data, and by NumPy alone the numbers to expect.

Made with Debian 12's python3-torch 1.13, python3-onnx 1.12 and python3-numpy 1.24; no test runs it.
"""

import json
from math import erf
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

OUT = Path(__file__).parent
WORDS, WIDTH, TOKENS, CLASSES, EXAMPLES = 40, 12, 10, 3, 60


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(WORDS, WIDTH)
        self.token = nn.Linear(WIDTH, 18)
        self.mix = nn.Linear(18, 14)
        self.hidden = nn.Linear(14, 16)
        self.head = nn.Linear(16, CLASSES)

    def forward(self, input_ids, attention_mask):
        x = F.relu(self.token(self.embed(input_ids)))
        x = F.gelu(self.mix(x))
        m = attention_mask.to(x.dtype).unsqueeze(-1)
        x = (x * m).sum(1) / m.sum(1)
        return self.head(F.relu(self.hidden(x)))


torch.manual_seed(3)
net = Net()
with torch.no_grad():
    for p in net.parameters():
        p.mul_(2.5)
net.eval()

random = np.random.RandomState(5)
lengths = random.randint(1, TOKENS + 1, EXAMPLES)
mask = (np.arange(TOKENS)[None] < lengths[:, None]).astype(np.int64)
# Padding is any word, not zero, so that a mean over it shows.
ids = random.randint(1, WORDS, (EXAMPLES, TOKENS)).astype(np.int64)
labels = random.randint(0, CLASSES, EXAMPLES).astype(np.int64)
np.savez(OUT / "tokens.npz", input_ids=ids, attention_mask=mask, labels=labels)
torch.onnx.export(
    net,
    (torch.tensor(ids[:2]), torch.tensor(mask[:2])),
    str(OUT / "tokens.onnx"),
    opset_version=13,
    input_names=["input_ids", "attention_mask"],
    output_names=["logits"],
    dynamic_axes={
        "input_ids": {0: "batch", 1: "tokens"},
        "attention_mask": {0: "batch", 1: "tokens"},
        "logits": {0: "batch"},
    },
)

weights = {name: p.detach().numpy().astype(np.float64) for name, p in net.named_parameters()}


def linear(x, name):
    return x @ weights[name + ".weight"].T + weights[name + ".bias"]


def gelu(x):
    return 0.5 * x * (1 + np.vectorize(erf)(x / np.sqrt(2)))


def pooled(x, masked):
    return np.stack([x[i][mask[i] == 1].mean(0) if masked else x[i].mean(0) for i in range(EXAMPLES)])


def entropy(x):
    z = x - x.max(-1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(-1, keepdims=True)
    return -(p * np.log(p)).sum(-1)


token = np.maximum(linear(weights["embed.weight"][ids], "token"), 0)
mix = gelu(linear(token, "mix"))
hidden = np.maximum(linear(pooled(mix, True), "hidden"), 0)
head = linear(hidden, "head")

expected = {}
for name, masked in (("masked", True), ("mean", False)):
    layers = {"token": pooled(token, masked), "mix": pooled(mix, masked), "hidden": hidden, "head": head}
    # Of each class the pattern entropy, and the mean of the examples' entropies.
    expected[name] = {
        layer: [[entropy(x[labels == c].mean(0)), entropy(x[labels == c]).mean()] for c in range(CLASSES)]
        for layer, x in layers.items()
    }
expected["accuracy"] = float((head.argmax(1) == labels).mean())
(OUT / "expected.json").write_text(json.dumps(expected, indent=1))
