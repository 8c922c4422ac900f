"""Text normalised once: one newline, one space, no invisible characters, NFC. Everything after counts in its code points.

Nothing here changes a word, and a text without odd characters comes back as it is, so that its offsets are the source's.
"""

import re
import unicodedata

_NEWLINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls, but tab and newlines
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # soft hyphen, zero width, direction marks
    "\U000e0000-\U000e007f"  # tags: invisible, and used to hide text
)
_newlines = re.compile(f"\r\n|[{_NEWLINES}]")
_spaces = re.compile(f"[{_SPACES}]")
_invisible = re.compile(f"[{_INVISIBLE}]+")


def normalise(text: str) -> str:
    """The same words in one spelling. Doing it twice changes nothing more."""
    text = _invisible.sub("", _newlines.sub("\n", text))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _spaces.sub(" ", text))
