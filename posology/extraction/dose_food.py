"""Amounts that a food, a diet or a pill of its own supplies."""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark

_FOODS = re.compile(r"\b(?:diets?|dietary|(?<!with )(?<!without )(?<!with or without )foods?)\b")


def is_food(doc: Document, sentence: Sentence) -> bool:
    return "food" in sentence.senses or bool(_FOODS.search(doc.low, sentence.start, sentence.end))


_SUPPLIED = re.compile(
    r"\b(?:contains?|containing|can hit|hits?|provides?|providing|has|have|supplies|delivers?|offers?|packs"
    r"|yields?|gives?|with"
    r"|about|around|per)\b|[:(=]"
)


_PORTION = re.compile(
    r"(?:\d|\bone|\ba|\bhalf a|\bper)\s?-?(?:g|grams?|ounces?|oz|cups?|tablespoons?|tbsp|slices?|handful|large"
    r"|medium|small|fillet|bowl|pieces?)\b(?: of)? [^.;|]{2,40}?\b(?:contains?|provides?|has|have|supplies"
    r"|delivers?|offers?|packs|yields?|gives?)\b[^.;]{0,30}$"
)


_PILL = re.compile(r"\b(?:tablets?|capsules?|softgels?|pills?|gumm(?:y|ies)|lozenges?|sachets?)\b")


GIVEN_BY_PILL = re.compile(
    r"\b(?:tablets?|capsules?|softgels?|pills?|gumm(?:y|ies)|lozenges?|sachets?|scoops?)\s(?:\w+ly\s)?(?:gives?|gave|has|have|holds?"
    r"|gets)\s(?:you\s|us\s)?(?:about |around |only |just |roughly )?$"
)


def fed(doc: Document, sentence: Sentence, quantity: Mark) -> bool:
    """ "A cup of spinach contains 157 mg": a food stands before the amount and supplies it."""
    if sentence.cues & {"dose.trial"}:
        return False
    portion = _PORTION.search(doc.low, max(sentence.start, quantity.start - 160), quantity.start)
    if portion is not None and not _PILL.search(portion[0]):
        return True
    if "food" not in sentence.senses:
        return False
    for mark in sentence.of("name"):
        if mark.end > quantity.start or {s.kind for s in mark.value} != {"food"}:  # type: ignore[attr-defined]
            continue
        if _SUPPLIED.search(doc.low, mark.end, quantity.start) and not re.search(
            r"\b(?:capsules?|tablets?|supplements?|softgels?|take|taking|with food|with a meal)\b",
            doc.low[sentence.start : quantity.start],
        ):
            return True
    return False


_PORTION_NAMED = re.compile(
    r"\b(?:cups?|slices?|eggs?|ounces?|oz|tablespoons?|tbsp|teaspoons?|tsp|handfuls?|glass(?:es)?|fillets?|portions?"
    r"|servings?|bowls?|pieces?|cans?|large|medium|small|\d+ ?-?(?:g|grams?|ml))\b"
)


def is_portion(doc: Document, sentence: Sentence, at: int) -> bool:
    """Whether a portion of the food is named before its amount: "1 cup of milk: 43 mg"."""
    return _PORTION_NAMED.search(doc.low, max(sentence.start, at - 90), at) is not None
