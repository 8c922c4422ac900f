"""What a person sees while a run works, on stderr: a bar in a terminal, else a line now and then."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from posology.cli.console import say
from posology.pipeline.observer import Observer
from posology.pipeline.plan import Plan
from posology.pipeline.summary import Summary
from schemas.runs import ShardManifest

Item = TypeVar("Item")

LINE_EVERY = 30.0  # seconds between lines where there is no terminal


class Watcher(Observer):
    """Shows the run's progress and keeps its summary for the end."""

    def __init__(self) -> None:
        self.summary: Summary | None = None
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = Console(stderr=True)
        self._bar = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        self._drawn = sys.stderr.isatty()
        self._task: TaskID | None = None
        self._done = self._total = self._rejects = 0
        self._last_line = 0.0

    def waiting(self, message: str) -> None:
        """Say what holds the run up."""
        say(message)

    def looking(self, files: Iterable[Item], total: int) -> Iterator[Item]:
        """Pass the files through under a bar."""
        self._begin("Looking for what is new", total)
        for file in files:
            yield file
            self._advance(1)

    def planned(self, plan: Plan) -> None:
        """Start the bar of the articles."""
        say(f"{len(plan.articles):,} articles, {plan.new:,} of them new: {len(plan.shards):,} shards")
        self._begin("Cleaning and extracting", plan.new)

    def shard_done(self, manifest: ShardManifest) -> None:
        """Move the bar by the shard's articles."""
        self._rejects += manifest.rejects
        self._advance(manifest.articles + manifest.rejects)

    def loading(self) -> None:
        """Say that the warehouse is being built."""
        self._begin("Building and checking the warehouse", None)

    def published(self, summary: Summary) -> None:
        """Keep the summary."""
        self.stop()
        self.summary = summary

    def stop(self) -> None:
        """Take the bar away."""
        if self._drawn:  # where it never was drawn, rich would print an empty line
            self._bar.stop()

    def _begin(self, label: str, total: int | None) -> None:
        self._done, self._total, self._last_line = 0, total or 0, time.monotonic()
        if self._drawn:
            self._bar.start()
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(label, total=total)

    def _advance(self, articles: int) -> None:
        self._done += articles
        if self._drawn and self._task is not None:
            self._bar.advance(self._task, articles)
        elif time.monotonic() - self._last_line > LINE_EVERY:
            self._last_line = time.monotonic()
            say(f"{self._done:,} of {self._total:,} articles, {self._rejects:,} rejected")
