"""Writes the Parquet files of the tests, as Hugging Face's datasets and pandas do. Run with pyarrow 25, Pillow 12."""
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

NAMES = ["ant", "bee", "cat"]
META = {"huggingface": json.dumps({"info": {"features": {"label": {"names": NAMES}}}})}


def png(value):
    out = io.BytesIO()
    Image.new("L", (2, 2), value).save(out, "png")
    return out.getvalue()


def images(values, start):
    rows = [{"bytes": png(v), "path": f"{start + i}.png"} for i, v in enumerate(values)]
    labels = pa.array([(start + i) % 3 for i in range(len(values))], pa.int64())
    return pa.table({"image": rows, "label": labels}).replace_schema_metadata(META)


pq.write_table(images([10, 20, 30, 40], 0), "images/data/test-00000-of-00002.parquet", row_group_size=3)
pq.write_table(
    images([50, 60, 70], 4), "images/data/test-00001-of-00002.parquet", compression="gzip", row_group_size=2
)
pq.write_table(images([80, 90], 0), "images/data/train-00000-of-00001.parquet")
numbers = {f"x{i}": pa.array([i + row / 4 for row in range(6)], pa.float32()) for i in range(3)}
kinds = ["a", "b", "c", "a", "b", "c"]
pq.write_table(pa.table({**numbers, "kind": kinds}), "features.parquet", compression="zstd")
lists = pa.array([[row, row + 1, row + 2] for row in range(6)], pa.list_(pa.int32()))
pq.write_table(
    pa.table({"input_ids": lists, "label": pa.array([1, 2, 3, 1, 2, 3], pa.int8())}),
    "lists.parquet",
    compression="lz4",
    data_page_version="2.0",
)
texts = pa.table({"id": range(6), "text": [f"text {i}" for i in range(6)], "label": [0, 1, 2, 0, 1, 2]})
pq.write_table(texts.replace_schema_metadata(META), "texts.parquet", compression="none", use_dictionary=False)
pq.write_table(texts, "brotli.parquet", compression="brotli")
