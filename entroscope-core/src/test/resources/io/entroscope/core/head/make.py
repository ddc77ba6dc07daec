"""Writes states of tokens, and what scikit-learn makes of their means: a ridge classifier for each λ.

Made with NumPy 1.24 and scikit-learn 1.2; data in single precision, all else in double. python3 make.py
"""
import json

import numpy as np
from sklearn.linear_model import RidgeClassifier

RNG = np.random.default_rng(20261130)
N, T, D, CLASSES, FOLDS = 200, 5, 12, 4, 5
LAMBDAS = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0]
MASK64 = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
    return z ^ (z >> 31)


def fold(position, seed=0):
    return mix((mix(seed) + (position + 1) * 0x9E3779B97F4A7C15) & MASK64) % FOLDS


def fit(x, labels, share):
    """scikit-learn's alpha is a sum over the examples, λ a share of the mean of these sums."""
    scale = ((x - x.mean(0)) ** 2).sum(0).mean()
    return RidgeClassifier(alpha=share * scale, solver="cholesky").fit(x, labels)


labels = RNG.integers(0, CLASSES, N)
labels[:CLASSES] = range(CLASSES)
centres = RNG.standard_normal((CLASSES, D))
lengths = RNG.integers(1, T + 1, N)
mask = (np.arange(T) < lengths[:, None]).astype(np.int64)
states = (1.2 * centres[labels][:, None] + 3 * RNG.standard_normal((N, T, D))).astype(np.float32)
means = (states.astype(np.float64) * mask[..., None]).sum(1) / lengths[:, None]
folds = np.array([fold(i) for i in range(N)])

reference = []
for share in LAMBDAS:
    hits = 0
    for left in range(FOLDS):
        of = fit(means[folds != left], labels[folds != left], share)
        hits += int((of.predict(means[folds == left]) == labels[folds == left]).sum())
    whole = fit(means, labels, share)
    reference.append({
        "lambda": share,
        "hits": hits,
        "weights": whole.coef_.T.tolist(),
        "bias": whole.intercept_.tolist(),
    })

np.savez("states.npz", states=states, attention_mask=mask, labels=labels.astype(np.int64))
json.dump(reference, open("sklearn.json", "w"), indent=1)
print([(of["lambda"], of["hits"]) for of in reference])
