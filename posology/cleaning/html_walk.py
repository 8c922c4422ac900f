"""HTML to pieces: one walk over the page's tree, which writes blocks as it leaves them.

Lists are written '- words' or '1. words', rows '| a | b |': the text reads like the plain text of other sources.
"""

import re
from typing import Any

from posology.cleaning.html_tables import is_data_table, table_rows
from posology.cleaning.html_tree import REFERENCES, surrounding
from posology.cleaning.html_writer import Writer
from posology.cleaning.units import vocabulary

_BLOCKS = vocabulary(
    """address, article, aside, blockquote, body, caption, center, dd, details, dialog, div, dl, dt, fieldset,
    figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, html, li, main, menu, nav, ol, option, p, pre,
    search, section, summary, table, tbody, td, tfoot, th, thead, tr, ul"""
)
_PLACES = _BLOCKS - vocabulary("h1, h2, h3, h4, h5, h6, hr, option, dt, dd, caption, tr, tbody, thead, tfoot")
_CONTROLS = frozenset({"button", "select", "textarea"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_marks = re.compile(r"\[?\(?(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\)?\]?$")
_length = re.compile(r"(?:^|[\s/(\d])(?:[mkcd]?m|ft|in|yd)$")
_power_of_ten = re.compile(r"(?<![\d.,])10$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
        if element is not root and element.tail:
            writer.words(element.tail)
    writer.end_block()


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
        _open_place(element, writer)
        for caption in element.iterchildren("caption"):
            write(caption, writer)
        writer.add_rows(table_rows(element, write))
        return False
    elif tag in _BLOCKS:
        writer.end_block()
        if tag in _PLACES:
            _open_place(element, writer)
        _open_block(element, writer)
    elif element.attrib or tag in _CONTROLS:
        if tag == "a":
            writer.open_link(element.get("href"))
        if (reason := surrounding(element)) not in ("", REFERENCES) and not any(
            child.tag in _BLOCKS for child in element
        ):
            writer.drop(" ".join(" ".join(element.itertext()).split()), reason)
            return False
    if element.text:
        writer.words(element.text)
    return True


def _open_place(element: Any, writer: Writer) -> None:
    if not writer.inline:
        tag = "main" if element.get("role") == "main" else element.tag
        writer.open_place(tag, surrounding(element))


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
    tag = element.tag
    if tag == "a" and element.attrib:  # without, none was opened
        writer.close_link()
    elif tag in _BLOCKS:
        writer.end_block()
        if tag in _PLACES and not writer.inline:
            writer.close_place()
        if tag in ("ul", "ol"):
            writer.close_list()
        elif tag == "li":
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
    """Footnote numbers become marks, powers of ten '10^9', areas 'm²'; everything else stays as it is."""
    words = " ".join("".join(element.itertext()).split())
    link = next(element.iter("a"), None)
    writer.open_link(link.get("href") if link is not None else None)
    raised = raise_number(words, writer.before(), linked=link is not None)
    if raised is None:
        writer.words(words)
    else:
        writer.glue(raised)
    writer.close_link()


def raise_number(words: str, before: str, *, linked: bool) -> str | None:
    """How a superscript number is written behind the words before it: '[1]', '^9' or '²'; None for other words."""
    found = _marks.match(words)
    if not found:
        return None
    if _power_of_ten.search(before) and not linked:
        return "^" + found[1]
    if found[1] in ("2", "3") and _length.search(before):
        return found[1].translate(_RAISED)
    return f"[{found[1]}]"
