"""The clause around a word of change: where it begins, and the percentage that sizes it."""

import re

from posology.extraction.document import Document
from posology.extraction.marks import Extent, Mark
from posology.extraction.trial_span import Span

_BOUNDARY = re.compile(
    r"[.;:](?=\s)|,\s|\s(?:but|while|whereas|although|though|however|and)\s|\s-\s|-(?=and |the |with )"
)


def clause_start(low: str, start: int, at: int) -> int:
    """Start of the clause that an offset stands in."""
    last = start
    for match in _BOUNDARY.finditer(low, max(start, at - 200), at):
        last = match.end()
    return last


def percent_near(doc: Document, span: Span, mark: Mark) -> tuple[float, int] | None:
    """The percentage that sizes a change: right before it ("a 58% reduction"), or behind it ("by 20%")."""
    for percent in span.sentence.of("percent"):
        value = percent.value
        assert isinstance(value, Extent)
        if value.low != value.high or not span.start <= percent.start < span.end:
            continue
        if (
            percent.end <= mark.start
            and re.match(r"\s?(?:[\w-]+\s){0,2}$", doc.low[percent.end : mark.start])
            and mark.start - percent.end < 30
        ):
            return value.low, mark.end
        if mark.end <= percent.start < mark.end + 90:
            between = doc.low[mark.end : percent.start]
            moved = any(mark.end <= m.start < percent.start for m in span.sentence.cue_marks("trial.up", "trial.down"))
            if (
                not moved
                and len(re.findall(r"\bby\b", between)) < 2
                and (
                    re.search(r"(?:\bby|\bof)\s(?:[\w-]+\s){0,3}$", between)
                    or re.fullmatch(r"\s?(?:by )?[(~]?(?:\w+ )?", between)
                )
            ):
                return value.low, percent.end
    return None
