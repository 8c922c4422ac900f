"""From lake to warehouse: what is current, who published it first, and a last good file at every moment."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from posology.errors import ConfigurationError, LakeError, WarehouseError
from schemas.article import Article
from schemas.mapping import from_rows
from schemas.records import RECORD_TYPES, TABLES
from tests.lakes import Page, dose, form, reference, snapshot, timing, trial, write_shard
from warehouse.lake import write_run
from warehouse.load import LoadReport, build, publish
from warehouse.objects import scripts
from warehouse.query import ask


def page(source: str, text: str = "Take 300 mg of magnesium a day, see [1].", **values: object) -> Page:
    """A page with one dose, its record made from the text's first words in mg."""
    bare = Page(source, text, **values)  # type: ignore[arg-type]
    return replace(bare, records=(dose(bare, "300 mg"),)) if "300 mg" in text and not bare.reject else bare


def load(home: Path, number: int, pages: list[Page], engine: str = "engine0123456789") -> LoadReport:
    """One night: what run `number` found is built, written down and published."""
    found = snapshot(number, pages, engine)
    report = build(home / "lake", home / "new.duckdb", found)
    write_run(home / "lake", found.model_copy(update={"run": report.run}))
    publish(home / "new.duckdb", home / "posology.duckdb")
    return report


def rows(home: Path, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in ask(home / "posology.duckdb", sql).to_pylist()]


def full_page() -> Page:
    """A page with one record of every kind but bioavailability, and words beyond ASCII before them."""
    bare = Page(
        "é.txt", "Für dich 🌿: take 300 mg of magnesium citrate with meals. A 2012 trial agrees [1]. 1. A, 2012."
    )
    records = (
        dose(bare, "300 mg"),
        form(bare, "magnesium citrate", form="magnesium citrate"),
        timing(bare, "with meals"),
        trial(bare, "A 2012 trial", year=2012),
        reference(bare, "1. A, 2012.", year=2012, marker="1"),
    )
    return replace(bare, records=records)


def test_what_went_in_comes_out(tmp_path: Path) -> None:
    whole = full_page()
    write_shard(tmp_path / "lake", [whole, page("b.txt")])
    write_shard(tmp_path / "lake", [page("c.txt", reject="binary")])
    report = load(tmp_path, 1, [whole, page("b.txt"), page("c.txt", reject="binary")])
    assert report.rows == {"articles": 2, "rejects": 1, "doses": 2, "timings": 1, "forms": 1} | {
        "bioavailability": 0, "trials": 1, "citations": 1, "runs": 1,
    }  # fmt: skip
    database = tmp_path / "posology.duckdb"
    found = ask(database, f"FROM articles WHERE source = '{whole.source}'").to_pylist()
    assert from_rows(found, Article) == [whole.article]
    for kind, model in RECORD_TYPES.items():
        found = ask(database, f"FROM {TABLES[kind]} WHERE article_id = '{whole.article.article_id}'").to_pylist()
        assert from_rows(found, model) == [record for record in whole.records if isinstance(record, model)]
    assert rows(tmp_path, "SELECT run_id, records, rejects, articles FROM runs") == [("run-1", 6, 1, 3)]
    assert (report.run.records, report.run.rejects, report.run.finished > report.run.started) == (6, 1, True)
    assert set(report.checks) == {name for name, _ in scripts("checks")}


def test_everything_has_a_comment(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [full_page()])
    load(tmp_path, 1, [full_page()])
    for function, names in [
        ("duckdb_tables", "table_name"), ("duckdb_views", "view_name"), ("duckdb_columns", "table_name, column_name"),
    ]:  # fmt: skip
        assert (
            rows(tmp_path, f"SELECT {names} FROM {function}() WHERE NOT internal AND coalesce(comment, '') = ''") == []
        )
    comments = dict(rows(tmp_path, "SELECT table_name, comment FROM duckdb_columns() WHERE column_name = 'low'"))
    assert comments["timing_claims"] == comments["timings"] != comments["doses"] == comments["dose_claims"]


def test_run_id_is_the_run_that_first_published(tmp_path: Path) -> None:
    old, new = page("a.txt"), page("a.txt", "Now take 300 mg of magnesium, and 400 mg at night.")
    new = replace(new, records=(*new.records, dose(new, "400 mg", low=400.0, high=400.0)))
    write_shard(tmp_path / "lake", [old, page("b.txt")])
    load(tmp_path, 1, [old, page("b.txt")])
    write_shard(tmp_path / "lake", [new])
    load(tmp_path, 2, [new, page("b.txt")])
    joined = "doses AS d JOIN articles AS a USING (article_id)"
    published = f"SELECT source, low, d.run_id, a.run_id AS version FROM {joined} ORDER BY ALL"
    assert rows(tmp_path, published) == [
        ("a.txt", 300.0, "run-1", "run-2"),  # the claim survived the edit, this version of the article is new
        ("a.txt", 400.0, "run-2", "run-2"),
        ("b.txt", 300.0, "run-1", "run-1"),
    ]
    write_shard(tmp_path / "lake", [new, page("b.txt")], engine="newer")
    load(tmp_path, 3, [new, page("b.txt")], engine="newer")
    assert {run for (run,) in rows(tmp_path, "SELECT run_id FROM doses")} == {"run-1", "run-2"}
    assert rows(tmp_path, "SELECT run_id FROM runs ORDER BY started") == [("run-1",), ("run-2",), ("run-3",)]


def test_the_newest_run_says_what_is_current(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("a.txt"), page("b.txt")])
    load(tmp_path, 1, [page("a.txt"), page("b.txt")])
    load(tmp_path, 2, [page("b.txt")])
    assert rows(tmp_path, "SELECT source FROM articles") == [("b.txt",)]
    assert rows(tmp_path, "SELECT count(*) FROM doses") == [(1,)]
    load(tmp_path, 3, [page("a.txt"), page("b.txt")])  # it was in the lake all the time
    assert rows(tmp_path, "SELECT source, run_id FROM articles ORDER BY ALL") == [
        ("a.txt", "run-1"),
        ("b.txt", "run-1"),
    ]


def test_an_article_outweighs_a_reject_of_the_same_bytes(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("a.txt", reject="changed")])
    write_shard(tmp_path / "lake", [page("a.txt"), page("b.txt")])
    write_shard(tmp_path / "lake", [page("a.txt")])
    report = load(tmp_path, 1, [page("a.txt")])
    assert (report.rows["articles"], report.rows["doses"], report.rows["rejects"]) == (1, 1, 0)


def test_the_last_run_can_be_built_again(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("a.txt")])
    report = load(tmp_path, 1, [page("a.txt")])
    again = build(tmp_path / "lake", tmp_path / "again.duckdb")
    assert (again.run, again.rows) == (report.run, report.rows)


def test_no_articles_make_an_empty_warehouse(tmp_path: Path) -> None:
    assert load(tmp_path, 1, []).rows["articles"] == 0
    with pytest.raises(LakeError, match="no run is written down here"):
        build(tmp_path / "nowhere", tmp_path / "new.duckdb")


def test_a_part_that_fails_leaves_the_last_good_file(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("a.txt")])
    load(tmp_path, 1, [page("a.txt")])
    manifest = write_shard(tmp_path / "lake", [page("b.txt")])
    part = tmp_path / "lake" / next(part.path for part in manifest.parts if part.table == "doses")
    part.write_bytes(part.read_bytes()[:-9] + b"123456789")
    with pytest.raises(LakeError, match=rf"doses/engine0123456789/{manifest.shard_id}\.parquet: damaged"):
        load(tmp_path, 2, [page("a.txt"), page("b.txt")])
    part.unlink()
    with pytest.raises(LakeError, match="the lake lacks 1 article versions that run run-2 found"):
        load(tmp_path, 2, [page("a.txt"), page("b.txt")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lake", "posology.duckdb"]
    assert rows(tmp_path, "SELECT source FROM articles") == [("a.txt",)]
    write_shard(tmp_path / "lake", [page("b.txt")])  # what the message asks for: run again
    assert load(tmp_path, 2, [page("a.txt"), page("b.txt")]).rows["articles"] == 2


def _broken(**changes: object) -> Page:
    good = page("a.txt")
    return replace(good, records=(good.records[0].model_copy(update=changes),))


def _twice() -> Page:
    good = page("a.txt")
    return replace(good, records=good.records * 2)


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        ("quotes_are_verbatim", _broken(quote="400 mg")),
        ("quotes_are_verbatim", _broken(start=6)),
        ("quotes_are_verbatim", _broken(end=5)),
        ("ranges_are_ordered", _broken(low=301.0)),
        ("ranges_are_ordered", _broken(high=float("inf"))),
        ("records_are_unique", _twice()),
    ],
)
def test_a_check_that_fails_names_itself_and_the_row(tmp_path: Path, check: str, bad: Page) -> None:
    write_shard(tmp_path / "lake", [bad])
    with pytest.raises(
        WarehouseError, match=rf"check {check} failed, nothing was published: .*{bad.records[0].record_id}"
    ):
        load(tmp_path, 1, [bad])
    assert [path.name for path in tmp_path.iterdir()] == ["lake"]


def test_a_record_without_its_article_fails_a_check(tmp_path: Path) -> None:
    good = page("a.txt")
    stray = replace(page("b.txt"), records=good.records, reject=None)
    write_shard(tmp_path / "lake", [good])
    write_shard(tmp_path / "lake", [stray])
    # the stray dose names an article of another shard, so it is not wanted there and does not come in twice
    assert load(tmp_path, 1, [good, stray]).rows["doses"] == 1
    with duckdb.connect(str(tmp_path / "posology.duckdb")) as database:
        database.execute("DELETE FROM articles")
        (orphans,) = [text for name, text in scripts("checks") if name == "records_have_articles"]
        assert len(database.execute(orphans).fetchall()) == 1


def test_copies_are_one_cluster_and_count_once(tmp_path: Path) -> None:
    text = "Take 300 mg of magnesium a day, see [1]."
    pages = [
        page("a.txt", text, url="https://one.org/a", modified="2024-06-01"),
        page("b.txt", text, url="https://two.org/b"),
        page("c.txt", text),
        page("d.txt", "For sleep, 300 mg of magnesium before bed is what our readers tell us that they like."),
    ]
    for one in pages:
        write_shard(tmp_path / "lake", [one])
    load(tmp_path, 1, pages)
    original = min(one.article.article_id for one in pages[:3])
    expected = [(one.source, original, None if one.article.article_id == original else original) for one in pages[:3]]
    expected.append(("d.txt", pages[3].article.article_id, None))
    assert rows(tmp_path, "SELECT source, cluster_id, copy_of FROM articles ORDER BY source") == expected
    assert rows(tmp_path, "SELECT source, cluster_id, copy_of FROM marts.dose_claims ORDER BY source") == expected
    counted = "articles, sites, clusters, doses, median_of_doses"
    assert rows(tmp_path, f"SELECT {counted} FROM marts.substance_overview") == [(4, 1, 2, 4, 2)]


SPOILT = [
    "UPDATE articles SET copy_of = 'nobody' WHERE copy_of IS NOT NULL",
    "UPDATE articles SET cluster_id = article_id WHERE copy_of IS NOT NULL",
    "DELETE FROM articles WHERE copy_of IS NULL",
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_cluster_without_its_original_fails_a_check(tmp_path: Path, spoil: str) -> None:
    pages = [page("a.txt"), page("b.txt")]
    write_shard(tmp_path / "lake", pages)
    load(tmp_path, 1, pages)
    with duckdb.connect(str(tmp_path / "posology.duckdb")) as database:
        (check,) = [text for name, text in scripts("checks") if name == "clusters_have_originals"]
        assert database.execute(check).fetchall() == []
        database.execute(spoil)
        assert len(database.execute(check).fetchall()) == 1


DAILY = [
    ({}, (300.0, 300.0)),
    ({"unit": "g", "low": 1.0, "high": 2.0}, (1000.0, 2000.0)),
    ({"unit": "mcg", "low": 400.0, "high": None}, (0.4, None)),
    ({"per": "dose", "times_per_day": 2.0}, (600.0, 600.0)),
    ({"per": "dose"}, (None, None)),
    ({"per": None}, (None, None)),
    ({"per": "day", "times_per_day": 2.0}, (300.0, 300.0)),
    ({"unit": "iu"}, (None, None)),
    ({"per": "kg_day"}, (None, None)),
]


@pytest.mark.parametrize(("values", "expected"), DAILY)
def test_mg_per_day(tmp_path: Path, values: dict[str, object], expected: tuple[float | None, float | None]) -> None:
    bare = Page("a.txt", "Take 300 mg.")
    one = replace(bare, records=(dose(bare, "300 mg", **values),))
    write_shard(tmp_path / "lake", [one])
    load(tmp_path, 1, [one])
    assert rows(tmp_path, "SELECT mg_per_day_low, mg_per_day_high FROM marts.dose_claims") == [expected]


def test_substance_overview(tmp_path: Path) -> None:
    bare = Page("a.txt", "Take 300 mg with meals.")
    claims = [
        dose(bare, "300 mg"),
        dose(bare, "300 mg", low=100.0, high=300.0),
        dose(bare, "300 mg", low=None, high=900.0),
        dose(bare, "300 mg", low=9000.0, high=9000.0, basis="compound"),
        dose(bare, "300 mg", low=8000.0, high=8000.0, context="limit"),
        dose(bare, "300 mg", substance="zinc", unit="capsule"),
        dose(bare, "300 mg", substance=None),
        form(bare, "300 mg", form="magnesium citrate"),
        timing(bare, "with meals"),
        trial(bare, "Take", substance="zinc"),
    ]
    distinct = [claim.model_copy(update={"record_id": str(number)}) for number, claim in enumerate(claims)]
    whole = replace(bare, records=tuple(distinct))
    write_shard(tmp_path / "lake", [whole, page("b.txt")])
    load(tmp_path, 1, [whole, page("b.txt")])
    columns = "substance, articles, doses, median_mg_per_day, median_of_doses, timings, forms, bioavailability, trials"
    assert rows(tmp_path, f"SELECT {columns} FROM marts.substance_overview ORDER BY substance") == [
        ("magnesium", 2, 6, 300.0, 4, 1, 1, 0, 0),
        ("zinc", 1, 1, None, 0, 0, 0, 0, 1),
    ]


def test_claims_carry_their_article(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [full_page()])
    load(tmp_path, 1, [full_page()])
    for kind, count in [("dose", 1), ("timing", 1), ("form", 1), ("bioavailability", 0), ("trial", 1)]:
        found = rows(tmp_path, f"SELECT title, published, quote FROM marts.{kind}_claims")
        assert [row[:2] for row in found] == [("About é.txt", "2024-05-01")] * count


def test_storage_version(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("a.txt")])
    load(tmp_path, 1, [page("a.txt")])
    with duckdb.connect(str(tmp_path / "posology.duckdb"), read_only=True) as database:
        (tags,) = database.sql("SELECT tags FROM duckdb_databases() WHERE database_name = 'posology'").fetchall()[0]
    assert tags["storage_version"].startswith("v1.5.0")
    with pytest.raises(ConfigurationError, match=r"storage version 'v9'.*valid options"):
        build(tmp_path / "lake", tmp_path / "new.duckdb", storage_version="v9")


def test_readers_keep_what_they_opened_and_old_logs_are_not_replayed(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("a.txt"), page("b.txt")])
    load(tmp_path, 1, [page("a.txt")])
    reader_code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True)\n"
        "sys.stdin.readline(); print(c.sql('SELECT count(*) FROM articles').fetchall()[0][0])"
    )
    command = [sys.executable, "-c", reader_code, str(tmp_path / "posology.duckdb")]
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None and reader.stdout.readline() == "open\n"
    (tmp_path / "posology.duckdb.wal").write_bytes(b"left by a writer that was killed")
    load(tmp_path, 2, [page("a.txt"), page("b.txt")])
    assert reader.communicate("\n")[0] == "1\n"
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


NIGHT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_load import load, page
print("ready", flush=True)
for number in range(2, 1000):
    load(Path(sys.argv[2]), number, [page(f"{n}.txt") for n in range(1 + number % 2)])
"""


def test_killed_at_any_moment_the_last_good_file_stands(tmp_path: Path) -> None:
    write_shard(tmp_path / "lake", [page("0.txt"), page("1.txt")])
    load(tmp_path, 1, [page("0.txt")])
    for moment in (0.02, 0.07, 0.15, 0.31, 0.47):
        command = [sys.executable, "-c", NIGHT, str(Path(__file__).parent), str(tmp_path)]
        night = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert night.stdout is not None and night.stdout.readline() == "ready\n"
        time.sleep(moment)
        night.kill()
        night.communicate()
        ((articles, doses, last),) = rows(
            tmp_path,
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM doses), max_by(articles, started) FROM runs",
        )
        assert articles == doses == last
    assert load(tmp_path, 1000, [page("1.txt")]).rows["articles"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lake", "posology.duckdb"]
