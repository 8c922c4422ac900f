"""One article from bytes to Article: metadata, identities, and what is refused."""

import json
import pickle
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.errors import CleaningError
from schemas.article import Article

PROSE = "Most adults take 200 to 400 mg of magnesium a day, with a meal, and “sleep better” – or so they say. " * 3
SHARED = Path(__file__).parents[2] / "shared" / "articles"


def test_plain_text_stays_as_it_is() -> None:
    text = f"\n  March 6, 2026\n\n{PROSE}\n\n  - one – “item”\n\n\n"
    article = clean(text.encode(), source="folder/a.txt")
    assert article.text == text
    assert (article.source, article.published, article.encoding) == ("folder/a.txt", "2026-03-06", "utf-8")


@pytest.mark.parametrize(
    "head",
    [
        '---\ntitle: "Zinc: a guide"\ndate: 2024-05-01\nauthor: [Jane Doe, John Roe]\nurl: https://www.x.org/zinc\n---\n',
        '+++\ntitle = "Zinc: a guide"\ndate = 2024-05-01\nauthors = ["Jane Doe", "John Roe"]\n'
        'canonical_url = "https://www.x.org/zinc"\n+++\n',
    ],
)
def test_front_matter(head: str) -> None:
    article = clean(f"{head}\n# Zinc\n\n{PROSE}".encode(), source="a.md")
    assert (article.title, article.published, article.author) == ("Zinc: a guide", "2024-05-01", "Jane Doe, John Roe")
    assert (article.url, article.site) == ("https://www.x.org/zinc", "x.org")
    assert [block.kind for block in article.blocks] == ["boilerplate", "title", "paragraph"]
    assert article.text.startswith(head)  # offsets count in the source


@pytest.mark.parametrize(
    "head", ["---\ntitle: x\n: [broken\n---\n", "---\n- a list\n---\n", "---\nno end\n", "+++\nx = = 1\n+++\n"]
)
def test_broken_front_matter_is_text(head: str) -> None:
    article = clean((head + PROSE).encode(), source="a.md")
    assert article.text == head + PROSE
    assert article.title != "x"


def test_identities() -> None:
    one, two = (clean((PROSE + end).encode(), source="a.txt") for end in ("", "More."))
    elsewhere = clean(PROSE.encode(), source="b.txt")
    assert one.article_id == two.article_id != elsewhere.article_id
    assert one.version_id == elsewhere.version_id != two.version_id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_gives_the_same_article(encoding: str) -> None:
    expected = clean(PROSE.encode(), source="a.txt")
    found = clean(PROSE.encode(encoding), source="a.txt")
    assert (found.text, found.blocks) == (expected.text, expected.blocks)


@pytest.mark.parametrize(
    ("raw", "source", "code"),
    [
        (b"", "a.txt", "empty"),
        ("\u200b\ufeff \n".encode(), "a.txt", "empty"),
        (b"\x1f\x8b\x08\x00", "a.txt", "binary"),
        (b"<html><body></body></html>", "a.html", "not_an_article"),
        (b"<html><body><p>Take 200 mg</p><p class='fo", "a.html", "truncated"),
        (b"<html><h1>404 Not Found</h1></html>", "a.html", "error_page"),
        (b"Recommended for you\n\nYou may also like", "a.txt", "not_an_article"),
        (json.dumps({"text": PROSE, "dose": "200 mg"}).encode(), "a.txt", "not_an_article"),
        (b'{"dose": "200 mg"}\n' * 30, "a", "not_an_article"),
        (b"id,name,dose,unit\n" + b"1,zinc,50,mg\n" * 30, "a.txt", "not_an_article"),
        (b"2024-05-01 10:00:00 INFO took 200 mg and went on\n" * 30, "a.txt", "not_an_article"),
        (
            b"import os\n\ndef dose(mg):\n    return mg * 2;\n\nclass A:\n    x = f(200);\n" * 9,
            "a.txt",
            "not_an_article",
        ),
        (b'<?xml version="1.0"?><rss><item>200 mg</item></rss>', "a.xml", "not_an_article"),
    ],
)
def test_refused(raw: bytes, source: str, code: str) -> None:
    with pytest.raises(CleaningError) as error:
        clean(raw, source=source)
    assert error.value.code == code
    assert error.value.message.endswith(".")


def test_a_short_table_is_an_article() -> None:
    assert len(clean(b"# iron\n\n| Women | 18 mg/day |\n\n| Men | 8 mg/day |", source="a.txt").blocks) == 3


def test_errors_survive_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(CleaningError("empty", "The file holds no text.")))
    assert (error.code, error.message, str(error)) == ("empty", "The file holds no text.", "The file holds no text.")


def check(article: Article) -> None:
    """What holds for every article."""
    size = len(article.text)
    assert all(one.end <= two.start for one, two in pairwise(article.blocks))
    assert all(0 <= link.start < link.end <= size for link in article.links)
    path: list[tuple[int, str]] = []
    for block in article.blocks:
        assert 0 <= block.start < block.end <= size
        words = article.text[block.start : block.end]
        assert words == words.strip() or block.kind == "boilerplate"
        if block.kind == "heading":
            assert block.level is not None
            path = [(level, heading) for level, heading in path if level < block.level]
        if block.kind != "title":
            assert block.headings[: len(path)] == tuple(heading for _, heading in path)
        if block.kind == "heading":
            assert block.level is not None
            following = [
                other.headings for other in article.blocks if other.start >= block.end and other.kind != "title"
            ]
            path.append((block.level, following[0][-1] if following and following[0] else ""))
            if following and following[0] == block.headings:
                path.pop()


BLOCKS = (
    "# ",
    "## Dose\n",
    "- ",
    "1. ",
    "| a | b |\n",
    "|---|---|\n",
    "\n",
    "\n\n",
    "References\n",
    "---\n",
    "> ",
    "===\n",
)
LINES = (
    *("200 mg of zinc a day. ", "Words that go on and on for a while until the line is full and it goes\n"),
    *("Smith J, Doe A. Zinc. J Nutr. 2012;14(2):1. PMID 123\n", "March 6, 2026\n", "You may also like\n"),
    *("Dosage And Timing\n", "2.1\n", "+++\n", "title: x\n", "```\n", "[a](https://x.org)", "**"),
)
TAGS = (
    *(
        "<p>",
        "</p>",
        "<table><tr><td>",
        "<td rowspan=9 colspan=2>",
        "</table>",
        "<sup>1</sup>",
        "<br>",
        "<li>",
        "<ol start=3>",
    ),
    *(
        "<a href='https://x.org'>",
        "</a>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<div class=share>",
        "<!--",
        "-->",
        "<script>",
        "&amp;",
        "<",
    ),
)
ODD = ("\u00a0", "\u200b", "é", "�", "\r\n", "\0", "😀", "\u0301", "&#x85;", "&#0;")
PIECES = st.sampled_from((*BLOCKS, *LINES, *TAGS, *ODD))


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=400), source=st.sampled_from(["a.txt", "a.html", "a.md", "a"]))
@example(raw=b"<html>\xff\xfe", source="a.html")
def test_any_bytes_are_an_article_or_a_cleaning_error(raw: bytes, source: str) -> None:
    try:
        check(clean(raw, source=source))
    except CleaningError as error:
        assert error.code in {"empty", "binary", "truncated", "encoding", "not_an_article"}


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.lists(PIECES | st.text(max_size=20), max_size=60).map("".join),
    source=st.sampled_from(["a.txt", "a.html", "a.md", "a"]),
)
def test_any_mixture_of_markup_is_an_article_or_a_cleaning_error(pieces: str, source: str) -> None:
    try:
        check(clean((pieces + " 200 mg").encode("utf-8", "replace"), source=source))
    except CleaningError as error:
        assert error.code in {"empty", "binary", "truncated", "encoding", "not_an_article"}


WESTERN = st.text(st.sampled_from("abcdefghij KLMN 0123456789 .,;:|#-*\n–—’“”éüµ½×©"), min_size=5, max_size=300)


@settings(max_examples=200, deadline=None)
@given(text=WESTERN.map(lambda text: PROSE + text))
def test_the_encoding_does_not_change_the_article(text: str) -> None:
    try:
        articles = [clean(text.encode(encoding), source="a.txt") for encoding in ("utf-8", "utf-16", "cp1252")]
    except CleaningError:
        return
    assert len({(article.text, article.blocks) for article in articles}) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles are not on this machine")
def test_the_shared_articles() -> None:
    for path in sorted(SHARED.glob("*.txt")):
        raw = path.read_bytes()
        article = clean(raw, source=path.name)
        check(article)
        assert article.text == raw.decode()
