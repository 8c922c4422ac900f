"""Sentences of a block: a few rules of our own, for text where "vs.", "e.g." and "et al." end nothing."""

import re
from collections.abc import Iterator

LONGEST = 1500
"""Characters: no sentence is longer. Grammars compare the marks of a sentence with each other, so that a megabyte
without a stop would cost the square of its length; people write no such sentence, transcripts and attackers do."""
# the look-behind and the single "^" keep it linear: one try per run of stops, one way to read a run of footnote digits;
# the stop stands first, because a pattern that begins with a set of characters is sought fast
_END = re.compile(
    r"[.!?](?<![.!?][.!?])[.!?]*[\"')\]*_]*(?:\[\[?\d{1,3}(?:[,-]\s?\d{1,3})*\]\]?(?:\(#[^)\s]{0,40}\))?|\^)*\s+"
)
_CLAUSE_ENDS = ("\n", "|", "; ", ", ", " ")
"""Where an over-long sentence is cut, best first."""
_ABBREVIATIONS = frozenset(
    {
        "al", "approx", "avg", "ca", "cap", "caps", "cf", "co", "corp", "dept", "dr", "e.g", "ed", "eds", "est",
        "etc", "excl", "fig", "figs", "fl", "i.e", "i.v", "inc", "incl", "jr", "ltd", "max", "min", "mr", "mrs",
        "ms", "no", "nos", "oz", "p.o", "pp", "prof", "resp", "sp", "spp", "sr", "st", "subsp", "tab", "tabs",
        "tbsp", "tsp", "univ", "var", "ver", "vol", "vs", "wt",
    }
)  # fmt: skip
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_LETTER_NAME = re.compile(r"[A-Za-z]$")


def split(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of folded[start:end], outer blanks cut off; linear, never raises."""
    spans, begin = [], start
    for match in _END.finditer(folded, start, end):
        if match.end() < end and _ends(folded, begin, match.start(), match.end()):
            spans.append((begin, match.end()))
            begin = match.end()
    spans.append((begin, end))
    return [trimmed for span in spans for piece in cut(folded, *span) if (trimmed := _trim(folded, *piece))]


def cut(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces of at most LONGEST characters, cut behind the last end of a clause that fits."""
    while end - start > LONGEST:
        stop = _clause_end(folded, start + LONGEST // 2, start + LONGEST)
        yield start, stop
        start = stop
    yield start, end


def _clause_end(folded: str, first: int, last: int) -> int:
    for sign in _CLAUSE_ENDS:
        position = folded.rfind(sign, first, last)
        if position >= 0:
            return position + len(sign)
    return last


def _ends(folded: str, begin: int, stop: int, following: int) -> bool:
    """Whether the stop at `stop` ends a sentence: the next word begins one, and no abbreviation stands before."""
    after = folded[following : following + 1]
    if after.islower():
        return False
    if folded[stop] != ".":
        return True
    match = _LAST_WORD.search(folded[max(begin, stop - 12) : stop + 1])
    if match is None:
        return True
    word = match[1].lower()
    if word in _ABBREVIATIONS or word.lstrip("(") in _ABBREVIATIONS:
        # "et al. found" goes on, "et al. The" may end: a capital after "al." ends only before a pronoun-like word
        return False
    if folded[max(begin, stop - 10) : stop - 1].lower().endswith("vitamin "):
        return True
    # initials and Latin genus letters: "L. gasseri", "B. bifidum", "Harris D. R."
    return not (len(match[1]) == 1 and _LETTER_NAME.match(match[1]) and match[1].isupper())


def _trim(folded: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
