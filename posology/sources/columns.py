"""Rows to articles: which column holds the content, the address, the title, the author and the date.

A mapping that is given is believed; else the first name of the lists below that the container has is taken, whatever
its case and whether words are joined by ``_``, ``-``, a blank or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from posology.hints import Hints
from posology.sources.model import BadInput, Found, Place, RawArticle, Reading, too_large

GUESSES: dict[str, tuple[str, ...]] = {
    "content": (
        "content", "text", "body", "html", "article", "markdown", "rawhtml", "pagehtml", "contenthtml", "bodyhtml",
        "htmlcontent", "textcontent", "articlebody", "articletext", "fulltext", "maintext", "plaintext", "rawcontent",
    ),
    "url": ("canonicalurl", "url", "link", "permalink", "uri", "pageurl", "sourceurl", "articleurl", "weburl", "href"),
    "title": ("title", "headline", "articletitle", "pagetitle"),
    "author": ("author", "authors", "byline", "creator"),
    "published": (
        "published", "publishedat", "publishedon", "publisheddate", "datepublished", "publishdate", "pubdate",
        "publicationdate", "date", "datetime", "createdat", "timestamp",
    ),
}  # fmt: skip
"""Names that columns usually have, by what they hold; the likeliest first."""
FIELDS = tuple(GUESSES)
DATE = "date"
"""What a user may call the field ``published``."""


class NoColumn(Exception):
    """The container has no column for the content, or lacks one that the mapping names."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The columns of one container that are read."""

    content: str
    url: str | None
    title: str | None
    author: str | None
    published: str | None

    def names(self) -> list[str]:
        """Each column once."""
        named = (self.content, self.url, self.title, self.author, self.published)
        return list(dict.fromkeys(name for name in named if name is not None))


def choose(present: Sequence[str], mapping: Mapping[str, str], *, sparse: bool = False) -> Chosen:
    """Choose the columns among those present.

    `sparse`: a field of the mapping that is not there is only left out of this row (JSON Lines), content excepted.
    Raises NoColumn with a message for the user.
    """
    found = {field: _find(field, present, mapping, sparse=sparse) for field in FIELDS}
    content = found.pop("content")
    if content is None:
        raise NoColumn(f"No column holds the article: {_list(present)}. Name it with --column content=NAME.")
    return Chosen(content, **found)


def _find(field: str, present: Sequence[str], mapping: Mapping[str, str], *, sparse: bool) -> str | None:
    named = mapping.get(field)
    if named is None:
        plain = {_plain(name): name for name in reversed(present)}
        return next((plain[guess] for guess in GUESSES[field] if guess in plain), None)
    if named in present:
        return named
    if sparse and field != "content":
        return None
    raise NoColumn(f"There is no column {named!r} for the {field}: {_list(present)}. Give another with --column.")


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _list(present: Iterable[str]) -> str:
    shown = [name[:40] for name in present]
    return f"its columns are {', '.join(shown[:20])}{' ...' if len(shown) > 20 else ''}" if shown else "it has none"


def to_article(source: str, row: Mapping[str, Any], chosen: Chosen, place: Place | None, reading: Reading) -> Found:
    """Make the article of one row; its content is text or bytes, and missing content is an empty article."""
    content = row.get(chosen.content)
    if content is None:
        content = ""
    if not isinstance(content, str | bytes):
        kind = type(content).__name__
        return BadInput(source, "no_text", f"Its {chosen.content} holds no text but a value of type {kind}.")
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if len(raw) > reading.article_bytes:
        return too_large(source, reading, f"Its {chosen.content}")
    hints = Hints(
        url=_words(row, chosen.url),
        title=_words(row, chosen.title),
        author=_words(row, chosen.author),
        published=_words(row, chosen.published),
    )
    return RawArticle(source, raw, hints, place)


def _words(row: Mapping[str, Any], column: str | None) -> str | None:
    value = row.get(column) if column is not None else None
    if isinstance(value, list):
        value = ", ".join(item for item in value if isinstance(item, str))
    elif isinstance(value, date):  # a datetime is one as well
        value = value.isoformat()
    return value.strip()[:2000] or None if isinstance(value, str) else None
