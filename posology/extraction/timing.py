"""The timing grammar: when, with what, how often and for how long to take a substance."""

from collections.abc import Iterator
from functools import lru_cache

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.timing_body import not_of_taking
from posology.extraction.timing_elliptic import indifferent
from posology.extraction.timing_events import Event, events_in, labelled
from posology.extraction.timing_gaps import find_gaps
from posology.extraction.timing_gate import about_taking, asks, forbidden
from posology.extraction.timing_separation import TRIGGERS, find_separations
from posology.extraction.timing_series import afterwards, spread
from posology.extraction.timing_spans import COUNTS, find_spans
from posology.extraction.timing_subjects import context_of_taking, subjects
from posology.extraction.timing_warnings import may_hinder

_SILENT = frozenset({"title", "reference", "boilerplate"})
_OTHERS = {"meridiem", "afterwards", "first", "season", "onset_vague"}
_SIGNS = TRIGGERS | COUNTS | {"duration", "table_row", *("timing." + name for name in _OTHERS)}


def find_timings(doc: Document) -> Iterator[Draft]:
    """The article's timings; sentences without a word of time, or of keeping apart, are not looked at."""
    timed = doc.holding(sign for sign in doc.signs if sign in _SIGNS or labelled(frozenset((sign,))))
    for sentence in doc.chosen(timed | doc.saying("apart") | may_hinder(doc)):
        if sentence.block.kind not in _SILENT and sentence.marks and not _heads_table(doc, sentence):
            yield from _in_sentence(doc, sentence)


def _in_sentence(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    apart = list(find_gaps(doc, sentence)) or list(find_separations(doc, sentence))
    yield from apart
    taken = [(draft.start, draft.end) for draft in apart]
    if _speaks_of_time(sentence.cues):
        day = list(_day(doc, sentence, taken))
        yield from day
        taken += [(draft.start, draft.end) for draft in day]
    yield from find_spans(doc, sentence, taken)


def _heads_table(doc: Document, sentence: Sentence) -> bool:
    """Whether a table row is the header itself, which names topics and claims nothing."""
    header = sentence.block.header
    row = doc.text[sentence.start : sentence.end]
    return sentence.block.kind == "table_row" and header is not None and all(cell in row for cell in header)


@lru_cache(maxsize=8192)
def _speaks_of_time(cues: frozenset[str]) -> bool:
    return bool(cues & {"timing.meridiem", "timing.afterwards"}) or any(labelled(frozenset((label,))) for label in cues)


def _day(doc: Document, sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[Draft]:
    """Times of day and meals, each once for every substance that it is of."""
    meant: list[Event] = []
    said = [*spread(doc, sentence, events_in(doc, sentence)), *afterwards(doc, sentence)]
    events = sorted(said, key=lambda event: (event.start, event.end))
    if (either := indifferent(doc, sentence, events)) and not asks(doc, sentence):
        events.append(either)
        meant.append(either)
    for event in events:
        if event.event == "any_time" and event in meant:
            continue
        if any(start < event.end and event.start < end for start, end in taken) or not_of_taking(doc, sentence, event):
            continue
        if (
            (_joins(doc, event, meant) and not event.bare)
            or about_taking(doc, sentence, event)
            or _continues(doc, event, meant)
        ):
            meant.append(event)
        elif (avoided := forbidden(doc, sentence, event)) is not None:
            meant.append(avoided)
    if any(event.event == "any_time" for event in meant):
        first = next(event for event in meant if event.event == "any_time")
        timed = [event for event in meant if event.aspect == "meal" or (event.low, event.high) != (None, None)]
        meant = [*timed, first]
    for event in dict.fromkeys(meant):
        for subject in subjects(doc, sentence, event.start, event.end):
            yield _draft(sentence, event, subject, context_of_taking(doc, sentence))


def _joins(doc: Document, event: Event, meant: list[Event]) -> bool:
    """Whether the event follows one that is of taking, with only "and" or a comma between: "at night, with food"."""
    if not meant:
        return False
    gap = doc.low[meant[-1].end : event.start]
    return len(gap) < 16 and gap.strip(" ,/&()*_-") in (
        "",
        "and",
        "or",
        "ideally",
        "preferably",
        "and again",
        "or again",
        "then",
        "and then",
        "either",
        "right",
        "half",
        "and half",
        "and one",
        "and the other half",
        "and once",
    )


def _continues(doc: Document, event: Event, meant: list[Event]) -> bool:
    """ "morning and night": a bare part of the day joined to one that is of taking."""
    return event.bare and bool(meant) and _joins(doc, event, meant)


def _draft(sentence: Sentence, event: Event, subject: Subject, context_: str) -> Draft:
    return Draft(
        "timing", event.start, event.end, sentence, f"timing.{event.aspect}.{event.relation or 'plain'}", subject,
        {
            "aspect": event.aspect, "relation": event.relation, "event": event.event,
            "low": event.low, "high": event.high, "context": context_,
        },
    )  # fmt: skip
