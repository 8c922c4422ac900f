"""Pieces of an HTML page: its blocks while it is still open which of them are the article, and where they stand."""

from collections.abc import Iterable
from typing import NamedTuple

from posology.cleaning.html_tree import REFERENCES
from posology.cleaning.units import Unit, vocabulary
from schemas.article import BlockKind, Link

_FOLLOWING = {"list_item": "\n", "table_row": "\n"}


_WITHIN = vocabulary("p, li, ul, ol, dl, dt, dd, table, figure, figcaption, blockquote, pre, center, caption")


class Place:
    """An element that holds blocks. The page opens them one in another, so each holds a stretch of the pieces."""

    __slots__ = ("first", "home", "is_article", "is_reference", "last", "parent", "reason")

    def __init__(self, parent: "Place | None", first: int, tag: str = "", reason: str = "") -> None:
        self.parent = parent
        self.reason = "" if reason == REFERENCES else reason
        """Why its text is no part of the article, as its names say; '' where they say nothing."""
        self.is_reference = reason == REFERENCES
        self.is_article = tag in ("article", "main")
        self.home: Place = self if parent is None or tag not in _WITHIN else parent.home
        """The element that it belongs to where it is but a list or paragraph; else itself."""
        self.first = first
        """The number of its first piece."""
        self.last = first
        """The number of the piece after it."""


class Piece(NamedTuple):
    """One block as it will be written. Offsets of its units and links count in its own text."""

    kind: BlockKind
    text: str
    units: tuple[Unit, ...]
    links: tuple[Link, ...]
    place: Place

    @property
    def linked(self) -> float:
        """Share of its text that links elsewhere."""
        return sum(link.end - link.start for link in self.links) / len(self.text)


def compose(pieces: Iterable[Piece]) -> tuple[str, list[Unit], list[Link]]:
    """The pieces as one text, with the units and links that stand in it."""
    parts: list[str] = []
    units: list[Unit] = []
    links: list[Link] = []
    size = 0
    last: BlockKind | None = None
    for piece in pieces:
        if last is not None:
            separator = _FOLLOWING.get(piece.kind, "\n\n") if piece.kind == last else "\n\n"
            parts.append(separator)
            size += len(separator)
        last = piece.kind
        units += [_shifted(unit, size) for unit in piece.units]
        links += [Link(start=size + link.start, end=size + link.end, url=link.url) for link in piece.links]
        parts.append(piece.text)
        size += len(piece.text)
    return "".join(parts), units, links


def _shifted(unit: Unit, by: int) -> Unit:
    lead = unit.lead + by if unit.lead >= 0 else unit.lead
    return unit._replace(start=unit.start + by, end=unit.end + by, lead=lead)
