"""Worker processes for shards: spawned, light, and killed with their parent's work."""

import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import ParamSpec, TypeVar

from posology.errors import PosologyError
from posology.pipeline.job import Job
from posology.pipeline.plan import Plan, ShardSpec
from posology.pipeline.summary import Summary
from schemas.runs import ShardManifest

Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")


class WorkerDied(PosologyError):
    """A worker process ended in the middle of a shard: killed from outside, or out of memory."""


class Pool:
    """A running pool of worker processes."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def process(self, spec: ShardSpec) -> ShardManifest:
        """Have a shard processed, and wait for it. Raises what `process_shard` raises, or WorkerDied."""
        return self._run(f"shard {spec.shard_id}", _process, spec)

    def load(self, job: Job, plan: Plan) -> Summary:
        """Have the warehouse built and published, and wait for it. Raises what `load` raises, or WorkerDied."""
        return self._run("the load", _load, job, plan)

    def _run(
        self,
        what: str,
        function: Callable[Parameters, Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        try:
            return self._executor.submit(function, *args, **kwargs).result()
        except BrokenProcessPool:
            raise WorkerDied(
                f"a worker process died during {what}, perhaps for want of memory; set `processes` or `shard_size` "
                "lower and run again: finished shards are kept"
            ) from None


@contextmanager
def open_pool(processes: int, lexicons: tuple[Path, ...]) -> Iterator[Pool]:
    """Start worker processes for the length of the block; what waits unstarted at its end is dropped.

    Raises ConfigurationError for a broken lexicon before any process starts.
    """
    executor = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(lexicons,))
    try:
        with _without_main():
            starting: list[Future[None]] = [executor.submit(_nothing) for _ in range(processes)]
        for future in starting:
            future.result()
        yield Pool(executor)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


# What follows runs in the workers. They import the engine; the process that waits for them does not need it.


def _begin(lexicons: tuple[Path, ...]) -> None:
    """Prepare a worker: Ctrl-C is the parent's to handle, and the lexicon is read once."""
    from posology.lexicons import load_lexicon

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_lexicon(lexicons)


def _nothing() -> None:
    """Give a process something to start for."""


def _process(spec: ShardSpec) -> ShardManifest:
    from posology.pipeline.shards import process_shard

    return process_shard(spec)


def _load(job: Job, plan: Plan) -> Summary:
    from posology.pipeline.publishing import load

    return load(job, plan)


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the main module: a spawned process would import it again, and a Prefect worker's main is all of Prefect."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
