"""The spool: articles that only a read from the beginning can reach, kept by the plan for their shards.

A gzip or zstd stream cannot be entered in its middle. Were each shard to skip to its articles, the work would grow with
the square of the source's size: 2 million articles in one `.jsonl.gz` are 4,000 shards, and 4,000 times half the file
to unpack. The plan unpacks all of it once anyway, to tell what is new; so it writes what is new, packed article by
article, into one file beside the lake's parts, where workers on other machines find it as well. The same holds for
what a web server sends. The spool is as large as the new articles are when packed, and goes when the run ends.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from posology.hints import Hints
from posology.sources.model import RawArticle

LEVEL = 1  # speed counts: the file lives for minutes


class SpoolPlace(NamedTuple):
    """Where an article lies in the spool, in bytes."""

    offset: int
    length: int


class Spool:
    """The spool as the plan writes it; without articles there is no file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def put(self, article: RawArticle) -> SpoolPlace:
        """Keep an article."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
        hints = json.dumps(asdict(article.hints)).encode()
        packed = zlib.compress(hints + b"\n" + article.raw, LEVEL)
        place = SpoolPlace(self._file.tell(), len(packed))
        self._file.write(packed)
        return place


def read_spool(path: Path, sources: Sequence[str], places: Sequence[SpoolPlace]) -> Iterator[RawArticle]:
    """Give the articles at places of the spool back, under their sources' names. Raises OSError."""
    with path.open("rb") as file:
        for source, place in zip(sources, places, strict=True):
            file.seek(place.offset)
            hints, _, raw = zlib.decompress(file.read(place.length)).partition(b"\n")
            yield RawArticle(source, raw, Hints(**json.loads(hints)))
