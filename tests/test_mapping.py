"""The mapper: every model goes through Parquet and DuckDB and comes back as it was."""

import types
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import duckdb
import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from schemas.article import Article
from schemas.mapping import Column, arrow_schema, columns, create_table, from_rows, json_schema, to_table
from schemas.records import RECORD_TYPES, Dose, Trial
from schemas.runs import Part, Reject, Run, ShardManifest

MODELS: list[type[BaseModel]] = [Article, *RECORD_TYPES.values(), Reject, Part, ShardManifest, Run]
MODEL_NAMES = [model.__name__ for model in MODELS]
SCALARS = {
    str: st.text(st.characters(codec="utf-8"), max_size=30),
    int: st.integers(0, 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Any value that a field's annotation allows."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is types.NoneType:
        return st.none()
    if origin is Annotated:
        return values(arguments[0])
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, arguments))
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    return SCALARS[annotation] if annotation in SCALARS else instances(annotation)


def instances(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    return st.builds(model, **{name: _bounded(field) for name, field in model.model_fields.items()})


def _bounded(field: FieldInfo) -> st.SearchStrategy[Any]:
    not_negative = field.annotation is float and bool(field.metadata)
    return st.floats(min_value=0, allow_nan=False, allow_infinity=False) if not_negative else values(field.annotation)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@pytest.mark.parametrize("model", MODELS, ids=MODEL_NAMES)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_round_trip(
    model: type[BaseModel], database: duckdb.DuckDBPyConnection, tmp_path: Path, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(instances(model), max_size=4))
    part = tmp_path / "part.parquet"
    pq.write_table(to_table(rows, model), part)
    database.execute(f"DROP TABLE IF EXISTS t; {create_table(model, 't')}")
    database.execute("INSERT INTO t BY NAME FROM read_parquet(?)", [str(part)])
    assert from_rows(database.sql("FROM t").to_arrow_table().to_pylist(), model) == rows


@pytest.mark.parametrize("model", MODELS, ids=MODEL_NAMES)
def test_every_column_says_what_it_is(model: type[BaseModel], database: duckdb.DuckDBPyConnection) -> None:
    database.execute(f"DROP TABLE IF EXISTS t; {create_table(model, 't')}")
    comments = dict(database.sql("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 't'").fetchall())
    assert list(comments) == list(model.model_fields) == arrow_schema(model).names
    assert all(comments[name].startswith(field.description) for name, field in model.model_fields.items())
    (table_comment,) = database.sql("SELECT comment FROM duckdb_tables() WHERE table_name = 't'").fetchall()[0]
    assert table_comment
    assert [field.metadata[b"description"].decode() for field in arrow_schema(model)] == list(comments.values())


@pytest.mark.parametrize("model", MODELS, ids=MODEL_NAMES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_json_schema_accepts_what_is_written_out(model: type[BaseModel], data: st.DataObject) -> None:
    written = data.draw(instances(model)).model_dump(mode="json")
    jsonschema.validate(written, json_schema(model))
    assert json_schema(model)["required"] == list(model.model_fields)


@pytest.mark.parametrize(
    ("model", "name", "sql_type", "nullable"),
    [
        (Dose, "low", "DOUBLE", True),
        (Dose, "unit", "VARCHAR", False),
        (Dose, "start", "BIGINT", False),
        (Dose, "in_lexicon", "BOOLEAN", False),
        (Trial, "markers", "VARCHAR[]", True),
        (Trial, "findings", 'STRUCT("outcome" VARCHAR, "change_percent" DOUBLE, "direction" VARCHAR)[]', True),
        (Run, "started", "TIMESTAMP WITH TIME ZONE", False),
        (Article, "links", 'STRUCT("start" BIGINT, "end" BIGINT, "url" VARCHAR)[]', False),
    ],
)
def test_column_types(model: type[BaseModel], name: str, sql_type: str, nullable: bool) -> None:
    column = next(column for column in columns(model) if column.name == name)
    assert (column.sql_type, column.nullable) == (sql_type, nullable)


def test_a_closed_list_is_spelled_out() -> None:
    comments = {column.name: column.comment for column in columns(Dose)}
    assert comments["basis"].endswith("One of: elemental, compound.")
    assert comments["kind"] == "Always 'dose'."


def test_extra_columns_and_compression(database: duckdb.DuckDBPyConnection) -> None:
    extra = Column("run_id", "VARCHAR", nullable=False, comment="Who's first.")
    database.execute("DROP TABLE IF EXISTS t; CREATE SCHEMA IF NOT EXISTS deep")
    database.execute(create_table(Article, "deep.t", extra=[extra], compression={"text": "zstd"}))
    found = database.sql("SELECT column_name, comment FROM duckdb_columns() WHERE schema_name = 'deep'").fetchall()
    assert found[-1] == ("run_id", "Who's first.")
    with pytest.raises(ValueError, match="articles has no column txt to compress"):
        create_table(Article, "articles", compression={"txt": "zstd"})


def test_rows_are_validated_and_foreign_columns_left_out() -> None:
    part = Part(table="doses", path="doses/a.parquet", rows=1, sha256="0")
    (row,) = to_table([part], Part).to_pylist()
    assert from_rows([row | {"run_id": "r"}], Part) == [part]
    with pytest.raises(ValidationError, match="greater_than_equal"):
        from_rows([row | {"rows": -1}], Part)
    with pytest.raises(ValidationError, match="missing"):
        from_rows([{"table": "doses"}], Part)


class Untyped(BaseModel):
    """A model that no table can hold."""

    value: Any


class Either(BaseModel):
    """A model whose column would have two types."""

    value: int | str


@pytest.mark.parametrize(("model", "message"), [(Untyped, "typing.Any"), (Either, "int | str")])
def test_a_type_without_a_column_is_refused(model: type[BaseModel], message: str) -> None:
    with pytest.raises(TypeError, match="no column type for") as error:
        arrow_schema(model)
    assert message in str(error.value)


def test_no_rows_make_an_empty_table_of_the_same_schema() -> None:
    assert to_table([], Trial).schema.equals(arrow_schema(Trial), check_metadata=True)
    assert isinstance(to_table([], Trial), pa.Table)
