"""Claims that the article denies, doubts, asks about or only imagines: they are no records."""

import re

from posology.extraction.document import Document, Sentence

_QUESTION = re.compile(r"\?[\s*_\"')]*$")
_TURN = re.compile(
    r"[;:]|\b(?:but|yet|however|although|though|instead|while|whereas)\b|,\s(?:so|and)\s(?:take|start|use)"
)
_REACH = 110


def is_question(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence asks ("Is 400 mg too much?")."""
    return bool(_QUESTION.search(doc.low, max(sentence.start, sentence.end - 6), sentence.end))


def is_denied(doc: Document, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the sentence takes back what it says at [start, end): "no evidence that 500 mg helps".

    A turn ("but", "yet", a colon) between the denial and the claim ends the denial's reach.
    """
    if is_question(doc, sentence):
        return True
    for mark in sentence.cue_marks("denial.before", "denial.after", "denial.imagined"):
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        if mark.end <= start and labels & {"denial.before", "denial.imagined"}:
            if start - mark.end < _REACH and not _TURN.search(doc.low, mark.end, start):
                return True
        elif (
            "denial.after" in labels and end <= mark.start < end + _REACH and not _TURN.search(doc.low, end, mark.start)
        ):
            return True
    return False
