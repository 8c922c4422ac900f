# ruff: noqa: E501, SIM905 - a table of examples
"""The timing grammar on sentences as such articles write them. Each says the times that it claims, or none.

The table is tests/examples/timings.txt, to be extended line by line.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.extraction.layout import lay_out
from posology.extraction.timing import find_timings
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon
from tests.extracting import read_examples

FILLER = "This page is about the supplement named above. It was written by our team and reviewed by a dietitian. " * 3


def timings(text: str, topic: str = "Magnesium") -> list[str]:
    """The times of a short article as "aspect relation event low-high", "-" for null; "!studied" where studied."""
    article = clean(f"# {topic}\n\n{FILLER}\n\n{text}\n".encode(), source="example.md")
    found = []
    drafts = find_timings(lay_out(article, compile_vocabulary(load_lexicon())))
    for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end)):
        values = draft.values
        words = [values["aspect"], values["relation"], values["event"]]
        if values["low"] is not None or values["high"] is not None:
            words.append(f"{_number(values['low'])}..{_number(values['high'])}")
        if values["context"] == "studied":
            words.append("!studied")
        found.append(" ".join(word or "-" for word in words))
    return found


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def read_timings() -> Iterator[tuple[str, str, list[str]]]:
    """(topic, text, expected times) of examples/timings.txt."""
    for line, expected in read_examples("timings.txt"):
        topic, _, text = line.removeprefix("[").partition("] ")
        yield topic, text.replace("\\n", "\n"), expected


@pytest.mark.parametrize(("topic", "text", "expected"), list(read_timings()))
def test_times_of_a_text(topic: str, text: str, expected: list[str]) -> None:
    assert timings(text, topic) == expected


def details(markdown: str) -> list[tuple[str | None, str, str]]:
    """Substance, event and quote of every time of an article."""
    article = clean(f"{markdown}\n\n{FILLER}\n".encode(), source="example.md")
    doc = lay_out(article, compile_vocabulary(load_lexicon()))
    drafts = sorted(find_timings(doc), key=lambda draft: (draft.start, draft.end, str(draft.subject.substance)))
    return [(d.subject.substance, str(d.values["event"]), doc.text[d.start : d.end]) for d in drafts]


WHOLE: list[tuple[str, list[tuple[str | None, str, str]]]] = [
    (
        "# Zinc\n\nIt interacts with quinolones and tetracyclines. Take zinc at least two hours apart.",
        [
            ("zinc", "quinolones", "quinolones and tetracyclines. Take zinc at least two hours apart"),
            ("zinc", "tetracyclines", "tetracyclines. Take zinc at least two hours apart"),
        ],
    ),
    (
        "# Iron\n\nIron binds certain antibiotics, including ciprofloxacin, so take them 2 hours apart.",
        [("iron", "ciprofloxacin", "ciprofloxacin, so take them 2 hours apart")],
    ),
    (
        "# Sleep\n\n## The stack\n\n- Magnesium: 200 mg\n- L-theanine: 100 mg\n\nTake 30 minutes before bed.",
        [
            ("l-theanine", "bedtime", "30 minutes before bed"),
            ("magnesium", "bedtime", "30 minutes before bed"),
        ],
    ),
    (
        "# Sleep\n\n## The stack\n\n- Magnesium: 200 mg\n- L-theanine: 100 mg\n- Take 30 minutes before bed",
        [
            ("l-theanine", "bedtime", "30 minutes before bed"),
            ("magnesium", "bedtime", "30 minutes before bed"),
        ],
    ),
    (
        "# Daily plan\n\n| Supplement | Dose | When |\n|---|---|---|\n| Zinc | 15 mg | With lunch |\n| Magnesium | 300 mg | Evening |",
        [("zinc", "lunch", "With lunch"), ("magnesium", "evening", "Evening")],
    ),
    (
        "# Vitamins\n\nTake vitamin D and vitamin K2 with a fatty meal.",
        [("vitamin d", "fat_meal", "with a fatty meal"), ("vitamin k", "fat_meal", "with a fatty meal")],
    ),
    (
        "# Calcium\n\nLevothyroxine should be taken at least 4 hours apart from calcium.",
        [("calcium", "levothyroxine", "Levothyroxine should be taken at least 4 hours apart")],
    ),
    ("# Timing\n\n- Before bed → Magnesium", [("magnesium", "bedtime", "Before bed")]),
]


@pytest.mark.parametrize(("markdown", "expected"), WHOLE, ids=[text[:40] for text, _ in WHOLE])
def test_substances_and_quotes(markdown: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert details(markdown) == expected


_PIECES = st.sampled_from(
    "Take take it with food or without meals before bed , . ; : ( ) | ? 30 2-3 minutes hours weeks apart from at least within up to"
    " magnesium antibiotics calcium tetracycline morning and evening twice daily for not avoid when → - * 500 mg \n \n\n # é … ½".split(
        " "
    )
)


def test_a_text_without_stops_is_read_piece_by_piece() -> None:
    text = "take magnesium with food just before bed " * 300
    article = clean(f"# Magnesium\n\n{text}\n".encode(), source="example.md")
    drafts = list(find_timings(lay_out(article, compile_vocabulary(load_lexicon()))))
    assert sum(draft.values["event"] == "bedtime" for draft in drafts) >= 290
    assert all(draft.sentence.start <= draft.start < draft.end <= draft.sentence.end for draft in drafts)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_any_text_yields_well_formed_drafts(pieces: list[str]) -> None:
    article = clean(f"# Magnesium\n\n{FILLER}\n\n{' '.join(pieces)}\n".encode(), source="example.md")
    doc = lay_out(article, compile_vocabulary(load_lexicon()))
    for draft in find_timings(doc):
        assert 0 <= draft.start < draft.end <= len(doc.text)
        assert set(draft.values) == {"aspect", "relation", "event", "low", "high", "context"}
        low, high = draft.values["low"], draft.values["high"]
        assert low is None or high is None or low <= high
