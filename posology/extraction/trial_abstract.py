"""Abstracts pasted from a database: a header with authors or a journal's place, then sections in capitals."""

import re

from posology.extraction.document import Document, Sentence

_SECTION = re.compile(
    r"\b(?:BACKGROUND|OBJECTIVES?|METHODS?|RESULTS?|CONCLUSIONS?|PARTICIPANTS|INTERVENTIONS?|SETTING|CONTEXT|DESIGN"
    r"|AIMS?|PURPOSE"
    r"|FINDINGS|MEASUREMENTS)\b(?::| [A-Z&/ ]{0,30}:)"
)
_AUTHORS = re.compile(r"(?:[A-Z][\w'’-]+ [A-Z]{1,3}(?:, |\s)){2}(?:[A-Z][\w'’-]+ [A-Z]{1,3},?\s)*(?=[A-Z])")
_PLACE = re.compile(
    r"[A-Z][A-Za-z. ]{3,60}\s?(?:\([A-Z][\w ,]+\) )?(?:19"
    r"|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?: \d{1,2})?;\s?\d+"
)
_SECTION_WORDS = ("METHOD", "RESULT", "CONCLUSION", "OBJECTIVE", "BACKGROUND", "FINDINGS", "AIM", "PURPOSE", "DESIGN")
_ROW = re.compile(
    r"(?:\|\s*)?\[?\d{1,3}\]?\.?\s*\|[^|]*(?:https?://|doi\.org|PMID|[\"“][^\"“”|]{20,}[\"”])[^|]*\|?\s*$"
)
_HEADING = re.compile(r"\W*(?:abstract|summary)\W*", re.IGNORECASE)
_DESIGN = re.compile(
    r"\b(?:randomi[sz]ed|placebo|cross-?over|double[- ](?:blind|mask)\w*|cohort|meta-analysis|we (?:determined"
    r"|measured|tested"
    r"|investigated|examined|compared|assessed|evaluated|studied|recruited|enrolled))\b"
)
_SHORTEST = 350
_LONGEST = 12_000


_LISTED = re.compile(r"\b([A-Z][\w'’-]+)\s[A-Z]{1,3}(?:,\s[A-Z][\w'’-]+\s[A-Z]{1,3}){2,}")


def header_facts(doc: Document, sentence: Sentence) -> dict[str, object]:
    """First author and journal that the abstract's header gives."""
    head = " ".join(doc.text[sentence.block.start : sentence.block.start + 700].split())
    found: dict[str, object] = {}
    if place := _PLACE.match(head):
        found["journal"] = re.split(r"\s(?:19|20)\d\d", place[0])[0].strip(" .")
    if listed := _LISTED.search(head):
        found["authors"] = listed[1]
    return found


_NARRATES = re.compile(
    r"[\"“]?[A-Z][\w'’-]+(?: et al\.?| (?:and|&) [A-Z][\w'’-]+| and colleagues),? \(?(?:19|20)\d\d\)?,? (?:also "
    r"|then |first )?"
    r"(?:gave|found|took|saw|did|were|was|used|ran|[a-z]+ed)\b"
)


def narrates(doc: Document, sentence: Sentence) -> bool:
    """Whether a block that looks like an entry of a reference list is a sentence: "Abbasi et al. (2012) gave ..."."""
    return _NARRATES.match(doc.text, sentence.start, sentence.end) is not None


def abstract_ends(doc: Document) -> dict[int, int]:
    """The ends of the article's abstracts, by the index of the sentence that each begins with."""
    sectioned = _may_be_sectioned(doc.text)  # nearly no article is
    ends = {index: _abstract_end(doc, doc.sentences[index], sectioned) for index in doc.openings}
    return {index: end for index, end in ends.items() if end}


def _may_be_sectioned(text: str) -> bool:
    return any(word in text for word in _SECTION_WORDS)  # far cheaper than the pattern


def _abstract_end(doc: Document, sentence: Sentence, sectioned: bool) -> int:
    block = sentence.block
    if (
        sentence.start != block.start
        or block.kind not in ("paragraph", "list_item")
        or not _SHORTEST <= block.end - block.start <= _LONGEST
    ):
        return 0
    text = doc.text[block.start : min(block.end, block.start + 4000)]
    head = text[:400].lstrip("*_ ")
    sections = {match[0] for match in _SECTION.finditer(text)} if sectioned and _may_be_sectioned(text) else set()
    if len(sections) >= 2 or _AUTHORS.match(head) or (";" in head and _PLACE.match(head)):
        return block.end
    headed = bool(block.headings) and _HEADING.fullmatch(block.headings[-1]) is not None
    return block.end if headed and _DESIGN.search(text) else 0


def is_listed_row(doc: Document, sentence: Sentence) -> bool:
    """Whether a table's row is an entry of a list of references: its number, then one cell with a source."""
    block = sentence.block
    return block.kind == "table_row" and _ROW.match(doc.text, block.start, block.end) is not None
