"""What the room of an amount says that it is: its row and column, the heading above, the sentence a list hangs on."""

import re
from functools import cache

from posology.extraction.document import Document, Sentence, heading_key
from posology.extraction.lead_in import lead_in
from posology.extraction.marks import Mark
from posology.extraction.tables import header_of
from schemas.records import DoseContext

_PRODUCT_HEADER = re.compile(
    r"\b(?:brand|product|price|cost|amount per|per serving|serving|ingredient|% ?dv|label|rating)\b"
)
_INTAKE_HEADER = re.compile(r"\b(?:rda|ai|intake|allowance|dri|daily value|requirement|ear|rni)\b")
_LIMIT_HEADER = re.compile(r"\b(?:ul|upper|maximum|max|limit)\b")
_FOOD_HEADER = re.compile(r"\b(?:food|source|per 100|serving size|amount in)\b")
_STUDY_HEADER = re.compile(r"\b(?:study|trial|design|author|n =|participants|evidence|research)\b")
_DEMOGRAPHIC = re.compile(
    r"^[\s|*]*(?:adult|healthy )?\s?(?:men|women|males?|females?|adults?|children|infants?|boys|girls|teens?"
    r"|adolescents?|pregnan\w+|lactat\w+|breastfeeding|birth|toddlers?|\d)[^|]{0,40}(?:\||$)"
)


_COLUMN_OF_PEOPLE = re.compile(
    r"\b(?:males?|females?|men|women|boys|girls|pregnan\w+|lactat\w+|breastfeeding|adults|non-pregnant)\b"
)
_ROW_OF_AGES = re.compile(
    r"[\s|*]*(?:birth|infants?|children|teens?|adults?|men|women|males?|females?|\d|who\b|us\b|usa|uk\b|eu\b|efsa|rda"
    r"|rni|ai\b|dri)"
)


def row_context(doc: Document, sentence: Sentence, quantity: Mark) -> DoseContext:
    """By the header of the amount's column, then the row's own words."""
    own = header_of(doc, sentence, quantity.start)
    row = doc.low[sentence.start : sentence.end]
    whole = " | ".join(sentence.block.header or ()).lower()
    if _LIMIT_HEADER.search(own):
        return "limit"
    if _STUDY_HEADER.search(whole) or {"dose.trial"} & sentence.cues:
        return "studied"
    if _COLUMN_OF_PEOPLE.search(own) and _ROW_OF_AGES.match(row):
        return "reference"
    if _INTAKE_HEADER.search(own) and _DEMOGRAPHIC.match(row):
        return "reference"
    if re.search(r"\bfoods?\b", whole) and not re.search(r"with food", whole):
        return "food"
    if _PRODUCT_HEADER.search(whole):
        return "product"
    if "dose.product" in sentence.cues and "dose.advice" not in sentence.cues:
        return "product"
    return heading_context(doc, sentence) or "recommended"


_DOSING_HEADING = re.compile(r"\b(?:dos(?:es?|ages?|ing)|how (?:much|to|many)|supplement\w*|per day)\b")


@cache
def _context_of_heading(words: str) -> DoseContext | None:
    if re.search(r"\b(?:upper (?:limit|intake)|maximum|toxicity|too much|overdose)\b", words):
        return "limit"
    if re.search(
        r"\b(?:rda|(?:recommended|suggested) (?:[a-z0-9-]+ ){0,3}(?:intakes?|allowances?)|(?:reference"
        r"|adequate) intakes?"
        r"|daily requirements?)\b",
        words,
    ) and not _DOSING_HEADING.search(words):
        return "reference"
    if re.search(
        r"\b(?:supplement facts|nutrition(?:al)? (?:facts|information|panel|profile)|ingredients|amount per serving"
        r"|what'?s (?:in|inside)|our top|best .{0,40}(?:supplements?|products?)|brands|label|product)\b",
        words,
    ):
        return "product"
    if re.match(r"(?:our )?(?:best|top pick|runner-up|editor's)\b[^?]*:", words):
        return "product"
    if re.search(r"\b(?:food sources|in food|which foods|foods|sources of|dietary sources|natural sources)\b", words):
        return "food"
    if re.search(r"\b(?:research|studies|evidence|trials?|study)\b", words) and not re.search(
        r"\b(?:dosage|dose|how (?:much|to))\b", words
    ):
        return "studied"
    return None


def heading_context(doc: Document, sentence: Sentence) -> DoseContext | None:
    headings = sentence.block.headings
    if headings:
        found = _context_of_heading(heading_key(headings[-1]))
        if found is not None:
            return found
    lead = lead_in(doc, sentence)
    if lead is not None and "dose.intake" in lead.cues:
        return "reference"
    if lead is not None and {"dose.trial", "dose.research"} & lead.cues and "dose.advice" not in lead.cues:
        return "studied"
    return None
