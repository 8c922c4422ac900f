"""The bioavailability grammar."""

from collections.abc import Iterator

from posology.extraction.document import Document
from posology.extraction.drafts import Draft


def find_bioavailability(doc: Document) -> Iterator[Draft]:
    """The article's bioavailability."""
    yield from ()
