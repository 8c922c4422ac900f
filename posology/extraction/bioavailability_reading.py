"""One claim as it is read from the words around a word for absorption, before anybody asks whom it is about."""

import re
from dataclasses import dataclass, replace

from posology.extraction.bioavailability_compare import (
    Comparison,
    comparing_verb,
    comparison_before,
    comparison_behind,
    named_at,
)
from posology.extraction.bioavailability_degree import Degree, degree_of
from posology.extraction.bioavailability_numbers import Number, apposed_number, apposed_ratio, number_of
from posology.extraction.bioavailability_series import other_numbers, pair_behind
from posology.extraction.bioavailability_view import Anchor, View, anchors_of

_COMPARES = re.compile(r"\b(?:compared|comparison|versus|vs|than|against|unlike|outperform\w*)\b")
_NEXT_CLAIM = re.compile(r"\sand (?:is|are|was|were|has|have|it|can|keeps?|lasts?)\b")
_NEAR = 60


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
    share: bool = False
    """Whether its percentage is a share of the comparator's own, as those that go on from it then are."""
    pair: Number | None = None
    """The comparator's own number, where both stand in a bracket behind the comparison."""


def against_number(view: View, reading: Reading) -> Reading:
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


def read(view: View, anchor: Anchor) -> Reading | None:
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
    if number is not None and degree is not None and _is_of_comparison(view, degree, number):
        number = None  # "better absorbed than oxide (60% vs 40%)": read with the comparison
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


def _is_of_comparison(view: View, degree: Degree, number: Number) -> bool:
    return bool(degree.direction) and " than " in view.doc.low[degree.end : number.start]


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
    """A number with a direction of its own behind it: "85% is absorbed in minutes, faster than from capsules"."""
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
    if _NEXT_CLAIM.search(view.doc.low, start, end):
        return True
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
    direction, share = reading.direction or compared.direction, False
    if direction is None and reading.level in ("high", "low"):
        direction = "higher" if reading.level == "high" else "lower"
    if direction is None and compared.share and reading.low is not None:
        direction, share = "higher" if reading.low > 100 else "lower", True  # "124% of that from fish oil"
    if direction is None:
        return reading
    start, end = min(reading.start, compared.start), max(reading.end, compared.end)
    if compared.start < reading.start:
        start = reading.start
    return replace(reading, start=start, end=end, direction=direction, comparator=compared.comparator, share=share)
