"""What a form weighs and how much of it is the element: molar masses computed from formulas.

A formula is a sequence of elements and groups with counts, and its water of crystallisation behind a dot:
"Mg3(C6H5O7)2", "FeSO4.7H2O".
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from posology.lexicons.model import FormRow, SubstanceRow

SOURCE = (
    "IUPAC Commission on Isotopic Abundances and Atomic Weights, standard atomic weights 2021 "
    "(Pure Appl. Chem. 2022, 94, 573), conventional values where an interval is given"
)
ATOMIC_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "H": 1.008, "Li": 6.94, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.990,
        "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "K": 39.098, "Ca": 40.078,
        "Ti": 47.867, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Co": 58.933, "Ni": 58.693, "Cu": 63.546,
        "Zn": 65.38, "Ge": 72.630, "As": 74.922, "Se": 78.971, "Br": 79.904, "Rb": 85.468, "Sr": 87.62, "Mo": 95.95,
        "Ag": 107.87, "Sn": 118.71, "I": 126.90, "Cs": 132.91, "Ba": 137.33, "Au": 196.97, "Bi": 208.98,
    }
)  # fmt: skip
"""Grams per mole of the elements that supplements hold, to five figures: `SOURCE`."""

_PIECE = re.compile(r"(?P<element>[A-Z][a-z]?)(?P<count>\d*)|(?P<open>\()|\)(?P<times>\d*)")
_WATERS = re.compile(r"(\d*)(.+)")


@cache
def composition(formula: str) -> Mapping[str, int]:
    """Atoms of each element in one formula unit, water of crystallisation included.

    Raises ValueError naming the formula and what is wrong with it.
    """
    atoms: Counter[str] = Counter()
    for part in re.split(r"[.·]", formula):
        match = _WATERS.fullmatch(part)
        if match is None:
            raise ValueError(f"formula {formula!r}: nothing stands before or behind a dot")
        for element, count in _atoms(match[2], formula).items():
            atoms[element] += count * int(match[1] or 1)
    return MappingProxyType(dict(atoms))


def _atoms(part: str, formula: str) -> Counter[str]:
    """Atoms of a formula without dots: groups are collected on a stack and multiplied where they close."""
    stack: list[Counter[str]] = [Counter()]
    position = 0
    while position < len(part):
        match = _PIECE.match(part, position)
        if match is None:
            raise ValueError(f"formula {formula!r}: {part[position]!r} is no element, number or bracket")
        position = match.end()
        if match["element"]:
            if match["element"] not in ATOMIC_WEIGHTS:
                raise ValueError(f"formula {formula!r}: no atomic weight of {match['element']!r} is in chemistry.py")
            stack[-1][match["element"]] += int(match["count"] or 1)
        elif match["open"]:
            stack.append(Counter())
        else:
            if len(stack) == 1:
                raise ValueError(f"formula {formula!r}: a bracket closes that was never opened")
            group = stack.pop()
            for element, count in group.items():
                stack[-1][element] += count * int(match["times"] or 1)
    if len(stack) > 1:
        raise ValueError(f"formula {formula!r}: a bracket is never closed")
    return stack[0]


def molar_mass(formula: str) -> float:
    """Grams per mole of a formula. Raises ValueError for one that cannot be read."""
    return sum(ATOMIC_WEIGHTS[element] * count for element, count in composition(formula).items())


def elemental_fraction(substance: SubstanceRow, form: FormRow) -> float | None:
    """The share of a form's weight that is its substance's element, in (0, 1]: 0.141 for magnesium bisglycinate.

    None where formula or element is unknown. Raises ValueError for a formula that cannot be read or lacks the element.
    """
    if substance.element is None or form.formula is None:
        return None
    count = composition(form.formula).get(substance.element, 0)
    if not count:
        raise ValueError(f"{form.name}: formula {form.formula!r} holds no {substance.element}")
    return ATOMIC_WEIGHTS[substance.element] * count / molar_mass(form.formula)
