"""Amounts that are no doses: each reason with the predicate that finds it. `posology explain` walks the same list."""

import re
from collections.abc import Callable

from posology.extraction.denial import is_denied
from posology.extraction.document import Document, Sentence
from posology.extraction.dose_amount import PACK_COUNT, Amount

_CONCENTRATION = re.compile(
    r"\s?(?:/\s?(?:d?l|ml|liters?|litres?|mmol|mol|min|h|hr|hour|cm2?|m2|mm|kcal|meal\b(?! )|cell|100\s?ml)\b|per "
    r"(?:d?l|deciliter|decilitre|liter|litre|milliliter|ml|minute|hour)\b)"
)
_BODY_GAIN = re.compile(
    r"(?:(?<!followed )by|lost|lose|loss of|gained|gain of|gain|weigh(?:s|ing|ed)?|weight of|bodyweight of"
    r"|body weight of|weighed"
    r"|dropped|shed|heavier|lighter|reduction of|increase of|decrease of|drop of)\s(?:about |an average of |around "
    r"|approximately |up to |roughly |only |just |at least |an additional )?$"
)
_LEVELS = re.compile(
    r"(?<!intake )(?<!upper )(?<!limit )(?:levels?|concentrations?|levels? (?:is|are|was|were|above|below|under|over"
    r"|of|between|reached)|concentrations? (?:of|above|below|reached)|blood level|peak of|reading of|excret\w+"
    r"|excretion of|clearance of)\s(?:of |to |at |is |was |about |around |above |below )?$"
)
_PORTION_GIVES = re.compile(
    r"\s(?:\([^)]{1,30}\) )?(?:provides?|contains?|ha(?:s|ve)(?! been\b)|supplies|delivers?|packs?|yields?|gives?)\b"
)
_PORTION = re.compile(r"\s(?:portion|helping|slice|fillet|steak|bowl|piece)s?\b")
_BODY_HOLDS = re.compile(
    r"\b(?:body|bodies|man|woman|person|adult|thyroid|liver|kidneys?|muscles?|skeleton|bones?|brain|pancreas"
    r"|pineal gland|factor|transporters?|gut|intestines?) (?:\w+ ){0,3}(?:holds?|contains?|stores?|carr(?:y|ies)"
    r"|makes?|produces?|synthesi[sz]es?|handles?|absorbs?|excretes?|loses?|breaks? down|secretes?)\s[^.;]{0,40}$"
)
_PRICE = re.compile(r"[$£€]\s?\d[\d.,]*\s?(?:for|per|/)\s?$")
_PACK_TAIL = re.compile(
    r"\s?[.,/|-]{1,2}\s?\d+ (?:servings|serves|capsules|tablets|softgels|scoops|count)\b|\s?(?:/|x)\s?\d+"
    r"|\s?(?:bag|bottle|tub|pack|packs|jar|container|pouch|box|can|canister|tin|carton|pouches"
    r"|bottles|count|ct|supply)\b|\s(?:per|in (?:a|each|the|one)) (?:bottle|container|pack|box|jar|bag|package)\b"
)
_PACK_HEAD = re.compile(
    r"(?:bottle|pack|packet|box|tub|bag|jar|container|pouch)s? (?:of|contains|has|with)\s?$|\d\s?x\s?$"
)
_TAKES_ONE = re.compile(r"\b(?:take|taking|took|swallow|chew|dissolve|pop|use|have|try|add|drink|consume|just|only)\s$")
_TAKEN_WHEN = re.compile(
    r"[\s,(]{0,2}(?:\([^)]{1,40}\)\s)?(?:in the (?:morning|evening|afternoon)|at (?:bedtime|night|breakfast|lunch"
    r"|dinner)|with |before |after |every |each (?:morning|night|day)|on an empty|dissolve|on alternate|then\b"
    r"|when |as needed|(?:to|in|into) (?:a |an |the |hot |cold |warm |your |\d+ ?(?:oz|ml|ounces) of |some "
    r")?(?:cup|glass|little water|water|juice|milk|tea|smoothie|shake|coffee))"
)
_DOSING = re.compile(
    r"\b(?:take|exceed|taking|taken|takes|took|chew|swallow|dissolve|dissolved|mix|stir|add|dose|dosage|suggested use"
    r"|directions|recommended|recommend|serving size|administered|consume|daily|per day|a day|each day|sip|drink|use"
    r"|using|supplement with|start with|apply|place|hold|inhale|twice|once|given|received|times)\b"
)

_SUPPLY = re.compile(r"\b(?:dose|dosage|intake|supplement)")
_VESSEL = re.compile(r"\s(?:cup|glass|mug|bottle|can|serving) of\b")
_COUNTED_PER = re.compile(r"(?:per|/|every|each|in an?|body weight \(|of a|serving size:?|serving:?)\s?$")
_BY_NEEDLE = re.compile(r"\b(?:by drip|drip|intravenous(?:ly)?|infusions? of|hospital needle)\b")


def _left(doc: Document, sentence: Sentence, amount: Amount, reach: int = 60) -> str:
    return doc.low[max(sentence.start, amount.start - reach) : amount.start]


def _is_concentration(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    return bool(_CONCENTRATION.match(doc.low, amount.mark.end, sentence.end))


def _is_level(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    return bool(_LEVELS.search(_left(doc, sentence, amount)))


def _is_body_store(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    return bool(_BODY_HOLDS.search(_left(doc, sentence, amount, 110)))


def _is_priced(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    return bool(_PRICE.search(_left(doc, sentence, amount)))


def _is_body_weight(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    if amount.quantity.unit == "kg" and not amount.tail.mention:
        return True
    left = _left(doc, sentence, amount)
    return bool(_BODY_GAIN.search(left)) and not amount.tail.mention and not _SUPPLY.search(left)


def _is_measure(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    """What another amount is counted per, a serving's weight, or a vessel's size."""
    left = _left(doc, sentence, amount)
    if "serving size" in left:
        return True
    if amount.quantity.sort == "volume" and _VESSEL.match(doc.low, amount.mark.end, sentence.end):
        return True
    return bool(_COUNTED_PER.search(left)) and amount.quantity.sort in ("mass", "volume")


def _is_portion(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    """ "100 g of pumpkin seeds provides 550 mg": the portion is no dose, and neither is a cup of nothing."""
    unit = amount.quantity.unit
    if amount.mention is None and _PORTION.match(doc.low, amount.mark.end, sentence.end):
        return True
    compound = amount.tail.mention is not None and amount.tail.mention.form_kind == "compound"
    if (
        not compound
        and unit in ("g", "ounce", "cup", "tablespoon", "ml")
        and _PORTION_GIVES.match(doc.low, amount.tail.end, sentence.end)
    ):
        return True
    if amount.mention is not None or amount.tail.per is not None:
        return False
    if unit == "ml" and doc.low.startswith(" of ", amount.mark.end):
        return True
    return unit in ("ounce", "cup", "l") or (unit == "ml" and not _DOSING.search(_left(doc, sentence, amount)))


_LEFT_OVER = re.compile(
    r"(?: (?:of )?[a-z0-9' -]{2,24})? (?:remains?|remaining|left|is left|are left|still circulat\w+|circulat\w+"
    r"|still in|in your system)\b"
)
_OF_WATER = re.compile(r"\b(?:water|fluids?(?! extract)|glass of)\b[^.;|]{0,25}$")


def _is_left_over(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    """ "by midnight 50 mg remains": what is still in the body was not taken then."""
    return bool(_LEFT_OVER.match(doc.low, amount.mark.end, sentence.end))


def _is_water(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    in_vessel = amount.quantity.sort == "volume" or amount.quantity.unit in ("cup", "ounce")
    return in_vessel and amount.mention is None and bool(_OF_WATER.search(_left(doc, sentence, amount)))


def _is_nothing(_: Document, __: Sentence, amount: Amount) -> bool:
    """The zero of "treated with 0, 3, or 6 mg": an arm without the substance."""
    return amount.quantity.high == 0


def _is_taken_back(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    return is_denied(doc, sentence, amount.start, amount.tail.end)


def _is_given_as_drug(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    start, end = max(sentence.start, amount.start - 70), min(sentence.end, amount.mark.end + 50)
    return bool(_BY_NEEDLE.search(doc.low, start, end))


def _is_pack(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    low, mark, quantity = doc.low, amount.mark, amount.quantity
    left = low[max(sentence.start, mark.start - 30) : mark.start]
    if _PACK_TAIL.match(low, mark.end, sentence.end) and quantity.unit not in ("mg", "mcg", "iu"):
        return True
    if _PACK_HEAD.search(left):
        return True
    if quantity.sort == "count" and quantity.high >= PACK_COUNT and quantity.unit not in ("drop",):
        return True
    bulky = quantity.unit in ("g", "kg", "ml", "l", "ounce") and quantity.low == quantity.high and quantity.high >= 50
    boxed = bool(re.search(r"[(|][^()|]{0,30}$", left)) and bool(
        re.match(r"[^()|]{0,20}[)|,/]", low[mark.end : mark.end + 24])
    )
    return bulky and boxed and amount.tail.per is None and amount.tail.mention is None


def _is_other_matter(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    """Whether the amount is of a drug, or of a food that nobody is told to take as a supplement."""
    for mark in sentence.of("name") if "drug" in sentence.senses else ():
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


def _is_idle_count(doc: Document, sentence: Sentence, amount: Amount) -> bool:
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


NO_DOSE: tuple[tuple[str, Callable[[Document, Sentence, Amount], bool]], ...] = (
    ("no amount at all", _is_nothing),
    ("what is left of it in the body", _is_left_over),
    ("of the water that it is taken with", _is_water),
    ("a concentration", _is_concentration),
    ("a level in blood or body", _is_level),
    ("what a body or organ holds", _is_body_store),
    ("what a price is for", _is_priced),
    ("a body's weight, or its change", _is_body_weight),
    ("what another amount is counted per, or a serving's size", _is_measure),
    ("a portion of food, or a household measure of nothing", _is_portion),
    ("denied or imagined", _is_taken_back),
    ("given as a drug", _is_given_as_drug),
    ("the size of a pack", _is_pack),
    ("of a drug, or of a food that nobody is told to take", _is_other_matter),
    ("a count that nobody is told to take", _is_idle_count),
)


def reason_against(doc: Document, sentence: Sentence, amount: Amount) -> str | None:
    """Why an amount is no dose, or None where nothing speaks against it."""
    return next((reason for reason, applies in NO_DOSE if applies(doc, sentence, amount)), None)
