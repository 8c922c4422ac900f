"""Questions to the warehouse: answered, or refused with a reason."""

from pathlib import Path

import duckdb
import pytest

from warehouse.query import QueryError, ask


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home") / "posology.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE doses (substance VARCHAR, low DOUBLE, moment TIMESTAMPTZ)")
        connection.execute("INSERT INTO doses VALUES ('zinc', 15, '2026-01-01 00:30:00+00'), ('iron', NULL, NULL)")
    return path


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("SELECT substance FROM doses WHERE low > 10", [{"substance": "zinc"}]),
        ("FROM doses SELECT count(*) AS n;", [{"n": 2}]),
        ("SELECT 1 AS a; SELECT 2 AS b", [{"b": 2}]),
        ("-- a note\nSELECT low FROM doses WHERE substance = 'iron'", [{"low": None}]),
        ("SELECT hour(moment) AS h FROM doses WHERE moment IS NOT NULL", [{"h": 0}]),
        ("SELECT low FROM doses WHERE false", []),
        ("SELECT name FROM (SHOW TABLES)", [{"name": "doses"}]),
    ],
)
def test_answers(database: Path, sql: str, answer: list[dict[str, object]]) -> None:
    assert ask(database, sql).to_pylist() == answer


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM doses", "nothing"),
        ("", "returns no rows"),
        ("-- only a note", "returns no rows"),
        ("INSERT INTO doses VALUES ('copper', 1, NULL)", "read-only"),
        ("DROP TABLE doses", "read-only"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
        ("COPY doses TO 'doses.csv'", "disabled"),
        ("ATTACH 'other.duckdb'", "disabled"),
        ("SET enable_external_access = true", "locked"),
        ("SET threads = 1", "locked"),
    ],
)
def test_refusals(database: Path, sql: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as error:
        ask(database, sql)
    assert error.value.exit_code == 2


def test_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"posology\.duckdb: there is no warehouse here. Run `posology run SOURCE`"):
        ask(tmp_path / "posology.duckdb", "SELECT 1")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_warehouse(tmp_path: Path) -> None:
    (tmp_path / "posology.duckdb").write_bytes(b"something else " * 1000)
    with pytest.raises(Exception, match=r"posology\.duckdb: cannot be opened"):
        ask(tmp_path / "posology.duckdb", "SELECT 1")
