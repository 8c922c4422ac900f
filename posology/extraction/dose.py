"""The dose grammar: an amount with its unit, what bounds it, what follows it, whom it is for, and what it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from posology.extraction.denial import is_question
from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.dose_amount import Amount, counted_units, is_weight, read_amount
from posology.extraction.dose_context import context_of
from posology.extraction.dose_food import is_portion
from posology.extraction.dose_period import LISTED, follows_unit, period_of
from posology.extraction.dose_population import population_of
from posology.extraction.dose_reject import reason_against
from posology.extraction.dose_table import bare_numbers
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Mark
from posology.extraction.resolve import from_sentence, resolve
from posology.extraction.unlisted import unlisted_subject


def find_doses(doc: Document) -> Iterator[Draft]:
    """Every amount that is advised, was given, sits in a product, or is an official value."""
    for sentence in doc.chosen(doc.holding(("quantity", "table_row"))):
        if sentence.block.kind in ("title", "reference"):
            continue
        if sentence.block.header:
            yield from bare_numbers(doc, sentence)
        marks = sentence.of("quantity")
        if marks:
            yield from _in_sentence(doc, sentence, marks)


def _in_sentence(doc: Document, sentence: Sentence, marks: Sequence[Mark]) -> Iterator[Draft]:
    if is_question(doc, sentence):
        return
    amounts: list[Amount] = []
    covered, open_bracket = sentence.start, (0, 0)
    for index, mark in enumerate(marks):
        if mark.start < covered and not open_bracket[0] <= mark.start < open_bracket[1]:
            continue
        following = marks[index + 1] if index + 1 < len(marks) else None
        amount = read_amount(doc, sentence, mark, following)
        if amount is None or reason_against(doc, sentence, amount) is not None:
            continue
        amounts.append(amount)
        if (counted := counted_units(doc, sentence, amount)) is not None:
            amounts.append(counted)
        covered, open_bracket = amount.tail.end, amount.tail.skipped or (0, 0)
    for amount in _with_shared_names(doc, amounts):
        draft = _draft(doc, sentence, amount, amounts)
        if draft is not None:
            yield from _ends_of_rise(doc, sentence, draft)
            yield from _each_of(doc, sentence, amount, draft)


def _with_shared_names(doc: Document, amounts: list[Amount]) -> list[Amount]:
    """In "100, 200 or 300 mcg of selenium yeast" the name behind the last amount is that of all."""
    shared = list(amounts)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        if (
            this.mention is None
            and following.tail.mention
            and LISTED.fullmatch(doc.low, this.tail.end, following.start)
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


def _each_of(doc: Document, sentence: Sentence, amount: Amount, first: Draft) -> Iterator[Draft]:
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


def _draft(doc: Document, sentence: Sentence, amount: Amount, amounts: list[Amount]) -> Draft | None:
    taken = frozenset(o.mention for o in amounts if o is not amount and o.mention and o.mention.start > amount.start)
    subject = _subject(doc, sentence, amount, taken)
    if subject.substance is None and not (is_weight(amount) and "dose.advice" in sentence.cues and amount.tail.per):
        return None  # advice without any name around it is a claim all the same; other amounts may be of anything
    if amount.mention and amount.mention.only_in and doc.topic.substance not in amount.mention.only_in:
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
    per, times, end = period_of(doc, sentence, amount, amounts)
    if per is None and context in ("reference", "limit") and any(other.tail.per == "day" for other in amounts):
        per = "day"
    if context == "recommended" and per == "serving" and quantity.sort in ("mass", "activity"):
        context = "product"
    if context == "recommended" and _weighs_out(doc, sentence, amount):
        context = "product"
    if context == "recommended" and follows_unit(doc, amount, amounts):
        context = "product"
    if per is None and context == "food" and is_portion(doc, sentence, amount.start):
        per = "serving"
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
    if doc.text[end - 1] == ")" and "(" not in doc.text[amount.start : end]:
        end -= 1
    return Draft("dose", amount.start, end, sentence, _rule(amount), subject, values)


_EQUALS = re.compile(r"[^.;|()]{0,25}?\s?=\s?")


def _weighs_out(doc: Document, sentence: Sentence, amount: Amount) -> bool:
    """ "Ferrous sulfate 200 mg = 65 mg elemental iron": what a tablet holds, on either side of the sign."""
    before = doc.low[max(sentence.start, amount.start - 3) : amount.start]
    return before.rstrip().endswith("=") or bool(_EQUALS.match(doc.low, amount.mark.end, sentence.end))


def _rule(amount: Amount) -> str:
    if amount.tail.mention is not None:
        return "dose.amount_of_name"
    return "dose.name_amount" if amount.mention is not None else "dose.amount"


def _elemental_beside(doc: Document, amount: Amount) -> bool:
    near = doc.low[max(0, amount.start - 25) : amount.start], doc.low[amount.mark.end : amount.mark.end + 40]
    return bool(re.search(r"\belemental\b[^.;,]{0,18}$", near[0]) or re.match(r"[^.;,]{0,22}\belemental\b", near[1]))


def _compound_basis(doc: Document, amount: Amount) -> str | None:
    near = doc.low[amount.mark.end : amount.mark.end + 60]
    return (
        "compound"
        if re.match(
            r"[^.;]{0,40}\b(?:of the (?:whole )?(?:compound|salt)|compound weight|total compound|as the salt)\b", near
        )
        else None
    )


def _subject(doc: Document, sentence: Sentence, amount: Amount, taken: frozenset[Mention]) -> Subject:
    """Whom the amount is of: the name beside it, else words after "of" that no list has, else the usual order."""
    if amount.mention is not None:
        return from_sentence(doc, sentence, amount.mention)
    unknown = _unknown_name(doc, sentence, amount)
    if unknown is not None:
        return unknown
    return resolve(doc, sentence, amount.start, amount.tail.end, taken)


def _unknown_name(doc: Document, sentence: Sentence, amount: Amount) -> Subject | None:
    if amount.tail.food is not None:
        return Subject(doc.low[slice(*amount.tail.food)], None, "sentence", None, False)
    return unlisted_subject(doc, sentence, amount.start, amount.mark.end)
