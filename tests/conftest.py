"""What several test files share: a few small articles, and the command line as a user starts it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parent.parent

ARTICLES = {
    "magnesium.txt": (
        "Magnesium and sleep\n\n"
        "Most adults who take magnesium bisglycinate start with 200 mg of elemental magnesium per day, taken with the "
        "evening meal. In a 2012 double-blind randomized trial of 46 elderly people, 500 mg of magnesium a day for 8 "
        "weeks improved sleep time. Take it at least two hours apart from tetracyclines.\n"
    ),
    "vitamin-d.md": (
        "# Vitamin D in winter\n\n"
        "Vitamin D3 raises blood levels better than vitamin D2. Adults take 1,000 IU of vitamin D daily with the "
        "fattiest meal of the day.\n\n"
        "- 600 IU per day for adults up to 70\n- 800 IU per day for adults over 70\n\n"
        "## References\n\n1. Miller A, Jones B. Vitamin D and bones. J Nutr. 2011. doi:10.1000/xyz123\n"
    ),
    "zinc/picolinate.html": (
        "<!doctype html><html><head><title>Zinc picolinate</title></head><body><article><h1>Zinc picolinate</h1>"
        "<p>Zinc picolinate is well absorbed. A typical dose is 15 to 30 mg of zinc per day, and the upper limit for "
        "adults is 40 mg per day from all sources together, food included. Take it with food when it upsets your "
        "stomach, and at least two hours before or after antibiotics such as ciprofloxacin.</p></article></body></html>"
    ),
}


class Cli(Protocol):
    """Runs `posology` in a process of its own."""

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        ...


def posology(*arguments: str | Path) -> list[str]:
    """The command line's arguments, as a list for `subprocess`."""
    return [sys.executable, "-m", "posology.cli.app", *map(str, arguments)]


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without the settings of whoever runs the tests, and with the repository importable."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSOLOGY_", "PREFECT_"))}
    return kept | {"DO_NOT_TRACK": "1"} | dict(extra or {})


def write_articles(folder: Path, articles: Mapping[str, str | bytes]) -> Path:
    """Write articles, given as name and content, into a folder."""
    for name, content in articles.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with three small articles: text, Markdown, and HTML in a folder of its own."""
    return write_articles(tmp_path / "articles", ARTICLES)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """The command line, run in an empty folder."""
    folder = tmp_path / "cwd"
    folder.mkdir()

    def run(
        *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        command = posology(*arguments)
        return subprocess.run(
            command, input=stdin, capture_output=True, cwd=folder, env=clean_environment(env), timeout=300, check=False
        )

    return run
