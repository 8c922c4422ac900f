"""The scan's quantities, percentages, ratios and durations: numbers in digits or words, with what follows them."""

import re
from dataclasses import dataclass
from functools import lru_cache

import re2

from posology.extraction.folding import FRACTION
from posology.extraction.marks import Duration, Extent, Mark, Quantity
from posology.extraction.numbers import SCALES, WORDS, parse_number
from posology.extraction.vocabulary import Vocabulary, _compile, alternatives, key_of

_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|bn)\b|k\b)"
_DIGITS = rf"(?:\d+[ -]\d/\d\b|\d/\d\b|(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?\s?{FRACTION}?|\.\d+|{FRACTION})"
_POWER = r"(?:\d+(?:\.\d+)?\s?x\s?10\^?\(?\d{1,2}\)?|10\^\(?\d{1,2}\)?)"
_WORDS = alternatives(WORDS)
_TENS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|two|three|four|five|six|seven|eight"
    r"|nine)\b)"
)
_HUNDREDS = r"(?:(?:one|two|three|four|five|six|seven|eight|nine|a) hundred\b)"
_NUMBER = rf"(?:{_POWER}|{_DIGITS}{_SCALE}?|{_TENS}|{_HUNDREDS}|\b(?:{_WORDS})\b{_SCALE}?)"
_TO = r"(?:\s?-{1,2}\s?|\s(?:to|through|up to|-)\s)"
_ADJECTIVES = (
    r"(?:(?:level|heap(?:ed|ing)|rounded|small|large|full|standard|vegetarian|vegetable|veggie|vegan|whole|additional"
    r"|extra|single|daily|liquid|enteric[- ]coated)\s){0,2}"
)
_TIME = r"(?:min(?:ute)?s?|hours?|hrs?|h|days?|nights|weeks?|wks?|months?|mos?|years?|yrs?)"
_MINUTES = {"m": 1.0, "h": 60.0, "d": 1440.0, "w": 7 * 1440.0, "mo": 30 * 1440.0, "y": 365 * 1440.0}
_FOLD_WORDS = r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty)"
_UNIT_NAMES = {"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year"}
_VAGUE = re.compile(r"(?:a )?(?:few|several|some|many|couple|number of)(?: of)?\s(?:more )?")
_SPLIT_RANGE = re.compile(
    rf"\s?-{{1,2}}\s?(?=[\d.]|{FRACTION})|\s(?:to|through|up to|and|or|-)\s"
    r"|(?<=[a-z])-(?=(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    quantity: "re2._Regexp[bytes]"
    amount_list: "re2._Regexp[bytes]"
    percent: "re2._Regexp[bytes]"
    ratio: "re2._Regexp[bytes]"
    duration: "re2._Regexp[bytes]"


@lru_cache(maxsize=4)
def _patterns(unit_alternatives: str) -> _Patterns:
    unit = rf"(?:{unit_alternatives})(?:e?s)?\b"
    return _Patterns(
        quantity=_compile(
            rf"(?:\bbetween\s{_NUMBER}(?:[\s-]?(?:{unit}))?\sand\s{_NUMBER}"
            rf"|{_NUMBER}(?:[\s-]?(?:{unit}))?{_TO}{_NUMBER}|{_NUMBER})[\s-]?{_ADJECTIVES}(?:{unit})"
        ),
        amount_list=_compile(rf"{_NUMBER}(?:,\s{_NUMBER}){{0,4}},?\s(?:and|or|and/or|&)\s{_NUMBER}[\s-]?(?:{unit})"),
        percent=_compile(
            rf"(?:{_NUMBER}\s?%?{_TO}|between\s{_NUMBER}\s?%?\sand\s)?{_NUMBER}(?:\s?%|\s?per\s?cent\b|-percent\b)"
        ),
        ratio=_compile(
            rf"(?:{_NUMBER}{_TO})?(?:{_NUMBER}[\s-]?(?:fold|times|x)|{_FOLD_WORDS}fold)\b|\b(?:twice|thrice|double"
            rf"|triple)\b"
        ),
        duration=_compile(
            rf"(?:between\s{_NUMBER}\sand\s{_NUMBER}|{_NUMBER}(?:[\s-]?{_TIME})?{_TO}{_NUMBER}"
            rf"|{_NUMBER}\sor\s{_NUMBER}|{_NUMBER}|\b(?:a\s)?(?:few|several|some|many|couple"
            rf"|number\sof)(?:\sof)?(?:\smore)?)[\s-]?(?:full\s|consecutive\s)?{_TIME}\b(?:\sor\stwo\b)?"
        ),
    )


def amount_marks(folded: str, raw: bytes, vocabulary: Vocabulary) -> list[Mark]:
    """All marks of one text that hold a number; `raw` is the folded text in ASCII bytes."""
    patterns = _patterns(vocabulary.unit_alternatives)
    return _quantity_marks(folded, raw, patterns, vocabulary) + _extent_marks(folded, raw, patterns)


def _quantity_marks(folded: str, raw: bytes, patterns: _Patterns, vocabulary: Vocabulary) -> list[Mark]:
    marks: list[Mark] = []
    covered = 0
    for match in patterns.amount_list.finditer(raw):
        start, end = match.span()
        if folded[max(0, start - 8) : start].lower().endswith("between "):
            continue
        pieces = _list_marks(folded, start, end, vocabulary)
        marks += pieces
    taken = {(mark.start, mark.end) for mark in marks}
    last_of_lists = {mark.end for mark in marks}
    for match in patterns.quantity.finditer(raw):
        start, end = match.span()
        if start < covered or end in last_of_lists or not _whole(folded, start):
            continue
        quantity = _quantity(folded[start:end].lower(), start, vocabulary)
        if quantity is not None and (start, end) not in taken:
            marks.append(Mark(start, end, "quantity", quantity))
            covered = end
    return marks


def _whole(folded: str, start: int) -> bool:
    """Whether a number begins here, not the tail of one ("B12 mg", "1.5")."""
    if start == 0:
        return True
    before = folded[start - 1]
    return not (before.isalnum() or before == "$" or (before in ".,^" and folded[max(0, start - 2)].isdigit()))


def _unit_of(piece: str, vocabulary: Vocabulary) -> tuple[str, str, str] | None:
    """Number text, unit and sort of "500 mg": the longest spelling of a unit that the piece ends in."""
    key = piece.rstrip()
    for cut in range(1, len(key)):
        if key[cut] not in vocabulary.unit_initials or (key[cut - 1].isalpha() and key[cut].isalpha()):
            continue
        for ending in (key[cut:], key[cut:].removesuffix("s"), key[cut:].removesuffix("es")):
            unit = vocabulary.units.get(key_of(ending))
            if unit:
                return key[:cut], *unit
    return None


_ADJECTIVE_TAIL = re.compile(rf"[\s-]?{_ADJECTIVES}$")


def _quantity(piece: str, start: int, vocabulary: Vocabulary) -> Quantity | None:
    found = _unit_of(piece, vocabulary)
    if found is None:
        return None
    numbers, unit, sort = found
    numbers = _ADJECTIVE_TAIL.sub("", numbers.rstrip(" -") + " ").rstrip(" -")
    low, high = _range(numbers.removeprefix("between "), vocabulary, unit)
    if low is None or high is None:
        return None
    if unit == "cfu" and max(low, high) < 1e5:  # "10 cells" counts nothing that is taken
        return None
    if (
        numbers.strip() in ("a", "an")
        and len(piece) - len(numbers) < 5
        and unit in ("mg", "g", "mcg", "iu", "ml", "kg")
    ):
        return None  # "weigh it on a mg scale"
    if unit == "unit" and max(low, high) < 100:  # "two units of alcohol", "5 business units"
        return None
    return Quantity(low, high, unit, sort, start + len(numbers))


_SPLIT_WORDS = re.compile(r"\s(?:to|through|up to|and|or)\s")


def _ends(numbers: str) -> list[str]:
    """The two ends of a range, or the one number; "fifteen to twenty-five" splits at the word, not at the hyphen."""
    if parse_number(numbers) is not None:
        return [numbers]
    splitter = _SPLIT_WORDS if _SPLIT_WORDS.search(numbers) else _SPLIT_RANGE
    return [part for part in splitter.split(numbers) if part and part.strip()]


_GRAMS = {"g": 1.0, "mg": 1e-3, "mcg": 1e-6}


def _range(numbers: str, vocabulary: Vocabulary, unit: str) -> tuple[float | None, float | None]:
    """Low and high of a folded number or range, in `unit`; "1 to 100 billion" scales both ends."""
    parts = _ends(numbers)
    if len(parts) == 1:
        value = parse_number(parts[0])
        return value, value
    if len(parts) != 2:
        return None, None
    first, second = parts
    stripped = _unit_of(first + " ", vocabulary) if any(c.isalpha() for c in first) else None
    if stripped and parse_number(first) is None:
        first = stripped[0].rstrip(" -")
    low, high = parse_number(first), parse_number(second)
    if low is not None and high is not None:
        if stripped and stripped[1] != unit:  # "500 mg to 1 g"
            if stripped[1] not in _GRAMS or unit not in _GRAMS:
                return None, None
            low *= _GRAMS[stripped[1]] / _GRAMS[unit]
        scale = next((SCALES[word] for word in second.split() if word in SCALES), None)
        if scale and not any(word in SCALES for word in first.split()) and low * scale <= high:
            low *= scale
        if low > high:
            return None, None
    return low, high


_NEIGHBOURS = re.compile(r"([a-z\d]+) or ([a-z\d]+)")
"""\"two or three grams\": numbers one apart are a range, "300 or 600 mg" are two amounts."""


def _list_marks(folded: str, start: int, end: int, vocabulary: Vocabulary) -> list[Mark]:
    """ "100, 200 and 400 mg": a quantity for each number, all in the unit of the last."""
    piece = folded[start:end].lower()
    found = _unit_of(piece, vocabulary)
    if found is None:
        return []
    numbers, unit, sort = found
    neighbours = _NEIGHBOURS.fullmatch(numbers.strip(" -"))
    if neighbours and (low := parse_number(neighbours[1])) and parse_number(neighbours[2]) == low + 1 and low < 10:
        return [Mark(start, end, "quantity", Quantity(low, low + 1, unit, sort, start + len(numbers)))]
    marks, position = [], 0
    pieces = [part for part in re.split(r",?\s(?:and/or|and|or|&)\s|,\s", numbers) if part.strip()]
    for index, part in enumerate(pieces):
        value = parse_number(part.strip(" -"))
        if value is None or (part.strip() in ("a", "an", "one") and index == 0 and len(pieces) == 2):
            return []
        at = numbers.index(part, position)
        position = at + len(part)
        stop = end if index == len(pieces) - 1 else start + position
        marks.append(Mark(start + at, stop, "quantity", Quantity(value, value, unit, sort, start + position)))
    return marks


def _extent_marks(folded: str, raw: bytes, patterns: _Patterns) -> list[Mark]:
    marks = []
    for match in patterns.percent.finditer(raw):
        start, end = match.span()
        piece = re.sub(r"\s?%|[\s-]?per\s?cent", "", folded[start:end].lower()).removeprefix("between ")
        low, high = _plain_range(piece)
        if low is not None and high is not None and _whole(folded, start):
            marks.append(Mark(start, end, "percent", Extent(low, high)))
    for match in patterns.ratio.finditer(raw):
        start, end = match.span()
        piece = folded[start:end].lower()
        if piece in ("twice", "double", "thrice", "triple"):
            value = 2.0 if piece in ("twice", "double") else 3.0
            marks.append(Mark(start, end, "ratio", Extent(value, value)))
            continue
        low, high = _plain_range(re.sub(r"[\s-]?(?:fold|times|x)$", "", piece))
        if low is not None and high is not None and _whole(folded, start):
            marks.append(Mark(start, end, "ratio", Extent(low, high)))
    for match in patterns.duration.finditer(raw):
        start, end = match.span()
        duration = _duration(folded[start:end].lower())
        if duration is not None and _whole(folded, start):
            marks.append(Mark(start, end, "duration", duration))
    return marks


def _plain_range(piece: str) -> tuple[float | None, float | None]:
    parts = _ends(piece.strip())
    if len(parts) == 1:
        value = parse_number(parts[0])
        return value, value
    if len(parts) == 2:
        return parse_number(parts[0].strip(" -")), parse_number(parts[1].strip(" -"))
    return None, None


_FIRST_TIME = re.compile(rf"[\d\s-]({_TIME})(?=\s|-)")
_UNIT_WITHIN = re.compile(rf"[\s-]?{_TIME}(?=\s|-)")
_TIME_END = re.compile(rf"[\s-]?(?:full |consecutive )?({_TIME})(\sor\stwo)?$")


def _duration(piece: str) -> Duration | None:
    match = _TIME_END.search(piece)
    if match is None:
        return None
    letters = match[1]
    unit = "mo" if letters.startswith("mo") else "d" if letters == "nights" else letters[0]
    scale = _MINUTES[unit]
    numbers = piece[: match.start()].removeprefix("between ").strip(" -")
    if _VAGUE.match(numbers + " ") and numbers not in WORDS:
        return Duration(None, None, _UNIT_NAMES[unit])
    first = _FIRST_TIME.search(numbers)
    numbers = _UNIT_WITHIN.sub("", numbers)
    low, high = _plain_range(numbers)
    if low is None or high is None:
        return None
    if first is not None:  # "30 minutes to two hours": the lower end is in a unit of its own
        low *= _MINUTES["mo" if first[1].startswith("mo") else first[1][0]] / scale
    if match[2]:
        high = low * 2
    return Duration(low * scale, high * scale, _UNIT_NAMES[unit])
