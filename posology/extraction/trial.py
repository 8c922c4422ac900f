"""The trial grammar: one record for each study that an article brings as evidence, over all its sentences."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from posology.extraction import trial_facts as facts
from posology.extraction import trial_sources as sources
from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.reference_links import listed_ids
from posology.extraction.resolve import from_sentence, nearest, resolve
from posology.extraction.trial_abstract import abstract_ends, header_facts, is_listed_row, narrates
from posology.extraction.trial_course import Study, continues, is_same_study, may_gap, taken_up
from posology.extraction.trial_findings import Found, findings
from posology.extraction.trial_intro import MOST_MARKS, STARTERS, introductions
from posology.extraction.trial_people import people, study_count
from posology.extraction.trial_phrase import Intro
from posology.extraction.trial_quote import clause_end, closed, widened
from posology.extraction.trial_span import NOTHING, Span, is_citation

_MARKERS_ONLY = re.compile(r"(?:[\[\](),\d\s-]|#ref\d+)+$")
_ABSTRACT = 60
"""Sentences that an abstract may have."""


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
    studies: list[Study] = []
    study: Study | None = None
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
            study = taken_up(studies, intro, sentence)
            if study is not None:
                study.spans.append(span)
                continue
            study = Study(intro, [span])
            studies.append(study)
    for one in studies:
        yield _draft(doc, one)


def _read_on(doc: Document, study: Study | None, sentence: Sentence, intros: list[Intro]) -> tuple[bool, list[Intro]]:
    """Gives a sentence to the open study if it speaks of it: whether the study goes on, and what else is introduced."""
    if study is None:
        return False, intros
    named_again = bool(intros) and is_same_study(doc, study, sentence, intros[0])
    intros = intros[1:] if named_again else intros
    markers_only = _MARKERS_ONLY.match(doc.low[sentence.start : sentence.end])
    cites = study.gap == 0 and is_citation(doc, sentence.start, sentence.end)
    if named_again or markers_only or cites or (not intros and continues(doc, study, sentence)):
        study.spans.append(Span(sentence.start, intros[0].start if intros else sentence.end, sentence))
        study.gap = 0
        return True, intros
    study.gap += 1
    return not intros and study.gap < 2 and may_gap(study, sentence), intros


def _is_silent(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence's room tells of no studies: titles, headings that name a topic, entries of reference lists."""
    if sentence.block.kind == "reference":
        return not narrates(doc, sentence)
    return sentence.block.kind == "title" or _names_topic(sentence) or is_listed_row(doc, sentence)


def _names_topic(sentence: Sentence) -> bool:
    """Whether it is a heading that only names a topic; one that is a whole sentence asserts something."""
    return sentence.block.kind == "heading" and sentence.end - sentence.start < 110


def _draft(doc: Document, study: Study) -> Draft:
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
