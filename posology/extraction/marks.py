"""Marks: typed spans of the text with values. The scan makes them, the grammars read them."""

from typing import Literal, NamedTuple

SenseKind = Literal["substance", "form", "delivery", "drug", "food"]
MarkKind = Literal["name", "quantity", "percent", "ratio", "duration", "cue", "marker", "identifier"]


class Sense(NamedTuple):
    """One meaning of a name."""

    kind: SenseKind
    substance: str | None
    """Canonical substance, for a substance or a form of it."""
    form: str | None
    """Canonical form, for a form or a delivery."""
    form_kind: str | None
    elliptic: bool
    """Counts only where the article speaks of the substance ("oxide"); a delivery, only beside one ("cream")."""
    name: str
    """Canonical name, for a drug or a food the name itself."""
    weak: bool = False
    """A constituent or macronutrient: no subject of an amount that does not stand beside it."""
    only_in: tuple[str, ...] = ()
    """Counts only in articles about one of these substances."""


class Quantity(NamedTuple):
    """An amount with its unit. One amount has low == high."""

    low: float
    high: float
    unit: str
    sort: str
    """mass, volume, activity or count."""
    number_end: int
    """Offset after the last digit or number word: the unit begins behind it."""


class Extent(NamedTuple):
    """A percentage or a ratio ("3.7 times"); one value has low == high."""

    low: float
    high: float


class Duration(NamedTuple):
    """A stretch of time in minutes; null numbers for "a few weeks"."""

    low: float | None
    high: float | None
    unit: str
    """minute, hour, day, week, month or year."""


class Mark(NamedTuple):
    """A typed span: offsets in code points of the cleaned text, end exclusive."""

    start: int
    end: int
    kind: MarkKind
    value: object
    """name: tuple[Sense, ...]; quantity: Quantity; percent, ratio: Extent; duration: Duration;
    cue: frozenset of labels; marker: the marker's text; identifier: (scheme, bare value)."""
