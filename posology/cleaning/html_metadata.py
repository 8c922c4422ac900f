"""What an HTML page says about itself: JSON-LD before meta elements before its title."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from lxml.html import tostring  # type: ignore[import-untyped]

from posology.cleaning.dates import iso_date
from posology.cleaning.metadata import Metadata, from_fields, web_address
from posology.cleaning.normalise import normalise

_TYPES = ("Article", "NewsArticle", "BlogPosting", "MedicalWebPage", "MedicalScholarlyArticle", "ScholarlyArticle")
_META = {
    "title": ("headline", "og:title", "twitter:title", "citation_title", "dc.title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "parsely-author"),
    "published": (
        *("article:published_time", "datepublished", "citation_publication_date", "date", "dc.date", "publish-date"),
        "pubdate",
    ),
    "modified": ("article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified"),
    "url": ("og:url",),
}
NAMES = frozenset(name for names in _META.values() for name in names)
"""What meta elements that tell something are called."""
LONGEST_JSON = 2_000_000
_ABOUT_THE_PAGE = ("title", "meta", "link", "script", "time")


def html_metadata(root: Any) -> tuple[Metadata, str | None]:
    """Metadata of a page, and the words of its <title>; the canonical link is the address that wins.

    BeautifulSoup gets only the elements that say something about the page: on a whole one it costs more than all else.
    """
    about = (
        tostring(element, encoding="unicode", with_tail=False)
        for element in root.iter(*_ABOUT_THE_PAGE)
        if _tells(element)
    )
    soup = BeautifulSoup(normalise("".join(about), markup=True).text, "lxml")
    return told_by(
        [
            Element(element.name, {name: _joined(value) for name, value in element.attrs.items()}, element.get_text())
            for element in soup.find_all(_ABOUT_THE_PAGE)
        ]
    )


class Element(NamedTuple):
    """An element that says something about its page."""

    tag: str
    attributes: Mapping[str, str]
    words: str

    def get(self, name: str) -> str:
        """An attribute's value, '' where there is none."""
        return self.attributes.get(name, "")


def told_by(elements: Sequence[Element]) -> tuple[Metadata, str | None]:
    """What <title>, meta, link, script and time elements say about their page, and the words of its <title>."""
    links = [element for element in elements if element.tag == "link"]
    canonical = (link.get("href") for link in links if "canonical" in link.get("rel").lower())
    address = Metadata(url=next((url for href in canonical if (url := web_address(href))), None))
    return address.over(_json_ld(elements)).over(_meta(elements)).over(_time(elements)), _title(elements)


def _tells(element: Any) -> bool:
    """Whether an element can say something about the page; most links and scripts do not."""
    if element.tag == "script":
        return (element.get("type") or "").lower() == "application/ld+json"
    return element.tag != "link" or "canonical" in (element.get("rel") or "").lower()


def _joined(value: str | list[str]) -> str:
    """An attribute as one string; BeautifulSoup lists those that may hold several words."""
    return " ".join(value) if isinstance(value, list) else value


def _title(elements: Iterable[Element]) -> str | None:
    """The words of <title>, without the site's name after the last bar or dash."""
    words = next((" ".join(element.words.split()) for element in elements if element.tag == "title"), "")
    for separator in (" | ", " – ", " — ", " - ", " · ", " » "):
        first, _, rest = words.rpartition(separator)
        if len(first) >= 15 and len(rest) <= 40:
            return first
    return words or None


def _meta(elements: Iterable[Element]) -> Metadata:
    known: dict[str, str] = {}
    for element in elements:
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            known.setdefault(name.lower(), element.get("content").strip())
    fields = {field: next((known[name] for name in names if known.get(name)), None) for field, names in _META.items()}
    if (fields["author"] or "").startswith("http"):
        fields["author"] = None  # a profile's address, as Facebook asks for
    return from_fields(fields)


def _json_ld(elements: Iterable[Element]) -> Metadata:
    best = Metadata()
    for element in elements:
        if element.tag == "script" and element.get("type").lower() == "application/ld+json":
            script = element.words
            if len(script) <= LONGEST_JSON:
                for item in _items(script):
                    best = best.over(_article_fields(item))
    return best


def _items(script: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            yield from (entry for entry in (graph if isinstance(graph, list) else [item]) if isinstance(entry, dict))


def _article_fields(item: Mapping[str, Any]) -> Metadata:
    kinds = item.get("@type")
    if not any(kind in _TYPES for kind in (kinds if isinstance(kinds, list) else [kinds])):
        return Metadata()
    page = item.get("mainEntityOfPage")
    return from_fields(
        {
            "title": item.get("headline") or item.get("name"),
            "author": item.get("author"),
            "published": item.get("datePublished"),
            "modified": item.get("dateModified"),
            "url": item.get("url") or (page.get("@id") if isinstance(page, dict) else page),
        }
    )


def _time(elements: Iterable[Element]) -> Metadata:
    dates = (element.get("datetime") for element in elements if element.tag == "time")
    found = next((date for date in dates if date), None)
    return Metadata(published=iso_date(found) if found else None)
