"""The clause around a word of change: where it begins, whether it only asks, and the percentage that sizes it."""

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


_ASKING = re.compile(
    r"\b(?:whether|to (?:determine|assess|evaluate|examine|investigate|see|test|explore|find out|compare|establish"
    r"|study)|aim(?:ed|s)?|hypothesi[sz]\w+|investigat(?:ed|ing)|examin(?:ed|ing)|evaluat(?:ed|ing)|assess(?:ed|ing)"
    r"|looked at|designed to|purpose|primary (?:outcome|endpoint)|to (?:reduce|improve|increase|lower|prevent"
    r"|support|boost))\b"
)
_ANSWER = re.compile(
    r"\b(?:found|showed|shown|shows|reported|concluded|demonstrated|revealed|observed|suggest\w*|resulted|led to"
    r"|results)\b"
)
_CORRELATED = re.compile(r"\b(?:correlat\w+|in people with (?:low|lower|higher))\b")


def is_asked(doc: Document, span: Span, mark: Mark) -> bool:
    """Whether the words stand in a question or an aim, or say what is merely correlated."""
    before = doc.low[max(span.start, mark.start - 160) : mark.start]
    asks = [match.end() for match in _ASKING.finditer(before)]
    answers = [match.start() for match in _ANSWER.finditer(before)]
    if asks and not (answers and answers[-1] > asks[-1]):
        return not re.search(r"[.;]\s", before[asks[-1] :])
    if re.search(r"\b(?:linked|associated|associates)\s(?:[\w-]+\s){0,4}$", before) and re.match(
        r"[^.;,]{0,60}\s(?:with|to)\s(?:a\s|an\s)?(?:\d|lower|higher|reduced|fewer|better|less|more|improved"
        r"|decreased|increased)",
        doc.low[mark.end : mark.end + 90],
    ):
        return not re.search(r"\b(?:with|to)\s(?:[\w%-]+\s){0,4}$", before[-45:])
    if re.match(
        r"[^.;,]{0,70}\b(?:is|are|was|were|been) (?:\w+ly )?(?:associated|linked|correlated)\b",
        doc.low[mark.end : mark.end + 100],
    ):
        return True
    return bool(_CORRELATED.search(before[-60:]))
