"""Numbers of absorption: percentages with their bounds, and times as well as a comparator."""

import re
from dataclasses import dataclass

from posology.extraction.bioavailability_view import Anchor, View
from posology.extraction.marks import Extent, Mark

_FILL = (
    r"(?:oral|relative|absolute|overall|fractional|average|actual|intestinal|systemic|cellular|rate|of|and|the|its"
    r"|total|mean|estimated|human|true|net|digestion|elemental|apparent|_|_'s)"
)
_MORE = (
    r"(?:higher|better|more|greater|faster|lower|less|worse|increased?|improved|enhanced|superior|boost|improvement"
    r"|rise|quicker|poorer|reduction)"
)
_BEFORE = {
    "noun": re.compile(rf"\s?\)?\s(?:{_FILL}\s){{0,4}}$"),
    "adjective": re.compile(r"\s(?:of (?:it|_|the [a-z]+) (?:is|are) )?$"),
    "verb": re.compile(
        r"\s?\)?\s?(?:(?:of|from)\s[^.;|%]{1,80}?\s)?(?:(?:is|are|was|were|gets?|being|be|actually|typically|can|may"
        r"|will|ends up|eventually|only|usually|readily|directly|to|has been|generally)\s){0,4}$"
    ),
}
_BEFORE_COMPARED = re.compile(
    rf"\s(?:times\s)?(?:(?:{_MORE}|as|well|much|in|the|by|efficiently|effectively|easily|readily|rapidly|quickly"
    rf"|highly|significantly|of|its|their|oral|relative|systemic|peak|plasma|serum|blood|cellular|rate|absorption"
    rf"|and|_|_'s|body's|your|maximum|overall|greater|from)\s){{1,6}}$"
)
_LINKS = (
    r"(?:of|is|was|are|were|at|to|by|around|about|as|ranges?|ranging|from|can|reach(?:es|ing)?|may|be|averages?"
    r"|averaging|estimated|reported|between|only|roughly|approximately|up|just|under|less|more|than|over|low|high"
    r"|little|much|nearly|almost|an?|mere|exceeding|exceeds?|above|below|the|has|been|typically|usually"
    r"|often|even|some|measured|still|closer|sits|drops?|falls?|somewhere|close|rate|fraction|it|_|also|tends"
    r"|upwards|increases?|increased|improves?|improved|rises?|rose|went|maximum|minimum|least|most|mean|average"
    r"|better|generally|can be)"
)
_AFTER = {
    "noun": re.compile(
        rf"\**(?:'s)?(?: rates?| percentage| levels?| values?)?(?:\s\([a-z ]{{1,20}}\))?(?:\s(?:of|for|in|from"
        rf"|with)\s[^.,;()|%]{{1,50}}?)?(?:\s?[:=(|~-]\**|\s{_LINKS}\b)*\s?[~<>(]?\s?$"
    ),
    "verb": re.compile(rf"(?:\s(?:by|into|in|from)\s(?:the |your )?[a-z]+)?(?:\s{_LINKS}\b)*\s?[~<>(]?\s?$"),
    "adjective": re.compile(r"\s?[(:]\s?(?:up to |about |around |roughly |only |approximately )?~?\s?$"),
}
_NO_MEASURE = re.compile(
    r"\s?(?:of (?:the |your |an? )?(?:rda|dv|daily|recommended|people|patients|adults|women|men|users|population"
    r"|participants|magnesium in|total body|cases|supplements|americans|products)|dv\b|daily value|rda\b|extract"
    r"|curcuminoids|solution|elemental|purity|pure|off\b|discount|natural|confidence|standardi[sz]ed|more likely"
    r"|reduction in (?:risk|pain|symptoms)|of total body)"
)
_APPOSED = re.compile(
    rf"(?:\s(?:of|in|for|by|from|with|on|after)\s[^.;,|%()]{{1,45}})?(?:\s?[(:~-]{{1,2}}|,(?:\s(?:at|by|with"
    rf"|around|about|roughly"
    rf"|approximately|somewhere|up to|only|just|estimated|typically|often|sometimes|averaging|by some (?:accounts"
    rf"|estimates)"
    rf"|on average|perhaps|maybe|in the region of|probably)\b)?|\sat\b)(?:\s?{_LINKS}\b)*\s?[~<>]?\s?$"
)
_BRACKET = re.compile(
    r"\s?[(,~-]{1,2}\s?(?:up to|about|around|roughly|some|by|nearly|almost|as much as|over|more than)?\s?~?"
)
_UPPER = re.compile(
    r"(?:up to|as much as|as high as|less than|under|below|fewer than|at most|no more than|not more than|lower than"
    r"|a maximum of|maximum of|<|\x04)\s?(?:about |around |roughly |just |an? |~)?$"
)
_LOWER = re.compile(
    r"(?:more than|over|exceed(?:s|ing)?|at least|above|as little as|as low as|upwards of|greater than|in excess of"
    r"|beyond|a minimum of|no less than|well over|>|\x03)\s?(?:about |around |~)?$"
)
_OPEN = re.compile(r"\s?(?:\+|or (?:more|higher|greater|above))")
_TIMES_TAIL = re.compile(
    rf"\s?(?:\([^()]{{0,20}}\)\s)?(?:{_MORE}|that of|those (?:of|seen|from|in)|the (?:absorption"
    rf"|bioavailability|rate|amount|level)|as (?:well"
    rf"|much|high|efficiently|effectively|easily|quickly|readily)|(?=over|compared|than))\b"
)
_LESS = re.compile(r"\b(?:less|lower|worse|poorer|reduc\w+|slower|decreas\w+)\b")
_MORE_TAIL = re.compile(rf"\s{_MORE}\b")
_MORE_WORD = re.compile(rf"\b{_MORE}\b")
_BY = re.compile(
    r"\b(?:by|is|was|are|were|rose|increased|climbed|jumped|grew|went up|up to|about|around|roughly|nearly|at|:)\s?$"
)
_RATE_TAIL = re.compile(r"\s?(?:a|per|each|every)\s(?:day|week|month)|\s?(?:daily|weekly|as likely|more likely)")


@dataclass(frozen=True, slots=True)
class Number:
    """A percentage or a ratio with its place; `direction` where it is a difference."""

    start: int
    end: int
    low: float | None
    high: float | None
    ratio: float | None
    direction: str | None


_FARTHEST = 100
"""Characters between a number and the word for absorption that it is said of, names not counted."""


def number_of(view: View, anchor: Anchor) -> Number | None:
    """The percentage or ratio that is said of an anchor: the nearest that fits."""
    best: tuple[int, Number] | None = None
    for mark in view.numbers:
        before = mark.end <= anchor.start
        gap = (mark.end, anchor.start) if before else (anchor.end, mark.start)
        if not view.start <= mark.start < view.end or view.is_longer(*gap, _FARTHEST):
            continue
        number = _percent(view, anchor, mark) if mark.kind == "percent" else _ratio(view, anchor, mark)
        if number is None:
            continue
        if best is None or gap[1] - gap[0] < best[0]:
            best = (gap[1] - gap[0], number)
    return best[1] if best else None


def apposed_number(view: View, end: int) -> Number | None:
    """A percentage in apposition to a claim that ends at `end`: "moderate bioavailability, around 30%"."""
    for mark in view.numbers:
        if mark.kind != "percent" or mark.start < end:
            continue
        if mark.start > end + 90 or mark.start >= view.end or not _APPOSED.match(view.between(end, mark.start)):
            return None
        if _NO_MEASURE.match(view.doc.low, mark.end, view.end) or _MORE_WORD.match(
            view.doc.low, mark.end + 1, view.end
        ):
            return None
        return bounded(view, mark)
    return None


def apposed_ratio(view: View, end: int) -> Number | None:
    """Times as much in apposition to a direction that ends at `end`: "higher plasma levels (1.8-fold)"."""
    for mark in view.numbers:
        if mark.kind == "ratio" and mark.start >= end:
            if not _BRACKET.fullmatch(view.doc.low, end, mark.start):
                return None
            assert isinstance(mark.value, Extent)
            return Number(mark.start, mark.end, None, None, mark.value.low, None)
    return None


def bounded(view: View, mark: Mark) -> Number:
    """A percentage with the bounds that the words around it give."""
    extent = mark.value
    assert isinstance(extent, Extent)
    low: float | None = extent.low
    high: float | None = extent.high
    start, end = mark.start, mark.end
    left = view.doc.low[max(view.start, start - 30) : start]
    if extent.low == extent.high:
        if match := _UPPER.search(left):
            low, start = None, start - len(left) + match.start()
        elif match := _LOWER.search(left):
            high, start = None, start - len(left) + match.start()
        elif match := _OPEN.match(view.doc.low, end, view.end):
            high, end = None, match.end()
    return Number(start, end, low, high, None, None)


def is_no_measure(view: View, mark: Mark) -> bool:
    """Whether a percentage is of something else than absorption, or a difference."""
    low = view.doc.low
    return bool(_NO_MEASURE.match(low, mark.end, view.end) or _MORE_TAIL.match(low, mark.end, view.end))


def _percent(view: View, anchor: Anchor, mark: Mark) -> Number | None:
    if _NO_MEASURE.match(view.doc.low, mark.end, view.end) and not _is_of_share(view, mark):
        return None
    if view.doc.low[max(view.start, mark.start - 4) : mark.start] == "not ":
        return None
    number = bounded(view, mark)
    if mark.end <= anchor.start:
        gap = view.between(mark.end, anchor.start)
        if len(gap) > _FARTHEST:
            return None
        if anchor.part in _BEFORE and _BEFORE[anchor.part].match(gap):
            return number
        if _BEFORE_COMPARED.match(gap) and _MORE_WORD.search(gap):
            return _with_direction(number, gap)
        return None
    if mark.start < anchor.end or anchor.part not in _AFTER:
        return None
    return _percent_behind(view, anchor, mark, number)


def _percent_behind(view: View, anchor: Anchor, mark: Mark, number: Number) -> Number | None:
    gap = view.between(anchor.end, mark.start)
    if len(gap) > 80 or not _AFTER[anchor.part].match(gap):
        return None
    tail = view.doc.low[mark.end : min(view.end, mark.end + 24)]
    if match := re.match(rf"\s(?:{_MORE})\b", tail):
        return _with_direction(
            Number(number.start, mark.end + match.end(), number.low, number.high, None, None), match[0]
        )
    if re.search(
        r"\bby\s(?:up to |about |around |roughly |over |more than |nearly |as much as |approximately |at least )?$", gap
    ):
        return Number(number.start, number.end, number.low, number.high, None, "higher")
    return number


def _breaks(anchor: Anchor, gap: str) -> bool:
    """Whether another claim begins between an anchor and a ratio: "absorbed well and is 3 times more potent"."""
    return bool(re.search(r"[.;|]", gap)) or (
        anchor.part == "verb" and bool(re.search(r"\band (?:is|are|was|were|has|it)\b", gap))
    )


def _is_of_share(view: View, mark: Mark) -> bool:
    """ "4% of the elemental magnesium is absorbed" is a share all the same."""
    return bool(re.match(r"\s?of (?:the |its )?(?:elemental|magnesium in)", view.doc.low[mark.end : mark.end + 30]))


def _with_direction(number: Number, words: str) -> Number:
    direction = "lower" if _LESS.search(words) else "higher"
    return Number(number.start, number.end, number.low, number.high, None, direction)


def _ratio(view: View, anchor: Anchor, mark: Mark) -> Number | None:
    extent = mark.value
    assert isinstance(extent, Extent)
    if _RATE_TAIL.match(view.doc.low, mark.end, view.end):
        return None
    start = mark.start
    if mark.end <= anchor.start:
        gap = view.between(mark.end, anchor.start)
        if len(gap) > 80 or not (_BEFORE_COMPARED.match(gap) or gap in (" the ", " the oral ", " ")):
            return None
        words, end = gap, anchor.end
    else:
        gap = view.between(anchor.end, mark.start) if mark.start >= anchor.end else "."
        tail = view.doc.low[mark.end : min(view.end, mark.end + 30)]
        by = _BY.search(gap)
        match = _TIMES_TAIL.match(tail)
        if len(gap) > 60 or _breaks(anchor, gap) or not (match or by):
            return None
        words, end = tail[: match.end()] if match else "", mark.end + (match.end() if match else 0)
    return Number(start, end, None, None, extent.low, "lower" if _LESS.search(words) else "higher")
