"""Keeping apart without hours: warnings against taking two things together, and what comes of it."""

import re
from itertools import islice

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.timing_targets import UNSAFE, Claim

OUTCOMES = frozenset({"timing.effect", "timing.hinder"})
KEEP = re.compile(r"\b(?:avoid\w*|do not|don'?t|should ?n[o']t|never|not be|not|no(?= [a-z]+))\b")


_TAKING_WITH = re.compile(
    r"\b(?:taking|consuming|having|drinking|combining|pairing|mixing|swallowing"
    r"|(?:when|if) (?:it is |they are |it's )?(?:taken|consumed|combined))"
    r"\s(?:[a-z0-9-]+\s){0,4}?(?:together with|along with|alongside|with|at the same time as)\s"
)
_LESSENS = re.compile(
    r"\s(?:(?:also|can|may|will|could|might|significantly|substantially|greatly|markedly|sharply|tends to)\s){0,3}"
    r"(?:reduces?|lowers?|decreases?|inhibits?|impairs?|blocks?|hinders?|cuts?|limits?|hampers?|worsens?"
    r"|interferes? with|diminish(?:es)?)\s"
    r"(?:(?:it|this|that|them)(?:\s(?:by\b.{1,24}|[a-z]+ly|a lot|too|in half))?$"
    r"|(?:its|their|the|your) (?:effect|effects|effectiveness|benefits?)$"
    r"|[^.;,]{0,50}\b(?:absorption|uptake|absorb\w*|absorbed|bioavailability)\b)"
)
_CLAUSE = 150  # characters that the list of what hinders and its verb may take


def may_hinder(doc: Document) -> set[int]:
    """Indices of the sentences that may hold a warning in the words of what comes of taking two things together."""
    company = doc.saying("with") | doc.saying("alongside") | doc.saying("same time as")
    return company & doc.holding(OUTCOMES)


def hindered(doc: Document, sentence: Sentence) -> Claim | None:
    """ "Taking it with calcium, dairy or tea reduces it": a warning in the words of what comes of it."""
    found = _TAKING_WITH.search(doc.low, sentence.start, sentence.end)
    while found is not None:
        end = min(sentence.end, found.end() + _CLAUSE)
        clause = re.split(r"[;.]\s?", doc.low[found.end() : end], maxsplit=1)[0].rstrip(" .")
        if lessens := _LESSENS.search(clause):
            stop = found.end() + lessens.start()
            return Claim(found.start(), found.end(), "apart", None, None, True, True, stop)
        found = _TAKING_WITH.search(doc.low, found.end(), sentence.end)
    return None


_WITH = re.compile(
    r"\b(?:avoid\w*|do not|don'?t|should not|shouldn'?t|never|must not|refrain from"
    r"|not)[\s:*]{1,5}(?:be\s)?(?:tak\w+|us\w+|giv\w+|combin\w+|consum\w+|drink\w*|pair\w*|mix\w*|hav(?:e"
    r"|ing) (?:it|them)"
    r"|wash\w*|swallow\w*)\b"
    r"(?:[^.;:]{0,50}\s)?with\s(?:[a-z-]+\s){0,3}$"
)
_CLOSE = re.compile(
    r"\b(?:if|when)?\s?(?:they are |they're |it is |it's )?taken\s(?:too\s)?(?:close(?:ly)?(?: together)?"
    r"|together|at the same time|simultaneously|concurrently)"
)


def warned(doc: Document, sentence: Sentence) -> Claim | None:
    """A claim without hours: a warning against taking two things together, or advice to take them separately."""
    low = doc.low
    avoid = [m for m in sentence.cue_marks("timing.avoid") if KEEP.match(low[m.start : m.end])]
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
    told = _WITH.match(doc.low[first.start : name.start])
    if told is None:
        return False
    kinds = {"food", "substance", "form"} | ({"drug"} if _TAKEN_WITH.search(told[0]) else set())
    return any(sense.kind in kinds and sense.name not in UNSAFE for sense in name.value)  # type: ignore[attr-defined]


_TAKEN_WITH = re.compile(r"\b(?:tak|giv|us)\w+\b")
"""Verbs with which a drug beside is a matter of time, too; "don't pair it with ..." warns of the pair as such."""


_PARTED = re.compile(
    r"\b(?:separately\b(?: from\b)?|(?:separate|keep|kept|space|spaced) (?:it |them |this |these )?(?:well "
    r"|far |strictly )?"
    r"(?:apart |away )?from|(?:well |far )?apart from|away from|at (?:an?(?:other)? "
    r"|some other )?(?:(?:different|separate|other"
    r"|another) )?times?(?: of (?:the )?day)?(?: from| than)?)\s?"
)
_TAKEN = re.compile(
    r"\b(?:tak(?:e|en|ing)|supplement|dose|space|keep|kept|spaced|use|consumed?|separate|stagger\w*|swallow)\b"
)


def _parted(doc: Document, sentence: Sentence) -> Claim | None:
    for mark in sentence.cue_marks("timing.apart"):
        begin = max(sentence.start, mark.start - 12)
        found = _PARTED.search(doc.low, begin, min(sentence.end, mark.end + 20))
        taken = _TAKEN.search(doc.low[max(sentence.start, mark.start - 90) : mark.end])
        if found and (taken or (found.group().startswith("at ") and gaps_before(doc, sentence))):
            ahead = found.group().rstrip().endswith(("from", "than"))
            return Claim(found.start(), found.end(), "apart", None, None, ahead, not ahead)
    return None


def gaps_before(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence before speaks of keeping things apart."""
    for other in islice(doc.block_sentences(sentence), 2):
        if other.cues & {"timing.apart"} or any(m.value.unit == "hour" for m in other.of("duration")):  # type: ignore[attr-defined]
            return True
    return False
