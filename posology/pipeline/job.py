"""A run that has begun: what it was asked, with which settings and engine, and where its home's things lie."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from posology.config import Settings
from posology.pipeline.engine import engine_of
from posology.pipeline.home import LAKE, WAREHOUSE
from warehouse.lake import TEMPORARY, sweep


@dataclass(frozen=True, slots=True)
class Job:
    """A run that has begun."""

    run_id: str
    started: datetime
    sources: tuple[str, ...]
    settings: Settings
    engine_hash: str

    @property
    def lake(self) -> Path:
        """Folder of the lake."""
        return self.settings.home / LAKE

    @property
    def spool(self) -> Path:
        """Where the plan keeps articles until their shards have read them; swept away like all that is half-written."""
        return self.lake / f"{TEMPORARY}spool"

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file."""
        return self.settings.home / WAREHOUSE


def begin(sources: Sequence[str], settings: Settings, run_id: str | None = None) -> Job:
    """Begin a run in a home that the caller holds; what a killed run left half-written is swept away."""
    job = Job(
        run_id=run_id or str(uuid.uuid4()),
        started=datetime.now(UTC),
        sources=tuple(sources),
        settings=settings,
        engine_hash=engine_of(settings),
    )
    sweep(job.lake)
    return job
