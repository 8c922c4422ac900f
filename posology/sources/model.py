"""What reading a source gives: raw articles with their places, and bad input with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from posology.hints import NOTHING, Hints


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file or object to read: where it is, and the name that stands for it everywhere else."""

    location: str  # a path of this machine, or a URI
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read."""

    article_bytes: int
    """The largest article, unpacked."""
    expansion: int
    """How many times its own size a packed file may unpack to, once it is larger than one article may be."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Names of columns by what they hold: content, url, title, author, published."""


class Place(NamedTuple):
    """Where a container can be entered to read one article again."""

    start: int  # byte offset in the container as it lies there, number of the zip member, or of the row group
    row: int  # number of the record, or of the row in the row group


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it lies in its source."""

    source: str  # name of the file, and of the place in it
    raw: bytes
    hints: Hints = NOTHING
    place: Place | None = None  # None: it is met again only by reading the container from its beginning


@dataclass(frozen=True, slots=True)
class BadInput:
    """A file, or a part of one, that gives no article; becomes a reject."""

    source: str
    code: str  # one stable word, see docs/sources.md
    message: str  # what was wrong, at which record and byte offset, and what to do


UNREADABLE = "unreadable"
"""Code of what the disk or the network did not give; it says nothing of the file."""

Found = RawArticle | BadInput


class Damaged(Exception):
    """An archive whose member cannot be read on; `code` is that of the reject."""

    def __init__(self, message: str, code: str = "damaged") -> None:
        super().__init__(message)
        self.code = code


class Broken(NamedTuple):
    """Why a stream ended before its time."""

    code: str
    message: str


def too_large(source: str, reading: Reading, where: str = "The file") -> BadInput:
    """An article above the bound."""
    allowed = f"{reading.article_bytes:,} bytes, the most for one article (setting article_bytes)"
    return BadInput(source, "too_large", f"{where} is larger than {allowed}.")
