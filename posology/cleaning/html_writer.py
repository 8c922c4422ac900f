"""Writes the text of an HTML page block by block, with the links of each and the place where it stands."""

import re
from collections.abc import Sequence

from posology.cleaning.html_pieces import Piece, Place
from posology.cleaning.normalise import normalise
from posology.cleaning.units import Unit
from schemas.article import BlockKind, Link

_bullet = re.compile(r"(?:[-*•●▪◦‣·–]|\d{1,2}[.)])[ \t]+(?=\S)")
_odd = re.compile(r"[^\t\n\r -%'-~]")
"""What normalising can change; most words have none of it, and a page's source is not worth normalising as a whole."""


class Writer:
    """The blocks so far, and the one that is being written. ``inline``: all is one block, as in a table cell."""

    def __init__(self, *, inline: bool = False) -> None:
        self.pieces: list[Piece] = []
        self.places = [Place(None, 0)]
        self.place = self.places[0]
        self.dropped: list[tuple[int, str, str]] = []
        """Parts of blocks that were left out: the number of the next piece, why, and the words."""
        self.inline = inline
        self.kind: BlockKind = "paragraph"
        self.level: int | None = None
        self.marker = ""
        self._block: list[str] = []
        self._length = 0
        self._space = False
        self._lists: list[int] = []  # the number of each open list's next item; 0: it has none
        self._open_links: list[tuple[int, str]] = []
        self._block_links: list[tuple[int, int, str]] = []

    def open_place(self, tag: str, reason: str) -> None:
        """Enters an element that holds blocks."""
        self.place = Place(self.place, len(self.pieces), tag, reason)
        self.places.append(self.place)

    def close_place(self) -> None:
        """Leaves the element that was entered last."""
        self.place.last = len(self.pieces)
        if self.place.parent is not None:
            self.place = self.place.parent

    def inline_text(self) -> tuple[str, list[Link]]:
        """The one block of an inline writer, without the bars that would part table cells, and its links."""
        raw = "".join(self._block)
        words = raw.strip()
        cut = len(raw) - len(raw.lstrip())
        return words.replace("|", "/"), self._links(cut, len(words), 0)

    def words(self, words: str) -> None:
        """Adds words to the block; white space of any length is one space."""
        if words.isspace():
            self._space = True
            return
        if _odd.search(words):
            words = normalise(words).text
        collapsed = " ".join(words.split())
        self._space = self._space or words[:1].isspace()
        if collapsed:
            if self._space and self._length and self._block[-1] != "\n":
                collapsed = " " + collapsed
            self.glue(collapsed)
            self._space = words[-1].isspace()

    def glue(self, words: str) -> None:
        """Adds words without white space before them."""
        self._block.append(words)
        self._length += len(words)
        self._space = False

    def before(self) -> str:
        """The end of the block so far, where no space is due."""
        return "" if self._space or not self._block else self._block[-1][-12:]

    def line_break(self) -> None:
        """A new line in the block; two of them end it."""
        if self.inline or self.kind == "heading":
            self._space = True
        elif self._block and self._block[-1] == "\n":
            self.end_block()
        elif self._block:
            self.glue("\n")

    def open_link(self, url: str | None) -> None:
        self._open_links.append((self._length + (1 if self._space and self._length else 0), (url or "").strip()))

    def close_link(self) -> None:
        if self._open_links:
            start, url = self._open_links.pop()
            if (
                start < self._length
                and url
                and not url.lower().startswith(("#", "javascript:", "mailto:", "tel:", "data:"))
            ):
                self._block_links.append((start, self._length, url))

    def open_list(self, first: int) -> None:
        self._lists.append(first)

    def close_list(self) -> None:
        if self._lists:
            self._lists.pop()

    def open_item(self) -> None:
        self.kind = "list_item"
        number = self._lists[-1] if self._lists else 0
        self.marker = f"{number}." if number else "-"
        if number:
            self._lists[-1] += 1

    def end_block(self) -> None:
        """Ends the block that is being written; an empty one leaves no trace but its mark, which waits for words."""
        if self.inline:
            self._space = True
            return
        raw = "".join(self._block)
        words = raw.strip()
        if words:
            self._write(words, len(raw) - len(raw.lstrip()))
            self.kind, self.level, self.marker = "paragraph", None, ""
        elif self.kind == "heading":
            self.kind, self.level, self.marker = "paragraph", None, ""
        self._block, self._length, self._space = [], 0, False
        self._block_links = []
        self._open_links = [(0, url) for _, url in self._open_links]

    def drop(self, words: str, reason: str) -> None:
        """Leaves out a part of the block that is being written."""
        if words:
            self.dropped.append((len(self.pieces), reason, words))

    def add_rows(self, rows: Sequence[tuple[Unit, Sequence[Link]]]) -> None:
        """Adds the rows of a table, each with its links."""
        for unit, links in rows:
            self.pieces.append(Piece("table_row", unit.text, (unit,), tuple(links), self.place))

    def _write(self, words: str, cut: int) -> None:
        shown = f"{self.marker} " if self.kind == "list_item" else ""
        units = self._units(words, len(shown))
        links = tuple(self._links(cut, len(words), len(shown)))
        self.pieces.append(Piece(self.kind, shown + words, tuple(units), links, self.place))

    def _links(self, cut: int, size: int, start: int) -> list[Link]:
        """The block's links, in a block that lost ``cut`` characters at its start and came to stand at ``start``."""
        spans = [(max(0, first - cut), min(size, last - cut), url) for first, last, url in self._block_links]
        return [Link(start=start + first, end=start + last, url=url) for first, last, url in spans if first < last]

    def _units(self, words: str, start: int) -> list[Unit]:
        if self.kind == "paragraph" and "\n" in words and any(_bullet.match(line) for line in words.split("\n")):
            return _typed_items(words, start)
        return [Unit(self.kind, start, start + len(words), words, self.marker, 0, self.level)]


def _typed_items(words: str, start: int) -> list[Unit]:
    """A list that someone typed with bullets and line breaks."""
    units = []
    for line in words.split("\n"):
        found = _bullet.match(line)
        cut = found.end() if found else 0
        kind: BlockKind = "list_item" if found else "paragraph"
        bare = line[cut:].rstrip()
        if bare:
            marker = line[:cut].strip()
            units.append(Unit(kind, start + cut, start + cut + len(bare), bare, marker, start if found else -1))
        start += len(line) + 1
    return units
