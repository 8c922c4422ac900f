"""Units to blocks: which unit is the title, how deep each heading is, and which headings stand above each block."""

import re
from collections.abc import Iterator, Sequence

from posology.cleaning.units import Unit
from schemas.article import Block

_leading_number = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]\s+|\d{1,2}(?:\.\d{1,2})*(?=[A-Z][a-z]))")
_link = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]*\)")
_deepest = 6
_top = 2
"""Level of headings that do not say theirs and stand under no other."""


def blocks_of(units: Sequence[Unit]) -> tuple[Block, ...]:
    """The article's blocks, in order. The title is a block of its own kind, and in nobody's heading path."""
    return tuple(_blocks(units))


def title_of(units: Sequence[Unit]) -> str | None:
    """The words of the title, if the article has one in its text."""
    position = _title(units)
    return None if position is None else heading_words(units[position].text)


def heading_words(text: str) -> str:
    """A heading's words without number, emphasis, links and trailing signs."""
    words = _link.sub(r"\1", text) if "](" in text else text
    words = words.replace("**", "").replace("__", "").strip("*_`#: \t†‡")
    return _leading_number.sub("", words, count=1).strip() or text.strip()


def _title(units: Sequence[Unit]) -> int | None:
    """The first unit of the article proper if it is a heading, else the first heading of level 1 before any other."""
    for position, unit in enumerate(units):
        if unit.kind == "boilerplate":
            continue
        if unit.kind == "heading":
            return position
        break
    for position, unit in enumerate(units):
        if unit.kind == "heading":
            return position if unit.level == 1 else None
    return None


def _blocks(units: Sequence[Unit]) -> Iterator[Block]:
    title = _title(units)
    path: list[tuple[int, str, bool]] = []  # level, words, whether the level was said
    headings: tuple[str, ...] = ()
    for position, unit in enumerate(units):
        if position == title:
            yield Block(kind="title", start=unit.start, end=unit.end, headings=(), level=unit.level or 1, header=None)
        elif unit.kind == "heading":
            level = _level(unit, path)
            while path and path[-1][0] >= level:
                path.pop()
            headings = tuple(words for _, words, _ in path)
            yield Block(kind="heading", start=unit.start, end=unit.end, headings=headings, level=level, header=None)
            path.append((level, heading_words(unit.text), unit.level is not None))
            headings = tuple(words for _, words, _ in path)
        else:
            yield Block(kind=unit.kind, start=unit.start, end=unit.end, headings=headings, level=None, header=unit.header)


def _level(unit: Unit, path: Sequence[tuple[int, str, bool]]) -> int:
    """The level that the heading says, else one below the last that said its own; numbered and bold ones one deeper."""
    if unit.level is not None:
        return unit.level
    said = max((level for level, _, explicit in path if explicit), default=_top - 1)
    deeper = unit.numbered or unit.marker in ("**", "__")
    return min(_deepest, max(_top, said + 1) + (1 if deeper and any(not explicit for _, _, explicit in path) else 0))
