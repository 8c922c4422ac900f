"""The lexicon files: what must hold over all of them, and how a broken or a user's file is answered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posology.errors import ConfigurationError
from posology.extraction.vocabulary import key_of
from posology.lexicons import Lexicon, load_lexicon
from posology.lexicons.check import UL_BELOW_RDA, find_problems, shared_names, substance_names, symbols
from posology.lexicons.chemistry import ATOMIC_WEIGHTS, composition, elemental_fraction, molar_mass
from posology.lexicons.model import FormRow, SubstanceRow
from tests.conftest import write_articles

SHARED_SYMBOLS = {"ALA": ("alpha-linolenic acid", "alpha-lipoic acid")}
"""Abbreviations in use for two things; the passage decides which is meant."""
PURE_ELEMENTS = {"carbonyl iron", "electrolytic iron", "hydrogen-reduced iron", "molecular iodine"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


# --- the shipped files ---


def test_nothing_is_wrong_with_the_shipped_lexicon(lexicon: Lexicon) -> None:
    assert find_problems(lexicon, key_of) == ()


def test_breadth(lexicon: Lexicon) -> None:
    assert len(lexicon.substances) >= 300
    assert sum(len(substance.form) for substance in lexicon.substances) + len(lexicon.deliveries) >= 700


def test_every_spelling_has_one_owner(lexicon: Lexicon) -> None:
    assert list(shared_names(substance_names(lexicon), key_of)) == []


def test_shared_symbols_are_the_ones_we_know_of(lexicon: Lexicon) -> None:
    assert symbols(lexicon) == SHARED_SYMBOLS


def test_every_figure_names_its_source(lexicon: Lexicon) -> None:
    figures = [*lexicon.intakes, *lexicon.iu]
    assert figures
    assert [row for row in figures if len(row.source.strip()) < 10] == []


def test_only_magnesium_may_need_more_than_its_limit(lexicon: Lexicon) -> None:
    assert {"magnesium"} == UL_BELOW_RDA  # its UL counts supplements and medicines, its RDA food too
    limits = {row.applies_to for row in lexicon.intakes if row.substance == "magnesium" and row.kind == "ul"}
    assert limits == {"supplements and medicines"}


def test_elemental_fractions_lie_between_none_and_all(lexicon: Lexicon) -> None:
    fractions = {
        form.name: fraction
        for substance in lexicon.substances
        for form in substance.form
        if (fraction := elemental_fraction(substance, form)) is not None
    }
    assert len(fractions) > 150
    assert {name for name, fraction in fractions.items() if not 0 < fraction < 1} == PURE_ELEMENTS


def test_every_formula_can_be_read(lexicon: Lexicon) -> None:
    formulas = [form.formula for substance in lexicon.substances for form in substance.form if form.formula]
    assert all(molar_mass(formula) > 5 for formula in formulas)


@pytest.mark.parametrize(
    ("form", "percent"),
    [  # what labels and reference works print
        ("magnesium oxide", 60.3), ("magnesium citrate", 16.2), ("magnesium bisglycinate", 14.1),
        ("calcium carbonate", 40.0), ("calcium citrate", 21.1), ("ferrous sulfate", 20.1), ("ferrous fumarate", 32.9),
        ("ferrous gluconate", 11.6), ("zinc sulfate monohydrate", 36.4), ("zinc gluconate", 14.3),
        ("zinc picolinate", 21.1), ("potassium chloride", 52.4), ("potassium iodide", 76.4),
        ("chromium picolinate", 12.4), ("lithium orotate", 3.9), ("selenomethionine", 40.3),
    ],
)  # fmt: skip
def test_elemental_percent_of_well_known_forms(lexicon: Lexicon, form: str, percent: float) -> None:
    found = [(s, f) for s in lexicon.substances for f in s.form if f.name == form]
    assert len(found) == 1
    assert 100 * (elemental_fraction(*found[0]) or 0) == pytest.approx(percent, abs=0.1)


# --- chemistry ---


@pytest.mark.parametrize(
    ("formula", "atoms", "mass"),
    [
        ("H2O", {"H": 2, "O": 1}, 18.015),
        ("NaCl", {"Na": 1, "Cl": 1}, 58.44),
        ("Mg3(C6H5O7)2", {"Mg": 3, "C": 12, "H": 10, "O": 14}, 451.11),
        ("FeSO4.7H2O", {"Fe": 1, "S": 1, "O": 11, "H": 14}, 278.01),
        ("FeSO4·7H2O", {"Fe": 1, "S": 1, "O": 11, "H": 14}, 278.01),
        ("(NH4)6Mo7O24.4H2O", {"N": 6, "H": 32, "Mo": 7, "O": 28}, 1235.9),
        ("Ca(Mg(CO3)2)", {"Ca": 1, "Mg": 1, "C": 2, "O": 6}, 184.40),
    ],
)
def test_formula(formula: str, atoms: dict[str, int], mass: float) -> None:
    assert composition(formula) == atoms
    assert molar_mass(formula) == pytest.approx(mass, rel=1e-4)


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        ("", "nothing stands"), ("MgO.", "nothing stands"), ("Mg(OH", "never closed"), ("MgOH)2", "never opened"),
        ("mgO", "'m' is no element"), ("XyO", "no atomic weight of 'Xy'"), ("Mg O", "' ' is no element"),
    ],
)  # fmt: skip
def test_a_formula_that_cannot_be_read_says_why(formula: str, complaint: str) -> None:
    with pytest.raises(ValueError, match="formula") as error:
        molar_mass(formula)
    assert complaint in str(error.value)


def test_a_formula_without_the_element_is_refused() -> None:
    salt = FormRow(name="table salt", kind="compound", formula="NaCl")
    with pytest.raises(ValueError, match="holds no Mg"):
        elemental_fraction(SubstanceRow(name="magnesium", group="mineral", unit="mg", element="Mg"), salt)


@given(
    st.dictionaries(st.sampled_from(sorted(ATOMIC_WEIGHTS)), st.integers(1, 40), min_size=1, max_size=5),
    st.integers(2, 9),
)
def test_brackets_and_waters_multiply(atoms: dict[str, int], times: int) -> None:
    group = "".join(f"{element}{count}" for element, count in atoms.items())
    assert composition(f"({group}){times}") == {element: count * times for element, count in atoms.items()}
    assert molar_mass(f"{group}.{times}H2O") == pytest.approx(molar_mass(group) + times * molar_mass("H2O"))


# --- a user's own files ---

SUBSTANCE = '[[substance]]\nname = "moon dust"\ngroup = "mineral"\nunit = "mg"\n'
BROKEN = [
    # file, content, line, words of the complaint
    ("substances/a.toml", SUBSTANCE + "aliases = [\n", 6, "not valid TOML"),
    ("substances/a.toml", SUBSTANCE + 'colour = "grey"\n', 5, "colour: Extra inputs are not permitted"),
    ("substances/a.toml", SUBSTANCE + 'aliases = "dust"\n', 5, "aliases: Input should be a valid tuple"),
    ("substances/a.toml", "\n" + SUBSTANCE.replace('name = "moon dust"\n', ""), 2, "name: Field required"),
    ("substances/a.toml", SUBSTANCE.replace('"mg"', '"stone"'), 4, "unit: Input should be"),
    (
        "substances/a.toml",
        SUBSTANCE + '[[substance.form]]\nname = "a"\nkind = "brand"\n[[substance.form]]\nname = "b"\nkind = "salt"\n',
        10,
        "form.1.kind: Input should be",
    ),
    ("substances/a.toml", SUBSTANCE + "\n" + SUBSTANCE, 6, "'moon dust' is already named in"),
    ("substances/a.toml", '[[drug]]\nname = "x"\n', 1, "unknown table 'drug'. This file holds [[substance]] only"),
    ("substances/a.toml", 'substance = [{name = "x"}]\n', 1, "begin each row with a line [[substance]]"),
    ("substances/a.toml", '[substance]\nname = "x"\n', 1, "begin each row with a line [[substance]]"),
    ("substances/a.toml", b"# fine\n# caf\xe9\n", 2, "not UTF-8"),
    ("iu.toml", '[[iu]]\nsubstance = "x"\nmcg_per_iu = "1"\nsource = "y"\nchecked = "read"\n', 3, "mcg_per_iu: Input"),
    ("cues/dose.toml", '"dose.limit" = "at most"\n', 1, "'dose.limit' must be a list of phrases"),
    ("cues/dose.toml", '"dose.limit" = ["up* to"]\n', 1, "'up* to': a `*` may only stand at a phrase's end"),
    ("lookalikes.toml", '# none\nlookalikes = ["citrate synthase", ""]\n', 2, "none of them empty"),
    ("drug.toml", '[[drug]]\nname = "x"\nkind = "drug"\n', None, "no lexicon file has this name"),
    ("cues/doses.toml", '"dose.limit" = ["at most"]\n', None, "no lexicon file has this name"),
]


@pytest.mark.parametrize(("file", "content", "line", "complaint"), BROKEN, ids=[f"{c[0]}-{c[3][:30]}" for c in BROKEN])
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, file: str, content: str | bytes, line: int | None, complaint: str
) -> None:
    folder = write_articles(tmp_path, {file: content})
    with pytest.raises(ConfigurationError) as error:
        load_lexicon([folder])
    place = f"{(folder / file).resolve()}:" + (f"{line}: " if line else "")
    assert str(error.value).startswith(place)
    assert complaint in str(error.value)


def test_a_name_twice_in_one_folder_is_refused_with_both_places(tmp_path: Path) -> None:
    folder = write_articles(tmp_path, {"substances/a.toml": SUBSTANCE, "substances/b.toml": "\n" + SUBSTANCE})
    with pytest.raises(ConfigurationError) as error:
        load_lexicon([folder])
    assert f"{(folder / 'substances/b.toml').resolve()}:2: 'moon dust'" in str(error.value)
    assert f"{(folder / 'substances/a.toml').resolve()}:1" in str(error.value)


def test_a_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigurationError, match="no-such-folder: no such lexicon folder"):
        load_lexicon([Path("no-such-folder")])


def test_a_users_rows_are_added(tmp_path: Path, lexicon: Lexicon) -> None:
    files: dict[str, str | bytes] = {"substances/mine.toml": SUBSTANCE, "cues/dose.toml": '"dose.limit" = ["tops"]\n'}
    found = load_lexicon([write_articles(tmp_path, files)])
    assert len(found.substances) == len(lexicon.substances) + 1
    assert "tops" in found.cues["dose"]["dose.limit"]
    assert found.drugs == lexicon.drugs


def test_a_users_row_replaces_ours_of_its_name_and_a_later_folder_an_earlier(tmp_path: Path, lexicon: Lexicon) -> None:
    mine = '[[substance]]\nname = "zinc"\ngroup = "mineral"\nunit = "mg"\naliases = ["{}"]\n'
    first = write_articles(tmp_path / "1", {"substances/minerals.toml": mine.format("spelter")})
    second = write_articles(tmp_path / "2", {"substances/x.toml": mine.format("tutenag")})
    found = load_lexicon([first, second])
    assert len(found.substances) == len(lexicon.substances)
    assert [row.aliases for row in found.substances if row.name == "zinc"] == [("tutenag",)]


def test_a_users_clash_with_our_names_is_a_problem_to_be_told(tmp_path: Path) -> None:
    mine = SUBSTANCE + 'aliases = ["Magnesium-Oxide"]\n'
    problems = find_problems(load_lexicon([write_articles(tmp_path, {"substances/mine.toml": mine})]), key_of)
    assert len(problems) == 1
    assert "form 'magnesium oxide' of 'magnesium' and to substance 'moon dust'" in problems[0]
