"""A lexicon compiled for the scan: what a name means, and the google-re2 patterns that find it in linear time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import re2

from posology.extraction.folding import fold
from posology.extraction.marks import Sense
from posology.lexicons import Lexicon
from posology.lexicons.model import FormRow, SubstanceRow

_GAP = re.compile(r"[-\s]+")
_MEMORY = 256 << 20  # bytes for RE2's automaton: thousands of names do not fit its 8 MB default


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sense of a name, and the one spelling that it needs where the name is an abbreviation ("NAC")."""

    sense: Sense
    exact: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Compiled patterns and their look-up tables. Keys are folded, lower case, with gaps as one space."""

    names: dict[str, tuple[Meaning, ...]]
    name_pattern: "re2._Regexp[bytes]"
    cues: dict[str, dict[str, frozenset[str]]]
    """By cue file: phrase to labels."""
    cue_patterns: dict[str, "re2._Regexp[bytes]"]
    units: dict[str, tuple[str, str]]
    """Spelling of a unit to its name and sort."""
    unit_alternatives: str
    seen_names: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    """What spellings were found to mean; filled by the scan, which meets the same ones again and again."""
    seen_cues: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)


def key_of(text: str) -> str:
    """The look-up key of a name as written: folded, lower case, hyphens and spaces alike."""
    return _GAP.sub(" ", fold(text).lower()).strip()


@lru_cache(maxsize=4)
def compile_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The scan's tables for a lexicon; some tenths of a second, once per process and lexicon."""
    names = _names(lexicon)
    units = {
        key_of(spelling): (unit.name, unit.sort) for unit in lexicon.units for spelling in (unit.name, *unit.aliases)
    }
    cues, patterns = {}, {}
    for file, labels in lexicon.cues.items():
        cues[file] = _labels_by_phrase(labels)
        patterns[file] = _compile(rf"\b(?:{alternatives(cues[file])})\b")
    return Vocabulary(
        names=names,
        name_pattern=_compile(rf"\b(?:{alternatives(names)})(?:e?s)?\b"),
        cues=cues,
        cue_patterns=patterns,
        units=units,
        unit_alternatives=alternatives(units),
        seen_cues={file: {} for file in cues},
    )


def alternatives(phrases: Iterable[str]) -> str:
    """An RE2 alternation of literal phrases; hyphen and space match each other, `*` at a word's end any ending.

    Raises ValueError on an empty list: an empty group would match everywhere.
    """
    literal = [_literal(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p))]
    if not literal:
        raise ValueError("no phrases to match")
    return "|".join(literal)


def _literal(phrase: str) -> str:
    words = phrase.split(" ")
    return r"[-\s]{1,2}".join(
        re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) for word in words
    )


def _compile(pattern: str) -> "re2._Regexp[bytes]":
    options = re2.Options()
    options.case_sensitive = False
    options.longest_match = True
    options.max_mem = _MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern.encode("ascii"), options)


def _labels_by_phrase(labels: "dict[str, tuple[str, ...]] | object") -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for label, phrases in labels.items():  # type: ignore[attr-defined]
        for phrase in phrases:
            found.setdefault(key_of(phrase), set()).add(label)
    return {phrase: frozenset(names) for phrase, names in found.items()}


def _names(lexicon: Lexicon) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, dict[Meaning, None]] = {}

    def add(spelling: str, sense: Sense, exact: bool = False) -> None:
        key = key_of(spelling)
        if key:
            found.setdefault(key, {})[Meaning(sense, spelling if exact else None)] = None

    for row in lexicon.substances:
        sense = Sense("substance", row.name, None, None, False, row.name, row.weak, row.only_in)
        _add_row(add, row, sense, (*row.aliases, *row.botanical, *row.misspellings))
        for form in row.form:
            sense = Sense("form", row.name, form.name, form.kind, False, form.name, row.weak)
            _add_row(add, form, sense, (*form.aliases, *form.misspellings))
            for spelling in form.short:
                add(spelling, sense._replace(elliptic=True))
    for delivery in lexicon.deliveries:
        for spelling in (delivery.name, *delivery.aliases):
            add(spelling, Sense("delivery", None, delivery.name, "delivery", delivery.weak, delivery.name))
        for symbol in delivery.symbols:
            add(symbol, Sense("delivery", None, delivery.name, "delivery", delivery.weak, delivery.name), True)
    for drug in lexicon.drugs:
        for spelling in (drug.name, *drug.aliases):
            add(spelling, Sense("drug", None, None, None, False, drug.name))
        for symbol in drug.symbols:
            add(symbol, Sense("drug", None, None, None, False, drug.name), True)
    for food in lexicon.foods:
        for spelling in (food.name, *food.aliases):
            add(spelling, Sense("food", None, None, None, False, food.name))
        for symbol in food.symbols:
            add(symbol, Sense("food", None, None, None, False, food.name), True)
    for phrase in lexicon.lookalikes:
        found[key_of(phrase)] = {}
    return {key: tuple(meanings) for key, meanings in found.items()}


def _add_row(add: "object", row: SubstanceRow | FormRow, sense: Sense, spellings: Iterable[str]) -> None:
    spoken = not isinstance(row, FormRow) or row.spoken
    for spelling in (row.name, *spellings) if spoken else spellings:
        add(spelling, sense)  # type: ignore[operator]
    for symbol in row.symbols:
        add(symbol, sense, True)  # type: ignore[operator]
