"""What a lexicon must hold beyond the shape of its rows: no name with two owners, figures that can be true."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from posology.lexicons.chemistry import elemental_fraction
from posology.lexicons.load import Lexicon
from posology.lexicons.model import DeliveryRow, DrugRow, FoodRow, FormRow, IntakeRow, SubstanceRow

UL_BELOW_RDA = frozenset({"magnesium"})
"""Substances whose UL counts supplements only and may therefore lie below the RDA, which counts food too."""
IU_ORIGINS = frozenset({"dietary beta-carotene", "beta-cryptoxanthin"})
"""Forms of IU rows that say where a vitamin comes from: foods, which have no row as a form."""
_PER_MG = {"mcg": 0.001, "mg": 1.0, "g": 1000.0}

Key = Callable[[str], str]
"""What two spellings have in common that the scan cannot tell apart: `posology.extraction.vocabulary.key_of`."""


def find_problems(lexicon: Lexicon, key: Key) -> tuple[str, ...]:
    """All that is wrong with a lexicon, one line each; empty for a sound one."""
    return (
        *shared_names(substance_names(lexicon), key),
        *shared_names(_names_of("delivery", lexicon.deliveries), key),
        *shared_names(_names_of("drug", lexicon.drugs), key),
        *shared_names(_names_of("food", lexicon.foods), key),
        *_unknown_classes(lexicon),
        *_bad_formulas(lexicon),
        *_bad_intakes(lexicon),
        *_bad_iu(lexicon),
    )


def substance_names(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Every spelling of every substance and form with its owner.

    Symbols, elliptic names and names that are never spoken alone are left out: context tells them apart.
    """
    for substance in lexicon.substances:
        for spelling in (substance.name, *substance.aliases, *substance.botanical, *substance.misspellings):
            yield spelling, f"substance '{substance.name}'"
        for form in substance.form:
            own = (form.name,) if form.spoken else ()
            for spelling in (*own, *form.aliases, *form.misspellings):
                yield spelling, f"form '{form.name}' of '{substance.name}'"


def symbols(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Symbols that several substances or forms share, with their owners; the passage decides what is meant ("ALA")."""
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for substance in lexicon.substances:
        rows: tuple[SubstanceRow | FormRow, ...] = (substance, *substance.form)
        for row in rows:
            for symbol in row.symbols:
                owners[symbol][row.name] = None
    return {symbol: tuple(sorted(names)) for symbol, names in sorted(owners.items()) if len(names) > 1}


def shared_names(names: Iterable[tuple[str, str]], key: Key) -> Iterator[str]:
    """A line for each spelling that two owners claim."""
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for spelling, owner in names:
        owners[key(spelling)][owner] = None
    for spelling, claimed in owners.items():
        if len(claimed) > 1:
            yield f"'{spelling}' belongs to {' and to '.join(claimed)}: leave it to one of them"


def _names_of(kind: str, rows: Sequence[DeliveryRow | DrugRow | FoodRow]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for spelling in (row.name, *row.aliases):
            yield spelling, f"{kind} '{row.name}'"


def _unknown_classes(lexicon: Lexicon) -> Iterator[str]:
    classes = {drug.name for drug in lexicon.drugs if drug.kind == "class"}
    for drug in lexicon.drugs:
        for name in drug.member_of:
            if name not in classes:
                yield f"drug '{drug.name}': member_of names no class '{name}'"


def _bad_formulas(lexicon: Lexicon) -> Iterator[str]:
    """Formulas that cannot be read or lack the element."""
    for substance in lexicon.substances:
        for form in substance.form:
            try:
                elemental_fraction(substance, form)
            except ValueError as error:
                yield f"form '{form.name}' of '{substance.name}': {error}"


def _bad_intakes(lexicon: Lexicon) -> Iterator[str]:
    known = {substance.name for substance in lexicon.substances}
    known |= {form.name for substance in lexicon.substances for form in substance.form}
    by_substance: dict[str, list[IntakeRow]] = defaultdict(list)
    for row in lexicon.intakes:
        by_substance[row.substance].append(row)
    for name, rows in by_substance.items():
        if name not in known:
            yield f"intake: no substance or form is named '{name}'"
        for row in rows:
            if row.amount <= 0 or row.unit not in _PER_MG or not row.source.strip():
                yield f"intake of '{name}': needs an amount above 0 in mcg, mg or g, and a source: {row}"
        if name not in UL_BELOW_RDA:
            yield from _limits_below_needs(name, rows)


def _limits_below_needs(name: str, rows: Sequence[IntakeRow]) -> Iterator[str]:
    """RDA or AI above the UL of a life stage that overlaps."""
    limits = [row for row in rows if row.kind == "ul"]
    for need in rows:
        if need.kind == "ul":
            continue
        for limit in limits:
            if _same_people(need, limit) and need.amount * _PER_MG[need.unit] > limit.amount * _PER_MG[limit.unit]:
                both = f"{need.kind} {need.amount:g} {need.unit} is above the UL {limit.amount:g} {limit.unit}"
                yield f"intake of '{name}': {both} at age {need.age_min:g}"


def _same_people(one: IntakeRow, other: IntakeRow) -> bool:
    endless = float("inf")
    overlap = one.age_min <= (other.age_max or endless) and other.age_min <= (one.age_max or endless)
    return overlap and one.state == other.state and (one.sex == other.sex or "any" in (one.sex, other.sex))


def _bad_iu(lexicon: Lexicon) -> Iterator[str]:
    forms = {substance.name: {form.name for form in substance.form} for substance in lexicon.substances}
    seen: set[tuple[str, str | None]] = set()
    for row in lexicon.iu:
        if row.substance not in forms:
            yield f"iu: no substance is named '{row.substance}'"
        elif row.form is not None and row.form not in forms[row.substance] | IU_ORIGINS:
            yield f"iu: '{row.substance}' has no form '{row.form}'"
        if row.mcg_per_iu <= 0 or not row.source.strip():
            yield f"iu of '{row.form or row.substance}': needs mcg_per_iu above 0 and a source"
        if (row.substance, row.form) in seen:
            yield f"iu of '{row.form or row.substance}' stands twice"
        seen.add((row.substance, row.form))
