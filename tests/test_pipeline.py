"""Plan, shards, load: what is worked on anew, what becomes a reject, and what is published, without Prefect."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from posology.config import Settings
from posology.errors import Busy
from posology.pipeline import shards
from posology.pipeline.job import Job, begin
from posology.pipeline.lock import hold, holder
from posology.pipeline.plan import Plan, plan
from posology.pipeline.pool import WorkerDied, open_pool
from posology.pipeline.publishing import load
from posology.pipeline.shards import process_shard
from posology.pipeline.summary import Summary
from tests.conftest import ARTICLES, ROOT, write_articles
from warehouse.query import ask


def run(folder: Path, home: Path, **settings: object) -> tuple[Plan, Summary]:
    """The job without Prefect and processes."""
    job = begin([str(folder)], Settings(home=home, **settings))  # type: ignore[arg-type]
    planned = plan_for(job)
    for shard in planned.shards:
        process_shard(shard)
    return planned, load(job, planned)


def plan_for(job: Job) -> Plan:
    return plan(job)


def column(summary: Summary, sql: str) -> list[object]:
    return [row["value"] for row in ask(summary.warehouse, sql).to_pylist()]


def lake_bytes(home: Path) -> dict[str, bytes]:
    parts = sorted((home / "lake").rglob("*.parquet"))
    return {str(path.relative_to(home)): path.read_bytes() for path in parts}


def test_a_run_publishes_what_the_articles_claim(articles: Path, tmp_path: Path) -> None:
    planned, summary = run(articles, tmp_path / "home")
    assert (len(planned.articles), planned.new, summary.run.rejects) == (3, 3, 0)
    assert summary.run.records == sum(count for table, count in summary.figures()[2:8] if table) > 0
    found = column(summary, "SELECT DISTINCT substance AS value FROM doses ORDER BY ALL")
    assert found == ["magnesium", "vitamin d", "zinc"]


def test_only_what_changed_is_worked_on_again(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "home")
    planned, _ = run(articles, tmp_path / "home")
    assert planned.new == 0
    write_articles(articles, {"magnesium.txt": ARTICLES["magnesium.txt"].replace("200 mg", "300 mg")})
    planned, summary = run(articles, tmp_path / "home")
    assert [article.source for shard in planned.shards for article in shard.articles] == ["magnesium.txt"]
    assert 200.0 not in column(summary, "SELECT low AS value FROM doses WHERE substance = 'magnesium'")
    assert column(summary, "SELECT count(*) AS value FROM articles") == [3]
    assert column(summary, "SELECT count(*) AS value FROM runs") == [3]


def test_an_article_that_is_gone_is_gone_from_the_warehouse(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "home")
    (articles / "magnesium.txt").unlink()
    _, summary = run(articles, tmp_path / "home")
    assert column(summary, "SELECT count(*) AS value FROM doses WHERE substance = 'magnesium'") == [0]


def test_the_same_articles_make_the_same_bytes(articles: Path, tmp_path: Path) -> None:
    run(articles, tmp_path / "one")
    run(articles, tmp_path / "two")
    assert lake_bytes(tmp_path / "one") == lake_bytes(tmp_path / "two") != {}


def test_a_killed_run_is_taken_up_where_it_stood(articles: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    job = begin([str(articles)], Settings(home=home, shard_size=1))
    process_shard(plan_for(job).shards[0])
    (home / "lake" / "doses").mkdir(exist_ok=True)
    (home / "lake" / "doses" / ".writing-x").write_bytes(b"half a part")
    planned, summary = run(articles, home, shard_size=1)
    assert (planned.new, len(planned.shards)) == (2, 2)
    assert column(summary, "SELECT count(*) AS value FROM articles") == [3]
    assert list(home.rglob(".writing-*")) == []


BAD = [
    # name, content (None: a link that leads nowhere), stage, code
    ("empty.txt", b"", "clean", "empty"),
    ("binary.txt", bytes(range(256)) * 20, "clean", "binary"),
    ("photo.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(range(256)) * 20, "clean", "binary"),
    ("data.txt", b'{"rows": [1, 2, 3]}', "clean", "not_an_article"),
    ("dangling.txt", None, "read", "unreadable"),
]


@pytest.mark.parametrize(("name", "content", "stage", "code"), BAD, ids=[case[0] for case in BAD])
def test_a_bad_file_becomes_a_reject_and_the_run_goes_on(
    articles: Path, tmp_path: Path, name: str, content: bytes | None, stage: str, code: str
) -> None:
    if content is None:
        (articles / name).symlink_to("nowhere")
    else:
        write_articles(articles, {name: content})
    for _ in range(2):  # it stays one reject when the run is repeated
        _, summary = run(articles, tmp_path / "home")
        assert [(reject["source"], reject["stage"], reject["code"]) for reject in summary.rejects] == [
            (name, stage, code)
        ]
        assert column(summary, "SELECT count(*) AS value FROM articles") == [3]
        assert summary.rejects[0]["message"]


def test_an_unreadable_file_is_looked_at_again(articles: Path, tmp_path: Path) -> None:
    (articles / "late.txt").symlink_to(tmp_path / "late")
    run(articles, tmp_path / "home")
    (tmp_path / "late").write_text(ARTICLES["magnesium.txt"])
    planned, summary = run(articles, tmp_path / "home")
    assert (planned.new, len(summary.rejects)) == (1, 0)


def test_a_file_that_changes_under_the_run_is_read_by_the_next(articles: Path, tmp_path: Path) -> None:
    job = begin([str(articles)], Settings(home=tmp_path / "home"))
    planned = plan_for(job)
    write_articles(articles, {"magnesium.txt": ARTICLES["magnesium.txt"] + "More.\n"})
    process_shard(planned.shards[0])
    assert [reject["code"] for reject in load(job, planned).rejects] == ["changed"]
    again, summary = run(articles, tmp_path / "home")
    assert (again.new, len(summary.rejects)) == (1, 0)


def page(number: int, published: str) -> str:
    return (
        f'<html><head><link rel="canonical" href="https://example.com/zinc">'
        f'<meta property="article:published_time" content="{published}"></head><body><article><h1>Zinc</h1>'
        f"<p>Adults take {number} mg of zinc per day with a meal. " + "Zinc is a mineral that the body needs. " * 12
    ) + "</p></article></body></html>"


@pytest.mark.parametrize("shard_size", [1, 2, 10])
@pytest.mark.parametrize("runs", [1, 3])
def test_of_files_with_one_address_the_newest_is_kept(tmp_path: Path, shard_size: int, runs: int) -> None:
    pages = {"a.html": page(10, "2020-01-01"), "b.html": page(30, "2024-01-01"), "c.html": page(20, "2022-01-01")}
    folder = write_articles(tmp_path / "in", pages)
    for _ in range(runs):
        _, summary = run(folder, tmp_path / "home", shard_size=shard_size)
    assert column(summary, "SELECT low AS value FROM doses") == [30.0]
    assert column(summary, "SELECT source AS value FROM articles") == ["b.html"]
    assert [(reject["source"], reject["code"]) for reject in summary.rejects] == [
        ("a.html", "superseded"),
        ("c.html", "superseded"),
    ]


def test_copies_under_other_addresses_are_kept_in_one_cluster_however_they_fell_into_shards(
    articles: Path, tmp_path: Path
) -> None:
    text = ARTICLES["magnesium.txt"]
    copies = {
        "copies/exact.txt": text,
        "copies/near.txt": f"Seen in the news.\n\n{text}".replace("evening meal", "last meal"),
    }
    write_articles(articles, copies)
    found = []
    for shard_size in (1, 2, 10):
        _, summary = run(articles, tmp_path / str(shard_size), shard_size=shard_size)
        table = ask(summary.warehouse, "SELECT source, cluster_id, copy_of FROM articles ORDER BY source")
        found.append(table.to_pylist())
        assert summary.rejects == []
    assert found[0] == found[1] == found[2]
    clusters: dict[str, set[str]] = {}
    for row in found[0]:
        clusters.setdefault(row["cluster_id"], set()).add(row["source"])
    assert sorted(map(sorted, clusters.values())) == [
        ["copies/exact.txt", "copies/near.txt", "magnesium.txt"],
        ["vitamin-d.md"],
        ["zinc/picolinate.html"],
    ]
    assert sum(row["copy_of"] is None for row in found[0]) == 3


def test_a_bug_of_the_engine_is_not_hidden(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Sequence[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(shards, "extract", broken)
    with pytest.raises(ZeroDivisionError) as caught:
        run(articles, tmp_path / "home")
    assert "magnesium.txt" in caught.value.__notes__[0]


def test_one_writer_per_home(tmp_path: Path) -> None:
    with hold(tmp_path):
        assert holder(tmp_path)
        with pytest.raises(Busy, match=r"process \d+ on .* \(since 20"), hold(tmp_path):
            pass
    assert holder(tmp_path) is None


HOLDING = """
import sys, time; from pathlib import Path; from posology.pipeline.lock import hold
with hold(Path(sys.argv[1])): print('held', flush=True); time.sleep(float(sys.argv[2]))
"""


@contextmanager
def held_elsewhere(home: Path, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the home for so long, once it does."""
    command = [sys.executable, "-c", HOLDING, str(home), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path, 60) as process:
        assert f"process {process.pid}" in str(holder(tmp_path))
        process.kill()
    told: list[str] = []
    with hold(tmp_path, wait=True, tell=told.append):
        assert told == []


def test_who_waits_is_told_for_whom(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path, 1) as process:
        told: list[str] = []
        began = time.monotonic()
        with hold(tmp_path, wait=True, tell=told.append):
            assert time.monotonic() - began > 0.5
        assert f"process {process.pid}" in told[0]


def test_workers_give_the_same_as_this_process(articles: Path, tmp_path: Path) -> None:
    job = begin([str(articles)], Settings(home=tmp_path / "home", shard_size=2))
    planned = plan_for(job)
    with open_pool(2, ()) as pool:
        manifests = [pool.process(shard) for shard in planned.shards]
        summary = pool.load(job, planned)
    here = [process_shard(replace(shard, lake=tmp_path / "here")) for shard in planned.shards]
    assert manifests == here
    assert summary.run.records == sum(manifest.records for manifest in manifests)


def test_a_worker_that_dies_is_told_with_what_to_do() -> None:
    with open_pool(1, ()) as pool, pytest.raises(WorkerDied, match=r"set `processes` or `shard_size` lower"):
        pool._run("shard x", eval, "__import__('os')._exit(9)")


MAIN = """
print("main was imported", flush=True)
if __name__ == "__main__":
    from posology.pipeline.pool import open_pool
    with open_pool(2, ()) as pool:
        print(pool._run("modules", eval, "'prefect' in __import__('sys').modules"))
"""


def test_workers_do_not_import_the_main_module(tmp_path: Path) -> None:
    """A Prefect worker's main module is Prefect: seconds and 150 MB for each worker process."""
    (tmp_path / "main.py").write_text(MAIN)
    done = subprocess.run(
        [sys.executable, tmp_path / "main.py"], capture_output=True, env={"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.stdout.decode().splitlines() == ["main was imported", "False"], done.stderr.decode()
