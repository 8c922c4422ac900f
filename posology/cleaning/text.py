"""Plain text and Markdown to units: the passes in their order."""

from typing import NamedTuple

from posology.cleaning.boilerplate import mark_boilerplate
from posology.cleaning.captions import mark_captions
from posology.cleaning.headings import mark_headings
from posology.cleaning.lines import read_lines
from posology.cleaning.links import text_links
from posology.cleaning.metadata import Metadata, from_units, front_matter
from posology.cleaning.references import mark_references
from posology.cleaning.tables import assign_headers
from posology.cleaning.units import Dropped, Unit
from schemas.article import Link


class Parsed(NamedTuple):
    """What a format's reader hands on: the text, its units in order, its links, and what it says about itself."""

    text: str
    units: list[Unit]
    links: tuple[Link, ...]
    metadata: Metadata
    left_out: tuple[Dropped, ...] = ()
    """What is not in the text."""

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """All from which nothing is extracted: what is not in the text, and what is there as boilerplate."""
        marked = (Dropped(unit.reason, unit.text) for unit in self.units if unit.kind == "boilerplate")
        return (*self.left_out, *marked)


def read_text(text: str) -> Parsed:
    """Reads normalised plain text or Markdown; the text stays as it is."""
    metadata, body = front_matter(text)
    units = read_lines(text, body)
    for improve in (assign_headers, mark_boilerplate, mark_headings, mark_captions, mark_references):
        units = improve(units)
    if body:
        units.insert(0, Unit("boilerplate", 0, body, text[:body], reason="front matter"))
    return Parsed(text, units, text_links(text), metadata.over(from_units(units)))
