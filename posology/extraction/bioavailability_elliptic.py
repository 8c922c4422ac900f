"""Claims whose word for absorption stands before them: "Citrate is well absorbed. Oxide does worse"."""

import re
from collections.abc import Iterator

from posology.extraction import bioavailability_guards as guards
from posology.extraction.bioavailability_compare import named_at
from posology.extraction.bioavailability_names import is_ordinary, with_company
from posology.extraction.bioavailability_subject import subject
from posology.extraction.bioavailability_view import ADJECTIVES, NOUNS, VERBS, Candidate, View, view_of
from posology.extraction.drafts import Draft
from posology.extraction.marks import Mark

FARES = {"bio.fares_better": "higher", "bio.fares_worse": "lower", "bio.fares_alike": "similar"}
LABELS = frozenset({*FARES, "bio.fares_low", "bio.undetected"})
_NAMING = (NOUNS | VERBS | ADJECTIVES).keys() - {"bio.blood_noun", "bio.available", "bio.use_verb"}
_GAP = re.compile(
    r"(?: (?:and|or) (?:an? |the )?[a-z]+)?(?: (?:powder|capsules?|tablets?|softgels?|liquid|forms?|oils?"
    r"|salts?|supplements?))?(?:,? by contrast,?|,? however,?"
    r"|,? on the other hand,?)?(?: (?:is|are|was|were|in|a|an|the|softgels?|capsules?|tablets?|all|both|really|also"
    r"|generally|usually|typically|even|may|might|can|seems?|appears?|tends?|to|said|by|its|makers?|sellers?|we|i|you"
    r"|they|there|see|saw|find|found))*,? $"
)
_BETWEEN = re.compile(r"\s(?:between|among)\s(?:the )?$")
_OPENS = re.compile(r"\b(?:between|among) (?:the )?$")
_OF = re.compile(r"\s?(?:than|as|to|from|with) ")
_ENDS = re.compile(
    r"(?: (?:still|here|too|again|yet|in (?:that|this|the same) (?:respect|regard|study|test|trial|comparison)|overall"
    r"|on (?:that|this) (?:score|count|front|measure)|by contrast))?(?=[\s*_\"')\]]*(?:[.,;:(|\[\n]|$)| than "
    r"| as | from | to "
    r"| between | among | but | and | while | though )"
)
_GIVEN = re.compile(
    r"\b(?:after|dos(?:e|es|ing)|oral(?:ly)?|ingest\w+|given|taken|taking|took|swallow\w+|administ\w+)\b"
)
_LEVEL = re.compile(
    r"\b(?:(?:plasma|serum|blood|circulating|peak) )?(?:levels?|concentrations?"
    r"|amounts?)(?: in (?:the )?(?:plasma|serum"
    r"|blood))?(?: (?:of|for) [^.,;|]{1,40}?)?,? (?:is|are|was|were|remain(?:s|ed)?|stay(?:s|ed)?|fell|proved)"
    r"(?: (?:usually|often|typically|still|mostly|generally|almost|nearly|virtually|practically|simply|barely))* $"
)


def find_elliptic(whole: View) -> Iterator[Draft]:
    """Claims whose word for absorption stands before them, or that speak of levels too low to be found."""
    for mark in whole.labelled(*LABELS):
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        if guards.is_denied(whole, mark.start, mark.end):
            continue
        if "bio.undetected" in labels:
            yield from _undetected(whole, mark)
            continue
        measure = _measure_before(whole, mark)
        if measure is not None and _ENDS.match(whole.doc.low, mark.end, whole.end):
            direction = next((FARES[label] for label in FARES if label in labels), None)
            yield from _fares(whole, mark, direction, measure)


def _measure_before(whole: View, mark: Mark) -> str | None:
    """The measure that the sentence so far speaks of, else the sentence before it in the paragraph."""
    here = [a for a in whole.anchors if a.end <= mark.start and a.label in _NAMING]
    if here:
        return here[-1].measure
    doc, sentence = whole.doc, whole.sentence
    if any(a.label not in _NAMING for a in whole.anchors) or sentence.index == 0:
        return None
    before = doc.sentences[sentence.index - 1]
    if before.block_index != sentence.block_index or before.cues.isdisjoint(_NAMING):
        return None
    named = [a for a in view_of(doc, before, before.start, before.end).anchors if a.label in _NAMING]
    return named[-1].measure if named else None


def _fares(whole: View, mark: Mark, direction: str | None, measure: str) -> Iterator[Draft]:
    """One record for each form that does better, worse or as well; without a direction it hardly gets in."""
    who, start, end = _whom(whole, mark)
    who = [one for one in who if one.form is not None]
    compared = named_at(whole, match.end() - 1) if (match := _OF.match(whole.doc.low, mark.end, whole.end)) else None
    if direction == "similar" and compared is None and len({one.key for one in who}) < 2:
        return
    for one in who:
        if direction == "similar" and len(who) > 1 and is_ordinary(whole, one):
            continue
        rest = [c.form or c.substance or "" for c in who if c.key != one.key]
        against = compared[0] if compared else " and ".join(rest) if direction == "similar" else None
        values = {**_EMPTY, "measure": measure, "direction": direction, "comparator": against}
        values["level"] = None if direction else "low"
        last = max(end, compared[1]) if compared else end
        yield _draft(whole, one, start, last, values)


def _whom(whole: View, mark: Mark) -> tuple[list[Candidate], int, int]:
    """The forms that fare so, and where the claim begins and ends."""
    low = whole.doc.low
    behind = next((c for c in whole.candidates if c.start >= mark.end), None)
    if behind is not None and _BETWEEN.fullmatch(low, mark.end, behind.start):
        group = with_company(whole, behind, whole.candidates)
        return group, mark.start, group[-1].end
    before = [c for c in whole.candidates if c.end <= mark.start]
    if not before or mark.start - before[-1].end > 70 or not _GAP.fullmatch(low, before[-1].end, mark.start):
        return [], mark.start, mark.end
    group = with_company(whole, before[-1], before)
    if len(group) == 1 and low.startswith((" or ", " and "), before[-1].end):
        group = _listed(whole, before)  # "X, Y or an espresso": the last of the list is no name
    first = group[0].start
    if opened := _OPENS.search(low, max(whole.start, first - 14), first):
        first = opened.start()
    return group, first, mark.end


def _listed(whole: View, before: list[Candidate]) -> list[Candidate]:
    """The last of the names and those that commas join to it."""
    listed = before[-1:]
    for one in reversed(before[:-1]):
        if whole.doc.low[one.end : listed[0].start] != ", ":
            break
        listed.insert(0, one)
    return listed


def _undetected(whole: View, mark: Mark) -> Iterator[Draft]:
    """ "After 2 g of plain powder, serum levels were undetectable"."""
    low = whole.doc.low
    left = max(whole.start, mark.start - 110)
    level = _LEVEL.search(low, left, mark.start)
    if level is None or not _GIVEN.search(low, whole.start, mark.start):
        return
    before = [c for c in whole.candidates if c.end <= mark.start]
    forms = [c for c in before if c.form]
    if not before:
        return
    values = {**_EMPTY, "measure": "blood_level", "level": "low"}
    yield _draft(whole, (forms or before)[-1], level.start(), mark.end, values)


_EMPTY = dict.fromkeys(("measure", "low", "high", "ratio", "level", "direction", "comparator"))


def _draft(whole: View, who: Candidate, start: int, end: int, values: dict[str, str | None]) -> Draft:
    owner = subject(whole.doc, whole, who)
    return Draft("bioavailability", start, end, whole.sentence, "bioavailability.elliptic", owner, values)
