"""Labels, table columns and lists that say of a time that it is a time to take something."""

import re
from functools import lru_cache

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.timing_events import Event


def robust(event: Event) -> bool:
    """Whether the words hardly ever speak of anything but taking ("on an empty stomach", "30 minutes before bed")."""
    if event.aspect == "meal":
        return event.relation not in ("before", "after", "between") or event.low is not None
    return event.low is not None or event.high is not None or event.event == "bedtime"


def about_substance(sentence: Sentence, doc: Document) -> bool:
    """Whether the sentence names a substance, a supplement or an amount."""
    if doc.mentions_in(sentence.start, sentence.end) or "timing.thing" in sentence.cues:
        return True
    return any(mark.kind == "quantity" for mark in sentence.marks)


def labelled_by(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether a label ("Timing:"), a table's column or a list on dosage makes the event a time to take."""
    if sentence.block.kind == "table_row":
        return _in_cell(doc, sentence, event)
    label = _label(doc, sentence)
    if label is not None and event.start >= label.end and event.start - label.end < 60:
        return not _blocked(sentence, label.end, event)
    starts = doc.low[sentence.start : event.start].strip(" *_-#>\t") == ""
    if sentence.block.kind != "list_item" or not in_section(sentence):
        return False
    near = starts or event.start - sentence.start < 60
    return (
        near
        and (robust(event) or (starts and (not event.bare or _asks_when(sentence))))
        and not _blocked(sentence, sentence.start, event)
    )


_COLON = re.compile(
    r"(?:\s(?:to|take|use|it|this|them|for|of|day|timing|supplement|[a-z-]{3,14})){0,3}[\s*_]{0,4}[:>=]"
)


def _label(doc: Document, sentence: Sentence) -> Mark | None:
    for mark in sentence.marks:
        if mark.start - sentence.start > 6:
            return None
        if mark.kind == "cue" and "timing.label" in mark.value and _COLON.match(doc.low[mark.end : mark.end + 40]):  # type: ignore[operator]
            return mark
    return None


_OTHER = frozenset({"timing.other", "timing.not_taking"})


def _blocked(sentence: Sentence, start: int, event: Event) -> bool:
    kinds = _OTHER if robust(event) else _OTHER | {"timing.effect"}
    return any(
        mark.kind == "cue" and start <= mark.start < event.start and mark.value & kinds  # type: ignore[operator]
        for mark in sentence.marks
    )


_CELL_LABEL = re.compile(
    r"\b(?:tim(?:e|ing)|when|how to|dos\w+|directions|usage|use|administration|take|schedule|instructions"
    r"|notes?|food|meals?|tips?)\b"
)


def _in_cell(doc: Document, sentence: Sentence, event: Event) -> bool:
    """A cell under "Timing" or "Dosage", or beside such a label, or that begins with the event."""
    row = doc.low[sentence.start : sentence.end]
    at = event.start - sentence.start
    left = row.rfind("|", 0, at)
    cell_start = left + 1
    ahead = row[:cell_start].strip(" |")
    column = ahead.count("|") + 1 if ahead else 0
    header = sentence.block.header
    lead = row[cell_start:at].strip(" *_~")
    if _blocked(sentence, sentence.start + cell_start, event):
        return False
    if header and column < len(header) and _CELL_LABEL.search(header[column].lower()):
        return robust(event) or len(lead) < 25
    first = row.strip(" |").split("|")[0]
    if (
        column > 0
        and len(first) < 40
        and re.search(
            r"\b(?:best time|best taken|timing|when|how to take|take(?:n)?|directions|suggested use)\b", first
        )
    ):
        return True
    return (lead == "" or lead.startswith(("best ", "take"))) and about_substance(sentence, doc) and not event.bare


def in_section(sentence: Sentence) -> bool:
    """Whether the nearest heading, or the one above it, is about dosage, timing or use."""
    return any(_names_section(heading) for heading in sentence.block.headings[-2:])


_SECTION = re.compile(
    r"\b(?:dos(?:e|es|age|ages|ing)|timing|when (?:to|should|is|do)|how (?:to|should|much|do i|do you|often)"
    r"|directions|suggested use|usage"
    r"|administration|protocol|stacks?|stacking|schedule|best time|recommended use|taking|practical (?:use"
    r"|tips)|supplement plan|routine"
    r"|instructions|using|if trying|(?:i|we|to|you) (?:use|take|try)(?: it| them)?|try it|practical (?:points"
    r"|notes|advice))\b"
)


_WHEN = re.compile(r"\b(?:timing|when to|best time|time of day)\b")


def _asks_when(sentence: Sentence) -> bool:
    """Whether the heading is about the time alone, so that "Morning if you want energy" answers it."""
    return bool(sentence.block.headings) and _WHEN.search(sentence.block.headings[-1].lower()) is not None


@lru_cache(maxsize=4096)
def _names_section(heading: str) -> bool:
    return _SECTION.search(heading.lower()) is not None
