"""An article laid out for the grammars: sentences with their marks, mentions of substances, and the article's topic."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from posology.extraction import sentences as splitter
from posology.extraction.coined import Named, coined_names
from posology.extraction.marks import Mark, MarkKind, Sense
from posology.extraction.scanner import scan
from posology.extraction.vocabulary import Vocabulary
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
        return frozenset().union(*(mark.value for mark in self.of("cue")))  # type: ignore[arg-type]

    def cue_marks(self, *labels: str) -> list[Mark]:
        """Its cue marks that carry any of the labels."""
        if self.cues.isdisjoint(labels):  # as nearly always: grammars ask every sentence
            return []
        return [mark for mark in self.of("cue") if not mark.value.isdisjoint(labels)]  # type: ignore[attr-defined]


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


_SILENT = ("boilerplate",)


def lay_out(article: Article, vocabulary: Vocabulary) -> Document:
    """Scans an article once and lays its marks out by sentence."""
    folded, marks = scan(article.text, vocabulary)
    low = folded.lower().replace("\n", " ")  # hard-wrapped lines: a break inside a sentence is a space
    laid = _sentences(article, folded, marks)
    named = _named_subjects(article, low, laid)
    mentions = _mentions(article, low, laid, named)
    return Document(
        article=article,
        text=article.text,
        folded=folded,
        low=low,
        sentences=laid,
        mentions=mentions,
        topic=_topic(laid, mentions, named),
        headings=_heading_mentions(article, mentions),
    )


def _sentences(article: Article, folded: str, marks: list[Mark]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    position = 0
    for block_index, block in enumerate(article.blocks):
        if block.kind in _SILENT:
            continue
        whole = block.kind in ("table_row", "heading", "title", "reference")
        spans = (splitter.cut if whole else splitter.split)(folded, block.start, block.end)
        for start, end in spans:
            while position < len(marks) and marks[position].start < start:
                position += 1
            last = position
            while last < len(marks) and marks[last].start < end:
                last += 1
            inside = tuple(mark for mark in marks[position:last] if mark.end <= end)
            found.append(Sentence(len(found), start, end, block, block_index, inside))
            position = last
    return tuple(found)


_SUBJECT_TAIL = re.compile(r"\s*(?:[:|(,?!-]| for | and | what | why | how | the | is | vs | in ).*", re.DOTALL)
_SUBJECT = re.compile(r"[a-z][a-z0-9' -]{2,40}$")
_NO_SUBJECT = re.compile(
    r"\b(?:guide|best|top|how|what|why|when|your|you|day|module|week|part|chapter|tips|ways|myths?|truth|science|power"
    r"|importance|difference|supplements?|benefits?|complete|vegetables?|fruits?|biomarkers?|sleep|protocol|diet|health"
    r"|foods?|nutrition|vitamins|minerals|recipes?|reviews?|introduction|overview|faqs?|questions|about|home|blog)\b"
)


def _named_subjects(article: Article, low: str, laid: tuple[Sentence, ...]) -> dict[str, str]:
    """Substances that no list has and the title names: the words of a short title that the text goes on using."""
    title_block = next((s for s in laid if s.block.kind == "title"), None)
    title = (article.title or "").lower()
    if title_block is not None:
        if any(s.kind in ("substance", "form") for m in title_block.of("name") for s in m.value):  # type: ignore[attr-defined]
            return {}
        title = low[title_block.start : title_block.end].lstrip("# ")
    subject = _SUBJECT_TAIL.sub("", title.strip()).strip()
    if not _SUBJECT.match(subject) or len(subject.split()) > 3 or _NO_SUBJECT.search(subject):
        return {}
    spelled = {form for form in (subject, subject.removesuffix("s"), subject.split()[0]) if len(form) > 3}
    uses = {form: low.count(form) for form in spelled}
    if max(uses.values(), default=0) < 3:
        return {}
    # "chia seeds" is called "chia" in the text: the shortest spelling finds the others too
    shortest = min(uses, key=len)
    return {shortest: shortest if uses[subject] * 4 < uses[shortest] else subject}


def _mentions(article: Article, low: str, laid: tuple[Sentence, ...], named: dict[str, str]) -> tuple[Mention, ...]:
    raw: list[tuple[Mark, tuple[Sense, ...]]] = []
    for sentence in laid:
        for mark in sentence.marks:
            if mark.kind == "name":
                senses = tuple(s for s in mark.value if s.kind in ("substance", "form"))  # type: ignore[attr-defined]
                if senses:
                    raw.append((mark, senses))
    spoken = Counter(s.substance for _, senses in raw for s in senses if not s.elliptic)
    home = _in_title(laid)
    mentions: list[Mention] = []
    for index, (mark, senses) in enumerate(raw):
        beside = raw[index + 1][1] if index + 1 < len(raw) and raw[index + 1][0].start - mark.end < _TOUCHING else ()
        chosen = _choose(senses, mentions, spoken, mark.start, home, beside)
        if chosen is not None and chosen.substance:
            named_here = Mention(
                mark.start, mark.end, chosen.substance, chosen.form, chosen.form_kind, True, chosen.weak, chosen.only_in
            )
            mentions.append(_extract(low, named_here))
    for words, name in named.items():
        position = low.find(words)
        while position >= 0:
            mentions.append(_extract(low, Mention(position, position + len(words), name, None, None, False)))
            position = low.find(words, position + len(words))
    mentions.sort()
    found = [Named(m.start, m.end, m.substance, m.form is None) for m in mentions]
    for coined in coined_names(article.text, low, found):
        known = coined.substance not in named.values()
        mentions.append(Mention(coined.start, coined.end, coined.substance, coined.name, "brand", known))
    return tuple(sorted(mentions))


_EXTRACT = re.compile(
    r"(?:\s(?:root|leaf|leaves|seed|fruit|bark|berry|flower|herb|rhizome|peel|stem|bulb|mushroom|mycelium"
    r"|fruiting body|skin|pulp|husk|whole plant|aerial parts?))?\sextract\b"
)


def _extract(low: str, mention: Mention) -> Mention:
    """ "curcumin extract", "maca root extract": an extract by its own words, where no row of the lexicon has it."""
    if mention.form is not None or (match := _EXTRACT.match(low, mention.end)) is None:
        return mention
    return mention._replace(end=match.end(), form=mention.substance + match[0], form_kind="extract")


_TOUCHING = 3
"""Characters between two names that belong together: "TRAACS® zinc bisglycinate"."""


def _in_title(laid: tuple[Sentence, ...]) -> frozenset[str]:
    """The substances that the title names beyond doubt."""
    title = next((s for s in laid if s.block.kind == "title"), None)
    marks = title.of("name") if title is not None else []
    senses = [[s for s in m.value if s.kind in ("substance", ("form")) and not s.elliptic] for m in marks]  # type: ignore[attr-defined]
    return frozenset(one[0].substance for one in senses if len(one) == 1)


def _choose(
    senses: tuple[Sense, ...],
    before: list[Mention],
    spoken: "Counter[str | None]",
    at: int,
    home: frozenset[str],
    beside: tuple[Sense, ...],
) -> Sense | None:
    """The sense that the passage speaks of; an elliptic name counts only after its substance.

    A name that stands for itself and for a form of something else ("phosphatidylcholine", of choline) is the latter
    where title or the words just before speak of that.
    """
    full = [sense for sense in senses if not sense.elliptic]
    if len(full) == 1:
        return _as_form(full[0], senses, before, at, home) if len(senses) > 1 else full[0]
    if full:
        for mention in reversed(before[-12:]):
            for sense in full:
                if sense.substance == mention.substance:
                    return sense
        return max(full, key=lambda sense: spoken[sense.substance])
    for other in beside:
        for sense in senses:
            if sense.substance == other.substance and not other.elliptic:
                return sense
    for mention in reversed(before[-30:]):
        if at - mention.start > 3000:
            break
        for sense in senses:
            if sense.substance == mention.substance:
                return sense
    best = max(senses, key=lambda sense: spoken[sense.substance])
    return best if spoken[best.substance] >= 2 else None


_SPOKEN_OF = 160
"""Characters: how far a substance just named lends its own sense to a name that has several."""


def _as_form(full: Sense, senses: tuple[Sense, ...], before: list[Mention], at: int, home: frozenset[str]) -> Sense:
    """The full sense of a name, or its elliptic one where the passage speaks of that one's substance."""
    if full.substance in home:
        return full
    others = {sense.substance: sense for sense in senses if sense.elliptic}
    for mention in reversed(before[-4:]):
        if at - mention.start > _SPOKEN_OF or mention.substance == full.substance:
            break
        if mention.substance in others:
            return others[mention.substance]
    return next((sense for substance, sense in others.items() if substance in home), full)


def _topic(laid: tuple[Sentence, ...], mentions: tuple[Mention, ...], named: dict[str, str]) -> Topic:
    """From the title; else what most of the mentions name. A form is the topic's only if title or opening name it."""
    if named:
        name = next(iter(named.values()))
        return Topic(name, None, False)
    title = next((s for s in laid if s.block.kind == "title"), None)
    if title is not None:
        inside = [m for m in mentions if title.start <= m.start < title.end and not m.weak]
        if inside:
            forms = {m.form for m in inside if m.substance == inside[0].substance and m.form}
            return Topic(inside[0].substance, forms.pop() if len(forms) == 1 else None, True)
    counted = Counter(mention.substance for mention in mentions if not mention.weak)
    if not counted:
        return Topic(None, None, True)
    substance, count = counted.most_common(1)[0]
    if count < 3 and count < len(mentions):
        return Topic(None, None, True)
    if count * 2 < len(mentions):
        return Topic(None, None, True)
    return Topic(substance, _opening_form(laid, mentions, substance), True)


def _opening_form(laid: tuple[Sentence, ...], mentions: tuple[Mention, ...], substance: str) -> str | None:
    """The one form that an untitled article's opening names, if most of its named forms are that one."""
    forms = [mention.form for mention in mentions if mention.substance == substance and mention.form]
    if not forms or not laid:
        return None
    form, count = Counter(forms).most_common(1)[0]
    first = next(m for m in mentions if m.substance == substance and m.form == form)
    opening = laid[min(len(laid) - 1, 12)].end
    return form if count * 2 > len(forms) and count >= 3 and first.start < opening else None


_HEADING_DRESS = re.compile(r"\]\([^)]*\)|[*_`#\[\]\s]+|^\W*\d{1,2}[.):]\s")


@lru_cache(maxsize=1024)  # every claim asks for the headings above it
def heading_key(words: str) -> str:
    """A heading's words without number, emphasis and link addresses, so that a path's words find their block."""
    return _HEADING_DRESS.sub(" ", _HEADING_DRESS.sub(" ", words.lower())).strip(" :.-")


def _heading_mentions(article: Article, mentions: tuple[Mention, ...]) -> dict[str, tuple[Mention, ...]]:
    found: dict[str, tuple[Mention, ...]] = {}
    starts = [mention.start for mention in mentions]
    for block in article.blocks:
        if block.kind in ("heading", "title"):
            inside = mentions[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
            found.setdefault(heading_key(article.text[block.start : block.end]), inside)
        elif (
            block.kind == "table_row"
            and block.header
            and article.text[block.start : block.end].strip("| ").startswith(block.header[0])
        ):
            position = block.start
            for cell in block.header:
                start = article.text.find(cell, position, block.end) if cell else -1
                if start < 0:
                    break
                position = start + len(cell)
                found.setdefault(
                    heading_key(cell), mentions[bisect_left(starts, start) : bisect_left(starts, position)]
                )
    return found
