"""The tables of `main`: made from the contract's models, filled from the lake."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from posology.errors import LakeError
from schemas.article import Article
from schemas.fingerprint import Fingerprint
from schemas.mapping import Column, arrow_schema, create_table, quoted
from schemas.records import RECORD_TABLES
from schemas.runs import Reject, Run
from warehouse.clusters import find_clusters
from warehouse.selection import IDENTITIES, Selection, read_identities, read_shards

TABLE_MODELS: dict[str, type[BaseModel]] = {"articles": Article, "rejects": Reject, **RECORD_TABLES, "runs": Run}
RUN_ID = Column("run_id", "VARCHAR", nullable=False, comment="The run that first published it.")
CLUSTER_ID = Column(
    "cluster_id",
    "VARCHAR",
    nullable=False,
    comment="What is one with its exact and near copies: their original's article_id.",
)
COPY_OF = Column(
    "copy_of", "VARCHAR", nullable=True, comment="The original that it is an exact or near copy of; null for originals."
)
EXTRA = {"articles": (CLUSTER_ID, COPY_OF, RUN_ID), "runs": ()}
"""Columns that only the load knows, where they are not `run_id` alone."""
COMPRESSION = {"articles": {"text": "zstd"}}
"""DuckDB's own choice for long text, a compressed dictionary, takes three times as long to write."""
ORDER = {"articles": ("article_id",), "rejects": ("source", "article_id")}
RECORD_ORDER = ("article_id", "start", "end", "record_id")
_FIRST_FOUND = """
    LEFT JOIN versions ON versions.article_id = stream.article_id
        AND versions.version_id IS NOT DISTINCT FROM stream.version_id
    LEFT JOIN run_ids USING (run)
"""
ARTICLE_JOINS = {"articles": f"LEFT JOIN clusters USING (article_id) {_FIRST_FOUND}", "rejects": _FIRST_FOUND}


def create_tables(database: duckdb.DuckDBPyConnection) -> None:
    """Makes the empty tables of `main`, with a comment on each of them and on every column."""
    for table, model in TABLE_MODELS.items():
        extra = EXTRA.get(table, (RUN_ID,))
        database.execute(create_table(model, f"main.{table}", extra=extra, compression=COMPRESSION.get(table)))


def fill(database: duckdb.DuckDBPyConnection, lake: Path, selection: Selection, run_ids: Sequence[str]) -> None:
    """Fills all tables but `runs`; `run_ids` are those of all runs, the current one last."""
    database.register("run_ids", pa.table({"run": range(len(run_ids)), "run_id": list(run_ids)}))
    database.register("published", selection.published)
    database.register("versions", selection.versions)
    with _streamed(database, *_current(lake, selection, "fingerprints", Fingerprint)):
        database.execute("CREATE OR REPLACE TEMP TABLE fingerprints AS FROM stream")
    find_clusters(database)
    for table, joins in ARTICLE_JOINS.items():
        _fill(database, lake, selection, table, joins, run_ids[-1])
    for table in RECORD_TABLES:
        _find_first_runs(database, read_identities(lake, selection.earlier, table))
        _fill(database, lake, selection, table, "LEFT JOIN first_runs USING (record_id)", run_ids[-1])
    for name in ("run_ids", "published", "versions"):
        database.unregister(name)
    for table in ("fingerprints", "clusters", "first_runs"):
        database.execute(f"DROP TABLE temp.{table}")


def _fill(
    database: duckdb.DuckDBPyConnection, lake: Path, selection: Selection, table: str, joins: str, run_id: str
) -> None:
    """Fills one table; `joins` bring what only the load knows, and the run that first published a row, if one did."""
    added = "".join(f"{column.name}, " for column in EXTRA.get(table, ()) if column is not RUN_ID)
    with _streamed(database, *_current(lake, selection, table, TABLE_MODELS[table])):
        database.execute(
            f"""
            INSERT INTO main.{table} BY NAME
            SELECT stream.*, {added}coalesce(run_id, ?) AS run_id
            FROM stream {joins}
            ORDER BY {", ".join(f"stream.{quoted(key)}" for key in ORDER.get(table, RECORD_ORDER))}
            """,
            [run_id],
        )


def _current(
    lake: Path, selection: Selection, table: str, model: type[BaseModel]
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    schema = arrow_schema(model)
    return schema, read_shards(lake, selection.current, table, schema)


def _find_first_runs(database: duckdb.DuckDBPyConnection, batches: Iterator[pa.RecordBatch]) -> None:
    """Makes temp.first_runs: for each record that an earlier run published, the first of them."""
    with _streamed(database, IDENTITIES, batches):
        database.execute(
            """
            CREATE OR REPLACE TEMP TABLE first_runs AS
            SELECT record_id, arg_min(run_id, run) AS run_id
            FROM stream JOIN published USING (shard, article_id) JOIN run_ids USING (run)
            GROUP BY record_id
            """
        )


@contextmanager
def _streamed(
    database: duckdb.DuckDBPyConnection, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> Iterator[None]:
    """Lets SQL read batches as `stream`; an error of the lake comes out as itself, not wrapped into DuckDB's."""
    failures: list[LakeError] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except LakeError as error:
            failures.append(error)
            raise

    database.register("stream", pa.RecordBatchReader.from_batches(schema, watched()))
    try:
        yield
    except Exception as error:
        if failures:
            raise failures[0] from error
        raise
    finally:
        database.unregister("stream")
