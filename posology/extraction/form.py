"""The form grammar: each chemical form, extract, brand and delivery that the article names, once."""

from collections.abc import Iterator

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.form_delivery import find_deliveries
from posology.extraction.form_extract import find_extracts


def find_forms(doc: Document) -> Iterator[Draft]:
    """The article's forms, at their first mention."""
    seen: set[tuple[str | None, str | None]] = set()
    worded = doc.holding(("delivery",)) | doc.saying("extract") | doc.saying("essential oil")
    named = {doc.sentence_at(mention.start) for mention in doc.mentions if mention.form}
    for sentence in doc.chosen(worded | named):
        if sentence.block.kind == "reference":
            continue
        for draft in _in_sentence(doc, sentence):
            key = (draft.subject.substance, draft.subject.form)
            if key not in seen:
                seen.add(key)
                yield draft


def _in_sentence(doc: Document, sentence: Sentence) -> list[Draft]:
    named = [
        draft
        for mention in doc.mentions_in(sentence.start, sentence.end)
        if mention.form and mention.end <= sentence.end
        for draft in _named(sentence, mention)
    ]
    found = [*named, *find_deliveries(doc, sentence), *find_extracts(doc, sentence)]
    if not found:
        return []
    end = _fillers(doc, sentence)
    return sorted((draft for draft in found if draft.start < end), key=lambda draft: (draft.start, draft.end))


_FILLERS = ("other ingredients", "inactive ingredients", "non-medicinal ingredients", "excipients", "other ingredient:")


def _fillers(doc: Document, sentence: Sentence) -> int:
    """Where a label turns from what is taken to what holds it: "Other ingredients: gelatin capsule, silica"."""
    places = [doc.low.find(words, sentence.start, sentence.end) for words in _FILLERS]
    return min((place for place in places if place >= 0), default=sentence.end)


def _named(sentence: Sentence, mention: Mention) -> Iterator[Draft]:
    """A named form; a sum ("EPA+DHA") names its parts."""
    whole = mention.form or ""
    parts = whole.split("+")
    for form in parts if all(parts) else [whole]:  # "crominex 3+" is no sum
        subject = Subject(mention.substance, form, "sentence", "sentence", mention.known)
        values = {"form_kind": mention.form_kind}
        yield Draft("form", mention.start, mention.end, sentence, "form.name", subject, values)
