"""How often, for how long, and until when: frequency, course and onset, each by its own rules."""

import re
from collections.abc import Iterator, Sequence

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft
from posology.extraction.marks import Duration, Mark
from posology.extraction.numbers import parse_number
from posology.extraction.timing_course import course, not_longer, open_courses
from posology.extraction.timing_events import bounded
from posology.extraction.timing_gate import asks
from posology.extraction.timing_labels import about_substance, in_section
from posology.extraction.timing_onset import after_intake, halts, onset, unnumbered, vague_onsets
from posology.extraction.timing_subjects import context, subjects, tells_of_study

_DAY = 1440.0
COUNTS = frozenset({"timing.times", "timing.twice", "timing.once", "timing.thrice", "timing.alternate", "timing.doses"})
_NUMBER = r"(?:\d+(?:\.\d)?|one|two|three|four|five|six|eight|once|twice)"
_COUNT = re.compile(
    rf"(?<![\w.-])(?P<bound>at least |up to |a maximum of |maximum |max |(?:no|not"
    rf"|never) more than )?(?P<low>{_NUMBER})(?:\s?(?:-{{1,2}}"
    rf"|to|or)\s?(?P<high>{_NUMBER}))?[\s-]?$"
)
_LEADING = re.compile(rf"(?<![\w.-])(?P<low>{_NUMBER})\s?(?:-|to|or)\s?$")
_PARTED = re.compile(r"\b(?:divid|split|spread|separat|smaller|equal|portion)")
_INTO = re.compile(r"\b(?:mg|mcg|g|iu|gram|day|d|daily|taken|it|dose),? (?:in|over|across|into|as)\s$")
_NOT_COUNTED = re.compile(
    r"\b(?:avoid|don'?t|do not|never|no need|brush|wash|exercis|meditat|urinat|shower|bathroom)\w*"
)


_LABEL = re.compile(r"[\W_]{0,6}(?:frequency|how often|dosage|dose|dosing|directions|schedule)\b[^:|]{0,15}[:|]")
_UNITS = re.compile(
    r"(?:\d|one|two|three)\)?\s(?:[a-z]+\s)?(?:capsule|tablet|softgel|gumm|scoop|drop|pill|lozenge|sachet)"
)


def find_spans(doc: Document, sentence: Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[Draft]:
    """Frequencies, courses and onsets of one sentence; durations inside `taken` say something else already."""
    if sentence.block.kind == "heading" or asks(doc, sentence):
        return
    cues = sentence.cues
    if cues & COUNTS:
        yield from _frequencies(doc, sentence)
    if "timing.onset_vague" in cues and "timing.onset" in cues:
        for start, end in vague_onsets(doc, sentence):
            yield from _drafts(doc, sentence, start, end, "onset", None, None)
    for mark in sentence.of("duration"):
        if any(start <= mark.start < end for start, end in taken):
            continue
        yield from _course_or_onset(doc, sentence, mark)
    for start, end, high in unnumbered(doc, sentence):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            yield from _drafts(doc, sentence, start, end, "onset", None, high)
    if "timing.season" in cues:
        for start, end in open_courses(doc, sentence):
            yield from _drafts(doc, sentence, start, end, "course", None, None)


def _drafts(
    doc: Document, sentence: Sentence, start: int, end: int, aspect: str, low: float | None, high: float | None
) -> Iterator[Draft]:
    said = context(doc, sentence)
    for subject in subjects(doc, sentence, start, end)[: 3 if aspect != "onset" else 1]:
        values = {"aspect": aspect, "relation": None, "event": None, "low": low, "high": high, "context": said}
        yield Draft("timing", start, end, sentence, f"timing.{aspect}", subject, values)


# --- frequency ---


def _frequencies(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Counts a day. A single count beside an amount is the dose's; a range of counts is a record of its own."""
    taken = bool(sentence.cues & {"timing.take", "timing.use"}) and (
        about_substance(sentence, doc) or doc.topic.substance
    )
    if (
        not taken
        and not _LABEL.match(doc.low[sentence.start : sentence.end])
        and not any(mark.kind == "quantity" for mark in sentence.marks)
        and not in_section(sentence)
    ):
        return
    dosed = any(mark.kind == "quantity" for mark in sentence.marks) or bool(
        _UNITS.search(doc.low[sentence.start : sentence.end])
    )
    for mark in sentence.cue_marks(*COUNTS):
        counted = _counted(doc, sentence, mark)
        if counted is None:
            continue
        start, low, high = counted
        if "timing.alternate" in mark.value and tells_of_study(doc, sentence):  # type: ignore[operator]
            continue
        if (dosed and (low == high or low is None or high is None)) or _NOT_COUNTED.search(
            doc.low[max(sentence.start, start - 60) : start]
        ):
            continue
        yield from _drafts(doc, sentence, start, mark.end, "frequency", low, high)


def _counted(doc: Document, sentence: Sentence, mark: Mark) -> tuple[int, float | None, float | None] | None:
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    window = doc.low[max(sentence.start, mark.start - 40) : mark.start]
    base = mark.start - len(window)
    fixed = {"timing.twice": 2.0, "timing.once": 1.0, "timing.thrice": 3.0, "timing.alternate": 0.5}
    for label, value in fixed.items():
        if label in labels:
            leading = _LEADING.search(window)
            if leading and value > 1:
                return base + leading.start(), _value(leading["low"]), value
            bound = re.search(r"(at least|up to|a maximum of|(?:no|not|never) more than) $", window)
            if bound:
                return base + bound.start(), *((value, None) if bound[1] == "at least" else (None, value))
            return mark.start, value, value
    earlier = doc.low[max(sentence.start, mark.start - 80) : mark.start]
    found = _COUNT.search(window)
    if found is None:
        return None
    parted = _PARTED.search(earlier + doc.low[mark.start : mark.end + 12]) or _INTO.search(window, 0, found.start())
    if "timing.doses" in labels and not parted:
        return None
    low, high = _value(found["low"]), _value(found["high"] or found["low"])
    if low is None or high is None or not 0 < low <= high <= 12 or (high == 1 and "timing.doses" in labels):
        return None
    bound_ = (found["bound"] or "").strip()
    if bound_:
        low, high = (low, None) if bound_ == "at least" else (None, high)
    return base + found.start(), low, high


def _value(words: str) -> float | None:
    return {"once": 1.0, "twice": 2.0}.get(words) or parse_number(words)


# --- course and onset ---


def _course_or_onset(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Draft]:
    value: Duration = mark.value  # type: ignore[assignment]
    begin = course(doc, sentence, mark)
    if begin is None and (doc.low[mark.end : mark.end + 1] == "-" or halts(doc, sentence, mark)):
        return
    start, low, high = bounded(doc, sentence, mark, mark.end + 10)
    days = (None if low is None else low / _DAY, None if high is None else high / _DAY)
    if begin is not None:
        if not_longer(doc, sentence, mark):
            days = (None, None if value.high is None else value.high / _DAY)
        yield from _drafts(doc, sentence, begin[0], begin[1], "course", *days)
    elif onset(doc, sentence, mark):
        end = after_intake(doc, sentence, mark) if doc.low[mark.end : mark.end + 5] == " post" else None
        yield from _drafts(doc, sentence, start, end or mark.end, "onset", *days)
