"""The tree of an HTML page, and what its elements' names say about them."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from posology.cleaning.units import vocabulary
from posology.errors import CleaningError

_never = (
    *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "video", "audio", "head"),
)
_elements = {
    "nav": "menu",
    "menu": "menu",
    "aside": "sidebar",
    "footer": "footer",
    "header": "page header",
    "form": "form",
    "button": "form",
    "select": "form",
    "textarea": "form",
    "dialog": "dialog",
}
_roles = {
    "navigation": "menu",
    "banner": "page header",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "form",
    "dialog": "dialog",
    "alert": "dialog",
}
_said_by = {
    "cookie banner": "cookie, cookies, consent, gdpr, cookiebanner, onetrust",
    "subscription box": "newsletter, subscribe, subscription, signup, optin",
    "comments": "comments, comment, respond, disqus, commentlist",
    "related posts": "related, relatedposts, recommended, recommendations, outbrain, taboola",
    "products": "upsell, upsells, crosssell, minicart",
    "share buttons": "share, sharing, sharedaddy, social, addtoany, addthis",
    "sidebar": "sidebar, widget, widgets",
    "menu": "breadcrumb, breadcrumbs, menu, nav, navbar, navigation, pagination, skip, toc",
    "dialog": "popup, modal, login, drawer",
    "advertisement": "promo, advert, advertisement, ads, ad, adsense, sponsored",
    "author box": "authorbox, byline",
}
_tokens = {token: reason for reason, tokens in _said_by.items() for token in vocabulary(tokens)}
_pairs = {
    "author box": "author box, author bio, about author, author info, author card, author profile, author description",
    "products": "product recommendations, product carousel, product grid, product card, product slider, product list, "
    "featured products, featured product, product form",
    "related posts": "read next, up next, more posts, more from, also like, recent posts, popular posts, next article",
    "menu": "post navigation, table contents, posts pagination, item pagination",
    "subscription box": "email form, sign up, opt in",
}
_tokens_together = {tuple(pair.split()): reason for reason, pairs in _pairs.items() for pair in vocabulary(pairs)}
_kept = vocabulary("references, reference, citations, citation, footnotes, footnote, bibliography, sources, endnotes")
REFERENCES = "references"
_never_around = frozenset({"body", "article", "main", "html", "h1", "p"})
_split = re.compile(r"[\s_-]+|(?<=[a-z])(?=[A-Z])")
_unfinished = re.compile(r"<[a-zA-Z/!][^<>]*$")


def parse(text: str) -> Any:
    """The page's tree.

    Raises CleaningError: truncated (ends within a tag) or not_an_article (nothing in it). What stands deeper than 2,000
    elements is lost.
    """
    refuse_cut_off(text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise CleaningError("not_an_article", "The page holds no elements with text.") from error
    return root


def refuse_cut_off(text: str) -> None:
    """Raises CleaningError(truncated) for a page that ends within a tag."""
    if _unfinished.search(text, max(0, len(text) - 2000)) and "</html" not in text[-5000:].lower():
        raise CleaningError("truncated", "The page ends within a tag: fetch it again.")


def strip_invisible(root: Any) -> None:
    """Takes out what no reader sees as text: scripts, styles, drawings."""
    etree.strip_elements(root, *_never, with_tail=False)


def surrounding(element: Any) -> str:
    """What an element's tag, role, style or names say it is, where that is no part of an article: 'menu'; else ''.

    REFERENCES is what holds the article's references or footnotes.
    """
    tag = element.tag
    if tag in _never_around:
        return ""
    get = element.get
    named = _said_by_names(f"{get('class') or ''} {get('id') or ''}") if element.attrib else ""
    if named == REFERENCES:
        return REFERENCES
    style = get("style")
    if get("hidden") is not None or (style and "display:none" in style.replace(" ", "").lower()):
        return "hidden"
    if named:
        return named
    if tag == "header" and next(element.iter("h1"), None) is not None:
        return ""
    return _elements.get(tag) or _roles.get(get("role") or "") or ""


@lru_cache(maxsize=4096)
def _said_by_names(names: str) -> str:
    """What classes and id say; a page uses the same ones again and again."""
    tokens = [token.lower() for token in _split.split(names)]
    if not _kept.isdisjoint(tokens):
        return REFERENCES
    together = filter(None, map(_tokens_together.get, pairwise(tokens)))
    return next(together, "") or next(filter(None, map(_tokens.get, tokens)), "")
