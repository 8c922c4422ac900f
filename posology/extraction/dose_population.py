"""Whom an amount is for."""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.populations import population_phrases
from posology.extraction.tables import column_of, row_label

_LABEL = re.compile(r"[\s*>#*|-]*([^:|]{2,80}?)\*{0,2}:\*{0,2}\s")
_JOIN_AFTER = re.compile(r"[\s,(*]{0,3}(?:(?:rda|ai|daily|each)\s?\)?\s?)?(?:is |are )?(?:recommended |required |needed |advised |suggested |sufficient |enough |typical |appropriate |safe )?(?:for|in|among)\s(?:the\s|most\s)?")


def population_of(doc: Document, sentence: Sentence, start: int, end: int, siblings: list[Mark]) -> str | None:
    """The words that restrict whom the amount at [start, end) is for, or None.

    A group right behind the amount ("75 mg for women") wins, then one before it in the sentence, then a label
    ("Adults:"), the row's first cell, or a heading that is nothing but a group.
    """
    phrases = population_phrases(doc.low, sentence.start, sentence.end)
    after = _phrase_after(doc, phrases, end)
    if after is not None:
        return _words(doc, *after)
    if sentence.block.kind == "table_row":
        return _row_population(doc, sentence, start)
    before = [span for span in phrases if span[1] <= start]
    if before:
        earlier = [q for q in siblings if q.end <= start]
        own = [span for span in before if not earlier or span[0] >= earlier[-1].end]
        chosen = (own or before)[-1]
        if own or not _phrase_after(doc, phrases, earlier[-1].end if earlier else start):
            return _words(doc, *chosen)
    label = _LABEL.match(doc.low[sentence.start : min(sentence.end, sentence.start + 120)])
    if label is None and not before:
        following = [span for span in phrases if span[0] >= end and not any(end <= q.start < span[0] for q in siblings)]
        if following and following[0][0] - end < 60 and sentence.block.kind != "heading":
            return _words(doc, *following[0])
    return _heading_population(doc, sentence) or _label_population(doc, sentence)


def _phrase_after(doc: Document, phrases: list[tuple[int, int]], end: int) -> tuple[int, int] | None:
    joined = _JOIN_AFTER.match(doc.low, end, end + 60)
    if joined is None:
        return None
    return next((span for span in phrases if joined.end() - 8 <= span[0] <= joined.end() + 1), None)


def _words(doc: Document, start: int, end: int) -> str:
    return doc.text[start:end].strip(" ,.;:()[]*|\n")


def _row_population(doc: Document, sentence: Sentence, at: int) -> str | None:
    header = sentence.block.header or ()
    column = column_of(doc, sentence, at)
    if column is not None and 0 < column < len(header):
        spans = population_phrases(header[column].lower(), 0, len(header[column]))
        if spans:
            return header[column][spans[0][0] : spans[0][1]].strip()
    first = row_label(doc, sentence)
    if not population_phrases(first.lower(), 0, len(first)):
        group = header[0].lower() if header else ""
        if re.search(r"\b(?:group|age|population|who|life ?stage|condition|patient)\b", group) and first and not re.search(r"limit|phase|maximum", first, re.IGNORECASE):
            return first
        inner = re.search(r"\((all [a-z ]+|adults|children)\)", first)
        return inner[1] if inner else None
    inner = re.search(r"\((all [a-z ]+)\)", first)
    if inner:
        return inner[1]
    return re.split(r"\s[—–-]\s(?!\d)|\s\((?:performance|practical)", first)[0] if not re.search(r"deficien", first) else first


def _heading_population(doc: Document, sentence: Sentence) -> str | None:
    if not sentence.block.headings:
        return None
    heading = sentence.block.headings[-1].strip("*: ")
    spans = population_phrases(heading.lower(), 0, len(heading))
    if spans and (spans[0][1] - spans[0][0]) * 2 > len(heading):
        return heading[spans[0][0] : spans[0][1]].strip()
    return None


def _label_population(doc: Document, sentence: Sentence) -> str | None:
    """The bold label that the paragraph begins with, if it names a group: "**Children (Hypomagnesemia):**"."""
    block = sentence.block
    opening = doc.low[block.start : min(block.end, block.start + 120)]
    label = _LABEL.match(opening)
    if label is None:
        return None
    start, end = block.start + label.start(1), block.start + label.end(1)
    spans = population_phrases(doc.low, start, end)
    return _words(doc, *spans[0]) if spans and spans[0][0] - start < 5 else None
