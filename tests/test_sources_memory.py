"""Memory while sources are read: it does not grow with their size, and hostile ones stay within the bound."""

import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import clean_environment
from tests.containers import http, warc_record, zstd

MEASURE = """
import resource, sys
from posology.sources.model import BadInput, Reading, SourceFile
from posology.sources.read import read_articles
import posology.sources.parquet
READING = Reading(article_bytes=2_000_000, expansion=200)
def read(path):
    articles, codes = 0, []
    for found in read_articles(SourceFile(path, path), READING):
        if isinstance(found, BadInput):
            codes.append(found.code)
        else:
            articles += 1
    return articles, codes
read(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
articles, codes = read(sys.argv[2])
print(articles, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, ",".join(codes))
"""
PAGE = "".join(f"<p>{number * 7919 % 100_003} mg of zinc</p>" for number in range(1000)).encode()
MEGABYTE = 1 << 20


def measure(small: Path, large: Path) -> tuple[int, int, str]:
    """Articles of the large file, MiB by which the memory's peak is above that of the small one, codes of rejects."""
    command = [sys.executable, "-c", MEASURE, str(small), str(large)]
    done = subprocess.run(command, capture_output=True, env=clean_environment(), check=True, text=True)
    articles, grown, codes = done.stdout.rstrip("\n").split(" ")
    return int(articles), int(grown), codes


def write(path: Path, pieces: int, make: Callable[[int], bytes]) -> Path:
    with path.open("wb") as file:
        for number in range(pieces):
            file.write(make(number))
    return path


def line(number: int) -> bytes:
    return json.dumps({"url": f"https://example.com/{number}", "text": PAGE.decode()}).encode() + b"\n"


def record(number: int) -> bytes:
    return warc_record(number, http(PAGE + b"%d" % number))


STREAMS: list[tuple[str, Callable[[int], bytes]]] = [
    ("a.jsonl", line),
    ("a.jsonl.gz", lambda number: gzip.compress(line(number), 1)),
    (
        "a.csv.zst",
        lambda number: zstd.compress((b"text,n\n" if not number else b"") + b'"%b",%d\n' % (PAGE, number), 1),
    ),
    ("a.warc.gz", lambda number: gzip.compress(record(number), 1)),
]


@pytest.mark.parametrize(("name", "make"), STREAMS, ids=[case[0] for case in STREAMS])
def test_memory_does_not_grow_with_the_source(tmp_path: Path, name: str, make: Callable[[int], bytes]) -> None:
    (tmp_path / "small").mkdir()
    small, large = write(tmp_path / "small" / name, 100, make), write(tmp_path / name, 3000, make)
    articles, grown, codes = measure(small, large)
    assert (articles, codes) == (3000, "")
    assert grown < 8  # MiB; the articles are 70


def a_page(folder: Path) -> Path:
    path = folder / "page.html"
    with path.open("wb") as file:
        file.truncate(200 * MEGABYTE)
    return path


def a_bomb(folder: Path) -> Path:
    zeros = gzip.compress(bytes(MEGABYTE) * 8)
    return write(folder / "bomb.jsonl.gz", 100, lambda _: zeros)


def a_frame(folder: Path) -> Path:
    return write(folder / "bomb.html.zst", 1, lambda _: zstd.compress(bytes(MEGABYTE * 400)))


def a_quote(folder: Path) -> Path:
    return write(folder / "a.csv", 200, lambda number: (b'text\n"' if not number else b"") + b"x" * MEGABYTE)


def a_record(folder: Path) -> Path:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n"
    return write(folder / "a.warc", 200, lambda number: b"x" * MEGABYTE if number else head)


def a_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(MEGABYTE * 200))
        archive.writestr("a.jsonl", bytes(MEGABYTE * 200))
    return folder / "a.zip"


HOSTILE = [
    # what makes it, codes of the rejects
    (a_page, "too_large"),
    (a_bomb, "too_large,bomb"),
    (a_frame, "too_large"),
    (a_quote, "csv"),
    (a_record, "truncated"),
    (a_zip, "too_large,too_large,bomb"),
]


@pytest.mark.parametrize(("make", "expected"), HOSTILE, ids=[case[0].__name__ for case in HOSTILE])
def test_hostile_sources_stay_within_the_bound(tmp_path: Path, make: Callable[[Path], Path], expected: str) -> None:
    small = write(tmp_path / "small.txt", 1, lambda _: PAGE)
    articles, grown, codes = measure(small, make(tmp_path))
    assert (articles, codes) == (0, expected)
    assert grown < 60  # MiB; an article may have 2 MB, and each is read as bytes, as characters, and as a value
