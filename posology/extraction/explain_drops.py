"""The marks that made no record, and the step that dropped them, found by asking the grammars' own predicates again."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from posology.extraction.bioavailability_view import ANCHORS
from posology.extraction.denial import is_denied, is_question
from posology.extraction.document import Document, Sentence
from posology.extraction.dose_amount import read_amount
from posology.extraction.dose_reject import reason_against
from posology.extraction.marks import Mark, Sense
from posology.extraction.resolve import resolve
from posology.extraction.timing_events import events_in, labelled
from posology.extraction.timing_gate import about_taking
from posology.extraction.trial_intro import STARTERS, introductions
from schemas.records import Kind, Record


class Drop(NamedTuple):
    """Words that a record of a kind begins with, and why none began there."""

    kind: Kind
    start: int
    end: int
    text: str
    mark: str
    """The kind of the mark: quantity, cue, name ..."""
    reason: str
    sentence: str


NO_RULE = "no grammar rule matched"
_COUNTS = frozenset({"timing.apart", "timing.times", "timing.twice", "timing.thrice", "timing.alternate"})


def drops(doc: Document, records: Sequence[Record]) -> Iterator[Drop]:
    """Every mark that a record could begin with and that no record of that kind holds, in the order of the text."""
    held: dict[Kind, list[tuple[int, int]]] = {}
    forms = {record.form for record in records if record.form}
    for record in records:
        held.setdefault(record.kind, []).append((record.start, record.end))  # type: ignore[attr-defined]
    for sentence in doc.sentences:
        for mark in sentence.marks:
            for kind in begins(mark):
                if any(start < mark.end and mark.start < end for start, end in held.get(kind, ())):
                    continue
                if kind == "form" and _is_named_before(mark, forms):
                    continue
                if mark.kind in ("percent", "ratio", "duration") and _in_any(mark, held):
                    continue  # a trial's figures, a dose's "for 8 weeks"
                reason = _block_reason(doc, sentence, kind) or _REASONS[kind](doc, sentence, mark)
                text = doc.text[mark.start : mark.end]
                yield Drop(kind, mark.start, mark.end, text, mark.kind, reason, doc.text[sentence.start : sentence.end])


def begins(mark: Mark) -> tuple[Kind, ...]:
    """The kinds of record that a mark may be the beginning of."""
    match mark.kind:
        case "quantity":
            return ("dose",)
        case "percent" | "ratio":
            return ("bioavailability",)
        case "duration":
            return ("timing",)
        case "identifier":
            return ("reference",)
        case "name":
            return ("form",) if any(sense.form for sense in _senses(mark)) else ()
        case "cue":
            return _cue_begins(mark)
    return ()


def _cue_begins(mark: Mark) -> tuple[Kind, ...]:
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    kinds: list[Kind] = []
    if labelled(labels) or labels & _COUNTS:
        kinds.append("timing")
    if labels & set(ANCHORS):
        kinds.append("bioavailability")
    if labels & STARTERS:
        kinds.append("trial")
    return tuple(kinds)


def _senses(mark: Mark) -> tuple[Sense, ...]:
    senses: tuple[Sense, ...] = mark.value  # type: ignore[assignment]
    return senses


def _is_named_before(mark: Mark, forms: set[str]) -> bool:
    return any(sense.form in forms for sense in _senses(mark))


def _in_any(mark: Mark, held: dict[Kind, list[tuple[int, int]]]) -> bool:
    return any(start < mark.end and mark.start < end for spans in held.values() for start, end in spans)


def _block_reason(doc: Document, sentence: Sentence, kind: Kind) -> str | None:
    """What the whole sentence is, where that alone rules the kind out."""
    if sentence.block.kind == "reference" and kind != "reference":
        return "stands in an entry of the reference list"
    if sentence.block.kind == "title" and kind in ("dose", "timing", "form", "trial"):
        return "stands in the title, which names a topic"
    if kind in ("dose", "timing", "bioavailability") and is_question(doc, sentence):
        return "the sentence asks"
    return None


def _dose_reason(doc: Document, sentence: Sentence, mark: Mark) -> str:
    following = next((m for m in sentence.marks if m.kind == "quantity" and m.start >= mark.end), None)
    amount = read_amount(doc, sentence, mark, following)
    if amount is None:
        return "the words around it read as no amount"
    if (reason := reason_against(doc, sentence, amount)) is not None:
        return reason
    if amount.mention is None and resolve(doc, sentence, amount.start, amount.tail.end).substance is None:
        return "no substance can be resolved: none is named in the sentence, paragraph, headings or title"
    return "read as part of the amount beside it"


def _timing_reason(doc: Document, sentence: Sentence, mark: Mark) -> str:
    events = [event for event in events_in(doc, sentence) if event.start < mark.end and mark.start < event.end]
    if events:
        if is_denied(doc, sentence, events[0].start, events[0].end):
            return "denied or imagined"
        if not any(about_taking(doc, sentence, event) for event in events):
            return "the time is not said of taking a substance"
        return "said by another timing of the sentence, or of no substance that can be resolved"
    if mark.kind == "duration":
        return "a stretch of time without words of taking, keeping apart or feeling an effect"
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    if labelled(labels):
        return "a part of the day or a meal without a preposition that makes it a time of taking"
    return f"{NO_RULE} beside a word of counting or keeping apart"


def _form_reason(_: Document, __: Sentence, mark: Mark) -> str:
    senses = [sense for sense in _senses(mark) if sense.form]
    if all(sense.kind == "delivery" for sense in senses):
        return "a delivery word that is not said of a substance here"
    if all(sense.elliptic for sense in senses):
        substances = sorted({sense.substance for sense in senses if sense.substance})
        return f"a short name, and the passage does not speak of its substance ({', '.join(substances[:4])})"
    return "another sense of the name, or a longer name around it, was chosen"


def _bioavailability_reason(doc: Document, sentence: Sentence, mark: Mark) -> str:
    if not sentence.cues & set(ANCHORS):
        return "no word of absorption stands in the sentence"
    if is_denied(doc, sentence, mark.start, mark.end):
        return "denied or imagined"
    if mark.kind == "cue":
        return "no degree, number or comparison goes with it, or no form that it is said of"
    return "the number is not joined to the word of absorption"


def _trial_reason(doc: Document, sentence: Sentence, mark: Mark) -> str:
    if sentence.block.kind == "heading":
        return "a heading that names a topic"
    if any(intro.start <= mark.start < intro.head for intro in introductions(doc, sentence)):
        return "read as more of the study that is spoken of already"
    return "introduces no single study: a plural, a hedge, or the word in another sense"


def _reference_reason(*_: object) -> str:
    return "no entry or citation could be read around the identifier"


_REASONS: dict[Kind, Callable[[Document, Sentence, Mark], str]] = {
    "dose": _dose_reason,
    "timing": _timing_reason,
    "form": _form_reason,
    "bioavailability": _bioavailability_reason,
    "trial": _trial_reason,
    "reference": _reference_reason,
}
