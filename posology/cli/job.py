"""`posology run`: the flow, on a temporary local Prefect server unless one is configured, and what it found."""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from posology.cli.console import say, write_json
from posology.cli.watcher import Watcher
from posology.config import Settings
from posology.lexicons import load_lexicon
from posology.pipeline.lock import hold
from posology.pipeline.observer import watched_by
from posology.pipeline.summary import Summary
from posology.sources.listing import find_files

PREFECT_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # Prefect's own 20 s are too few on a busy machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # we say ourselves what happens
}
REJECTS_SHOWN = 10


def run_job(sources: Sequence[str], settings: Settings, *, config: Path | None, wait: bool, as_json: bool) -> None:
    """Run the flow and show its summary. Raises PosologyError with the exit code of what went wrong."""
    _refuse_early(sources, settings, wait=wait)
    say("Loading Prefect ...")
    for name, value in PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)
    from flows.extract_articles import extract_articles, server_address  # seconds to import

    server = server_address()
    say(f"Using the Prefect server at {server}" if server else "Starting a temporary local Prefect server ...")
    watcher = Watcher()
    try:
        with watched_by(watcher):
            extract_articles(
                sources=list(sources),
                home=str(settings.home),
                lexicons=[str(folder) for folder in settings.lexicons],
                columns=dict(settings.columns),
                languages=list(settings.languages),
                content=settings.content.value,
                config=str(config) if config else None,
                wait=wait,
            )
    finally:
        watcher.stop()
        if watcher.summary is not None:
            _show(watcher.summary, as_json=as_json)


def _refuse_early(sources: Sequence[str], settings: Settings, *, wait: bool) -> None:
    """Raise for wrong use now rather than after Prefect's start."""
    find_files(sources)
    load_lexicon(settings.lexicons)
    with hold(settings.home, wait=wait, tell=say):
        pass


def _show(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        write_json(summary.as_json())
        return
    console = Console(file=sys.stdout, soft_wrap=True)
    table = Table("what", "count", title=f"{summary.warehouse} after {summary.run.seconds:.1f} s", title_justify="left")
    table.columns[1].justify = "right"
    for name, count in summary.figures():
        table.add_row(name, f"{count:,}")
    console.print(table)
    for reject in summary.rejects[:REJECTS_SHOWN]:
        console.print(f"rejected {reject['source']}: {reject['code']}: {reject['message']}", markup=False)
    if len(summary.rejects) > REJECTS_SHOWN:
        codes = Counter(reject["code"] for reject in summary.rejects)
        console.print("all rejects: " + ", ".join(f"{count:,} {code}" for code, count in codes.most_common()))
    home = summary.warehouse.parent
    console.print(f'Ask it: posology sql "SELECT * FROM marts.dose_claims LIMIT 10" --home {home}', markup=False)
