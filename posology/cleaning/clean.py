"""The way of one article: decode, normalise, read its format, judge, put together."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from posology.cleaning.decode import decode
from posology.cleaning.html import read_html, sniff_html
from posology.cleaning.html_fast import read_html_fast
from posology.cleaning.judge import refuse_data, refuse_too_little, words_of
from posology.cleaning.language import refuse_foreign
from posology.cleaning.metadata import Metadata, from_fields, site_of
from posology.cleaning.normalise import normalise
from posology.cleaning.outline import blocks_of, title_of
from posology.cleaning.text import Parsed, read_text
from posology.cleaning.units import Dropped
from posology.cleaning.walls import refuse_too_deep, refuse_wall, shown_by
from posology.errors import CleaningError
from posology.hints import MEDIA_OF, NOTHING, Content, Hints
from posology.identity import article_id, version_id
from schemas.article import Article, Edit

SHORT = 250
"""Words of an article from which it is one, whatever stands around it."""


class Cleaned(NamedTuple):
    """An article, and what cleaning left out of it or marked as boilerplate, in order."""

    article: Article
    dropped: tuple[Dropped, ...]


def clean(
    raw: bytes,
    *,
    source: str,
    hints: Hints = NOTHING,
    languages: Sequence[str] = ("en",),
    content: Content = Content.careful,
) -> Article:
    """Cleans one article, as `clean_and_tell` does."""
    return clean_and_tell(raw, source=source, hints=hints, languages=languages, content=content).article


def clean_and_tell(
    raw: bytes,
    *,
    source: str,
    hints: Hints = NOTHING,
    languages: Sequence[str] = ("en",),
    content: Content = Content.careful,
) -> Cleaned:
    """Cleans one article and tells what was dropped.

    ``source`` is the path relative to the source's root; its suffix tells the format, unless the bytes say otherwise.
    ``hints`` count where the suffix or the article itself says nothing. An article in none of the ``languages`` (ISO
    639-1; 'any' is all) is refused. ``content`` is how the main content of HTML is found.
    Offsets of blocks and links count code points of the article's ``text``; for plain text and Markdown that is the
    decoded source, but for what `normalise` mends, and ``edits`` lead back to it.

    Raises CleaningError, with one of its codes, and nothing else, whatever the bytes are.
    """
    decoded = decode(raw, hints.charset)
    media = MEDIA_OF.get(PurePosixPath(source).suffix.lower(), hints.media)
    markup = sniff_html(decoded.text, None if media is None else media == "html")
    read_page = read_html_fast if content is Content.fast else read_html
    parsed, edits = (read_page(decoded.text), None) if markup else _read_plain(decoded.text)
    _refuse_what_stands_in_its_place(parsed, decoded.text, markup=markup)
    refuse_foreign(parsed.units, languages)
    refuse_too_little(parsed.units)
    metadata = parsed.metadata.over(Metadata(title=title_of(parsed.units))).over(_said(hints))
    article = Article(
        article_id=article_id(source, metadata.url),
        version_id=version_id(raw),
        source=source,
        url=metadata.url,
        site=site_of(metadata.url),
        title=metadata.title,
        author=metadata.author,
        published=metadata.published,
        modified=metadata.modified,
        encoding=decoded.encoding,
        text=parsed.text,
        blocks=blocks_of(parsed.units),
        links=parsed.links,
        edits=edits,
    )
    return Cleaned(article, parsed.dropped)


def _refuse_what_stands_in_its_place(parsed: Parsed, text: str, *, markup: bool) -> None:
    """A short one may be a page that stands in an article's place, and of those cleaning may have left nothing."""
    if words_of(parsed.units, SHORT) < SHORT:
        title = parsed.metadata.title or title_of(parsed.units)
        refuse_wall(shown_by(text) if markup else parsed.text, title)
    if not any(unit.kind != "boilerplate" for unit in parsed.units):
        if markup:
            refuse_too_deep(text)
        raise CleaningError("not_an_article", "Nothing is left besides navigation and notices.")


def _said(hints: Hints) -> Metadata:
    """What the container says, read as the article's own words would be."""
    return from_fields({"title": hints.title, "author": hints.author, "date": hints.published, "url": hints.url})


def _read_plain(text: str) -> tuple[Parsed, tuple[Edit, ...]]:
    normalised = normalise(text)
    if not normalised.text.strip():
        raise CleaningError("empty", "The file holds no text.")
    refuse_data(normalised.text)
    return read_text(normalised.text), normalised.edits
