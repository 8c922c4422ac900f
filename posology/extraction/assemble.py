"""Drafts to records: identities, places and quotes, in the order of the text."""

from collections import Counter
from collections.abc import Iterable

from posology.cleaning.alignment import source_span
from posology.extraction.document import Document
from posology.extraction.drafts import Draft
from posology.extraction.evidence import evidence_url
from posology.identity import record_id
from schemas.records import RECORD_TYPES, Kind, Record

CORE_FIELDS: dict[Kind, tuple[str, ...]] = {
    "dose": ("low", "high", "unit"),
    "timing": ("aspect", "relation", "event", "low", "high"),
    "form": ("form_kind",),
    "bioavailability": ("measure", "low", "high", "ratio", "level", "direction"),
    "trial": (),
    "reference": ("doi", "pmid", "pmcid", "nct"),
}
"""The values that make a claim the claim it is; the others may be read better by a later engine."""


def assemble(doc: Document, drafts: Iterable[Draft]) -> tuple[Record, ...]:
    """Validated records sorted by start, end and kind; the quote of each is text[start:end]."""
    ordinals: Counter[tuple[str, str]] = Counter()
    records = []
    for draft in sorted(drafts, key=lambda d: (d.start, d.end, d.kind)):
        quote = doc.text[draft.start : draft.end]
        core = {"substance": draft.subject.substance, "form": draft.subject.form}
        core |= {name: draft.values[name] for name in CORE_FIELDS[draft.kind]}
        key = (str(core), quote)
        edits = doc.article.edits
        source = (None, None) if edits is None else source_span(edits, draft.start, draft.end)
        records.append(
            RECORD_TYPES[draft.kind](
                record_id=record_id(doc.article.article_id, draft.kind, core, quote, ordinals[key]),
                article_id=doc.article.article_id,
                start=draft.start,
                end=draft.end,
                quote=quote,
                sentence=doc.text[draft.sentence.start : draft.sentence.end],
                heading=" > ".join(draft.sentence.block.headings) or None,
                substance=draft.subject.substance,
                form=draft.subject.form,
                rule=draft.rule,
                substance_from=draft.subject.substance_from,
                form_from=draft.subject.form_from,
                source_start=source[0],
                source_end=source[1],
                evidence_url=evidence_url(doc, draft.sentence.block, draft.start, draft.end),
                in_lexicon=draft.subject.known,
                **draft.values,
            )
        )
        ordinals[key] += 1
    return tuple(records)
