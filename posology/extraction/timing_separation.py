"""Keeping apart: "take it at least two hours apart from tetracyclines", one claim for each drug, food or substance."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Duration, Mark
from posology.extraction.resolve import from_sentence, nearest, resolve_outside
from posology.extraction.timing_events import bounded
from posology.extraction.timing_gate import asks
from posology.extraction.timing_subjects import context

_TRIGGERS = frozenset({"timing.apart", "timing.together", "timing.avoid"})
_AHEAD = 170  # characters that a list of drugs after the claim may take


class Claim(NamedTuple):
    """The words that say how far apart, and where its targets are to be sought: after it, before it, or (None) both."""

    start: int
    end: int
    relation: str
    low: float | None
    high: float | None
    ahead: bool
    behind: bool


class Target(NamedTuple):
    """What is to be kept apart from; the substance where it is one."""

    start: int
    end: int
    substance: str | None


def find_separations(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """The separations that a sentence claims; the drugs may stand in the sentence before it."""
    if sentence.block.kind == "heading" or not _may_separate(sentence) or asks(doc, sentence):
        return
    for found in _claims(doc, sentence):
        targets, subject, claim = _sides(doc, sentence, found)
        if inverted := _inverted(doc, sentence, claim, targets):
            yield from inverted
            continue
        for target in targets:
            start, end = min(target.start, claim.start), max(target.end, claim.end)
            yield _draft(doc, sentence, claim, (start, end), target, subject)


def _draft(
    doc: Document, sentence: Sentence, claim: Claim, span: tuple[int, int], target: Target, subject: Subject
) -> Draft:
    values = {
        "aspect": "separation", "relation": claim.relation, "event": doc.low[target.start : target.end].strip(),
        "low": claim.low, "high": claim.high, "context": context(doc, sentence),
    }  # fmt: skip
    return Draft("timing", *span, sentence, f"timing.separation.{claim.relation}", subject, values)


def _inverted(doc: Document, sentence: Sentence, claim: Claim, targets: list[Target]) -> list[Draft]:
    """ "Levothyroxine should be taken 4 hours apart from calcium and iron": each substance is kept apart from the drug."""
    if not claim.ahead or claim.relation != "apart" or not all(t.substance and t.start >= claim.start for t in targets):
        return []
    if doc.mentions_in(sentence.start, claim.start):
        return []
    drugs = _targets(doc, sentence, sentence.start, claim.start, Subject(None, None, None, None, True), drugs_only=True)
    if not drugs:
        return []
    ahead = doc.mentions_in(claim.start, min(sentence.end, claim.end + _AHEAD))
    return [
        _draft(doc, sentence, claim, (drug.start, mention.end), drug, from_sentence(doc, sentence, mention))
        for drug in drugs
        for mention in ahead
    ]


def _may_separate(sentence: Sentence) -> bool:
    if sentence.cues & _TRIGGERS:
        return True
    units = {mark.value.unit for mark in sentence.marks if mark.kind == "duration"}  # type: ignore[attr-defined]
    return "hour" in units or ("minute" in units and any(mark.kind == "name" for mark in sentence.marks))


# --- the claim ---

_APART = re.compile(
    r"(?:\s|-)?(?:or (?:more|longer|so)\s)?(?:apart\b|away\b(?: from)?|(?:of )?separation\b|(?:gap|window"
    r"|interval|buffer|space) between\b)(?:\sfrom\b)?"
)
_BY = re.compile(r"\b(?:separat|spac|stagger)\w*\b[^.;]{0,90}\s(?:by|with)\s(?:about |around |a (?:gap|window) of )?$")
_SIDE = re.compile(
    r"(?:\s(?:or more|or so|or longer))?\s(before or after|after or before|before and after|before|after"
    r"|prior to|following|from)\s(?!bed|meal|food|eat|sleep|break)"
)
_SIDE_BARE = re.compile(r"(?:\s(?:or more|or so))?\s(before|after),?\s(?:or|and)\s$")
_WITHIN = re.compile(r"within\s(?:about\s)?$")
_KEEP = re.compile(r"\b(?:avoid\w*|do not|don'?t|should ?n[o']t|never|not be|not)\b")


def _claims(doc: Document, sentence: Sentence) -> list[Claim]:
    found: list[Claim] = []
    hours = [m for m in sentence.marks if m.kind == "duration" and m.value.unit in ("minute", "hour")]  # type: ignore[attr-defined]
    for index, mark in enumerate(hours):
        following = hours[index + 1] if index + 1 < len(hours) else None
        claim = _timed(doc, sentence, mark, following)
        if claim is not None:
            found.append(claim)
    if found:
        return found
    warned = _warned(doc, sentence)
    return [warned] if warned else []


def _timed(doc: Document, sentence: Sentence, mark: Mark, following: Mark | None) -> Claim | None:
    """A claim with hours."""
    start, low, high = bounded(doc, sentence, mark, min(sentence.end, mark.end + 12))
    after = doc.low[mark.end : min(sentence.end, mark.end + 40)]
    before = doc.low[max(sentence.start, mark.start - 130) : start]
    if apart := _APART.match(after):
        words = apart.group()
        return Claim(
            start,
            mark.end + len(words.removesuffix(" from")),
            "apart",
            low,
            high,
            words.endswith(("from", "between")),
            True,
        )
    if by := _BY.search(before):
        return Claim(start - (len(before) - by.start()), mark.end, "apart", low, high, False, True)
    if _WITHIN.search(doc.low[max(sentence.start, mark.start - 16) : mark.start]) and after.startswith(
        (" of", " before", " after")
    ):
        warned = _KEEP.search(doc.low[max(sentence.start, mark.start - 110) : mark.start])
        value: Duration = mark.value  # type: ignore[assignment]
        return Claim(start, mark.end, "apart", value.high, None, True, False) if warned else None
    if following and (bare := _SIDE_BARE.match(doc.low[mark.end : following.start].removesuffix("at least "))):
        return Claim(start, following.start, bare[1], low, high, True, False)._replace(end=mark.end + len(bare[1]) + 1)
    if side := _SIDE.match(after):
        words = side[1]
        relation = (
            "apart"
            if words == "from" or " " in words.replace("prior to", "prior")
            else {"prior to": "before", "following": "after"}.get(words, words)
        )
        return Claim(start, mark.end + side.end() - 1, relation, low, high, True, False)
    return None


_WITH = re.compile(
    r"\b(?:avoid\w*|do not|don'?t|should not|shouldn'?t|never|must not|refrain from"
    r"|not)[\s:*]{1,5}(?:be\s)?(?:tak\w+|us\w+|consum\w+|drink\w*|pair\w*|mix\w*)\b"
    r"(?:[^.;:]{0,50}\s)?with\s(?:[a-z-]+\s){0,3}$"
)
_CLOSE = re.compile(
    r"\b(?:if|when)?\s?(?:they are |they're |it is |it's )?taken\s(?:too\s)?(?:close(?:ly)?(?: together)?"
    r"|together|at the same time|simultaneously|concurrently)"
)


def _warned(doc: Document, sentence: Sentence) -> Claim | None:
    """A claim without hours: a warning against taking two things together, or advice to take them separately."""
    low = doc.low
    avoid = [m for m in sentence.cue_marks("timing.avoid") if _KEEP.match(low[m.start : m.end])]
    together = sentence.cue_marks("timing.together")
    if "timing.hinder" in sentence.cues:
        for mark in together:
            begin = max(sentence.start, mark.start - 20)
            if close := _CLOSE.search(low, begin, min(sentence.end, mark.end + 16)):
                return Claim(
                    close.start() + (1 if low[close.start()] == " " else 0),
                    close.end(),
                    "apart",
                    None,
                    None,
                    False,
                    True,
                )
    for first in avoid:
        for mark in together:
            gap = low[first.end : mark.start]
            if (
                first.end <= mark.start
                and len(gap) < 100
                and re.search(
                    r"\b(?:tak|us(?:e|ing)|consum|combin|drink|supplement|ingest)\w*", low[first.start : mark.start]
                )
            ):
                return Claim(first.start, mark.end, "apart", None, None, True, True)
        for name in sentence.of("name"):
            if first.end <= name.start < first.end + 110 and _with_rival(doc, first, name):
                return Claim(first.start, name.start, "apart", None, None, True, False)
    return _parted(doc, sentence)


def _with_rival(doc: Document, first: Mark, name: Mark) -> bool:
    """ "avoid taking iron with coffee": a food or substance that is not to be taken along."""
    if not _WITH.match(doc.low[first.start : name.start]):
        return False
    return any(sense.kind in ("food", "substance", "form") and sense.name not in _UNSAFE for sense in name.value)  # type: ignore[attr-defined]


_UNSAFE = frozenset({"alcohol", "wine", "beer", "meal", "food"})
_PARTED = re.compile(
    r"\b(?:separately\b(?: from\b)?|separate (?:it |them )?from|apart from|away from|at (?:a )?(?:different"
    r"|separate) times?(?: of (?:the )?day)?(?: from| than)?)\s?"
)
_TAKEN = re.compile(r"\b(?:tak(?:e|en|ing)|supplement|dose|space|keep|kept|spaced|use|consumed?)\b")


def _parted(doc: Document, sentence: Sentence) -> Claim | None:
    for mark in sentence.cue_marks("timing.apart"):
        begin = max(sentence.start, mark.start - 6)
        found = _PARTED.search(doc.low, begin, min(sentence.end, mark.end + 10))
        if found and _TAKEN.search(doc.low[max(sentence.start, mark.start - 90) : mark.start]):
            ahead = found.group().rstrip().endswith(("from", "than"))
            return Claim(found.start(), found.end(), "apart", None, None, ahead, not ahead)
    return None


# --- the two sides ---


def _sides(doc: Document, sentence: Sentence, claim: Claim) -> tuple[list[Target], Subject, Claim]:
    """What to keep apart from, and the substance that is to be kept apart from it."""
    subject, own = _subject(doc, sentence, claim)
    targets: list[Target] = []
    if claim.ahead:
        targets = _targets(doc, sentence, claim.start, min(sentence.end, claim.end + _AHEAD), subject)
    if not targets and own is not None and claim.end <= own.start < claim.end + 60 and claim.ahead:
        # "take bisphosphonates 30 minutes before magnesium": the drug stands where the substance is sought
        claim = claim._replace(relation="apart", behind=True)
    if not targets and claim.behind:
        targets = _targets(doc, sentence, sentence.start, claim.end, subject)
    if not targets and (claim.behind or claim.relation == "apart"):
        for earlier in islice(doc.block_sentences(sentence), 2):
            targets = _targets(doc, earlier, earlier.start, earlier.end, subject, drugs_only=True)
            if targets:
                break
    if not targets:
        targets = _medicines(sentence, claim)
    return [target for target in targets if own is None or target.start != own.start], subject, claim


def _subject(doc: Document, sentence: Sentence, claim: Claim) -> tuple[Subject, Mention | None]:
    inside = doc.mentions_in(sentence.start, sentence.end)
    outside = resolve_outside(doc, sentence)
    if not inside:
        return outside, None
    topical = [mention for mention in inside if mention.substance in (outside.substance, doc.topic.substance)]
    others = [mark for mark in sentence.of("name") if _kinds(mark) & {"drug", "food"}]
    if topical:
        chosen = topical[0]
    elif len({mention.substance for mention in inside}) > 1 or others or outside.substance is None:
        taken = [
            m
            for m in inside
            if re.search(
                r"\b(?:take|taking|taken|separate|space)\s(?:your |the |any |an? )?$",
                doc.low[max(0, m.start - 18) : m.start],
            )
        ]
        chosen = taken[0] if taken else nearest(inside, claim.start, claim.start)
    else:
        return outside, None
    return from_sentence(doc, sentence, chosen), chosen


def _kinds(mark: Mark) -> set[str]:
    return {sense.kind for sense in mark.value}  # type: ignore[attr-defined]


_GENERIC = frozenset({"medication", "prescription medication", "drug", "over-the-counter medication"})
_TAIL = re.compile(r"[\s-](?:antibiotics?|medications?|medicines?|drugs?|inhibitors?|blockers?|hormones?)\b")
_MEMBERS = re.compile(r"s?,?\s(?:\(?(?:including|such as|like|e\.g\.,?|especially|particularly|namely)|\()\s?")
_SAME = re.compile(r"\s\($")


def _targets(
    doc: Document, sentence: Sentence, start: int, end: int, subject: Subject, drugs_only: bool = False
) -> list[Target]:
    """Drugs, foods and other substances named in [start, end), members in the place of their class."""
    found: list[Target] = []
    for mark in sentence.of("name"):
        kinds = _kinds(mark)
        if not start <= mark.start < end or not kinds & {"drug", "food", "substance", "form"}:
            continue
        if ("drug" not in kinds and drugs_only) or any(sense.name in _GENERIC for sense in mark.value):  # type: ignore[attr-defined]
            continue
        substance = next((sense.substance for sense in mark.value if sense.substance), None)  # type: ignore[attr-defined]
        if "drug" not in kinds and substance == subject.substance:
            continue
        if "food" in kinds and any(sense.name in _UNSAFE for sense in mark.value):  # type: ignore[attr-defined]
            continue
        target = _widened(doc, sentence, mark, substance)
        if found and found[-1].end >= target.start:
            found[-1] = Target(found[-1].start, target.end, found[-1].substance)
        elif found and doc.low[found[-1].end : target.start] == " " and "drug" in kinds:
            found[-1] = Target(found[-1].start, target.end, None)
        else:
            found.append(target)
    return _members(doc, found)


def _widened(doc: Document, sentence: Sentence, mark: Mark, substance: str | None) -> Target:
    tail = _TAIL.match(doc.low[mark.end : min(sentence.end, mark.end + 16)]) if substance is None else None
    return Target(mark.start, mark.end + (tail.end() if tail else 0), substance)


def _members(doc: Document, found: list[Target]) -> list[Target]:
    """Without the classes whose members follow ("antibiotics, including tetracyclines"), or that explain one in brackets."""
    kept: list[Target] = []
    for index, target in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        gap = doc.low[target.end : following.start] if following else ""
        introduces = following is not None and len(gap) < 40 and bool(_MEMBERS.match(gap))
        plural = doc.low[target.start : target.end].endswith("s")
        if introduces and (plural or not _SAME.match(gap)):
            continue
        if (
            kept
            and index
            and _SAME.match(doc.low[found[index - 1].end : target.start])
            and not doc.low[found[index - 1].start : found[index - 1].end].endswith("s")
        ):
            continue  # "levothyroxine (thyroid hormone)": the bracket says what the drug is
        kept.append(target)
    return kept


def _medicines(sentence: Sentence, claim: Claim) -> list[Target]:
    """ "any medications", where no drug is named."""
    if claim.low is None and claim.high is None:
        return []
    near = [m for m in sentence.cue_marks("timing.medicines") if claim.start - 120 < m.start < claim.end + 60]
    return [Target(near[0].start, near[0].end, None)] if near else []
