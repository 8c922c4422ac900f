"""Helpers of the grammar tests: a sentence or page in, its records out, through the real cleaning and extraction."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from posology.cleaning import clean
from posology.extraction import extract
from posology.lexicons import load_lexicon
from schemas.records import Kind, Record

EXAMPLES = Path(__file__).parent / "examples"

PADDING = "\n\nThis page collects what readers sent us about the things that they buy, and it says nothing else.\n"
"""Words without a claim, so that a single sentence is long enough to be an article."""


def read_examples(name: str) -> Iterator[tuple[str, list[str]]]:
    """(text, lines of expected records) of a table in tests/examples; its own comment says what a line holds."""
    text, expected = "", []
    for line in (EXAMPLES / name).read_text("utf-8").splitlines():
        if line.startswith("> "):
            if text:
                yield text, expected
            text, expected = line[2:], []
        elif line and not line.startswith("#") and line != "-":
            expected.append(line.strip())
    yield text, expected


@cache
def records(text: str, kind: Kind | None = None, source: str = "page.txt") -> tuple[Record, ...]:
    """The records of a text (a literal \\n in it is a line break), of one kind or of all."""
    article = clean((text.replace("\\n", "\n") + PADDING).encode(), source=source)
    return tuple(r for r in extract(article, load_lexicon()) if kind is None or r.kind == kind)  # type: ignore[attr-defined]


def number(value: float | None) -> str:
    """A bound as the tables write it: "300", "2.5", "1e10", "" for none."""
    return "" if value is None else f"{value:g}".replace("e+", "e")
