"""Writes two small networks of residual blocks, data for them, and what NumPy finds of their stream.

Made with NumPy 1.24 and onnx 1.12; everything is computed in double precision from weights and
data in single precision. python3 make.py
"""
import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RNG = np.random.default_rng(20260301)
N, T, D, CLASSES = 240, 6, 8, 3


def weights(*shape, gain=1.0):
    fan = np.prod(shape[1:]) if len(shape) == 4 else shape[0]
    return (RNG.standard_normal(shape) * gain / np.sqrt(fan)).astype(np.float32)


class Graph:
    def __init__(self):
        self.nodes, self.initializers = [], []

    def constant(self, name, value):
        self.initializers.append(numpy_helper.from_array(value, name))
        return name

    def node(self, op, inputs, name, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def save(self, file, inputs):
        graph = helper.make_graph(
            self.nodes,
            file,
            inputs,
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", CLASSES])],
            self.initializers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        model.producer_name = "make.py"
        onnx.checker.check_model(model)
        onnx.save(model, file)


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def entropy(p):
    return -(p * np.log(p)).sum(-1)


def block(x, y, rows):
    """Of rows [N, R, d] that count; the errors are those of a ratio of sums over examples."""
    x, y = x.astype(float), y.astype(float)
    xx, yy = np.linalg.norm(x, axis=-1), np.linalg.norm(y, axis=-1)
    valid = rows & (xx > 0) & (yy > 0)
    cos = (x * y).sum(-1)[valid] / (xx * yy)[valid]
    measures = {
        "influence": 1 - cos,
        "angularDistance": np.arccos(np.clip(cos, -1, 1)) / np.pi,
        "branchSize": np.linalg.norm(y - x, axis=-1)[valid] / xx[valid],
    }
    t = valid.sum(1)
    found = {"rows": int(t.sum()), "examples": int((t > 0).sum())}
    for name, m in measures.items():
        full = np.zeros(valid.shape)
        full[valid] = m
        s = full.sum(1)
        mean = s.sum() / t.sum()
        n = (t > 0).sum()
        error = np.sqrt(n / (n - 1) * ((s - mean * t)[t > 0] ** 2).sum()) / t.sum()
        found[name] = [mean, error]
    return found


def point(pooled, labels):
    """Of the stream behind a block, pooled to [N, d]: the means over the classes."""
    n = pooled.shape[1]
    classes = range(CLASSES)
    pattern = [entropy(softmax(pooled[labels == c].mean(0))) / np.log(n) for c in classes]
    image = [entropy(softmax(pooled[labels == c])).mean() / np.log(n) for c in classes]
    return {"pattern": pattern, "image": image}


def hsic(k, l):
    k, l = k.copy(), l.copy()
    np.fill_diagonal(k, 0)
    np.fill_diagonal(l, 0)
    m = len(k)
    return (
        np.trace(k @ l) + k.sum() * l.sum() / ((m - 1) * (m - 2)) - 2 / (m - 2) * (k @ l).sum()
    ) / (m * (m - 3))


def cka(points):
    grams = [(p - p.mean(0)) @ (p - p.mean(0)).T for p in points]
    own = [hsic(g, g) for g in grams]
    return [
        [hsic(a, b) / np.sqrt(i * j) for b, j in zip(grams, own)] for a, i in zip(grams, own)
    ]


def tokens():
    x = RNG.standard_normal((N, T, D)).astype(np.float32)
    mask = np.ones((N, T), np.int64)
    for i in range(N):
        mask[i, 2 + i % (T - 1) :] = 0
    labels = np.arange(N) % CLASSES
    g, stream, found, pooled = Graph(), "x", {}, []
    scaled = x.astype(float)
    penalty = (1.0 - mask)[:, None, :] * -1e4
    g.node("Cast", ["attention_mask"], "mask_f", to=TensorProto.FLOAT)
    g.node("Sub", [g.constant("one", np.float32(1)), "mask_f"], "padding")
    g.node("Mul", ["padding", g.constant("far", np.float32(-1e4))], "penalty_row")
    g.node("Unsqueeze", ["penalty_row", g.constant("axis1", np.array([1]))], "penalty")
    y = scaled
    for i in range(2):
        base = f"/layers.{i}"
        wq, wv = weights(D, D), weights(D, D, gain=0.5)
        w1, w2 = weights(D, 2 * D), weights(2 * D, D, gain=0.7)
        q = g.node("MatMul", [stream, g.constant(f"layers.{i}.attn.q", wq)], base + "/attn/q")
        v = g.node("MatMul", [stream, g.constant(f"layers.{i}.attn.v", wv)], base + "/attn/v")
        t = g.node("Transpose", [stream], base + "/attn/t", perm=[0, 2, 1])
        s = g.node("MatMul", [q, t], base + "/attn/scores")
        s = g.node("Add", [s, "penalty"], base + "/attn/masked")
        p = g.node("Softmax", [s], base + "/attn/softmax", axis=-1)
        a = g.node("MatMul", [p, v], base + "/attn/out")
        half = g.node("Add", [stream, a], base + "/add1")
        h = g.node("MatMul", [half, g.constant(f"layers.{i}.mlp.1", w1)], base + "/mlp/1")
        h = g.node("Relu", [h], base + "/mlp/relu")
        h = g.node("MatMul", [h, g.constant(f"layers.{i}.mlp.2", w2)], base + "/mlp/2")
        stream = g.node("Add", [half, h], base + "/add2")
        before = y
        mid = before + softmax(before @ wq.astype(float) @ before.transpose(0, 2, 1) + penalty) @ (
            before @ wv.astype(float)
        )
        y = mid + np.maximum(mid @ w1.astype(float), 0) @ w2.astype(float)
        rows = mask > 0
        found[base[1:] + ".attn"] = block(before, mid, rows)
        found[base[1:] + ".mlp"] = block(mid, y, rows)
        found[base[1:]] = block(before, y, rows)
        mean = (y * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        pooled.append(mean)
    g.node("Unsqueeze", ["mask_f", g.constant("axis2", np.array([2]))], "mask_3")
    g.node("Mul", [stream, "mask_3"], "kept")
    g.node("ReduceSum", ["kept", "axis1"], "summed", keepdims=0)
    g.node("ReduceSum", ["mask_f", "axis1"], "count", keepdims=1)
    g.node("Div", ["summed", "count"], "mean")
    g.node("MatMul", ["mean", g.constant("head.weight", weights(D, CLASSES))], "logits")
    g.save(
        "tokens.onnx",
        [
            helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", T, D]),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["N", T]),
        ],
    )
    np.savez("tokens.npz", x=x, attention_mask=mask, labels=labels)
    return {
        "blocks": found,
        "points": [point(p, labels) for p in pooled],
        "cka": cka(pooled),
    }


def conv(x, w, stride=1):
    k = w.shape[2]
    pad = k // 2
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), (2, 3))
    return np.einsum("nchwij,ocij->nohw", windows[:, :, ::stride, ::stride], w.astype(float))


def maps():
    size, count = 17, 90
    x = RNG.standard_normal((count, 3, size, size)).astype(np.float32)
    labels = np.arange(count) % CLASSES
    g, found, pooled = Graph(), {}, []

    def convolution(source, name, w, stride=1):
        pad = w.shape[2] // 2
        return g.node(
            "Conv", [source, g.constant(name + ".weight", w)], "/" + name.replace(".", "/"),
            kernel_shape=list(w.shape[2:]), pads=[pad] * 4, strides=[stride] * 2,
        )

    w = weights(6, 3, 3, 3)
    stream = g.node("Relu", [convolution("x", "stem", w)], "/stem/relu")
    y = np.maximum(conv(x.astype(float), w), 0)
    for i, (width, stride) in enumerate([(6, 1), (12, 2), (12, 1)]):
        name = f"blocks.{i}"
        w1, w2 = weights(width, y.shape[1], 3, 3), weights(width, width, 3, 3, gain=0.5)
        h = g.node("Relu", [convolution(stream, name + ".conv1", w1, stride)], f"/{name}/relu1")
        h = convolution(h, name + ".conv2", w2)
        skip, before, short = stream, y, y
        if stride > 1:
            ws = weights(width, y.shape[1], 1, 1)
            skip = convolution(stream, name + ".short", ws, stride)
            short = conv(y, ws, stride)
        stream = g.node("Relu", [g.node("Add", [h, skip], f"/{name}/add")], f"/{name}/relu2")
        y = np.maximum(conv(np.maximum(conv(y, w1, stride), 0), w2) + short, 0)
        if stride == 1:
            step = -(-y.shape[2] // 8)
            at = slice((step - 1) // 2, None, step)

            def rows(z):
                z = z[:, :, at, at]
                return z.transpose(0, 2, 3, 1).reshape(len(z), -1, z.shape[1])

            found[name] = block(rows(before), rows(y), np.ones(rows(y).shape[:2], bool))
        pooled.append(y.mean((2, 3)))
    g.node("GlobalAveragePool", [stream], "pool")
    g.node("Flatten", ["pool"], "flat")
    g.node("MatMul", ["flat", g.constant("head.weight", weights(12, CLASSES))], "logits")
    g.save("maps.onnx", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, size, size])])
    np.savez("maps.npz", x=x, labels=labels)
    return {
        "blocks": found,
        "points": [point(p, labels) for p in pooled],
        "cka": cka(pooled),
    }


with open("reference.json", "w") as file:
    json.dump({"tokens": tokens(), "maps": maps()}, file, indent=1)
    file.write("\n")
