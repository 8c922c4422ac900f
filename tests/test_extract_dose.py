"""The dose grammar: texts in, doses out. The tables are in tests/examples, to be extended line by line."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Dose, Record
from tests.extracting import EXAMPLES, number, read_examples, records


def as_line(record: Record) -> str:
    assert isinstance(record, Dose)
    amount = number(record.low) if record.low == record.high else f"{number(record.low)}..{number(record.high)}"
    unit = f"{record.unit} {record.basis}" if record.basis else record.unit
    cells = [record.substance, record.form, f"{amount} {unit}", record.per]
    cells += [number(record.times_per_day), record.context, record.population]
    return " | ".join(cell or "" for cell in cells).strip()


@pytest.mark.parametrize(("text", "expected"), list(read_examples("doses.txt")))
def test_doses_of_a_text(text: str, expected: list[str]) -> None:
    assert [as_line(record) for record in records(text, "dose")] == expected


def read_denials() -> Iterator[tuple[str, str]]:
    for line in (EXAMPLES / "denials.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            expected, _, sentence = line.partition("\t")
            yield sentence, expected


@pytest.mark.parametrize(("sentence", "expected"), list(read_denials()))
def test_a_denied_amount_is_no_dose_and_its_look_alike_is_one(sentence: str, expected: str) -> None:
    found = {f"{record.kind} {record.substance}" for record in records(sentence, "dose")}
    assert found == set() if expected == "none" else expected in found


def test_the_table_of_denials_holds_as_many_look_alikes_as_denials() -> None:
    expected = [verdict for _, verdict in read_denials()]
    assert len(expected) >= 60
    assert abs(2 * expected.count("none") - len(expected)) <= 6


AMOUNT = st.sampled_from(
    ["500 mg", "1,000–2,000 IU", "½ tsp", "two capsules", "10 billion CFU", "1.6 g/kg", "3-5g", "(15 µg)"]
)
WORD = st.sampled_from(
    [
        "magnesium",
        "of",
        "daily",
        "per day",
        "or",
        "with",
        "Ⅳ",
        "vitamin D",
        "up to",
        "|",
        "\n",
        "for women",
        "200-",
        "€",
        "[1]",
        "µ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(AMOUNT, WORD), max_size=40))
def test_any_jumble_gives_ordered_bounds_and_verbatim_quotes(words: list[str]) -> None:
    for record in records(" ".join(words), "dose"):
        assert isinstance(record, Dose)
        assert record.low is None or record.high is None or record.low <= record.high
        assert record.quote and record.end - record.start == len(record.quote)
