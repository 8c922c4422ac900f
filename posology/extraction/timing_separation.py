"""Stub."""

from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft


def find_separations(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """None yet."""
    yield from ()
