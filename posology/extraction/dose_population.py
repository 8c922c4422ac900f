"""Whom an amount is for."""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.populations import population_phrases
from posology.extraction.tables import column_of, row_label
from schemas.records import DoseContext

_ANYBODY = frozenset({"animals", "patient", "patients", "participant", "participants", "subject", "subjects"})
"""Words that say only that a study had people: they restrict nothing."""
_LABEL = re.compile(r"[\s*>#*|-]*([^:|]{2,80}?)\*{0,2}:\*{0,2}\s")
_JOIN_AFTER = re.compile(
    r"[\s,(*]{0,3}(?:(?:rda|ai|daily|each)\s?\)?\s?)?(?:is |are )?(?:recommended |required |needed |advised "
    r"|suggested |sufficient |enough |typical |appropriate |safe )?(?:for|in|among|during)\s(?:the\s|most\s)?"
)


def population_of(
    doc: Document, sentence: Sentence, start: int, end: int, siblings: list[Mark], context: DoseContext
) -> str | None:
    """The words that restrict whom the amount at [start, end) is for, or None.

    A group right behind the amount ("75 mg for women") wins, then one before it in the sentence, then a label
    ("Adults:"), the row's first cell, or a heading that is nothing but a group.
    """
    found = population_phrases(doc.low, sentence.start, sentence.end, context == "studied")
    phrases = [span for span in found if doc.low[slice(*span)].strip(" ,.;:()") not in _ANYBODY]
    if (paired := _respectively(doc, sentence, phrases, start, siblings)) is not None:
        return _words(doc, *paired)
    after = _phrase_after(doc, phrases, end)
    if after is not None:
        return _words(doc, *after)
    if sentence.block.kind == "table_row":
        return _row_population(doc, sentence, start)
    before = [span for span in phrases if span[1] <= start]
    if before:
        earlier = [q for q in siblings if q.end <= start]
        theirs = _phrase_after(doc, phrases, earlier[-1].end) if earlier else None
        own = [span for span in before if span != theirs and (not earlier or span[0] >= earlier[-1].end)]
        chosen = (own or before)[-1]
        if own or theirs is None:
            return _words(doc, *chosen)
    if context == "studied" and phrases and not before:
        return _words(doc, *phrases[0])  # "2 g of curcumin raised ... in healthy volunteers"
    label = _LABEL.match(doc.low[sentence.start : min(sentence.end, sentence.start + 120)])
    if label is None and not before:
        following = [span for span in phrases if span[0] >= end and not any(end <= q.start < span[0] for q in siblings)]
        if following and following[0][0] - end < 60 and sentence.block.kind != "heading":
            return _words(doc, *following[0])
    return (
        _condition(doc, sentence, start, end, context, siblings)
        or _line_above(doc, sentence, start)
        or _heading_population(sentence)
        or _label_population(doc, sentence)
    )


_LINE = 60
"""Characters: a line that is the cell of a table which lost its rows ("Infants (0 to 6 months)" over "0.2 mcg")."""


def _line_above(doc: Document, sentence: Sentence, start: int) -> str | None:
    """The group that fills the line above one that begins with the amount."""
    if sentence.index == 0 or start - sentence.start > 2:
        return None
    above = doc.sentences[sentence.index - 1]
    if above.block_index == sentence.block_index or above.end - above.start > _LINE or above.of("quantity"):
        return None
    spans = population_phrases(doc.low, above.start, above.end)
    whole = spans and (spans[0][1] - spans[0][0]) * 2 > above.end - above.start
    return _words(doc, above.start, above.end) if whole else None


def _condition(
    doc: Document, sentence: Sentence, start: int, end: int, context: DoseContext, siblings: list[Mark]
) -> str | None:
    """The disease that opens the sentence, stands right behind the amount or is what a study's people had."""
    opening = _CONDITION.match(doc.low, sentence.start, start)
    if opening is None:
        opening = _CONDITION.match(doc.low, end, min(end + 70, sentence.end))
    if opening is None and context == "studied" and len(siblings) < 3:
        opening = _CONDITION_WITHIN.search(doc.low, sentence.start, sentence.end)
    return _words(doc, opening.start(1), opening.end(1)) if opening is not None else None


_DISEASE = (
    r"((?:[a-z0-9'-]+ ){0,3}?[a-z'-]*(?:itis|ism|osis|emia|aemia|pathy|disease"
    r"|syndrome|disorders?|deficiency|depression|diabetes|cancer|asthma|migraines?|arthritis|failure|insomnia"
    r"|hypertension|copd|pcos|ibs|schizophrenia|epilepsy|adhd|alzheimer's|parkinson's|obesity|gout|eczema|acne"
    r"|osteoporosis|stroke|anxiety))\b"
)
_CONDITION = re.compile(r"[\s*>-]*(?:(?:for|in|with) )" + _DISEASE)
_DISEASE_LEAD = re.compile(r"[\s*>-]*" + _DISEASE + r"\.\*{0,2}\s")  # "Migraine. In one trial ..."
_CONDITION_WITHIN = re.compile(
    r"\b(?:patients|people|adults|those|trials?|stud(?:y|ies)|rcts?) (?:with|in|of|for) " + _DISEASE
)


def _respectively(
    doc: Document, sentence: Sentence, phrases: list[tuple[int, int]], start: int, siblings: list[Mark]
) -> tuple[int, int] | None:
    """ "For pregnancy and lactation, 85 mg and 120 mg, respectively": the n-th group for the n-th amount."""
    if "respectively" not in doc.low[sentence.start : sentence.end]:
        return None
    clause = doc.low.rfind(";", sentence.start, start) + 1
    order = [mark.start for mark in siblings if mark.start >= clause]
    index = next((i for i, at in enumerate(order) if start <= at < start + 30), None)
    groups = [span for span in phrases if span[1] <= order[0]] or [span for span in phrases if span[0] >= order[-1]]
    return groups[index] if index is not None and len(groups) == len(order) else None


def _phrase_after(doc: Document, phrases: list[tuple[int, int]], end: int) -> tuple[int, int] | None:
    joined = _JOIN_AFTER.match(doc.low, end, end + 60)
    if joined is None:
        return None
    return next((span for span in phrases if joined.end() - 8 <= span[0] <= joined.end() + 1), None)


def _words(doc: Document, start: int, end: int) -> str:
    return _DANGLING.sub("", doc.text[start:end].strip(" ,.;:()[]*|\n"))


_DANGLING = re.compile(r",?\s(?:and|or|but|who|which|that|while)$")


_AGES = re.compile(r"\b(?:years?|months?|yrs?|birth|mo)\b|^\d{1,2}\s?(?:-|to|\+)")


def _row_population(doc: Document, sentence: Sentence, at: int) -> str | None:
    header = sentence.block.header or ()
    column = column_of(doc, sentence, at)
    if column is not None and 0 < column < len(header):
        spans = population_phrases(header[column].lower(), 0, len(header[column]))
        if spans:
            group = header[column][spans[0][0] : spans[0][1]].strip()
            label = row_label(doc, sentence).strip("*")
            return f"{label}, {group}" if _AGES.search(label.lower()) else group
    first = row_label(doc, sentence)
    if first.lower().startswith("best "):
        return None
    if re.search(r"\b(?:users|patients|sufferers|people|individuals|those)\b", first, re.IGNORECASE):
        return first
    if not population_phrases(first.lower(), 0, len(first)):
        group = header[0].lower() if header else ""
        if (
            re.search(
                r"\b(?:group|age|population|who|life ?stage|condition|patient|situation|indication|purpose|goal"
                r"|use)\b",
                group,
            )
            and first
            and not re.search(r"limit|phase|maximum", first, re.IGNORECASE)
        ):
            return first
        inner = re.search(r"\((all [a-z ]+|adults|children)\)", first)
        return inner[1] if inner else None
    inner = re.search(r"\((all [a-z ]+)\)", first)
    if inner:
        return inner[1]
    return first if re.search(r"deficien", first) else re.split(r"\s[—–-]\s(?!\d)", first)[0]


def _heading_population(sentence: Sentence) -> str | None:
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
        lead = _DISEASE_LEAD.match(opening)
        return _words(doc, block.start + lead.start(1), block.start + lead.end(1)) if lead is not None else None
    start, end = block.start + label.start(1), block.start + label.end(1)
    spans = population_phrases(doc.low, start, end)
    if spans:
        return _words(doc, *spans[0]) if spans[0][0] - start < 5 else None
    return _condition_label(doc, sentence, start, end)


_ILL = re.compile(
    _DISEASE
    + r"|\b(?:constipation|diarrh\w+|cramps?|pain|aches?|nausea|colds?|flu|reflux|heartburn|pms|menopaus\w+|hot flashes"
    r"|fatigue|bloating|blood pressure|cholesterol|triglycerides|high \w+|low \w+|hair loss|injur\w+|infections?"
    r"|ulcers?|wounds?"
    r"|jet lag|pylori|treatment|restless legs|neuropathy|inflammation|pregnan\w+|surgery|burns?)\b"
)
"""Complaints, which are whom an amount is for; "Focus:" and "General health:" are only what it is for."""


def _condition_label(doc: Document, sentence: Sentence, start: int, end: int) -> str | None:
    """A list item's label that says for which condition its amount is: "**Constipation:** 1-100 billion CFU"."""
    if sentence.block.kind != "list_item" or end - start > 50 or _ILL.search(doc.low, start, end) is None:
        return None
    named = any(mark.kind in ("name", "quantity", "duration") and start <= mark.start < end for mark in sentence.marks)
    return None if named else _words(doc, start, end).removeprefix("For ")
