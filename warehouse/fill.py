"""The tables of `main`: made from the contract's models, filled from the lake."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from posology.errors import LakeError
from schemas.article import Article
from schemas.mapping import Column, arrow_schema, create_table, quoted
from schemas.records import RECORD_TYPES, TABLES
from schemas.runs import Reject, Run
from warehouse.selection import IDENTITIES, Selection, read_identities, read_shards

RECORD_TABLES: dict[str, type[BaseModel]] = {TABLES[kind]: model for kind, model in RECORD_TYPES.items()}
ARTICLE_TABLES: dict[str, type[BaseModel]] = {"articles": Article, "rejects": Reject}
TABLE_MODELS: dict[str, type[BaseModel]] = {**ARTICLE_TABLES, **RECORD_TABLES, "runs": Run}
RUN_ID = Column("run_id", "VARCHAR", nullable=False, comment="The run that first published it.")
COMPRESSION = {"articles": {"text": "zstd"}}
"""DuckDB's own choice for long text, a compressed dictionary, takes three times as long to write."""
ORDER = {"articles": ("article_id",), "rejects": ("source", "article_id")}
RECORD_ORDER = ("article_id", "start", "end", "record_id")


def create_tables(database: duckdb.DuckDBPyConnection) -> None:
    """Makes the empty tables of `main`, with a comment on each of them and on every column."""
    for table, model in TABLE_MODELS.items():
        extra = () if table == "runs" else (RUN_ID,)
        database.execute(create_table(model, f"main.{table}", extra=extra, compression=COMPRESSION.get(table)))


def fill(database: duckdb.DuckDBPyConnection, lake: Path, selection: Selection, run_ids: Sequence[str]) -> None:
    """Fills all tables but `runs`; `run_ids` are those of all runs, the current one last."""
    database.register("run_ids", pa.table({"run": range(len(run_ids)), "run_id": list(run_ids)}))
    database.register("published", selection.published)
    database.register("versions", selection.versions)
    for table, model in ARTICLE_TABLES.items():
        _fill_articles(database, read_shards(lake, selection.current, table, arrow_schema(model)), table, run_ids[-1])
    for table in RECORD_TABLES:
        _find_first_runs(database, read_identities(lake, selection.earlier, table))
        schema = arrow_schema(RECORD_TABLES[table])
        _fill_records(database, read_shards(lake, selection.current, table, schema), table, run_ids[-1])
    for name in ("run_ids", "published", "versions"):
        database.unregister(name)
    database.execute("DROP TABLE temp.first_runs")


def _fill_articles(
    database: duckdb.DuckDBPyConnection, batches: Iterator[pa.RecordBatch], table: str, run_id: str
) -> None:
    """Articles and rejects: published first by the run that first found this version."""
    with _streamed(database, arrow_schema(ARTICLE_TABLES[table]), batches):
        database.execute(
            f"""
            INSERT INTO main.{table} BY NAME
            SELECT stream.*, coalesce(run_ids.run_id, ?) AS run_id
            FROM stream
            LEFT JOIN versions ON versions.article_id = stream.article_id
                AND versions.version_id IS NOT DISTINCT FROM stream.version_id
            LEFT JOIN run_ids USING (run)
            ORDER BY {", ".join(f"stream.{key}" for key in ORDER[table])}
            """,
            [run_id],
        )


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


def _fill_records(
    database: duckdb.DuckDBPyConnection, batches: Iterator[pa.RecordBatch], table: str, run_id: str
) -> None:
    with _streamed(database, arrow_schema(RECORD_TABLES[table]), batches):
        database.execute(
            f"""
            INSERT INTO main.{table} BY NAME
            SELECT stream.*, coalesce(first_runs.run_id, ?) AS run_id
            FROM stream LEFT JOIN first_runs USING (record_id)
            ORDER BY {", ".join(f"stream.{quoted(key)}" for key in RECORD_ORDER)}
            """,
            [run_id],
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
