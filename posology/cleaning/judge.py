"""Whether a text is an article at all; what is not becomes a reject that says so."""

import json
import re
from collections.abc import Iterable, Sequence

from posology.cleaning.units import Unit
from posology.errors import CleaningError

FEWEST_WORDS = 12
"""Extraction passes over a text without claims by itself: this only tells empty shells from articles."""
FEWEST_WITH_NUMBER = 4

_quantity = re.compile(r"\d")
_log_line = re.compile(
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|TRACE)\b|\d{1,3}(?:\.\d{1,3}){3} - "
)
_code_line = re.compile(
    r"(?:import|from|def|class|function|const|let|var|return|if|for|while|public|private|static|#include|package|using|SELECT"
    r"|INSERT|elif|else|try|except|self|export)\b.*[:;{(),]$|[})\]]+[;,]?$|.*[;{]$|//|/\*|\*/|<\?php|#!/"
)
_SAMPLE = 400
"""Lines that are looked at to tell a log or program from prose."""


def refuse_data(text: str) -> None:
    """Raises CleaningError(not_an_article) for JSON, CSV, XML, logs and source code."""
    head = text[:200].lstrip()
    if head[:1] in ("{", "[") and _is_json(text):
        raise _not("JSON: give its records as JSON Lines, or the text of one field")
    if head.startswith("<?xml") and "<html" not in text[:2000].lower():
        raise _not("XML")
    lines = [line for line in text[:100_000].split("\n") if line.strip()][:_SAMPLE]
    if len(lines) < 5:
        return
    if _share(line for line in lines if _log_line.match(line)) > 0.6 * len(lines):
        raise _not("a log file")
    if _share(line for line in lines if _code_line.match(line.strip()[:200])) > 0.4 * len(lines):
        raise _not("source code")
    if _is_csv(lines):
        raise _not("a table of comma-separated values")


def words_of(units: Sequence[Unit], most: int) -> int:
    """Words besides navigation and notices, counted up to `most`."""
    words = 0
    for unit in units:
        if unit.kind != "boilerplate":
            words += len(unit.text[: 20 * most].split())
            if words >= most:
                return most
    return words


def refuse_too_little(units: Sequence[Unit]) -> None:
    """Raises CleaningError(not_an_article) where hardly any words are left, and no number among them."""
    words = 0
    numbered = False
    for unit in units:
        if unit.kind != "boilerplate":
            words += len(unit.text[:2000].split())
            numbered = numbered or _quantity.search(unit.text) is not None
            if words >= FEWEST_WORDS or (words >= FEWEST_WITH_NUMBER and numbered):
                return
    raise _not(f"{words} words besides navigation and notices, and no number")


def _not(what: str) -> CleaningError:
    return CleaningError(
        "not_an_article",
        f"Not an article but {what}." if what[0].islower() or what.isupper() else f"Not an article: {what}.",
    )


def _share(lines: Iterable[str]) -> int:
    return sum(1 for _ in lines)


def _is_json(text: str) -> bool:
    stripped = text.strip()
    if stripped[-1] not in "}]":
        return False
    try:
        json.loads(
            stripped.split("\n", 1)[0] if stripped.startswith('{"') and "}\n{" in stripped[:100_000] else stripped
        )
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _is_csv(lines: Sequence[str]) -> bool:
    """The same number of separators on nearly every line, and few spaces between words."""
    for separator in (",", "\t", ";"):
        counts = [line.count(separator) for line in lines]
        common = max(set(counts), key=counts.count)
        if common >= 3 and counts.count(common) > 0.8 * len(lines):
            spaces = sum(line.count(" ") for line in lines)
            return spaces < 3 * sum(counts)
    return False
