"""`posology sql`: one question to the warehouse, as a table, CSV or JSON."""

import csv
import io
import json
import math
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from posology.cli.console import say, write_json, write_line
from posology.pipeline.home import WAREHOUSE
from warehouse.query import ask

ROWS_SHOWN = 200
WIDE = 10_000  # characters: where no terminal limits the width, nothing is cut


def print_answer(query: str, home: Path, form: str) -> None:
    """Ask the home's warehouse and print the answer. Raises WarehouseError for a question that it cannot answer."""
    answer = ask(home / WAREHOUSE, sys.stdin.read() if query == "-" else query)
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[form](answer)


def plain(value: Any) -> Any:
    """Turn a value of a column into what JSON has; what it lacks (inf, dates) becomes text."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes():
            return value.hex()
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _cell(value: Any) -> str:
    value = plain(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _rows(answer: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in answer.columns), strict=True))


def _print_json(answer: pa.Table) -> None:
    names = answer.column_names
    write_json([dict(zip(names, map(plain, row), strict=True)) for row in _rows(answer)])


def _print_csv(answer: pa.Table) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.column_names)
    writer.writerows([_cell(value) for value in row] for row in _rows(answer))
    write_line(text.getvalue().removesuffix("\n"))


def _print_table(answer: pa.Table) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name, kind in zip(answer.column_names, answer.schema.types, strict=True):
        number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        table.add_column(Text(name), justify="right" if number else "left")
    for row in _rows(answer.slice(0, ROWS_SHOWN)):
        table.add_row(*(Text(_cell(value)) for value in row))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
    if answer.num_rows > ROWS_SHOWN:
        say(f"{ROWS_SHOWN} of {answer.num_rows:,} rows are shown; --format csv prints all")
