"""HTML to text with structure: one walk over the article's tree, which writes blocks as it leaves them.

Lists are written '- words' or '1. words', rows '| a | b |': the text reads like the plain text of other sources.
"""

import re
from typing import Any

from posology.cleaning.boilerplate import mark_boilerplate
from posology.cleaning.headings import mark_headings
from posology.cleaning.html_metadata import html_metadata
from posology.cleaning.html_tables import is_data_table, table_rows
from posology.cleaning.html_tree import article_of, parse
from posology.cleaning.html_writer import Writer
from posology.cleaning.metadata import Metadata, from_units
from posology.cleaning.outline import title_of
from posology.cleaning.references import mark_references
from posology.cleaning.tables import with_header
from posology.cleaning.text import Parsed
from posology.cleaning.units import vocabulary

_BLOCKS = vocabulary(
    """address, article, aside, blockquote, body, caption, center, dd, details, div, dl, dt, fieldset, figcaption,
    figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, html, li, main, ol, option, p, pre, section,
    summary, table, tbody, td, tfoot, th, thead, tr, ul"""
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_marks = re.compile(r"\[?\(?(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\)?\]?$")
_length = re.compile(r"(?:^|[\s/(\d])(?:[mkcd]?m|ft|in|yd)$")
_power_of_ten = re.compile(r"(?<![\d.,])10$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_head = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_tag = re.compile(r"</?(?:p|div|h[1-6]|body|article|ul|table|br|span|a)\b[^<>]*>", re.IGNORECASE)


def sniff_html(text: str, named: bool | None) -> bool:
    """Whether a text is HTML. ``named``: the suffix says HTML (True), plain text (False), or nothing (None)."""
    if _head.match(text, 0, 2000):
        return True
    if named is False:
        return False
    return _tag.search(text, 0, 100_000) is not None and (named is True or text.lstrip().startswith("<"))


def read_html(text: str) -> Parsed:
    """Reads a normalised HTML page.

    Offsets count in the text made from it. Raises CleaningError: truncated, not_an_article.
    """
    root = parse(text)
    metadata, title = html_metadata(text)
    writer = Writer()
    write(article_of(root), writer)
    units = mark_boilerplate(writer.units)
    if sum(unit.level is not None for unit in units) < 3:
        units = mark_headings(units)
    units = mark_references(units)
    for fallback in (Metadata(title=title_of(units)), Metadata(title=title), from_units(units)):
        metadata = metadata.over(fallback)
    return Parsed(writer.text(), units, tuple(writer.links), metadata)


def write(root: Any, writer: Writer) -> None:
    """Walks the tree below an element without recursion, since pages nest as deep as they like."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        if not leaving:
            stack.append((element, True))
            if isinstance(element.tag, str) and _enter(element, writer):
                stack += [(child, False) for child in reversed(element)]
            continue
        _leave(element, writer)
        if element is not root:
            writer.words(element.tail or "")


def _enter(element: Any, writer: Writer) -> bool:
    """Opens an element; False where it is done with, and its children are not to be walked."""
    tag = element.tag
    if tag == "br":
        writer.line_break()
    elif tag == "sup":
        _superscript(element, writer)
        return False
    elif tag == "table" and not writer.inline and is_data_table(element):
        writer.end_block()
        for caption in element.iterchildren("caption"):
            write(caption, writer)
            writer.end_block()
        writer.units += with_header([writer.row(row) for row in table_rows(element, write)])
        return False
    elif tag in _BLOCKS:
        writer.end_block()
        _open_block(element, writer)
    elif tag == "a":
        writer.open_link(element.get("href"))
    writer.words(element.text or "")
    return True


def _open_block(element: Any, writer: Writer) -> None:
    tag = element.tag
    if tag in _HEADINGS:
        writer.kind, writer.level = "heading", _HEADINGS[tag]
    elif tag in ("caption", "figcaption"):
        writer.kind = "caption"
    elif tag == "li":
        writer.open_item()
    elif tag == "p" and _is_bold(element):
        writer.kind, writer.marker = "heading", "**"
    elif tag in ("ul", "ol"):
        writer.open_list(_first_number(element) if tag == "ol" else 0)


def _leave(element: Any, writer: Writer) -> None:
    if element.tag == "a":
        writer.close_link()
    elif element.tag in _BLOCKS:
        writer.end_block()
        if element.tag in ("ul", "ol"):
            writer.close_list()
        elif element.tag == "li":
            writer.marker = ""


def _first_number(ordered: Any) -> int:
    start = ordered.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and len(start) <= 4 else 1


def _is_bold(element: Any) -> bool:
    """A paragraph of nothing but one short bold phrase is a heading in all but name."""
    if len(element) != 1 or (element.text or "").strip() or element[0].tag not in ("b", "strong"):
        return False
    words = " ".join("".join(element[0].itertext()).split())
    return 2 < len(words) <= 90 and words[-1] not in ".!;," and not (element[0].tail or "").strip(": \n\t")


def _superscript(element: Any, writer: Writer) -> None:
    """Footnote numbers become marks, '[1]'; powers of ten '10^9', areas 'm²'; everything else stays as it is."""
    words = " ".join("".join(element.itertext()).split())
    link = next(element.iter("a"), None)
    writer.open_link(link.get("href") if link is not None else None)
    found = _marks.match(words)
    before = writer.before()
    if not found:
        writer.words(words)
    elif _power_of_ten.search(before) and link is None:
        writer.glue("^" + found[1])
    elif found[1] in ("2", "3") and _length.search(before):
        writer.glue(found[1].translate(_RAISED))
    else:
        writer.glue(f"[{found[1]}]")
    writer.close_link()
