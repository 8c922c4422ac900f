"""What the lake already has: which files, in which version, and under which identity.

A file's identity in the plan is its name; an article's own may be that of the URL that cleaning found. The lake's
parts hold both, so they tell which files need no work, and which article each file became.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from posology.pipeline.deadline import TIMEOUT
from schemas.runs import Part, ShardManifest
from warehouse.lake import is_complete, read_manifests, verify

SUPERSEDED = "superseded"
"""Code of a file whose article another file with the same address tells anew."""
PASSING = frozenset({SUPERSEDED, TIMEOUT})
"""Codes of rejects that may be another thing in the next run, though the bytes are the same."""
ARTICLE_COLUMNS = ["source", "version_id", "article_id", "published", "modified", "url"]
REJECT_COLUMNS = ["source", "version_id", "article_id", "stage", "code"]

FileVersion = tuple[str, str | None]
"""(source, version_id): a file's name and the hash of its bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file became."""

    article_id: str
    version_id: str | None
    source: str
    settled: bool  # false: look at the file again, even when its bytes are the same
    rank: tuple[str, str] | None  # of files with one address the highest is kept; null for a reject
    url: str | None


Index = Mapping[FileVersion, Entry]


def read_index(lake: Path, engine_hash: str) -> Index:
    """Read what the lake has from this engine. Raises LakeError naming a damaged part."""
    index: dict[FileVersion, Entry] = {}
    for manifest in read_manifests(lake, engine_hash):
        if is_complete(lake, manifest):
            for entry in _entries(lake, manifest):
                _put(index, entry)
    return index


def rank_of(source: str, published: str | None, modified: str | None) -> tuple[str, str]:
    """How files that are one article are ordered: the newest last, then by name."""
    return (modified or published or "", source)


def _put(index: dict[FileVersion, Entry], entry: Entry) -> None:
    """An article outweighs a reject of the same bytes: that one was superseded, or a passing failure."""
    key = (entry.source, entry.version_id)
    if key not in index or index[key].rank is None:
        index[key] = entry


def _entries(lake: Path, manifest: ShardManifest) -> Iterator[Entry]:
    for row in _rows(lake, manifest, "articles", ARTICLE_COLUMNS):
        rank = rank_of(row["source"], row["published"], row["modified"])
        yield Entry(row["article_id"], row["version_id"], row["source"], settled=True, rank=rank, url=row["url"])
    for row in _rows(lake, manifest, "rejects", REJECT_COLUMNS):
        settled = row["stage"] != "read" and row["code"] not in PASSING
        yield Entry(row["article_id"], row["version_id"], row["source"], settled=settled, rank=None, url=None)


def _rows(lake: Path, manifest: ShardManifest, table: str, columns: list[str]) -> Iterable[dict[str, Any]]:
    for part in manifest.parts:
        if part.table == table:
            yield from _read(lake, part, columns).to_pylist()


def _read(lake: Path, part: Part, columns: list[str]) -> pa.Table:
    try:
        return pq.read_table(lake / part.path, columns=columns, partitioning=None)
    except (OSError, pa.ArrowException):
        verify(lake, part)  # says what is wrong with it and how to mend it
        raise
