"""Containers through the whole job: each article of the plan is one of the warehouse, or a reject."""

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from posology.cleaning import clean
from posology.config import Settings
from posology.hints import Hints
from posology.pipeline import shards
from posology.pipeline.job import begin
from posology.pipeline.plan import plan
from posology.pipeline.publishing import load
from posology.pipeline.shards import process_shard
from posology.pipeline.spool import SpoolPlace
from posology.pipeline.summary import Summary
from tests.conftest import write_articles
from tests.containers import ARCHIVES, ROWS, TABLES, json_lines, packed, warc, zip_of
from tests.test_pipeline import run
from warehouse.query import ask

PAGES = {
    f"table{suffix}{codec}": packed(TABLES[suffix](ROWS), codec)
    for suffix, codec in [(".jsonl", ""), (".jsonl", ".gz"), (".csv", ""), (".csv", ".zst"), (".parquet", "")]
}
ONE_OF_EACH = {f"{name.replace('.', '-', 1)}/{name}": data for name, data in (PAGES | ARCHIVES).items()}


def rows(summary: Summary, sql: str) -> list[Mapping[str, object]]:
    return ask(summary.warehouse, sql).to_pylist()


@pytest.mark.parametrize("shard_size", [3, 500])
def test_every_article_of_every_container_is_current_or_superseded(tmp_path: Path, shard_size: int) -> None:
    """Tables tell five addresses and crawls five others, members of archives none; the last of an address is kept."""
    folder = write_articles(tmp_path / "in", ONE_OF_EACH)
    planned, summary = run(folder, tmp_path / "home", shard_size=shard_size)
    everything = "SELECT article_id, version_id, text, url FROM articles ORDER BY ALL"
    found = rows(summary, everything)
    assert len(planned.articles) == 5 * len(ONE_OF_EACH) == len(found) + summary.run.rejects
    assert {reject["code"] for reject in summary.rejects} == {"superseded"}
    assert sorted({row["url"] for row in found} - {None}) == [
        f"https://example.com/{number}" for number in ["1", "2", "3", "4", "5", "r0", "r1", "r2", "r3", "r4"]
    ]
    assert len([row for row in found if row["url"] is None]) == 5 * 7 + 1
    again, after = run(folder, tmp_path / "home", shard_size=shard_size)
    assert rows(after, everything) == found
    assert {article.source for shard in again.shards for article in shard.articles} <= {
        str(reject["source"]) for reject in summary.rejects
    }  # an article that was superseded may not be the next time


def test_only_what_changed_in_a_container_is_worked_on_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", {"a.jsonl.gz": gzip.compress(json_lines(ROWS))})
    run(folder, tmp_path / "home")
    changed = [*ROWS[:2], ROWS[2] | {"body": ROWS[2]["body"] + " More."}, *ROWS[3:]]
    write_articles(folder, {"a.jsonl.gz": gzip.compress(json_lines(changed))})
    planned, _ = run(folder, tmp_path / "home")
    assert [article.source for shard in planned.shards for article in shard.articles] == ["a.jsonl.gz#3"]


def test_only_what_cannot_be_entered_goes_through_the_spool_and_that_goes(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", ONE_OF_EACH)
    job = begin([str(folder)], Settings(home=tmp_path / "home"))
    planned = plan(job)
    spooled = [article.file.name for article in planned.articles if isinstance(article.at, SpoolPlace)]
    assert {name.rsplit("/", 1)[1] for name in spooled} == {
        "table.jsonl.gz", "table.csv.zst", "whole.warc.gz", "a.zip.gz", "a.tar.gz", "a.tgz", "a.tar.zst", "tables.zip",
        "tables.tar.gz",
    }  # fmt: skip
    for shard in planned.shards:
        process_shard(shard)
    assert job.spool.exists()
    load(job, planned)
    assert not job.spool.exists()


def test_the_address_that_a_container_knows_is_the_article_s_identity(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", {"a.jsonl": json_lines(ROWS)})
    crawled = warc(["Zinc is a mineral. " * 40]).replace(b"example.com/1\r", b"example.com/r1\r")
    write_articles(folder, {"a.warc": crawled})
    _, summary = run(folder, tmp_path / "home")
    found = rows(summary, "SELECT source, url, title, published FROM articles ORDER BY source")
    assert found[0] == {"source": "a.jsonl#1", "url": "https://example.com/r0", "title": "Magnesium, part 0",
                        "published": "2024-03-01"}  # fmt: skip
    assert [reject["code"] for reject in summary.rejects] == ["superseded"]  # row 2 and the crawl's page: one address


def test_a_container_that_changes_under_the_run_is_read_by_the_next(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", {"a.jsonl": json_lines(ROWS), "b.zip": ARCHIVES["a.zip"]})
    job = begin([str(folder)], Settings(home=tmp_path / "home"))
    planned = plan(job)
    write_articles(folder, {"a.jsonl": json_lines(ROWS[2:]), "b.zip": zip_of({"x.txt": b"x"})})
    for shard in planned.shards:
        process_shard(shard)
    codes = [reject["code"] for reject in load(job, planned).rejects]
    assert len(codes) >= 9 and set(codes) == {"changed"}
    again, summary = run(folder, tmp_path / "home")
    assert (len(again.articles), [reject["code"] for reject in summary.rejects]) == (4, ["not_an_article"])


def test_what_takes_too_long_is_rejected_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_articles(tmp_path / "in", {"a.jsonl": json_lines(ROWS[:2])})

    def endless(raw: bytes, *, source: str, **given: Any) -> object:
        while source.endswith("#1"):
            try:
                sum(range(1000))
            except Exception:  # as libraries do
                continue
        return clean(raw, source=source, **given)

    with monkeypatch.context() as patch:
        patch.setattr(shards, "clean", endless)
        _, summary = run(folder, tmp_path / "home", article_seconds=2)
    assert [(reject["source"], reject["code"]) for reject in summary.rejects] == [("a.jsonl#1", "timeout")]
    _, summary = run(folder, tmp_path / "home", article_seconds=20)
    assert summary.rejects == []


TITLES = [
    # bytes, hints, title, url
    (b"<html><head><title>Its own</title></head><body>", Hints(title="Told"), "Its own", None),
    (b"# Its own\n\n", Hints(title="Told", url="https://a.b/c"), "Its own", "https://a.b/c"),
    (b"", Hints(title="Told", url="no address"), "Told", None),
    (b"---\nurl: https://its.own/x\n---\n", Hints(url="https://a.b/c"), None, "https://its.own/x"),
]


@pytest.mark.parametrize(("head", "hints", "title", "url"), TITLES)
def test_what_an_article_says_itself_is_believed_first(head: bytes, hints: Hints, title: str | None, url: str) -> None:
    article = clean(head + b"<p>" * head.startswith(b"<") + b"Zinc is a mineral that people take. " * 30,
                    source="x#1", hints=hints)  # fmt: skip
    assert (article.title, article.url) == (title, url)
