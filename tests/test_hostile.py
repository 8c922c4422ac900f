"""Texts made to be slow: extraction survives them, keeps its promises, and takes time in proportion to their size.

The texts are those of bench/hostile.py, which shows the full figures on a megabyte of each.
"""

import time

import pytest

from posology.extraction import extract
from posology.extraction.sentences import LONGEST, cut, split
from posology.lexicons import load_lexicon
from tests.benches import bench

HOSTILE = bench("hostile")
SMALL, QUARTER, WHOLE = 4_000, 40_000, 160_000
GROWTH_ALLOWED = 2.5  # 1 is linear, 4 quadratic; the rest is what a busy machine may add


@pytest.mark.parametrize("name", HOSTILE.TEXTS)
def test_hostile_text_is_read_and_quoted_truly(name: str) -> None:
    """It ends without an error, and every record is in the text."""
    article = HOSTILE.endless(HOSTILE.TEXTS[name](SMALL))
    for record in extract(article, load_lexicon()):
        assert article.text[record.start : record.end] == record.quote


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in HOSTILE.TEXTS if name.startswith(("one ", "cells", "trade", "strain", "wide", "long"))]
)
def test_work_grows_with_the_size_alone(name: str) -> None:
    """Four times the text, about four times the work; sizes measured side by side, the best of three pairs counts."""
    growth = []
    for _ in range(3):
        quarter, whole = (_seconds(name, size) for size in (QUARTER, WHOLE))
        growth.append(whole / quarter / (WHOLE / QUARTER))
        if whole < 0.2 or growth[-1] < GROWTH_ALLOWED:  # too quick to tell apart from noise, or shown
            return
    assert min(growth) < GROWTH_ALLOWED


def _seconds(name: str, size: int) -> float:
    text = HOSTILE.TEXTS[name](size)
    began = time.process_time()
    HOSTILE.read_both_ways(text, load_lexicon())
    return time.process_time() - began


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("a short one", [11]),
        ("x" * LONGEST, [LONGEST]),
        ("x" * (LONGEST + 1), [LONGEST, 1]),
        ("zinc, " * 400, [1500, 900]),
        ("zinc " * 200 + "; " + "iron " * 200, [1002, 1000]),
        ("one line\n" * 200, [1494, 306]),
    ],
)
def test_long_sentences_are_cut_at_clauses(text: str, sizes: list[int]) -> None:
    """Behind the last end of a clause that fits; nothing is lost between the pieces."""
    pieces = list(cut(text, 0, len(text)))
    assert [end - start for start, end in pieces] == sizes
    assert "".join(text[start:end] for start, end in pieces) == text


@pytest.mark.parametrize(
    "text",
    [
        "." * 50_000,
        "?!" * 25_000,
        "." + "^" * 5_000 + "x",  # a run of footnote digits that no blank follows
        '."' * 25_000,
        ".[1]" * 12_000,
        " " * 50_000,
    ],
)
def test_sentences_of_signs_end(text: str) -> None:
    """The pattern of a sentence's end reads each of these once: read twice, they take minutes or for ever."""
    assert all(0 <= start < end <= len(text) for start, end in split(text, 0, len(text)))
