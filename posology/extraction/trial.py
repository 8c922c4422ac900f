"""The trial grammar: one record for each study that an article brings as evidence, over all its sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from posology.extraction import trial_facts as facts
from posology.extraction import trial_sources as sources
from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.reference_links import listed_ids
from posology.extraction.resolve import from_sentence, nearest, resolve
from posology.extraction.trial_abstract import abstract_ends, header_facts, is_listed_row, narrates
from posology.extraction.trial_findings import Found, findings
from posology.extraction.trial_intro import MOST_MARKS, STARTERS, introductions
from posology.extraction.trial_people import counted_people, people, study_count
from posology.extraction.trial_phrase import Intro
from posology.extraction.trial_quote import clause_end, closed, widened
from posology.extraction.trial_span import NOTHING, Span, is_citation

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
_MARKERS_ONLY = re.compile(r"(?:[\[\](),\d\s-]|#ref\d+)+$")
_RAN_IT = re.compile(r"\b(?:conducted|led|ran|carried out|did|designed|performed) (?:the|this) (?:study|trial)\b")
_AT_START = 30
_LONGEST = 14
"""Sentences that one study may go on for."""
_TAKEN_UP = 4
"""Paragraphs after which "the study" is still the one told of last."""
_ABSTRACT = 60
"""Sentences that an abstract may have."""


@dataclass(slots=True)
class _Study:
    """A study while its sentences are read."""

    intro: Intro
    spans: list[Span] = field(default_factory=list)
    gap: int = 0


def find_trials(doc: Document) -> Iterator[Draft]:
    """The article's trials, in order; one whose only marker leads to an entry of the list gets its identifiers."""
    listed: dict[str, dict[str, str]] | None = None
    for draft in _trials(doc):
        values = draft.values
        if values["markers"] and not (values["doi"] or values["pmid"]):
            listed = listed_ids(doc) if listed is None else listed
            known = [listed[marker] for marker in values["markers"] if listed.get(marker)]
            if len(known) == 1 and len(values["markers"]) == 1:
                values.update({scheme: known[0].get(scheme) for scheme in ("doi", "pmid") if known[0].get(scheme)})
        yield draft


def _trials(doc: Document) -> Iterator[Draft]:
    waking = doc.holding(STARTERS) | doc.openings
    if "\n" in doc.text:  # a sentence may be wrapped over lines; the patterns below know blanks only
        doc = replace(doc, text=doc.text.replace("\n", " "), low=doc.low.replace("\n", " "))
    studies: list[_Study] = []
    study: _Study | None = None
    skip_until = 0
    abstracts = abstract_ends(doc)
    for sentence in doc.sentences:
        if sentence.start < skip_until or (study is None and sentence.index not in waking):
            continue
        silent = _is_silent(doc, sentence)
        abstract_end = 0 if silent else abstracts.get(sentence.index, 0)
        if abstract_end or silent:
            study, skip_until = None, abstract_end
            if abstract_end:
                yield _abstract(doc, sentence, abstract_end)
            continue
        intros = introductions(doc, sentence) if not STARTERS.isdisjoint(sentence.cues) else []
        goes_on, intros = _read_on(doc, study, sentence, intros)
        if study and not goes_on:
            study = None
        for position, intro in enumerate(intros):
            stop = intros[position + 1].start if position + 1 < len(intros) else sentence.end
            span = Span(intro.start, stop, sentence)
            study = _taken_up(studies, intro, sentence)
            if study is not None:
                study.spans.append(span)
                continue
            study = _Study(intro, [span])
            studies.append(study)
    for one in studies:
        yield _draft(doc, one)


def _taken_up(studies: list[_Study], intro: Intro, sentence: Sentence) -> _Study | None:
    """The last study, where "the study" is spoken of again some paragraphs on, under the same heading."""
    if not studies or intro.rule != "trial.this":
        return None
    last = studies[-1].spans[-1].sentence
    near = sentence.block_index <= last.block_index + _TAKEN_UP and sentence.block.headings == last.block.headings
    return studies[-1] if near else None


def _read_on(doc: Document, study: _Study | None, sentence: Sentence, intros: list[Intro]) -> tuple[bool, list[Intro]]:
    """Gives a sentence to the open study if it speaks of it: whether the study goes on, and what else is introduced."""
    if study is None:
        return False, intros
    named_again = bool(intros) and _same_study(doc, study, sentence, intros[0])
    intros = intros[1:] if named_again else intros
    markers_only = _MARKERS_ONLY.match(doc.low[sentence.start : sentence.end])
    cites = study.gap == 0 and is_citation(doc, sentence.start, sentence.end)
    if named_again or markers_only or cites or (not intros and _continues(doc, study, sentence)):
        study.spans.append(Span(sentence.start, intros[0].start if intros else sentence.end, sentence))
        study.gap = 0
        return True, intros
    study.gap += 1
    return not intros and study.gap < 2 and _may_gap(study, sentence), intros


def _is_silent(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence's room tells of no studies: titles, headings that name a topic, entries of reference lists."""
    if sentence.block.kind == "reference":
        return not narrates(doc, sentence)
    return sentence.block.kind == "title" or _names_topic(sentence) or is_listed_row(doc, sentence)


def _names_topic(sentence: Sentence) -> bool:
    """Whether it is a heading that only names a topic; one that is a whole sentence asserts something."""
    return sentence.block.kind == "heading" and sentence.end - sentence.start < 110


def _may_gap(study: _Study, sentence: Sentence) -> bool:
    return sentence.block_index == study.spans[-1].sentence.block_index and "trial.leave" not in sentence.cues


def _same_study(doc: Document, study: _Study, sentence: Sentence, intro: Intro) -> bool:
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


def _counts(doc: Document, study: _Study) -> bool:
    return any(counted_people(doc, s.sentence, m) for s in study.spans for m in s.sentence.cue_marks("trial.people"))


def _continues(doc: Document, study: _Study, sentence: Sentence) -> bool:
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


def _draft(doc: Document, study: _Study) -> Draft:
    """The study's record: attributes from its spans, the quote from the introducing words to its last attribute."""
    spans = study.spans
    start = widened(doc, study.intro, study.spans[0])
    first = spans[0]
    intro = [Span(start, min(first.end, study.intro.head), first.sentence)]
    spans = [Span(start, first.end, first.sentence), *spans[1:]]
    found = findings(doc, spans)
    values, end = _values(doc, spans, intro, found)
    end = max(end, study.intro.head)
    if not found:
        end = max(end, clause_end(doc, study.intro, study.spans[0], end))
    subject = _subject(doc, spans, end)
    while start < end - 1 and doc.text[start].isspace():
        start += 1
    while end > start + 1 and doc.text[end - 1] in " .,;:\n":
        end -= 1
    return Draft("trial", start, closed(doc, start, end), first.sentence, study.intro.rule, subject, values)


def _values(doc: Document, spans: list[Span], intro: list[Span], found: list[Found]) -> tuple[dict[str, Any], int]:
    """All fields of the record, and where the last of them ends."""
    who = people(doc, spans)
    pooled = facts.design(doc, intro, spans) in ("meta_analysis", "systematic_review", "review") or spans[
        0
    ].sentence.cue_marks("trial.nouns")
    count, count_end = study_count(doc, spans) if pooled else (None, 0)
    ids = facts.identifiers(doc, spans)
    stated = {
        "blinding": facts.blinding(spans),
        "placebo_controlled": facts.placebo(doc, spans),
        "year": facts.year(doc, spans),
        "journal": sources.journal(doc, spans),
        "institution": sources.institution(doc, spans),
        "country": sources.country(doc, spans),
        "authors": sources.authors(doc, spans),
        "duration_days": facts.duration(doc, spans),
        "markers": facts.markers(doc, spans),
        **{scheme: ids.get(scheme, NOTHING) for scheme in ("doi", "pmid", "nct")},
    }
    values: dict[str, Any] = {name: fact.value for name, fact in stated.items()}
    values |= {"sample_size": who.sample_size, "population": who.population, "study_count": count}
    values["design"] = facts.design(doc, intro, spans)
    values["findings"] = (
        tuple({"outcome": item.outcome, "change_percent": item.percent, "direction": item.direction} for item in found)
        or None
    )
    ends = [fact.end for name, fact in stated.items() if name != "placebo_controlled"]
    return values, max(*ends, who.end, count_end, *(item.end for item in found), 0)


def _subject(doc: Document, spans: list[Span], end: int) -> Subject:
    """What was studied: the first substance that the study's own sentences name, else what the passage speaks of."""
    for span in spans:
        mentions = doc.mentions_in(span.start, span.end)
        if mentions:
            favoured = next((m for m in mentions if m.substance == doc.topic.substance), mentions[0])
            return from_sentence(doc, span.sentence, favoured)
    first = spans[0]
    inside = doc.mentions_in(first.sentence.start, first.sentence.end)
    if inside:
        return from_sentence(doc, first.sentence, nearest(inside, first.start, end))
    return resolve(doc, first.sentence, first.start, min(end, first.end))


def _abstract(doc: Document, sentence: Sentence, end: int) -> Draft:
    """The record of an abstract: all of its sentences speak of its one study."""
    spans: list[Span] = []
    for index in range(sentence.index, min(len(doc.sentences), sentence.index + _ABSTRACT)):
        other = doc.sentences[index]
        if other.start >= end:
            break
        if len(other.marks) <= MOST_MARKS or index == sentence.index:
            spans.append(Span(other.start, other.end, other))
    told = next(
        (s.start for s in spans if re.search(r"\b(?:results|findings):", doc.low[s.start : s.end])), spans[0].end
    )
    found = findings(doc, [span for span in spans if span.start >= told])
    values, last = _values(doc, spans, spans, found)
    values |= header_facts(doc, sentence)
    return Draft(
        "trial", sentence.start, max(last, sentence.end), sentence, "trial.abstract", _subject(doc, spans, last), values
    )
