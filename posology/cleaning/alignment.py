"""Which characters of a text came from which of the text before it: the places where a rewriting changed a length.

Between those places both texts run in step, so a text that nothing changed needs none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from schemas.article import Edit


class Rewritten(NamedTuple):
    """A text and its edits, in order and without overlap."""

    text: str
    edits: tuple[Edit, ...] = ()

    def then(self, step: Callable[[str], "Rewritten"]) -> "Rewritten":
        """This text rewritten once more; the edits lead back to where this one's led."""
        text, edits = step(self.text)
        if not edits or not self.edits:
            return Rewritten(text, edits or self.edits)
        return Rewritten(text, tuple(_joined(self.edits, edits)))


def rewrite(text: str, pattern: "re.Pattern[str]", spell: Callable[[str], str]) -> Rewritten:
    """The text with every match of the pattern spelled anew."""
    parts: list[str] = []
    edits: list[Edit] = []
    done = size = 0
    for found in pattern.finditer(text):
        new = spell(found[0])
        if new == found[0]:
            continue
        start, end = found.span()
        parts += (text[done:start], new)
        size += start - done + len(new)
        if len(new) != end - start:
            edits.append(edit_between(new, size - len(new), found[0], start))
        done = end
    return Rewritten("".join(parts) + text[done:], tuple(edits)) if parts else Rewritten(text)


def edit_between(new: str, start: int, old: str, source_start: int) -> Edit:
    """The edit that wrote one for the other, without what is the same at both ends."""
    opening = _in_common(new, old)
    ending = min(_in_common(new[::-1], old[::-1]), len(new) - opening, len(old) - opening)
    return Edit(
        start=start + opening,
        end=start + len(new) - ending,
        source_start=source_start + opening,
        source_end=source_start + len(old) - ending,
    )


def _in_common(one: str, two: str) -> int:
    """Characters that both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def source_span(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """The span of the old text that the new one's, ``start`` to ``end`` and not empty, came from.

    What an edit wrote came from all that it replaced; what it deleted before or behind the span is no part of it.
    """
    before = bisect_right(edits, start, key=_start)
    until = bisect_left(edits, end, key=_start)
    first, last = start, end
    if before:
        edit = edits[before - 1]
        first = edit.source_start if edit.end > start else start + edit.source_end - edit.end
    if until:
        edit = edits[until - 1]
        last = edit.source_end if edit.end >= end else end + edit.source_end - edit.end
    return first, last


def _start(edit: Edit) -> int:
    return edit.start


def _joined(first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[Edit]:
    """The edits of two rewritings as those of one; where both changed the same place, it is one place.

    Counted in the text between the two, which is the new one of the first and the old one of the second.
    """
    one = two = 0
    back = onward = 0  # from the text between to the first one's old and the second one's new
    for start, end in _overlapping(
        [(e.start, e.end) for e in first] + [(e.source_start, e.source_end) for e in second]
    ):
        old, new = start + back, start + onward
        while one < len(first) and first[one].end <= end:
            back = first[one].source_end - first[one].end
            one += 1
        while two < len(second) and second[two].source_end <= end:
            onward = second[two].end - second[two].source_end
            two += 1
        yield Edit(start=new, end=end + onward, source_start=old, source_end=end + back)


def _overlapping(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in order, those that overlap or touch an empty one as one."""
    first, last = -1, -1
    for start, end in sorted(spans):
        if first >= 0 and (start < last or (start == last and (start == end or first == last))):
            last = max(last, end)
            continue
        if first >= 0:
            yield first, last
        first, last = start, end
    if first >= 0:
        yield first, last
