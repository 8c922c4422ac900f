"""The reference grammar: entries of the reference list, inline links to studies, citations with identifiers."""

import re
from collections.abc import Iterator
from typing import Any

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.reference_entry import ORGANISATION, Entry, has_author_list, parse_entry, parse_link
from posology.extraction.reference_links import ids_of_url, is_study_link, links_in, own_or_shop
from posology.extraction.resolve import NOBODY, from_sentence
from posology.extraction.trial_abstract import abstract_ends, is_listed_row, narrates
from schemas.article import Link

_LEAD = re.compile(
    r"(?:[A-Z][\w'’-]+(?:,? (?:et al\.?|and [A-Z][\w'’-]+|& [A-Z][\w'’-]+|[A-Z]{1,3}))*,?\s\(?(?:in\s)?(?:19"
    r"|20)\d\d\)?[a-z]?,?\s?\(?"
    r"|[A-Z][\w'’-]+ et al\.?,?\s\(?)$"
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b[^.()]{0,90}\($")
_DATED_BY = re.compile(r"\b(?:19|20)\d\d\b[^.()]{0,70} by [A-Z][\w'’-]+ et al\.? \($")
_NAMED_BEFORE = re.compile(r"[A-Z][\w'’-]+ (?:et al\.?|and colleagues) \($")
_BOILER = re.compile(
    r"(?:was this|page last|last (?:reviewed|updated)|call|book|log in|contact|view|see|show|click|read|back to"
    r"|sign up|subscribe|share|follow|copyright|\d+ comments?|all rights|related)\b",
    re.IGNORECASE,
)
_LONGEST = 2000
"""Characters of an entry that are read."""
_MOST = 200
"""Identifiers and links that are read in one sentence of running text."""
_FIELDS = ("doi", "pmid", "pmcid", "nct")


def find_references(doc: Document) -> Iterator[Draft]:
    """The article's references, in order."""
    linked = {doc.sentence_at(link.start) for link in doc.article.links}
    abstracts, listed_until = abstract_ends(doc), 0
    for sentence in doc.chosen(linked | doc.openings | doc.holding(("reference", "identifier"))):
        if sentence.start < listed_until:
            continue
        if sentence.block.kind == "reference" and not narrates(doc, sentence):
            for start, end in _lines(doc, sentence.start, sentence.end):
                yield from _entry(doc, sentence, start, end)
        elif end := abstracts.get(sentence.index, 0):
            yield from _abstract(doc, sentence, end)
        elif unmarked := _entries_outside(doc, sentence):
            listed_until = sentence.block.end
            for start, end in unmarked:
                yield from _entry(doc, sentence, start, end)
        else:
            yield from _inline(doc, sentence)


_LINE_MARKER = re.compile(r"\s*(?:\[\^?\w{1,4}\]|\(\w{1,3}\)|\d{1,3}[.)]|[a-z][.)]|[*•-])\s")
_CITES = re.compile(r"\b(?:19|20)\d\d(?: [A-Z][a-z]{2}\w*(?: \d{1,2})?)?;\s?\d")
_PROSE = re.compile(r"\b(?:found|showed|gave|took|were given|you|your|we)\b")
_SHORTEST, _WIDEST = 30, 1500
"""Characters of a block outside of the list that may hold entries."""


def _lines(doc: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The entries of a block: its lines where each begins with a marker, else the block as one."""
    cuts = [start, *(start + match.end() for match in re.finditer(r"\n", doc.text[start:end]))]
    lines = [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if doc.text[a:b].strip()]
    listed = sum(_LINE_MARKER.match(doc.text, a, b) is not None for a, b in lines)
    return lines if len(lines) > 1 and listed == len(lines) else [(start, end)]


def _entries_outside(doc: Document, sentence: Sentence) -> list[tuple[int, int]]:
    """Entries that stand in an ordinary paragraph or list item: authors, title and year, with no prose around them."""
    block = sentence.block
    if (
        sentence.index not in doc.openings
        or block.kind not in ("paragraph", "list_item", "table_row")
        or not _SHORTEST < block.end - block.start < _WIDEST
    ):
        return []
    if not (_cites(doc, block.start, block.end) or sentence.of("identifier") or links_in(doc, block.start, block.end)):
        return []
    if block.kind == "table_row":
        return [(block.start, block.end)] if is_listed_row(doc, sentence) else []
    found = _lines(doc, block.start, block.end)
    return found if all(_reads_as_entry(doc.text[start:end]) for start, end in found) else []


def _cites(doc: Document, start: int, end: int) -> bool:
    """Whether the words hold a year and volume as journals print them ("2019;12")."""
    return ";" in doc.text[start:end] and _CITES.search(doc.text, start, end) is not None


def _reads_as_entry(raw: str) -> bool:
    words = raw.strip(" *•-\n")
    if len(words) > 500 or words.count("](") > 1 or _PROSE.search(words):
        return False
    entry = parse_entry(words)
    return bool(entry.authors and entry.year and (entry.title or entry.journal) and has_author_list(words))


def _identifiers(doc: Document, start: int, end: int, links: list[Link]) -> dict[str, str | None]:
    """Bare identifiers between two offsets, in the words and in what they link to."""
    found: dict[str, str | None] = dict.fromkeys(_FIELDS)
    for sentence in doc.sentences[doc.sentence_at(start) :]:
        if sentence.start >= end:
            break
        for mark in sentence.of("identifier"):
            if start <= mark.start < end:
                named, bare = mark.value  # type: ignore[misc]
                found[named] = found[named] or bare  # type: ignore[has-type]
    for link in links:
        for scheme, value in ids_of_url(link.url).items():
            found[scheme] = found[scheme] or value
    return found


def _entry(doc: Document, sentence: Sentence, start: int, end: int) -> Iterator[Draft]:
    """An entry of the list; lines there that cite nothing are none."""
    links = links_in(doc, start, end)
    lead = re.match(r"[\s*•|-]+(?=\S)", doc.text[start:end])
    start += lead.end() if lead else 0
    while end > start and doc.text[end - 1] in ". \n\t":
        end -= 1
    raw = doc.text[start:end]
    ids = _identifiers(doc, start, end, links)
    entry = parse_entry(raw[:_LONGEST])
    cited = any(ids.values()) or entry.year or entry.authors or links or entry.marker or ORGANISATION.search(raw)
    if len(raw) < 8 or not cited or (_BOILER.match(raw) and not any(ids.values())):
        return
    if not any(ids.values()) and not entry.year and links and own_or_shop(doc.article, links[0].url):
        return
    values = _values(entry, ids, links[0].url if links else None)
    yield Draft("reference", start, end, sentence, "reference.entry", _subject(doc, sentence, start, end), values)


def _abstract(doc: Document, sentence: Sentence, end: int) -> Iterator[Draft]:
    """The header of a pasted abstract: its title and authors."""
    raw = doc.text[sentence.start : end]
    words = raw[:900]
    authors = re.search(r"(?:[A-Z][\w'’-]+\s[A-Z]{1,3},\s){2,}[A-Z][\w'’-]+\s[A-Z]{1,3}(?=\s|\.)", words)
    if authors is None or authors.start() < 20:
        return
    head = words[: authors.end()]
    entry = parse_entry(head)
    title = (
        entry.title
        if entry.journal and entry.year
        else re.split(r"[.?!]\*{0,2}\s", head[: authors.start()], maxsplit=1)[0]
    )
    named = re.sub(r"\s+", " ", authors[0])
    values = _values(
        Entry(
            None,
            entry.year,
            title and re.sub(r"\s+", " ", title).strip("* "),
            named,
            entry.journal if entry.year else None,
        ),
        dict.fromkeys(_FIELDS),
        None,
    )
    stop = sentence.start + authors.end()
    yield Draft(
        "reference",
        sentence.start,
        stop,
        sentence,
        "reference.abstract",
        _subject(doc, sentence, sentence.start, stop),
        values,
    )


def _inline(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Links to studies in running text, then citations that carry an identifier without a link."""
    taken: list[tuple[int, int]] = []
    for link in links_in(doc, sentence.start, sentence.end)[:_MOST]:
        if not is_study_link(link.url):
            continue
        start, end = link.start, link.end
        if doc.text.startswith("](", end):
            start = doc.text.find(link.url, end)
            end = start + len(link.url)
        taken.append((min(start, link.start), end))
        if any(s < start < e for s, e in taken[:-1]):
            continue
        ids = _identifiers(doc, start, end, [link])
        values = _values(parse_link(doc.text[link.start : link.end]), ids, link.url)
        yield Draft("reference", start, end, sentence, "reference.link", _subject(doc, sentence, start, end), values)
    covered = -1
    for mark in sentence.of("identifier")[:_MOST]:
        if mark.start < covered or any(start <= mark.start < end for start, end in taken):
            continue
        start, end = _citation(doc, sentence, mark.start, mark.end, covered)
        covered = end
        ids = _identifiers(doc, start, end, [])
        raw = doc.text[start:end]
        values = _values(_running(raw), ids, None)
        yield Draft(
            "reference", start, end, sentence, "reference.identifier", _subject(doc, sentence, start, end), values
        )


def _citation(doc: Document, sentence: Sentence, start: int, end: int, floor: int) -> tuple[int, int]:
    """The words of a citation around an identifier: its bracket, authors and year before it, identifiers behind it."""
    text = doc.text
    opened = max(text.rfind("(", sentence.start, start), text.rfind("[", sentence.start, start))
    closed = max(text.rfind(")", sentence.start, start), text.rfind("]", sentence.start, start))
    if opened > closed and start - opened < 300:
        start = opened + 1
        before = max(sentence.start, opened - 100)
        if not re.search(r"\b(?:19|20)\d\d\b", text[start:end]) and (
            lead := _DATED_BY.search(text[before:start])
            or _LEAD.search(text[before:start])
            or _DATED.search(text[before:start])
        ):
            start = before + lead.start()
        elif named := _NAMED_BEFORE.search(text[before:start]):
            start = before + named.start()
    elif lead := _LEAD.search(text[max(sentence.start, start - 120) : start]):
        start = max(sentence.start, start - 120) + lead.start()
    if start < floor:  # the bracket's earlier citation ends there
        start = floor + len(re.match(r"[;,.\s]*(?:and )?", text[floor:])[0])  # type: ignore[index]
    for mark in sentence.of("identifier"):
        if end <= mark.start < end + 14 and re.match(r"[;,.\s]*(?:doi:?|DOI:?)?\s*$", text[end : mark.start]):
            end = mark.end
    return start, end


_RUNNING = re.compile(
    r"^\(?([A-Z][\w'’-]+(?: et al\.?| (?:and|&) [A-Z][\w'’-]+)?),?\s?(?:in )?\(?((?:19"
    r"|20)\d\d)?\)?[a-z]?[,;]?\s?\(?((?:The )?[A-Z][a-z][\w&'’.-]*(?: (?:[A-Z][\w&'’.-]*|of|and|the|in|for"
    r"|&))*)?(?=[,;(\s])"
)


_BRACKETED = re.compile(
    r" \(((?:The )?[A-Z][\w&'’.-]+(?: (?:[A-Z][\w&'’.-]*|of|and|the|in|for|&))*),? (?:19|20)\d\d[,;]"
)
_GROUP = re.compile(r"([A-Z][\w'’-]+ et al\.?)|([A-Z][\w'’-]+)(?= and colleagues\b)")
_IN_JOURNAL = re.compile(
    r"\bin (?:the )?[*_]?((?:The )?[A-Z][\w&'’.-]*(?: (?:[A-Z][\w&'’.-]*|of|and|the|in|for|&))*)[*_]? \("
)


def _running(raw: str) -> Entry:
    """Authors, year and journal of a citation in running text ("Kadooka 2010 (European Journal ...; PMID 1")."""
    match = _RUNNING.match(raw)
    year = re.search(r"\b((?:19|20)\d\d)\b(?!/)", re.sub(r"10\.\S+", "", raw))
    named = match and (match[2] or "et al" in match[1] or " and " in match[1])
    journal = match[3] if match and named else None
    if journal is None and (placed := _IN_JOURNAL.search(raw)):
        journal = placed[1]
    if journal and re.match(r"(?:PMID|PMC|DOI|NCT|Pmid)", journal):
        journal = None
    if (
        match
        and not named
        and "PMID" not in match[1]
        and "DOI" not in match[1]
        and not match[1].startswith(("NCT", "PMC"))
    ):
        alone = re.match(
            r"((?:[A-Z][\w&'’.-]*|of|and|the|in|for)(?: (?:[A-Z][\w&'’.-]*|of|and|the|in|for|&))*)[,;]", raw
        )
        journal = alone[1] if alone else None
    if placed := _BRACKETED.search(raw):
        journal = journal or placed[1]
    authors = match[1] if match and named else None
    if authors is None and (group := _GROUP.search(raw)):
        authors = group[1] or group[2]
    return Entry(None, int(year[1]) if year else None, None, authors, journal)


def _values(entry: Entry, ids: dict[str, str | None], url: str | None) -> dict[str, Any]:
    return {**entry._asdict(), **ids, "url": url}


def _subject(doc: Document, sentence: Sentence, start: int, end: int) -> Subject:
    """What the reference's own words name, else the article's topic."""
    mentions = doc.mentions_in(start, end) or (
        doc.mentions_in(sentence.start, sentence.end) if sentence.block.kind != "reference" else ()
    )
    if mentions:
        before = [m for m in mentions if m.start <= start]
        return from_sentence(doc, sentence, before[-1] if before else mentions[0])
    topic = doc.topic
    if topic.substance is None:
        return NOBODY
    return Subject(topic.substance, topic.form, "topic", "topic" if topic.form else None, topic.known)
