"""One pass over the text: every name, quantity, percentage, ratio, duration, cue, marker and identifier becomes a mark.

Nothing after the scan runs a pattern over whole texts. Phrases are found by an automaton, the patterns of numbers and
addresses are google-re2: both take linear time on any input.
"""

import re
from bisect import bisect_right
from operator import itemgetter

from posology.extraction.amounts import amount_marks
from posology.extraction.folding import fold
from posology.extraction.marks import Mark, Sense
from posology.extraction.vocabulary import Vocabulary, _compile, key_of

_MARKER = _compile(r"\[\[?\d{1,3}(?:\s?[,;-]\s?\d{1,3})*\]\]?(?:\(#?[^)\s]{0,40}\))?")
_IDENTIFIER_SHAPE = _compile(
    r"10\.\d{4,9}/[^\s\"<>]+|\bPMID:?\s*#?\d{4,9}|pubmed[a-z.]*/(?:\?term=)?\d{4,9}|\bPMC\s?\d{4,9}"
    r"|\bNCT\s?\d{8}"
)
_ADDRESS = _compile(r"https?://[^\s)\]>\"]+|\]\([^)\s]+\)|\bwww\.[^\s)\]>\"]+")
_IDENTIFIER = re.compile(
    rb"(?:doi\.org/|doi:?\s*)?(?P<doi>10\.\d{4,9}/[^\s\"<>\])},;]+)|PMID:?\s*#?(?P<pmid>\d{4,9})"
    rb"|(?:pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(?:\?term=)?)(?P<pubmed>\d{4,9})"
    rb"|(?P<pmcid>PMC\s?\d{4,9})|(?P<nct>NCT\s?\d{8})",
    re.IGNORECASE,
)
_MARKER_NUMBERS = re.compile(r"\d{1,3}")


def scan(text: str, vocabulary: Vocabulary) -> tuple[str, list[Mark]]:
    """The folded text, and all marks in order of their start."""
    folded = _without_notes(fold(text), vocabulary)
    raw = folded.encode("ascii")
    marks = _phrase_marks(text, folded, vocabulary)
    marks += amount_marks(folded, raw, vocabulary)
    marks = _outside_addresses(marks, [match.span() for match in _ADDRESS.finditer(raw)])
    marks += _reference_marks(folded, raw)
    marks.sort(key=_PLACE)
    return folded, marks


_PLACE = itemgetter(0, 1)  # a mark's start and end
_SEEN_AT_MOST = 100_000
"""Spellings of names remembered: natural text repeats itself, hostile text must not fill the memory."""


_NOTE = re.compile(r"\d(?<=[a-z.,]\d)\d?(?=[.,;:)]?(?:\s|$))")
_NOTED = re.compile(
    r"(?:(?<![\w-])(?!(?:phase|stage|grade|group|level|figure|table|chapter|covid|version|section|step|part|type|tier)$)"
    r"[a-z]{4,}|[a-z]{3}(?<!\bfig)(?<!\bvol)[.,]|\)[.,])$"
)
"""A footnote's number without brackets, and the word or stop that it stands behind: "healthy adults2", "people.3 They".

The number is sought first: few are glued, and nearly every word may have one."""
_LONGEST_WORD = 60


def _without_notes(folded: str, vocabulary: Vocabulary) -> str:
    """The folded text with glued footnote numbers as the "^" that raised ones are, unless they belong to a name."""
    pieces, position = [], 0
    for note in _NOTE.finditer(folded):
        start, end = note.span()
        noted = _NOTED.search(folded, max(0, start - _LONGEST_WORD), start)
        if noted is not None and key_of(folded[noted.start() : end]) not in vocabulary.names:
            pieces += [folded[position:start], "^" * (end - start)]
            position = end
    return "".join([*pieces, folded[position:]])


def _outside_addresses(marks: list[Mark], addresses: list[tuple[int, int]]) -> list[Mark]:
    """Marks without those inside links' addresses: "/products/vegan-protein" claims nothing."""
    if not addresses:
        return marks
    starts = [start for start, _ in addresses]

    def inside(mark: Mark) -> bool:
        index = bisect_right(starts, mark.start) - 1
        return index >= 0 and mark.start < addresses[index][1]

    return [mark for mark in marks if not inside(mark)]


def _phrase_marks(text: str, folded: str, vocabulary: Vocabulary) -> list[Mark]:
    marks, seen = [], vocabulary.seen_names
    for start, end, table, labels in vocabulary.finder.find(folded.lower()):
        if table:
            marks.append(Mark(start, end, "cue", labels))
            continue
        written = text[start:end]
        senses = seen.get(written)
        if senses is None:
            senses = _senses(written, vocabulary)
            if len(seen) < _SEEN_AT_MOST:
                seen[written] = senses
        if senses:
            marks.append(Mark(start, end, "name", senses))
    return marks


def _senses(written: str, vocabulary: Vocabulary) -> tuple[Sense, ...]:
    """What a name means in this very spelling: abbreviations count in their own case only."""
    key = key_of(written)
    meanings = vocabulary.names.get(key)
    if meanings is None:
        meanings = vocabulary.names.get(key[:-1]) or vocabulary.names.get(key[:-2]) or ()
    folded = fold(written)
    return tuple(
        meaning.sense
        for meaning in meanings
        if meaning.exact is None or written.startswith(meaning.exact) or folded.startswith(meaning.exact)
    )


def _reference_marks(folded: str, raw: bytes) -> list[Mark]:
    marks = []
    for match in _MARKER.finditer(raw):
        start, end = match.span()
        numbers = folded[start:end].split("](")[0]
        marks.append(Mark(start, end, "marker", tuple(_marker_numbers(numbers))))
    for match in _IDENTIFIER_SHAPE.finditer(raw):
        found = _IDENTIFIER.search(match.group())
        if found and found.lastgroup:
            scheme = "pmid" if found.lastgroup == "pubmed" else found.lastgroup
            value = found[found.lastgroup].decode("ascii").replace(" ", "")
            value = value.rstrip(".,;:)'*_") if scheme == "doi" else value.upper()
            start = match.start()
            marks.append(
                Mark(
                    start,
                    start + found.end() - (len(found[found.lastgroup]) - len(value)),
                    ("identifier"),
                    (scheme, value),
                )
            )
    return marks


def _marker_numbers(text: str) -> list[str]:
    """ "[8][9]" and "[1,2]" as they stand; "[3-5]" counts through."""
    numbers: list[str] = []
    for piece in re.split(r"[,;]", text.strip("[]")):
        ends = _MARKER_NUMBERS.findall(piece)
        if len(ends) == 2 and int(ends[0]) < int(ends[1]) <= int(ends[0]) + 30:
            numbers += [str(number) for number in range(int(ends[0]), int(ends[1]) + 1)]
        else:
            numbers += ends
    return numbers
