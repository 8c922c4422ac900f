"""Stub."""

from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft


def find_spans(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """None yet."""
    yield from ()
