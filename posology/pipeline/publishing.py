"""From shards that are done to a published warehouse. Runs in a worker process: Prefect's own never loads DuckDB."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from posology import __version__
from posology.identity import digest
from posology.pipeline.index import Entry, Index, read_index
from posology.pipeline.job import Job
from posology.pipeline.plan import Plan, PlannedArticle
from posology.pipeline.shards import superseded, write_shard
from posology.pipeline.summary import REJECT_COLUMNS, Summary
from schemas.runs import Run
from warehouse.lake import Snapshot, version_key, write_run
from warehouse.load import build, publish
from warehouse.query import ask


def load(job: Job, plan: Plan) -> Summary:
    """Build the warehouse of what the plan found, and put it in place. The old one stands until the last step.

    Raises WarehouseError when a check fails, LakeError naming a damaged part.
    """
    snapshot = Snapshot(run=_run_row(job, plan), versions=tuple(_settle_addresses(job, plan)))
    building = job.warehouse.with_suffix(".building.duckdb")
    report = build(job.lake, building, snapshot, storage_version=job.settings.storage_compatibility_version)
    write_run(job.lake, snapshot.model_copy(update={"run": report.run}))
    publish(building, job.warehouse)
    job.spool.unlink(missing_ok=True)
    return Summary(report.run, report.rows, _read_rejects(job.warehouse), job.warehouse)


def _run_row(job: Job, plan: Plan) -> Run:
    """Fill the row as far as it is known before the load, which fills the rest."""
    now = datetime.now(UTC)
    return Run(
        run_id=job.run_id,
        started=job.started,
        finished=now,
        sources=job.sources,
        engine_hash=job.engine_hash,
        version=__version__,
        articles=len(plan.articles),
        extracted=plan.new,
        rejects=0,
        records=0,
        shards=len(plan.shards),
        seconds=(now - job.started).total_seconds(),
    )


def _settle_addresses(job: Job, plan: Plan) -> list[str]:
    """List the versions that are current; of several files that are one article only the newest is.

    The others become rejects in a shard of their own, so that it does not matter how articles fell into shards.
    """
    index = read_index(job.lake, job.engine_hash)
    by_article: defaultdict[str, list[tuple[Entry, PlannedArticle]]] = defaultdict(list)
    for planned in plan.articles:
        entry = _entry(index, planned)
        by_article[entry.article_id].append((entry, planned))
    current, rejected = [], []
    for candidates in by_article.values():
        *older, newest = sorted(candidates, key=lambda candidate: candidate[0].rank or ("", ""))
        current.append(version_key(newest[0].article_id, newest[0].version_id))
        rejected += [superseded(planned, entry.url) for entry, planned in older]
    if rejected:
        keys = [outcome.planned.key for outcome in rejected]
        write_shard(job.lake, job.engine_hash, digest("superseded", job.engine_hash, keys), rejected)
    return current + [outcome.planned.key for outcome in rejected]


def _entry(index: Index, planned: PlannedArticle) -> Entry:
    """Find what a file became. Every planned file is in the lake by now, as an article or as a reject."""
    return index[planned.source, planned.version_id]


def _read_rejects(warehouse: Path) -> list[dict[str, Any]]:
    answer = ask(warehouse, f"SELECT {', '.join(REJECT_COLUMNS)} FROM main.rejects ORDER BY source, code")
    return list(answer.to_pylist())
