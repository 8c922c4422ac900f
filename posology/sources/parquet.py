"""Parquet: one article a row. Row groups are read in small batches, and only the columns that are wanted."""

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from posology.sources.columns import Chosen, NoColumn, choose, to_article
from posology.sources.model import BadInput, Found, Place, Reading

ROWS = 16
"""Rows decoded at once: a dictionary-encoded column repeats a long article for the price of a number."""
BUFFER = 1 << 18
ROWS_REENTERED = 20_000
"""Rows of a group above which it is not entered again: each shard would decode all rows before its own."""


def read_parquet(file: BinaryIO, name: str, reading: Reading, start: Place | None = None) -> Iterator[Found]:
    """Read the articles of a seekable file, from the row `start` on. Damage ends the row group that it stands in."""
    try:
        size = file.seek(0, io.SEEK_END)
        table = pq.ParquetFile(file, buffer_size=BUFFER, pre_buffer=False)
        schema, groups = table.schema_arrow, [table.metadata.row_group(n) for n in range(table.metadata.num_row_groups)]
        chosen = choose(schema.names, reading.columns)
        _check_text(schema, chosen)
    except NoColumn as error:
        yield BadInput(name, "no_column", str(error))
        return
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        yield BadInput(name, "parquet", f"It cannot be read as Parquet ({_short(error)}); write or fetch it again.")
        return
    # A column's own size in the file is not asked for: where the metadata lie, pyarrow 26 then ends the process.
    unpacked, first = sum(group.total_byte_size for group in groups), 1
    if unpacked > max(reading.article_bytes, reading.expansion * size):
        yield BadInput(name, "bomb", f"It unpacks to {unpacked:,} bytes, more than {reading.expansion} times its size "
                       "(setting expansion); it was not read.")  # fmt: skip
        return
    for number, group in enumerate(groups):
        if start is None or number >= start.start:
            skipped = start.row if start and number == start.start else 0
            yield from _read_group(table, _Group(number, group.num_rows, first), skipped, name, chosen, reading)
        first += group.num_rows


def _check_text(schema: pa.Schema, chosen: Chosen) -> None:
    kind = schema.field(chosen.content).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    if not any(is_text(kind) for is_text in (*texts, pa.types.is_string_view, pa.types.is_binary_view)):
        raise NoColumn(f"The column {chosen.content!r} holds no text but {kind}. Name another with --column.")


class _Group(NamedTuple):
    """A row group: its number, its rows, and the number of its first row in the file, from 1."""

    number: int
    rows: int
    first: int


def _read_group(
    table: pq.ParquetFile, group: _Group, skipped: int, name: str, chosen: Chosen, reading: Reading
) -> Iterator[Found]:
    """Read a row group from its row `skipped` on."""
    row, problem = 0, "it has fewer rows than it says"
    try:
        for batch in table.iter_batches(ROWS, row_groups=[group.number], columns=chosen.names(), use_threads=False):
            for position in range(max(0, skipped - row), batch.num_rows):
                place = Place(group.number, row + position) if group.rows <= ROWS_REENTERED else None
                values = {column: batch.column(column)[position].as_py() for column in chosen.names()}
                yield to_article(f"{name}#{group.first + row + position}", values, chosen, place, reading)
            row += batch.num_rows
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        problem = _short(error)
        row = min(row, group.rows - 1)
    if row < group.rows:
        message = f"Row group {group.number} cannot be read from row {group.first + row} on ({problem}); write it anew."
        yield BadInput(f"{name}#group-{group.number}", "parquet", message)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
