"""Small containers of every kind, made in memory from the same articles."""

import csv
import gzip
import io
import json
import random
import sys
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WORDS = ["magnesium", "zinc", "mineral", "meal", "sleep", "adults", "take", "daily", "food", "trial", "women", "weeks"]
SOME = random.Random(1)
TEXTS = [
    f"Adults take {number}00 mg of magnesium per day with the evening meal, and sleep “better”.\n"
    + " ".join(SOME.choices(WORDS, k=150))
    for number in range(1, 6)
]
ROWS: list[dict[str, str]] = [
    {
        "id": str(number),
        "link": f"https://example.com/r{number}",
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


def warc_record(number: int, block: bytes, kind: str = "response", length: int | None = None, **headers: str) -> bytes:
    """One record; a `length` that is given is a lie."""
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": f"https://example.com/{number}",
        "WARC-Date": "2024-03-01T00:00:00Z",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/plain",
        "Content-Length": str(len(block) if length is None else length),
    } | headers
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", kind: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """A response as a server sends it."""
    lines = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return (f"HTTP/1.1 {status}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lines.items())).encode() + b"\r\n" + body


def warc(texts: Sequence[str], each: Callable[[bytes], bytes] = bytes) -> bytes:
    """A crawl: its own record first, then a request and a response for each text; `each` packs a record."""
    records = [warc_record(0, b"software: test\r\n", "warcinfo")]
    for number, text in enumerate(texts, 1):
        records.append(warc_record(1000 + number, b"GET / HTTP/1.1\r\n\r\n", "request"))
        records.append(warc_record(number, http(text.encode())))
    return b"".join(each(record) for record in records)


def wet(texts: Sequence[str]) -> bytes:
    """The texts of a crawl, without markup."""
    return b"".join(
        gzip.compress(warc_record(number, text.encode(), "conversion")) for number, text in enumerate(texts, 1)
    )


def zip_of(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive, warnings.catch_warnings(action="ignore"):  # of namesakes
        for name, data in members.items():
            archive.writestr(name.rstrip("~"), data)
    return file.getvalue()


def tar_of(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.TarFile(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.rstrip("~"))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


MEMBERS = {f"articles/{number}.txt": text.encode() for number, text in enumerate(TEXTS)}
ARCHIVES: dict[str, bytes] = {
    "a.warc": warc(TEXTS),
    "a.warc.gz": warc(TEXTS, gzip.compress),
    "whole.warc.gz": gzip.compress(warc(TEXTS)),
    "a.warc.zst": warc(TEXTS, zstd.compress),
    "a.warc.wet.gz": wet(TEXTS),
    "a.zip": zip_of(MEMBERS),
    "stored.zip": zip_of(MEMBERS, zipfile.ZIP_STORED),
    "a.zip.gz": gzip.compress(zip_of(MEMBERS)),
    "a.tar": tar_of(MEMBERS),
    "a.tar.gz": gzip.compress(tar_of(MEMBERS)),
    "a.tgz": gzip.compress(tar_of(MEMBERS)),
    "a.tar.zst": zstd.compress(tar_of(MEMBERS)),
    "tables.zip": zip_of({"a.jsonl": json_lines(ROWS[:2]), "b/c.csv.gz": packed(csv_table(ROWS[2:4]), ".gz")}
                         | {"4.txt.gz": packed(TEXTS[4].encode(), ".gz")}),
    "tables.tar.gz": gzip.compress(
        tar_of({"a.warc.gz": warc(TEXTS[:3], gzip.compress), "b.jsonl": json_lines(ROWS[3:])})
    ),
}  # fmt: skip
"""Archives that hold the five texts, by the name of the file."""
