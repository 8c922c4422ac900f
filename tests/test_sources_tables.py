"""Tables to articles: JSON Lines, CSV and Parquet, plain and packed; how columns are chosen, what becomes a reject."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from posology.hints import Hints
from posology.sources.columns import GUESSES, NoColumn, choose
from posology.sources.model import Found, RawArticle, Reading, SourceFile
from posology.sources.read import read_again, read_articles
from tests.containers import CODECS, ROWS, TABLES, TEXTS, packed

READING = Reading(article_bytes=100_000, expansion=200)


def read(path: Path, reading: Reading = READING) -> list[Found]:
    return list(read_articles(SourceFile(str(path), path.name), reading))


def read_bytes(folder: Path, name: str, data: bytes, reading: Reading = READING) -> list[Found]:
    (folder / name).write_bytes(data)
    return read(folder / name, reading)


def told(found: list[Found]) -> list[str]:
    """Each article by its name and first words, each bad input by its name and code."""
    return [
        f"{item.source}: {item.raw[:8].decode('utf-8', 'replace')}" if isinstance(item, RawArticle)
        else f"{item.source}: !{item.code}"
        for item in found
    ]  # fmt: skip


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("suffix", TABLES)
def test_every_row_is_an_article_with_what_the_table_knows_of_it(tmp_path: Path, suffix: str, codec: str) -> None:
    found = read_bytes(tmp_path, f"export{suffix}{codec}", packed(TABLES[suffix](ROWS), codec))
    assert [item.raw.decode() for item in found if isinstance(item, RawArticle)] == TEXTS
    assert [item.source for item in found] == [f"export{suffix}{codec}#{number}" for number in range(1, 6)]
    assert isinstance(found[2], RawArticle)
    assert found[2].hints == Hints("https://example.com/r2", "Magnesium, part 2", None, "2024-03-01")


@pytest.mark.parametrize("wanted", [[0, 1, 2, 3, 4], [3, 4], [0, 2, 4], [4, 0], [1]])
@pytest.mark.parametrize("suffix", TABLES)
def test_rows_are_read_again_at_their_places(tmp_path: Path, suffix: str, wanted: list[int]) -> None:
    found = read_bytes(tmp_path, f"export{suffix}", TABLES[suffix](ROWS))
    places = [item.place for item in found if isinstance(item, RawArticle) and item.place is not None]
    file = SourceFile(str(tmp_path / f"export{suffix}"), f"export{suffix}")
    assert list(read_again(file, [places[number] for number in wanted], READING)) == [found[n] for n in wanted]


@pytest.mark.parametrize("codec", [".gz", ".zst"])
def test_rows_of_a_packed_stream_have_no_places(tmp_path: Path, codec: str) -> None:
    for suffix in (".csv", ".parquet"):
        found = read_bytes(tmp_path, f"export{suffix}{codec}", packed(TABLES[suffix](ROWS), codec))
        assert [item.place for item in found[1:] if isinstance(item, RawArticle)] == [None] * 4


COLUMNS: list[tuple[list[str], Mapping[str, str], list[str | None] | str]] = [
    # present, mapping, chosen: content, url, title, author, published - or words of the error
    (["content"], {}, ["content", None, None, None, None]),
    (["URL", "Page-Title", "Body HTML", "Published At"], {}, ["Body HTML", "URL", "Page-Title", None, "Published At"]),
    (["text", "content", "link", "url"], {}, ["content", "url", None, None, None]),
    (["a", "b"], {"content": "b", "url": "a"}, ["b", "a", None, None, None]),
    (["text", "b"], {"content": "b"}, ["b", None, None, None, None]),
    (["a", "b"], {}, "its columns are a, b. Name it with --column content=NAME"),
    ([], {}, "it has none"),
    (["text"], {"content": "body"}, "no column 'body' for the content"),
    (["text"], {"url": "web"}, "no column 'web' for the url"),
]


@pytest.mark.parametrize(("present", "mapping", "chosen"), COLUMNS)
def test_columns(present: list[str], mapping: Mapping[str, str], chosen: list[str | None] | str) -> None:
    if isinstance(chosen, str):
        with pytest.raises(NoColumn, match=chosen):
            choose(present, mapping)
    else:
        found = choose(present, mapping)
        assert [found.content, found.url, found.title, found.author, found.published] == chosen


def test_guesses_are_written_as_they_are_compared() -> None:
    for names in GUESSES.values():
        assert all(name == name.lower() and name.isalpha() for name in names)
        assert len(set(names)) == len(names)


LONG = "x" * 200_000
VAST = b"x" * 60_000_000
BAD = [
    # file, content, what is told
    ("a.jsonl", b'{"text": "one"}\n{"text": "two"\n{"text": "three"}\n', ["#1: one", "#2: !json", "#3: three"]),
    ("a.jsonl", b'{"text": "one"}\n\n  \n[1]\n7\n', ["#1: one", "#4: !json", "#5: !json"]),
    ("a.jsonl", b'{"words": "one"}\n{"text": 7}\n{"text": null}', ["#1: !no_column", "#2: !no_text", "#3: "]),
    ("a.jsonl", b"[" * 100_000 + b'\n{"text": "two"}', ["#1: !json", "#2: two"]),
    ("a.jsonl", b'{"text": "caf\xe9"}\n{"text": "\\ud800x"}\n', ["#1: café", "#2: ?x"]),
    ("a.jsonl", b'\xef\xbb\xbf{"text": "one"}', ["#1: one"]),
    ("a.jsonl", json.dumps({"text": LONG}).encode() + b'\n{"text": "two"}', ["#1: !too_large", "#2: two"]),
    ("a.jsonl", b'{"x": "' + b"x" * 2_000_000 + b'"}\n{"text": "two"}', ["#1: !too_large", "#2: two"]),
    ("a.jsonl", b"", [": !empty"]),
    ("a.jsonl", b"\x00\x00\n\x00", [": !empty"]),
    ("a.csv", b"url,text\n", [": !empty"]),
    ("a.csv", b"text,url\none,a\n", ["#1: one"]),
    ("a.csv", b"\xef\xbb\xbftext,url\r\none,a\r\n\r\ntwo,b", ["#1: one", "#2: two"]),
    ("a.csv", b"url;text\na;one\n", ["#1: one"]),
    ("a.csv", b'url,text\na,"one\n1 ""x"""\nb,two\n', ["#1: one\n1 \"x", "#2: two"]),
    ("a.csv", b'url,text\na,"one" 1\nb,two\n', ["#1: !csv", "#2: two"]),
    ("a.csv", b'url,text\na,"one\nb,two\nc,three\n', ["#1: !csv", "#2: two", "#3: three"]),
    ("a.csv", b'url,text\na,"one\nb,"two"\nc,three\n', ["#1: !csv", "#2: two", "#3: three"]),
    ("a.csv", b'url,text\na,"' + b"one two three\n" * 90_000 + b"b,two\n", ["#1: !csv", *["!csv"] * 89_999, "two"]),
    ("a.csv", b"url,text\na,one,1\nb\nc,two\n", ["#1: !csv", "#2: !csv", "#3: two"]),
    ("a.csv", b"url,text\na,caf\xe9\n", ["#1: café"]),
    ("a.csv", b"url,words\na,one\n", [": !no_column"]),
    ("a.csv", b'url,"text\na,one\n', [": !no_column"]),
    ("a.csv", "url,text\na,one\n".encode("utf-16"), [": !no_column"]),
    ("a.csv", b"", [": !no_column"]),
    ("a.parquet", TABLES[".parquet"]([{"words": "one"}]), [": !no_column"]),
    ("a.parquet", TABLES[".parquet"](ROWS)[:-3], [": !parquet"]),
    ("a.parquet", b"PAR1", [": !parquet"]),
    ("a.parquet", b"", [": !parquet"]),
    ("a.txt.gz", b"no gzip", [": !damaged"]),
    ("a.txt.gz", packed(b"one" * 100, ".gz")[:-9], [": !truncated"]),
    ("a.txt.gz", packed(LONG.encode(), ".gz"), [": !too_large"]),
    ("a.txt.zst", packed(LONG.encode(), ".zst"), [": !too_large"]),
    ("a.txt.gz", packed(b"one", ".gz") + b"\0" * 9, [": one"]),
    ("a.txt.gz", packed(b"one ", ".gz") + packed(b"two", ".gz"), [": one two"]),
    ("a.txt.zst", packed(b"one ", ".zst") + packed(b"two", ".zst"), [": one two"]),
    ("a.jsonl.gz", packed(b'{"text": "one"}\n' * 2, ".gz") + b"rest", ["#1: one", "#2: one", ": !damaged"]),
    ("a.jsonl.gz", packed(b'{"text": "one"}\n{"text": "' + VAST, ".gz"), ["#1: one", "#2: !too_large", ": !bomb"]),
    ("a.csv.zst", packed(b"text\n" + b"one\n" * 3_000_000, ".zst"), ["bomb"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), BAD, ids=range(len(BAD)))
def test_what_is_bad_is_told_and_what_is_good_is_kept(
    tmp_path: Path, name: str, data: bytes, expected: list[str]
) -> None:
    found = told(read_bytes(tmp_path, name, data))
    if len(found) > 10:
        assert len(expected) == 1 or len(found) == len(expected)
        assert found[-1].endswith(expected[-1])
    else:
        assert found == [f"{name}{line}" for line in expected]
