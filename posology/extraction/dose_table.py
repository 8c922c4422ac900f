"""Bare numbers in table cells whose column header names the unit: "| Magnesium | 420 |" under "RDA men (mg)"."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.dose_population import population_of
from posology.extraction.drafts import Draft
from posology.extraction.marks import Mark, Quantity
from posology.extraction.numbers import parse_number
from posology.extraction.resolve import resolve
from posology.extraction.tables import header_of, room
from schemas.records import DoseContext

_UNIT = re.compile(
    r"[(,\s/](mg|mcg|ug|g|iu|grams|milligrams|micrograms)\s?(/\s?(?:d|day)|per day|daily|a day)?(?:\s?(?:rae|dfe|ne"
    r"|ate))?[)\s]*$|\((mg|mcg|ug|g|iu)\b"
)
_NUMBER = re.compile(
    r"[\s*~]*(?:(up to|<|\x04|>|\x03)\s?)?(\d[\d,]*(?:\.\d+)?)(?:\s?(?:-|to)\s?(\d[\d,]*(?:\.\d+)?))?(\+)?[\s*^]*$"
)
_NAMES = {"ug": "mcg", "grams": "g", "milligrams": "mg", "micrograms": "mcg"}
_DOSED = re.compile(
    r"\b(?:rda|ai|ul|dri|ear|rni|intake|allowance|limit|dose|dosage|amount|daily|recommended|men|women|male|female"
    r"|pregnan\w*|lactat\w*|adults?|children|serving|content|per|upper|target|range)\b"
)


def bare_numbers(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Doses of a row's cells that hold nothing but a number, in the unit of their column."""
    header = sentence.block.header
    if sentence.block.kind != "table_row" or not header:
        return
    at = sentence.start
    while at < sentence.end:
        start, end = room(doc, sentence, at + 1 if doc.low[at] == "|" else at)
        draft = _cell(doc, sentence, start, end)
        if draft is not None:
            yield draft
        at = max(end, at + 1)


def _cell(doc: Document, sentence: Sentence, start: int, end: int) -> Draft | None:
    header = header_of(doc, sentence, start)
    unit = _UNIT.search(header)
    number = _NUMBER.fullmatch(doc.low, start, end)
    if unit is None or number is None or not _DOSED.search(header):
        return None
    low, high = parse_number(number[2]), parse_number(number[3] or number[2])
    subject = resolve(doc, sentence, start, end)
    if low is None or high is None or subject.substance is None:
        return None
    name = unit[1] or unit[3]
    place = number.start(2), number.end(3) if number[3] else number.end(2)
    mark = Mark(*place, "quantity", Quantity(low, high, _NAMES.get(name, name), "mass", place[1]))
    values = {
        "low": None if number[1] in ("up to", "<", "\x04") else low,
        "high": None if number[4] or number[1] in (">", "\x03") else high,
        "unit": _NAMES.get(name, name),
        "basis": None,
        "per": "day" if unit[2] or re.search(r"\b(?:daily|per day)\b", header) else None,
        "times_per_day": None,
        "context": _context(header),
        "population": population_of(doc, sentence, *place, [mark], _context(header)),
    }
    return Draft("dose", *place, sentence, "dose.table_number", subject, values)


def _context(header: str) -> DoseContext:
    if re.search(r"\b(?:ul|upper|maximum|max|limit)\b", header):
        return "limit"
    if re.search(r"\b(?:rda|ai|dri|ear|rni|intake|allowance|adequate|requirement)\b", header):
        return "reference"
    if re.search(r"\b(?:per serving|serving|content|amount)\b", header):
        return "product"
    return (
        "reference"
        if re.search(r"\b(?:men|women|male|female|pregnan\w*|lactat\w*|adults?|children)\b", header)
        else ("recommended")
    )
