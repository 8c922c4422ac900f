"""From an article to its document: marks by sentence, the article's topic, what its headings mention."""

from bisect import bisect_left
from collections import Counter

from posology.extraction import sentences as splitter
from posology.extraction.document import Document, Mention, Sentence, Topic, heading_key
from posology.extraction.marks import Mark
from posology.extraction.mentions import find_mentions, named_subjects
from posology.extraction.scanner import scan
from posology.extraction.vocabulary import Vocabulary
from schemas.article import Article

_SILENT = ("boilerplate",)


def lay_out(article: Article, vocabulary: Vocabulary) -> Document:
    """Scans an article once and lays its marks out by sentence."""
    folded, marks = scan(article.text, vocabulary)
    low = folded.lower().replace("\n", " ")  # hard-wrapped lines: a break inside a sentence is a space
    laid = _sentences(article, folded, marks)
    named = named_subjects(article, low, laid)
    mentions = find_mentions(article, low, laid, named)
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
    starts = [mark.start for mark in marks]
    last = 0
    for block_index, block in enumerate(article.blocks):
        if block.kind in _SILENT:
            continue
        whole = block.kind in ("table_row", "heading", "title", "reference")
        spans = (splitter.cut if whole else splitter.split)(folded, block.start, block.end)
        for start, end in spans:
            first = bisect_left(starts, start, last)
            last = bisect_left(starts, end, first)
            inside = tuple([mark for mark in marks[first:last] if mark.end <= end])
            found.append(Sentence(len(found), start, end, block, block_index, inside))
    return tuple(found)


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
