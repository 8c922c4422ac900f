"""Writes the text of an HTML page block by block, and keeps where every block and link came to stand."""

import re

from posology.cleaning.units import Unit
from schemas.article import BlockKind, Link

_bullet = re.compile(r"(?:[-*•●▪◦‣·–]|\d{1,2}[.)])[ \t]+(?=\S)")
_FOLLOWING = {"list_item": "\n", "table_row": "\n"}


class Writer:
    """The text so far, and the block that is being written. ``inline``: everything is one block, as in a table cell."""

    def __init__(self, *, inline: bool = False) -> None:
        self.units: list[Unit] = []
        self.links: list[Link] = []
        self.inline = inline
        self.kind: BlockKind = "paragraph"
        self.level: int | None = None
        self.marker = ""
        self._parts: list[str] = []
        self._size = 0
        self._last: BlockKind = "paragraph"
        self._block: list[str] = []
        self._length = 0
        self._space = False
        self._lists: list[int] = []  # the number of each open list's next item; 0: it has none
        self._open_links: list[tuple[int, str]] = []
        self._block_links: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """The text of every block that ended."""
        self.end_block()
        return "".join(self._parts)

    def inline_text(self) -> tuple[str, list[Link]]:
        """The one block of an inline writer, without the bars that would part table cells, and its links."""
        raw = "".join(self._block)
        words = raw.strip()
        cut = len(raw) - len(raw.lstrip())
        return words.replace("|", "/"), self._links(cut, len(words), 0)

    def words(self, words: str) -> None:
        """Adds words to the block; white space of any length is one space."""
        if not words:
            return
        collapsed = " ".join(words.split())
        self._space = self._space or words[0].isspace()
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

    def row(self, row: tuple[str, list[Link], tuple[str, ...] | None]) -> Unit:
        """Writes a row of a table and gives its unit."""
        words, links, header = row
        start = self._begin("table_row")
        self._add(words)
        self.links += [Link(start=start + link.start, end=start + link.end, url=link.url) for link in links]
        return Unit("table_row", start, start + len(words), words, "|", header=header)

    def _write(self, words: str, cut: int) -> None:
        lead = self._begin(self.kind)
        shown = f"{self.marker} " if self.kind == "list_item" else ""
        self._add(shown + words)
        start = lead + len(shown)
        self.units += self._units(words, start, lead)
        self.links += self._links(cut, len(words), start)

    def _links(self, cut: int, size: int, start: int) -> list[Link]:
        """The block's links, in a block that lost ``cut`` characters at its start and came to stand at ``start``."""
        spans = [(max(0, first - cut), min(size, last - cut), url) for first, last, url in self._block_links]
        return [Link(start=start + first, end=start + last, url=url) for first, last, url in spans if first < last]

    def _units(self, words: str, start: int, lead: int) -> list[Unit]:
        if self.kind == "paragraph" and "\n" in words and any(_bullet.match(line) for line in words.split("\n")):
            return _typed_items(words, start)
        return [Unit(self.kind, start, start + len(words), words, self.marker, lead, self.level)]

    def _begin(self, kind: BlockKind) -> int:
        if self._parts:
            self._add(_FOLLOWING.get(kind, "\n\n") if kind == self._last else "\n\n")
        self._last = kind
        return self._size

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._size += len(words)


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
