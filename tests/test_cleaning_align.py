"""Which pieces of a page say the words of a text made from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning.html_align import said

ONE = "Adults take two hundred milligrams of zinc"
TWO = "It is absorbed better with a meal of meat"
THREE = "Copper falls when zinc is taken for long"


@pytest.mark.parametrize(
    ("pieces", "text", "expected"),
    [
        ([ONE, TWO], f"{ONE}\n{TWO}", [True, True]),
        (["Home", ONE, "Shop"], ONE, [False, True, False]),
        (["Zinc", ONE, TWO], f"Zinc\n{ONE}\n{TWO}", [True, True, True]),  # a short line must be one in the text too
        (["zinc", ONE], ONE, [False, True]),
        ([ONE, TWO], f"{ONE} {TWO}", [True, True]),  # lines that were joined
        ([f"{ONE} {TWO}"], f"{ONE}\n{TWO}", [True]),  # and cut
        ([f"{ONE}, Jane wrote"], ONE, [True]),
        ([f"{ONE}, as Jane Doe wrote in a long letter to her editor last year"], ONE, [False]),
        ([ONE, "Ad", ONE, TWO], f"{ONE}\n{TWO}", [False, False, True, True]),  # a teaser above the article
        ([ONE, TWO, ONE], f"{ONE}\n{TWO}", [True, True, False]),  # and below it
        ([ONE, TWO, THREE], f"{TWO}\n{THREE}\n{ONE}", [True, True, True]),  # words that were moved
        ([ONE, ONE], f"{ONE}\n{ONE}", [True, True]),
        (["…", ONE], ONE, [False, True]),
        ([], ONE, []),
        ([ONE], "", [False]),
    ],
)
def test_said(pieces: list[str], text: str, expected: list[bool]) -> None:
    assert said(pieces, text) == expected


LINES = st.lists(st.text(st.sampled_from("ab c"), min_size=1, max_size=30), max_size=30)


@settings(max_examples=200, deadline=None)
@given(pieces=LINES, text=LINES)
def test_every_piece_gets_an_answer(pieces: list[str], text: list[str]) -> None:
    assert len(said(pieces, "\n".join(text))) == len(pieces)


@settings(max_examples=200, deadline=None)
@given(pieces=LINES)
def test_a_text_of_all_pieces_is_said_by_all_that_have_words(pieces: list[str]) -> None:
    assert said(pieces, "\n".join(pieces)) == [bool(piece.strip()) for piece in pieces]
