"""Captions of figures and tables that plain text does not mark: they say what they are and count."""

import re
from collections.abc import Sequence

from posology.cleaning.units import Unit

LONGEST = 600
_caption = re.compile(
    r"[*_]{0,2}(?:fig(?:ure|\.)?|table|chart|photo|image|graph|box)\s\d{1,3}[a-z]?\b[*_]{0,2}\s?[.:|–—-]", re.IGNORECASE
)


def mark_captions(units: Sequence[Unit]) -> list[Unit]:
    """The same units, paragraphs that are captions with the kind caption. A heading stays one: rows stand under it."""
    return [
        unit._replace(kind="caption")
        if unit.kind == "paragraph" and len(unit.text) <= LONGEST and _caption.match(unit.text)
        else unit
        for unit in units
    ]
