"""What makes words of absorption no claim about a form: denial, doubt, the eater's own gut, food and company."""

import re

from posology.extraction.bioavailability_view import Anchor, Candidate, View

_QUESTION = re.compile(r"\?[\s*_\"')]*$")
_QUESTION_WORD = re.compile(r"(?:what|which|why|how|is|are|does|do|can|should)\b")
_TAIL = re.compile(
    r"(?! of\b)[\s,]*(?:(?:when|if|with|by|on|an|in|the|it|is|are|you|it's|they|of|a|some|your|through|after|before"
    r"|as|from|during|alongside|together|high|at|presence|source|small|while|once|taken|used|consumed|we|body|into"
    r"|bloodstream|their|small|intestine|gut|even|also|best|simply|only|just|amounts)\s){0,9}$"
)
_PURPOSE = re.compile(
    r"\b(?:for|to (?:ensure|maximize|maximise|optimize|optimise|improve|enhance|increase|boost|support|aid|help"
    r"|promote|get|achieve)|ensur(?:es|ing)|maximiz(?:es|ing)|towards?)\s(?:[a-z]+\s){0,2}$"
)
_ALONE = re.compile(
    r"\s?(?:when |if )?(?:taken |used |consumed )?(?:alone|on (?:its|their) own|by (?:itself|mouth)|orally|as )"
)
_NEAR = 60
_LOWERS = ("lower ", "slow ", "better ", "further ")
_RAISED = re.compile(r"(?:increased|improved|enhanced|raised|boosted|doubled|tripled|reduced|decreased)\s")
_NOUN = re.compile(r"\s(?:[a-z]+\s)?")
_AGENT = re.compile(r"(?:\b(?:can|may|will|could|might|would|to|also|both|not|don't|doesn't)|[a-z]{3,}[^s]s)\s$")
_EATER = re.compile(
    r"\b(?:you|we|they|people|adults|women|men|humans|body|gut)\s(?:will |may |might |can |could |'ll |would "
    r"|actually |only )*$"
)


def is_question(view: View) -> bool:
    """Whether the sentence asks."""
    return bool(_QUESTION.search(view.doc.low, max(view.start, view.end - 6), view.end))


def is_denied(view: View, start: int, end: int) -> bool:
    """Whether a claim stands under words that deny or doubt it."""
    first, last = view.clause(start, end)
    for mark in view.labelled("bio.denial"):
        if mark.start < end and (mark.start >= first or start - mark.end < _NEAR):
            return True
    if any(end <= mark.start < last + _NEAR for mark in view.labelled("bio.undone")):
        return True
    return bool(view.labelled("bio.claimed")) and _is_doubted(view, end)


def _is_doubted(view: View, end: int) -> bool:
    """Whether what a seller claims is doubted further on: "... claiming X, but no data", "We could not find ..."."""
    doubts = ("bio.denial", "bio.undone", "bio.doubt")
    if any(mark.start >= end for mark in view.labelled(*doubts)):
        return True
    following = view.doc.sentences[view.sentence.index + 1 : view.sentence.index + 2]
    return any(s.block_index == view.sentence.block_index and not s.cues.isdisjoint(doubts) for s in following)


def is_act(view: View, start: int, anchor: Anchor, named: bool) -> bool:
    """Whether somebody absorbs, or something lowers: "you will absorb less", "acid reducers lower iron absorption"."""
    left = view.doc.low[max(view.start, start - 40) : start]
    if (
        anchor.label == "bio.verb"
        and not named
        and _EATER.search(view.doc.low[max(view.start, anchor.start - 30) : anchor.start])
    ):
        return True
    if not named and _RAISED.match(view.doc.low, start):
        # "Sodium caprate increased absorption": a verb, and what it says is no property of sodium
        before = [c for c in view.candidates if c.end <= start]
        if before and _NOUN.fullmatch(view.doc.low, before[-1].end, start):
            return True
    return view.doc.low.startswith(_LOWERS, start) and bool(_AGENT.search(left))


def is_of_people(view: View, start: int, level: str | None) -> bool:
    """Whether the absorption is that of people ("those with poor absorption"), or an illness ("due to ...")."""
    for mark in view.labelled("bio.people", "bio.cause"):
        gap = view.doc.low[mark.end : start] if mark.end <= start else "."
        if len(gap) > 45 or re.search(r"[.;:]|\bits\b|\btheir\b", gap):
            continue
        if "bio.people" in mark.value:  # type: ignore[operator]
            return True
        between = view.between(mark.end, start)
        if level == "low" and (not between.strip() or ("," in between and "_" not in between)):
            return True
    return False


def has_condition(view: View, end: int, limit: int) -> bool:
    """Whether what follows makes it a matter of food, time or company: "... with food", "when taken with vitamin C"."""
    if _ALONE.match(view.doc.low, end, view.end):
        return False
    for mark in view.labelled("bio.factor"):
        if mark.end <= end:
            continue
        if mark.start > limit or mark.start - end > _NEAR:
            return False
        if mark.start <= end or _TAIL.match(view.doc.low[end : mark.start]):
            return True
    return False


def is_made_by_factor(view: View, start: int, anchor: Anchor, subjects: list[Candidate]) -> bool:
    """Whether food, company or a habit before the claim is what makes absorption better."""
    first, _ = view.clause(start, anchor.end)
    spans = [(c.start, c.end) for c in subjects]
    for mark in view.labelled("bio.factor"):
        if not first <= mark.start < start:
            continue
        if not any(a < mark.end and mark.start < b for a, b in spans):
            return True
    return False


def is_advice(view: View, start: int) -> bool:
    """ "Take it with food for better absorption": a purpose, where the sentence tells what to do."""
    left = view.doc.low[max(view.start, start - 40) : start]
    return bool(_PURPOSE.search(left)) and bool(view.labelled("bio.factor"))


def is_purpose(view: View, start: int) -> bool:
    """ "... for better absorption": what something is meant for, not what a form does."""
    return bool(_PURPOSE.search(view.doc.low, max(view.start, start - 40), start))


def has_feature(view: View, start: int) -> bool:
    """Whether something that a form has about it stands before the claim: its coating, its chelation."""
    return any(mark.start < start for mark in view.labelled("bio.feature"))


def is_food_before(view: View, start: int, subjects: list[Candidate]) -> bool:
    """Whether a food is what the clause speaks of: "iron from meat is absorbed better"."""
    first, _ = view.clause(start, start)
    first = max([first, *(c.end for c in subjects if c.end <= start)])
    for mark in view.sentence.marks:
        if mark.kind == "name" and first <= mark.start < start:
            kinds = {sense.kind for sense in mark.value}  # type: ignore[attr-defined]
            if (
                view.doc.low[mark.end : mark.end + 1] != "-"
                and "food" in kinds
                and not kinds & {"substance", "form", "delivery"}
            ):
                return True
    return False


def is_of_food(view: View, start: int) -> bool:
    """Whether a food gives what is absorbed: "calcium from milk", "spinach has poor calcium bioavailability"."""
    first, _ = view.clause(start, start)
    for mark in view.sentence.marks:
        if mark.kind != "name" or not first <= mark.start < start:
            continue
        kinds = {sense.kind for sense in mark.value}  # type: ignore[attr-defined]
        if kinds != {"food"} or view.doc.low.startswith("-", mark.end):
            continue
        left = view.doc.low[max(first, mark.start - 16) : mark.start]
        if not left.strip() or re.search(r"\bfrom (?:[a-z-]+ )?$", left) or (first == mark.start):
            return True
    return False


def points_back(view: View, end: int, anchor: Anchor) -> bool:
    """Whether a sentence without names speaks of what stood before it, or is too short to speak of much else."""
    if anchor.part == "noun" and end > anchor.end:
        return True
    words = view.doc.low[view.start : view.end]
    if view.sentence.block.kind in ("heading", "title", "list_item", "table_row") or words.count(" ") < 9:
        return True
    return bool(
        re.search(
            r"\b(?:it|its|it's|this|these|they|their|our|that form|the (?:form|supplement|compound|complex|herb"
            r"|extract|mineral|vitamin|powder|molecule|ingredient))\b",
            words,
        )
    )
