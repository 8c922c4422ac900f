"""Times that lean on another: "before bed: 6 hours, 3 hours", "0, 3 or 6 hours before bed", "take it afterwards"."""

import re
from collections.abc import Iterator
from itertools import islice

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Duration
from posology.extraction.timing_events import Event, events_in

_COLON = re.compile(r"[*_]{0,2}(?::|\s-{1,2}\s|\s\()\s?[*_]{0,2}(?:at |either |about )?$")
_BETWEEN = re.compile(r",?\s?(?:and |or |/ ?)?(?:at |about )?$")
_RIGHT = re.compile(r",?\s(?:and|or)\s(?:(?:immediately|right|just|directly)\s(?:before|after)\b|at bedtime\b)")
_NUMBERS = re.compile(r"(?<![\d.-])(?P<list>(?:\d{1,2},\s)+)(?:and |or )?(?:at )?$")
_LAST = re.compile(r"(?:\d{1,2},? (?:or|and) )?(?P<last>\d{1,2})(?=[ -]?(?:h|m))")
_MEALS = frozenset({"meal", "breakfast", "lunch", "dinner"})
_NEAR = 2  # sentences that "afterwards" may point back over


def spread(doc: Document, sentence: Sentence, events: list[Event]) -> Iterator[Event]:
    """The events with those that a list of hours makes of them, each one once."""
    for event in events:
        if event.relation not in ("before", "after") or event.bare:
            yield event
        elif event.low is None and event.high is None:
            yield from _behind(doc, sentence, event) or [event]
        else:
            yield from _ahead(doc, sentence, event) or [event]


def _behind(doc: Document, sentence: Sentence, event: Event) -> list[Event]:
    """ "before bed: 6 hours, 3 hours, and immediately before": the quote runs from the event to each duration."""
    found: list[Event] = []
    at, link = event.end, _COLON
    for mark in sentence.of("duration"):
        if mark.start < at:
            continue
        value: Duration = mark.value  # type: ignore[assignment]
        if value.unit not in ("minute", "hour") or mark.start - at > 14 or not link.fullmatch(doc.low[at : mark.start]):
            break
        found.append(event._replace(end=mark.end, low=value.low, high=value.high))
        at, link = mark.end, _BETWEEN
    if len(found) < 2:
        return []
    right = _RIGHT.match(doc.low, at, sentence.end)
    return [*found, event._replace(end=right.end())] if right else found


def _ahead(doc: Document, sentence: Sentence, event: Event) -> list[Event]:
    """ "0, 3 or 6 hours before bed": the numbers before the last one take over its unit."""
    window = doc.low[max(sentence.start, event.start - 24) : event.start]
    numbers, last = _NUMBERS.search(window), _LAST.match(doc.low, event.start, event.end)
    if numbers is None or last is None or event.low is None or not event.high or not float(last["last"]):
        return []
    unit, base = event.high / float(last["last"]), event.start - len(window) + numbers.start("list")
    found: list[Event] = []
    for number in re.finditer(r"\d{1,2}", doc.low[base : last.end()]):
        minutes = float(number.group()) * unit
        found.append(event._replace(start=base + number.start(), low=minutes, high=minutes))
    return found


def afterwards(doc: Document, sentence: Sentence) -> Iterator[Event]:
    """ "take it afterwards": after the workout or meal that the words before it speak of last."""
    for mark in sentence.cue_marks("timing.afterwards"):
        points = [event for event in events_in(doc, sentence) if event.end <= mark.start and _is_point(event)]
        for other in islice(doc.block_sentences(sentence), _NEAR):
            points = points or [event for event in events_in(doc, other) if _is_point(event)]
        if points:
            last = points[-1]
            yield Event(mark.start, mark.end, last.aspect, "after", last.event, None, None, False)


def _is_point(event: Event) -> bool:
    return event.event == "exercise" or (event.event in _MEALS and event.relation in ("before", "after"))
