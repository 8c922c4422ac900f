"""The form grammar: each chemical form, extract, brand and delivery that the article names, once."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Mark
from posology.extraction.resolve import favoured, from_sentence, resolve


def find_forms(doc: Document) -> Iterator[Draft]:
    """The article's forms, at their first mention."""
    seen: set[tuple[str | None, str | None]] = set()
    named = {mention.start: mention for mention in doc.mentions}
    for sentence in doc.sentences:
        if sentence.block.kind in ("title", "reference"):
            continue
        for mark in sentence.marks:
            if mark.kind != "name":
                continue
            mention = named.get(mark.start)
            drafts = _named(sentence, mention) if mention and mention.form else _delivery(doc, sentence, mark)
            for draft in drafts:
                if (draft.subject.substance, draft.subject.form) not in seen:
                    seen.add((draft.subject.substance, draft.subject.form))
                    yield draft


def _named(sentence: Sentence, mention: Mention) -> Iterator[Draft]:
    """A named form; a sum ("EPA+DHA") names its parts."""
    for form in (mention.form or "").split("+"):
        subject = Subject(mention.substance, form, "sentence", "sentence", mention.known)
        yield Draft("form", mention.start, mention.end, sentence, "form.name", subject, {"form_kind": mention.form_kind})


_VERB_OR_STUFF = re.compile(
    r"(?:(?:swallow\w*|popping|prescription|birth control|sleeping|water|diet|weight[- ]loss|a|any|of|with|enough|cold|warm|some|other|more|extra|clear|hot|favou?rite)\s)$"
)
_NOT_HERE = re.compile(r"(?:computer|phone|screen|smartphone|laptop)")


def _means_no_delivery(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """"needs drop", "mixed with a liquid", "dislike swallowing pills": the word without the thing."""
    word = doc.low[mark.start : mark.end]
    before = doc.low[max(sentence.start, mark.start - 24) : mark.start]
    if word == "drop":
        return not re.search(r"(?:\d|per|each|every|a|one|liquid|single|/)\s?$", before)
    if word in ("liquid", "liquids", "pill", "pills", "gel", "shot", "shots", "patch"):
        return bool(_VERB_OR_STUFF.search(before))
    if word.startswith("injection"):
        return bool(re.search(r"(?:intraperitoneal|insulin|steroid|vaccine|vaccination|botox)\s$", doc.low[max(sentence.start, mark.start - 20) : mark.start]))
    if word in ("tablet", "tablets"):
        return bool(_NOT_HERE.search(doc.low, sentence.start, sentence.end))
    return False


_COMPANY = 35


def _in_company(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether a substance or another delivery stands near: "cream" and "bar" mean other things too."""
    start, end = max(sentence.start, mark.start - _COMPANY), min(sentence.end, mark.end + _COMPANY)
    if any(mention.start < end and mention.end > start for mention in doc.mentions_in(max(sentence.start, start - 40), end)):
        return True
    return any(
        other is not mark and other.kind == "name" and other.start < end and other.end > start and other.end <= sentence.end
        and any(sense.kind == "delivery" for sense in other.value)  # type: ignore[attr-defined]
        for other in sentence.marks
    )


def _delivery(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Draft]:
    """A way of delivery, of the substance that the passage speaks of."""
    sense = next((s for s in mark.value if s.kind == "delivery"), None)  # type: ignore[attr-defined]
    if sense is None or _means_no_delivery(doc, sentence, mark):
        return
    if sense.elliptic and not _in_company(doc, sentence, mark):
        return
    subject = _delivered(doc, sentence, mark)
    if subject.substance is not None:
        subject = Subject(subject.substance, sense.form, subject.substance_from, "sentence", subject.known)
        yield Draft("form", mark.start, mark.end, sentence, "form.delivery", subject, {"form_kind": "delivery"})


_BESIDE = re.compile(r"[\s*(,-]{0,3}(?:(?:extract|supplement|oil|in|as|of|comes in|is sold as|is available as)\s?){0,2}[\s*(,-]{0,3}")
_OF_NAME = re.compile(r"\s?(?:of|with|containing)\s(?:[a-z-]+\s)?")


def _delivered(doc: Document, sentence: Sentence, mark: Mark) -> Subject:
    """What comes in this delivery: the name right beside it, else what the room is about, else the usual order."""
    if sentence.block.kind != "table_row":
        for mention in doc.mentions_in(max(sentence.start, mark.start - 60), min(sentence.end, mark.end + 30)):
            if mention.end <= mark.start and _BESIDE.fullmatch(doc.low, mention.end, mark.start):
                return from_sentence(doc, sentence, mention)
            if mention.start >= mark.end and _OF_NAME.fullmatch(doc.low, mark.end, mention.start):
                return from_sentence(doc, sentence, mention)
    room = favoured(doc, sentence)
    return room if room.substance is not None else resolve(doc, sentence, mark.start, mark.end)
