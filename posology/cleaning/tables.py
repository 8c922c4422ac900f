"""Rows of tables, and the header that gives their cells a meaning."""

import re
from collections.abc import Sequence

from posology.cleaning.lines import SEPARATOR
from posology.cleaning.units import Unit

MOST_WORDS_IN_HEADER_CELL = 6
_BRACKETED = re.compile(r"\([^()]{0,80}\)")


def cells(row: str) -> tuple[str, ...]:
    """The cells of a row '| a | b |'; the closing bar may be missing. Empty cells are kept as ''."""
    inner = row.strip().removeprefix("|").replace("\\|", "\0")
    return tuple(cell.strip().replace("\0", "|") for cell in inner.removesuffix("|").split("|"))


def assign_headers(units: Sequence[Unit]) -> list[Unit]:
    """The same units without separator lines; each row, the header row too, carries the cells of its table's header."""
    assigned: list[Unit] = []
    table: list[Unit] = []
    for unit in units:
        if unit.kind == "table_row":
            table.append(unit)
            continue
        if table:
            assigned += with_header(table)
            table = []
        assigned.append(unit)
    return assigned + with_header(table)


def with_header(table: Sequence[Unit]) -> list[Unit]:
    """One table's rows without separator lines. Headers that are known stay.

    A second separator starts a second table, whose header is the row above it.
    """
    rows: list[Unit] = []
    header: tuple[str, ...] | None = None
    for position, unit in enumerate(table):
        if unit.marker == SEPARATOR:
            continue
        underlined = position + 1 < len(table) and table[position + 1].marker == SEPARATOR
        if underlined or (position == 0 and _is_header(unit, table)):
            header = cells(unit.text)
        rows.append(unit if unit.header is not None else unit._replace(header=header))
    return rows


def _is_header(unit: Unit, table: Sequence[Unit]) -> bool:
    """A first row of short words without digits, over at least one row, is a header though no line says so."""
    named = [cell for cell in cells(unit.text) if cell]
    return (
        len(table) > 1
        and table[1].marker != SEPARATOR
        and len(named) > 1
        and not any(char.isdigit() for char in "".join(named))
        and all(len(_BRACKETED.sub("", cell).split()) <= MOST_WORDS_IN_HEADER_CELL for cell in named)
        and any(char.isdigit() for char in table[1].text)
    )
