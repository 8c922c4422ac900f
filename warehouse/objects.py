"""The warehouse's plain SQL files: one mart or one check each, run in the order of their names."""

from collections.abc import Iterator
from importlib.resources import files

import duckdb

from posology.errors import WarehouseError
from schemas.article import Article
from schemas.mapping import columns, literal, quoted
from schemas.records import RECORD_TYPES
from warehouse.fill import EXTRA

OFFENDERS_SHOWN = 3


def scripts(folder: str) -> Iterator[tuple[str, str]]:
    """(name without suffix, text) of the SQL files in `warehouse/sql/<folder>`."""
    found = (entry for entry in files("warehouse").joinpath("sql", folder).iterdir() if entry.name.endswith(".sql"))
    for entry in sorted(found, key=lambda entry: entry.name):
        yield entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8")


def create_marts(database: duckdb.DuckDBPyConnection) -> None:
    """Runs the files of sql/marts. Columns that `<kind>_claims` passes on from a table keep that table's comment."""
    database.execute("CREATE SCHEMA marts")
    for _, text in scripts("marts"):
        database.execute(text)
    for kind, model in RECORD_TYPES.items():
        inherited = {column.name: column.comment for column in (*columns(Article), *EXTRA["articles"], *columns(model))}
        for view, name in _uncommented(database, f"{kind}_claims"):
            if name in inherited:
                database.execute(f"COMMENT ON COLUMN marts.{quoted(view)}.{quoted(name)} IS {literal(inherited[name])}")


def run_checks(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Runs sql/checks, each of which returns the rows that offend; yields the names of those that return none.

    Raises WarehouseError naming the first check that fails, and some of its rows.
    """
    for name, text in scripts("checks"):
        offenders = database.sql(text).limit(OFFENDERS_SHOWN + 1).fetchall()
        if offenders:
            shown = "; ".join(str(row) for row in offenders[:OFFENDERS_SHOWN])
            more = " and more" if len(offenders) > OFFENDERS_SHOWN else ""
            raise WarehouseError(
                f"check {name} failed, nothing was published: {shown}{more}. "
                f"See warehouse/sql/checks/{name}.sql for what it asserts."
            )
        yield name


def _uncommented(database: duckdb.DuckDBPyConnection, view: str) -> list[tuple[str, str]]:
    return database.execute(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name = 'marts' AND table_name = ? AND comment IS NULL",
        [view],
    ).fetchall()
