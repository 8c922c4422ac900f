"""An amount and what is read around it: its bounds, its second unit, its tail, the name beside it."""

import re
from dataclasses import dataclass, replace

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.dose_tail import Tail, read_tail, second_unit
from posology.extraction.marks import Mark, Quantity
from posology.extraction.numbers import parse_number
from posology.extraction.tables import room

_UPPER = re.compile(
    r"(?<![a-z])(?:(?<!followed )(?<!work )(?<!working )(?<!worked )(?<!build )(?<!building )(?<!go )(?<!bumped "
    r"it )(?<!bump it )(?<!add )(?<!adds )(?<!adding )up to|(?:go|goes|gone|went|going)(?: up| as high)? (?:to"
    r"|as)|limit(?:ed|ing)? (?:it |them |yourself |your intake |intake |this |that )?to|as (?:much|high|many) as"
    r"|at most|no (?:more|higher|greater) than|not more than|less than|fewer than"
    r"|under|below|lower than|not exceeding|never more than|don't (?:take|exceed) more than|maximum of up to|<=?"
    r"|\x04)\s?(?:about |around |approximately |a (?:total|maximum) of |the |~)?$"
)
_LOWER = re.compile(
    r"(?<![a-z])(?:at least|a minimum of|minim(?:um|al)(?: (?:effective |daily |recommended )?(?:dose|amount"
    r"|intake))?(?: of| is)?|no less than|not less than|no fewer than|more "
    r"than|over|above|exceed(?:s|ing)?|greater than|higher than|beyond|in excess of|upwards of|starting (?:at"
    r"|from)|>=?|\x03)\s?(?:about |around |approximately |a total of |~)?$"
)
_NEGATED = re.compile(
    r"(?:\bnot|\bnever|\b[a-z]+n't|\bavoid|\bwithout|\bneither|\bno one should)\s(?:\w+\s){0,4}?(?:exceed(?:ing)?"
    r"|more "
    r"than|over|above|higher than|beyond|greater than)\s?(?:about |around |approximately |a total of |the |~)?$"
)
_LIMIT_WORDS = re.compile(
    r"(?:limit(?:ed|ing)? |no (?:more|higher|greater) than|not more than|not exceeding|never more than|at most|don't)"
)
_PLUS = re.compile(r"\s?\+(?!\s?[a-z])|\s?(?:or|and) (?:more|above|higher|greater|upwards|up|over)\b(?! than\b| \d)")
_AT_LEAST = re.compile(
    r"[^.;:|]{0,30}?\b(?:as|is|being|was) (?:the|a) (?:minimum|minimal|least|lowest)\b(?: (?:dose|amount"
    r"|effective))?"
)
_OR_MORE = re.compile(r"\s(?:or|and) (?:more|above|higher|greater|upwards)\b(?! than\b| \d)")
_OR_LESS = re.compile(r"\s?(?:or|and) (?:less|lower|fewer|below|under)\b")
_NAME_BEFORE = re.compile(
    r"[\s*_:,(|\])~\x10-]{0,6}(?:(?:supplements?|extract|powder|capsules?|tablets?|softgels?|oil|dosages?|doses?"
    r"|intakes?|supplementation|amounts?|content|levels?|daily|per day|equivalents?|dose range|chelate|\((?:as"
    r"|from) [a-z0-9 -]{3,40}\))[\s*_:,(-]{0,4}){0,3}(?:(?:at|of|is|are|was|were|dosed at|in doses of|at doses of"
    r"|at a dose of|in amounts of|to|should be|ranges? from|range|from|between|about|around|approximately"
    r"|approx\.?|up to|roughly|typically|usually|generally|as|with)[\s:~]){0,4}[\s*_:(~-]{0,4}$"
)
PACK_COUNT = 20
_HOW_MANY = re.compile(r"(?<![\d.,])(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?: x)?\s$")
_COUNTED = re.compile(
    r"[\s-](?:chewable |sublingual |enteric-coated |vegetarian |effervescent )?(capsule|tablet|softgel|lozenge"
    r"|gumm(?:y|ie)|caplet|pill|scoop|sachet)(?:s|es)?\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of the sentence with what was read around it."""

    mark: Mark
    quantity: Quantity
    start: int
    low: float | None
    high: float | None
    limit: bool
    tail: Tail
    mention: Mention | None
    """The substance that stands right beside it."""


def read_amount(doc: Document, sentence: Sentence, mark: Mark, following: Mark | None) -> Amount | None:
    quantity = mark.value
    assert isinstance(quantity, Quantity)
    left = doc.low[max(sentence.start, mark.start - 60) : mark.start]
    low: float | None = quantity.low
    high: float | None = quantity.high
    start, limit = mark.start, False
    if quantity.low == quantity.high:
        if match := _NEGATED.search(left):
            low, start, limit = (low if "exceed" in match[0] else None), mark.start - (len(left) - match.start()), True
        elif match := _UPPER.search(left):
            low, start = None, mark.start - (len(left) - match.start())
            limit = bool(_LIMIT_WORDS.match(match[0]))
        elif match := _LOWER.search(left):
            high, start = None, mark.start - (len(left) - match.start())
    after = second_unit(doc, sentence, mark, following) or mark.end
    if low is not None and low == high and (match := _PLUS.match(doc.low, after, sentence.end)):
        high, after = None, match.end()
    elif low is not None and low == high and (match := _OR_LESS.match(doc.low, after, sentence.end)):
        low, after = None, match.end()
    tail = read_tail(doc, sentence, after)
    if low is not None and low == high and (match := _OR_MORE.match(doc.low, tail.end, sentence.end)):
        high, tail = None, replace(tail, end=match.end())  # "1000 mg/day or more"
    if low is not None and low == high and not limit and _AT_LEAST.match(doc.low, tail.end, sentence.end):
        high = None  # "6 g per day as the minimum dose"
    mention = tail.mention or _mention_before(doc, sentence, start)
    return Amount(mark, quantity, start, low, high, limit, tail, mention)


def counted_units(doc: Document, sentence: Sentence, amount: Amount) -> Amount | None:
    """ "two 550 mg tablets per day" also advises two tablets a day."""
    many = _HOW_MANY.search(doc.low, max(sentence.start, amount.start - 8), amount.start)
    noun = _COUNTED.match(doc.low, amount.mark.end, sentence.end)
    value = parse_number(many[1]) if many else None
    if many is None or noun is None or value is None or value >= PACK_COUNT:
        return None
    unit = {"gummie": "gummy", "caplet": "tablet"}.get(noun[1], noun[1])
    mark = Mark(many.start(1), noun.end(), "quantity", Quantity(value, value, unit, "count", many.end(1)))
    tail = read_tail(doc, sentence, noun.end())
    return Amount(mark, mark.value, many.start(1), value, value, False, tail, tail.mention or amount.mention)  # type: ignore[arg-type]


def _mention_before(doc: Document, sentence: Sentence, start: int) -> Mention | None:
    """The substance named right before the amount: "Vitamin D3 1000 IU", "melatonin (0.5-1 mg)"."""
    before = doc.mentions_in(max(room(doc, sentence, start)[0], start - 90), start)
    if not before or not _NAME_BEFORE.fullmatch(doc.low, before[-1].end, start):
        return None
    return before[-1]


def is_weight(amount: Amount) -> bool:
    """Whether the amount weighs or measures a substance, rather than counting capsules."""
    return amount.quantity.sort in ("mass", "activity")
