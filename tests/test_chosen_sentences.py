"""Grammars choose their sentences by what those hold. What they pass over must hold no record for them."""

import random
import re
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from posology.cleaning import clean
from posology.extraction.document import Document
from posology.extraction.extract import GRAMMARS
from posology.extraction.layout import lay_out
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon
from schemas.article import Article

SAMPLES = Path(__file__).parent.parent / "examples" / "articles"


class EverySentence(Document):
    """A document whose grammars look at every sentence."""

    def holding(self, signs: Iterable[str]) -> set[int]:  # noqa: ARG002
        """All sentences, whatever they hold."""
        return set(range(len(self.sentences)))

    def saying(self, words: str) -> set[int]:  # noqa: ARG002
        """All sentences, whatever they say."""
        return set(range(len(self.sentences)))


@cache
def samples() -> tuple[Article, ...]:
    """Our samples as they are."""
    return tuple(clean(path.read_bytes(), source=path.name) for path in sorted(SAMPLES.iterdir()))


@cache
def shuffled(seed: int) -> Article:
    """Sentences of all samples in any order, with the words between them lost: what they hold meets in new ways."""
    chance = random.Random(seed)
    sentences = [piece for article in samples() for piece in re.split(r"(?<=[.\n])\s+", article.text)]
    text = " ".join(chance.choice(sentences) for _ in range(300))
    return clean(f"# Zinc and magnesium\n\n{text}".encode(), source=f"{seed}.md")


def drafts(doc: Document, number: int) -> list[str]:
    """What a grammar finds, in its order."""
    return [f"{d.start} {d.end} {d.rule} {d.subject} {d.values}" for d in GRAMMARS[number](doc)]


@pytest.mark.parametrize("number", range(len(GRAMMARS)), ids=[grammar.__name__ for grammar in GRAMMARS])
def test_sentences_that_a_grammar_passes_over_hold_nothing_for_it(number: int) -> None:
    for article in (*samples(), *map(shuffled, range(8))):
        doc = lay_out(article, compile_vocabulary(load_lexicon()))
        every = EverySentence(**{field.name: getattr(doc, field.name) for field in fields(Document)})
        assert drafts(doc, number) == drafts(every, number), article.source
