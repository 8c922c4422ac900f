"""The part of an HTML page that is the article: what surrounds it is cut off the tree."""

import re
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from posology.cleaning.units import vocabulary
from posology.errors import CleaningError

_never = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "canvas",
    "video",
    "audio",
    "head",
)
_around = frozenset({"nav", "aside", "footer", "header", "form", "button", "select", "textarea", "dialog", "menu"})
_roles = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"})
_tokens = vocabulary(
    """cookie, cookies, consent, gdpr, newsletter, subscribe, subscription, comments, comment, respond, disqus,
    related, recommended, recommendations, share, sharing, sharedaddy, social, sidebar, breadcrumb, breadcrumbs,
    promo, popup, modal, menu, nav, navbar, navigation, advert, advertisement, ads, ad, adsense, sponsored,
    widget, widgets, skip, login, signup, toc"""
)
_kept = vocabulary("references, reference, citations, citation, footnotes, footnote, bibliography, sources, endnotes")
_split = re.compile(r"[\s_-]+")
_unfinished = re.compile(r"<[a-zA-Z/!][^<>]*$")
LARGEST_SURROUNDING = 0.5
"""Share of the page's text from which on an element is the article itself, whatever it calls itself."""
SMALLEST_ARTICLE = 0.4


def parse(text: str) -> Any:
    """The page's tree. Raises CleaningError: truncated (ends within a tag) or not_an_article (nothing in it)."""
    if _unfinished.search(text, max(0, len(text) - 2000)) and "</html" not in text[-5000:].lower():
        raise CleaningError("truncated", "The page ends within a tag: fetch it again.")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise CleaningError("not_an_article", "The page holds no elements with text.") from error
    return root


def article_of(root: Any) -> Any:
    """The element that holds the article. The tree is changed: surroundings are cut off."""
    etree.strip_elements(root, *_never, with_tail=False)
    elements = list(root.iter())
    sizes = _text_sizes(elements)
    total = max(1, sizes.get(root, 0))
    for element in elements:
        if element is not root and _is_around(element) and sizes[element] <= LARGEST_SURROUNDING * total:
            if element.tag == "header" and next(element.iter("h1"), None) is not None:
                continue
            if element.getparent() is not None:
                element.drop_tree()
    elements = list(root.iter())
    sizes = _text_sizes(elements)
    total = max(1, sizes.get(root, 0))
    candidates = [
        element for element in elements if element.tag in ("article", "main") or element.get("role") == "main"
    ]
    best = max(candidates, key=lambda element: sizes[element], default=None)
    return best if best is not None and sizes[best] >= SMALLEST_ARTICLE * total else root


def _text_sizes(elements: list[Any]) -> dict[Any, int]:
    """Characters of text in each element, counted once from the leaves up."""
    sizes = dict.fromkeys(elements, 0)
    for element in reversed(elements):
        sizes[element] += len((element.text or "").strip())
        parent = element.getparent()
        if parent is not None:
            sizes[parent] = sizes.get(parent, 0) + sizes[element] + len((element.tail or "").strip())
    return sizes


def _is_around(element: Any) -> bool:
    """Whether an element says that it is no part of the article."""
    tag = element.tag
    if tag in ("body", "article", "main", "html", "h1", "p"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    tokens = set(_split.split(names)) if names.strip() else set()
    if tokens & _kept:
        return False
    if tag in _around or (element.get("role") or "") in _roles or element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or bool(tokens & _tokens)
