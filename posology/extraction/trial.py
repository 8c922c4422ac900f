"""The trial grammar."""

from collections.abc import Iterator

from posology.extraction.document import Document
from posology.extraction.drafts import Draft


def find_trials(doc: Document) -> Iterator[Draft]:
    """The article's trials."""
    yield from ()
