"""Tables and labels: a column or a row headed "Absorption" whose cells hold the degree alone."""

import re
from collections.abc import Iterator
from functools import lru_cache

from posology.extraction.bioavailability_numbers import bounded
from posology.extraction.bioavailability_subject import subject
from posology.extraction.bioavailability_view import View, anchors_of, view_of
from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Extent
from posology.extraction.resolve import resolve_outside
from posology.extraction.tables import column_of

_ABSORPTION = re.compile(r"absor|assimilation|uptake")
_BIOAVAILABILITY = re.compile(r"bio-?availab|cell(?:ular)? (?:uptake|absor)|utili[sz]ation")
_CELL = re.compile(r"[^|]+")
_LEVELS = {"bio.high": "high", "bio.most": "high", "bio.low": "low", "bio.moderate": "moderate"}
_DIRECTIONS = {"bio.more": "higher", "bio.less": "lower"}
_HEAD = re.compile(
    r"[^a-z0-9|<>~\x03\x04]*(?:(?:very|extremely|relatively|quite|generally|typically|the|about|up to|only|approx\.?"
    r"|around"
    r"|estimated|less than|more than|over|under|at least|considered)\s){0,3}[~<>\x03\x04]?\s?$"
)
_TIMES = re.compile(
    r"\s?(?:higher|better|greater|more|faster|increase|that|the|(?P<less>lower|less|slower)|(?=[|(,;]|\s?$))\b|"
)
_VERSUS = re.compile(r"\b(?:vs?\.?|versus|compared (?:to|with)|over|relative to|than)\s(?:the )?([a-z0-9][^|()]{2,40})")
_LONG = 90
_LABEL = 60
_BIO = re.compile(rf"{_ABSORPTION.pattern}|{_BIOAVAILABILITY.pattern}")


def measure_of(words: str) -> str | None:
    """The measure that a header or a row's label names."""
    if _BIOAVAILABILITY.search(words):
        return "bioavailability"
    return "absorption" if _ABSORPTION.search(words) else None


@lru_cache(maxsize=256)
def _is_headed(header: tuple[str, ...] | None) -> bool:
    """Whether a column of a table speaks of absorption."""
    return bool(header) and any(measure_of(words.lower()) for words in header or ())


def cells_of(doc: Document, sentence: Sentence) -> list[tuple[int, int]]:
    """Spans of a row's cells, blanks cut off; empty cells are left out."""
    spans = []
    for match in _CELL.finditer(doc.low, sentence.start, sentence.end):
        if match[0].strip():
            lead = len(match[0]) - len(match[0].lstrip())
            spans.append((match.start() + lead, match.start() + len(match[0].rstrip())))
    return spans


def find_in_row(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Claims of the cells that stand under or beside a word for absorption and name none themselves."""
    if not _is_headed(sentence.block.header) and not _BIO.search(doc.low, sentence.start, sentence.start + _LABEL):
        return
    cells = cells_of(doc, sentence)
    if len(cells) < 2:
        return
    label = measure_of(doc.low[cells[0][0] : cells[0][1]])
    for start, end in cells[1:]:
        measure = label or measure_of(header_at(doc, sentence, start))
        if measure is None or end - start > _LONG:
            continue
        view = view_of(doc, sentence, start, end)
        if anchors_of(view):
            continue
        draft = of_cell(doc, view, measure, row_subject(doc, sentence, start))
        if draft is not None:
            yield draft


def header_at(doc: Document, sentence: Sentence, at: int) -> str:
    """The words over an offset's column, lower case."""
    column, header = column_of(doc, sentence, at), sentence.block.header
    return header[column].lower() if header and column is not None and column < len(header) else ""


def of_cell(doc: Document, view: View, measure: str, who: Subject) -> Draft | None:
    """The claim about `who` of the degree or percentage that a cell, or what is left of a list's item, begins with."""
    values: dict[str, object] = dict.fromkeys(("low", "high", "ratio", "level", "direction", "comparator"))
    start = end = view.start
    for mark in view.cues:
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        level = next((value for label, value in _LEVELS.items() if label in labels), None)
        direction = next((value for label, value in _DIRECTIONS.items() if label in labels), None)
        if (level or direction) and _HEAD.match(doc.low[view.start : mark.start]):
            values["level"], values["direction"] = (None, direction) if direction else (level, None)
            end = mark.end
        break
    for mark in view.numbers:
        if end == start and not _HEAD.match(doc.low[view.start : mark.start]):
            break
        if mark.kind == "percent":
            number = bounded(view, mark)
            values["low"], values["high"], end = number.low, number.high, max(end, number.end)
        elif match := _TIMES.match(doc.low, mark.end, view.end):
            assert isinstance(mark.value, Extent)
            values["ratio"], values["direction"] = mark.value.low, "lower" if match["less"] else "higher"
            end = max(end, match.end())
        break
    if end == start:
        return None
    if values["direction"]:
        values["comparator"] = _comparator(header_at(doc, view.sentence, start))
    if who.substance is None:
        return None
    return Draft(
        "bioavailability", start, end, view.sentence, "bioavailability.cell", who, {"measure": measure, **values}
    )


def _comparator(header: str) -> str | None:
    """What a column's header measures against: "Uptake v. plain curcumin"."""
    match = _VERSUS.search(header)
    return match[1].strip() if match else None


def row_subject(doc: Document, sentence: Sentence, at: int) -> Subject:
    """Whom a cell speaks of: the row's own name, the column's header, else the room above."""
    cells = cells_of(doc, sentence)
    first = view_of(doc, sentence, *cells[0]) if cells else None
    if first is not None and first.candidates and at >= first.end:
        return subject(doc, first, first.candidates[0])
    column = column_of(doc, sentence, at)
    mention = _header_mention(doc, sentence, column)
    if mention is not None:
        return Subject(mention.substance, mention.form, "heading", "heading" if mention.form else None, mention.known)
    before = doc.mentions_in(sentence.start, at)
    if before:
        return Subject(
            before[0].substance, before[0].form, "sentence", "sentence" if before[0].form else None, before[0].known
        )
    return resolve_outside(doc, sentence)


def _header_mention(doc: Document, sentence: Sentence, column: int | None) -> Mention | None:
    """The name in the header row's cell of a column: the row above that holds the header's own words."""
    header = sentence.block.header
    if not header or column is None or column >= len(header) or not header[column].strip():
        return None
    words = header[column].strip().lower()
    for index in range(sentence.index - 1, max(-1, sentence.index - 60), -1):
        other = doc.sentences[index]
        if other.block.kind != "table_row":
            break
        for start, end in cells_of(doc, other):
            if doc.text[start:end].strip().lower() == words:
                return next(iter(doc.mentions_in(start, end)), None)
    return None
