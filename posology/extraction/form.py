"""The form grammar."""

from collections.abc import Iterator

from posology.extraction.document import Document
from posology.extraction.drafts import Draft


def find_forms(doc: Document) -> Iterator[Draft]:
    """The article's forms."""
    yield from ()
