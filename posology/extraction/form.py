"""The form grammar: each chemical form, extract, brand and delivery that the article names, once."""

from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Mark
from posology.extraction.resolve import resolve


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
            draft = _named(doc, sentence, mark, named.get(mark.start)) or _delivery(doc, sentence, mark)
            if draft is not None and (draft.subject.substance, draft.subject.form) not in seen:
                seen.add((draft.subject.substance, draft.subject.form))
                yield draft


def _named(doc: Document, sentence: Sentence, mark: Mark, mention: object) -> Draft | None:
    from posology.extraction.document import Mention

    if not isinstance(mention, Mention) or mention.form is None:
        return None
    subject = Subject(mention.substance, mention.form, "sentence", "sentence", mention.known)
    return Draft("form", mark.start, mark.end, sentence, "form.name", subject, {"form_kind": mention.form_kind})


def _delivery(doc: Document, sentence: Sentence, mark: Mark) -> Draft | None:
    sense = next((s for s in mark.value if s.kind == "delivery"), None)  # type: ignore[attr-defined]
    if sense is None:
        return None
    subject = resolve(doc, sentence, mark.start, mark.end)
    if subject.substance is None:
        return None
    subject = Subject(subject.substance, sense.form, subject.substance_from, "sentence", subject.known)
    return Draft("form", mark.start, mark.end, sentence, "form.delivery", subject, {"form_kind": "delivery"})
