"""The words of an outcome that stand before the word of its change, as the subject of their clause."""

import re

from posology.extraction.document import Document
from posology.extraction.trial_outcomes import EMPTY
from posology.extraction.trial_span import Span


def subject_of(doc: Document, span: Span, clause: int, at: int) -> tuple[int, int] | None:
    """The outcome that a verb behind it says has changed: the noun phrase at the end of the clause."""
    window = doc.low[clause:at]
    stripped = re.sub(
        r"(?:\s(?:is|are|was|were|be|been|being|also|both|all|had|has|have|may|can|could|might|did|not|statistically"
        r"|clinically|further|only|even|by|about|up to|~?[\d.]+\s?%|\w+ly))+\s*$",
        "",
        window.rstrip(),
    )
    stripped = re.sub(
        r"^(?:\W*(?:that|and|but|the|their|its|there|his|her|both|in addition|notably|overall|additionally|also"
        r"|found|showed|reported|revealed|when|a|an|after \d+ \w+)\s)*",
        lambda m: " " * len(m[0]),
        stripped,
    )
    found = re.search(r"\b(?:that|found|showed|reported|says|said|which|and)\s((?:[\w'-]+\s?){1,8})$", stripped)
    words = found[1] if found else stripped.strip()
    if (
        not words
        or len(words.split()) > 8
        or re.match(r"(?:in|of|to|with|for|by|at|on|after|not|no|was|were|is|are|when|if|as|from)\b", words)
        or words.split()[0]
        in ("it", "they", "this", "which", "who", "these", "that", "he", "she", "those", "there", "we")
    ):
        return None
    start = clause + stripped.rfind(words)
    end = start + len(words.rstrip())
    people = [
        m
        for m in span.sentence.cue_marks(
            "trial.people", "trial.creatures", "trial.noun", "trial.resume", "trial.researchers"
        )
        if start <= m.start < end
    ]
    names = [m for m in span.sentence.of("name") if start <= m.start and end <= m.end + 1]
    if names and _MEASURED.match(doc.low, start, names[0].start):  # "plasma CoQ10", not the nutrient itself
        names = []
    if people or names or words.strip() in EMPTY:
        return None
    return start, end


_MEASURED = re.compile(
    r"(?:\w+ )?(?:plasma|serum|blood|urinary|urine|hair|tissue|muscle|brain|circulating|cell|liver|skin) $"
)


def tidy(words: str) -> str:
    """The outcome's words on one line, without signs of markup around it."""
    return re.sub(r"\s+", " ", words).strip(" *_,.;:\"'")
