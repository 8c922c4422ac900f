"""Text to ASCII of the same length, so that byte offsets of the scan are code point offsets of the text."""

import re
import unicodedata
from functools import lru_cache

_EIGHTHS = (1 / 8, 3 / 8, 5 / 8, 7 / 8)
_SIGNS = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-", "－": "-", "﹘": "-", "⁃": "-",
    "⸺": "-", "˗": "-", "〜": "-", "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "′": "'", "“": '"',
    "”": '"', "„": '"', "″": '"', "«": '"', "»": '"',
    "µ": "u", "μ": "u", "×": "x", "·": ".", "•": "*", "≥": "\x03", "≤": "\x04", "≈": "~", "∼": "~", "½": "\x05",
    "¼": "\x06", "¾": "\x07", "⅓": "\x0e", "⅔": "\x0f", "®": "\x10", "™": "\x10", "→": ">", "⁄": "/", "∕": "/",
    "α": "a", "β": "b", "γ": "g", "δ": "d", "ω": "w", "…": ".",
    "⅕": "\x12", "⅖": "\x13", "⅗": "\x14", "⅘": "\x15", "⅙": "\x16", "⅚": "\x17", "⅛": "\x18", "⅜": "\x19",
    "⅝": "\x1a", "⅞": "\x1b",
}  # fmt: skip
FRACTIONS = {"\x05": 1 / 2, "\x06": 1 / 4, "\x07": 3 / 4, "\x0e": 1 / 3, "\x0f": 2 / 3} | {
    chr(0x12 + index): value for index, value in enumerate([1 / 5, 2 / 5, 3 / 5, 4 / 5, 1 / 6, 5 / 6, *_EIGHTHS])
}
FRACTION = r"[\x05-\x07\x0e\x0f\x12-\x1b]"
"""One folded fraction, as a pattern."""
AT_LEAST, AT_MOST, TRADE_MARK, UNKNOWN = "\x03", "\x04", "\x10", "\x11"


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character)[0]
    if not base.isascii():
        return UNKNOWN
    # superscript digits are footnote markers or exponents: they must not glue to a number
    return "^" if base.isdigit() and not character.isdecimal() else base


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """The text in ASCII, each code point one character: dashes, quotes and accents in their plain spelling."""
    return text if text.isascii() else _NOT_ASCII.sub(_fold_match, text)


def _fold_match(match: "re.Match[str]") -> str:
    return _fold_character(match[0])
