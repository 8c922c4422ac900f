"""What an article says about itself: title, author, dates, address."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml  # type: ignore[import-untyped]

from posology.cleaning.boilerplate import LONGEST_LINE
from posology.cleaning.dates import is_date_line, iso_date, line_dates
from posology.cleaning.units import Unit

LONGEST_FRONT_MATTER = 20_000


class Metadata(NamedTuple):
    """Fields of the article that are not in its text, or stand in its front matter and date line."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """These values, and the other's where these are missing."""
        return Metadata(*(mine if mine is not None else theirs for mine, theirs in zip(self, other, strict=True)))


def front_matter(text: str) -> tuple[Metadata, int]:
    """Metadata of a YAML (---) or TOML (+++) head, and the position after it; (empty, 0) where there is none."""
    fence = text[:3]
    if fence not in ("---", "+++") or text[3:4] != "\n":
        return Metadata(), 0
    end = text.find(f"\n{fence}", 3, LONGEST_FRONT_MATTER)
    if end < 0 or text[end + 4 : end + 5] not in ("", "\n"):
        return Metadata(), 0
    fields = _toml(text[4 : end + 1]) if fence == "+++" else _yaml(text[4 : end + 1])
    return (from_fields(fields), end + 4) if fields is not None else (Metadata(), 0)


def _yaml(head: str) -> Mapping[str, Any] | None:
    try:
        fields = yaml.load(head, Loader=yaml.BaseLoader)  # strings only: nothing is constructed, dates stay words
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return fields if isinstance(fields, dict) else None


def _toml(head: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def from_fields(fields: Mapping[str, Any]) -> Metadata:
    """Metadata from named fields, whatever their usual names are."""
    known = {str(key).lower().replace("-", "_"): value for key, value in fields.items()}

    def first(*names: str) -> str | None:
        return next((words for name in names if (words := _words(known.get(name)))), None)

    published, modified = (
        first("date", "published", "pubdate", "publish_date", "date_published"),
        first("modified", "updated", "lastmod", "last_modified", "date_modified"),
    )
    return Metadata(
        title=first("title", "headline"),
        author=first("author", "authors", "by"),
        published=iso_date(published) if published else None,
        modified=iso_date(modified) if modified else None,
        url=web_address(first("canonical_url", "canonical", "url", "link", "permalink")),
    )


def _words(value: Any) -> str | None:
    """A field's words: of a list the items', of a person the name."""
    if isinstance(value, dict):
        return _words(value.get("name"))
    if isinstance(value, list):
        return ", ".join(words for item in value[:20] if not isinstance(item, list) and (words := _words(item))) or None
    words = " ".join(str(value).split()) if value is not None else ""
    return words[:1000] or None


def web_address(url: str | None) -> str | None:
    """The address if it is an absolute one of the web."""
    return url if url is not None and url.startswith(("http://", "https://")) and site_of(url) else None


def site_of(url: str | None) -> str | None:
    """Host name of an address, without 'www.'."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def from_units(units: Sequence[Unit]) -> Metadata:
    """Dates and author as the lines around the article's beginning give them."""
    found = Metadata()
    for unit in units[:12]:
        if unit.kind != "boilerplate" or len(unit.text) > LONGEST_LINE:
            continue
        if is_date_line(unit.text):
            published, modified = line_dates(unit.text)
            found = found.over(Metadata(published=published, modified=modified))
        elif unit.text[:3].lower() == "by " and len(unit.text) <= 80:
            found = found.over(Metadata(author=unit.text[3:].strip()))
    return found
