"""Text normalised once: one newline, one space, no invisible characters, NFC.

Everything after counts in its code points. Nothing here changes a word, and a text without odd characters comes back
as it is, so that its offsets are the source's.
"""

import unicodedata


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


_NEWLINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\u00a0\u1680" + _span(0x2000, 0x200A) + "\u202f\u205f\u3000"
_INVISIBLE = (
    *(_span(0x00, 0x08), _span(0x0E, 0x1B), "\x1f", _span(0x7F, 0x84), _span(0x86, 0x9F)),  # controls
    *("\u00ad", "\u180e", _span(0x200B, 0x200D), _span(0x2060, 0x2064), "\ufeff"),  # soft hyphen, zero width
    *("\u061c", "\u200e\u200f", _span(0x202A, 0x202E), _span(0x2065, 0x206F)),  # direction
    _span(0xE0000, 0xE007F),  # tags: they show nothing, and hide text
)
_TABLE = str.maketrans(
    dict.fromkeys(_NEWLINES, "\n") | dict.fromkeys(_SPACES, " ") | dict.fromkeys("".join(_INVISIBLE), "")
)
_ODD = frozenset(map(chr, _TABLE))


def normalise(text: str) -> str:
    """The same words in one spelling. Doing it twice changes nothing more."""
    odd = not _ODD.isdisjoint(frozenset(text))  # most texts have nothing odd, and this is the quickest way to know
    if odd:
        text = text.replace("\r\n", "\n").translate(_TABLE)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
