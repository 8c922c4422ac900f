"""The timing grammar."""

from collections.abc import Iterator

from posology.extraction.document import Document
from posology.extraction.drafts import Draft


def find_timings(doc: Document) -> Iterator[Draft]:
    """The article's timings."""
    yield from ()
