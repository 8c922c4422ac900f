"""Extracts by their own words, where no name stands beside them: "a hydroethanolic extract", "the leaf extract"."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Mention, Sentence, places_of
from posology.extraction.drafts import Draft, Subject
from posology.extraction.resolve import resolve

_PARTS = (
    r"(?:root|leaf|seed|fruit|bark|berry|flower|herb|rhizome|peel|stem|bulb|mushroom|mycelium|fruiting[- ]body|skin"
    r"|husk|whole[- ]plant|hull|kernel|pod|sprout)"
)
_SOLVENTS = (
    r"(?:standardi[sz]ed|aqueous|ethanol(?:ic)?|methanol(?:ic)?|hydro-?ethanolic|hydro-?alcoholic|hydro-?methanolic"
    r"|alcohol(?:ic)?|acetone|water|hot[- ]water|dry|fluid|liquid|soft|crude|co2|supercritical|full[- ]spectrum"
    r"|lipophilic|lipidosterolic|hexanic|glycerin|concentrated)"
)
_PHRASE = re.compile(rf"\b(?P<kind>(?:{_SOLVENTS}\s){{0,2}})(?:(?P<part>{_PARTS})\s)?$")
_OF_NAME = re.compile(rf"s?\s(?:of|from)\s(?:the\s)?(?:(?:dried|fresh|whole)\s)?(?:{_PARTS}\sof\s(?:the\s)?)?")
_STANDARDISED = re.compile(r"s? (?:that (?:is|are|has been|have been) )?standardi[sz]ed(?= (?:to|for|at)\b)")
_WINDOW = 60


def find_extracts(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Extracts and essential oils of the substance that the passage speaks of."""
    for position in places_of("extract", doc.low, sentence.start, sentence.end):
        draft = _extract(doc, sentence, position)
        if draft is not None:
            yield draft
    position = doc.low.find("essential oil", sentence.start, sentence.end)
    if position >= 0 and not _covering(doc, sentence, position, position + 13):
        subject = resolve(doc, sentence, position, position + 13)
        if subject.substance is not None:
            yield _draft(sentence, position, position + 13, "essential oil", subject)


def _extract(doc: Document, sentence: Sentence, position: int) -> Draft | None:
    end = position + len("extract")
    if doc.low[end : end + 1] not in ("s", "") and doc.low[end : end + 1].isalpha():  # "extracted", "extraction"
        return None
    if _covering(doc, sentence, position, end):
        return None
    phrase = _PHRASE.search(doc.low, max(sentence.start, position - _WINDOW), position)
    start = phrase.start() if phrase else position
    of_name = _of_name(doc, sentence, end)
    if of_name is not None:
        part = (phrase["part"] + " " if phrase and phrase["part"] else "") if phrase else ""
        subject = Subject(of_name.substance, None, "sentence", None, of_name.known)
        return _draft(sentence, start, of_name.end, f"{of_name.substance} {part}extract", subject)
    if (phrase is None or not phrase[0].strip()) and (behind := _STANDARDISED.match(doc.low, end, sentence.end)):
        subject = resolve(doc, sentence, start, end)
        return _draft(sentence, start, behind.end(), "standardised extract", subject) if subject.substance else None
    if phrase is None or not phrase[0].strip():
        return None
    subject = resolve(doc, sentence, start, end)
    if subject.substance is None:
        return None
    if phrase["part"]:
        return _draft(sentence, start, end, f"{subject.substance} {phrase['part']} extract", subject)
    kind = phrase["kind"].strip().replace("standardized", "standardised").replace("hydro-", "hydro")
    return _draft(sentence, start, end, f"{kind} extract", subject)


def _of_name(doc: Document, sentence: Sentence, end: int) -> Mention | None:
    """The name in "extract of saw palmetto", if it is a bare one."""
    for mention in doc.mentions_in(end, min(sentence.end, end + 40)):
        if mention.form is None and not mention.weak and _OF_NAME.fullmatch(doc.low, end, mention.start):
            return mention
        return None
    return None


def _covering(doc: Document, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a named form already holds these words."""
    return any(m.end >= end for m in doc.mentions_in(max(sentence.start, start - 80), start + 1) if m.end > start)


def _draft(sentence: Sentence, start: int, end: int, form: str, subject: Subject) -> Draft:
    whole = Subject(subject.substance, form, subject.substance_from, "sentence", subject.known)
    return Draft("form", start, end, sentence, "form.extract", whole, {"form_kind": "extract"})
