"""Lists under words for absorption: "median absorption rates:", then a line each for "zinc citrate - 61%" and more."""

import re
from collections.abc import Iterator

from posology.extraction.bioavailability_subject import subject
from posology.extraction.bioavailability_table import measure_of, of_cell
from posology.extraction.bioavailability_view import view_of
from posology.extraction.document import Document, Sentence, heading_key
from posology.extraction.drafts import Draft
from posology.extraction.lead_in import lead_in

_OPENING = 12
"""Characters before an item's name: bullet, number, emphasis."""
_PARTED = re.compile(r"(?: \([^()]{1,30}\))?[\s*_]{0,3}(?:[:=(]|--?)[\s*_]{0,3}")


def find_listed(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """The claim of an item that gives a form and its degree alone, where the words above the list name the measure."""
    named = doc.mentions_in(sentence.start, sentence.start + _OPENING)
    parted = _PARTED.match(doc.low, named[0].end, sentence.end) if named and named[0].form else None
    measure = _measure_above(doc, sentence) if parted else None
    if parted is None or measure is None:
        return
    whole = view_of(doc, sentence, sentence.start, sentence.end)
    if whole.anchors or not whole.candidates:
        return
    who = subject(doc, whole, whole.candidates[0])
    draft = of_cell(doc, view_of(doc, sentence, parted.end(), sentence.end), measure, who)
    if draft is not None:
        yield draft


def _measure_above(doc: Document, sentence: Sentence) -> str | None:
    """The measure that the list's lead-in names, else the heading."""
    lead = lead_in(doc, sentence)
    if lead is not None:
        return measure_of(doc.low[lead.start : lead.end])
    headings = sentence.block.headings
    return measure_of(heading_key(headings[-1])) if headings and sentence.block.kind == "list_item" else None
