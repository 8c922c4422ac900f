"""Names that no list has and the article itself brings: strain codes, and trade names beside what they stand for."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from posology.extraction.document import places_of

_GENUS = re.compile(
    r"(?:lact\w*bacillus|l\w+lactobacillus|bifidobacterium|bacillus|saccharomyces|streptococcus|escherichia|enterococcus"
    r"|lactococcus|akkermansia|clostridium|propionibacterium|weizmannia|pediococcus|leuconostoc|bacteroides|faecalibacterium)\b"
)
_CODE = re.compile(
    r"(?:\s(?:strain|subsp\.? [a-z]+|ssp\.? [a-z]+|var\.? [a-z]+)){0,2},?\s[(\"']?"
    r"((?:[A-Z]{1,6}[- ]?\d{1,6}[A-Za-z]{0,2}(?:-\d{1,4})?"
    r"|(?:ATCC|DSM|NCFM|NCIMB|CNCM|CECT|LMG|MTCC) ?[A-Z]{0,2}[- ]?\d{0,6}|\d{4,6}))(?![\w%])"
)
_NO_CODE = re.compile(r"(?:19|20)\d\d$|[A-Z]?\d{1,2}$")
_SIGNS = "®™"
_TOKEN = re.compile(r"(?:[A-Z0-9][\w'-]*\s){0,1}[A-Z][\w'-]{2,}$")
_THEN = re.compile(
    r"[*_]{0,2}\)?,?\s?(?:\(|- |is |was )?"
    r"(?:(?:an?|the|our|its|which|is|brand|branded|patented|proprietary|trademarked|standardi[sz]ed|form|of|extract|highly"
    r"|concentrated|clinically|studied|optimized|bioavailable|root|leaf|purified|specific|unique|special)\s){0,7}"
)
_FIRST = re.compile(
    r"(?:\s(?:root|leaf|seed|fruit|bark|extract|powder|peptides?)){0,4}\s?(?:\(|, |\sfrom |\sas )\s?"
    r"(?:(?:as|from|branded|called|known|sold|marketed|the|brand|name|under)\s){0,4}$"
)
_AN_EXTRACT = re.compile(
    r"[*_]{0,2}\)?,?\s?(?:\(|- |is |was )?(?:an?|the|our|its)\s(?:[a-z0-9:%-]+\s){0,4}(?:extract|phytosome|chelate)\b"
)
"""What says that a trade name is an ingredient's, where its substance is only understood."""
_REACH = 70
_LONG_AGO = 1500
_AT_MOST = 200
"""Names that one article may bring: each is looked for in the whole text."""


class Coined(NamedTuple):
    """A name at [start, end) for a form of a substance."""

    start: int
    end: int
    substance: str
    name: str


class Named(NamedTuple):
    """What the lexicon found: a place, its substance, and whether it names a form."""

    start: int
    end: int
    substance: str
    bare: bool


def coined_names(text: str, low: str, found: Sequence[Named]) -> Iterator[Coined]:
    """Strain codes behind a species ("L. plantarum PS128"), trade names in apposition ("ZM-10®, a leaf extract of X").

    A name once given counts wherever it stands alone later. `low` is the text's folded lower case, equal in length.
    """
    given: dict[str, str] = {}
    for written, substance in (*_strains(text, found), *_trade_names(text, low, found)):
        given.setdefault(written, substance)
    taken = {position for one in found for position in (one.start, one.end - 1)}
    for written, substance in islice(given.items(), _AT_MOST):
        for start, end in _places(text, written):
            if start not in taken and end - 1 not in taken:
                yield Coined(start, end, substance, low[start:end])


def _places(text: str, written: str) -> Iterator[tuple[int, int]]:
    """Where a name stands as a word of its own, spelled just so: "Calm" is a brand, "calm" is a mood."""
    position = text.find(written)
    while position >= 0:
        end = position + len(written)
        if not (text[max(0, position - 1) : position].isalnum() or text[end : end + 1].isalnum()):
            yield position, end
        position = text.find(written, end)


@lru_cache(maxsize=4096)
def _is_genus(substance: str) -> bool:
    return _GENUS.match(substance) is not None


def _strains(text: str, found: Sequence[Named]) -> Iterator[tuple[str, str]]:
    for one in found:
        if one.bare and _is_genus(one.substance):
            match = _CODE.match(text, one.end, one.end + 40)
            if match is not None and not _NO_CODE.match(match[1]) and len(match[1]) > 2:
                yield match[1], one.substance


def _trade_names(text: str, low: str, found: Sequence[Named]) -> Iterator[tuple[str, str]]:
    starts = [one.start for one in found]
    for at in sorted(place for sign in _SIGNS for place in places_of(sign, text)):
        token = _TOKEN.search(text, max(0, at - 30), at)
        if token is None:
            continue
        around = found[bisect_left(starts, token.start() - _LONG_AGO) : bisect_left(starts, at + 1 + _REACH)]
        if any(one.start < at and token.start() < one.end for one in around):
            continue
        substance = _beside(low, token.start(), at + 1, around)
        if substance is not None:
            yield token[0], substance


def _beside(low: str, start: int, end: int, found: Sequence[Named]) -> str | None:
    """The substance in apposition to a trade name: "X®, a curcumin", "curcumin (as X®)", "X®, a leaf extract"."""
    before = None
    for one in found:
        if one.start >= end and one.start - end < _REACH:
            if low[end : one.start].strip(" ") and _THEN.fullmatch(low, end, one.start):
                return one.substance
            break
        if one.end <= start:
            before = one
            if start - one.end < _REACH and _FIRST.fullmatch(low, one.end, start):
                return one.substance
    understood = before is not None and start - before.end < _LONG_AGO and _AN_EXTRACT.match(low, end)
    return before.substance if before is not None and understood else None
