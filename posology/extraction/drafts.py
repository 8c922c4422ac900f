"""What a grammar hands over: a claim's place and values, before its subject is resolved."""

from dataclasses import dataclass, field
from typing import Any

from posology.extraction.document import Sentence
from schemas.records import FormFrom, Kind, SubstanceFrom


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a claim is about, and where that was found."""

    substance: str | None
    form: str | None
    substance_from: SubstanceFrom | None
    form_from: FormFrom | None
    known: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """One claim. Offsets count code points of the text, end exclusive; `values` are the kind's own fields."""

    kind: Kind
    start: int
    end: int
    sentence: Sentence
    rule: str
    subject: Subject
    values: dict[str, Any] = field(default_factory=dict)
