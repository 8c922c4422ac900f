"""The reference grammar."""

from collections.abc import Iterator

from posology.extraction.document import Document
from posology.extraction.drafts import Draft


def find_references(doc: Document) -> Iterator[Draft]:
    """The article's references."""
    yield from ()
