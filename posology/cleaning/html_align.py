"""Which pieces of a page say the words of a text that another library made from it: alignment by runs of words.

A page may say the same words many times (teasers, captions, whole articles twice), so a piece is found where the order
of the pieces agrees with the order of the text for the most words in all. Linear in the words, but for a logarithm.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

RUN = 3
"""Words of a run; pieces with fewer words must be a line of the text."""
MOST_PLACES = 8
"""Places in the text that are tried for one piece."""
SMALLEST_SHARE = 0.5
"""Share of a piece's runs that the text must have."""

_word = re.compile(r"\w+")
_Run = tuple[str, ...]


class _Place(NamedTuple):
    """A stretch of the text's words that a piece says."""

    piece: int
    start: int
    end: int
    words: int


def said(pieces: Sequence[str], text: str) -> list[bool]:
    """For each piece whether it says words of the text."""
    runs, lines, size = _index(text)
    repeated: Counter[_Run] = Counter()
    places = [place for number, piece in enumerate(pieces) for place in _places(number, piece, runs, lines, repeated)]
    found = [False] * len(pieces)
    taken = bytearray(size)
    for place in _heaviest_chain(places, size):
        found[place.piece] = True
        taken[place.start : place.end] = b"\1" * (place.end - place.start)
    for place in places:  # what the library moved to another place in the text
        if not found[place.piece] and not any(taken[place.start : place.end]):
            found[place.piece] = True
            taken[place.start : place.end] = b"\1" * (place.end - place.start)
    return found


def _index(text: str) -> tuple[dict[_Run, list[int]], dict[_Run, list[int]], int]:
    """Where each run and each whole line of the text begins, counted in words, and how many words there are."""
    runs: defaultdict[_Run, list[int]] = defaultdict(list)
    lines: defaultdict[_Run, list[int]] = defaultdict(list)
    size = 0
    words: list[str] = []
    for line in text.split("\n"):
        own = _word.findall(line)
        if own:
            lines[tuple(own)].append(size)
            words += own
            size += len(own)
    for position, run in enumerate(zip(words, words[1:], words[2:], strict=False)):
        runs[run].append(position)
    return runs, lines, size


def _places(
    number: int, piece: str, runs: dict[_Run, list[int]], lines: dict[_Run, list[int]], repeated: "Counter[_Run]"
) -> list[_Place]:
    words = tuple(_word.findall(piece))
    if not words:
        return []
    if whole := lines.get(words):  # a cell that says "Yes" twenty times is tried around its own turn
        first = max(0, min(repeated[words] - MOST_PLACES // 2, len(whole) - MOST_PLACES))
        repeated[words] += 1
        return [_Place(number, start, start + len(words), len(words)) for start in whole[first : first + MOST_PLACES]]
    known = [position for position, run in enumerate(zip(words, words[1:], words[2:], strict=False)) if run in runs]
    if len(known) < 2 or len(known) < SMALLEST_SHARE * (len(words) - RUN + 1):
        return []
    first, last = known[0], known[-1]
    starts = runs[words[first : first + RUN]][:MOST_PLACES]
    return [_Place(number, start, start + last - first + RUN, len(known)) for start in starts]


def _heaviest_chain(places: Sequence[_Place], size: int) -> list[_Place]:
    """The places, at most one a piece, that follow one another in page and text and hold the most words.

    Of equal ones those nearest to the next place are taken: a caption above the article repeats words of its body.
    """
    best: list[tuple[int, int]] = [(0, -1)] * (size + 2)  # a Fenwick tree over ends: words, last place
    before: list[int] = []
    total: list[int] = []
    waiting: list[int] = []
    for position, place in enumerate(places):
        if waiting and places[waiting[-1]].piece != place.piece:
            _enter(best, waiting, places, total)
            waiting = []
        weight, last = _best_up_to(best, min(place.start, size))
        before.append(last)
        total.append(weight + place.words)
        waiting.append(position)
    _enter(best, waiting, places, total)
    chain = []
    position = max(range(len(places)), key=total.__getitem__, default=-1)
    while position >= 0:
        chain.append(places[position])
        position = before[position]
    return chain


def _enter(best: list[tuple[int, int]], waiting: list[int], places: Sequence[_Place], total: list[int]) -> None:
    for position in waiting:
        index = min(places[position].end, len(best) - 2) + 1
        while index < len(best):
            if total[position] >= best[index][0]:
                best[index] = (total[position], position)
            index += index & -index


def _best_up_to(best: list[tuple[int, int]], end: int) -> tuple[int, int]:
    found = (0, -1)
    index = end + 1
    while index > 0:
        if best[index][0] > found[0]:
            found = best[index]
        index -= index & -index
    return found
