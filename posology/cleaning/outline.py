"""Units to blocks: which unit is the title, how deep each heading is, and which headings stand above each block."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from posology.cleaning.units import Unit
from schemas.article import Block

_leading_number = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]\s+|\d{1,2}(?:\.\d{1,2})*(?=[A-Z][a-z]))")
_link = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]*\)")
_deepest = 6
_longest, _widest = 300, 60
"""Characters of a heading or header cell, and columns, that blocks carry on: every claim below reads them again."""
_top = 2
"""Level of headings that do not say theirs and stand under no other."""


def blocks_of(units: Sequence[Unit]) -> tuple[Block, ...]:
    """The article's blocks, in order. The title is a block of its own kind, and in nobody's heading path."""
    return tuple(_blocks(units))


def title_of(units: Sequence[Unit]) -> str | None:
    """The words of the title, if the article has one in its text; of a title said twice the one with more signs."""
    titles = [units[position].text for position in _titles(units)]
    return heading_words(max(titles, key=len)) if titles else None


def heading_words(text: str) -> str:
    """A heading's words without number, emphasis, links and trailing signs."""
    words = _link.sub(r"\1", text) if "](" in text else text
    words = words.replace("**", "").replace("__", "").strip("*_`#: \t†‡")
    return _leading_number.sub("", words, count=1).strip() or text.strip()


def _titles(units: Sequence[Unit]) -> tuple[int, ...]:
    """Positions of the title, and of the next heading where it only says the title again.

    The title is the first unit of the article proper if that is a heading, else the first heading if it has level 1.
    """
    headings = [position for position, unit in enumerate(units) if unit.kind == "heading"]
    if not headings:
        return ()
    first = headings[0]
    opens = all(unit.kind == "boilerplate" for unit in units[:first])
    if not opens and units[first].level != 1:
        return ()
    if len(headings) > 1 and _bare(units[headings[1]].text) == _bare(units[first].text):
        return first, headings[1]
    return (first,)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


class _Above(NamedTuple):
    """A heading of the path."""

    level: int
    words: str
    said: bool
    """Whether it says its level: '##', <h2>."""
    minor: bool
    """Numbered or bold: below the plain headings."""


def _blocks(units: Sequence[Unit]) -> Iterator[Block]:
    titles = _titles(units)
    path: list[_Above] = []
    headings: tuple[str, ...] = ()
    for position, unit in enumerate(units):
        if position in titles:
            yield Block(kind="title", start=unit.start, end=unit.end, headings=(), level=unit.level or 1, header=None)
        elif unit.kind == "heading":
            above = _place(unit, path)
            while path and path[-1].level >= above.level:
                path.pop()
            yield _block(unit, tuple(heading.words for heading in path), above.level)
            path.append(above)
            headings = tuple(heading.words for heading in path)
        else:
            yield _block(unit, headings, None)


def _block(unit: Unit, headings: tuple[str, ...], level: int | None) -> Block:
    header = unit.header and tuple(cell[:_longest] for cell in unit.header[:_widest])
    return Block(kind=unit.kind, start=unit.start, end=unit.end, headings=headings, level=level, header=header)


def _place(unit: Unit, path: Sequence[_Above]) -> _Above:
    """Where a heading stands: at the level that it says, else one below the last that said its own; minor ones one
    deeper where a plain heading stands above them."""
    minor = unit.level is None and (unit.numbered or unit.marker in ("**", "__"))
    level = unit.level
    if level is None:
        said = max((above.level for above in path if above.said), default=_top - 1)
        plain = any(not above.said and not above.minor for above in path)
        level = min(_deepest, max(_top, said + 1) + (minor and plain))
    return _Above(level, heading_words(unit.text)[:_longest].rstrip(), unit.level is not None, minor)
