"""The bioavailability grammar: how well a form is absorbed or used, in numbers, in words, or against another form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from posology.extraction import bioavailability_guards as guards
from posology.extraction.bioavailability_blood import find_raising
from posology.extraction.bioavailability_compare import (
    Comparison,
    comparing_verb,
    comparison_before,
    comparison_behind,
    is_other_side,
    named_at,
)
from posology.extraction.bioavailability_degree import Degree, degree_of
from posology.extraction.bioavailability_numbers import Number, apposed_number, apposed_ratio, number_of
from posology.extraction.bioavailability_series import beside_number, other_numbers, other_ratios, pair_behind
from posology.extraction.bioavailability_subject import subject, subjects_of
from posology.extraction.bioavailability_table import find_in_row, row_subject
from posology.extraction.bioavailability_view import LONG, ANCHORS, Anchor, Candidate, View, anchors_of, view_of, views
from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft

_LABELS = frozenset({*ANCHORS, "bio.raise"})
_DEGREES = frozenset(
    f"bio.{name}"
    for name in "high low moderate easy hard most more less similar improves share raise outdo outdone match equal".split()
)
_COMPARES = re.compile(r"\b(?:compared|comparison|versus|vs|than|against|unlike|outperform\w*)\b")
_REACH, _NEAR = 80, 60
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
    pair: Number | None = None
    """The comparator's own number, where both stand in a bracket behind the comparison."""


def find_bioavailability(doc: Document) -> Iterator[Draft]:
    """Every claim of how well a form or substance is absorbed, retained or used."""
    for sentence in doc.sentences:
        kind = sentence.block.kind
        if kind == "table_row":
            yield from find_in_row(doc, sentence)
        cues = sentence.cues
        if cues.isdisjoint(_LABELS) or kind == "reference" or not _may_claim(doc, sentence):
            continue
        whole = view_of(doc, sentence, sentence.start, sentence.end)
        if guards.is_question(whole):
            continue
        raising: list[Draft] = []
        if kind != "table_row" and ("bio.raise" in cues or ("bio.improves" in cues and "bio.than" in cues)):
            raising = list(find_raising(whole))
            yield from raising
        found = list(_in_sentence(whole))
        yield from _merged(doc, [draft for draft in found if not _is_said(draft, raising)])


def _may_claim(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence with words of absorption has a word of degree or a number too."""
    if not sentence.cues.isdisjoint(_DEGREES):
        return True
    if doc.low.find("as ", sentence.start, sentence.end) >= 0:
        return True
    return any(mark.kind in ("percent", "ratio") for mark in sentence.marks)


def _is_said(draft: Draft, raising: list[Draft]) -> bool:
    """Whether a claim about levels in the blood is part of one that was read as a whole."""
    return any(
        draft.values["measure"] in ("blood_level", other.values["measure"]) and draft.start < other.end and other.start < draft.end
        for other in raising
    )


def _in_sentence(whole: View) -> Iterator[Draft]:
    doc, sentence = whole.doc, whole.sentence
    narrow = sentence.block.kind == "table_row" or whole.end - whole.start > LONG
    for anchor in anchors_of(whole):
        view = views(doc, sentence, anchor.start) if narrow else whole
        reading = _read(view, anchor)
        if reading is None:
            continue
        subjects = _subjects(view, reading)
        if subjects is None or not _stands(view, reading, subjects):
            continue
        reading, subjects = _against_number(view, reading), _not_compared(view, reading, subjects)
        yield from _others(doc, view, reading, subjects)
        named: list[Candidate | None] = [*subjects] or [None]
        for one in named:
            draft = _draft(doc, view, _among(reading, one, subjects), one)
            if draft is not None:
                yield draft


def _among(reading: Reading, one: Candidate | None, subjects: list[Candidate]) -> Reading:
    """The reading of one of several forms that are said to be alike: measured against the rest."""
    if one is None or reading.direction != "similar" or reading.comparator is not None:
        return reading
    rest = [c.form or c.substance or "" for c in subjects if c.key != one.key]
    return replace(reading, comparator=" and ".join(dict.fromkeys(rest)))


def _not_compared(view: View, reading: Reading, subjects: list[Candidate]) -> list[Candidate]:
    """The subjects, where one that the claim is measured against gives its place to the name before."""
    if reading.comparator is None or [c.form or c.substance for c in subjects] != [reading.comparator]:
        return subjects
    others = [c for c in view.candidates if c.end <= reading.start and (c.form or c.substance) != reading.comparator]
    same = [c for c in others if c.form and c.substance == subjects[0].substance]
    return (same or others)[-1:] or subjects


def _others(doc: Document, view: View, reading: Reading, subjects: list[Candidate]) -> Iterator[Draft]:
    """The records of the other side's own numbers, and of the same form's under other conditions."""
    rule = "bioavailability.other_side"
    found: list[tuple[Number, Candidate | None]] = []
    if reading.pair is not None:
        other = next((c for c in view.candidates if (c.form or c.substance) == reading.comparator), None)
        found = [(reading.pair, other)] if other is not None else []
    elif reading.low is not None or reading.high is not None:
        found = list(other_numbers(view, reading.start, reading.number_end))
    elif reading.ratio is not None and reading.comparator is None:
        found = list(other_ratios(view, reading.number_end))
    keys = {candidate.key for candidate in subjects}
    for number, candidate in found:
        if candidate is not None and candidate.key in keys:
            continue
        plain = Reading(number.start, number.end, reading.anchor, rule, low=number.low, high=number.high, ratio=number.ratio)
        if number.ratio is not None:
            plain = replace(plain, direction=reading.direction)
        for one in [candidate] if candidate is not None else subjects or [None]:
            draft = _draft(doc, view, plain, one)
            if draft is not None:
                yield draft
        if candidate is not None:
            keys.add(candidate.key)


def _against_number(view: View, reading: Reading) -> Reading:
    """A number set against another side's number: the greater one is higher."""
    mine = reading.high if reading.high is not None else reading.low
    if reading.direction or mine is None:
        return reading
    for number, candidate in other_numbers(view, reading.start, reading.number_end):
        if candidate is None:
            return reading
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
    if anchor.label == "bio.available" and (number is None or number.start > anchor.start):
        return None
    if degree is not None and degree.level is None and degree.direction is None and number is None:
        return None
    if number is None and degree is None:
        return None
    if number is None and degree is not None:
        number = _apposed(view, max(anchor.end, degree.end), degree)
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
    if compared is None:
        return _faster_than(view, reading)
    against = _compared(reading, compared)
    return _faster_than(view, reading) if against is reading else _paired(view, against)


def _paired(view: View, reading: Reading) -> Reading:
    """The reading with its own number from a bracket that gives both sides'."""
    if reading.low is not None or reading.high is not None or reading.ratio is not None or reading.comparator is None:
        return reading
    numbers = pair_behind(view, reading.end)
    if numbers is None:
        return reading
    mine, theirs = numbers
    return replace(reading, end=mine.end, low=mine.low, high=mine.high, number_end=mine.end, pair=theirs)


def _faster_than(view: View, reading: Reading) -> Reading:
    """A number with a direction of its own behind it: "85% is absorbed through the cheek, faster than from capsules"."""
    if reading.direction or (reading.low is None and reading.high is None):
        return reading
    for mark in view.labelled("bio.more", "bio.less"):
        if not reading.end <= mark.start < reading.end + _NEAR or not view.doc.low.startswith(" than ", mark.end):
            continue
        found = named_at(view, mark.end + 5)
        if found is not None and "," in view.doc.low[reading.end : mark.start]:
            direction = "lower" if "bio.less" in mark.value else "higher"  # type: ignore[operator]
            return replace(reading, end=found[1], direction=direction, comparator=found[0])
    return reading


def _apposed(view: View, end: int, degree: Degree) -> Number | None:
    """The number that only explains a degree: "well absorbed (up to 30%)", "higher levels (1.8-fold)"."""
    if degree.improves or not (degree.level or degree.direction):
        return None
    number = apposed_number(view, end)
    return number or (apposed_ratio(view, end) if degree.direction in ("higher", "lower") else None)


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
    if direction is None and compared.share and reading.low is not None:
        direction = "higher" if reading.low > 100 else "lower"  # "124% of that from fish oil"
    if direction is None:
        return reading
    start, end = min(reading.start, compared.start), max(reading.end, compared.end)
    if compared.start < reading.start:
        start = reading.start
    return replace(reading, start=start, end=end, direction=direction, comparator=compared.comparator)


def _subjects(view: View, reading: Reading) -> list[Candidate] | None:
    if reading.subject_end is not None:
        return [c for c in view.candidates if c.end <= reading.subject_end][-1:]
    if reading.low is not None or reading.high is not None:
        # "outperforming the 4% absorption of oxide": a number of the other side
        other = beside_number(view, reading.start, reading.end) if is_other_side(view, reading.start) else None
        if other is not None:
            return [other]
    return subjects_of(view, reading.anchor, reading.start, reading.end)


def _stands(view: View, reading: Reading, subjects: list[Candidate]) -> bool:
    """Whether a reading is a claim about a form, and not denied, a factor, or somebody's gut."""
    start, end, anchor = reading.start, reading.end, reading.anchor
    if reading.direction is None and (reading.low or 0) > 100:
        return False  # a difference whose words were not understood
    if reading.direction and reading.comparator is None and guards.is_act(view, start, anchor, bool(subjects)):
        return False
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
        return len({c.key for c in subjects}) > 1
    if reading.improves or (reading.direction and reading.comparator is None):
        return _improves(view, reading, subjects)
    return not guards.is_advice(view, start)


def _is_measured(reading: Reading, subjects: list[Candidate]) -> bool:
    """Levels in the blood are the body's own, unless a form is said to raise them more than another."""
    named = any(c.form for c in subjects)
    return named and bool(reading.comparator or reading.ratio or (reading.direction and not reading.improves))


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
    between = doc.low[first.end : second.start]
    return not between or bool(_JOINED.match(between)) or (bool(a["level"]) and between.strip() in (";", ":", "-", "--"))


def _joined(first: Draft, second: Draft) -> Draft:
    values = {
        name: first.values[name] if first.values[name] is not None else second.values[name] for name in first.values
    }
    return replace(first, end=max(first.end, second.end), values=values)
