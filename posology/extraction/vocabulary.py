"""A lexicon compiled for the scan: what a name means, which labels a cue has, and what finds both in linear time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from string import whitespace

import re2

from posology.extraction.folding import fold
from posology.extraction.marks import Sense
from posology.extraction.phrases import PhraseFinder, compile_phrases
from posology.lexicons import Lexicon

_GAP = re.compile(r"[-\s]+")
_BETWEEN = r"(?:[- \t]{1,2}|-?\n)"  # a hard-wrapped line may break a name, a blank line ends it
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
    finder: PhraseFinder
    """Finds names as table 0, and the cues of each file as a table of its own."""
    units: Mapping[str, tuple[str, str]]
    """Spelling of a unit to its name and sort."""
    unit_alternatives: str
    unit_initials: frozenset[str]
    """What a spelling of a unit, or the gap before it, may begin with."""
    seen_names: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    """What spellings were found to mean; filled by the scan, which meets the same ones again and again."""


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
    cues = [_labels_by_phrase(labels) for labels in lexicon.cues.values()]
    return Vocabulary(
        names=names,
        finder=compile_phrases(names, cues),
        units=units,
        unit_alternatives=alternatives(units),
        unit_initials=frozenset({"-", *whitespace, *(spelling[0] for spelling in units)}),
    )


def alternatives(phrases: Iterable[str]) -> str:
    """An RE2 alternation of literal phrases; hyphen and space match each other.

    Raises ValueError on an empty list: an empty group would match everywhere.
    """
    literal = [_literal(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p))]
    if not literal:
        raise ValueError("no phrases to match")
    return "|".join(literal)


def _literal(phrase: str) -> str:
    return _BETWEEN.join(map(re.escape, phrase.split(" ")))


def _compile(pattern: str) -> "re2._Regexp[bytes]":
    options = re2.Options()
    options.case_sensitive = False
    options.longest_match = True
    options.max_mem = _MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern.encode("ascii"), options)


def _labels_by_phrase(labels: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for label, phrases in labels.items():
        for phrase in phrases:
            found.setdefault(key_of(phrase), set()).add(label)
    return {phrase: frozenset(names) for phrase, names in found.items()}


def _names(lexicon: Lexicon) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, dict[Meaning, None]] = {}
    for spelling, sense, exact in chain(_substance_names(lexicon), _other_names(lexicon)):
        if key := key_of(spelling):
            found.setdefault(key, {})[Meaning(sense, spelling if exact else None)] = None
    for phrase in lexicon.lookalikes:
        found[key_of(phrase)] = {}
    return {key: tuple(meanings) for key, meanings in found.items()}


_Named = tuple[str, Sense, bool]
"""A spelling, what it means, and whether it counts in this very spelling only."""


def _substance_names(lexicon: Lexicon) -> Iterator[_Named]:
    for row in lexicon.substances:
        sense = Sense("substance", row.name, None, None, False, row.name, row.weak, row.only_in)
        yield from _spellings(sense, (row.name, *row.aliases, *row.botanical, *row.misspellings), row.symbols)
        for form in row.form:
            sense = Sense("form", row.name, form.name, form.kind, False, form.name, row.weak)
            name = (form.name,) if form.spoken else ()
            yield from _spellings(sense, (*name, *form.aliases, *form.misspellings), form.symbols)
            yield from _spellings(sense._replace(elliptic=True), form.short, ())


def _other_names(lexicon: Lexicon) -> Iterator[_Named]:
    for delivery in lexicon.deliveries:
        sense = Sense("delivery", None, delivery.name, "delivery", delivery.weak, delivery.name)
        yield from _spellings(sense, (delivery.name, *delivery.aliases), delivery.symbols)
    for drug in lexicon.drugs:
        sense = Sense("drug", None, None, None, False, drug.name)
        yield from _spellings(sense, (drug.name, *drug.aliases), drug.symbols)
    for food in lexicon.foods:
        sense = Sense("food", None, None, None, False, food.name)
        yield from _spellings(sense, (food.name, *food.aliases), food.symbols)


def _spellings(sense: Sense, spellings: Iterable[str], symbols: Iterable[str]) -> Iterator[_Named]:
    yield from ((spelling, sense, False) for spelling in spellings)
    yield from ((symbol, sense, True) for symbol in symbols)
