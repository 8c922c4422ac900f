"""Text mended and normalised once: mojibake, entities, one newline, one space, no invisible characters, NFC.

Everything after counts in its code points. Nothing here changes a word: what shows as another sign stays another
sign (dashes, quotes, fractions, µ and μ), since quotes are verbatim; extraction folds those. A text without odd
characters comes back as it is, so that its offsets are the source's; of all others the edits tell the way back.
"""

import html
import re
import unicodedata
from html.entities import html5

import ftfy

from posology.cleaning.alignment import Rewritten, edit_between, rewrite
from schemas.article import Edit


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


_NEWLINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\u00a0\u1680" + _span(0x2000, 0x200A) + "\u202f\u205f\u3000"
_INVISIBLE = (
    *(_span(0x00, 0x08), _span(0x0E, 0x1B), "\x1f", _span(0x7F, 0x84), _span(0x86, 0x9F)),  # controls
    *("\u00ad", "\u180e", _span(0x200B, 0x200D), _span(0x2060, 0x2064), "\ufeff"),  # soft hyphen, zero width
    *("\u034f", "\u061c", "\u200e\u200f", _span(0x202A, 0x202E), _span(0x2065, 0x206F)),  # joiner, direction
    _span(0xFE00, 0xFE0F),  # variation selectors: they choose between pictures of one sign
    _span(0xE0000, 0xE007F),  # tags: they show nothing, and hide text
)
_COMPATIBLE = _span(0xFB00, 0xFB06) + _span(0xFF01, 0xFF5E) + _span(0x3380, 0x33DF)
"""Ligatures, full-width ASCII, and units in one sign (㎎): letters and digits in another dress."""
_SPELLINGS = (
    dict.fromkeys(_NEWLINES, "\n")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("".join(_INVISIBLE), "")
    | {sign: unicodedata.normalize("NFKC", sign) for sign in _COMPATIBLE}
)
_dos_line = re.compile("\r\n")
_entity = re.compile(
    r"&(?:(?:amp|#0{0,5}38|#[xX]0{0,5}26);)*(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_MARKUP = frozenset("<>&\"'")
_beside_ascii = re.compile(r"[^\n]?[^\x00-\x7f]+")
_stretch_end = re.compile(r"[\n<>]")
_suspect = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]+|(?<=[\x80-\x9f])|(?<=[\xc2-\xf4])(?= )) ?")
"""Signs outside ASCII that look like mojibake: two on end, one that nobody types, one before a lost space."""
_ascii_words = re.compile(r"([!-~]+)")
_any_ascii = re.compile(r"[\x00-\x7f]")
NEAR = 300
"""Characters around a suspect that are looked at with it: a page's scripts hold lines of any length."""
MOST_ROUNDS = 4
"""How often a text is mended anew as long as that changes it: it may have been garbled or escaped more than once."""


def normalise(text: str, *, markup: bool = False) -> Rewritten:
    """The same words in one spelling, and the edits that lead back to the text.

    ``markup``: it is the source of an HTML page, whose escaped '<', '>', '&' and quotes stay escaped. Doing it twice
    changes nothing more, unless the text was garbled `MOST_ROUNDS` times or was made so that mending makes it garbled.
    """
    unescape = _unescape_in_markup if markup else _unescape
    rewritten = Rewritten(text.replace("\r\n", "\n") if markup else text)  # nobody asks a page's edits
    for number in range(MOST_ROUNDS):
        before = rewritten.text
        mended = rewritten.then(unescape).then(_mend_mojibake)
        if number and mended.text == before:
            break
        rewritten = mended.then(_respell).then(_compose)
        if rewritten.text == before:
            break
    return rewritten


def _unescape(text: str) -> Rewritten:
    return rewrite(text, _entity, _character) if "&" in text else Rewritten(text)


def _unescape_in_markup(text: str) -> Rewritten:
    return rewrite(text, _entity, _character_in_markup) if "&" in text else Rewritten(text)


def _character(entity: str) -> str:
    """What an entity stands for, however often its '&' was escaped; an unknown one stays, its '&' escaped no more."""
    name = _name(entity)
    return html.unescape(f"&{name}") if name[0] == "#" else html5.get(name, f"&{name}")


def _character_in_markup(entity: str) -> str:
    character = _character(entity)
    return f"&{_name(entity)}" if character in _MARKUP else character


def _name(entity: str) -> str:
    """The last name in '&amp;amp;nbsp;', with its semicolon."""
    return entity[entity.rfind(";", 0, -1) + 1 :].removeprefix("&")


def _mend_mojibake(text: str) -> Rewritten:
    """UTF-8 that was read as Windows-1252, Latin-1 or the like. Mended line by line, since a page may mix both kinds,
    and in HTML between tags, since lines there are long."""
    parts: list[str] = []
    edits: list[Edit] = []
    done = looked = size = 0
    for found in _suspect.finditer(text):
        if found.start() < looked:
            continue
        left, right = max(looked, found.start() - NEAR), found.end() + NEAR
        start = max(text.rfind(sign, left, found.start()) + 1 for sign in "\n<>") or left
        end = _stretch_end.search(text, found.end(), right) or _any_ascii.search(text, right)
        looked = end.start() if end else len(text)
        mended = ftfy.fix_encoding(text[start:looked])
        if mended != text[start:looked]:
            size += start - done
            edits += _edits_between(text[start:looked], mended, start, size)
            parts += (text[done:start], mended)
            size += len(mended)
            done = looked
    return Rewritten("".join(parts) + text[done:], tuple(edits)) if parts else Rewritten(text)


def _edits_between(garbled: str, mended: str, source: int, target: int) -> list[Edit]:
    """Edits between two spellings of a line; its ASCII words are the same in both and show what belongs together."""
    old, new = _ascii_words.split(garbled), _ascii_words.split(mended)
    if old[1::2] != new[1::2]:
        old, new = [garbled], [mended]
    edits: list[Edit] = []
    for before, after in zip(old, new, strict=True):
        if len(before) != len(after):
            edits.append(edit_between(after, target, before, source))
        source += len(before)
        target += len(after)
    return edits


def _respell(text: str) -> Rewritten:
    odd = _SPELLINGS.keys() & frozenset(text)  # most texts have nothing odd, and this is the quickest way to know
    if not odd:
        return Rewritten(text)
    rewritten = rewrite(text, _dos_line, lambda _: "\n") if "\r\n" in text else Rewritten(text)
    changing = [sign for sign in odd if len(_SPELLINGS[sign]) != 1]
    if changing:
        pattern = re.compile("[" + re.escape("".join(sorted(changing))) + "]")
        rewritten = rewritten.then(lambda text: rewrite(text, pattern, _SPELLINGS.__getitem__))
    text = rewritten.text
    for sign in odd.difference(changing):
        text = text.replace(sign, _SPELLINGS[sign])
    return Rewritten(text, rewritten.edits)


def _compose(text: str) -> Rewritten:
    """Letters and their accents as one sign, as nearly all texts have them."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return Rewritten(text)
    return rewrite(text, _beside_ascii, _composed)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
