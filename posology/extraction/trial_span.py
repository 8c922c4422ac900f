"""The stretches of sentences that speak of one study."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark, MarkKind


class Span(NamedTuple):
    """A part of a sentence that speaks of a study; offsets in the text."""

    start: int
    end: int
    sentence: Sentence


class Fact(NamedTuple):
    """A value and the end of the words that state it."""

    value: Any
    end: int


NOTHING = Fact(None, 0)


def marks_of(spans: Sequence[Span], kind: MarkKind) -> Iterator[Mark]:
    """Marks of one kind inside the spans, in order."""
    for span in spans:
        for mark in span.sentence.of(kind):
            if span.start <= mark.start < span.end:
                yield mark


def cue_marks(spans: Sequence[Span], *labels: str) -> list[Mark]:
    """Cue marks inside the spans that carry any of the labels, in order."""
    return [m for span in spans for m in span.sentence.cue_marks(*labels) if span.start <= m.start < span.end]


def labels_in(spans: Sequence[Span]) -> frozenset[str]:
    """All labels of the cues inside the spans."""
    return frozenset().union(*(mark.value for mark in marks_of(spans, "cue")))  # type: ignore[arg-type]


def word_set(words: str) -> frozenset[str]:
    """The words of a list that blanks part."""
    return frozenset(words.split())


_CITED = re.compile(r"\W*\((?:[^()]|\([^()]*\)){4,160}\)[\s.*_]*$")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|nct\d|pmid|doi|10\.\d{4}")


def is_citation(doc: Document, start: int, end: int) -> bool:
    """Whether a sentence is nothing but a bracket that cites: "(Fjeldsted 2014)", "(Registration: NCT01234567.)"."""
    words = doc.low[start:end] if end - start < 200 else ""
    return bool(_CITED.match(words) and _DATED.search(words))


def cited(doc: Document, spans: Sequence[Span]) -> list[Span]:
    """The spans that name a study's source: its first, and those that only cite."""
    return [span for position, span in enumerate(spans) if position == 0 or is_citation(doc, span.start, span.end)]
