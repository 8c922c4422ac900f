"""The two sides of a separation: the substance, and the drugs, foods or substances to keep it apart from."""

import re
from itertools import islice
from typing import NamedTuple

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Subject
from posology.extraction.marks import Mark
from posology.extraction.resolve import NOBODY, from_sentence, nearest, resolve_outside

_BEHIND = 320  # characters back that a list of drugs before the claim may begin
AHEAD = 170  # characters that a list of drugs after the claim may take
UNSAFE = frozenset({"alcohol", "wine", "beer", "meal", "food"})


class Claim(NamedTuple):
    """The words that say how far apart, and where its targets are to be sought: after it, before it, or (None) both."""

    start: int
    end: int
    relation: str
    low: float | None
    high: float | None
    ahead: bool
    behind: bool
    stop: int | None = None
    """Where the targets behind the claim end, where that is known."""


class Target(NamedTuple):
    """What is to be kept apart from; the substance where it is one."""

    start: int
    end: int
    substance: str | None


def sides(doc: Document, sentence: Sentence, claim: Claim) -> tuple[list[Target], Subject, Claim]:
    """What to keep apart from, and the substance that is to be kept apart from it."""
    subject, own = _subject(doc, sentence, claim)
    targets: list[Target] = []
    if flipped := _flipped(doc, sentence, claim, own):
        claim = flipped
    if claim.ahead:
        targets = targets_in(doc, sentence, claim.start, _reach(doc, sentence, claim), subject)
    if not targets and claim.behind:
        targets = targets_in(doc, sentence, _since(doc, sentence, claim), claim.end, subject)
    if not targets and (claim.behind or claim.relation == "apart"):
        for earlier in islice(doc.block_sentences(sentence), 2):
            targets = targets_in(doc, earlier, earlier.start, earlier.end, subject, drugs_only=True)
            if targets:
                break
    if not targets:
        targets = _medicines(sentence, claim)
    return [target for target in targets if own is None or target.start != own.start], subject, claim


_TURN = re.compile(
    r";|\.\s|\s-{1,2}\s|,? (?:and|but) (?:not|never|talk|take|it|ask|give|keep|do|if|when|avoid|speak|consult"
    r"|always|at least"
    r"|then|tell|use|only|\d)\b|,\s(?:take|keep|talk|ask|do not|avoid|give)\b|,? (?:because|since|as (?:it|they"
    r"|this|these)|so|which|while|who|whereas|unless|if|when)\b"
)
_OBJECT = re.compile(
    r"(?P<object>\s?(?:(?:the|your|a|an|any|taking|you take|having|using|swallowing|his|her|their)\s){0,2}(?:it"
    r"|them|this"
    r"|(?:the )?(?:supplement|powder|capsules?|tablets?|dose|mineral)s?|(?:multi\w+|multi-?vitamin\w*"
    r"|multi-?mineral\w*))?)"
)
_SEPARATE = re.compile(r"\b(?:separate|space|stagger)\s(?:your |the )?$")
_FROM = re.compile(
    r"(?<![a-z])(?:separate|keep|apart|away|space) (?:it |them )?(?:away |apart )?from (?:any |your |other )?$"
)
_FLIPS = {"before": "after", "after": "before", "apart": "apart"}


def _reach(doc: Document, sentence: Sentence, claim: Claim) -> int:
    """Where a list of drugs behind the claim ends at the latest: at its clause's end."""
    if claim.stop is not None:
        return claim.stop
    end = min(sentence.end, claim.end + AHEAD)
    turn = _TURN.search(doc.low, claim.end, end)
    return turn.start() if turn else end


def _since(doc: Document, sentence: Sentence, claim: Claim) -> int:
    """Where the drugs before the claim begin at the earliest: after a semicolon, or a new command."""
    if claim.stop is not None:
        return claim.start
    commands = (doc.low.rfind(sign, sentence.start, claim.start) + 1 for sign in (", take ", ", keep ", ", separate "))
    command = max(commands)
    if any(command <= mark.start < claim.start and _kinds(mark) & {"drug", "food"} for mark in sentence.of("name")):
        return max(sentence.start, command)
    return max(sentence.start, claim.start - _BEHIND, doc.low.rfind(";", sentence.start, claim.start) + 1)


def _flipped(doc: Document, sentence: Sentence, claim: Claim, own: Mention | None) -> Claim | None:
    """ "Take bisphosphonates 30 minutes before magnesium": the drug comes before, so the substance comes after it.

    The claim turned round, its targets sought before it; None where a drug, not the substance, follows it.
    """
    if claim.relation not in ("before", "after") or (claim.low, claim.high) == (None, None):
        return None
    end = claim.end
    if more := _MORE.match(
        doc.low, end, min(sentence.end, end + 60)
    ):  # "2 hours before or 4 to 6 hours after the iron"
        end = more.end()
    found = _OBJECT.match(doc.low, end, min(sentence.end, end + 40))
    words = found["object"] if found else ""
    stop = end + len(words)
    if own is not None and own.start >= end and own.start - stop <= 1:
        stop = own.end
    elif not re.search(r"\b(?:it|them|this|supplement|powder|capsules?|tablets?|dose|mineral|multi\w+)s?$", words):
        return None
    named = targets_in(doc, sentence, _since(doc, sentence, claim), claim.start, NOBODY)
    named = [target for target in named if own is None or target.start != own.start]
    if not named and not sentence.cue_marks("timing.medicines") and own is None:
        return None
    if named and own is not None and own.end <= named[0].start:  # "take zinc 2 hours before it": "it" is the drug
        return None
    whole = claim.end if end != claim.end else stop
    return claim._replace(end=whole, relation=_FLIPS[claim.relation], ahead=False, behind=True)


_MORE = re.compile(
    r"\s?(?:or|and)?\s?(?:at least |about )?(?:\d+|one|two|three|four|six|an?)(?:\s?(?:-|to|or)\s?(?:\d+|two"
    r"|three|four|six))?"
    r"\s(?:hours?|hrs?|h|minutes?|mins?)\s(?:before|after)\b"
)


def _subject(doc: Document, sentence: Sentence, claim: Claim) -> tuple[Subject, Mention | None]:
    inside = doc.mentions_in(sentence.start, sentence.end)
    outside = resolve_outside(doc, sentence)
    if not inside:
        return outside, None
    topical = [mention for mention in inside if mention.substance in (outside.substance, doc.topic.substance)]
    others = [mark for mark in sentence.of("name") if _kinds(mark) & {"drug", "food"}]
    separated = [
        m
        for m in inside
        if claim.start <= m.start < claim.end and _SEPARATE.search(doc.low[max(0, m.start - 18) : m.start])
    ]
    if separated:
        chosen = separated[0]
    elif (
        not topical
        and outside.substance
        and _FROM.search(doc.low, max(sentence.start, inside[0].start - 24), inside[0].start)
    ):
        return outside, None  # "Separate from calcium and iron by two hours"
    elif topical:
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


def targets_in(
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
        if "food" in kinds and any(sense.name in UNSAFE for sense in mark.value):  # type: ignore[attr-defined]
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
    if tail and _SHARED.search(doc.low[max(sentence.start, mark.start - 24) : mark.start]):
        # "quinolone or tetracycline antibiotics": what both are stays outside
        return Target(mark.start, mark.end, substance)
    written = _TAIL.search(doc.low, mark.start, mark.end)
    if (
        written
        and written.end() == mark.end
        and _SHARED.search(doc.low[max(sentence.start, mark.start - 24) : mark.start])
    ):
        return Target(mark.start, written.start(), substance)
    return Target(mark.start, mark.end + (tail.end() if tail else 0), substance)


_SHARED = re.compile(r"[a-z]{4,}(?<!s)(?:,| or| and|/)\s?$")


def _members(doc: Document, found: list[Target]) -> list[Target]:
    """Without the classes whose members follow ("antibiotics, including tetracyclines"), or that explain one."""
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
