"""Writes the CSV of a history as a Parquet file, as pyarrow does: write_parquet.py IN.csv OUT.parquet [plain]."""

import csv
import sys
from datetime import datetime, timezone

import pyarrow as pa
import pyarrow.parquet as pq


def row(cells):
    return {
        "post": {"id": cells["post.id"]},
        "version": cells["version"],
        "op": cells["op"],
        "changed_at": datetime.fromtimestamp(int(cells["changed_at"]), timezone.utc),
        "texts": [cells["text"]] if cells["op"] != "d" else None,
    }


def schema(text, unit):
    return pa.schema(
        [
            ("post", pa.struct([("id", pa.string())])),
            ("version", pa.string()),
            ("op", pa.dictionary(pa.int8(), pa.string())),
            ("changed_at", pa.timestamp(unit, tz="UTC")),
            ("texts", pa.list_(text)),
        ]
    )


source, target, *how = sys.argv[1:]
with open(source, newline="", encoding="utf-8") as file:
    rows = [row(cells) for cells in csv.DictReader(file)]
if how == ["plain"]:
    pq.write_table(
        pa.Table.from_pylist(rows, schema=schema(pa.large_string(), "ns")),
        target,
        compression="zstd",
        data_page_version="2.0",
        use_dictionary=False,
        use_compliant_nested_type=False,
        row_group_size=100,
    )
else:
    pq.write_table(pa.Table.from_pylist(rows, schema=schema(pa.string(), "us")), target)
