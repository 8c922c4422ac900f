"""Parquet: one article a row. Row groups are read in small batches, and only the columns that are wanted."""

from collections.abc import Iterator
from typing import Any, BinaryIO

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
        table = pq.ParquetFile(file, buffer_size=BUFFER, pre_buffer=False)
        schema = table.schema_arrow
        chosen = choose(schema.names, reading.columns)
        _check_text(schema, chosen)
    except NoColumn as error:
        yield BadInput(name, "no_column", str(error))
        return
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        yield BadInput(name, "parquet", f"It cannot be read as Parquet ({_short(error)}); write or fetch it again.")
        return
    groups = table.metadata.num_row_groups
    first = 1 + sum(table.metadata.row_group(group).num_rows for group in range(start.start if start else 0))
    for group in range(start.start if start else 0, groups):
        skipped = start.row if start and group == start.start else 0
        yield from _read_group(table, group, skipped, name, first, chosen, reading)
        first += table.metadata.row_group(group).num_rows


def _check_text(schema: pa.Schema, chosen: Chosen) -> None:
    kind = schema.field(chosen.content).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    if not any(is_text(kind) for is_text in (*texts, pa.types.is_string_view, pa.types.is_binary_view)):
        raise NoColumn(f"The column {chosen.content!r} holds no text but {kind}. Name another with --column.")


def _read_group(
    table: pq.ParquetFile, group: int, skipped: int, name: str, first: int, chosen: Chosen, reading: Reading
) -> Iterator[Found]:
    """Read a row group from its row `skipped` on; `first` is the number of its first row in the file, from 1."""
    metadata = table.metadata.row_group(group)
    if metadata.total_byte_size > max(reading.article_bytes, reading.expansion * _packed_size(metadata)):
        size = f"{metadata.total_byte_size:,} bytes, more than {reading.expansion} times its size (setting expansion)"
        yield BadInput(f"{name}#group-{group}", "bomb", f"Row group {group} unpacks to {size}; it was not read.")
        return
    row = 0
    try:
        for batch in table.iter_batches(ROWS, row_groups=[group], columns=chosen.names(), use_threads=False):
            for position in range(max(0, skipped - row), batch.num_rows):
                place = Place(group, row + position) if metadata.num_rows <= ROWS_REENTERED else None
                values = {column: batch.column(column)[position].as_py() for column in chosen.names()}
                yield to_article(f"{name}#{first + row + position}", values, chosen, place, reading)
            row += batch.num_rows
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        message = f"Row group {group} cannot be read from row {first + row} on ({_short(error)}); write the file again."
        yield BadInput(f"{name}#group-{group}", "parquet", message)


def _packed_size(metadata: Any) -> int:
    return sum(metadata.column(number).total_compressed_size for number in range(metadata.num_columns))


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
