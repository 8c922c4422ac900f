"""The form grammar: each chemical form, extract, brand and delivery that the article names, once."""

from collections.abc import Iterator

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.form_delivery import find_deliveries
from posology.extraction.form_extract import find_extracts


def find_forms(doc: Document) -> Iterator[Draft]:
    """The article's forms, at their first mention."""
    seen: set[tuple[str | None, str | None]] = set()
    for sentence in doc.sentences:
        if sentence.block.kind in ("reference",):
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
    return sorted(found, key=lambda draft: (draft.start, draft.end))


def _named(sentence: Sentence, mention: Mention) -> Iterator[Draft]:
    """A named form; a sum ("EPA+DHA") names its parts."""
    whole = mention.form or ""
    parts = whole.split("+")
    for form in parts if all(parts) else [whole]:  # "crominex 3+" is no sum
        subject = Subject(mention.substance, form, "sentence", "sentence", mention.known)
        yield Draft("form", mention.start, mention.end, sentence, "form.name", subject, {"form_kind": mention.form_kind})
