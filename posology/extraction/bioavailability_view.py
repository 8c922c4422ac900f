"""A sentence as the bioavailability grammar sees it: its cue marks, its names, and the words between two places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.marks import Mark
from posology.extraction.tables import room

NOUNS = {
    "bio.absorption_noun": "absorption",
    "bio.bioavailability_noun": "bioavailability",
    "bio.retention_noun": "retention",
    "bio.blood_noun": "blood_level",
}
VERBS = {"bio.verb": "absorption", "bio.use_verb": "bioavailability", "bio.retained": "retention"}
ADJECTIVES = {"bio.absorbable": "absorption", "bio.bioavailable": "bioavailability"}
OTHERS = {"bio.crossing": "bioavailability", "bio.unabsorbed": "absorption"}
ANCHORS = {**NOUNS, **VERBS, **ADJECTIVES, **OTHERS}
_PARTS = {**dict.fromkeys(NOUNS, "noun"), **dict.fromkeys(VERBS, "verb"), **dict.fromkeys(ADJECTIVES, "adjective")}
_INTO_BLOOD = re.compile(r"bloodstream|intestin")
_JOIN = re.compile(
    r"\s?(?:\([^()]{0,40}\))?\s?(?P<strong>/|&|,?\s(?:and/or|and|or|as well as)\s|,\s(?:and"
    r"|or)\s)?(?P<comma>,\s?)?(?:even |also |the |its |standard |regular |plain |both |\*+)?"
)
_CLAUSE_END = re.compile(
    r";|(?<=,)\s(?:but|while|whereas|although|though|yet|however|so|meaning|and (?:it|its|this|they|has|is|are))\b"
    r"|(?<!not)\s(?:whereas|while|but)\s|(?<=[a-z)])\s?[,:]\s(?=compared|unlike)"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that name absorption, and which part of speech they are: noun, verb, adjective or other."""

    start: int
    end: int
    part: str
    label: str
    measure: str


@dataclass(frozen=True, slots=True)
class Candidate:
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
    candidates: tuple[Candidate, ...]

    def labelled(self, *labels: str) -> Iterator[Mark]:
        """Cue marks that carry any of the labels."""
        wanted = set(labels)
        return (mark for mark in self.cues if wanted & mark.value)  # type: ignore[operator]

    def between(self, start: int, end: int) -> str:
        """The words of [start, end), each name in them written as "_"."""
        low, pieces, position = self.doc.low, [], start
        for candidate in self.candidates:
            if start <= candidate.start and candidate.end <= end:
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

    def group_of(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """The names that a name is coordinated with, itself among them."""
        return next((group for group in self.groups if candidate in group), (candidate,))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around [start, end): what stands between two conjunctions or stops of a half sentence."""
        first, last = self.start, self.end
        for match in _CLAUSE_END.finditer(self.doc.low, self.start, self.end):
            if match.end() <= start:
                first = match.end()
            elif match.start() >= end:
                last = match.start()
                break
        return first, last


def view_of(doc: Document, sentence: Sentence, start: int, end: int) -> View:
    """The view on [start, end) of a sentence."""
    cues = tuple(m for m in sentence.marks if m.kind == "cue" and start <= m.start < end and _ours(m))
    return View(doc, sentence, start, end, cues, tuple(_candidates(doc, sentence, start, end)))


def views(doc: Document, sentence: Sentence, at: int) -> View:
    """The view around an offset: its cell in a table row, else the whole sentence."""
    return view_of(doc, sentence, *room(doc, sentence, at))


def _ours(mark: Mark) -> bool:
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    return any(label.startswith("bio.") for label in labels)


def anchors_of(view: View) -> Iterator[Anchor]:
    """The words of a view that name absorption."""
    for mark in view.cues:
        label = next((label for label in ANCHORS if label in mark.value), None)  # type: ignore[operator]
        if label is None:
            continue
        measure = ANCHORS[label]
        if label == "bio.crossing" and _INTO_BLOOD.search(view.doc.low, mark.start, mark.end):
            measure = "absorption"
        yield Anchor(mark.start, mark.end, _PARTS.get(label, "other"), label, measure)


def _candidates(doc: Document, sentence: Sentence, start: int, end: int) -> Iterator[Candidate]:
    """Names of [start, end); a delivery beside a bare substance is that substance's form."""
    mentions = _outermost(doc.mentions_in(start, end))
    deliveries = [m for m in sentence.marks if m.kind == "name" and start <= m.start < end and _delivery(m)]
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
        if mark.start not in used and not covered:
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
