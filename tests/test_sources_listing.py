"""Which files a source names, and the names that identify them."""

import os
from pathlib import Path

import pytest

from posology.errors import SourceError
from posology.sources.listing import find_files
from tests.conftest import write_articles

FILES = ["a.txt", "b/a.txt", "b/c.md", "b/d/e.html", ".hidden/x.txt", "b/.f.txt"]
NAMED = [
    # sources, names of the files found
    (["in"], ["a.txt", "b/a.txt", "b/c.md", "b/d/e.html"]),
    (["in/"], ["a.txt", "b/a.txt", "b/c.md", "b/d/e.html"]),
    (["in/b/c.md"], ["c.md"]),
    (["in/b/*"], ["a.txt", "c.md"]),
    (["in/*/*.md"], ["b/c.md"]),
    (["in/**/*.txt"], ["a.txt", "b/a.txt"]),
    (["in/b", "in/b/c.md"], ["a.txt", "c.md", "d/e.html"]),  # found twice, listed once
    (["in/a.txt", "in/b/a.txt"], ["b/a.txt", "in/a.txt"]),  # one name, two files: their folders tell them apart
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_articles(tmp_path / "in", dict.fromkeys(FILES, "x"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("sources", "names"), NAMED)
def test_names(sources: list[str], names: list[str]) -> None:
    assert [file.name for file in find_files(sources)] == names


def test_names_do_not_depend_on_where_one_stands(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    relative = [file.name for file in find_files(["in/b"])]
    monkeypatch.chdir("/")
    assert [file.name for file in find_files([str(here / "in/b")])] == relative
    assert [file.name for file in find_files([f"file://{here}/in/b"])] == relative


REFUSED = ["nowhere", "in/*.pdf", "empty", "ftp://example.com/a.html", "pipe"]


@pytest.mark.parametrize("source", REFUSED)
def test_what_cannot_be_read_at_all_is_named(here: Path, source: str) -> None:
    (here / "empty").mkdir()
    os.mkfifo(here / "pipe")
    with pytest.raises(SourceError, match=source.replace("*", r"\*")):
        find_files(["in", source])


def test_a_file_name_that_is_no_unicode_has_a_name_all_the_same(here: Path) -> None:
    (here / "in" / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    assert r"caf\xe9.txt" in [file.name for file in find_files(["in"])]
