"""An article laid out for the grammars: sentences with their marks, mentions of substances, and the article's topic."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from posology.extraction.marks import Mark, MarkKind
from schemas.article import Article, Block


class Mention(NamedTuple):
    """A place that names a substance, or a form of one."""

    start: int
    end: int
    substance: str
    form: str | None
    form_kind: str | None
    known: bool
    """Whether the lexicon knows it; false for a substance that the article itself introduces."""
    weak: bool = False
    """A constituent or macronutrient: names an amount only where it stands right beside it."""
    only_in: tuple[str, ...] = ()
    """Counts only in articles about one of these."""


class Topic(NamedTuple):
    """What the article as a whole is about; the form only where title or opening name that one form."""

    substance: str | None
    form: str | None
    known: bool


@dataclass(frozen=True)
class Sentence:
    """One sentence, table row or list item with its marks, in order."""

    index: int
    start: int
    end: int
    block: Block
    block_index: int
    marks: tuple[Mark, ...]

    @cached_property
    def _by_kind(self) -> dict[MarkKind, list[Mark]]:
        found: dict[MarkKind, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.kind, []).append(mark)
        return found

    def of(self, kind: MarkKind) -> Sequence[Mark]:
        """Its marks of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def cues(self) -> frozenset[str]:
        """All labels of its cue marks."""
        return frozenset().union(*[mark.value for mark in self.marks if mark.kind == "cue"])  # type: ignore[arg-type]

    @cached_property
    def senses(self) -> frozenset[str]:
        """The kinds of the senses of its names: substance, drug, food ..."""
        return frozenset([sense.kind for mark in self.of("name") for sense in mark.value])  # type: ignore[attr-defined]

    def cue_marks(self, *labels: str) -> list[Mark]:
        """Its cue marks that carry any of the labels."""
        if self.cues.isdisjoint(labels):  # as nearly always: grammars ask every sentence
            return []
        return [mark for mark in self.of("cue") if not mark.value.isdisjoint(labels)]  # type: ignore[attr-defined]


_NUMBER = 3
"""Characters that the number of an item takes ("1. "), which may be a sentence by itself."""


@dataclass(frozen=True)
class Document:
    """An article ready for the grammars. `low` is its text folded to lower-case ASCII, equal in length."""

    article: Article
    text: str
    folded: str
    low: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    topic: Topic
    headings: dict[str, tuple[Mention, ...]]
    """Mentions inside the words of each heading and of each cell of a table's header."""

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Mentions that begin in [start, end)."""
        starts = self._mention_starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _by_sign(self) -> Mapping[str, Sequence[int]]:
        """Indices of the sentences by what they hold: labels of cues, kinds of marks and senses, the block's kind."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        cues: defaultdict[frozenset[str], list[int]] = defaultdict(list)  # the same few sets come again and again
        for sentence in self.sentences:
            index = sentence.index
            found[sentence.block.kind].append(index)
            for _, _, kind, value in sentence.marks:
                if kind == "cue":
                    cues[value].append(index)  # type: ignore[index]
                    continue
                found[kind].append(index)
                if kind == "name":
                    for sense in value:  # type: ignore[attr-defined]
                        found[sense.kind].append(index)
        for labels, indices in cues.items():
            for label in labels:
                found[label] += indices
        return found

    @property
    def signs(self) -> Iterable[str]:
        """All that some sentence holds."""
        return self._by_sign.keys()

    def holding(self, signs: Iterable[str]) -> set[int]:
        """Indices of the sentences that hold a mark with one of the labels, of one of the kinds, or are such a block's.

        Most sentences mean nothing to most grammars: each looks at those alone that hold what it begins with.
        """
        return set().union(*[self._by_sign.get(sign, ()) for sign in signs])

    def saying(self, words: str) -> set[int]:
        """Indices of the sentences in which the words, lower case, begin."""
        return {self.sentence_at(start) for start in places_of(words, self.low)}

    @cached_property
    def openings(self) -> set[int]:
        """Indices of the sentences that open a block, or stand right behind the number that does."""
        return {sentence.index for sentence in self.sentences if sentence.start - sentence.block.start <= _NUMBER}

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that an offset stands in, or of the last one before it."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def chosen(self, indices: Iterable[int]) -> list[Sentence]:
        """The sentences of some indices, in order."""
        return [self.sentences[index] for index in sorted(indices)]

    @cached_property
    def _block_firsts(self) -> dict[int, Sentence]:
        return {sentence.block_index: sentence for sentence in reversed(self.sentences)}

    def first_of_block(self, sentence: Sentence) -> Sentence:
        """The sentence that opens the block of this one."""
        return self._block_firsts[sentence.block_index]

    def block_sentences(self, sentence: Sentence) -> Iterator[Sentence]:
        """The sentences before this one in the same block, nearest first."""
        for index in range(sentence.index - 1, -1, -1):
            other = self.sentences[index]
            if other.block_index != sentence.block_index:
                return
            yield other


def places_of(words: str, low: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where the words stand in low[start:end], overlaps left out."""
    position = low.find(words, start, end)
    while position >= 0:
        yield position
        position = low.find(words, position + len(words), end)


_HEADING_DRESS = re.compile(r"\]\([^)]*\)|[*_`#\[\]\s]+|^\W*\d{1,2}[.):]\s")


@lru_cache(maxsize=1024)  # every claim asks for the headings above it
def heading_key(words: str) -> str:
    """A heading's words without number, emphasis and link addresses, so that a path's words find their block."""
    return _HEADING_DRESS.sub(" ", _HEADING_DRESS.sub(" ", words.lower())).strip(" :.-")
