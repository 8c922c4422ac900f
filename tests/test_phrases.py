"""Phrases in text: borders of words, gaps, endings, and the leftmost-longest rule."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posology.extraction.phrases import compile_phrases

NAMES = ("zinc", "zinc citrate", "5 htp", "l theanine", "nad+", "b. longum")
CUES = {"increas*": frozenset({"up"}), "with food": frozenset({"meal"}), "food": frozenset({"eaten"})}
EXAMPLES = [
    ("zinc citrate and zinc", ["zinc citrate", "zinc"]),
    ("zinc-citrate, zinc\ncitrate, zinc-\ncitrate", ["zinc-citrate", "zinc\ncitrate", "zinc-\ncitrate"]),
    ("zinc  citrate and zinc- citrate", ["zinc  citrate", "zinc- citrate"]),
    ("zinc - citrate", ["zinc"]),
    ("zinc\n\ncitrate", ["zinc"]),
    ("zincs and zinces but not zincy", ["zincs", "zinces"]),
    ("15 htp, x5 htp, 5-htp", ["5-htp"]),
    ("l-theanine", ["l-theanine"]),
    ("nad+ and nad+x", ["nad+"]),
    ("b. longum", ["b. longum"]),
    ("increases, increasing, increas", ["increases", "increasing", "increas"]),
    ("with foods, with food, food", ["with food", "food"]),
    ("without food", ["food"]),
    ("a well- known zinc with food", ["zinc", "with food"]),
]


@pytest.mark.parametrize(("low", "expected"), EXAMPLES)
def test_phrases_stand_as_whole_words(low: str, expected: list[str]) -> None:
    found = compile_phrases(NAMES, [CUES]).find(low)
    assert [low[start:end] for start, end, _, _ in found] == expected


def test_tables_do_not_hide_each_other() -> None:
    tables = [{"taken with food": frozenset({"a"})}, {"food": frozenset({"b"}), "with": frozenset({"c"})}]
    found = compile_phrases(["food"], tables).find("taken with food")
    assert list(found) == [
        (0, 15, 1, frozenset({"a"})),
        (6, 10, 2, frozenset({"c"})),
        (11, 15, 0, frozenset()),
        (11, 15, 2, frozenset({"b"})),
    ]


def test_a_phrase_in_full_goes_before_one_with_a_star_and_the_longer_star_before_the_shorter() -> None:
    table = {"a*": frozenset({"short"}), "ab*": frozenset({"long"}), "abc": frozenset({"exact"})}
    found = compile_phrases([], [table]).find("abc abd acd")
    assert [labels for *_, labels in found] == [{"exact"}, {"long"}, {"short"}]


WORDS = st.lists(st.sampled_from(["a", "ab", "b", "b1", "s", "es", "(a)", "b."]), min_size=1, max_size=3)
PHRASES = st.lists(WORDS.map(" ".join), min_size=1, max_size=5, unique=True)
STARS = st.lists(WORDS.map(" ".join).map("{}*".format), max_size=2, unique=True)
TEXT = st.text(st.sampled_from("aabbs1es(). -\t\n"), max_size=40)


def as_expressions_find(phrases: list[str], low: str, plural: bool) -> Iterator[tuple[int, int]]:
    """The same by one regular expression per phrase, tried at every place."""
    gap, ending = r"(?:-?\n|[- \t]{1,2})", "(?:es|s|)" if plural else ""
    words = [
        re.escape(phrase.removesuffix("*")).replace(r"\ ", gap) + r"\w*" * phrase.endswith("*") for phrase in phrases
    ]
    expressions = [re.compile(rf"\b{one}{ending}\b", re.ASCII) for one in words]
    position = 0
    for start in range(len(low)):
        ends = [match.end() for one in expressions if (match := one.match(low, start))]
        if ends and start >= position:
            position = max(ends)
            yield start, position


@given(PHRASES, PHRASES, STARS, TEXT)
def test_the_finder_agrees_with_regular_expressions(
    names: list[str], cues: list[str], stars: list[str], low: str
) -> None:
    table = dict.fromkeys([*cues, *stars], frozenset({"x"}))
    found = list(compile_phrases(names, [table]).find(low))
    assert [(start, end) for start, end, number, _ in found if number == 0] == list(
        as_expressions_find(names, low, True)
    )
    assert [(start, end) for start, end, number, _ in found if number] == list(
        as_expressions_find([*table], low, False)
    )
