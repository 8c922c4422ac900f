"""The unit: a line, wrapped paragraph, row or item on its way to becoming a block. Passes take units and give units."""

from typing import NamedTuple

from schemas.article import BlockKind


class Unit(NamedTuple):
    """A stretch of the text with what is known about it so far; ``text`` is the words from ``start`` to ``end``."""

    kind: BlockKind
    start: int
    end: int
    text: str
    marker: str = ""
    """What stood before the words: '-', '1.', '##'; empty for plain lines."""
    lead: int = -1
    """Where the marker starts; -1 where there is none."""
    level: int | None = None
    """Level of a heading that says it, 1 to 6."""
    header: tuple[str, ...] | None = None
    reason: str = ""
    """Why a unit is boilerplate."""

    @property
    def numbered(self) -> bool:
        return self.marker[:1].isdigit()


class Dropped(NamedTuple):
    """Words of the source from which nothing is extracted, and why: 'menu', 'comments', 'disclaimer'."""

    reason: str
    text: str


def vocabulary(phrases: str) -> frozenset[str]:
    """The phrases of a list that is written with commas."""
    return frozenset(" ".join(phrase.split()) for phrase in phrases.split(","))


PROSE = 100
"""Characters from which a paragraph is more than a label or a heading."""


def is_prose(unit: Unit | None) -> bool:
    """Whether the unit is a paragraph long enough to stand below a heading."""
    return unit is not None and unit.kind == "paragraph" and unit.end - unit.start >= PROSE
