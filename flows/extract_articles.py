"""The flow ``extract-articles``: plan → shards → load → publish. What it does stands in ``posology.pipeline``."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import as_completed
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from posology.config import Settings
from posology.config import load as load_settings
from posology.pipeline.job import Job, begin
from posology.pipeline.lock import hold
from posology.pipeline.observer import observer
from posology.pipeline.plan import Plan, ShardSpec
from posology.pipeline.plan import plan as make_plan
from posology.pipeline.pool import Pool, open_pool
from posology.pipeline.rejects import check_share
from posology.pipeline.summary import Summary
from schemas.runs import ShardManifest

REJECTS_SHOWN = 1000
SHARDS_IN_FLIGHT = max(8, 2 * (os.cpu_count() or 1))  # threads that wait for worker processes; more cost only memory
TASK_RUNNER: Any = ThreadPoolTaskRunner(max_workers=SHARDS_IN_FLIGHT)


def server_address() -> str | None:
    """The server that the environment or the profile names; without one, Prefect starts a temporary one."""
    address: str | None = PREFECT_API_URL.value()
    return address


def _is_io(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Retry what the disk or the network did to us; a bug would only fail again."""
    del task, run
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(name="plan", retries=2, retry_delay_seconds=5, retry_condition_fn=_is_io, cache_policy=NO_CACHE)
def plan_articles(job: Job) -> Plan:
    """List the articles and cut the new ones into shards."""
    return make_plan(job, watch=observer().looking)


@task(
    name="shard",
    task_run_name="shard-{spec.shard_id}",
    retries=2,
    retry_delay_seconds=[1, 10],
    retry_condition_fn=_is_io,
    cache_policy=NO_CACHE,
)
def extract_shard(spec: ShardSpec, pool: Pool) -> ShardManifest:
    """Have a worker process clean and extract one shard."""
    return pool.process(spec)


@task(name="load", cache_policy=NO_CACHE)
def load_warehouse(job: Job, plan: Plan, pool: Pool) -> Summary:
    """Have a worker process build the warehouse beside the old one, check it, and put it in place."""
    return pool.load(job, plan)


@flow(name="extract-articles", task_runner=TASK_RUNNER)
def extract_articles(
    sources: Sequence[str],
    home: str | None = None,
    lexicons: Sequence[str] | None = None,
    columns: Mapping[str, str] | None = None,
    languages: Sequence[str] | None = None,
    content: str | None = None,
    config: str | None = None,
    wait: bool = False,
) -> dict[str, Any]:
    """Extract what the sources' articles claim into the home's lake and warehouse.

    Parameters left out come from the environment, ``posology.toml`` or the defaults. `columns` names columns of tables
    by what they hold (content, url, title, author, date), where guessing will not do. `languages` are
    those of articles to keep ("en" unless set, "any" for all). `content` is how the main content of HTML is found
    ("careful" unless set, or "fast"). `wait` says what to do when another run holds the home:
    wait for its end, or fail. Raises TooManyRejects after publishing, when the share of rejected articles is above the
    allowed one.
    """
    logger = get_run_logger()
    options = {
        "home": home,
        "lexicons": list(lexicons) if lexicons else None,
        "columns": dict(columns) if columns else None,
        "languages": list(languages) if languages else None,
        "content": content,
    }
    settings = load_settings(options, Path(config) if config else None).settings
    with hold(settings.home, wait=wait, tell=observer().waiting):
        job = begin(list(sources), settings, flow_run.id)
        logger.info("reading %s into %s with engine %s", ", ".join(sources), settings.home, job.engine_hash)
        plan = plan_articles(job)
        observer().planned(plan)
        logger.info("%d articles, %d of them new, in %d shards", len(plan.articles), plan.new, len(plan.shards))
        with open_pool(_processes(settings, plan), settings.lexicons) as pool:
            _extract_shards(plan, pool)
            observer().loading()
            summary = load_warehouse(job, plan, pool)
    _show(summary)
    observer().published(summary)
    logger.info("published %d records in %s", summary.run.records, summary.warehouse)
    check_share(summary.run.rejects, summary.run.articles, settings.allowed_rejects)
    return {"run": summary.run.model_dump(mode="json"), "rows": dict(summary.rows)}


def _processes(settings: Settings, plan: Plan) -> int:
    return min(settings.processes, max(1, len(plan.shards)))


def _extract_shards(plan: Plan, pool: Pool) -> None:
    """Run a task for each shard; the first that fails for good fails the run, and the finished ones are kept."""
    shards = [extract_shard.submit(spec, pool) for spec in plan.shards]
    for shard in as_completed(shards):
        observer().shard_done(shard.result())


def _show(summary: Summary) -> None:
    """Leave the run's artifacts in Prefect."""
    create_markdown_artifact(summary.as_markdown(), key="summary", description="What the run found")
    create_table_artifact(
        [dict(reject) for reject in summary.rejects[:REJECTS_SHOWN]],
        key="rejects",
        description=f"Rejected articles (at most {REJECTS_SHOWN:,} are shown; main.rejects has all)",
    )
