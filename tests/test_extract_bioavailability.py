"""What counts as a claim of bioavailability, and what only looks like one: sentences as such articles write them.

The table is tests/examples/bioavailability.txt, to be extended line by line.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.extraction import extract
from posology.lexicons import load_lexicon
from schemas.records import Bioavailability
from tests.extracting import read_examples

FILLER = "The weather was fine all week, and the garden grew faster than anybody in the house had hoped. " * 4
"""Enough prose that the cleaning takes the sentence for an article; it speaks of no substance."""


def claims(text: str) -> list[str]:
    """Each bioavailability record of a text as one line: target, measure, what is claimed."""
    article = clean(f"{text}\n\n## Closing words\n\n{FILLER}\n".encode(), source="sentence.md")
    return [_line(r) for r in extract(article, load_lexicon()) if isinstance(r, Bioavailability)]


def _line(record: Bioavailability) -> str:
    parts = [record.form or record.substance or "?", record.measure]
    if record.low is not None or record.high is not None:
        low = "" if record.low is None else f"{record.low:g}"
        high = "" if record.high is None else f"{record.high:g}"
        parts.append(f"{low}%" if low == high else f"{low}-{high}%")
    if record.ratio is not None:
        parts.append(f"x{record.ratio:g}")
    parts += [value for value in (record.level, record.direction) if value]
    return " ".join(parts) + (f" > {record.comparator}" if record.comparator else "")


@pytest.mark.parametrize(("text", "expected"), list(read_examples("bioavailability.txt")))
def test_claims(text: str, expected: list[str]) -> None:
    assert sorted(claims(text.replace("\\n", "\n"))) == sorted(expected)


PIECES = (
    "zinc oxide|citrate|is|not|well|absorbed|absorption|bioavailable|better|than|4%|up to|29-fold|of|, |.|(|)|| |as"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=40))
def test_no_text_raises_and_a_claim_says_something(words: list[str]) -> None:
    for line in claims("Zinc and magnesium. " + " ".join(words)):
        assert len(line.split()) > 2
