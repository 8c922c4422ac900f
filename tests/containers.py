"""Small containers of every kind, made in memory from the same articles."""

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PROSE = "Adults take {} mg of magnesium per day with the evening meal, and sleep “better”.\n" + "It is a mineral. " * 20
TEXTS = [PROSE.format(100 + number) for number in range(5)]
ROWS: list[dict[str, str]] = [
    {
        "id": str(number),
        "link": f"https://example.com/{number}",
        "Headline": f"Magnesium, part {number}",
        "body": text,
        "date": "2024-03-01",
    }
    for number, text in enumerate(TEXTS)
]

Make = Callable[[Sequence[Mapping[str, str]]], bytes]


def json_lines(rows: Sequence[Mapping[str, str]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def csv_table(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def parquet(rows: Sequence[Mapping[str, str]], group: int = 2) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), file, row_group_size=group)
    return file.getvalue()


def packed(data: bytes, suffix: str) -> bytes:
    """The data as a file of this suffix holds it."""
    return gzip.compress(data, mtime=0) if suffix == ".gz" else zstd.compress(data) if suffix == ".zst" else data


TABLES: dict[str, Make] = {
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".csv": csv_table,
    ".tsv": lambda rows: csv_table(rows, "\t"),
    ".parquet": parquet,
}
"""Tables by the suffix of the file name."""
CODECS = ("", ".gz", ".zst")
