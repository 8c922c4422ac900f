"""The sentence that a list hangs on."""

from posology.extraction.document import Document, Sentence

_LONG = 200
"""Characters: an item that says more stands for itself."""
_ITEMS = 12


def lead_in(doc: Document, sentence: Sentence) -> Sentence | None:
    """The sentence before a list's items that ends in a colon ("Examples from research include:"), or None."""
    if sentence.end - sentence.start > _LONG:
        return None
    for index in range(sentence.index - 1, max(-1, sentence.index - _ITEMS), -1):
        other = doc.sentences[index]
        if doc.low[other.start : other.end].rstrip("*_ ").endswith(":"):
            return other
        if other.block.kind != sentence.block.kind or other.end - other.start > _LONG:
            return None
    return None
