"""What kind of container a file is, by its name: ``export.jsonl.zst`` is JSON Lines in zstd."""

from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from posology.hints import MEDIA_OF, Media
from posology.sources.unpack import CODECS, Codec

Kind = Literal["article", "jsonl", "csv", "parquet", "warc", "zip", "tar"]

_KINDS: dict[str, Kind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".zip": "zip",
    ".tar": "tar",
}
_SHORT = {".tgz": ".tar.gz", ".tzst": ".tar.zst"}


class Nature(NamedTuple):
    """How a file is to be read; what is not known as a container is one article."""

    kind: Kind
    codec: Codec | None
    media: Media | None


def nature_of(name: str) -> Nature:
    """The nature of a file of this name."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if suffixes:
        suffixes = [*suffixes[:-1], *PurePosixPath("x" + _SHORT.get(suffixes[-1], suffixes[-1])).suffixes]
    codec = CODECS.get(suffixes[-1]) if suffixes else None
    inner = suffixes[-2:-1] if codec else suffixes[-1:]
    last = inner[0] if inner else ""
    return Nature(_KINDS.get(last, "article"), codec, MEDIA_OF.get(last))
