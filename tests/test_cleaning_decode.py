"""Bytes to characters: what is read, as which encoding, and what is refused."""

import gzip
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.cleaning.alignment import source_span
from posology.cleaning.decode import decode
from posology.cleaning.normalise import normalise
from posology.errors import CleaningError
from posology.extraction import extract
from posology.lexicons import load_lexicon

SAMPLES = sorted((Path(__file__).parents[1] / "examples" / "articles").iterdir())
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
    ("raw", "charset", "text"),
    [
        ("Магний 400 мг".encode("cp1251"), "windows-1251", "Магний 400 мг"),
        ("350 µg".encode("cp1252"), "ISO-8859-1", "350 µg"),
        ("350 µg".encode(), "windows-1251", "350 µg"),  # what reads as UTF-8 is UTF-8
        ("350 µg".encode("utf-16"), "utf-8", "350 µg"),  # a mark knows better
        (b'<meta charset="koi8-r">' + "мг".encode("cp1251"), "cp1251", '<meta charset="koi8-r">мг'),
        ("350 µg".encode("cp1252"), "utf-16", "350 µg"),  # no page of single bytes is UTF-16
        (b"350 \xb5g \\x41", "unicode_escape", "350 µg \\x41"),
    ],
)
def test_the_header_says_what_the_bytes_do_not(raw: bytes, charset: str, text: str) -> None:
    assert decode(raw, charset).text == text


def test_signs_that_strayed_into_utf_8() -> None:
    raw = ("Don’t – “usual” – é. " * 3).encode()
    assert decode(raw + b"5 \xb5g, \x93\xbd tsp\x94 \xff").text.endswith("5 µg, “½ tsp” \ufffd")


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
        ("½ ² 1⁄2 ⅛ – — − ‑ ’ ″ 5 µg 5 μg × ® stay", "½ ² 1⁄2 ⅛ – — − ‑ ’ ″ 5 µg 5 μg × ® stay"),
        ("ﬁve eﬃcacious", "five efficacious"),
        ("２００ｍｇ（ａ　ｄａｙ）", "200mg(a day)"),
        ("5 ㎎ or 5 ㎍", "5 mg or 5 μg"),
        ("zinc[1] iron¹ tea†", "zinc[1] iron¹ tea†"),
        # mojibake: once, twice, by way of Windows-1252 and of Latin-1, beside good text, its hard space made plain
        ("5 Âµg, 5 Î¼g, Â½ tsp, 5 Ã— 2, â‰¥ 3", "5 µg, 5 μg, ½ tsp, 5 × 2, ≥ 3"),
        ("Donâ€™t take 200â€“400 mg â€œdailyâ€\x9d", "Don’t take 200–400 mg “daily”"),
        ("DonÃ¢â‚¬â„¢t take 200Ã¢â‚¬â€œ400 mg", "Don’t take 200–400 mg"),
        ("don\u00e2\u0080\u0099t: 5 \u00c2\u00b5g", "don’t: 5 µg"),
        ("don\u00c3\u00a2\u00c2\u0080\u00c2\u0099t", "don’t"),
        ("“good” – é and â€œbadâ€\x9d CrÃ¨me", "“good” – é and “bad” Crème"),
        ("the crÃ¨me Ã  la carte", "the crème à la carte"),
        ("don\u0092t", "don’t"),
        ("Müller’s café—“très” naïve, Ångström, São 5 Â 2", "Müller’s café—“très” naïve, Ångström, São 5 Â 2"),
        # entities: named, numbered, escaped twice and thrice, unknown ones, and what only looks like one
        ("200&nbsp;mg &micro;g &#181;g &#xB5;g &lt;5", "200 mg µg µg µg <5"),
        ("200&amp;nbsp;mg &amp;amp;micro;g &amp;#181;g", "200 mg µg µg"),
        ("mag&shy;ne&#8203;sium, don&#146;t, &Aacute;", "magnesium, don’t, Á"),
        ("AT&T, R&D; &nothing; &amp;nothing; ?a=1&copy=2", "AT&T, R&D; &nothing; &nothing; ?a=1&copy=2"),
        ("5 &Acirc;&micro;g, don&acirc;&euro;&trade;t", "5 µg, don’t"),
    ],
)
def test_normalise(given: str, expected: str) -> None:
    assert normalise(given).text == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>200&nbsp;mg &lt;b&gt; &amp; &quot;x&quot;", "<p>200 mg &lt;b&gt; &amp; &quot;x&quot;"),
        ("<p>&#60;i&#62;", "<p>&#60;i&#62;"),
        ("<p>&amp;lt;b&amp;gt; &amp;amp;micro;g", "<p>&lt;b&gt; µg"),
        ('<a href="?a=1&amp;b=2" title="5&#39;">', '<a href="?a=1&amp;b=2" title="5&#39;">'),
    ],
)
def test_what_would_become_markup_stays_escaped(given: str, expected: str) -> None:
    assert normalise(given, markup=True).text == expected


ODD_PIECES = (
    *(
        "&amp;",
        "&nbsp;",
        "&lt;",
        "&#181;",
        "&",
        ";",
        "amp;",
        "#38;",
        "Âµg",
        "â€™",
        "Ã",
        "Â",
        "©",
        "\x80\x99",
        "ﬁ",
        "２",
        "㎎",
    ),
    *("\x85", "\r\n", "\r", "\n", " ", "\u00a0", "\u00ad", "\u200b", "\ufeff", "e\u0301", "\u0301", "\0"),
    *("\U000e0041", "\u1f71", "\u0958", "日本", "😀", "zinc", "200 mg", "–", "é", "“", "µ", "½", "<", ">", "|"),
)
TEXTS = st.lists(st.sampled_from(ODD_PIECES) | st.text(max_size=5), max_size=30).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, markup=st.booleans())
def test_normalising_twice_changes_nothing_more(text: str, markup: bool) -> None:
    once = normalise(text, markup=markup).text
    assert normalise(once, markup=markup) == (once, ())


@settings(max_examples=200, deadline=None)
@given(between=st.lists(TEXTS, min_size=2, max_size=6))
@example(between=["&amp;nbsp;\r\n", "Âµ \r\n\r\n", "\u00ad\u0301"])
@example(between=["ﬁ", "Ã©\u200b", "&amp;", "amp;lt;"])
def test_spans_lead_back_to_the_words_they_came_from(between: list[str]) -> None:
    """Words that nothing changes stand among odd signs: all that lies between two of them leads back to just that."""
    words = [f"zq{number}xq" for number in range(len(between))]
    text = "".join(map("".join, zip(words, between, strict=True)))
    normalised, edits = normalise(text)
    for first, last in combinations_with_replacement(words, 2):
        span = normalised.index(first), normalised.index(last) + len(last)
        start, end = source_span(edits, *span)
        assert text[start:end] == text[text.index(first) : text.index(last) + len(last)]


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("Take 200&nbsp;mg of zinc.", "200 mg", "200&nbsp;mg"),
        ("A\r\nB\r\n\r\nTake 200 mg.\r\n", "200 mg", "200 mg"),
        ("Donâ€™t take 200â€“400 mg.", "200–400 mg", "200â€“400 mg"),
        ("Donâ€™t take 200 mg of it.", "200 mg", "200 mg"),
        ("A\u200b\u200b mag\u00adnesium salt", "magnesium", "mag\u00adnesium"),
        ("eﬃcacy of zinc", "efficacy", "eﬃcacy"),
        ("eﬃcacy of zinc", "cacy", "cacy"),
        ("&amp;amp;micro; 5 &amp;micro;g a day", "5 µg", "5 &amp;micro;g"),
        ("\ufeffe\u0301 200 mg", "200 mg", "200 mg"),
    ],
)
def test_words_and_what_they_were_in_the_source(text: str, words: str, source: str) -> None:
    normalised, edits = normalise(text)
    start = normalised.index(words)
    first, last = source_span(edits, start, start + len(words))
    assert text[first:last] == source


def _garbled(text: str, by: str) -> str:
    """The text's UTF-8 read as another encoding."""
    return text.encode().decode(by)


RECODED = {
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16 with mark": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16-be with mark": lambda text: ("\ufeff" + text).encode("utf-16-be"),
    "utf-8 read as windows-1252": lambda text: _garbled(text, "sloppy-windows-1252").encode(),
    "utf-8 read as latin-1": lambda text: _garbled(text, "latin-1").encode(),
    "twice read as windows-1252": lambda text: _garbled(
        _garbled(text, "sloppy-windows-1252"), "sloppy-windows-1252"
    ).encode(),
    "twice read as latin-1": lambda text: _garbled(_garbled(text, "latin-1"), "latin-1").encode(),
    "windows-1252": lambda text: text.encode("cp1252"),
    "dos lines": lambda text: text.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:20])
def test_the_same_article_in_every_encoding_gives_the_same_records(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = _records(text.encode(), path.name)
    assert expected
    for name, recode in RECODED.items():
        try:
            raw = recode(text)
        except UnicodeEncodeError:  # the sample has signs that Windows-1252 lacks
            assert name == "windows-1252"
            continue
        assert _records(raw, path.name) == expected, name


def _records(raw: bytes, source: str) -> list[tuple[object, ...]]:
    records = extract(clean(raw, source=source), load_lexicon())
    return [(record.record_id, record.start, record.end, record.quote) for record in records]
