"""What an amount is counted per, and how often, where its own tail is silent: siblings, label, column, clause."""

import re
from typing import NamedTuple

from posology.extraction.document import Document, Sentence
from posology.extraction.dose_amount import Amount, is_weight
from posology.extraction.tables import header_of, room

_DAILY_BEFORE = re.compile(
    r"\b(?:daily|per day|each day|every day|a day|every (?:morning|evening|night)|each (?:morning|evening|night)"
    r"|once-daily|nightly)\b(?! value)(?: (?:dose|doses|dosage|dosages|intake|intakes|amount|total|serving|limit"
    r"|maximum|target|requirement|need|needs|supplement|allowance|supplementation|upper limit|ul|rda|recommended"
    r"|of|is|range|ranges|use)\b)*[^.;|]{0,70}$"
)
_WITHIN_CLAUSE = re.compile(r"[;|]")
LISTED = re.compile(r"(?:,?\s(?:and|or)\s|,\s|\s?/\s?|\s?&\s?)(?:[\d.,]{1,8}(?:,?\s(?:and|or)\s|,\s))?")
_NEW_CLAUSE = re.compile(r"\b(?:is|are|was|were|yet|but|however|while|whereas|so|then|after|because)\b|[;:.?!]\s")
_EACH_UNIT = re.compile(
    r"\b(?:each|every|per|one|two|three|four|five|ten|twenty|a single|a|\d{1,2}) (?:[\w-]+\x10? )?(?:servings?"
    r"|capsules?|tablets?|softgels?|scoops?|gumm(?:y|ies)|sachets?|lozenges?|pills?|droppers?|caplets?|dose"
    r"|drops?|teaspoons?|tablespoons?|sprays?|squirts?|spoonfuls?)\b(?: \([^)]{1,30}\))? (?:of [\w' -]{2,40} "
    r"|[\w', -]{2,40}, )?(?:provides?|contains?|delivers?|has|have|supplies|supply|gives?|packs|offers|boasts"
    r"|includes?|with|equals?|typically contains?|usually contains?|really contains?|that says|gave|holds?"
    r"|=)(?:[^.;|]|\.(?=\d)){0,220}$"
)
_DAILY_BEHIND = re.compile(
    r"[^.;:|?!]{0,60}?\b(?:daily|per day|each day|a day|every day|nightly)\b(?! (?:value|life|routine|living|basis"
    r"|intake|dose|limit|needs?|requirement|total|multi))"
)
_SPAN_BEFORE = re.compile(
    r"\b(daily|weekly|monthly) (?:(?:oral |total |recommended )?(?:doses?|dosages?|intakes?|amounts?) (?:of )?)?"
    r"(?:about |around |up to |roughly )?$"
)
_SO_MANY = re.compile(r"\b(two|three|four|2|3|4) $")
_SO_MANY_VALUE = {"two": 2.0, "three": 3.0, "four": 4.0, "2": 2.0, "3": 3.0, "4": 4.0}
"""\"splitting into two 500 mg doses\": the doses of a day."""
_SINGLE = re.compile(r"\b(?:single|one-off|one-time|acute)(?: oral)? doses? of (?:about )?$|\b(?:single|one-off) $")
_IN_BRACKET_OF_COUNT = re.compile(
    r"\b(?:capsules?|softgels?|tablets?|gumm(?:y|ies)|lozenges?|drops) \((?:about |approx\.? |~|each )?$"
)
_TIMES_BEHIND = re.compile(
    r"(?:\([^()]{1,80}\)|[^.;:|?!\d(]){0,45}?[,\s](once|twice|three times|four times|thrice)\s(?:a day|daily|per day"
    r"|each day)\b"
)
_TIMES_VALUE = {"twice": 2.0, "three times": 3.0, "thrice": 3.0, "four times": 4.0}
_LABEL_HEADING = re.compile(
    r"\b(?:supplement facts|nutrition(?:al)? (?:facts|information)|amount per serving|per serving)\b"
)


_A_DAY = re.compile(r"\b(?:per|each|a|every) day\b|\bdaily (?:intakes?|amounts?|needs?|requirements?|doses?)\b")
"""A heading that counts the amounts of its table per day: "How much do I need each day?"."""


def follows_unit(doc: Document, amount: Amount, amounts: list[Amount]) -> bool:
    """ "one tablet per day, which provides 150 mg": what a recommended unit provides."""
    before = [
        other for other in amounts if other.tail.end <= amount.start and other.quantity.sort in ("count", ("volume"))
    ]
    if not before or amount.quantity.sort not in ("mass", "activity"):
        return False
    between = doc.low[before[-1].tail.end : amount.start]
    return len(between) < 80 and bool(
        re.search(
            r"\b(?:provid\w+|contain\w+|deliver\w+|suppl(?:y|ies|ying)|equals?|equivalent|giving|gives|yield\w*)\b",
            between,
        )
    )


class Period(NamedTuple):
    """What an amount is counted per, how often a day, and the offset after the words that say so."""

    per: str | None
    times: float | None
    end: int


def period_of(doc: Document, sentence: Sentence, amount: Amount, amounts: list[Amount]) -> Period:
    """The amount's period: its own words, those of the unit that provides it, of its siblings, or of the clause."""
    tail = amount.tail
    for step in (_own, _of_the_unit, _of_siblings, _before, _behind):
        found = step(doc, sentence, amount, amounts)
        if found is not None:
            return found
    return Period(_header_per(doc, sentence, amount), tail.times, tail.end)


def _own(doc: Document, sentence: Sentence, amount: Amount, _: list[Amount]) -> Period | None:
    tail = amount.tail
    if tail.per in (None, "dose") and tail.times is None:
        span = _SPAN_BEFORE.search(doc.low, max(sentence.start, amount.start - 40), amount.start)
        if span:
            return Period({"daily": "day", "weekly": "week", "monthly": "month"}[span[1]], None, tail.end)
    if tail.per == "dose" and tail.times is None:
        many = _SO_MANY.search(doc.low, max(sentence.start, amount.start - 8), amount.start)
        if many:
            return Period("dose", _SO_MANY_VALUE[many[1]], tail.end)
    return None if tail.per is None else Period(tail.per, tail.times, tail.end)


def _of_the_unit(doc: Document, sentence: Sentence, amount: Amount, amounts: list[Amount]) -> Period | None:
    """ "one tablet per day, which provides 150 mg", "one capsule (500 mg) twice daily", "single doses of 300 mg"."""
    tail = amount.tail
    if follows_unit(doc, amount, amounts):
        units = (o for o in reversed(amounts) if o.tail.end <= amount.start and o.quantity.sort in ("count", "volume"))
        unit = next(units)
        if unit.tail.per is not None:
            return Period(unit.tail.per, unit.tail.times, tail.end)
    if _SINGLE.search(doc.low, max(sentence.start, amount.start - 25), amount.start):
        return Period("dose", tail.times, tail.end)
    outer = next((o for o in amounts if o.tail.skipped and o.tail.skipped[0] <= amount.start < o.tail.skipped[1]), None)
    if outer is not None and outer.tail.per is not None:
        return Period(outer.tail.per, outer.tail.times, tail.end)
    if _IN_BRACKET_OF_COUNT.search(doc.low, max(sentence.start, amount.start - 40), amount.start):
        return Period("serving", tail.times, tail.end)
    return None


def _of_siblings(doc: Document, _: Sentence, amount: Amount, amounts: list[Amount]) -> Period | None:
    unit = amount.quantity.unit
    same = [o for o in amounts if o is not amount and o.quantity.unit == unit and o.tail.per is not None]
    later = [o for o in same if o.start > amount.start] or same
    if not later or not _share_per(doc, amount, later[0]):
        return None
    listed = LISTED.fullmatch(doc.low, amount.tail.end, later[0].start)
    return Period(later[0].tail.per, later[0].tail.times if listed else amount.tail.times, amount.tail.end)


def _before(doc: Document, sentence: Sentence, amount: Amount, _: list[Amount]) -> Period | None:
    left = _own_clause(doc.low[max(sentence.start, amount.start - 130) : amount.start])
    if sentence.block.kind != "table_row" and _DAILY_BEFORE.search(left):
        return Period("day", amount.tail.times, amount.tail.end)
    if is_weight(amount) and _EACH_UNIT.search(left):
        return Period("serving", amount.tail.times, amount.tail.end)
    return None


def _behind(doc: Document, sentence: Sentence, amount: Amount, amounts: list[Amount]) -> Period | None:
    """ "100 mg of X, standardized to 5% Y, was given daily": the period follows in the same clause."""
    tail = amount.tail
    following = min((other.start for other in amounts if other.start > amount.start), default=sentence.end)
    if tail.times is None and not tail.many_times:
        match = _TIMES_BEHIND.match(doc.low, tail.end, following)
        if match:
            times = _TIMES_VALUE.get(match[1])
            return Period("dose" if times else "day", times, match.end())
    match = _DAILY_BEHIND.match(doc.low, tail.end, min(room(doc, sentence, amount.start)[1], following))
    return Period("day", tail.times, match.end()) if match else None


def _share_per(doc: Document, amount: Amount, other: Amount) -> bool:
    """Whether the other amount's period holds for this one too: "90 mg daily for men and 75 mg for women"."""
    between = sorted((amount.start, amount.tail.end, other.start, other.tail.end))[1:3]
    if LISTED.fullmatch(doc.low, *between):
        return True
    if other.tail.times or other.tail.per not in ("day", "serving", "week"):
        return False
    return not _NEW_CLAUSE.search(doc.low, *between)


def _own_clause(left: str) -> str:
    pieces = _WITHIN_CLAUSE.split(left)
    return pieces[-1]


def _header_per(doc: Document, sentence: Sentence, amount: Amount) -> str | None:
    """ "Recommended daily intake" over a column, or over the section, counts all of its amounts per day."""
    headings = sentence.block.headings
    if headings and is_weight(amount) and _LABEL_HEADING.search(headings[-1].lower()):
        return "serving"
    if sentence.block.kind != "table_row":
        return None
    own = header_of(doc, sentence, amount.start)
    if headings and is_weight(amount) and _A_DAY.search(headings[-1].lower()):
        return "day"
    if re.search(r"\b(?:daily|/ ?day|per day)\b", own) and amount.quantity.sort != "count":
        return "day"
    return (
        "serving"
        if re.search(
            r"\bper (?:serving|capsule|tablet|scoop|dose|softgel|gummy|drop|pill|teaspoon|sachet|lozenge)\b", own
        )
        else None
    )
