"""Which part may know which: the layers, and what is not loaded where it would cost seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, clean_environment, posology

LIGHT = [["--help"], ["clean", "{article}"], ["extract", "{article}"], ["config"], ["doctor"], ["sql", "select 1"]]


def modules_of(command: list[str], folder: Path) -> set[str]:
    """The modules that a Python command loads."""
    python, *arguments = command
    done = subprocess.run(
        [python, "-X", "importtime", *arguments], capture_output=True, cwd=folder, env=clean_environment(), check=False
    )
    lines = done.stderr.decode().splitlines()
    return {line.rsplit("|", 1)[1].strip() for line in lines if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", LIGHT, ids=[case[0] for case in LIGHT])
def test_light_commands_do_not_load_prefect(articles: Path, tmp_path: Path, arguments: list[str]) -> None:
    filled = [argument.format(article=articles / "magnesium.txt") for argument in arguments]
    loaded = modules_of(posology(*filled), tmp_path)
    assert "typer" in loaded
    assert not {"prefect", "uvicorn", "fastapi"} & loaded


def test_the_process_of_the_flow_loads_neither_duckdb_nor_the_engine(tmp_path: Path) -> None:
    loaded = modules_of([sys.executable, "-c", "import flows.extract_articles"], tmp_path)
    assert "prefect" in loaded
    assert not {"duckdb", "posology.extraction", "posology.cleaning"} & loaded


def test_imports_point_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout.decode()
