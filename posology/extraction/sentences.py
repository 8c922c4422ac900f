"""Sentences of a block: a few rules of our own, for text where "vs.", "e.g." and "et al." end nothing."""

import re

_END = re.compile(
    r"[.!?]+[\"')\]*_]*(?:\[\[?\d{1,3}(?:[,-]\s?\d{1,3})*\]\]?(?:\(#[^)\s]{0,40}\))?|\^+)*\s+|[.!?][\"')]*\n"
)
_ABBREVIATIONS = frozenset(
    """vs e.g i.e al approx dr mr mrs ms prof st no nos fig figs ca cf etc jr sr dept univ inc ltd co corp est max min
    vol pp ed eds resp incl excl ver p.o i.v sp spp var subsp tab tabs cap caps fl oz tsp tbsp wt avg""".split()
)
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
    return [trimmed for span in spans if (trimmed := _trim(folded, *span))]


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
