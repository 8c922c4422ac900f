"""Numbers that go on from a claim: the other side's ("..., oxide 4%"), or the same form's under other conditions."""

import re
from collections.abc import Iterator

from posology.extraction.bioavailability_numbers import Number, bounded, is_no_measure
from posology.extraction.bioavailability_view import Candidate, View, anchors_of
from posology.extraction.marks import Extent, Mark

_REACH = 130
_AGAINST = re.compile(
    r"\b(?:compared|comparison|versus|vs?|than|while|whereas|and|outperform\w*|against|but|surpass\w*|only|unlike"
    r"|to)\b|[(,;]"
)
_NUMBER_FOR = re.compile(
    r"\s(?:(?:of|absorption|bioavailability|rate|rates|absorbed|typically|usually|often|generally|seen|found"
    r"|reported|observed|that|is|absorbable|[a-z]+ from)\s){0,5}(?:for|with|in|from|of|by|on)\s(?:the |standard "
    r"|regular |plain |typical |cheap |inorganic |most |oral |food |natural |synthetic |ordinary ){0,2}"
)
_NUMBER_OF = re.compile(
    r"(?:'s)?(?: (?:form|capsules?|tablets?|supplements?|powder))?(?: (?:is|was|at|has|had|with|only|just|about|around"
    r"|has an?|absorption|bioavailability|rate|of|roughly|approximately|which|sits|comes in|came in|coming|manages?d?"
    r"|reach(?:es|ed)|averag(?:es|ed)|scored|showed|gave|got|yielded|achieved|absorbs?|up to|less than"
    r"|no more than|under"
    r"|over|nearly|an?|a mere|the|it|are|were|absorbed|taken up|,)|,|\s?\(){0,7}\s?[~<]?"
)
_SAME_FORM = re.compile(
    r"[\s,;)]*(?:(?:and|but|or|then|while|whereas|rising|falling|dropping|only|just|about|a|an|mere|around"
    r"|roughly|up|to"
    r"|under|below|over|above|less|more|than|it|this|falls?|drops?|rises?|is|taken|when|with|without|on|at|from"
    r"|of|after"
    r"|food|meals?|empty|stomach|higher|lower|doses?|daily|gram|grams|g|mg|mcg|day|dosing|per|dose|humans|rats"
    r"|men|women"
    r"|[\d.,]+)[\s,;]*)*[~<(]?\s?"
)
_CONDITION = re.compile(r"\s(?:at|with|from|when|if|on|after|in)\s(?:an?\s|the\s)?(?!_)")
_STATED = re.compile(r"\b(?:taken|when|with|without|on|at|above|below|after)\b")
_BEHIND = re.compile(r"\s(?:on|with|for|from|after|in)\s(?:the |taking )?")
_JOINED = re.compile(
    r"(?:\sand|,?\s(?:versus|vs?\.?|against|compared (?:with|to)|but(?: only)?))\s(?:only |just |about )?"
)
_BARE_RATIO = re.compile(
    r"(?:\b(?:versus|vs\.?|v\.?|and|against|compared with|compared to)|[,(])\s?(?:only |just "
    r"|about )?(\d{1,3}(?:\.\d{1,2})?)"
    r"(?: times|-fold|x)? (?:for|with) (?:the )?"
)
_OPENS = re.compile(r"\s?\((?:about |around |roughly )?~?")
_AGAINST_PAIR = re.compile(
    r"\s?(?:vs?\.?|versus|against|compared (?:with|to)|and|to|,|/)\s?(?:about |around |only )?~?"
)


def other_numbers(view: View, start: int, end: int) -> Iterator[tuple[Number, Candidate | None]]:
    """Percentages that go on from a claim whose number ends at `end`, each with its name; null: the claim's own."""
    position = max(start, end)
    for mark in view.numbers:
        if mark.kind != "percent" or mark.start < position:
            continue
        if mark.start - position > _REACH or mark.start >= view.end or is_no_measure(view, mark):
            return
        if any(position <= anchor.start < mark.start and anchor.part != "noun" for anchor in anchors_of(view)):
            return
        candidate = beside_number(view, mark.start, mark.end)
        gap = view.between(position, mark.start)
        if candidate is not None and _AGAINST.search(gap):
            yield bounded(view, mark), candidate
        elif candidate is None and _SAME_FORM.fullmatch(gap) and _has_condition(view, mark, gap):
            yield bounded(view, mark), None
        else:
            return
        position = mark.end


def _has_condition(view: View, mark: Mark, gap: str) -> bool:
    """Whether a dose, a meal or a species is what sets the number apart: "20% at 5 mcg", "with food, about 85%"."""
    if gap.strip(" )") == "":
        return False
    behind = view.between(mark.end, min(view.end, mark.end + 30))
    return bool(_STATED.search(gap) or _CONDITION.match(behind))


def other_ratios(view: View, end: int, comparator: str | None) -> Iterator[tuple[Number, Candidate]]:
    """Times as much that go on from a ratio ending at `end`: "4.3-fold on ubiquinol and 2.5-fold on ubiquinone".

    Behind a comparison the word "times" may be left out: "45.9 times better than X, versus 7.9 for Y and 1.3 for Z".
    """
    if comparator is not None:
        yield from _bare_ratios(view, end)
        return
    for mark in view.numbers:
        if mark.kind != "ratio" or mark.start < end:
            continue
        assert isinstance(mark.value, Extent)
        before = [c for c in view.candidates if c.end <= mark.start]
        behind = next((c for c in view.candidates if c.start >= mark.end), None)
        if mark.start - end > 70 or not before or behind is None:
            return
        if not (_JOINED.fullmatch(view.doc.low, before[-1].end, mark.start) and _is_for(view, mark.end, behind)):
            return
        yield Number(mark.start, behind.end, None, None, mark.value.low, None), behind
        end = mark.end


def _bare_ratios(view: View, end: int) -> Iterator[tuple[Number, Candidate]]:
    for match in _BARE_RATIO.finditer(view.doc.low, end, min(view.end, end + _REACH)):
        behind = next((c for c in view.candidates if c.start == match.end()), None)
        if behind is not None:
            yield Number(match.start(1), behind.end, None, None, float(match[1]), None), behind


def _is_for(view: View, end: int, candidate: Candidate) -> bool:
    return bool(_BEHIND.fullmatch(view.doc.low, end, candidate.start))


def beside_number(view: View, start: int, end: int) -> Candidate | None:
    """The name that a number of the other side is tied to: "4% for oxide", "oxide's 4%", "oxide at 4%"."""
    for candidate in view.candidates:
        if (
            candidate.start >= end
            and candidate.start - end < 60
            and _NUMBER_FOR.fullmatch(view.doc.low, end, candidate.start)
        ):
            return _source(view, candidate)
    before = [c for c in view.candidates if c.end <= start]
    if before and _NUMBER_OF.fullmatch(view.doc.low, before[-1].end, start):
        return before[-1]
    return None


def _source(view: View, named: Candidate) -> Candidate:
    """The form that a bare substance comes from: "50% of selenium from selenite"."""
    for other in view.candidates:
        if other.start > named.end and other.form and not named.form and other.substance == named.substance:
            if view.doc.low[named.end : other.start] in (" from ", " in ", " as ", " from the "):
                return other
            break
    return named


def pair_behind(view: View, end: int) -> tuple[Number, Number] | None:
    """Both sides' numbers in a bracket behind a comparison: "better absorbed than methyl (49% v 44%)"."""
    percents = [mark for mark in view.numbers if mark.kind == "percent" and mark.start >= end][:2]
    if len(percents) < 2 or not _OPENS.fullmatch(view.doc.low, end, percents[0].start):
        return None
    if not _AGAINST_PAIR.fullmatch(view.doc.low, percents[0].end, percents[1].start):
        return None
    return bounded(view, percents[0]), bounded(view, percents[1])
