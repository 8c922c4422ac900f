"""What an amount is counted per, and how often, where its own tail is silent: siblings, label, column, clause."""

import re

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
_SO_MANY = re.compile(r"\b(two|three|four|2|3|4) $")
_SO_MANY_VALUE = {"two": 2.0, "three": 3.0, "four": 4.0, "2": 2.0, "3": 3.0, "4": 4.0}
"""\"splitting into two 500 mg doses\": the doses of a day."""
_SINGLE = re.compile(r"\b(?:single|one-off|one-time|acute)(?: oral)? doses? of (?:about )?$|\b(?:single|one-off) $")
_IN_BRACKET_OF_COUNT = re.compile(
    r"\b(?:capsules?|softgels?|tablets?|gumm(?:y|ies)|lozenges?|drops) \((?:about |approx\.? |~|each )?$"
)
_TIMES_BEHIND = re.compile(
    r"[^.;:|?!\d]{0,45}?[,\s](once|twice|three times|four times|thrice)\s(?:a day|daily|per day|each day)\b"
)
_TIMES_VALUE = {"twice": 2.0, "three times": 3.0, "thrice": 3.0, "four times": 4.0}
_LABEL_HEADING = re.compile(
    r"\b(?:supplement facts|nutrition(?:al)? (?:facts|information)|amount per serving|per serving)\b"
)


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


def period_of(
    doc: Document, sentence: Sentence, amount: Amount, amounts: list[Amount]
) -> tuple[str | None, float | None]:
    """What the amount is counted per: its own words, those of the unit that provides it, or of its siblings."""
    tail = amount.tail
    if (
        tail.per == "dose"
        and tail.times is None
        and (match := _SO_MANY.search(doc.low, max(sentence.start, amount.start - 8), amount.start))
    ):
        return "dose", _SO_MANY_VALUE[match[1]]
    if tail.per is not None:
        return tail.per, tail.times
    if follows_unit(doc, amount, amounts):
        unit = next(
            o for o in reversed(amounts) if o.tail.end <= amount.start and o.quantity.sort in ("count", ("volume"))
        )
        if unit.tail.per is not None:
            return unit.tail.per, unit.tail.times
    if _SINGLE.search(doc.low, max(sentence.start, amount.start - 25), amount.start):
        return "dose", tail.times
    outer = next((o for o in amounts if o.tail.skipped and o.tail.skipped[0] <= amount.start < o.tail.skipped[1]), None)
    if outer is not None and outer.tail.per is not None:
        return outer.tail.per, outer.tail.times
    if _IN_BRACKET_OF_COUNT.search(doc.low, max(sentence.start, amount.start - 40), amount.start):
        return "serving", tail.times
    same = [
        o for o in amounts if o is not amount and o.quantity.unit == amount.quantity.unit and o.tail.per is not None
    ]
    later = [o for o in same if o.start > amount.start] or same
    if later and _share_per(doc, amount, later[0]):
        listed = LISTED.fullmatch(doc.low, amount.tail.end, later[0].start)
        return later[0].tail.per, later[0].tail.times if listed else tail.times
    left = doc.low[max(sentence.start, amount.start - 130) : amount.start]
    if sentence.block.kind != "table_row" and _DAILY_BEFORE.search(_own_clause(left)):
        return "day", tail.times
    if is_weight(amount) and _EACH_UNIT.search(_own_clause(left)):
        return "serving", tail.times
    if (
        tail.times is None
        and not tail.many_times
        and (match := _TIMES_BEHIND.match(doc.low, tail.end, _next_start(sentence, amount, amounts)))
    ):
        times = _TIMES_VALUE.get(match[1])
        return ("dose" if times else "day"), times
    if _daily_behind(doc, sentence, amount, amounts):
        return "day", tail.times
    return _header_per(doc, sentence, amount), tail.times


def _share_per(doc: Document, amount: Amount, other: Amount) -> bool:
    """Whether the other amount's period holds for this one too: "90 mg daily for men and 75 mg for women"."""
    between = sorted((amount.start, amount.tail.end, other.start, other.tail.end))[1:3]
    if LISTED.fullmatch(doc.low, *between):
        return True
    if other.tail.times or other.tail.per not in ("day", "serving", "week"):
        return False
    return not _NEW_CLAUSE.search(doc.low, *between)


def _next_start(sentence: Sentence, amount: Amount, amounts: list[Amount]) -> int:
    return min((other.start for other in amounts if other.start > amount.start), default=sentence.end)


def _daily_behind(doc: Document, sentence: Sentence, amount: Amount, amounts: list[Amount]) -> bool:
    """ "100 mg of X, standardized to 5% Y, was given daily": the day follows in the same clause."""
    end = min(room(doc, sentence, amount.start)[1], _next_start(sentence, amount, amounts))
    return bool(_DAILY_BEHIND.match(doc.low, amount.tail.end, end))


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
    if re.search(r"\b(?:daily|/ ?day|per day)\b", own) and amount.quantity.sort != "count":
        return "day"
    return (
        "serving"
        if re.search(
            r"\bper (?:serving|capsule|tablet|scoop|dose|softgel|gummy|drop|pill|teaspoon|sachet|lozenge)\b", own
        )
        else None
    )
