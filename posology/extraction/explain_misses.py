"""Why a record that people marked was not found: the text, the marks, the step that dropped them, or the fields."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from posology.extraction.document import Document
from posology.extraction.explain import Explanation
from posology.extraction.explain_drops import NO_RULE, begins
from posology.extraction.marks import Mark
from posology.matching import FIELDS, Claim, comparable, pair, same_place
from schemas.article import Article
from schemas.records import Record


class Missed(NamedTuple):
    """A gold record that no prediction matches, and the reason."""

    claim: Claim
    reason: str


def explain_misses(article: Article, explanation: Explanation, gold: Sequence[Claim]) -> Iterator[Missed]:
    """A reason for each gold record of the article that the records do not hold."""
    predicted = [_plain(explained.record) for explained in explanation.records]
    for kind in FIELDS:
        found = [claim for claim in predicted if claim["kind"] == kind]
        pairing = pair([claim for claim in gold if claim["kind"] == kind], found)
        for claim in pairing.missed:
            yield Missed(claim, _reason(article, explanation, claim, pairing.spurious, found))


def _plain(record: Record) -> Claim:
    return record.model_dump(mode="json")


def _reason(
    article: Article, explanation: Explanation, gold: Claim, spurious: Sequence[Claim], found: Sequence[Claim]
) -> str:
    """The first that holds, from the text up to the fields."""
    kind = gold["kind"]
    places = places_of(article.text, gold.get("quote") or "")
    if not places:
        return "the cleaned text has no such quote"
    if all(_is_boilerplate(article, start, end) for start, end in places):
        return "the quote lies in what cleaning took for boilerplate"
    beside = [claim for claim in spurious if same_place(gold, claim)]
    if beside:
        return min((_difference(gold, claim) for claim in beside), key=len)
    dropped = [
        f"{drop.text!r}: {drop.reason}"
        for drop in explanation.drops
        if drop.kind == kind and any(start < drop.end and drop.start < end for start, end in places)
    ]
    if dropped:
        return "; ".join(dict.fromkeys(dropped))
    if any(same_place(gold, claim) for claim in found):
        return "the records that stand there are right for other gold records"
    over = [claim for claim in found if any(start < claim["end"] and claim["start"] < end for start, end in places)]
    if over:
        return f"the quote differs: {over[0]['quote']!r:.100}; {_difference(gold, over[0])}"
    marks = [mark for start, end in places for mark in _marks_in(explanation.document, start, end)]
    if any(kind in begins(mark) for mark in marks):
        return NO_RULE
    words = ", ".join(dict.fromkeys(repr(article.text[mark.start : mark.end]) for mark in marks))
    return f"no mark that a {kind} begins with stands in the quote; its marks are {words or 'none'}"


def _marks_in(doc: Document, start: int, end: int) -> Iterator[Mark]:
    for sentence in doc.sentences:
        if sentence.start < end and start < sentence.end:
            yield from (mark for mark in sentence.marks if start <= mark.start < end)


def places_of(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, white space of any length and kind alike."""
    words = quote.split()
    if not words:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]


def _is_boilerplate(article: Article, start: int, end: int) -> bool:
    return any(block.kind == "boilerplate" and block.start < end and start < block.end for block in article.blocks)


def _difference(gold: Claim, predicted: Claim) -> str:
    """The core fields that differ between a gold record and the one that stands in its place."""
    kind = gold["kind"]
    if kind == "trial":
        return f"a trial stands there ({predicted['rule']}), but no stated fact agrees"
    if kind == "reference":
        return "a reference stands there, but its identifiers differ"
    differing = [name for name in FIELDS[kind].core if comparable(gold, name) != comparable(predicted, name)]
    told = (f"{name}: gold {comparable(gold, name)!r}, got {comparable(predicted, name)!r}" for name in differing)
    return f"a record stands there ({predicted['rule']}), but {'; '.join(told) or 'its quote differs'}"
