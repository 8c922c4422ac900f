"""From the lake to a new DuckDB file, checked, and from there into the old one's place.

The new file is built beside the old one and replaces it in one rename: readers never wait, and whenever the job is
killed, the last good file stands. Who calls this holds the home's lock; two builds of one target are not told apart.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from posology.errors import ConfigurationError, LakeError, WarehouseError
from schemas.article import Article
from schemas.mapping import Column, arrow_schema, columns, create_table, literal, quoted, to_table
from schemas.records import RECORD_TYPES, TABLES
from schemas.runs import Reject, Run
from warehouse.lake import Snapshot, read_runs, replace_synced
from warehouse.scripts import scripts
from warehouse.selection import IDENTITIES, Selection, read_identities, read_shards, select

RECORD_TABLES: dict[str, type[BaseModel]] = {TABLES[kind]: model for kind, model in RECORD_TYPES.items()}
ARTICLE_TABLES: dict[str, type[BaseModel]] = {"articles": Article, "rejects": Reject}
TABLE_MODELS: dict[str, type[BaseModel]] = {**ARTICLE_TABLES, **RECORD_TABLES, "runs": Run}
RUN_ID = Column("run_id", "VARCHAR", nullable=False, comment="The run that first published it.")
COMPRESSION = {"articles": {"text": "zstd"}}
"""DuckDB's own choice for long text, a compressed dictionary, takes three times as long to write."""
ORDER = {"articles": ("article_id",), "rejects": ("source", "article_id")}
RECORD_ORDER = ("article_id", "start", "end", "record_id")
INHERITED = {column.name: column.comment for model in TABLE_MODELS.values() for column in columns(model)}
OFFENDERS_SHOWN = 3


@dataclass(frozen=True)
class LoadReport:
    """What a load made."""

    run: Run
    """The current run, with what only the load knows: records, rejects, finished, seconds."""
    rows: dict[str, int]
    """Rows of each table in `main`."""
    checks: tuple[str, ...]
    """Names of the checks that passed."""
    seconds: float


def build(lake: Path, target: Path, snapshot: Snapshot | None = None, *, storage_version: str = "v1.5.0") -> LoadReport:
    """Builds the warehouse in a new file, `target`, which is removed again if anything fails.

    `snapshot` is the run that is being published (write it to the lake afterwards, with the report's run); without it,
    the newest run in the lake is built again. `storage_version` is the oldest DuckDB that shall be able to read the
    file. Raises LakeError for a part that is missing or damaged, WarehouseError for a check that fails,
    ConfigurationError for an unknown storage version.
    """
    began = time.monotonic()
    runs = [run for run in read_runs(lake) if snapshot is None or run.run.run_id != snapshot.run.run_id]
    runs += [snapshot] if snapshot is not None else []
    if not runs:
        raise LakeError(f"{lake}: no run is written down here, so there is nothing to load")
    selection = select(lake, runs)
    discard(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(_connect(target, storage_version)) as database:
            for table, model in TABLE_MODELS.items():
                extra = () if table == "runs" else (RUN_ID,)
                database.execute(create_table(model, f"main.{table}", extra=extra, compression=COMPRESSION.get(table)))
            _fill(database, lake, selection, runs)
            rows = _count(database)
            run = _finish(database, runs, rows, renew=snapshot is not None)
            _create_marts(database)
            checks = tuple(_check(database))
            database.execute("CHECKPOINT")
    except BaseException:
        discard(target)
        raise
    return LoadReport(run, rows, checks, time.monotonic() - began)


def publish(new: Path, final: Path) -> None:
    """Puts a built file in the place of the published one, in one step; both lie in one folder.

    Readers that have the old file open go on reading it. A write-ahead log that some writer left beside the old file
    would be replayed into the new one, so it goes first.
    """
    with new.open("rb") as file:
        os.fsync(file.fileno())
    _log(final).unlink(missing_ok=True)
    replace_synced(new, final)


def discard(target: Path) -> None:
    """Removes a file that a load left half-built, and what DuckDB put beside it."""
    target.unlink(missing_ok=True)
    _log(target).unlink(missing_ok=True)
    shutil.rmtree(target.with_name(f"{target.name}.tmp"), ignore_errors=True)


def _connect(target: Path, storage_version: str) -> duckdb.DuckDBPyConnection:
    try:
        database = duckdb.connect(str(target), config={"storage_compatibility_version": storage_version})
    except duckdb.InvalidInputException as error:
        raise ConfigurationError(f"storage version {storage_version!r}: {error}") from error
    database.execute("SET TimeZone = 'UTC'")
    return database


def _fill(database: duckdb.DuckDBPyConnection, lake: Path, selection: Selection, runs: list[Snapshot]) -> None:
    """Fills all tables but `runs`."""
    run_ids = [snapshot.run.run_id for snapshot in runs]
    database.register("run_ids", pa.table({"run": range(len(run_ids)), "run_id": run_ids}))
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


def _count(database: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {table: _scalar(database, f"SELECT count(*) FROM main.{table}") for table in TABLE_MODELS}


def _finish(database: duckdb.DuckDBPyConnection, runs: list[Snapshot], rows: dict[str, int], *, renew: bool) -> Run:
    """Fills `runs`; what only the load knows of the current run is put in when that run is new."""
    *older, run = (snapshot.run for snapshot in runs)
    if renew:
        now = datetime.now(UTC)
        run = run.model_copy(
            update={
                "records": sum(rows[table] for table in RECORD_TABLES),
                "rejects": rows["rejects"],
                "finished": now,
                "seconds": max(0.0, (now - run.started).total_seconds()),
            }
        )
    database.register("all_runs", to_table([*older, run], Run))
    database.execute("INSERT INTO main.runs BY NAME SELECT * FROM all_runs ORDER BY started, run_id")
    database.unregister("all_runs")
    rows["runs"] = len(runs)
    return run


def _create_marts(database: duckdb.DuckDBPyConnection) -> None:
    """Runs the files of sql/marts; a column that goes through a mart unchanged keeps its comment."""
    database.execute("CREATE SCHEMA marts; COMMENT ON SCHEMA marts IS 'What people use: one view for each question.'")
    for _, text in scripts("marts"):
        database.execute(text)
    uncommented = database.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'marts' AND comment IS NULL"
    ).fetchall()
    for view, name in uncommented:
        if name in INHERITED:
            database.execute(f"COMMENT ON COLUMN marts.{quoted(view)}.{quoted(name)} IS {literal(INHERITED[name])}")


def _check(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Runs sql/checks, each of which returns the rows that offend; yields the names of those that return none."""
    for name, text in scripts("checks"):
        offenders = database.execute(text).fetchmany(OFFENDERS_SHOWN + 1)
        if offenders:
            shown = "; ".join(str(row) for row in offenders[:OFFENDERS_SHOWN])
            more = " and more" if len(offenders) > OFFENDERS_SHOWN else ""
            raise WarehouseError(
                f"check {name} failed, nothing was published: {shown}{more}. "
                f"See warehouse/sql/checks/{name}.sql for what it asserts."
            )
        yield name


def _scalar(database: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = database.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _log(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")
