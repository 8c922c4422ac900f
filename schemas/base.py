"""The base of every model of the contract: strict, frozen, closed, and every field described."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Strings = Annotated[tuple[str, ...], Field(strict=False)]
"""Several strings; an Arrow or JSON list is read as the tuple it stands for."""


class Contract(BaseModel):
    """A value of the contract. Its fields' descriptions become the comments of columns, so each field has one."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", ser_json_inf_nan="strings")
