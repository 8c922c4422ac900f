"""Degrees in words: the level or direction that stands with a word for absorption."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from posology.extraction.bioavailability_view import Anchor, View
from posology.extraction.marks import Mark

_LEVELS = {
    "bio.high": "high",
    "bio.low": "low",
    "bio.moderate": "moderate",
    "bio.easy": "high",
    "bio.hard": "low",
    "bio.most": "high",
}
_DIRECTIONS = {"bio.more": "higher", "bio.less": "lower", "bio.similar": "similar"}
_WINDOW = 90
_MARKS = 24  # more than stand in that many characters
_NOUN_GAP = re.compile(
    r"[\s-](?:(?:oral|cellular|intestinal|gut|digestive|gastrointestinal|gi|systemic|relative|overall|intracellular"
    r"|tissue|brain|net|fractional|total|muscle|human|in|vivo"
    r"|mineral|nutrient|rates?|levels?|degree|percentage|of|and|or|&|both|digestion|digestibility|solubility"
    r"|stability|potency|purity|efficacy|tolerability|tolerance|absorption|bioavailability"
    r"|bio-availability|uptake|utili[sz]ation|retention|assimilation|the|its|their|transport|delivery|effectiveness"
    r"|body's|body|your|our|quality|blood|plasma|serum|red|cell|more|very|most|even|fast|easy|stable|steady"
    r"|sustained|consistent|rise|increase|rises|increases|spike|also"
    r"|_|_'s|peak|compound's|mineral's|nutrient's|vitamin's|form's|actual|mean|average|initial|clinical|nutritional"
    r"|value|this|these|such|active|ingredients?),?[\s/-]{1,2}){0,6}$"
)
_VERB_GAP = re.compile(
    r"[\s-](?:(?:and|or|to|be|being|get|for|the|your|our|human|body|bodies|body's|system|gut|digested?|digests|break"
    r"|broken|breaks|down|tolerated|used?|utili[sz]ed?|metaboli[sz]ed?|converted|dissolved?"
    r"|processe?d?|assimilated?|absorbed|absorb|retain(?:ed)?|_|then|stomach|intestines?|digestive|tract|system"
    r"|cells|most|people|actually|recogni[sz]ed?|stored|also|so|transported|by),?\s){0,7}$"
)
_ADJECTIVE_GAP = re.compile(
    r"[\s-](?:(?:and|or|absorbable|bioavailable|bio-active|bioactive|digestible|soluble|stable|potent|effective"
    r"|tolerated|tolerable|well|pure|clean|gentle|stomach-friendly|popular|common|natural|versatile|concentrated"
    r"|affordable|active|efficient|bio-available|easily|readily|more|both|researched|studied|widely|clinically"
    r"|and/or),?[\s-]){0,4}$"
)
_DIFFERENCE = re.compile(
    r"\b(?:no|little|any|not?|negligible) (?:[a-z]+ ){0,2}differences? in (?:(?:the|their|oral|overall|relative"
    r"|rate|of|either|net)\s){0,3}$"
)
_ASIDE = re.compile(r"\s?\([^()]{0,24}%[^()]{0,8}\)")  # "almost completely (96.4%) absorbed"
_OTHER_GAP = re.compile(r"[\s](?:able to |and |absorbed and )?$")
_COPULA = (
    r"(?:\s?(?:\((?:human|oral|in humans|f)\))?\s?[:=|~(-]\s?(?:is |are )?|[\s,](?:is|are|was|were|remains?"
    r"|tends? to be|can be|may be|seems?(?: to be)?|appears?(?: to be)?|being|has been|looks|stays|ranges? from"
    r"|varies from|rose|increased|climbed|grew|fell|went)\s)"
)
_AFTER_NOUN = re.compile(
    rf"(?:'s)?(?: rates?| levels?| profile| score| potential)?(?: (?:it|they) (?:produced?s?|reach(?:ed|es)?"
    rf"|achieved?s?|gives?|gave))?(?:\s(?:of|for|in|from"
    rf"|with)\s[^.,;:()|]{{1,60}}?)?(?:,? (?:though|however|also|therefore|thus),?)?{_COPULA}\**\s?(?:(?!not\b|no\b"
    rf"|why\b|because\b|what\b|how\b)[a-z]+\s){{0,3}}$"
)
_AFTER_VERB = re.compile(
    r"\s(?:(?:by|into|in|through|from|via|across)\s(?:the |your |our |human |most )?[a-z-]+(?:\s(?:tract|intestine"
    r"|gut|lining|body|wall|membranes?))?\s)?"
    r"(?:(?:very|quite|so|extremely|fairly|relatively|really|much|even|significantly|considerably|far|slightly|just"
    r"|it|them|_|this|form|both|noticeably|somewhat|pretty|particularly|especially|equally|a|lot|bit|little|at|rate"
    r"|roughly|about|the)\s){0,4}$"
)
_ADVERBS = re.compile(r"\s(?:[a-z]+ly\s|much\s|far\s)?")  # "plasma concentrations significantly greater than ..."
_AFTER_OTHER = re.compile(r"\s(?:(?:much|far|even|very|quite|significantly|considerably|the|so)\s){0,2}$")
_PREDICATE_END = re.compile(
    r"[\s*_\"')]*(?:$|[.,;:()|!\]\n\[-]|\s?(?:and|or|but|in|with|compared|than|at|because|due|since|as|from|across"
    r"|through|relative|versus|vs|among|for|so|which|that of|unless|without|by|enough|if|when|while|thanks|over"
    r"|after|to that|to those|overall|too|even|only|into|on|per|among|here|there|despite|though|although|making|is"
    r"|are|both|making|to _|to be)\b)"
)
_NEGATION = re.compile(
    r"(?:\bnot|n't|\bnever|\bnor|\bcannot|\bno longer|\bneither)\s(?!only\b|just\b|merely\b)(?:(?:be|been|being"
    r"|always|all|as|very|that|particularly|especially|so|been|the|necessarily|quite|nearly|significantly"
    r"|appear to be|it|them|_)\s){0,2}$"
)
_AS_MUCH = re.compile(r"\bas\s(?:well[\s-]|easily |readily |highly |effectively |efficiently )?$")
_AS_WELL = re.compile(
    r"\sas (?:well|easily|readily|efficiently|effectively|quickly|rapidly|completely)\b(?! as (?:the|a|an|other|its"
    r"|for|in)\b)(?=( as\b)?)"
)
_LITTLE = re.compile(
    r"\b(very little|little|only a (?:very )?(?:small|tiny|minor|minute)(?: \w+)?|a (?:very )?(?:small|tiny"
    r"|minuscule) (?:fraction|amount|percentage|portion|part|proportion)|(?:most|nearly all|almost all|the majority"
    r"|a (?:large|high|significant) (?:fraction|amount|percentage|portion|part|proportion)|much|the bulk"
    r"|a lot))\b([^.;,|]{0,60})$"
)
_BOUND = re.compile(r"\sthan (?:about |around |an? |just |roughly )?[\d.]+ ?(?:%|per ?cent|percent)")
_PLENTY = re.compile(r"(?:most|nearly|almost|the majority|a (?:large|high|significant)|much|the bulk|a lot)")


@dataclass(frozen=True, slots=True)
class Degree:
    """A level or a direction in words, with its place."""

    start: int
    end: int
    level: str | None
    direction: str | None
    improves: bool = False
    """Said by a verb that makes absorption better: what does it may be no form at all."""


def degree_of(view: View, anchor: Anchor) -> Degree | None:
    """The degree that stands right before an anchor, else the one right behind it."""
    if anchor.label == "bio.equal":
        return _turn_if(view, anchor, Degree(anchor.start, anchor.end, None, "similar"))
    return (
        _no_difference(view, anchor)
        or _as_much(view, anchor)
        or _before(view, anchor)
        or _after(view, anchor)
        or _share(view, anchor)
    )


def _turn_if(view: View, anchor: Anchor, degree: Degree) -> Degree | None:
    return _turn(degree) if _negated(view, anchor.start) else degree


def _no_difference(view: View, anchor: Anchor) -> Degree | None:
    """ "no significant difference in absorption between X and Y"."""
    if anchor.part != "noun":
        return None
    match = _DIFFERENCE.search(view.doc.low, max(view.start, anchor.start - 60), anchor.start)
    return Degree(match.start(), anchor.end, None, "similar") if match else None


def _before(view: View, anchor: Anchor) -> Degree | None:
    gap_pattern = {"noun": _NOUN_GAP, "verb": _VERB_GAP, "adjective": _ADJECTIVE_GAP}.get(anchor.part, _OTHER_GAP)
    behind = bisect_left(view.cues, anchor.start, key=_start_of)
    for mark in reversed(view.cues[max(0, behind - _MARKS) : behind]):
        if mark.end > anchor.start:
            continue
        if anchor.start - mark.end > _WINDOW:
            return None
        degree = _read(view, mark, anchor)
        if degree is None:
            continue
        gap = _ASIDE.sub("", view.between(mark.end, anchor.start))
        return degree if gap_pattern.match(gap) else None
    return None


def _after(view: View, anchor: Anchor) -> Degree | None:
    pattern = {"noun": _AFTER_NOUN, "verb": _AFTER_VERB}.get(anchor.part, _AFTER_OTHER)
    if anchor.part == "adjective" or " to u" in view.doc.low[anchor.start : anchor.end]:
        return None
    for mark in view.cues[bisect_left(view.cues, anchor.end, key=_start_of) :]:
        if mark.start - anchor.end > _WINDOW:
            return None
        degree = _read(view, mark, anchor)
        if degree is None or degree.improves:
            continue
        last = _run_end(view, mark, anchor)
        against = bool(degree.direction) and view.doc.low.startswith(" than ", last)
        gap = _ASIDE.sub("", view.between(anchor.end, mark.start))
        if not pattern.match(gap) and not (against and _ADVERBS.fullmatch(gap)):
            return None
        compares = "bio.than" in mark.value  # type: ignore[operator]
        if view.doc.low[anchor.end : mark.start] != "-" and not compares and not _ends_predicate(view, last):
            return None
        degree = replace(degree, end=last)
        if anchor.part == "verb" and _negated(view, anchor.start):
            degree = _turn(degree)
        return degree
    return None


def _ends_predicate(view: View, at: int) -> bool:
    return bool(_PREDICATE_END.match(view.between(at, min(view.end, at + 40))))


def _start_of(mark: Mark) -> int:
    return mark.start


def _run_end(view: View, mark: Mark, anchor: Anchor) -> int:
    """Where a run of words of degree ends: "highly efficient", "much better"."""
    end = mark.end
    for other in view.cues[bisect_left(view.cues, end, key=_start_of) :]:
        if other.start > end + 1:
            break
        if other.start == end + 1 and _read(view, other, anchor) is not None:
            end = other.end
    return end


def _read(view: View, mark: Mark, anchor: Anchor) -> Degree | None:
    """What a mark says of the degree; null where it is no word of degree, or denied away."""
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    low = view.doc.low
    if _BOUND.match(low, mark.end, view.end) or (
        low.startswith("as ", mark.start - 3) and low.startswith(" as ", mark.end)
    ):
        return None
    before = mark.end <= anchor.start
    degree: Degree | None = None
    for label, direction in _DIRECTIONS.items():
        if label in labels:
            degree = Degree(mark.start, mark.end, None, direction)
    improves = "bio.improves" in labels and anchor.part == "noun" and before
    if "bio.notably" in labels and anchor.part == "adjective" and before:
        degree = Degree(mark.start, mark.end, "high", None)
    if degree is None and not improves:
        label_found = next((label for label in _LEVELS if label in labels), None)
        if label_found is None or (label_found == "bio.most" and anchor.part == "noun" and _is_share(view, mark)):
            return None
        if label_found in ("bio.easy", "bio.hard") and anchor.part == "noun":
            return None
        degree = Degree(mark.start, mark.end, _LEVELS[label_found], None)
    if improves and (degree is None or _is_finite(view, mark)):
        degree = Degree(mark.start, mark.end, None, "higher", True)
    if degree is not None and _negated(view, mark.start):
        return _turn(degree)
    return degree


def _is_share(view: View, mark: Mark) -> bool:
    """ "Most absorption happens in the gut": a share, no degree."""
    return view.doc.low[mark.start : mark.end] in ("most", "top", "the most")


def _is_finite(view: View, mark: Mark) -> bool:
    """Whether "improved", "increased" is a verb here: it has an object with an article."""
    after = view.doc.low[mark.end : mark.end + 5]
    return after.startswith((" the ", " its ", " thei"))


def _negated(view: View, at: int) -> bool:
    return bool(_NEGATION.search(view.between(max(view.start, at - 45), at)))


def _turn(degree: Degree) -> Degree | None:
    """What "not" leaves of a degree: "not well" is low, "not better" similar, the rest says nothing."""
    if degree.improves:
        return Degree(degree.start, degree.end, None, None, True)
    if degree.level == "high":
        return Degree(degree.start, degree.end, "low", None)
    if degree.direction == "higher":
        return Degree(degree.start, degree.end, None, "similar")
    if degree.direction == "similar":
        return Degree(degree.start, degree.end, None, "lower")
    return Degree(degree.start, degree.end, None, None)


def _as_much(view: View, anchor: Anchor) -> Degree | None:
    """ "as bioavailable as", "not absorbed as well as"."""
    low = view.doc.low
    left = low[max(view.start, anchor.start - 24) : anchor.start]
    if (match := _AS_MUCH.search(left)) and re.match(r"\s(?:as|for)\b", low[anchor.end : anchor.end + 5]):
        start = anchor.start - len(left) + match.start()
        return Degree(start, anchor.end, None, "lower" if _negated(view, start) else "similar")
    if anchor.part == "verb" and (match := _AS_WELL.match(low, anchor.end, view.end)):
        negated = _negated(view, anchor.start)
        if match[1] or negated:
            return Degree(anchor.start, match.end(), None, "lower" if negated else "similar")
    return None


def _share(view: View, anchor: Anchor) -> Degree | None:
    """ "very little of it is absorbed", "most of what you swallow passes unabsorbed"."""
    if anchor.part not in ("verb", "other") or anchor.label == "bio.use_verb":
        return None
    left = max(view.start, anchor.start - _WINDOW)
    match = _LITTLE.search(view.doc.low, left, anchor.start)
    if match is None or not re.search(r"\b(?:of|is|gets?|being|actually)\b", match[2]):
        return None
    much = bool(_PLENTY.match(match[1]))
    if anchor.label == "bio.unabsorbed":
        return Degree(match.start(), anchor.end, "low", None) if much else None
    if anchor.part == "verb":
        return Degree(match.start(), anchor.end, "high" if much else "low", None)
    return Degree(match.start(), anchor.end, "low", None) if not much else None
