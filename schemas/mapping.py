"""The one mapper: Arrow schemas, DuckDB tables and JSON Schema, all derived from the Pydantic models.

A model's description becomes the comment of its table, a field's that of its column. Everything that a field may hold
is a string, an integer, a float, a boolean, a moment, a model, a tuple of these, or null.
"""

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema

Model = TypeVar("Model", bound=BaseModel)

_SCALARS: dict[type, tuple[pa.DataType, str]] = {
    str: (pa.string(), "VARCHAR"),
    bool: (pa.bool_(), "BOOLEAN"),
    int: (pa.int64(), "BIGINT"),
    float: (pa.float64(), "DOUBLE"),
    datetime: (pa.timestamp("us", tz="UTC"), "TIMESTAMP WITH TIME ZONE"),
}


@dataclass(frozen=True)
class Column:
    """A column of a DuckDB table."""

    name: str
    sql_type: str
    nullable: bool
    comment: str


class _AllRequired(GenerateJsonSchema):
    """What is written out has every field, also those that have a default."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002  the signature is Pydantic's
        return True


@dataclass(frozen=True)
class _Mapped:
    """What one annotation becomes."""

    arrow: pa.DataType
    sql: str
    nullable: bool
    values: tuple[str, ...] = ()
    plain: Callable[[Any], Any] | None = None
    """Turns a value into what Arrow takes; None where Arrow takes it as it is."""


@cache
def arrow_schema(model: type[BaseModel]) -> pa.Schema:
    """The Arrow schema of a model's rows; nullability and descriptions included."""
    return pa.schema(
        [
            pa.field(name, mapped.arrow, nullable=mapped.nullable, metadata={"description": _comment(field, mapped)})
            for name, (field, mapped) in _fields(model).items()
        ]
    )


@cache
def columns(model: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a model's DuckDB table, in the order of its fields."""
    return tuple(
        Column(name, mapped.sql, mapped.nullable, _comment(field, mapped))
        for name, (field, mapped) in _fields(model).items()
    )


def create_table(
    model: type[BaseModel], name: str, *, extra: Sequence[Column] = (), compression: Mapping[str, str] | None = None
) -> str:
    """DuckDB DDL: the table `name` (may be qualified), and a COMMENT on it and on each column.

    `extra` columns follow the model's own; `compression` forces a method upon named columns.
    """
    table = ".".join(quoted(part) for part in name.split("."))
    all_columns = (*columns(model), *extra)
    forced = compression or {}
    if unknown := sorted(forced.keys() - {column.name for column in all_columns}):
        raise ValueError(f"{name} has no column {', '.join(unknown)} to compress")
    body = ",\n".join(f"    {_definition(column, forced.get(column.name))}" for column in all_columns)
    comments = [f"COMMENT ON TABLE {table} IS {literal(_summary(model))};"]
    comments += [f"COMMENT ON COLUMN {table}.{quoted(c.name)} IS {literal(c.comment)};" for c in all_columns]
    return "\n".join([f"CREATE TABLE {table} (\n{body}\n);", *comments])


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema of a model as it is written out: every field is there."""
    return model.model_json_schema(mode="serialization", schema_generator=_AllRequired)


def to_table(models: Iterable[Model], model_type: type[Model]) -> pa.Table:
    """Rows for models, in their order. The models are valid already; nothing is checked again."""
    rows = list(models)
    schema = arrow_schema(model_type)
    arrays = []
    for name, (_, mapped) in _fields(model_type).items():
        values = [getattr(row, name) for row in rows]
        if mapped.plain is not None:
            values = [mapped.plain(value) for value in values]
        arrays.append(pa.array(values, type=mapped.arrow))
    return pa.Table.from_arrays(arrays, schema=schema)


def from_rows(rows: Iterable[Mapping[str, Any]], model_type: type[Model]) -> list[Model]:
    """Models for rows, validated; columns that the model does not know (run_id) are left out.

    Raises pydantic.ValidationError when a row does not fit.
    """
    names = model_type.model_fields.keys()
    return _adapter(model_type).validate_python([{name: row[name] for name in names if name in row} for row in rows])


def quoted(identifier: str) -> str:
    """An SQL identifier that may be a reserved word, as `end` is."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[FieldInfo, _Mapped]]:
    return {name: (field, _map(field.annotation)) for name, field in model.model_fields.items()}


@cache
def _adapter(model: type[Model]) -> TypeAdapter[list[Model]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


def _map(annotation: Any) -> _Mapped:
    """What an annotation becomes in Arrow and in SQL."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _map(arguments[0])
    if origin in (Union, types.UnionType):
        return _map_optional(annotation, arguments)
    if origin is Literal and all(isinstance(value, str) for value in arguments):
        return _Mapped(pa.string(), "VARCHAR", nullable=False, values=arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _map_tuple(_map(arguments[0]))
    if annotation in _SCALARS:
        arrow, sql = _SCALARS[annotation]
        return _Mapped(arrow, sql, nullable=False)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _map_model(annotation)
    raise TypeError(f"no column type for {annotation!r}: give it one in schemas/mapping.py")


def _map_optional(annotation: Any, arguments: tuple[Any, ...]) -> _Mapped:
    present = [argument for argument in arguments if argument is not types.NoneType]
    if len(present) != 1 or len(arguments) != 2:
        raise TypeError(f"no column type for {annotation!r}: a column has one type, and null")
    inner = _map(present[0])
    plain = inner.plain
    optional = None if plain is None else lambda value: None if value is None else plain(value)
    return _Mapped(inner.arrow, inner.sql, nullable=True, values=inner.values, plain=optional)


def _map_tuple(item: _Mapped) -> _Mapped:
    arrow = pa.list_(pa.field("element", item.arrow, nullable=item.nullable))
    plain = item.plain
    several = None if plain is None else lambda values: [plain(value) for value in values]
    return _Mapped(arrow, f"{item.sql}[]", nullable=False, plain=several)


def _map_model(model: type[BaseModel]) -> _Mapped:
    fields = {name: mapped for name, (_, mapped) in _fields(model).items()}
    arrow = pa.struct([pa.field(name, mapped.arrow, nullable=mapped.nullable) for name, mapped in fields.items()])
    sql = ", ".join(f"{quoted(name)} {mapped.sql}" for name, mapped in fields.items())
    nested = {name: mapped.plain for name, mapped in fields.items() if mapped.plain is not None}

    def plain(value: BaseModel) -> dict[str, Any]:
        return vars(value) | {name: convert(getattr(value, name)) for name, convert in nested.items()}

    return _Mapped(arrow, f"STRUCT({sql})", nullable=False, plain=plain)


def _comment(field: FieldInfo, mapped: _Mapped) -> str:
    """The field's description, and what it may hold where that is a closed list."""
    description = field.description or ""
    return f"{description} One of: {', '.join(mapped.values)}." if len(mapped.values) > 1 else description


def _summary(model: type[BaseModel]) -> str:
    """The first paragraph of the model's docstring, on one line."""
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _definition(column: Column, compression: str | None) -> str:
    null = "" if column.nullable else " NOT NULL"
    method = f" USING COMPRESSION {compression}" if compression else ""
    return f"{quoted(column.name)} {column.sql_type}{null}{method}"
