"""Keeping apart: "take it at least two hours apart from tetracyclines", one claim for each drug, food or substance."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Duration, Mark
from posology.extraction.resolve import from_sentence
from posology.extraction.timing_events import bounded, labelled
from posology.extraction.timing_gate import asks
from posology.extraction.timing_subjects import context
from posology.extraction.timing_targets import AHEAD, Claim, Target, sides, targets_in
from posology.extraction.timing_warnings import KEEP, OUTCOMES, gaps_before, hindered, warned

TRIGGERS = frozenset({"timing.apart", "timing.together", "timing.avoid"})
"""Labels of cues that may bring a claim without hours."""


def find_separations(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """The separations that a sentence claims; the drugs may stand in the sentence before it."""
    if sentence.block.kind == "heading" or not _may_separate(sentence) or asks(doc, sentence):
        return
    for found in _claims(doc, sentence):
        targets, subject, claim = sides(doc, sentence, found)
        if inverted := _inverted(doc, sentence, claim, targets):
            yield from inverted
            continue
        for target in targets:
            start, end = min(target.start, claim.start), max(target.end, claim.end)
            end = start + len(doc.low[start:end].rstrip())
            yield _draft(doc, sentence, claim, (start, end), target, subject)
            if target.end <= claim.start:
                for other in _joined(doc, sentence, end, subject):
                    whole = (start, other.end)
                    yield _draft(doc, sentence, claim, whole, target, from_sentence(doc, sentence, other))


def _draft(
    doc: Document, sentence: Sentence, claim: Claim, span: tuple[int, int], target: Target, subject: Subject
) -> Draft:
    values = {
        "aspect": "separation", "relation": claim.relation, "event": doc.low[target.start : target.end].strip(),
        "low": claim.low, "high": claim.high, "context": context(doc, sentence),
    }  # fmt: skip
    return Draft("timing", *span, sentence, f"timing.separation.{claim.relation}", subject, values)


_AND = re.compile(r"(?: (?:supplements?|tablets?))?(?:,|,? (?:and|or|and/or|&)|/)\s?(?:an? |any |your |the )?")


def _joined(doc: Document, sentence: Sentence, at: int, subject: Subject) -> Iterator[Mention]:
    """The substances that stand with the one at whose name a claim ends: "before taking calcium, iron or zinc"."""
    for mention in doc.mentions_in(at, min(sentence.end, at + AHEAD)):
        if mention.substance == subject.substance or not _AND.fullmatch(doc.low, at, mention.start):
            return
        yield mention
        at = mention.end


def _inverted(doc: Document, sentence: Sentence, claim: Claim, targets: list[Target]) -> list[Draft]:
    """ "Levothyroxine should be taken 4 hours apart from calcium and iron": each one apart from the drug."""
    if not claim.ahead or claim.relation != "apart" or not all(t.substance and t.start >= claim.start for t in targets):
        return []
    if doc.mentions_in(sentence.start, claim.start):
        return []
    drugs = targets_in(
        doc, sentence, sentence.start, claim.start, Subject(None, None, None, None, True), drugs_only=True
    )
    if not drugs:
        return []
    ahead = doc.mentions_in(claim.start, min(sentence.end, claim.end + AHEAD))
    return [
        _draft(doc, sentence, claim, (drug.start, mention.end), drug, from_sentence(doc, sentence, mention))
        for drug in drugs
        for mention in ahead
    ]


def _may_separate(sentence: Sentence) -> bool:
    if not (sentence.cues.isdisjoint(TRIGGERS) and sentence.cues.isdisjoint(OUTCOMES)):
        return True
    units = {mark.value.unit for mark in sentence.of("duration")}  # type: ignore[attr-defined]
    return "hour" in units or ("minute" in units and bool(sentence.of("name")))


# --- the claim ---

_APART = re.compile(
    r"[\s*_)-]{0,4}(?:or (?:more|longer|so)\s)?(?:apart\b|away\b(?: from)?|(?:of )?separation\b"
    r"|between (?=[^.;:]{3,60}\s(?:and|&)\s)(?!doses|meals)"
    r"|between (?:them|the two|taking (?:them|the two)|doses|each)\b|(?:gap|window|interval|buffer"
    r"|space) between\b)(?:\sfrom\b)?"
)
_BY = re.compile(
    r"\b(?:separat|spac|stagger)\w*\b[^.;]{0,90}\s(?:by|with)\s(?:about |around |a (?:gap"
    r"|window) of )?$"
)
_SIDE = re.compile(
    r"[*_)]{0,3}(?:\s(?:or more|or so|or longer))?\s(before or after|after or before|before and after|before|after"
    r"|prior to|following|from)\s(?!bed|meal|food|eat|sleep|break"
    r"|(?:a |your |the |any )?[a-z]+(?:-[a-z]+)?(?:-rich|-heavy|-containing)? meals?\b)"
)
_SIDE_BARE = re.compile(r"(?:\s(?:or more|or so))?\s(before|after),?\s(?:or|and)\s$")
_WITHIN = re.compile(r"within\s(?:about\s)?$")
_SKIPPED = re.compile(
    r"\b(?:no|avoid\w*|skip\w*|without|don'?t (?:drink|eat|have|take)|do not (?:drink|eat|have|take))\s[^.;:]{2,60}$"
)
_AFTER_IT = re.compile(
    r"\s(?:before|after|around)\s(?:and after )?(?:it|them|this|that|(?:taking|you take|swallowing)\b|(?:the|your|a"
    r"|each)\s"
    r"(?:supplement|dose|tablet|capsule|pill|iron|calcium|powder))"
)
""""no tea or coffee for an hour after it": what is kept away from what was just taken."""


def _claims(doc: Document, sentence: Sentence) -> list[Claim]:
    found: list[Claim] = []
    hours = [m for m in sentence.of("duration") if m.value.unit in ("minute", "hour")]  # type: ignore[attr-defined]
    for index, mark in enumerate(hours):
        following = hours[index + 1] if index + 1 < len(hours) else None
        claim = _timed(doc, sentence, mark, following)
        if claim is not None:
            paired = found and found[-1].high is None and claim.start - found[-1].end < 12
            if paired and found[-1].low is not None and claim.low == claim.high:
                claim = claim._replace(high=None)  # "at least 2 hours before or 4 hours after": least of both
            found.append(claim)
    found += _waits(doc, sentence, hours)
    if found:
        return [*found, *_besides(doc, sentence, found[-1].end)]
    claim = warned(doc, sentence) or hindered(doc, sentence)
    return [claim] if claim else []


_NEEDS = re.compile(
    r"(?P<verb>\s(?:needs?|requires?|wants?|gets?|deserves?|(?:should|must|can|has to|have to"
    r"|will have to) wait|waits?|don't"
    r" mix|do not mix)\s?[-:,]{0,2}\s?(?:leave |allow |wait )?(?:(?:at least|about|around|a gap of|a full"
    r"|another|only|a good)"
    r"\s){0,2})$"
)
_BELONGS = re.compile(r"\b(?:wait|mix)\b")


def _waits(doc: Document, sentence: Sentence, hours: list[Mark]) -> list[Claim]:
    """ "Penicillamine needs 2 hours", "tea and coffee should wait an hour": of what stands right before the verb."""
    found: list[Claim] = []
    for mark in hours:
        window = doc.low[max(sentence.start, mark.start - 60) : mark.start]
        needs = _NEEDS.search(window)
        if needs is None or not (_BELONGS.search(needs["verb"]) or gaps_before(doc, sentence)):
            continue
        verb = mark.start - len(window) + needs.start()
        if any(
            name.end == verb or doc.low[name.end : verb].strip() in ("s", "tablets") for name in sentence.of("name")
        ):
            _, low, high = bounded(doc, sentence, mark, min(sentence.end, mark.end + 12))
            found.append(Claim(verb + 1, mark.end, "apart", low, high, False, True))
    return found


_NOT_BESIDE = re.compile(
    r"\bnot (?:be )?(?:taken )?(?:together with|at the same time as|alongside|along with"
    r"|with)\s"
)


def _besides(doc: Document, sentence: Sentence, at: int) -> list[Claim]:
    """ ", and not together with antacids" behind a claim with hours."""
    found = _NOT_BESIDE.search(doc.low, at, min(sentence.end, at + 120))
    return [Claim(found.start(), found.end(), "apart", None, None, True, False)] if found else []


def _event_follows(sentence: Sentence, start: int, at: int) -> bool:
    """Whether an event of the day, not a drug, stands behind "2 hours after" or "8 hours away from"."""
    names = [mark.start for mark in sentence.of("name") if at <= mark.start < at + 20]
    limit = min([*names, at + 20])
    return any(start <= mark.start < limit and labelled(mark.value) for mark in sentence.of("cue"))


def _timed(doc: Document, sentence: Sentence, mark: Mark, following: Mark | None) -> Claim | None:
    """A claim with hours."""
    start, low, high = bounded(doc, sentence, mark, min(sentence.end, mark.end + 12))
    after = doc.low[mark.end : min(sentence.end, mark.end + 40)]
    before = doc.low[max(sentence.start, mark.start - 130) : start]
    if (apart := _APART.match(after)) and not _event_follows(sentence, mark.end, mark.end + apart.end()):
        words = apart.group().rstrip()
        return Claim(
            start,
            mark.end + len(words.removesuffix(" from").removesuffix(" between")),
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
        warned = KEEP.search(doc.low[max(sentence.start, mark.start - 110) : mark.start])
        value: Duration = mark.value  # type: ignore[assignment]
        return Claim(start, mark.end, "apart", value.high, None, True, True) if warned else None
    if (it := _AFTER_IT.match(after)) and (skipped := _SKIPPED.search(before)):
        begin = start - len(before) + skipped.start()
        return Claim(begin, mark.end + it.end(), "apart", low, high, True, False, start)
    if following and (bare := _SIDE_BARE.match(doc.low[mark.end : following.start].removesuffix("at least "))):
        return Claim(start, following.start, bare[1], low, high, True, False)._replace(end=mark.end + len(bare[1]) + 1)
    if (side := _SIDE.match(after)) and not _event_follows(sentence, mark.end, mark.end + side.end()):
        words = side[1]
        relation = (
            "apart"
            if words == "from" or " " in words.replace("prior to", "prior")
            else {"prior to": "before", "following": "after"}.get(words, words)
        )
        return Claim(start, mark.end + side.end() - 1, relation, low, high, True, False)
    return None
