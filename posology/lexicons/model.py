"""The shape of the lexicon files. A row with an unknown key, or a value of the wrong type, is refused on load."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Strings
from schemas.records import FormKind

Names = Annotated[Strings, Field(default=())]
Checked = Literal["read", "memory"]
"""Whether the source's text was seen when the figure was written down."""


class FormRow(Contract):
    """A chemical form, standardised extract or brand of one substance, in real use."""

    name: str
    kind: FormKind
    aliases: Names
    misspellings: Names
    symbols: Names
    short: Names
    formula: str | None = None
    spoken: bool = True
    """Whether the name itself is looked for in texts; a strain called "35624" is found by its aliases only."""


class SubstanceRow(Contract):
    """A nutrient, botanical or other thing that people take as a supplement."""

    name: str
    group: str
    unit: Literal["mg", "mcg", "g", "iu", "cfu", "ml"]
    aliases: Names
    botanical: Names
    misspellings: Names
    symbols: Names
    element: str | None = None
    weak: bool = False
    """A constituent or macronutrient: names an amount only where it stands right beside it."""
    only_in: Names
    """Counts only in articles about one of these: "4 g of sugar" says nothing about a zinc gummy."""
    form: Annotated[tuple[FormRow, ...], Field(strict=False, default=())]


class DeliveryRow(Contract):
    """A way of delivery: capsule, powder, liposomal."""

    name: str
    aliases: Names
    symbols: Names
    dose_unit: bool = False
    weak: bool = False
    """Whether the word counts only beside a substance or another delivery."""


class DrugRow(Contract):
    """A drug or class of drugs that articles keep apart from supplements."""

    name: str
    kind: Literal["drug", "class"]
    aliases: Names
    symbols: Names
    member_of: Names


class FoodRow(Contract):
    """A food or drink that articles mention beside supplements."""

    name: str
    aliases: Names
    symbols: Names


class UnitRow(Contract):
    """A unit of doses, with its spellings; `sort` says what the grammar may do with it."""

    name: str
    sort: Literal["mass", "volume", "activity", "count"]
    aliases: Names


class IntakeRow(Contract):
    """An official daily intake value (RDA, AI or UL) of one life stage."""

    substance: str
    kind: Literal["rda", "ai", "ul"]
    amount: float
    unit: str
    sex: Literal["male", "female", "any"]
    age_min: float
    age_max: float | None = None
    state: Literal["none", "pregnancy", "lactation"] = "none"
    applies_to: str | None = None
    source: str
    checked: Checked


class IuRow(Contract):
    """What one international unit of a substance, or of one form of it, weighs in micrograms."""

    substance: str
    form: str | None = None
    mcg_per_iu: float
    note: str | None = None
    source: str
    checked: Checked
