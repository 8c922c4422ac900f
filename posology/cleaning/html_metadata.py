"""What an HTML page says about itself: JSON-LD before meta elements before its title."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from posology.cleaning.dates import iso_date
from posology.cleaning.metadata import Metadata, from_fields, web_address

_TYPES = ("Article", "NewsArticle", "BlogPosting", "MedicalWebPage", "MedicalScholarlyArticle", "ScholarlyArticle")
_META = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "parsely-author"),
    "published": ("article:published_time", "citation_publication_date", "date", "dc.date", "publish-date", "pubdate"),
    "modified": ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"),
    "url": ("og:url",),
}
LONGEST_JSON = 2_000_000


def html_metadata(root: Any) -> Metadata:
    """Metadata of a parsed page; the canonical link wins over every other address."""
    meta = _meta(root)
    canonical = (link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    address = Metadata(url=next((url for href in canonical if (url := web_address(href))), None))
    return address.over(_json_ld(root)).over(meta).over(_time(root))


def title_element(root: Any) -> str | None:
    """The words of <title>, without the site's name after the last bar or dash."""
    found = next(root.iter("title"), None)
    words = " ".join("".join(found.itertext()).split()) if found is not None else ""
    for separator in (" | ", " – ", " — ", " - ", " · ", " » "):
        first, _, rest = words.rpartition(separator)
        if len(first) >= 15 and len(rest) <= 40:
            return first
    return words or None


def _meta(root: Any) -> Metadata:
    known: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        known.setdefault(name, (element.get("content") or "").strip())
    fields = {field: next((known[name] for name in names if known.get(name)), None) for field, names in _META.items()}
    if (fields["author"] or "").startswith("http"):
        fields["author"] = None  # a profile's address, as Facebook asks for
    return from_fields(fields)


def _json_ld(root: Any) -> Metadata:
    best = Metadata()
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and len(script.text or "") <= LONGEST_JSON:
            for item in _items(script.text or ""):
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


def _time(root: Any) -> Metadata:
    found = next((element.get("datetime") for element in root.iter("time") if element.get("datetime")), None)
    return Metadata(published=iso_date(found) if found else None)
