"""The dose grammar."""

from collections.abc import Iterator

from posology.extraction.document import Document
from posology.extraction.drafts import Draft


def find_doses(doc: Document) -> Iterator[Draft]:
    """The article's doses."""
    yield from ()
