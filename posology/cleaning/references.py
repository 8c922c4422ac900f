"""Which units are entries of the article's reference list."""

import re
from collections.abc import Sequence

from posology.cleaning.units import Unit

LABELS = frozenset(
    {"references", "reference", "sources", "source", "citations", "bibliography", "footnotes", "endnotes", "notes"}
    | {"works cited", "literature cited", "scientific references", "references and sources", "sources and references"}
    | {"references & sources", "sources & references", "article sources", "key references", "selected references"}
    | {"reference list", "list of references", "study references", "further reading", "clinical references"}
    | {"scientific sources", "research references", "references cited", "sources cited", "resources and references"}
)
LONGEST = 800
"""Characters that one entry may have; an abstract is longer."""
MOST_VERBS = 2
"""Words of sentences that a title may hold; an abstract holds more."""

_year = re.compile(r"\b(?:19|20)\d\d\b")
_author = re.compile(
    r"[\"“'*_\[]*(?:(?:de|van|von|der|den|la|le|di|da|el|al|bin|dos|ten)[ -]){0,3}"
    r"(?!Int\b|Am\b|Eur\b|Br\b)[A-ZÀ-Þ][\w'’ʼ-]+(?: [A-ZÀ-Þ][\w'’-]+)?,? (?:[A-Z]\.?[ -]?){1,4}(?=[,.;:&( ]|$)"
    r"|[A-Z][\w'’-]+(?:, [A-ZÀ-Þ][\w'’-]+(?: [A-Z]\.?)?,)? et al\b"
)
_place = re.compile(
    r"\d{4};\s?\d|;\s?\d+\s?\(|\d\s?\(\d{1,3}\)|\bet al\b|\bdoi\b|\bPMC?ID\b|\bPMC\d|\bPMID\b"
    r"|10\.\d{4,9}/|pubmed|ncbi\.nlm|\bvol\.|\bpp\.|\bJournal\b|\bJ\.? [A-Z]|\bAm\b|\bRev\b|\bSci\b|\bMed\b"
    r"|\bNutr\b|https?://|\(\d{4}\)",
    re.IGNORECASE,
)
_marker = re.compile(r"\[?\^?\d{1,3}\]?[.:)]?\s+|\[\^?\w{1,12}\]:?\s*")
_narrates = re.compile(
    r"\(?(?:19|20)\d\d[a-z]?\)?,?\s(?:and (?:others|colleagues)\s)?(?:also |then |recently )?(?:gave|found|showed"
    r"|shows|reported|reports|randomi[sz]ed|followed|compared|tested|studied|observed|examined|assigned|fed"
    r"|treated|measured|demonstrated|concluded|noted|investigated|evaluated|asked|used|recruited|enrolled"
    r"|reviewed|pooled|published|describe[ds]?)\b",
)
"""A finite verb behind the year: prose that opens with its source, not an entry of a list."""
_verbs = re.compile(
    r"\b(?:we|you|your|our|is|are|was|were|has|have|can|may|should|found|showed|shows)\b", re.IGNORECASE
)


def is_reference_label(text: str) -> bool:
    """Whether a line is the heading of a reference list."""
    return len(text) <= 40 and text.strip("#*:_ \t0123456789.").lower() in LABELS


def looks_like_reference(text: str) -> bool:
    """Whether a line, wherever it stands, cites one publication as reference lists do."""
    if len(text) > LONGEST:
        return False
    marker = _marker.match(text)
    words = text[marker.end() :] if marker else text
    if _narrates.search(words[:200]):
        return False
    if not _author.match(words) and not (marker and text[0] == "["):
        return False
    return bool(_year.search(words) and _place.search(words)) and len(_verbs.findall(words)) <= MOST_VERBS


def mark_references(units: Sequence[Unit]) -> list[Unit]:
    """The same units, entries of reference lists with the kind reference, their marker included in their span."""
    marked: list[Unit] = []
    inside = begun = False
    for plain in units:
        unit = plain
        if unit.kind == "heading":
            inside, begun = is_reference_label(unit.text), False
        elif unit.kind == "table_row" and _row_cites(unit.text):
            unit = unit._replace(kind="reference", header=None)  # a reference list laid out as a table: "| 24 | ... |"
        elif unit.kind in ("paragraph", "list_item"):
            words = f"{unit.marker} {unit.text}" if unit.numbered else unit.text
            entry = inside and (_cites(unit) or (begun and len(unit.text) < 200))
            begun = begun or entry
            if entry or looks_like_reference(words):
                unit = unit._replace(kind="reference", start=unit.lead if unit.lead >= 0 else unit.start)
        marked.append(unit)
    return marked


_numbered_row = re.compile(r"\|?\s*\[?\d{1,3}[\].]?\s*\|")


def _row_cites(row: str) -> bool:
    """Whether a table row is one numbered entry: a number, then words that cite as entries do."""
    marker = _numbered_row.match(row)
    if marker is None:
        return False
    words = row[marker.end() :].strip(" |")
    return "|" not in words and bool(_author.match(words)) and bool(_place.search(words))


def _cites(unit: Unit) -> bool:
    """Whether a line below the heading cites something: a year, a place in a journal, an identifier, or a link.

    A table of contents that ends in "5 Further reading" is followed by the whole article, not by references.
    """
    if len(unit.text) > LONGEST * 2:
        return False
    return bool(_year.search(unit.text) or _place.search(unit.text) or _author.match(unit.text) or "](" in unit.text)
