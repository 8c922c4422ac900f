"""What surrounds an article and is no part of it. It stays in the text, marked: nothing is extracted from it."""

import re
from collections.abc import Callable, Sequence

from posology.cleaning.dates import is_date_line
from posology.cleaning.references import is_reference_label, looks_like_reference
from posology.cleaning.units import Unit, is_prose, vocabulary

_LISTS = vocabulary(
    """recommended for you, you may also like, you might also like, you may also enjoy, you might like, related,
    related posts, related articles, related reading, related content, related products, related topics, read
    next, recommended reading, read more, up next, keep reading, more from us, more articles, more to explore,
    latest posts, latest articles, recent posts, popular posts, popular articles, most popular, trending, trending
    now, in this article, in this post, on this page, table of contents, contents, jump to, quick links,
    navigation, menu, categories, tags, share this article, share this post, share this, share, share on, follow
    us, older posts, newer posts, company, customer care, shop now,
    customers also bought, frequently bought together, images"""
)
"""Labels over lists of links: the short lines that follow belong to them."""
_SECTIONS = vocabulary(
    """disclaimer, medical disclaimer, legal disclaimer, disclosure, affiliate disclosure, fda disclaimer, about the
    author, about the authors, about us, newsletter, our newsletter, subscribe, comments, reader comments, leave a
    comment, leave a reply, customer reviews, reader questions and comments"""
)
"""Labels over paragraphs that speak about the page."""

_line = re.compile(
    r"""(?:(?P<related>(?:you\ (?:may|might)\ also\ (?:like|enjoy)|related(?:\ (?:posts|articles|reading|products))?
         |read\ (?:next|more|also))\W{0,3}:)
      |(?P<subscription>sign\ up\b|subscribe\b|join\ (?:our|the)\ (?:newsletter|mailing|list|community)
         |get\ \d+%\ off|enter\ your\ e-?mail)
      |(?P<sharing>share\ (?:this|on|via)\b|follow\ us\b)
      |(?P<menu>skip\ to\ (?:main\ )?content|back\ to\ (?:[a-z]+\ ){0,2}[a-z]+\W{0,3}$|\[?log\ in\b|sign\ in\b
         |create\ (?:an\ )?account|(?:previous|next)\ (?:post|article)\b|click\ here\b)
      |(?P<advertisement>advertisement\W*$|sponsored(?:\ (?:content|post)|\ by\b.{0,40})?\W*$)
      |(?P<copyright>(?:©|\(c\)\ ?\d{4}|&copy;|copyright\b)|all\ rights\ reserved|privacy\ policy
         |terms\ (?:of|and|&)\b)
      |(?P<cookies>(?:we|this\ (?:web)?site)\ uses?\ cookies|accept\ (?:all|cookies)
         |cookie\ (?:policy|settings|preferences|notice))
      |(?P<shop>add\ to\ cart|buy\ now|shop\ now|free\ shipping)
      |(?P<about>(?:photo|image)\ (?:credit|source|by|courtesy)|\d+\ (?:comments?|shares?|likes|views)\b
         |\d+\s*min(?:ute)?s?\ read|(?:seo|meta)\ description\b)
      |(?P<affiliate>(?:this\ (?:post|article|page)\ (?:may\ )?contains?|we\ may\ earn)\b.{0,40}
         (?:affiliate|commission)))""",
    re.IGNORECASE | re.VERBOSE,
)
_line_reasons = {
    "related": "related posts",
    "subscription": "subscription box",
    "sharing": "share buttons",
    "menu": "menu",
    "advertisement": "advertisement",
    "copyright": "legal notice",
    "cookies": "cookie banner",
    "shop": "products",
    "about": "line about the page",
    "affiliate": "disclosure",
}
_disclaimer = re.compile(
    r"""(?:(?:medical\ |legal\ |fda\ |important\ |health\ )?(?:disclaimer|disclosure)\b\s*[:.–—-]
      |[*†‡\s]*th(?:is|ese)\ statements?\ ha(?:s|ve)\ not\ been\ evaluated\b
      |(?:the|this|all)\ (?:information|content|article|material|website|blog|page|post)\b.{0,160}
         \b(?:informational|educational|information)\b.{0,40}\b(?:purposes?|only)\b
      |(?:the|this|all)\ (?:information|content|article|material|website|blog|page|post)\b.{0,80}
         \bnot\ (?:intended|meant|a\ substitute|medical\ advice)\b
      |as\ an\ (?:amazon\ associate|affiliate)\b
      |if\ you\ are\ concerned\ with\ any\ of\ your\ results\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_byline = re.compile(
    r"(?:(?i:medically |clinically |scientifically )?"
    r"(?i:written|reviewed|fact[- ]checked|edited|posted|published|authored) (?:and \w+ )?by\b[^!?]*[^.!?]$"
    r"|[Bb]y:? (?=(?:Dr\.? )?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:,|$)))"
)
_credentials = re.compile(
    r"(?:Dr\.? )?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}"
    r"(?:, (?:MD|PhD|Ph\.D\.|M\.D\.|MS|MSc|MPH|RD|RDN|LDN|ND|DO|DC|RN|NP|CNS|CN|PharmD|DPT|BSc|MBBS|LD|CSCS|FACN))+$"
)
_markup = re.compile(
    r"(?:</?[a-zA-Z!][^<>]{0,200}>|</?>|!\[[^\]]{0,200}\]\([^)\s]{0,500}\)|\[[^\]]{0,80}\]\(#[^)\s]{0,80}\)|\s)+$"
)
"""Tags, pictures and links within the page, alone on their line."""

LONGEST_LINE = 160
LONGEST_DISCLAIMER = 1500
MOST_LINKS = 25
"""Short lines that belong to a label like 'In this article' above the article."""

_Belongs = Callable[[Unit, Sequence[Unit]], bool]


def mark_boilerplate(units: Sequence[Unit]) -> list[Unit]:
    """The same units, those of the page's surroundings with the kind boilerplate."""
    marked: list[Unit] = []
    belongs: _Belongs | None = None  # what still belongs to the label above
    reason = ""
    left = 0
    for position, plain in enumerate(units):
        unit = plain
        label = unit.text.strip("#*:_ \t").lower() if len(unit.text) <= 40 else ""
        if label in _LISTS or label in _SECTIONS:
            belongs = _belongs_to_list if label in _LISTS else _belongs_to_section
            # Over the article a label may cover little: what follows is the article. At its end it covers the rest.
            left = len(units) if position * 2 > len(units) else (MOST_LINKS if label in _LISTS else 1)
            reason = f"label “{label}”"
            marked.append(unit._replace(kind="boilerplate", reason=reason))
            continue
        if belongs is not None and (left == 0 or not belongs(unit, units[position + 1 : position + 2])):
            belongs = None
        left -= 1
        own_reason = "" if unit.kind in ("boilerplate", "table_row") else why_boilerplate(unit.text)
        if belongs or own_reason:
            unit = unit._replace(kind="boilerplate", reason=own_reason or f"under the {reason}")
        marked.append(unit)
    return marked


def _belongs_to_section(unit: Unit, following: Sequence[Unit]) -> bool:  # noqa: ARG001
    """Whether a unit is still a paragraph of the section about the page."""
    return unit.kind == "boilerplate" or (is_prose(unit) and len(unit.text) <= LONGEST_DISCLAIMER)


def _belongs_to_list(unit: Unit, following: Sequence[Unit]) -> bool:
    """Whether a unit is still one of the short lines that link to other pages."""
    if unit.kind in ("heading", "table_row") or is_prose(unit) or len(unit.text) > LONGEST_LINE:
        return False
    if (
        is_reference_label(unit.text)
        or looks_like_reference(unit.text)
        or (unit.text[-1] in ".!" and len(unit.text) > 60)
    ):
        return False
    return unit.kind == "list_item" or not any(map(is_prose, following))  # a short line over a long one is a heading


def why_boilerplate(text: str) -> str:
    """What the words themselves say that they are, where that is no part of the article; else ''."""
    bare = text.lstrip("*_ \t")
    if len(text) <= LONGEST_LINE:
        if found := _line.match(bare):
            return _line_reasons[found.lastgroup or ""]
        if _markup.match(text):
            return "markup"
        if is_date_line(bare):
            return "date"
        if _byline.match(bare) or _credentials.match(bare):
            return "byline"
    return "disclaimer" if len(text) <= LONGEST_DISCLAIMER and _disclaimer.match(bare) else ""
