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
save("fortran", np.asfortranarray((x / 4).astype("<f4")))
save("big-endian", (x / 4).astype(">f4"))
save("objects", np.array([[1], [1, 2]], dtype=object))
save("fields", np.zeros(5, dtype=[("a", "<i4"), ("b", "<f4")]))
save("scalar", np.float32(1))
save("empty", np.zeros((0, 3), "<f4"))
with open(OUT / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, (x / 4).astype("<f4"), version=(2, 0))
ids, labels = x.astype("<i8"), np.array([0, 2, 1, 0, 2])
np.savez(OUT / "pair.npz", input_ids=ids, labels=labels)
np.savez_compressed(OUT / "compressed.npz", input_ids=ids, labels=labels)

# As people save them: other types and orders, the names of Keras and MedMNIST, labels of all kinds.
save("int8", x.astype("i1"))
save("int16", x.astype("<i2"))
save("uint16", (x + 100).astype("<u2"))
save("uint32", (x + 100).astype("<u4"))
save("uint64", (x + 100).astype("<u8"))
save("float16", (x / 4).astype("<f2"))
save("big-endian-int64", x.astype(">i8") * 10**10)
save("labels-column", labels.reshape(5, 1).astype("<i2"))
save("labels-one-hot", np.eye(3, dtype="<f4")[labels])
save("labels-float", labels.astype("<f8"))
save("labels-bool", labels > 0)
save("labels-text", np.array(["ant", "müsli", "bee", "ant", "müsli"]))
save("labels-big-endian-text", np.array(["ant", "müsli", "bee", "ant", "müsli"]).astype(">U5"))
save("labels-bytes", np.array([b"ant", b"cat", b"bee", b"ant", b"cat"]))
images = (np.arange(5 * 4 * 4) * 3 % 256).astype("u1").reshape(5, 4, 4)
np.savez_compressed(
    OUT / "keras.npz", x_train=images[:2], y_train=labels[:2], x_test=images, y_test=labels
)
np.savez_compressed(
    OUT / "medmnist.npz",
    train_images=images[:2],
    val_images=images[:3],
    test_images=np.stack([images] * 3, axis=-1),
    train_labels=labels[:2, None],
    val_labels=labels[:3, None],
    test_labels=labels[:, None].astype("u1"),
)
