"""Whom a time is of, and whether it is advice or what a study's participants did."""

import re
from itertools import islice

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Subject
from posology.extraction.resolve import NOBODY, from_sentence, nearest, resolve, resolve_outside

_AMOUNT = r"(?:[\d.,-]{1,12}\s?(?:mg|mcg|g|iu|ug|ml|billion cfu|capsules?|tablets?)?)"
_LINK = re.compile(
    rf"s?[\s*_)\]]{{0,4}}(?:[:(]?\s?{_AMOUNT}\)?)?\s?(?P<by>,|&|/|and|or|and/or|, and|, or|as well as|plus|\+)"
    rf"[\s*_(\[]{{1,4}}(?:{_AMOUNT}\s(?:of\s)?)?(?:a |an |the )?$"
)
_LIST_ITEMS = 8
_PART_OF_MEAL = re.compile(r"\s(?:that\s)?(?:contain\w*|includ\w*|rich in|high in|with|providing|of)\b")
_RESEARCH = re.compile(r"\b(?:research|stud(?:y|ies)|clinical (?:evidence|trials?)|trials|findings)\b")
_EATEN = frozenset({"fat"})  # named as part of a meal, hardly ever taken
_ANY = re.compile(r"\b(?:any|each) (?:new )?supplements?\b")


def subjects(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[Subject, ...]:
    """The substances that a time at [start, end) is of: all of "vitamin D and K2", all of a stack's list above."""
    named = doc.mentions_in(sentence.start, sentence.end)
    every = tuple(m for m in named if not start <= m.start < end and m.substance not in _EATEN)
    inside = tuple(
        m for m in every if not (m.start >= end and _PART_OF_MEAL.match(doc.low[end : min(m.start, end + 60)]))
    )
    if not inside:
        if named:
            return (resolve_outside(doc, sentence),)
        if _ANY.search(doc.low[sentence.start : sentence.end]):
            return (NOBODY,)
        return stack_above(doc, sentence) or (resolve(doc, sentence, start, end),)
    subject = resolve(doc, sentence, start, end, frozenset(named) - frozenset(inside))
    own = [mention for mention in inside if mention.substance == subject.substance]
    if (
        len(inside) == 1
        and inside[0].end <= start
        and _IT_WITH.search(doc.low[max(0, inside[0].start - 40) : inside[0].start])
    ):
        outer = resolve_outside(doc, sentence)
        return (subject,) if outer.substance in (None, subject.substance) else (outer, subject)
    if subject.substance_from != "sentence" or not own:
        return (subject,)
    chosen = nearest(own, start, end)
    group = _joined(doc, inside, inside.index(chosen), listed=chosen.start >= end)
    if not _together(doc, group, start, end):
        return (subject,)
    found: dict[str, Subject] = {}
    for mention in group:
        found.setdefault(mention.substance, from_sentence(doc, sentence, mention))
    return tuple(found.values())


def _together(doc: Document, group: list[Mention], start: int, end: int) -> bool:
    """Whether a group of joined substances stands right beside the time, or is the object of taking."""
    if group[0].start >= end:
        return group[0].start - end < 20
    taken = re.search(
        r"\b(?:tak(?:e|ing|en)|combin\w+|both|dose of)\s(?:your |both |the )?[\d\s\w.,-]{0,14}$",
        doc.low[max(0, group[0].start - 36) : group[0].start],
    )
    return start - group[-1].end < (80 if taken else 25)


def _joined(doc: Document, inside: tuple[Mention, ...], index: int, listed: bool) -> list[Mention]:
    """The mention and those that "and" or a comma join to it; a "+" joins in a list behind its label only."""

    def linked(left: int) -> bool:
        link = _LINK.match(doc.low[inside[left].end : inside[left + 1].start])
        return link is not None and (listed or link["by"] != "+")

    first = last = index
    while first > 0 and linked(first - 1):
        first -= 1
    while last + 1 < len(inside) and linked(last):
        last += 1
    return list(inside[first : last + 1])


def stack_above(doc: Document, sentence: Sentence) -> tuple[Subject, ...]:
    """The substances of the list right above a sentence that names none ("Take 30 minutes before bed"); two or more."""
    found: dict[str, Subject] = {}
    seen, above = 0, sentence.block.headings
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _LIST_ITEMS), -1):
        other = doc.sentences[index]
        if other.block.kind != "list_item" or other.block.headings[: len(above)] != above:
            break
        if other.block_index == sentence.block_index:
            continue
        mentions = doc.mentions_in(other.start, other.end)
        if not mentions or not any(mark.kind == "quantity" for mark in other.marks):
            break
        seen += 1
        found.setdefault(mentions[0].substance, from_sentence(doc, other, mentions[0]))
    if seen < 2 or len(found) < 2:
        return ()
    return tuple(
        Subject(each.substance, each.form, "paragraph", None, each.known) for each in reversed(tuple(found.values()))
    )


def context_of_taking(doc: Document, sentence: Sentence) -> str:
    """Like `context`, and "studied" where the sentence tells more of an effect that a study before it found."""
    told = _THAT_EFFECT.match(doc.low[sentence.start : sentence.end]) and "timing.advice" not in sentence.cues
    if told and any("timing.study" in other.cues for other in islice(doc.block_sentences(sentence), 2)):
        return "studied"
    return context(doc, sentence)


def context(doc: Document, sentence: Sentence) -> str:
    """ "studied" where the sentence, or the one before that it goes on from, tells what a study's participants did."""
    cues = sentence.cues
    if "timing.advice" in cues:
        return "recommended"
    if "timing.study" in cues and not _only_backed(doc, sentence):
        return "studied"
    researched = bool(sentence.block.headings) and _RESEARCH.search(sentence.block.headings[-1].lower()) is not None
    return "studied" if researched or tells_of_study(doc, sentence) else "recommended"


_IT_WITH = re.compile(
    r"\b(?:combin|pair|stack|mix|tak)\w* (?:it|this|these|them) (?:together )?with (?:your |some |a )?$"
)
_THAT_EFFECT = re.compile(
    r"(?:this|these|the|its|such) (?:effects?|benefits?|results?|findings?|reductions?|improvements?|differences?)\s"
    r"(?:(?:is|are|was|were|seems?|appears?)\b)"
)
_BACKED = re.compile(r"\b(?:consistent|in line|in keeping|in agreement|compatible) with (?:[a-z]+\s){0,3}$")


def _only_backed(doc: Document, sentence: Sentence) -> bool:
    """Whether studies are named only as what stands behind the advice: "consistent with most published trials"."""
    marks = sentence.cue_marks("timing.study")
    return all(_BACKED.search(doc.low[max(sentence.start, mark.start - 60) : mark.start]) for mark in marks)


_GOES_ON = re.compile(
    r"(?:they|the (?:men|women|people|patients|athletes|subjects|supplement group|other half|rest)|half of"
    r"|those (?:who|taking)|both groups|each)\b|.{0,80}\b(?:received|were given|took|consumed|ingested)\b"
)


def tells_of_study(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence without study words goes on with the study of the sentence before it."""
    if not _GOES_ON.match(doc.low[sentence.start : sentence.end]):
        return False
    return any("timing.study" in other.cues for other, _ in zip(doc.block_sentences(sentence), range(2), strict=False))
