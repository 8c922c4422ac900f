"""Bytes to characters: what is read, as which encoding, and what is refused."""

import gzip

import pytest

from posology.cleaning.decode import decode
from posology.cleaning.normalise import normalise
from posology.errors import CleaningError

SENTENCE = "Don’t take more than 350 µg – that is 5 × the “usual” dose of Müller’s crème.\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (b"plain ASCII is UTF-8 too", "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8"),
        (SENTENCE.encode("utf-16"), "utf-16"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("utf-32"), "utf-32"),
        (SENTENCE.encode("cp1252"), "cp1252"),
        (b'<meta charset="iso-8859-1">' + SENTENCE.encode("cp1252"), "cp1252"),
        (b'<meta charset="windows-1251">' + "Магний 400 мг".encode("cp1251"), "cp1251"),
        (SENTENCE.encode("cp1252") + b"\x81", "cp1252"),
        (b'<meta charset="klingon">' + SENTENCE.encode("cp1252"), "cp1252"),
        (b'<meta charset="windows-1252">' + SENTENCE.encode(), "utf-8"),  # the page's word is a lie
    ],
)
def test_encodings(raw: bytes, encoding: str) -> None:
    decoded = decode(raw)
    assert decoded.encoding == encoding
    assert decoded.text.count("�") == raw.count(b"\x81")


def test_one_broken_byte_costs_one_character() -> None:
    raw = (SENTENCE * 20).encode().replace("é".encode(), b"\xff") + SENTENCE.encode()
    assert decode(b"\xff ".join([SENTENCE.encode() * 3, SENTENCE.encode() * 3])).text.count("�") == 1
    assert decode(raw).encoding == "utf-8"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\0\0\0\0\0\0", "empty"),
        (gzip.compress(b"text"), "binary"),
        (b"%PDF-1.7\n1 0 obj", "binary"),
        (b"PK\x03\x04" + b"x" * 99, "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (bytes(range(32)) * 40, "binary"),
        ((SENTENCE * 9).encode() + "€".encode()[:2], "truncated"),
        (SENTENCE.encode("utf-16")[:-1], "truncated"),
        (b"\xef\xbb\xbf\xff\xff words", "encoding"),
        (b"\xff\xfe" + b"\x00\xdc" * 20, "encoding"),
        ("words � ".encode() * 40, "encoding"),
    ],
)
def test_refused(raw: bytes, code: str) -> None:
    with pytest.raises(CleaningError) as error:
        decode(raw)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("unchanged – “words”, 5 µg\tand\n", "unchanged – “words”, 5 µg\tand\n"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("200\u00a0mg\u202fa\u2009day", "200 mg a day"),
        ("mag\u00adne\u200bsium\ufeff", "magnesium"),
        ("\u202eoverride\u202c", "override"),
        ("cafe\u0301", "café"),
        ("a\0b\x07c", "abc"),
        ("½ ² ﬁ stay", "½ ² ﬁ stay"),
    ],
)
def test_normalise(given: str, expected: str) -> None:
    assert normalise(given) == expected
