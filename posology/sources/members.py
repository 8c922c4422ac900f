"""What zip and tar have in common: members become articles under the archive's name; none is ever written to disk."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, BinaryIO, Protocol, cast

from posology.sources.kinds import nature_of
from posology.sources.model import BadInput, Damaged, Found, Place, RawArticle, Reading, too_large

NESTED = ("zip", "tar", "parquet")
"""Kinds that are not read inside an archive: they want seeking, and archives in archives are how bombs are built."""


class ReadMember(Protocol):
    """Reads the articles of an open file, which a member of an archive is."""

    def __call__(self, packed: BinaryIO, name: str, reading: Reading, /) -> Iterator[Found]: ...


class Member(io.RawIOBase):
    """The bytes of a member; what the archive's reader raises becomes Damaged."""

    def __init__(
        self, opened: IO[bytes] | io.RawIOBase, errors: tuple[type[Exception], ...] = (), most: int | None = None
    ) -> None:
        self._opened, self._errors, self._most = opened, errors, most
        self.given = 0
        """Bytes read so far."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._opened.read(size) or b""
        except self._errors as error:
            raise Damaged(str(error) or type(error).__name__) from error
        self.given += len(data)
        if self._most is not None and self.given > self._most:
            raise Damaged("it unpacks to more than its size allows (setting expansion)", "bomb")
        return data


def is_hidden(path: str) -> bool:
    """Whether a member is one of those that a folder's listing leaves out, or macOS's shadow of one."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/") if part not in (".", ".."))


def name_of(archive: str, path: str) -> str:
    """The name of a member: a path below the archive's, wherever its own would lead."""
    parts = [part for part in path.replace("\\", "/").replace("\0", "").split("/") if part not in ("", ".", "..")]
    return "/".join([archive, *parts]).encode("utf-8", "backslashreplace").decode()


def read_member(
    member: Member, name: str, size: int, place: Place | None, reading: Reading, read: ReadMember
) -> Iterator[Found]:
    """Read what a member holds; `size` is what the archive says of it, `place` where an article is found again."""
    kind = nature_of(name).kind
    if kind in NESTED:
        yield BadInput(name, "nested", "Archives and Parquet inside an archive are not read; unpack the outer one.")
    elif kind == "article" and size > reading.article_bytes and nature_of(name).codec is None:
        yield too_large(name, reading)
    else:
        own = place if kind == "article" else None  # the places in a member count from where no file begins
        for found in read(cast(BinaryIO, member), name, reading):
            yield replace(found, place=own) if isinstance(found, RawArticle) else found


def distinct(found: Iterator[Found]) -> Iterator[Found]:
    """Number the namesakes: an archive may hold two members, and a crawl two records, of one name.

    What is remembered of a name is its hash, some 60 bytes a member; all else that is read is forgotten.
    """
    seen: set[int] = set()
    for number, item in enumerate(found, 1):
        known = hash(item.source)
        yield replace(item, source=f"{item.source}~{number}") if known in seen else item
        seen.add(known)
