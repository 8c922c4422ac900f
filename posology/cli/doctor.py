"""`posology doctor`: is everything as it should be, and how to mend what is not. Prefect is asked, not imported."""

import os
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from posology import __version__
from posology.cli.console import write_json, write_line
from posology.config import Settings
from posology.errors import ConfigurationError, PosologyError
from posology.lexicons import load_lexicon
from posology.pipeline.home import LAKE, WAREHOUSE
from posology.pipeline.lock import holder
from warehouse.lake import read_manifests, verify
from warehouse.query import ask

LITTLE_DISK = 2 * 2**30  # bytes
SERVER_PATIENCE = 5.0  # seconds
PACKAGES = ("prefect", "fastapi", "sqlalchemy", "duckdb", "pyarrow", "pydantic", "google-re2")
TOO_NEW = {  # package: first version that will not do, what goes wrong with it
    "fastapi": ((0, 150), "Prefect's server does not start"),
    "sqlalchemy": ((2, 1), "Prefect's scheduler fails, and no scheduled run ever starts"),
}

Verdict = Literal["ok", "warning", "wrong"]
SIGNS: dict[Verdict, str] = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and how to mend it."""

    check: str
    verdict: Verdict
    says: str
    mend: str = ""


def examine(settings: Settings, *, as_json: bool) -> None:
    """Run every check and print the findings. Raises ConfigurationError when something is wrong."""
    findings = [finding for check in CHECKS for finding in check(settings)]
    if as_json:
        write_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mend = f" -> {finding.mend}" if finding.mend else ""
            write_line(f"{SIGNS[finding.verdict]} {finding.check}: {finding.says}{mend}")
    wrong = sum(finding.verdict == "wrong" for finding in findings)
    if wrong:
        raise ConfigurationError(f"{wrong} of {len(findings)} checks found something wrong; mend it as they say")


def _check_versions(settings: Settings) -> Iterator[Finding]:
    del settings
    python = ".".join(map(str, sys.version_info[:3]))
    try:
        packages = {name: version(name) for name in PACKAGES}
    except PackageNotFoundError as error:
        mend = "install again: pip install -c constraints.txt ."
        yield Finding("versions", "wrong", f"{error.name} is not installed", mend)
        return
    names = ", ".join(f"{name} {number}" for name, number in packages.items())
    yield Finding("versions", "ok", f"posology {__version__}, Python {python}, {names}")
    for name, (limit, trouble) in TOO_NEW.items():
        if tuple(map(int, packages[name].split(".")[:2])) >= limit:
            mend = f'pip install "{name}<{".".join(map(str, limit))}"'
            yield Finding("versions", "wrong", f"{name} {packages[name]}: {trouble}", mend)


def _check_home(settings: Settings) -> Iterator[Finding]:
    home = settings.home.absolute()
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        yield Finding("home", "wrong", f"{existing} cannot be written", "give yourself access, or set another --home")
        return
    said = f"{home} can be written" if existing == home else f"{home} is not there yet; a run makes it"
    yield Finding("home", "ok", said)
    free = shutil.disk_usage(existing).free
    little = free < LITTLE_DISK
    mend = "make room: a load needs the size of the warehouse once more" if little else ""
    yield Finding("disk", "warning" if little else "ok", f"{free / 2**30:.1f} GiB are free", mend)
    who = holder(home)
    if who:
        yield Finding("lock", "warning", f"{who} works on this home", "wait for it, or use run --wait")


def _check_lexicons(settings: Settings) -> Iterator[Finding]:
    try:
        load_lexicon(settings.lexicons)
    except PosologyError as error:
        yield Finding("lexicons", "wrong", str(error), "correct the file")
    else:
        own = f", with {len(settings.lexicons)} of your own" if settings.lexicons else ""
        yield Finding("lexicons", "ok", f"all are valid{own}")


def _check_prefect(settings: Settings) -> Iterator[Finding]:
    del settings
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        yield Finding(
            "Prefect", "ok", "no PREFECT_API_URL: a run starts a temporary local server, or uses your profile's"
        )
        return
    if not url.startswith(("http://", "https://")):
        yield Finding(
            "Prefect", "wrong", f"PREFECT_API_URL={url} is no address", "set it like http://localhost:4200/api"
        )
        return
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=SERVER_PATIENCE) as answer:
            yield Finding("Prefect", "ok", f"{url} answers ({answer.status})")
    except (urllib.error.URLError, OSError) as error:
        mend = "start it (prefect server start), or unset PREFECT_API_URL"
        yield Finding("Prefect", "wrong", f"{url} does not answer: {error}", mend)


def _check_warehouse(settings: Settings) -> Iterator[Finding]:
    path = settings.home / WAREHOUSE
    if not path.exists():
        yield Finding("warehouse", "ok", f"{path} is not there yet", "fill it: posology run SOURCE")
        return
    try:
        runs = ask(path, "SELECT count(*) AS runs, max(finished) AS last FROM main.runs").to_pylist()[0]
        yield Finding("warehouse", "ok", f"{path}: {runs['runs']} runs, the last finished {runs['last']}")
    except PosologyError as error:
        yield Finding("warehouse", "wrong", str(error), "delete the file and run again: it is rebuilt from the lake")


def _check_lake(settings: Settings) -> Iterator[Finding]:
    lake: Path = settings.home / LAKE
    parts = 0
    try:
        for manifest in read_manifests(lake):
            for part in manifest.parts:
                verify(lake, part)
                parts += 1
    except PosologyError as error:
        yield Finding("lake", "wrong", str(error))
    else:
        yield Finding("lake", "ok", f"{parts:,} parts, and all are what their manifests say")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _check_versions,
    _check_home,
    _check_lexicons,
    _check_prefect,
    _check_warehouse,
    _check_lake,
)
