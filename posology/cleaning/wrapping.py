"""Which lines are one paragraph that a program wrapped, and which stand on their own.

A line was wrapped where the first word of the next one would not have fitted on it, and where the next one goes on in
lower case as often as prose does. Lists without bullets end early instead, and start with capitals.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

WIDEST = 110
"""Characters up to which a text can be wrapped; longer lines are paragraphs."""
NARROWEST = 40
RAGGED = 10
"""Characters that a line may end early though the next word would have fitted."""
PROSE_SHARE = 0.3
"""Share of continued lines that start in lower case, at least; prose has about 0.8, lists of labels nearly none."""


_UNFINISHED = re.compile(
    r"(?:,|\b(?:the|an?|of|to|in|on|for|with|by|from|at|as|and|or|that|which|is|are|was|were|be|it|its|their|your|this"
    r"|these|than|using|may|can|will|has|have))$"
)
"""No line of a list ends in such a word, so what stands below goes on with it, however early the line ends."""


class Line(NamedTuple):
    """A line without the white space around it; ``indent`` counts what stood before."""

    start: int
    end: int
    text: str
    indent: int


def continuations(run: Sequence[Line], starts_unit: Callable[[Line], bool]) -> list[bool]:
    """For each line of a run without blank lines: does it continue the one above?"""
    continues = [False] * len(run)
    width = max((line.indent + len(line.text) for line in run if len(line.text) <= WIDEST), default=0)
    if len(run) < 2 or width < NARROWEST:
        return continues
    first = 0
    while first < len(run):
        last = first + 1
        while last < len(run) and _may_follow(run[last - 1], run[last], width) and not starts_unit(run[last]):
            last += 1
        stretch = run[first + 1 : last]
        if sum(line.text[0].islower() for line in stretch) >= PROSE_SHARE * len(stretch):
            continues[first + 1 : last] = [True] * len(stretch)
        first = last
    return continues


def _may_follow(line: Line, below: Line, width: int) -> bool:
    if len(line.text) > WIDEST or len(below.text) > WIDEST:
        return False
    if below.indent > line.indent and below.text[0].islower():
        return True
    if below.text[0].islower() and _UNFINISHED.search(line.text):
        return True
    word = below.text.split(maxsplit=1)[0]
    return line.indent + len(line.text) + 1 + len(word) > width - RAGGED
