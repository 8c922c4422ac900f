"""Headings that plain text does not mark: a short line, written like a title, over something longer."""

import re
from collections.abc import Sequence

from posology.cleaning.lines import OUTLINE_NUMBER, is_label, outline_level
from posology.cleaning.references import is_reference_label, looks_like_reference
from posology.cleaning.units import Unit, is_prose, vocabulary

LONGEST = 100
MOST_WORDS = 14
MOST_WORDS_IN_SENTENCE_CASE = 9

_amount = re.compile(r"\d\s?(?:mg|mcg|µg|μg|g|iu|ml|%|cfu)\b|\d%", re.IGNORECASE)
_small = vocabulary(
    """a, an, and, are, as, at, be, by, but, do, does, for, from, how, in, into, is, it, not, of, on, or, per, so,
    the, to, up, via, vs, with"""
)
_sections = vocabulary(
    """dosage, dosing, dose, duration, timing, when to take, when to take it, how to take, how to take it, how much,
    how much to take, directions, safety, side effects, interactions, benefits, forms, overview, uses, absorption,
    bioavailability, cycling, precautions, warnings, supplements, food sources, recommended dose, recommended dosage,
    best time to take, optimal timing, optimal dose, research, evidence, studies, recommended intake,
    recommended intakes, recommended daily intake, recommended amounts, daily requirements, reference intakes,
    upper limit, upper limits"""
)
"""Lines that name a section even where only short lines stand below them."""
_asking = vocabulary("how, what, why, when, where, who, which, is, are, can, does, do, should, will")


def mark_headings(units: Sequence[Unit]) -> list[Unit]:
    """The same units, plain lines that are headings with the kind heading."""
    marked: list[Unit] = []
    below_references = False
    number: Unit | None = None  # "2.1" on a line of its own
    for position, plain in enumerate(units):
        unit = plain
        if number is not None:
            unit = unit._replace(
                kind="heading", lead=number.start, marker=number.text, level=outline_level(number.text)
            )
            number = None
        elif _is_outline_number(unit, units[position + 1 : position + 2]):
            number = unit
            continue
        elif unit.kind in ("paragraph", "list_item") and len(unit.text) <= LONGEST:
            following = _next_content(units, position)
            previous = marked[-1] if marked else None
            if _is_heading(unit, following, previous) and not (below_references and _is_part_of_entry(unit, following)):
                unit = unit._replace(kind="heading")
        if unit.kind == "heading":
            below_references = is_reference_label(unit.text)
        marked.append(unit)
    return marked


def _is_outline_number(unit: Unit, following: Sequence[Unit]) -> bool:
    return (
        unit.kind == "paragraph"
        and len(unit.text) <= 12
        and OUTLINE_NUMBER.match(unit.text) is not None
        and len(following) == 1
        and following[0].kind == "paragraph"
        and is_label(following[0].text)
    )


def _next_content(units: Sequence[Unit], position: int) -> Unit | None:
    for unit in units[position + 1 : position + 6]:
        if unit.kind != "boilerplate":
            return unit
    return None


def _is_heading(unit: Unit, following: Unit | None, previous: Unit | None) -> bool:
    text = unit.text.rstrip("*†‡ \t")
    if unit.marker == ">" or following is None or not text or following.text[0].islower():
        return False
    if unit.kind == "list_item" and not _is_numbered_heading(unit, following, previous):
        return False
    if is_reference_label(text):
        return True
    if text.rstrip(":").lower() in _sections and unit.kind == "paragraph":
        apart = following.start > unit.end + 1 or (previous is not None and unit.start > previous.end + 1)
        if apart:
            return True
    words = text.split()
    if _is_key_and_value(text) and previous is not None and _is_key_and_value(previous.text):
        return False
    if (
        sum(map(str.isalpha, text)) < 3
        or not (text[0].isupper() or text[0].isdigit())
        or len(words) > MOST_WORDS
        or text[-1] in ".;,!|"
    ):
        return False
    if text[-1] == ":" and len(words) > 4:
        return False
    if is_prose(following) and following.end - following.start >= 1.5 * len(text):
        return (len(words) <= MOST_WORDS_IN_SENTENCE_CASE and not _amount.search(text)) or _is_title_case(words)
    if text[-1] == "?" and words[0].lower() in _asking and following.kind in ("table_row", "list_item"):
        return True
    if following.kind in ("table_row", "list_item"):
        return (len(words) <= 6 and not _amount.search(text) and text[-1] != ":") or _is_title_case(words)
    if following.kind == "paragraph":
        if text[-1] == "?" and following.text[-1] in ".:!" and words[0].lower() in _asking:
            return True
        return unit.kind == "paragraph" and _is_title_case(words) and not _is_title_case(following.text.split())
    return False


def _is_key_and_value(text: str) -> bool:
    """'Best for travel: a bar': one of several lines that are a list without bullets."""
    return len(text) <= LONGEST and ": " in text


def _is_numbered_heading(unit: Unit, following: Unit, previous: Unit | None) -> bool:
    """A numbered title over a paragraph; the last item of a numbered list stands under its neighbour instead."""
    return unit.numbered and is_prose(following) and (previous is None or previous.kind != "list_item")


def _is_part_of_entry(unit: Unit, following: Unit | None) -> bool:
    """Entries of a reference list that are cut into lines look like titles over text."""
    return not is_prose(following) or following is None or looks_like_reference(following.text) or unit.numbered


def _is_title_case(words: Sequence[str]) -> bool:
    """Two words or more, all of which start with a capital but for the small ones."""
    bare = [word.strip("\"'“”‘’()[]*:?,–—-&+/") for word in words]
    large = [word for word in bare if word and word.lower() not in _small and not word[0].isdigit()]
    return len(large) >= 2 and len(words) <= MOST_WORDS and all(word[0].isupper() for word in large)
