"""Whether an article goes on speaking of a study: what continues it, names it again, or takes it up later."""

import re
from dataclasses import dataclass, field

from posology.extraction.document import Document, Sentence
from posology.extraction.trial_intro import MOST_MARKS
from posology.extraction.trial_people import counted_people
from posology.extraction.trial_phrase import Intro
from posology.extraction.trial_span import Span

_RESUME = frozenset({"trial.resume"})
_DESIGNED = frozenset({"trial.rct", "trial.placebo", "trial.double", "trial.open_label"})
_MOVES = frozenset({"trial.up", "trial.down", "trial.effect"})
_SOFT = re.compile(
    r"\W*(?:after|at|by|over|during|within) (?:\w+ ){0,3}?(?:\d+|two|three|four|six|eight|ten|twelve)[ -]?(?:weeks?"
    r"|months?|days?|years?)\b"
    r"|\W*(?:they|it|he|she|half|notably|overall|compared|interestingly|additionally|in addition|also|moreover"
    r"|there (?:was|were)"
    r"|specifically|importantly|furthermore|however|no |those|this (?:led|resulted)|both|one group|another group"
    r"|each|everyone|all (?:of|participants)|at the end|by the end|on average|some \d+%|meanwhile|surprisingly"
    r"|remarkably|the (?:\w+ )?(?:effect|improvement|reduction|difference|increase|supplement|change|most|dose"
    r"|treatment|benefit))\b"
)
_THEY = re.compile(
    r"\W*(?:(?:for|over|during|after) (?:the )?(?:[\w-]+ ){1,2}(?:days|weeks|months|years?),? )?(?:they|half|each"
    r"|all|both|everyone|one group|some|it) (?:of them )?(?:\w+ )?(?:took|received"
    r"|were|had|got|was|used|drank|ate|swallowed)\b"
)
_TAKERS = re.compile(r"\b(?:people|patients|women|men) (?:taking|receiving|who took)\b")
_PAST = re.compile(
    r"\b(?:was|were|had|did|increased|decreased|improved|reduced|rose|fell|dropped|declined|gained|raised|lowered"
    r"|enhanced|boosted|slowed|resulted|led|cut|saw|lost|slept|showed"
    r"|experienced|reported)\b"
)
_GENERAL = re.compile(
    r"\b(?:is|are|has|have|can|may|might|could|should|will|you|your|our|we|often|generally|typically|helps?|studies"
    r"|trials)\b"
)
_RAN_IT = re.compile(r"\b(?:conducted|led|ran|carried out|did|designed|performed) (?:the|this) (?:study|trial)\b")
_AT_START = 30
_LONGEST = 14
"""Sentences that one study may go on for."""
_TAKEN_UP = 4
"""Paragraphs after which "the study" is still the one told of last."""


@dataclass(slots=True)
class Study:
    """A study while its sentences are read."""

    intro: Intro
    spans: list[Span] = field(default_factory=list)
    gap: int = 0


def taken_up(studies: list[Study], intro: Intro, sentence: Sentence) -> Study | None:
    """The last study, where "the study" is spoken of again some paragraphs on, under the same heading."""
    if not studies or intro.rule != "trial.this":
        return None
    last = studies[-1].spans[-1].sentence
    near = sentence.block_index <= last.block_index + _TAKEN_UP and sentence.block.headings == last.block.headings
    return studies[-1] if near else None


def may_gap(study: Study, sentence: Sentence) -> bool:
    return sentence.block_index == study.spans[-1].sentence.block_index and "trial.leave" not in sentence.cues


def is_same_study(doc: Document, study: Study, sentence: Sentence, intro: Intro) -> bool:
    """Whether an introduction only names again the study that is being spoken of."""
    last = study.spans[-1].sentence
    if sentence.block_index != last.block_index and sentence.block_index > last.block_index + 1:
        return False
    if intro.rule == "trial.this" or _is_label(doc, last, sentence):
        return True
    if intro.rule == "trial.researchers" and _RAN_IT.search(doc.low, intro.head, min(sentence.end, intro.head + 90)):
        return True
    if intro.rule in ("trial.people", "trial.outcome"):
        return (
            study.gap == 0
            and len(study.spans) == 1
            and sentence.block_index == last.block_index
            and not _counts(doc, study)
        )
    if not intro.specific and intro.rule == "trial.named":
        return bool(re.match(r"th(?:is|at)\b|the\b", doc.low[intro.start : intro.start + 5])) and not re.search(
            r"\b(?:first|second|third|only|largest|landmark|original)\b", doc.low[intro.start : intro.head]
        )
    if intro.rule == "trial.done":
        named = re.search(r"([A-Z][\w'’-]+) \w+$", doc.text[intro.start : intro.head])
        return bool(named) and named[1] in doc.text[study.intro.start : study.intro.head]  # type: ignore[index]
    name = re.sub(r"^(?:the|an?)\s", "", doc.low[intro.start : intro.head])
    first = re.sub(r"^(?:the|an?)\s", "", doc.low[study.intro.start : study.intro.head])
    return len(name) > 8 and name == first and intro.rule == "trial.named"


def _counts(doc: Document, study: Study) -> bool:
    return any(counted_people(doc, s.sentence, m) for s in study.spans for m in s.sentence.cue_marks("trial.people"))


def continues(doc: Document, study: Study, sentence: Sentence) -> bool:
    """Whether a sentence goes on speaking of the study."""
    last = study.spans[-1].sentence
    if len(study.spans) >= _LONGEST or len(sentence.marks) > MOST_MARKS:
        return False
    cues = sentence.cues
    near = sentence.block_index == last.block_index
    if not near and (sentence.block_index > last.block_index + 1 or sentence.block.headings != last.block.headings):
        return False
    if (not near and doc.low[last.end - 1] == ":") or (
        last.block.kind == "list_item" and sentence.block.kind == "list_item" and len(study.spans) > 1
    ):
        return sentence.block.kind == "list_item" and bool(_MOVES & cues)
    early = any(mark.start - sentence.start <= _AT_START for mark in sentence.cue_marks("trial.resume"))
    if study.gap == 0 and ("trial.author_of" in cues or _is_label(doc, last, sentence)):
        return True
    if not near and "trial.leave" not in cues and not _counts(doc, study) and _opens_with_people(doc, sentence):
        return True
    if not near:
        return early and "trial.leave" not in cues
    if "trial.leave" in cues and not early:
        return False
    if _RESUME & cues or _TAKERS.search(doc.low, sentence.start, sentence.end):
        return True
    if "trial.nouns" in cues:
        return False
    if _opens_with_people(doc, sentence) and (
        "trial.did" in cues or (study.gap == 0 and (sentence.of("quantity") or not _DESIGNED.isdisjoint(cues)))
    ):
        return True
    words = doc.low[sentence.start : sentence.end]
    if not _MOVES & cues:
        return "trial.did" in cues and study.gap == 0 and _THEY.match(words) is not None
    return bool(_SOFT.match(words)) or (study.gap == 0 and bool(_PAST.search(words)) and not _GENERAL.search(words))


_LABEL = 70
"""Characters: "*RCT, double-blind, n=100.*" before what was found."""


def _is_label(doc: Document, last: Sentence, sentence: Sentence) -> bool:
    """Whether the sentence before is the bold or italic label of the item that both stand in."""
    short = (
        last.start == last.block.start and last.end - last.start < _LABEL and last.block_index == sentence.block_index
    )
    return short and doc.low[last.end - 1] in "*_"


_COUNTED = re.compile(r"(?:\d[\d,]*|[a-z]+(?:-[a-z]+)?) (?:\w+ ){0,3}")


def _opens_with_people(doc: Document, sentence: Sentence) -> bool:
    """ "Forty-nine participants ...": whether a count of people opens the sentence."""
    people = any(mark.start - sentence.start < 45 for mark in sentence.cue_marks("trial.people"))
    return people and _COUNTED.match(doc.low, sentence.start, sentence.start + 60) is not None
