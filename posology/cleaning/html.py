"""HTML to units: the page's pieces, those of them that are the article, and what the page says about itself."""

import re
from collections.abc import Sequence
from operator import itemgetter

from posology.cleaning.boilerplate import mark_boilerplate
from posology.cleaning.headings import mark_headings
from posology.cleaning.html_main import choose, main_text
from posology.cleaning.html_metadata import html_metadata
from posology.cleaning.html_pieces import compose
from posology.cleaning.html_tree import parse, strip_invisible
from posology.cleaning.html_walk import write
from posology.cleaning.html_writer import Writer
from posology.cleaning.metadata import Metadata, from_units
from posology.cleaning.outline import title_of
from posology.cleaning.references import mark_references
from posology.cleaning.text import Parsed
from posology.cleaning.units import Dropped, Unit

_head = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
NEAR = 6
"""Pieces before and after the beginning of the article that may tell its date and author."""
_tag = re.compile(r"</?(?:p|div|h[1-6]|body|article|ul|table|br|span|a)\b[^<>]*>", re.IGNORECASE)


def sniff_html(text: str, named: bool | None) -> bool:
    """Whether a text is HTML. ``named``: the suffix says HTML (True), plain text (False), or nothing (None)."""
    if _head.match(text, 0, 2000):
        return True
    if named is False:
        return False
    return _tag.search(text, 0, 100_000) is not None and (named is True or text.lstrip().startswith("<"))


def read_html(text: str) -> Parsed:
    """Reads an HTML page. Offsets count in the text made from it.

    Raises CleaningError: truncated, not_an_article.
    """
    root = parse(text)
    metadata, title = html_metadata(root)
    strip_invisible(root)
    writer = Writer()
    write(root, writer)
    writer.close_place()
    size = sum(len(piece.text) for piece in writer.pieces)
    reasons = choose(writer.pieces, writer.places, main_text(root, size))
    kept = [piece for piece, reason in zip(writer.pieces, reasons, strict=True) if not reason]
    clean, units, links = compose(kept)
    units = mark_units(units)
    for fallback in (
        Metadata(title=title_of(units)),
        Metadata(title=title),
        from_units(units),
        from_units(_beginning(writer, reasons)),
    ):
        metadata = metadata.over(fallback)
    return Parsed(clean, units, tuple(links), metadata, _left_out(writer, reasons))


def mark_units(units: Sequence[Unit]) -> list[Unit]:
    """The units of a page with boilerplate, references, and headings that few elements say to be some."""
    marked = mark_boilerplate(units)
    if sum(unit.level is not None for unit in marked) < 3:
        marked = mark_headings(marked)
    return mark_references(marked)


def _beginning(writer: Writer, reasons: Sequence[str]) -> list[Unit]:
    """What was left out around the article's first piece: its date and author may stand there."""
    first = next((number for number, reason in enumerate(reasons) if not reason), 0)
    around = range(max(0, first - NEAR), min(len(reasons), first + NEAR))
    units = (unit for number in around if reasons[number] for unit in writer.pieces[number].units)
    return [unit._replace(kind="boilerplate") for unit in units]


def _left_out(writer: Writer, reasons: Sequence[str]) -> tuple[Dropped, ...]:
    """The pieces that have a reason, and the parts of pieces that the writer left out, as the page has them."""
    pieces = ((number, Dropped(reason, writer.pieces[number].text)) for number, reason in enumerate(reasons) if reason)
    parts = ((number, Dropped(reason, words)) for number, reason, words in writer.dropped)
    return tuple(dropped for _, dropped in sorted([*parts, *pieces], key=itemgetter(0)))
