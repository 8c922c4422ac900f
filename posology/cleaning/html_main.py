"""Which pieces of a page are the article: trafilatura says which words are, and names of elements say which are not.

What trafilatura drops and extraction needs is taken back: headings over what is kept, gaps in the article's own
elements (tables, captions, lists of links), reference lists.
"""

import logging
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from lxml.etree import XPath, strip_attributes  # type: ignore[import-untyped]

from posology.cleaning.html_align import said
from posology.cleaning.html_pieces import Piece, Place
from posology.cleaning.normalise import normalise
from posology.cleaning.references import is_reference_label, looks_like_reference

OUTSIDE = "outside the main content"
LARGEST_SURROUNDING = 0.5
"""Share of the page's text from which on an element is the article itself, whatever it calls itself."""
SMALLEST_ARTICLE = 0.4
"""Share of the text without surroundings from which on an <article> is all there is of the article."""
SMALLEST_PAGE = 1_000
"""Characters of a page below which the names of its elements decide what is the article."""
DEEPEST = 250
"""Elements in one another up to which trafilatura is asked: some of its steps climb from each to the root."""
MOST_ELEMENTS = 20_000
"""Elements of a page up to which trafilatura is asked."""
SMALLEST_BODY = 250
"""Characters below which trafilatura's find is doubted."""
MUCH = 0.25
"""Share of the main content from which on names that say little, such as 'sidebar', are not believed."""
MOSTLY_LINKED = 0.5
SMALLEST_HOME = 200
"""Characters of main content from which on an element's own other blocks belong to it."""
SMALLEST_NOTE = 80
"""Characters from which on a paragraph in a box of its own, between others of the article, belongs to it."""
_trusted = frozenset({"comments", "related posts", "cookie banner", "products", "subscription box", "author box"})
_is_deep = XPath(f"boolean({'/'.join('*' * (DEEPEST + 1))})")
_elements = XPath("count(//*)")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page without an article


def main_text(root: Any, size: int) -> str:
    """What trafilatura takes for the main content, as lines of text; '' where it is not to be asked.

    ``size`` is the number of characters on the page. The tree loses the spans of its cells: trafilatura writes out
    every cell that they cover, a hundred times a hundred at worst.
    """
    if size < SMALLEST_PAGE or _is_deep(root) or _elements(root) > MOST_ELEMENTS:
        return ""
    from trafilatura import bare_extraction  # a quarter of a second, which plain text need not wait for

    strip_attributes(root, "colspan", "rowspan")
    # Its fallbacks are slow, in the square of the page's size too, and seldom better than what it finds by itself.
    found = bare_extraction(root, include_comments=False, fast=True)
    text = getattr(found, "text", None) or ""
    return normalise(text).text if len(text) >= SMALLEST_BODY else ""


def choose(pieces: Sequence[Piece], places: Sequence[Place], body: str) -> list[str]:
    """For each piece why it is left out; '' for the pieces of the article.

    ``body`` is the main content as another library found it; without one, names decide.
    """
    sizes = _sums(len(piece.text) for piece in pieces)
    for place in places:
        if _share(place, sizes) > LARGEST_SURROUNDING:
            place.reason = ""
    found = said([piece.text for piece in pieces], body) if body else []
    if not any(found):
        _hand_down(places)
        return _by_names(pieces, places)
    said_sizes = _sums(len(piece.text) if yes else 0 for piece, yes in zip(pieces, found, strict=True))
    for place in places:
        if place.reason not in _trusted and _share(place, said_sizes) > MUCH:
            place.reason = ""
    _hand_down(places)
    kept = [yes and not piece.place.reason for piece, yes in zip(pieces, found, strict=True)]
    if not any(kept):
        return _by_names(pieces, places)
    _take_back(pieces, kept)
    return ["" if yes else piece.place.reason or OUTSIDE for piece, yes in zip(pieces, kept, strict=True)]


def _sums(numbers: Iterable[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _share(place: Place, sums: Sequence[int]) -> float:
    return (sums[place.last] - sums[place.first]) / max(1, sums[-1])


def _hand_down(places: Sequence[Place]) -> None:
    """What an element is not, nothing in it is."""
    for place in places:
        if place.parent is not None:
            place.reason = place.parent.reason or place.reason
            place.is_reference = place.parent.is_reference or place.is_reference


def _by_names(pieces: Sequence[Piece], places: Sequence[Place]) -> list[str]:
    """The article as the names of elements tell it: <article> or <main> without what calls itself something else."""
    sizes = _sums(0 if piece.place.reason else len(piece.text) for piece in pieces)
    best = max((place for place in places if place.is_article), key=lambda place: _share(place, sizes), default=None)
    if best is None or _share(best, sizes) < SMALLEST_ARTICLE:
        best = places[0]
    return [
        piece.place.reason or ("" if best.first <= number < best.last else OUTSIDE)
        for number, piece in enumerate(pieces)
    ]


def _take_back(pieces: Sequence[Piece], kept: list[bool]) -> None:
    """Keeps also what extraction needs: gaps in the article's own elements, reference lists, headings over all that."""
    first = kept.index(True)
    gaps = _gaps(pieces, kept)
    in_references = False
    for number, piece in enumerate(pieces):
        if piece.kind == "heading":
            in_references = is_reference_label(piece.units[0].text)
        if not piece.place.reason and number > first:
            cites = in_references or piece.place.is_reference or looks_like_reference(piece.text)
            kept[number] = kept[number] or number in gaps or cites
    for number in range(len(pieces) - 2, -1, -1):
        if pieces[number].kind == "heading" and kept[number + 1] and not pieces[number].place.reason:
            kept[number] = True
    if (title := _title(pieces, first)) is not None:
        kept[title] = True


def _title(pieces: Sequence[Piece], first: int) -> int | None:
    """The last <h1> before the first kept piece: a byline or date may part it from the article."""
    for number in range(first, -1, -1):
        piece = pieces[number]
        if piece.kind == "heading" and piece.units[0].level == 1 and not piece.place.reason:
            return number
    return None


def _gaps(pieces: Sequence[Piece], kept: Sequence[bool]) -> set[int]:
    """Pieces between the first and last kept ones of an element that holds some text of the article."""
    spans: dict[Place, tuple[int, int, int]] = {}  # element: its own first and last kept piece, and their characters
    for number, piece in enumerate(pieces):
        if kept[number]:
            start, _, size = spans.get(piece.place.home, (number, 0, 0))
            spans[piece.place.home] = (start, number, size + len(piece.text))
    found = set()
    for number, piece in enumerate(pieces):
        box = piece.place.home
        homes = [box, box.parent.home] if box.parent is not None and _is_note(piece) else [box]
        for home in homes:
            start, end, size = spans.get(home, (0, 0, 0))
            if start < number < end and size >= SMALLEST_HOME and piece.linked < MOSTLY_LINKED:
                found.add(number)
    return found


def _is_note(piece: Piece) -> bool:
    """Whether a piece reads like the text around the box that it stands in: "Tip: take it with a meal ..."."""
    return piece.kind == "paragraph" and len(piece.text) >= SMALLEST_NOTE and piece.text.rstrip()[-1] in ".!:"
