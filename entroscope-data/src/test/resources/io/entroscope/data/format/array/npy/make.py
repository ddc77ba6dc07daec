"""Writes the arrays that the reader is tested on, with NumPy 1.24; no test runs it."""

from pathlib import Path

import numpy as np

OUT = Path(__file__).parent
x = np.arange(5 * 2 * 3).reshape(5, 2, 3) - 7


def save(name, array):
    np.save(OUT / (name + ".npy"), array)


save("float32", (x / 4).astype("<f4"))
save("float64", (x / 4).astype("<f8"))
save("int64", x.astype("<i8") * 10**10)
save("int32", x.astype("<i4"))
save("uint8", (x + 100).astype("u1"))
save("bool", x % 2 == 0)
save("row", np.arange(5, dtype="<f4"))
save("fortran", np.asfortranarray(x.astype("<f4")))
save("big-endian", x.astype(">f4"))
save("half", x.astype("<f2"))
save("objects", np.array([[1], [1, 2]], dtype=object))
save("fields", np.zeros(5, dtype=[("a", "<i4"), ("b", "<f4")]))
save("scalar", np.float32(1))
save("empty", np.zeros((0, 3), "<f4"))
with open(OUT / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, (x / 4).astype("<f4"), version=(2, 0))
ids, labels = x.astype("<i8"), np.array([0, 2, 1, 0, 2])
np.savez(OUT / "pair.npz", input_ids=ids, labels=labels)
np.savez_compressed(OUT / "compressed.npz", input_ids=ids, labels=labels)
