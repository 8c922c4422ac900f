"""Numbers as articles write them: digits, fractions, words, powers of ten."""

import re

from posology.extraction.folding import FRACTION, FRACTIONS

WORDS: dict[str, float] = {
    "a": 1, "an": 1, "half": 0.5, "one half": 0.5, "half a": 0.5, "half an": 0.5, "a half": 0.5, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "a couple": 2, "a couple of": 2, "a quarter": 0.25, "one and a half": 1.5, "two and a half": 2.5,
    "a dozen": 12, "a single": 1, "single": 1,
}  # fmt: skip
SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_DIGITS = re.compile(rf"(\d[\d,]*(?:\.\d+)?|\.\d+)? ?({FRACTION})?$")
_POWER = re.compile(r"(?:([\d.]+) ?x ?)?10\^?\(?(\d{1,2})\)?$")
_RATIO = re.compile(r"(\d+) ?/ ?(\d+)$")
_MIXED = re.compile(r"(\d+)[ -](\d)/(\d)$")


def parse_number(text: str) -> float | None:
    """The value of one folded, lower-case number ("1,000", "½", "forty-six", "2x10^9", "10 billion"), or None."""
    text = text.strip().lower()
    if text in WORDS:
        return WORDS[text]
    head, _, last = text.rpartition(" ")
    if last in SCALES:
        value = parse_number(head)
        return None if value is None else value * SCALES[last]
    if text[-1:] == "k" and text[:-1].replace(",", "").replace(".", "").isdigit():
        return float(text[:-1].replace(",", "")) * 1e3
    if (match := _DIGITS.match(text)) and match[0]:
        digits, fraction = match[1], match[2]
        return (float(digits.replace(",", "")) if digits else 0.0) + (FRACTIONS[fraction] if fraction else 0.0)
    return _compound(text)


def _compound(text: str) -> float | None:
    """Powers of ten, written fractions, and words of two parts."""
    if (match := _POWER.match(text)) and ("x" in text or "^" in text):
        return float(match[1] or 1) * 10.0 ** int(match[2])
    if match := _MIXED.match(text):
        return int(match[1]) + int(match[2]) / max(1, int(match[3]))
    if match := _RATIO.match(text):
        return int(match[1]) / int(match[2]) if int(match[2]) else None
    tens, _, ones = text.replace("-", " ").partition(" ")
    if WORDS.get(tens, 0) >= 20 and WORDS.get(ones, 99) < 10:
        return WORDS[tens] + WORDS[ones]
    match_hundred = re.match(r"(\w+) hundred(?: and)?(?: (.+))?$", text)
    if match_hundred and match_hundred[1] in WORDS:
        rest = parse_number(match_hundred[2]) if match_hundred[2] else 0.0
        return None if rest is None else WORDS[match_hundred[1]] * 100 + rest
    return None
