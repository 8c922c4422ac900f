"""Identities: what they survive, and what they do not."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posology import identity
from posology.identity import article_id, engine_hash, record_id, version_id

SAME_ARTICLE = [
    ("https://example.org/zinc", "http://example.org/zinc"),
    ("https://example.org/zinc", "https://www.Example.org/zinc/"),
    ("https://example.org/zinc", "https://example.org:443/zinc#dosage"),
    ("https://example.org/zinc", " https://example.org/zinc?utm_source=mail&fbclid=1 "),
    ("https://example.org/?a=1&b=2", "https://example.org/?b=2&a=1"),
]
OTHER_ARTICLE = [
    ("https://example.org/zinc", "https://example.org/Zinc"),
    ("https://example.org/zinc", "https://example.org/zinc?page=2"),
    ("https://example.org/zinc", "https://example.com/zinc"),
    ("https://example.org/zinc", "https://example.org:8080/zinc"),
    ("https://example.org:99999/a", "https://example.org:99999/b"),
]
SAME_PATH = [
    ("a/b.txt", "./a/b.txt"),
    ("a/b.txt", "a\\b.txt"),
    ("a/b.txt", "a//b.txt"),
    ("caf\u00e9.txt", "cafe\u0301.txt"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ARTICLE)
def test_one_page_has_one_identity(one: str, other: str) -> None:
    assert article_id("a.txt", one) == article_id("b.txt", other)


@pytest.mark.parametrize(("one", "other"), OTHER_ARTICLE)
def test_two_pages_have_two(one: str, other: str) -> None:
    assert article_id("a.txt", one) != article_id("a.txt", other)


@pytest.mark.parametrize(("one", "other"), SAME_PATH)
def test_without_a_url_the_path_counts(one: str, other: str) -> None:
    assert article_id(one, None) == article_id(other, None) == article_id(other, " ")


def test_a_path_is_no_url() -> None:
    assert article_id("https://example.org/zinc", None) != article_id("a.txt", "https://example.org/zinc")


def test_identities_do_not_change_between_releases() -> None:
    assert article_id("a/b.txt", None) == "63c6a660ad04df11"
    assert version_id(b"zinc") == "f78ea752822b6489"
    assert record_id("63c6a660ad04df11", "dose", {"low": 300.0, "unit": "mg"}, "300 mg", 0) == "abe1c309f0e97a87"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("dose", {"low": 300.0, "unit": "mg"}, "300 mg", 0), ("dose", {"unit": "mg", "low": 300}, "300 mg", 0), True),
        (("dose", {"low": 300.0}, "300 mg", 0), ("dose", {"low": 300.0}, "300 mg", 1), False),
        (("dose", {"low": 300.0}, "300 mg", 0), ("dose", {"low": 300.5}, "300 mg", 0), False),
        (("dose", {"low": None}, "300 mg", 0), ("dose", {}, "300 mg", 0), False),
        (("dose", {}, "300 mg", 0), ("timing", {}, "300 mg", 0), False),
        (("dose", {"a": "b"}, "c", 0), ("dose", {"a": "bc"}, "", 0), False),
        (("trial", {"markers": ("1", "2")}, "a", 0), ("trial", {"markers": ["1", "2"]}, "a", 0), True),
    ],
)
def test_record_id(one: tuple, other: tuple, same: bool) -> None:  # type: ignore[type-arg]
    assert (record_id("article", *one) == record_id("article", *other)) is same


@given(st.binary(), st.binary())
def test_versions_differ_as_bytes_do(one: bytes, other: bytes) -> None:
    assert (version_id(one) == version_id(other)) is (one == other)


@given(st.text(), st.one_of(st.none(), st.text()))
def test_any_source_has_an_identity(source: str, url: str | None) -> None:
    assert len(article_id(source, url)) == identity.DIGITS


def test_a_value_without_a_fixed_text_is_refused() -> None:
    with pytest.raises(TypeError, match="object is no plain value"):
        record_id("article", "dose", {"low": object()}, "300 mg", 0)


def test_engine_depends_on_overlays_and_settings_not_on_where_they_lie(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there" / "here"
    here.mkdir()
    (here / "mine.toml").write_text("[zinc]\n")
    shutil.copytree(here, there)
    bare = engine_hash()
    assert engine_hash([here]) == engine_hash([there]) != bare
    assert engine_hash(settings={"a": 1}) == engine_hash(settings={"a": 1.0}) != bare
    (there / "mine.toml").write_text("[iron]\n")
    assert engine_hash([here]) != engine_hash([there])


def test_engine_depends_on_code_and_on_nothing_that_compiling_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "posology"
    (package / "extraction").mkdir(parents=True)
    (package / "extraction" / "dose.py").write_text("LIMIT = 1\n")
    monkeypatch.setattr(identity, "__file__", str(package / "identity.py"))
    before = engine_hash()
    (package / "extraction" / "__pycache__").mkdir()
    (package / "extraction" / "__pycache__" / "dose.cpython-311.pyc").write_bytes(b"\0")
    assert engine_hash() == before
    (package / "extraction" / "dose.py").write_text("LIMIT = 2\n")
    assert engine_hash() != before
