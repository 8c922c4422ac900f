"""Who watches a run: the command line draws a progress bar; a deployed run has nobody, and logs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from posology.pipeline.plan import Plan
from posology.pipeline.summary import Summary
from schemas.runs import ShardManifest

Item = TypeVar("Item")


class Observer:
    """Told what happens; this one does nothing with it."""

    def waiting(self, message: str) -> None:
        """Something holds the run up."""

    def looking(self, files: Iterable[Item], total: int) -> Iterable[Item]:
        """The files are being looked at; pass them through."""
        del total
        return files

    def planned(self, plan: Plan) -> None:
        """The plan stands; its shards come next."""

    def shard_done(self, manifest: ShardManifest) -> None:
        """A shard is in the lake."""

    def loading(self) -> None:
        """The warehouse is being built."""

    def published(self, summary: Summary) -> None:
        """The new warehouse is in its place."""


_watching: ContextVar[Observer] = ContextVar("observer", default=Observer())  # noqa: B039  it has no state


def observer() -> Observer:
    """Whoever watches the run that this code is part of."""
    return _watching.get()


@contextmanager
def watched_by(watcher: Observer) -> Iterator[None]:
    """Have a watcher told of what happens in the block."""
    token = _watching.set(watcher)
    try:
        yield
    finally:
        _watching.reset(token)
