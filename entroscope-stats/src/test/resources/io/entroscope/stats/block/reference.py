"""The numbers that BlockInfluenceTest and LinearMapTest expect, by NumPy 1.24 in double precision."""
import numpy as np

np.set_printoptions(precision=12)


def rows(count, width, salt):
    r, i = np.meshgrid(np.arange(count), np.arange(width), indexing="ij")
    return ((r * 37 + i * 101 + r * r * i * 13 + salt * (r + 3) * (i + 5)) % 97 - 48) / 16


EXAMPLES = [3, 1, 4, 2, 5, 3, 2, 4]  # rows of each
x = rows(sum(EXAMPLES), 5, 1)
y = x + rows(sum(EXAMPLES), 5, 2) / 4

cos = (x * y).sum(1) / np.sqrt((x * x).sum(1) * (y * y).sum(1))
for name, m in [
    ("influence", 1 - cos),
    ("angular distance", np.arccos(cos) / np.pi),
    ("branch size", np.linalg.norm(y - x, axis=1) / np.linalg.norm(x, axis=1)),
]:
    t = np.array(EXAMPLES)
    s = np.add.reduceat(m, np.concatenate([[0], np.cumsum(t)[:-1]]))
    mean = s.sum() / t.sum()
    n = len(t)
    error = np.sqrt(n / (n - 1) * ((s - mean * t) ** 2).sum()) / t.sum()
    print(name, repr(mean), repr(error))


def ridge(x, z, share):
    mx, mz = x.mean(0), z.mean(0)
    c = (x - mx).T @ (x - mx)
    b = np.linalg.solve(c + share * np.trace(c) / len(c) * np.eye(len(c)), (x - mx).T @ (z - mz))
    return b, mz - mx @ b


def r2(z, p):
    return 1 - ((z - p) ** 2).sum() / ((z - z.mean(0)) ** 2).sum()


def fit(x, y, held):
    square = x.shape[1] == y.shape[1]
    z = y - x if square else y
    tried = []
    for share in [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]:
        b, c = ridge(x[:-held], z[:-held], share)
        tried.append((((z[-held:] - x[-held:] @ b - c) ** 2).sum(), share, x[-held:] @ b + c))
    _, share, p = min(tried)
    b, c = ridge(x, z, share)
    w = np.eye(len(b)) + b if square else b
    print("lambda", share, "w[0]", w[0], "b", c)
    if square:
        print("r2", repr(r2(y[-held:], x[-held:] + p)), "branch", repr(r2(z[-held:], p)))
    else:
        print("r2", repr(r2(y[-held:], p)))


x = rows(80, 4, 3)
noise = rows(80, 4, 5) / 8
fit(x, x @ np.array([[1, 0.5, 0, 0], [0, 0.75, 0, 1], [0.25, 0, 1, 0], [0, 0, 0.5, 2]]) + 3 + noise, 30)
fit(x, (x @ np.array([[1, 0.5], [0, 0.75], [0.25, 0], [0, 0.5]]) - 1) + noise[:, :2], 30)
