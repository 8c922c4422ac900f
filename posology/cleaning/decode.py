"""Bytes to characters: byte-order mark, UTF-8, the word of whoever sent the page, the page's own, Windows-1252, then
detection."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from posology.errors import CleaningError

_BOMS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"\x1f\x8b", "gzip data"),
    (b"PK\x03\x04", "a zip archive or Office document"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_HIGH = bytes(range(128, 256))
_declared = re.compile(
    rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})|<\?xml[^>]{0,99}encoding=["']([\w.:-]{2,40})"""
)
_LATIN = {"ascii", "iso8859-1"}  # browsers read both as Windows-1252, and pages count on it
_NO_CHARSETS = ("utf-16", "utf-32", "utf-7", "unicode", "raw", "idna", "punycode", "undefined")
"""Beginnings of names that no page of single bytes is written in, whatever it says; Python would read any as some."""
_STRAY = "posology.stray"
_SIGNS = b"\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa9\xae\xb0\xb1\xb2\xb5\xb7\xbc\xbd\xbe\xd7\xe9"
"""Bytes of Windows-1252 that stray into UTF-8: … ‘ ’ “ ” • – — ™ © ® ° ± ² µ · ¼ ½ ¾ × é and the hard space."""
_SNIFFED = 65536
MOST_ACCENTS = 0.25
"""Share of characters outside ASCII that a text in Latin letters can have; in Cyrillic or Greek most are."""


class Decoded(NamedTuple):
    """The characters of an article and the encoding that they were read as."""

    text: str
    encoding: str


def decode(raw: bytes, charset: str | None = None) -> Decoded:
    """Reads bytes as text. ``charset``: what a header says they are, which counts where no mark and no UTF-8 is.

    Raises CleaningError: empty, binary, truncated (ends within a character) or encoding (no reading makes sense).
    """
    if not raw.strip(b" \t\r\n\0"):
        raise CleaningError("empty", "The file holds no text.")
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise CleaningError("binary", f"The file is {name}, not text: unpack or convert it first.")
    decoded = _by_mark(raw) or _wide_without_mark(raw)
    if decoded is None:
        _refuse_binary(raw)
        decoded = _utf8(raw) or _named(raw, charset) or _by_declaration(raw) or _western(raw) or _detected(raw)
    return _sound(decoded)


def _by_mark(raw: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strictly(raw, encoding)
    return None


def _strictly(raw: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(raw.decode(encoding), encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        if error.end >= len(raw):
            raise CleaningError(
                "truncated", f"The file ends within a character of {encoding}: fetch it again."
            ) from error
        message = f"The byte-order mark says {encoding}, but byte {error.start} does not fit it: save it as UTF-8."
        raise CleaningError("encoding", message) from error


def _wide_without_mark(raw: bytes) -> Decoded | None:
    """UTF-16 of mostly Latin text: every second byte is zero."""
    head = raw[:_SNIFFED]
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for few, many, encoding in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        if many > half * 0.7 and few < half * 0.05:
            return _strictly(raw, encoding)
    return None


def _refuse_binary(raw: bytes) -> None:
    head = raw[:_SNIFFED]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(2, len(head) * 0.005):
        raise CleaningError(
            "binary", f"The file is not text: {controls} control characters in its first {len(head)} bytes."
        )


def _utf8(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(raw) - 4 and _multibyte(raw[: error.start]):
            raise CleaningError("truncated", "The file ends within a UTF-8 character: fetch it again.") from error
    broken = raw.decode("utf-8", "replace").count("\ufffd")
    return Decoded(raw.decode("utf-8", _STRAY), "utf-8") if broken < _multibyte(raw) else None  # chance makes few


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8: the sign that it is in Windows-1252, where a page would hold one, else U+FFFD."""
    assert isinstance(error, UnicodeDecodeError)  # the handler is ours alone, and used for decoding alone
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252") if stray in _SIGNS else "\ufffd", error.end


codecs.register_error(_STRAY, _read_stray)


def _multibyte(raw: bytes) -> int:
    """The number of characters outside ASCII, if the bytes are UTF-8."""
    return sum(1 for char in raw.decode("utf-8", "ignore") if char > "\x7f")


def _by_declaration(raw: bytes) -> Decoded | None:
    found = _declared.search(raw, 0, 4096)
    return _named(raw, (found[1] or found[2]).decode("ascii")) if found else None


def _named(raw: bytes, charset: str | None) -> Decoded | None:
    try:
        name = codecs.lookup(charset or "").name
        encoding = "cp1252" if name in _LATIN else name
        return None if name.startswith(_NO_CHARSETS) else Decoded(raw.decode(encoding), encoding)
    except (LookupError, UnicodeError, ValueError):
        return None  # an unknown name, or a lie


def _western(raw: bytes) -> Decoded | None:
    """Windows-1252, what English text outside UTF-8 nearly always is; detectors guess wildly where bytes are few."""
    high = len(raw) - len(raw.translate(None, _HIGH))
    if high > len(raw) * MOST_ACCENTS:
        return None
    text = raw.decode("cp1252", "replace")
    return Decoded(text, "cp1252") if text.count("\ufffd") <= max(2, high * 0.1) else None


def _detected(raw: bytes) -> Decoded:
    best = from_bytes(raw[:_SNIFFED]).best()
    if best is not None:
        try:
            return Decoded(raw.decode(best.encoding), best.encoding)
        except UnicodeError:
            pass  # the rest of the file is not what its beginning looked like
    raise CleaningError("encoding", "No character encoding makes sense of the bytes: save the file as UTF-8.")


def _sound(decoded: Decoded) -> Decoded:
    lost = decoded.text.count("\ufffd")
    if lost > max(3, len(decoded.text) * 0.01):
        raise CleaningError("encoding", f"{lost} characters were lost before the file reached us: fetch it again.")
    return decoded
