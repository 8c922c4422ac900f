"""Questions to the published warehouse, read-only."""

from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from posology.errors import WarehouseError


class QueryError(WarehouseError):
    """A question that cannot be answered as it was put: no warehouse, wrong SQL, or an attempt to write."""

    exit_code = 2


def ask(database: Path, sql: str) -> pa.Table:
    """The answer to one SQL query; moments are in UTC.

    Nothing can be written, and no file but the warehouse read. Raises QueryError.
    """
    if not database.is_file():
        raise QueryError(
            f"{database}: there is no warehouse here. Run `posology run SOURCE` first, or name its --home."
        )
    with closing(_open(database)) as connection:
        try:
            answer = connection.sql(sql)
            if answer is None:
                raise QueryError("the query returns no rows: ask with SELECT, FROM, DESCRIBE or SHOW")
            rows: pa.Table = answer.to_arrow_table()
            return rows
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def _open(database: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(database), read_only=True, config={"enable_external_access": "false"})
    except duckdb.Error as error:
        raise WarehouseError(f"{database}: cannot be opened: {error}") from error
    connection.execute("SET TimeZone = 'UTC'; SET lock_configuration = true")
    return connection
