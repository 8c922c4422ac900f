"""A sentence as the bioavailability grammar sees it: its cue marks, its names, and the words between two places."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.form_delivery import falls
from posology.extraction.marks import Mark
from posology.extraction.tables import room

NOUNS = {
    "bio.absorption_noun": "absorption",
    "bio.bioavailability_noun": "bioavailability",
    "bio.retention_noun": "retention",
    "bio.blood_noun": "blood_level",
}
VERBS = {"bio.verb": "absorption", "bio.use_verb": "bioavailability", "bio.retained": "retention"}
ADJECTIVES = {
    "bio.absorbable": "absorption",
    "bio.bioavailable": "bioavailability",
    "bio.available": "bioavailability",  # counts with a number right before it only
}
OTHERS = {"bio.crossing": "bioavailability", "bio.unabsorbed": "absorption", "bio.equal": "bioavailability"}
_FLUIDS = {"bio.fluid": "blood_level", "bio.tissue": "bioavailability"}
ANCHORS = {**_FLUIDS, **NOUNS, **VERBS, **ADJECTIVES, **OTHERS}
_PARTS = {**dict.fromkeys(NOUNS, "noun"), **dict.fromkeys(VERBS, "verb"), **dict.fromkeys(ADJECTIVES, "adjective")}
LONG = 1500
"""Characters: no sentence of prose is longer; a transcript without stops is, and is read piece by piece."""
_AROUND = 400
_NEXT = 20
_INTO_BLOOD = re.compile(r"bloodstream|intestin")
_JOIN = re.compile(
    r"\s?(?:\([^()]{0,40}\))?\s?(?P<strong>/|&|,?\s(?:and/or|and|or|as well as)\s|,\s(?:and"
    r"|or)\s)?(?P<comma>,\s?)?(?:even |also |the |its |standard |regular |plain |ordinary |conventional |normal "
    r"|pure |basic |both |\*+)?"
)
_CLAUSE_END = re.compile(
    r";|(?<=,)\s(?:but|while|whereas|although|though|yet|however|so|meaning|and (?:it|its|this|they|has|is|are))\b"
    r"|(?<!not)\s(?:whereas|while|but)\s|(?<=[a-z)])\s?[,:]\s(?=compared|unlike)"
)


_COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|comparison (?:to|with)|versus|vs\.?|unlike|relative to|over|as opposed to"
    r"|superior to|inferior to|similar to|comparable to|equivalent to|instead of|rather than|that of|against"
    r"|replac\w+|outperform\w*|outperforming|surpass\w*|beats|match|matches|rivals)\s(?:(?:the|a|an|other|standard"
    r"|regular|typical|common|cheaper|more|most|forms?|of|like|that|those|found|seen|in|with|from|traditional"
    r"|conventional|synthetic|inorganic|salts?|such|as|both|either|ordinary|plain|unformulated|taking|using"
    r"|absorption|bioavailability|equivalent|popular|basic|generic|swallowing|oral|pure|free|isolated|crude|native"
    r"|its|poorly|absorbed)\s){0,6}$"
)
_BESIDE = re.compile(
    r"\b(?:bound to|wedded to|joined to|linked to|coupled (?:to|with)|binds? to|bonded to|attached to"
    r"|combined with|complexed with|chelated (?:to|with)|binding"
    r"|with the amino acids?|amino acids?|molecules? of|paired with|taken with|along with|together with|alongside"
    r"|salt of|derived from|extracted from|made from|made with|sourced from|mixed with|reacted with|such as (?:pept1"
    r"|the)|compete with|competes? with|for uptake,? like|converts? (?:in)?to|precursor to|precursor of"
    r"|deficien\w+ in|low in|rich in|high in|by (?:taking|adding)|like its|with added|standardi[sz]ed (?:to|for"
    r"|at)(?: [\d.]+ ?%)?|uses?|using|via|employs?|featuring|utili[sz]\w+|with)\s(?:(?:the|a|an|two|one|amino acid"
    r"|molecules? of|of|organic)\s){0,4}$"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that name absorption, and which part of speech they are: noun, verb, adjective or other."""

    start: int
    end: int
    part: str
    label: str
    measure: str


class Candidate(NamedTuple):
    """A form, substance or delivery that a claim could be about; `substance` is null for a bare delivery."""

    start: int
    end: int
    substance: str | None
    form: str | None
    known: bool
    compound: bool = True
    """False for a delivery word and for a bare substance with a delivery beside it."""

    @property
    def key(self) -> tuple[str | None, str | None]:
        """What tells two candidates apart."""
        return self.substance, self.form


@dataclass(frozen=True)
class View:
    """One sentence (or cell of a table row), start to end."""

    doc: Document
    sentence: Sentence
    start: int
    end: int
    cues: tuple[Mark, ...]
    """Cue marks of this grammar's file, in order."""

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The names that a claim could be about, in order."""
        return tuple(_candidates(self.doc, self.sentence, self.start, self.end))

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """The words that name absorption, in order."""
        return tuple(_anchors(self))

    @cached_property
    def numbers(self) -> tuple[Mark, ...]:
        """Percentages and ratios, in order."""
        return tuple(m for m in marks_in(self.sentence, self.start, self.end) if m.kind in ("percent", "ratio"))

    @cached_property
    def _by_label(self) -> dict[str, list[Mark]]:
        found: dict[str, list[Mark]] = {}
        for mark in self.cues:
            for label in mark.value:  # type: ignore[attr-defined]
                found.setdefault(label, []).append(mark)
        return found

    def labelled(self, *labels: str) -> list[Mark]:
        """Cue marks that carry any of the labels, in order."""
        found = [mark for label in labels for mark in self._by_label.get(label, ())]
        return found if len(labels) == 1 else sorted(found, key=lambda mark: mark.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [candidate.start for candidate in self.candidates]

    def within(self, start: int, end: int) -> tuple[Candidate, ...]:
        """The names that begin in [start, end)."""
        starts = self._starts
        return self.candidates[bisect_left(starts, start) : bisect_left(starts, end)]

    def is_longer(self, start: int, end: int, length: int) -> bool:
        """Whether `between` gives surely more than `length` characters; far cheaper than asking it."""
        rest = end - start - length
        return rest > 0 and rest > sum([candidate.end - candidate.start for candidate in self.within(start, end)])

    def between(self, start: int, end: int) -> str:
        """The words of [start, end), each name in them written as "_"."""
        low, pieces, position = self.doc.low, [], start
        for candidate in self.within(start, end):
            if candidate.end <= end:
                pieces += [low[position : candidate.start], "_"]
                position = candidate.end
        return "".join([*pieces, low[position:end]])

    @cached_property
    def groups(self) -> tuple[tuple[Candidate, ...], ...]:
        """The names in order, those coordinated by "and" or "or" (and by commas before it) in one group."""
        groups: list[list[Candidate]] = []
        run: list[list[Candidate]] = []  # joined by commas so far
        for candidate in self.candidates:
            join = None
            if run:
                join = _JOIN.fullmatch(self.doc.low, run[-1][-1].end, candidate.start)
            if join and join["strong"]:
                groups.append([c for group in run for c in group] + [candidate])
                run = [groups.pop()]
            elif join and join["comma"]:
                run.append([candidate])
            else:
                groups += run
                run = [[candidate]]
        return tuple(tuple(group) for group in groups + run)

    @cached_property
    def _groups_by_name(self) -> dict[Candidate, tuple[Candidate, ...]]:
        return {candidate: group for group in self.groups for candidate in group}

    def group_of(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """The names that a name is coordinated with, itself among them."""
        return self._groups_by_name.get(candidate, (candidate,))

    @cached_property
    def beside(self) -> frozenset[Candidate]:
        """The names that are only what a form is bound to, taken with, or made from."""
        low, start = self.doc.low, self.start
        return frozenset(
            c
            for c in self.candidates
            if _BESIDE.search(low, max(start, c.start - 50), c.start)
            and low[start : c.start].strip() != "with"  # "With magnesium glycinate you get ..."
        )

    @cached_property
    def compared(self) -> frozenset[Candidate]:
        """The names on the other side of a comparison, with those coordinated with them."""
        low, start = self.doc.low, self.start
        against = [c for c in self.candidates if _COMPARED.search(low[max(start, c.start - 80) : c.start])]
        return frozenset(c for first in against for c in self.group_of(first) if c.start >= first.start)

    @cached_property
    def _turns(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _CLAUSE_END.finditer(self.doc.low, self.start, self.end))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around [start, end): what stands between two conjunctions or stops of a half sentence."""
        first, last = self.start, self.end
        for turn, behind in self._turns:
            if behind <= start:
                first = behind
            elif turn >= end:
                last = turn
                break
        return first, last


def view_of(doc: Document, sentence: Sentence, start: int, end: int) -> View:
    """The view on [start, end) of a sentence."""
    cues = tuple([m for m in marks_in(sentence, start, end) if m.kind == "cue" and _ours(m.value)])
    return View(doc, sentence, start, end, cues)


def views(doc: Document, sentence: Sentence, at: int) -> View:
    """The view around an offset: its cell in a table row, else what an endless sentence says near it."""
    start, end = room(doc, sentence, at)
    return view_of(doc, sentence, max(start, at - _AROUND), min(end, at + _AROUND))


def marks_in(sentence: Sentence, start: int, end: int) -> tuple[Mark, ...]:
    """The marks of a sentence that begin in [start, end)."""
    if start <= sentence.start and end >= sentence.end:
        return sentence.marks
    first = bisect_left(sentence.marks, start, key=_start_of)
    return sentence.marks[first : bisect_left(sentence.marks, end, lo=first, key=_start_of)]


def _start_of(mark: Mark) -> int:
    return mark.start


@lru_cache(maxsize=4096)
def _ours(labels: frozenset[str]) -> bool:
    return any(label.startswith("bio.") for label in labels)


def anchors_of(view: View) -> tuple[Anchor, ...]:
    """The words of a view that name absorption."""
    return view.anchors


def _anchors(view: View) -> Iterator[Anchor]:
    last = view.start - _NEXT - 1
    for mark in view.cues:
        label = next((label for label in mark.value if label in ANCHORS), None)  # type: ignore[attr-defined]
        if label is None:
            continue
        if label in _FLUIDS:
            named = next((c for c in view.candidates if c.start == mark.end + 1), None)
            if named is not None and mark.start > last + _NEXT:  # "plasma zinc", "muscle creatine"
                yield Anchor(mark.start, named.end, "noun", "bio.blood_noun", ANCHORS[label])
            continue
        measure, last = ANCHORS[label], mark.end
        if label == "bio.crossing" and _INTO_BLOOD.search(view.doc.low, mark.start, mark.end):
            measure = "absorption"
        yield Anchor(mark.start, mark.end, _PARTS.get(label, "other"), label, measure)


def _candidates(doc: Document, sentence: Sentence, start: int, end: int) -> Iterator[Candidate]:
    """Names of [start, end); a delivery beside a bare substance is that substance's form."""
    mentions = _outermost(doc.mentions_in(start, end))
    named = (m for m in marks_in(sentence, start, end) if m.kind == "name" and _delivery(m))
    deliveries = [m for m in named if not falls(doc.low, m)]
    used: set[int] = set()
    found: list[Candidate] = []
    for mention in mentions:
        beside = next((d for d in deliveries if d.start not in used and _adjoin(doc, d, mention)), None)
        if beside is not None:
            used.add(beside.start)
        if beside is None or mention.form is not None:
            found.append(Candidate(mention.start, mention.end, mention.substance, mention.form, mention.known))
            continue
        first, last = min(beside.start, mention.start), max(beside.end, mention.end)
        found.append(Candidate(first, last, mention.substance, _delivery(beside), mention.known, False))
    for mark in deliveries:
        covered = any(c.start <= mark.start < c.end for c in found)
        if mark.start in used or covered:
            continue
        beside_it = found[-1] if found else None
        if beside_it is not None and beside_it.substance is None and doc.low[beside_it.end : mark.start] in (" ", "-"):
            found[-1] = beside_it._replace(end=mark.end)  # "enteric-coated tablets" are of the coated kind
        else:
            found.append(Candidate(mark.start, mark.end, None, _delivery(mark), True, False))
    yield from sorted(found, key=lambda candidate: candidate.start)


def _outermost(mentions: tuple[Mention, ...]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _delivery(mark: Mark) -> str | None:
    return next((s.form for s in mark.value if s.kind == "delivery"), None)  # type: ignore[attr-defined]


def _adjoin(doc: Document, mark: Mark, mention: Mention) -> bool:
    """Whether a delivery word stands right before or behind a name: "liposomal vitamin c", "turmeric powder"."""
    if mark.end <= mention.start:
        return doc.low[mark.end : mention.start] in (" ", "-")
    return mark.start >= mention.end and doc.low[mention.end : mark.start] in (" ", "-")
