"""Why each record was made, and what dropped the marks that made none. Runs beside the grammars, never inside them.

The grammars keep no reasons, so that they stay lean: here their own predicates are asked again, in their order, and
the first that says no is named (`explain_drops`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from posology.extraction.document import Document, Mention, Sentence, heading_key
from posology.extraction.explain_drops import Drop, drops
from posology.extraction.extract import extract
from posology.extraction.layout import lay_out
from posology.extraction.marks import Duration, Extent, Mark, Quantity, Sense
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import Lexicon
from schemas.article import Article
from schemas.records import Kind, Record

CUES: dict[Kind, tuple[str, ...]] = {
    "dose": ("dose.", "denial."),
    "timing": ("timing.",),
    "form": (),
    "bioavailability": ("bio.",),
    "trial": ("trial.",),
    "reference": (),
}
"""Beginnings of the labels of the cues that a kind's grammar reads."""
_SENSES = 3  # of a name with many, to be shown


class UsedMark(NamedTuple):
    """A mark that a record was made of, with its words and what they were read as."""

    start: int
    end: int
    text: str
    kind: str
    meaning: str


class Origin(NamedTuple):
    """Where a record's substance or form was resolved from, and the words that name it there."""

    name: str
    place: str
    """sentence, paragraph, heading, title or topic."""
    words: str | None
    """None where no single place names it: most of the article's mentions do."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A record with what made it: `record.rule`, the marks, and where its subject was found."""

    record: Record
    marks: tuple[UsedMark, ...]
    substance: Origin | None
    form: Origin | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All records of an article in the order of the text, and all marks that made none, each with the reason."""

    document: Document
    records: tuple[Explained, ...]
    drops: tuple[Drop, ...]


def explain(article: Article, lexicon: Lexicon) -> Explanation:
    """Extract from an article and say why. Slower than `extract`, whose records these are."""
    doc = lay_out(article, compile_vocabulary(lexicon))
    records = extract(article, lexicon)
    return Explanation(doc, tuple(_explained(doc, record) for record in records), tuple(drops(doc, records)))


def _explained(doc: Document, record: Record) -> Explained:
    sentence = doc.sentences[doc.sentence_at(record.start)]
    return Explained(
        record=record,
        marks=tuple(_used(doc, mark, record) for mark in _marks(doc, sentence, record)),
        substance=_substance_origin(doc, sentence, record),
        form=_form_origin(doc, sentence, record),
    )


def _marks(doc: Document, first: Sentence, record: Record) -> Iterator[Mark]:
    """The marks inside the quote, and the cues of the record's kind in the rest of its sentences."""
    kind: Kind = record.kind  # type: ignore[attr-defined]
    for sentence in doc.sentences[first.index :]:
        if sentence.start >= record.end:
            return
        for mark in sentence.marks:
            inside = record.start <= mark.start and mark.end <= record.end
            if inside if mark.kind != "cue" else _labels(mark, kind):
                yield mark


def _labels(mark: Mark, kind: Kind) -> list[str]:
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    return sorted(label for label in labels if label.startswith(CUES[kind])) if CUES[kind] else []


def _used(doc: Document, mark: Mark, record: Record) -> UsedMark:
    kind: Kind = record.kind  # type: ignore[attr-defined]
    if mark.kind == "cue":
        meaning = ", ".join(_labels(mark, kind))
    else:
        meaning = _sense(mark, record) if mark.kind == "name" else meaning_of(mark)
    return UsedMark(mark.start, mark.end, doc.text[mark.start : mark.end], mark.kind, meaning)


def _sense(mark: Mark, record: Record) -> str:
    """The sense that the record took a name in; of a name that it did not take, all senses up to a few."""
    senses: tuple[Sense, ...] = mark.value  # type: ignore[assignment]
    taken = [sense for sense in senses if sense.substance == record.substance and sense.form in (None, record.form)]
    taken = taken or [sense for sense in senses if sense.substance == record.substance] or list(senses)
    more = f" and {len(taken) - _SENSES} more" if len(taken) > _SENSES else ""
    return ", ".join(f"{sense.kind} {sense.name}" for sense in taken[:_SENSES]) + more


def meaning_of(mark: Mark) -> str:
    """What the scan read a quantity, duration, number, marker or identifier as, in a few words."""
    match mark.value:
        case Quantity(low, high, unit):
            return f"{_range(low, high)} {unit}"
        case Duration(low, high, unit):
            return f"{_range(low, high)} minutes, said in {unit}s"
        case Extent(low, high):
            return _range(low, high)
        case tuple() as parts:
            return " ".join(map(str, parts))
        case value:
            return str(value)


def _range(low: float | None, high: float | None) -> str:
    shown = ["?" if number is None else f"{number:,.10g}" for number in (low, high)]
    return shown[0] if low == high else " to ".join(shown)


def _substance_origin(doc: Document, sentence: Sentence, record: Record) -> Origin | None:
    name, place = record.substance, record.substance_from
    if name is None or place is None:
        return None
    named = [mention for mention in doc.mentions if mention.substance == name]
    return Origin(name, place, _words(doc, sentence, record, place, named, name))


def _form_origin(doc: Document, sentence: Sentence, record: Record) -> Origin | None:
    name, place = record.form, record.form_from
    if name is None or place is None:
        return None
    named = [mention for mention in doc.mentions if mention.form == name]
    return Origin(name, place, _words(doc, sentence, record, place, named, name))


def _words(
    doc: Document, sentence: Sentence, record: Record, place: str, named: Sequence[Mention], name: str
) -> str | None:
    """The words at a place that name the subject: the nearest of them; None where no such words stand there."""
    if place == "sentence":
        here = [m for m in named if sentence.start <= m.start < max(sentence.end, record.end)]
        if not here:  # words that no list has: the article's own
            at = doc.low.find(name, sentence.start, sentence.end)
            return doc.text[at : at + len(name)] if at >= 0 else doc.text[record.start : record.end]
        return _text(doc, min(here, key=lambda m: abs(m.start - record.start)))
    if place == "paragraph":
        before = [m for m in named if m.start < sentence.start]
        return _text(doc, before[-1]) if before else None
    if place in ("heading", "title"):
        rooms = [*(sentence.block.header or ()), *reversed(sentence.block.headings)]
        return next((room for room in rooms if {*doc.headings.get(heading_key(room), ())} & {*named}), None)
    title = doc.article.title
    return title if title and any(_text(doc, m).lower() in title.lower() for m in named) else None


def _text(doc: Document, mention: Mention) -> str:
    return doc.text[mention.start : mention.end]
