"""From the lake to a new DuckDB file, checked, and from there into the old one's place.

The new file is built beside the old one and replaces it in one rename: readers never wait, and whenever the job is
killed, the last good file stands. Who calls this holds the home's lock; two builds of one target are not told apart.
"""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from posology.errors import ConfigurationError, LakeError
from schemas.mapping import to_table
from schemas.records import RECORD_TABLES
from schemas.runs import Run
from warehouse.fill import TABLE_MODELS, create_tables, fill
from warehouse.lake import Snapshot, read_runs, replace_synced
from warehouse.objects import create_marts, run_checks
from warehouse.selection import select


@dataclass(frozen=True)
class LoadReport:
    """What a load made."""

    run: Run
    """The current run, with what only the load knows: records, rejects, finished, seconds."""
    rows: dict[str, int]
    """Rows of each table in `main`."""
    checks: tuple[str, ...]
    """Names of the checks that passed."""


def build(lake: Path, target: Path, snapshot: Snapshot | None = None, *, storage_version: str = "v1.5.0") -> LoadReport:
    """Builds the warehouse in a new file, `target`, which is removed again if anything fails.

    `snapshot` is the run that is being published (write it to the lake afterwards, with the report's run); without it,
    the newest run in the lake is built again. `storage_version` is the oldest DuckDB that shall be able to read the
    file. Raises LakeError for a part that is missing or damaged, WarehouseError for a check that fails,
    ConfigurationError for an unknown storage version.
    """
    runs = [run for run in read_runs(lake) if snapshot is None or run.run.run_id != snapshot.run.run_id]
    runs += [snapshot] if snapshot is not None else []
    if not runs:
        raise LakeError(f"{lake}: no run is written down here, so there is nothing to load")
    selection = select(lake, runs)
    discard(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(_connect(target, storage_version)) as database:
            create_tables(database)
            fill(database, lake, selection, [run.run.run_id for run in runs])
            rows = _count(database)
            run = _finish(database, runs, rows, renew=snapshot is not None)
            create_marts(database)
            checks = tuple(run_checks(database))
            database.execute("CHECKPOINT")
    except BaseException:
        discard(target)
        raise
    return LoadReport(run, rows, checks)


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


def _count(database: duckdb.DuckDBPyConnection) -> dict[str, int]:
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM main.{table}" for table in TABLE_MODELS)
    return dict(database.execute(counts).fetchall())


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


def _log(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")
