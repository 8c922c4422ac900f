"""Tables of HTML pages: those that hold data become rows, those that only lay out the page do not."""

from collections.abc import Callable
from typing import Any

from posology.cleaning.html_writer import Writer
from posology.cleaning.tables import with_header
from posology.cleaning.units import Unit
from schemas.article import Link

MOST_SPAN = 30
"""Rows or columns that one cell may span; more is a mistake or an attack."""
MOST_COLUMNS = 100
"""Cells of a row that are read; spans over spans make more out of very little."""
LONGEST_CELL = 600
"""Characters from which a cell is a part of the page rather than data."""


def is_data_table(table: Any) -> bool:
    """Whether a table has two rows and two columns at least, and nothing in its cells that only a page has."""
    for inner in table.iterdescendants("table", "h1", "h2", "h3", "h4", "article", "section"):
        return inner is None
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return not any(sum(map(len, cell.itertext())) > LONGEST_CELL * 4 for row in rows for cell in row)


def table_rows(table: Any, write: Callable[[Any, Writer], None]) -> list[tuple[Unit, list[Link]]]:
    """The rows of a table, each as '| a | b |' with the table's header cells, and its links.

    A cell that spans rows is written again in each of them: the row needs it to make sense.
    """
    rows: list[Unit] = []
    row_links: list[list[Link]] = []
    header: tuple[str, ...] | None = None
    waiting: dict[int, tuple[int, str]] = {}  # column: rows still to fill, and with what
    body_began = False
    for row in table.iter("tr"):
        elements = [cell for cell in row if cell.tag in ("td", "th")]
        if not elements:
            continue
        cells, links = _cells(elements, waiting, write)
        if not any(cells):
            continue
        if not body_began and len(elements) > 1 and _is_header_row(row, elements):
            header = tuple(cells)
        else:
            body_began = True
        words = "| " + " | ".join(cells) + " |"
        rows.append(Unit("table_row", 0, len(words), words, "|", header=header))
        row_links.append(links)
    return list(zip(with_header(rows), row_links, strict=True))


def _is_header_row(row: Any, elements: list[Any]) -> bool:
    parent = row.getparent()
    return (parent is not None and parent.tag == "thead") or all(cell.tag == "th" for cell in elements)


def _cells(
    elements: list[Any], waiting: dict[int, tuple[int, str]], write: Callable[[Any, Writer], None]
) -> tuple[list[str], list[Link]]:
    cells: list[str] = []
    links: list[Link] = []
    position = 2  # after the first '| '
    remaining = list(reversed(elements))
    while (remaining or len(cells) in waiting) and len(cells) < MOST_COLUMNS:
        column = len(cells)
        if column in waiting:
            rows, words = waiting.pop(column)
            if rows > 1:
                waiting[column] = (rows - 1, words)
            new = [words]
        else:
            element = remaining.pop()
            words, inner = _cell(element, write)
            links += [Link(start=position + link.start, end=position + link.end, url=link.url) for link in inner]
            new = [words] + [""] * (_span(element.get("colspan")) - 1)
            if (rows := _span(element.get("rowspan"))) > 1:
                waiting[column] = (rows - 1, words)
        cells += new
        position += sum(map(len, new)) + 3 * len(new)
    return cells, links


def _cell(element: Any, write: Callable[[Any, Writer], None]) -> tuple[str, list[Link]]:
    """The words of a cell, in one line and without bars."""
    writer = Writer(inline=True)
    write(element, writer)
    return writer.inline_text()


def _span(number: str | None) -> int:
    digits = (number or "").strip()
    return min(MOST_SPAN, max(1, int(digits))) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
