"""The dose grammar: an amount with its unit, what bounds it, what follows it, whom it is for, and what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from posology.extraction.denial import is_denied, is_question
from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.dose_context import context_of
from posology.extraction.dose_population import population_of
from posology.extraction.dose_table import bare_numbers
from posology.extraction.dose_tail import Tail, read_tail, second_unit
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Mark, Quantity
from posology.extraction.numbers import parse_number
from posology.extraction.resolve import from_sentence, resolve
from posology.extraction.tables import header_of, room
from posology.extraction.unlisted import unlisted_subject

_UPPER = re.compile(
    r"(?<![a-z])(?:(?<!followed )(?<!work )(?<!working )(?<!worked )(?<!build )(?<!building )(?<!go )(?<!bumped "
    r"it )(?<!bump it )(?<!add )(?<!adds )(?<!adding )up to|(?:go|goes|gone|went|going)(?: up| as high)? (?:to"
    r"|as)|as (?:much|high|many) as|at most|no (?:more|higher|greater) than|not more than|less than|fewer than"
    r"|under|below|lower than|not exceeding|never more than|don't (?:take|exceed) more than|maximum of up to|<=?"
    r"|\x04)\s?(?:about |around |approximately |a (?:total|maximum) of |the |~)?$"
)
_LOWER = re.compile(
    r"(?<![a-z])(?:at least|a minimum of|minimum(?: of| dose of)?|no less than|not less than|no fewer than|more "
    r"than|over|above|exceed(?:s|ing)?|greater than|higher than|beyond|in excess of|upwards of|starting (?:at"
    r"|from)|>=?|\x03)\s?(?:about |around |approximately |a total of |~)?$"
)
_NEGATED = re.compile(
    r"(?:\bnot|\bnever|n't|\bavoid|\bwithout|\bneither|\bno one should)\s(?:\w+\s){0,4}?(?:exceed(?:ing)?|more "
    r"than|over|above|higher than|beyond|greater than)\s?(?:about |around |approximately |a total of |the |~)?$"
)
_LIMIT_WORDS = re.compile(
    r"(?:no (?:more|higher|greater) than|not more than|not exceeding|never more than|at most|don't)"
)
_PLUS = re.compile(r"\s?\+(?!\s?[a-z])|\s?(?:or|and) (?:more|above|higher|greater|upwards|up|over)\b")
_OR_LESS = re.compile(r"\s?(?:or|and) (?:less|lower|fewer|below|under)\b")
_CONCENTRATION = re.compile(
    r"\s?(?:/\s?(?:d?l|ml|liters?|litres?|mmol|mol|min|h|hr|hour|cm2?|m2|mm|kcal|meal\b(?! )|cell|100\s?ml)\b|per "
    r"(?:d?l|deciliter|decilitre|liter|litre|milliliter|ml|minute|hour)\b)"
)
_BODY_GAIN = re.compile(
    r"(?:by|lost|lose|loss of|gained|gain of|gain|weigh(?:s|ing|ed)?|weight of|bodyweight of|body weight of|weighed"
    r"|dropped|shed|heavier|lighter|reduction of|increase of|decrease of|drop of)\s(?:about |an average of |around "
    r"|approximately |up to |roughly |only |just |at least |an additional )?$"
)
_LEVELS = re.compile(
    r"(?<!intake )(?<!upper )(?<!limit )(?:levels?|concentrations?|levels? (?:is|are|was|were|above|below|under|over"
    r"|of|between|reached)|concentrations? (?:of|above|below|reached)|blood level|peak of|reading of|excret\w+"
    r"|excretion of|clearance of)\s(?:of |to |at |is |was |about |around |above |below )?$"
)
_PORTION_GIVES = re.compile(
    r"\s(?:\([^)]{1,30}\) )?(?:provides?|contains?|has|have|supplies|delivers?|packs?|yields?|gives?)\b"
)
_BODY_HOLDS = re.compile(
    r"\b(?:body|bodies|man|woman|person|adult|thyroid|liver|kidneys?|muscles?|skeleton|bones?|brain|pancreas"
    r"|pineal gland|factor|transporters?|gut|intestines?) (?:\w+ ){0,3}(?:holds?|contains?|stores?|carr(?:y|ies)"
    r"|makes?|produces?|synthesi[sz]es?|handles?|absorbs?|excretes?|loses?|breaks? down|secretes?)\s[^.;]{0,40}$"
)
_PRICE = re.compile(r"[$£€]\s?\d[\d.,]*\s?(?:for|per|/)\s?$")
_STRENGTH_TAIL = re.compile(r"\s?(?:of )?(?:total )?(?:sodium )?(?:calories|kcal)\b")
_PACK_TAIL = re.compile(
    r"\s?(?:/|x)\s?\d+|\s?(?:bag|bottle|tub|pack|packs|jar|container|pouch|box|can|canister|tin|carton|pouches"
    r"|bottles|count|ct|supply)\b|\s(?:per|in (?:a|each|the|one)) (?:bottle|container|pack|box|jar|bag|package)\b"
)
_PACK_HEAD = re.compile(
    r"(?:bottle|pack|packet|box|tub|bag|jar|container|pouch)s? (?:of|contains|has|with)\s?$|\d\s?x\s?$"
)
_NAME_BEFORE = re.compile(
    r"[\s*_:,(|\])~\x10-]{0,6}(?:(?:supplements?|extract|powder|capsules?|tablets?|softgels?|oil|dosages?|doses?"
    r"|intakes?|supplementation|amounts?|content|levels?|daily|per day|equivalents?|dose range|chelate|\((?:as"
    r"|from) [a-z0-9 -]{3,40}\))[\s*_:,(-]{0,4}){0,3}(?:(?:at|of|is|are|was|were|dosed at|in doses of|at doses of"
    r"|at a dose of|in amounts of|to|should be|ranges? from|range|from|between|about|around|approximately"
    r"|approx\.?|up to|roughly|typically|usually|generally|as|with)[\s:~]){0,4}[\s*_:(~-]{0,4}$"
)
_TAKES_ONE = re.compile(r"\b(?:take|taking|took|swallow|chew|dissolve|pop|use|have|try|add|drink|consume|just|only)\s$")
_TAKEN_WHEN = re.compile(
    r"[\s,(]{0,2}(?:\([^)]{1,40}\)\s)?(?:in the (?:morning|evening|afternoon)|at (?:bedtime|night|breakfast|lunch"
    r"|dinner)|with |before |after |every |each (?:morning|night|day)|on an empty|dissolve|on alternate|then\b"
    r"|when |as needed|(?:to|in|into) (?:a |an |the |hot |cold |warm |your |\d+ ?(?:oz|ml|ounces) of |some "
    r")?(?:cup|glass|little water|water|juice|milk|tea|smoothie|shake|coffee))"
)
_DOSING = re.compile(
    r"\b(?:take|taking|taken|takes|took|chew|swallow|dissolve|dissolved|mix|stir|add|dose|dosage|suggested use"
    r"|directions|recommended|recommend|serving size|administered|consume|daily|per day|a day|each day|sip|drink|use"
    r"|using|supplement with|start with|apply|place|hold|inhale|twice|once|given|received|times)\b"
)
_DAILY_BEFORE = re.compile(
    r"\b(?:daily|per day|each day|every day|a day|every (?:morning|evening|night)|each (?:morning|evening|night)"
    r"|once-daily|nightly)\b(?! value)(?: (?:dose|doses|dosage|dosages|intake|intakes|amount|total|serving|limit"
    r"|maximum|target|requirement|need|needs|supplement|allowance|supplementation|upper limit|ul|rda|recommended"
    r"|of|is|range|ranges|use)\b)*[^.;|]{0,70}$"
)
_WITHIN_CLAUSE = re.compile(r"[;|]")
_COUNT_PACK = 20


@dataclass(frozen=True, slots=True)
class _Amount:
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


def find_doses(doc: Document) -> Iterator[Draft]:
    """Every amount that is advised, was given, sits in a product, or is an official value."""
    for sentence in doc.sentences:
        if sentence.block.kind in ("title", "reference"):
            continue
        if sentence.block.header:
            yield from bare_numbers(doc, sentence)
        marks = [mark for mark in sentence.marks if mark.kind == "quantity"]
        if marks:
            yield from _in_sentence(doc, sentence, marks)


def _in_sentence(doc: Document, sentence: Sentence, marks: list[Mark]) -> Iterator[Draft]:
    if is_question(doc, sentence):
        return
    amounts: list[_Amount] = []
    covered, open_bracket = sentence.start, (0, 0)
    for index, mark in enumerate(marks):
        if mark.start < covered and not open_bracket[0] <= mark.start < open_bracket[1]:
            continue
        following = marks[index + 1] if index + 1 < len(marks) else None
        amount = _read(doc, sentence, mark, following)
        if amount is None or _is_no_dose(doc, sentence, amount):
            continue
        amounts.append(amount)
        if (counted := _counted_units(doc, sentence, amount)) is not None:
            amounts.append(counted)
        covered, open_bracket = amount.tail.end, amount.tail.skipped or (0, 0)
    for amount in _with_shared_names(doc, amounts):
        draft = _draft(doc, sentence, amount, amounts)
        if draft is not None:
            yield from _ends_of_rise(doc, sentence, draft)
            yield from _each_of(doc, sentence, amount, draft)


def _with_shared_names(doc: Document, amounts: list[_Amount]) -> list[_Amount]:
    """In "100, 200 or 300 mcg of selenium yeast" the name behind the last amount is that of all."""
    shared = list(amounts)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        if (
            this.mention is None
            and following.tail.mention
            and _LISTED.fullmatch(doc.low, this.tail.end, following.start)
        ):
            shared[index] = replace(this, mention=following.mention, tail=replace(this.tail, mention=following.mention))
    return shared


_RISES = re.compile(
    r"\b(?:rises?|rising|rose|increases?d?|increasing|raised|goes|went|jumps?|falls?|fell|drops?|dropped|climbs?"
    r"|moves?) (?:up |down )?from (?:about )?$"
)


def _ends_of_rise(doc: Document, sentence: Sentence, draft: Draft) -> Iterator[Draft]:
    """ "rises from 18 to 27 mg" names two amounts, no range."""
    low, high = draft.values["low"], draft.values["high"]
    if (
        low is None
        or high is None
        or low == high
        or not _RISES.search(doc.low, max(sentence.start, draft.start - 30), draft.start)
    ):
        yield draft
        return
    yield replace(draft, values={**draft.values, "high": low}, rule="dose.rise")
    second = re.compile(r"(?:\sto\s|\s?-\s?)").search(doc.low, draft.start, draft.end)
    yield replace(
        draft, start=second.end() if second else draft.start, values={**draft.values, "low": high}, rule=("dose.rise")
    )


_EACH = re.compile(r"\s?each (?:of )?[*_]{0,2}")
_AND_NAME = re.compile(r"[*_]{0,2}(?:,? and |, |,? & )[*_]{0,2}")


def _each_of(doc: Document, sentence: Sentence, amount: _Amount, first: Draft) -> Iterator[Draft]:
    """ "5 billion CFU each of A and B": the same amount of every name that follows."""
    if amount.tail.mention is None or not _EACH.search(doc.low, amount.mark.end, amount.tail.mention.start):
        return
    last = amount.tail.mention
    for mention in doc.mentions_in(last.end, min(sentence.end, last.end + 120)):
        if not _AND_NAME.fullmatch(doc.low, last.end, mention.start):
            return
        subject = from_sentence(doc, sentence, mention)
        yield replace(first, end=mention.end, subject=subject, rule="dose.each_of")
        last = mention


def _read(doc: Document, sentence: Sentence, mark: Mark, following: Mark | None) -> _Amount | None:
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
    mention = tail.mention or _mention_before(doc, sentence, start)
    return _Amount(mark, quantity, start, low, high, limit, tail, mention)


_HOW_MANY = re.compile(r"(?<![\d.,])(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?: x)?\s$")
_COUNTED = re.compile(
    r"[\s-](?:chewable |sublingual |enteric-coated |vegetarian |effervescent )?(capsule|tablet|softgel|lozenge"
    r"|gumm(?:y|ie)|caplet|pill|scoop|sachet)(?:s|es)?\b"
)


def _counted_units(doc: Document, sentence: Sentence, amount: _Amount) -> _Amount | None:
    """ "two 550 mg tablets per day" also advises two tablets a day."""
    many = _HOW_MANY.search(doc.low, max(sentence.start, amount.start - 8), amount.start)
    noun = _COUNTED.match(doc.low, amount.mark.end, sentence.end)
    value = parse_number(many[1]) if many else None
    if many is None or noun is None or value is None or value >= _COUNT_PACK:
        return None
    unit = {"gummie": "gummy", "caplet": "tablet"}.get(noun[1], noun[1])
    mark = Mark(many.start(1), noun.end(), "quantity", Quantity(value, value, unit, "count", many.end(1)))
    tail = read_tail(doc, sentence, noun.end())
    return _Amount(mark, mark.value, many.start(1), value, value, False, tail, tail.mention or amount.mention)  # type: ignore[arg-type]


def _mention_before(doc: Document, sentence: Sentence, start: int) -> Mention | None:
    """The substance named right before the amount: "Vitamin D3 1000 IU", "melatonin (0.5-1 mg)"."""
    before = doc.mentions_in(max(room(doc, sentence, start)[0], start - 90), start)
    if not before or not _NAME_BEFORE.fullmatch(doc.low, before[-1].end, start):
        return None
    return before[-1]


def _is_no_dose(doc: Document, sentence: Sentence, amount: _Amount) -> bool:
    """Blood levels, body weights, prices, packs, foods and drugs are amounts, but no doses."""
    low, mark, quantity = doc.low, amount.mark, amount.quantity
    left = low[max(sentence.start, amount.start - 60) : amount.start]
    if _CONCENTRATION.match(low, mark.end, sentence.end) or _LEVELS.search(left) or _PRICE.search(left):
        return True
    if _BODY_HOLDS.search(low[max(sentence.start, amount.start - 110) : amount.start]) or "serving size" in left:
        return True
    if quantity.unit == "kg" and not amount.tail.mention:
        return True
    if (
        _BODY_GAIN.search(left)
        and not amount.tail.mention
        and not re.search(r"\b(?:dose|dosage|intake|supplement)", left)
    ):
        return True
    if re.match(r"\s(?:cup|glass|mug|bottle|can|serving|mug) of\b", low[mark.end : mark.end + 16]):
        return True
    if re.search(
        r"(?:per|/|every|each|in an?|body weight \(|of a|serving size:?|serving:?)\s?$", left
    ) and quantity.sort in ("mass", ("volume")):
        return True
    if quantity.unit in ("g", "ounce", "cup", "tablespoon", ("ml")) and _PORTION_GIVES.match(
        low, amount.tail.end, sentence.end
    ):
        return True  # "100 g of pumpkin seeds provides 550 mg": the portion is no dose
    if is_denied(doc, sentence, amount.start, amount.tail.end):
        return True
    if re.search(
        r"\b(?:by drip|drip|intravenous(?:ly)?|infusions? of|hospital needle)\b",
        low[max(sentence.start, amount.start - 70) : min(sentence.end, mark.end + 50)],
    ):
        return True  # given as a drug
    if quantity.unit in ("ounce", "cup", "l") and amount.mention is None and amount.tail.per is None:
        return True
    if quantity.unit == "ml" and amount.mention is None and amount.tail.per is None and not _DOSING.search(left):
        return True
    return (
        _is_pack(doc, sentence, amount)
        or _is_other_matter(doc, sentence, amount)
        or _is_idle_count(doc, sentence, amount)
    )


def _is_pack(doc: Document, sentence: Sentence, amount: _Amount) -> bool:
    low, mark, quantity = doc.low, amount.mark, amount.quantity
    left = low[max(sentence.start, mark.start - 30) : mark.start]
    if _PACK_TAIL.match(low, mark.end, sentence.end) and quantity.unit not in ("mg", "mcg", "iu"):
        return True
    if _PACK_HEAD.search(left):
        return True
    if quantity.sort == "count" and quantity.high >= _COUNT_PACK and quantity.unit not in ("drop",):
        return True
    bulky = quantity.unit in ("g", "kg", "ml", "l", "ounce") and quantity.low == quantity.high and quantity.high >= 50
    boxed = bool(re.search(r"[(|][^()|]{0,30}$", left)) and bool(
        re.match(r"[^()|]{0,20}[)|,/]", low[mark.end : mark.end + 24])
    )
    return bulky and boxed and amount.tail.per is None and amount.tail.mention is None


def _is_other_matter(doc: Document, sentence: Sentence, amount: _Amount) -> bool:
    """Whether the amount is of a drug, or of a food that nobody is told to take as a supplement."""
    for mark in sentence.of("name"):
        senses = mark.value
        kinds = {sense.kind for sense in senses}  # type: ignore[attr-defined]
        if "drug" in kinds and amount.mention is not None and mark.start == amount.mention.start:
            return True  # "2 g of icosapent ethyl": a form that is sold as a drug
        if kinds & {"substance", "form", "delivery"} or "drug" not in kinds:
            continue
        behind = mark.start >= amount.mark.end and re.fullmatch(
            r"\s?(?:of |per )?(?:[a-z-]+ ){0,2}", doc.low[amount.mark.end : mark.start]
        )
        ahead = mark.end <= amount.start and re.fullmatch(
            r"[\s(:,]{0,3}(?:at |of )?(?:a )?(?:daily )?(?:doses? of )?", doc.low[mark.end : amount.start]
        )
        if (behind or ahead) and amount.tail.mention is None:
            return True
    food = amount.tail.food
    if food is None:
        return False
    taken = amount.tail.per is not None or bool({"dose.trial"} & sentence.cues)
    return doc.low[food[0] : food[1]] in ("water", "waters", "fluid", "fluids") or not taken


def _is_idle_count(doc: Document, sentence: Sentence, amount: _Amount) -> bool:
    """ "a tablet" and "capsules" name a delivery; a count is a dose where someone is told to take it."""
    if amount.quantity.sort != "count" and amount.quantity.unit not in ("cup", "teaspoon", "tablespoon"):
        return False
    if amount.quantity.unit == "serving" and re.match(
        r"\s?(?:size|per)", doc.low[amount.mark.end : amount.mark.end + 8]
    ):
        return True
    if amount.tail.per in ("day", "dose", "week") or amount.tail.times:
        return False
    if amount.quantity.unit == "drop" and amount.quantity.low >= 2:
        return False
    left = doc.low[max(sentence.start, amount.start - 50) : amount.start]
    article = doc.low[amount.mark.start : amount.mark.start + 3].startswith(("a ", "an "))
    if article:
        return not _TAKES_ONE.search(left)
    if _TAKEN_WHEN.match(doc.low, amount.tail.end, sentence.end):
        return False
    if re.search(r"serving size:?\s*\(?$|per\s$|each\s$|every\s$|/\s?$|amount per\s$", left):
        return True
    return not _DOSING.search(left)


def _draft(doc: Document, sentence: Sentence, amount: _Amount, amounts: list[_Amount]) -> Draft | None:
    taken = frozenset(o.mention for o in amounts if o is not amount and o.mention and o.mention.start > amount.start)
    subject = _subject(doc, sentence, amount, taken)
    if subject.substance is None or (
        amount.mention and amount.mention.only_in and doc.topic.substance not in amount.mention.only_in
    ):
        return None
    tail, quantity = amount.tail, amount.quantity
    siblings = [other.mark for other in amounts]
    context = "limit" if amount.limit else context_of(doc, sentence, amount.mark, siblings)
    if context in ("limit", "reference") and amount.mention is None and subject.form_from == "topic":
        subject = replace(subject, form=None, form_from=None)  # official values are of the nutrient, not of a salt
    if (
        context == "recommended"
        and tail.kg
        and quantity.unit == "mg"
        and quantity.low >= 20
        and ("dose.advice") not in sentence.cues
    ):
        context = "studied"  # so many milligrams per kilogram are how animals are dosed
    per, times = _shared(doc, sentence, amount, amounts)
    if context == "food" and amount.tail.per is None and per == "serving":
        per = None  # a tablespoon of a food is no serving of a product
    if per is None and context in ("reference", "limit") and any(other.tail.per == "day" for other in amounts):
        per = "day"
    if context == "recommended" and per == "serving" and quantity.sort in ("mass", "activity"):
        context = "product"
    if context == "recommended" and _weighs_out(doc, sentence, amount):
        context = "product"
    if context == "recommended" and _follows_unit(doc, amount, amounts):
        context = "product"
    elemental = tail.elemental or _elemental_beside(doc, amount)
    values = {
        "low": amount.low,
        "high": amount.high,
        "unit": quantity.unit,
        "basis": "elemental" if elemental else _compound_basis(doc, amount),
        "per": per,
        "times_per_day": times,
        "context": context,
        "population": population_of(doc, sentence, amount.start, tail.end, siblings, context),
    }
    end = tail.end
    if doc.text[end - 1] == ")" and "(" not in doc.text[amount.start : end]:
        end -= 1
    return Draft("dose", amount.start, end, sentence, _rule(amount), subject, values)


_EQUALS = re.compile(r"[^.;|()]{0,25}?\s?=\s?")


def _weighs_out(doc: Document, sentence: Sentence, amount: _Amount) -> bool:
    """ "Ferrous sulfate 200 mg = 65 mg elemental iron": what a tablet holds, on either side of the sign."""
    before = doc.low[max(sentence.start, amount.start - 3) : amount.start]
    return before.rstrip().endswith("=") or bool(_EQUALS.match(doc.low, amount.mark.end, sentence.end))


def _rule(amount: _Amount) -> str:
    if amount.tail.mention is not None:
        return "dose.amount_of_name"
    return "dose.name_amount" if amount.mention is not None else "dose.amount"


def _elemental_beside(doc: Document, amount: _Amount) -> bool:
    near = doc.low[max(0, amount.start - 25) : amount.start], doc.low[amount.mark.end : amount.mark.end + 40]
    return bool(re.search(r"\belemental\b[^.;,]{0,18}$", near[0]) or re.match(r"[^.;,]{0,22}\belemental\b", near[1]))


def _compound_basis(doc: Document, amount: _Amount) -> str | None:
    near = doc.low[amount.mark.end : amount.mark.end + 60]
    return (
        "compound"
        if re.match(
            r"[^.;]{0,40}\b(?:of the (?:whole )?(?:compound|salt)|compound weight|total compound|as the salt)\b", near
        )
        else None
    )


def _follows_unit(doc: Document, amount: _Amount, amounts: list[_Amount]) -> bool:
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


def _shared(
    doc: Document, sentence: Sentence, amount: _Amount, amounts: list[_Amount]
) -> tuple[str | None, float | None]:
    """What the amount is counted per: its own words, those of the unit that provides it, or of its siblings."""
    tail = amount.tail
    if tail.per is not None:
        return tail.per, tail.times
    if _follows_unit(doc, amount, amounts):
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
        listed = _LISTED.fullmatch(doc.low, amount.tail.end, later[0].start)
        return later[0].tail.per, later[0].tail.times if listed else tail.times
    left = doc.low[max(sentence.start, amount.start - 130) : amount.start]
    if sentence.block.kind != "table_row" and _DAILY_BEFORE.search(_own_clause(left)):
        return "day", tail.times
    if _is_weight(amount) and _EACH_UNIT.search(_own_clause(left)):
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


_LISTED = re.compile(r"(?:,?\s(?:and|or)\s|,\s|\s?/\s?|\s?&\s?)(?:[\d.,]{1,8}(?:,?\s(?:and|or)\s|,\s))?")
_NEW_CLAUSE = re.compile(r"\b(?:is|are|was|were|yet|but|however|while|whereas|so|then|after|because)\b|[;:.?!]\s")


def _share_per(doc: Document, amount: _Amount, other: _Amount) -> bool:
    """Whether what the other amount is counted per holds for this one too ("90 mg daily for men and 75 mg for women")."""
    between = sorted((amount.start, amount.tail.end, other.start, other.tail.end))[1:3]
    if _LISTED.fullmatch(doc.low, *between):
        return True
    if other.tail.times or other.tail.per not in ("day", "serving", "week"):
        return False
    return not _NEW_CLAUSE.search(doc.low, *between)


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


def _is_weight(amount: _Amount) -> bool:
    """Whether the amount weighs or measures a substance, rather than counting capsules."""
    return amount.quantity.sort in ("mass", "activity")


def _next_start(sentence: Sentence, amount: _Amount, amounts: list[_Amount]) -> int:
    return min((other.start for other in amounts if other.start > amount.start), default=sentence.end)


def _daily_behind(doc: Document, sentence: Sentence, amount: _Amount, amounts: list[_Amount]) -> bool:
    """ "100 mg of X, standardized to 5% Y, was given daily": the day follows in the same clause."""
    end = min(room(doc, sentence, amount.start)[1], _next_start(sentence, amount, amounts))
    return bool(_DAILY_BEHIND.match(doc.low, amount.tail.end, end))


_SINGLE = re.compile(r"\b(?:single|one-off|one-time|acute)(?: oral)? doses? of (?:about )?$|\b(?:single|one-off) $")
_IN_BRACKET_OF_COUNT = re.compile(
    r"\b(?:capsules?|softgels?|tablets?|gumm(?:y|ies)|lozenges?|drops) \((?:about |approx\.? |~|each )?$"
)
_TIMES_BEHIND = re.compile(
    r"[^.;:|?!\d]{0,45}?[,\s](once|twice|three times|four times|thrice)\s(?:a day|daily|per day|each day)\b"
)
_TIMES_VALUE = {"twice": 2.0, "three times": 3.0, "thrice": 3.0, "four times": 4.0}


def _own_clause(left: str) -> str:
    pieces = _WITHIN_CLAUSE.split(left)
    return pieces[-1]


_LABEL_HEADING = re.compile(
    r"\b(?:supplement facts|nutrition(?:al)? (?:facts|information)|amount per serving|per serving)\b"
)


def _header_per(doc: Document, sentence: Sentence, amount: _Amount) -> str | None:
    """ "Recommended daily intake" over a column, or over the section, counts all of its amounts per day."""
    headings = sentence.block.headings
    if headings and _is_weight(amount) and _LABEL_HEADING.search(headings[-1].lower()):
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


def _subject(doc: Document, sentence: Sentence, amount: _Amount, taken: frozenset[Mention]) -> Subject:
    """Whom the amount is of: the name beside it, else words after "of" that no list has, else the usual order."""
    if amount.mention is not None:
        return from_sentence(doc, sentence, amount.mention)
    unknown = _unknown_name(doc, sentence, amount)
    if unknown is not None:
        return unknown
    return resolve(doc, sentence, amount.start, amount.tail.end, taken)


def _unknown_name(doc: Document, sentence: Sentence, amount: _Amount) -> Subject | None:
    if amount.tail.food is not None:
        return Subject(doc.low[slice(*amount.tail.food)], None, "sentence", None, False)
    return unlisted_subject(doc, sentence, amount.start, amount.mark.end)
