"""The bioavailability grammar: how well a form is absorbed or used, in numbers, in words, or against another form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from posology.extraction import bioavailability_guards as guards
from posology.extraction.bioavailability_blood import find_raising
from posology.extraction.bioavailability_compare import (
    Comparison,
    beside_number,
    comparing_verb,
    comparison_before,
    comparison_behind,
    is_other_side,
    other_sides,
)
from posology.extraction.bioavailability_degree import Degree, degree_of
from posology.extraction.bioavailability_numbers import Number, apposed_number, number_of
from posology.extraction.bioavailability_subject import subject, subjects_of
from posology.extraction.bioavailability_table import find_in_row, row_subject
from posology.extraction.bioavailability_view import ANCHORS, Anchor, Candidate, View, anchors_of, view_of, views
from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft

_LABELS = frozenset(ANCHORS)
_CROWDED = 60
"""More names than a sentence of prose holds: a list of ingredients."""
_COMPARES = re.compile(r"\b(?:compared|comparison|versus|vs|than|against|unlike|outperform\w*)\b")
_REACH = 80
_JOINED = re.compile(
    r"[\s,()*-]*(?:(?:and|or|with|at|about|around|roughly|sometimes|often|of|up to|only|just|an?|absorption|rate"
    r"|approximately|estimated|as|low|little|much|high|the|body|by|is|exceeding|reaching)[\s,(-]+){0,5}$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim as it was read, before its subject is known."""

    start: int
    end: int
    anchor: Anchor
    rule: str
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    level: str | None = None
    direction: str | None = None
    comparator: str | None = None
    improves: bool = False
    subject_end: int | None = None
    number_end: int = 0


def find_bioavailability(doc: Document) -> Iterator[Draft]:
    """Every claim of how well a form or substance is absorbed, retained or used."""
    for sentence in doc.sentences:
        if sentence.block.kind == "reference":
            continue
        cues = sentence.cues
        raising: list[Draft] = []
        if sentence.block.kind == "table_row":
            yield from find_in_row(doc, sentence)
        elif "bio.raise" in cues or ("bio.improves" in cues and "bio.than" in cues):
            raising = list(find_raising(view_of(doc, sentence, sentence.start, sentence.end)))
            yield from raising
        if cues & _LABELS:
            found = list(_in_sentence(doc, sentence))
            yield from _merged(doc, [draft for draft in found if not _is_said(draft, raising)])


def _is_said(draft: Draft, raising: list[Draft]) -> bool:
    """Whether a claim about levels in the blood is part of one that was read as a whole."""
    return draft.values["measure"] == "blood_level" and any(
        draft.start < other.end and other.start < draft.end for other in raising
    )


def _in_sentence(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    whole = view_of(doc, sentence, sentence.start, sentence.end)
    if len(whole.candidates) > _CROWDED or len(whole.cues) > _CROWDED * 4 or guards.is_question(whole):
        return
    for anchor in anchors_of(whole):
        view = views(doc, sentence, anchor.start) if sentence.block.kind == "table_row" else whole
        reading = _read(view, anchor)
        if reading is None:
            continue
        subjects = _subjects(view, reading)
        if subjects is None or not _stands(view, reading, subjects):
            continue
        reading = _against_number(view, reading)
        yield from _others(doc, view, reading, subjects)
        named: list[Candidate | None] = [*subjects] or [None]
        for one in named:
            draft = _draft(doc, view, reading, one)
            if draft is not None:
                yield draft


def _others(doc: Document, view: View, reading: Reading, subjects: list[Candidate]) -> Iterator[Draft]:
    """The records of the other side's own numbers."""
    if reading.low is None and reading.high is None:
        return
    keys = {candidate.key for candidate in subjects}
    for number, candidate in other_sides(view, reading.start, reading.number_end):
        if candidate.key in keys:
            continue
        keys.add(candidate.key)
        plain = Reading(
            number.start, number.end, reading.anchor, "bioavailability.other_side", low=number.low, high=number.high
        )
        draft = _draft(doc, view, plain, candidate)
        if draft is not None:
            yield draft


def _against_number(view: View, reading: Reading) -> Reading:
    """A number set against another side's number: the greater one is higher."""
    mine = reading.high if reading.high is not None else reading.low
    if reading.direction or mine is None:
        return reading
    for number, candidate in other_sides(view, reading.start, reading.number_end):
        theirs = number.high if number.high is not None else number.low
        between = view.doc.low[reading.number_end : number.start]
        if theirs is None or theirs == mine or not _COMPARES.search(between):
            return reading
        direction = "higher" if mine > theirs else "lower"
        end = max(reading.end, number.end, candidate.end)
        return replace(reading, end=end, direction=direction, comparator=candidate.form or candidate.substance)
    return reading


def _read(view: View, anchor: Anchor) -> Reading | None:
    """The claim that an anchor carries, or None."""
    verb = comparing_verb(view, anchor)
    if verb is not None:
        return Reading(
            verb.start,
            verb.end,
            anchor,
            "bioavailability.outdoes",
            direction=verb.direction,
            comparator=verb.comparator,
            subject_end=verb.start,
        )
    number, degree = number_of(view, anchor), degree_of(view, anchor)
    if degree is not None and degree.level is None and degree.direction is None and number is None:
        return None
    if number is None and degree is None:
        return None
    if number is None and degree is not None and degree.level:
        number = apposed_number(view, max(anchor.end, degree.end))
    reading = _combined(anchor, number, degree)
    compared = comparison_behind(view, reading.end, reading.direction)
    if (
        compared is not None
        and reading.direction is None
        and reading.level
        and _speaks_between(view, reading.end, compared.start)
    ):
        compared = None
    if compared is None and reading.direction:
        compared = comparison_before(view, reading.start, view.clause(reading.start, reading.end)[0])
    return _compared(reading, compared) if compared is not None else reading


def _speaks_between(view: View, start: int, end: int) -> bool:
    """Whether another claim stands between a level and a comparison, which then is the other claim's."""
    return any(start <= anchor.start < end for anchor in anchors_of(view))


def _combined(anchor: Anchor, number: Number | None, degree: Degree | None) -> Reading:
    spans = [(anchor.start, anchor.end)] + [(s.start, s.end) for s in (number, degree) if s is not None]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    direction = (number.direction if number else None) or (degree.direction if degree else None)
    rule = "ratio" if number and number.ratio else "percent" if number else "direction" if direction else "level"
    return Reading(
        start,
        end,
        anchor,
        f"bioavailability.{rule}",
        low=number.low if number else None,
        high=number.high if number else None,
        ratio=number.ratio if number else None,
        level=degree.level if degree and not (number and number.ratio) else None,
        direction=direction,
        improves=bool(degree and degree.improves),
        number_end=number.end if number else end,
    )


def _compared(reading: Reading, compared: Comparison) -> Reading:
    """The reading with its comparator; a level or a number that is compared takes its direction from the words."""
    direction = reading.direction or compared.direction
    if direction is None and reading.level in ("high", "low"):
        direction = "higher" if reading.level == "high" else "lower"
    if direction is None:
        return reading
    start, end = min(reading.start, compared.start), max(reading.end, compared.end)
    if compared.start < reading.start:
        start = reading.start
    return replace(reading, start=start, end=end, direction=direction, comparator=compared.comparator)


def _subjects(view: View, reading: Reading) -> list[Candidate] | None:
    if reading.subject_end is not None:
        before = replace(
            view, end=reading.subject_end, candidates=tuple(c for c in view.candidates if c.end <= reading.subject_end)
        )
        return list(before.candidates[-1:])
    if reading.low is not None or reading.high is not None:
        # "outperforming the 4% absorption of oxide": a number of the other side
        other = beside_number(view, reading.start, reading.end) if is_other_side(view, reading.start) else None
        if other is not None:
            return [other]
    return subjects_of(view, reading.anchor, reading.start, reading.end)


def _stands(view: View, reading: Reading, subjects: list[Candidate]) -> bool:
    """Whether a reading is a claim about a form, and not denied, a factor, or somebody's gut."""
    start, end, anchor = reading.start, reading.end, reading.anchor
    if guards.is_denied(view, start, end) or guards.is_of_people(view, start, reading.level):
        return False
    if not subjects and not guards.points_back(view, end, anchor):
        return False
    if anchor.label in ("bio.blood_noun", "bio.retention_noun", "bio.retained") and not _is_measured(reading, subjects):
        return False
    limit = view.clause(start, end)[1]
    if reading.comparator is None and guards.has_condition(view, end, limit):
        return False
    if not any(c.form for c in subjects) and guards.is_of_food(view, start):
        return False
    if reading.direction == "similar" and reading.comparator is None:
        return False
    if reading.improves or (reading.direction and reading.comparator is None):
        return _improves(view, reading, subjects)
    return not guards.is_advice(view, start)


def _is_measured(reading: Reading, subjects: list[Candidate]) -> bool:
    """Levels in the blood are the body's own, unless a form is said to raise them more than another."""
    named = any(c.form for c in subjects)
    return named and bool(reading.comparator or reading.ratio or reading.direction)


def _improves(view: View, reading: Reading, subjects: list[Candidate]) -> bool:
    """Whether a form makes its own absorption better, and not what is eaten or taken along."""
    start = reading.start
    named = any(c.form for c in subjects)
    feature = guards.has_feature(view, reading.anchor.end)
    if guards.is_advice(view, start) or guards.is_food_before(view, start, subjects):
        return False
    if guards.is_made_by_factor(view, start, reading.anchor, subjects) and not feature:
        return False
    if not named and guards.is_purpose(view, start):
        return False
    if reading.improves:
        return named or feature
    return True


def _draft(doc: Document, view: View, reading: Reading, candidate: Candidate | None) -> Draft | None:
    if candidate is None and view.sentence.block.kind == "table_row":
        who = row_subject(doc, view.sentence, reading.start)
    else:
        who = subject(doc, view, candidate)
    if who.substance is None or (who.form is None and reading.comparator == who.substance):
        return None
    start = reading.start
    if reading.improves and candidate is not None and candidate.end <= start < candidate.start + _REACH:
        start = candidate.start  # a verb and its object alone say too little
    values = {
        "measure": reading.anchor.measure,
        "low": reading.low,
        "high": reading.high,
        "ratio": reading.ratio,
        "level": reading.level,
        "direction": reading.direction,
        "comparator": reading.comparator if reading.comparator != who.form else None,
    }
    return Draft("bioavailability", start, reading.end, view.sentence, reading.rule, who, values)


def _merged(doc: Document, drafts: list[Draft]) -> Iterator[Draft]:
    """Drafts with a number in apposition to a level made one, and the same claim read twice dropped."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
        other = next((k for k in reversed(kept) if k.subject == draft.subject and _belongs(doc, k, draft)), None)
        if other is None:
            kept.append(draft)
        else:
            kept[kept.index(other)] = _joined(other, draft)
    yield from kept


def _belongs(doc: Document, first: Draft, second: Draft) -> bool:
    a, b = first.values, second.values
    if a == b and second.start < first.end:
        return True
    numbers = ("low", "high", "ratio")
    has_number = any(a[n] is not None for n in numbers), any(b[n] is not None for n in numbers)
    if all(has_number):
        return all(a[n] == b[n] for n in numbers) and second.start < first.end
    if not any(has_number):
        return second.start < first.end and a["measure"] == b["measure"] and a["direction"] == b["direction"]
    if a["direction"] and b["direction"] and a["direction"] != b["direction"]:
        return False
    return second.start <= first.end or bool(_JOINED.match(doc.low[first.end : second.start]))


def _joined(first: Draft, second: Draft) -> Draft:
    values = {
        name: first.values[name] if first.values[name] is not None else second.values[name] for name in first.values
    }
    return replace(first, end=max(first.end, second.end), values=values)
