"""The fast way to the main content: what it keeps, that its doses are the careful way's, and that no page breaks it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.cleaning.html_fast import MOST_TAGS
from posology.config import Settings
from posology.errors import CleaningError
from posology.extraction import extract
from posology.hints import Content
from posology.lexicons import load_lexicon
from posology.pipeline.engine import engine_of
from schemas.article import Article
from schemas.records import Dose

PAGES = Path(__file__).parent / "examples" / "pages"
PROSE = (
    "Magnesium is taken up in the small intestine, and most adults who were studied took 200 to 400 mg of it a day, "
    "which they did with a meal."
)

GERMAN = (
    "Magnesium wird von vielen Menschen am Abend vor dem Schlafen genommen, weil es die Muskeln entspannt und den "
    "Schlaf verbessern soll."
)


def fast(raw: bytes) -> Article:
    return clean(raw, source="a.html", content=Content.fast)


def page(body: str, head: str = "") -> Article:
    return fast(f"<html><head>{head}</head><body><p>{PROSE}</p>{body}<p>{PROSE}</p></body></html>".encode())


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<h2>Forms</h2><p>One &lt;5 mg &amp; more.</p>", [("heading", "Forms"), ("paragraph", "One <5 mg & more.")]),
        ("<p>one<br>two</p>", [("paragraph", "one\ntwo")]),
        ("<p>10<sup>9</sup> CFU a day.</p>", [("paragraph", "10^9 CFU a day.")]),
        ("<p>It took 200 mg.<sup><a href='#r1'>1</a></sup> Then</p>", [("paragraph", "It took 200 mg.[1] Then")]),
        ("<ul><li>200 mg</li><li>300 mg</li></ul>", [("list_item", "200 mg"), ("list_item", "300 mg")]),
        ("<ul><li><a href='/a'>Home</a></li><li><a href='/b'>Shop</a></li></ul>", []),
        (
            "<table><tr><th>Form</th><th>Dose</th></tr><tr><td>citrate</td><td>15 mg</td></tr></table>",
            [("table_row", "| Form | Dose |"), ("table_row", "| citrate | 15 mg |")],
        ),
        (
            "<figure><table><tr><td>All</td><td>310 mg</td></tr><tr><td>Men</td><td>400 mg</td></tr></table></figure>",
            [("table_row", "| All | 310 mg |"), ("table_row", "| Men | 400 mg |")],
        ),
        ("<pre>one\ntwo</pre>", [("paragraph", "one\ntwo")]),
        ("<p>zinc\0 5 mg, caf\u0065\u0301, 5\u00a0mg, donâ€™t</p>", [("paragraph", "zinc 5 mg, café, 5 mg, don’t")]),
    ],
)
def test_blocks(body: str, blocks: list[tuple[str, str]]) -> None:
    found = page(body)
    assert [(block.kind, found.text[block.start : block.end]) for block in found.blocks[1:-1]] == blocks


def test_items_are_numbered_and_rows_have_their_header() -> None:
    assert "\n1. one\n2. two\n" in page("<ol><li>one</li><li>two</li></ol>").text
    rows = page("<table><tr><th>Form</th><th>Dose</th></tr><tr><td>citrate</td><td>15 mg</td></tr></table>").blocks[1:3]
    assert {row.header for row in rows} == {("Form", "Dose")}


def test_links_stand_at_their_words() -> None:
    found = page("<p>As a <a href='https://x.org/a?b=1&amp;c=2'>small trial</a> found, and <a href='#top'>up</a>.</p>")
    assert [(found.text[link.start : link.end], link.url) for link in found.links] == [
        ("small trial", "https://x.org/a?b=1&c=2")
    ]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("<title>Zinc and you | Site</title>", {"title": "Zinc and you | Site"}),
        (
            "<meta property='og:title' content='Zinc &amp; you'><link rel='canonical' href='https://x.org/zinc'>"
            "<meta name='author' content='A. Reed'><meta property='article:published_time' content='2024-03-05'>",
            {
                "title": "Zinc & you",
                "url": "https://x.org/zinc",
                "site": "x.org",
                "author": "A. Reed",
                "published": "2024-03-05",
            },
        ),
        (
            '<script type="application/ld+json">{"@type": "Article", "headline": "Zinc", "dateModified": "2024-04-01"}'
            "</script>",
            {"title": "Zinc", "modified": "2024-04-01"},
        ),
    ],
)
def test_what_the_page_says_about_itself(head: str, fields: dict[str, str]) -> None:
    found = page("", head)
    assert {name: getattr(found, name) for name in fields} == fields


def test_the_doses_of_a_page_are_those_of_the_careful_way() -> None:
    raw = (PAGES / "nih.html").read_bytes()
    doses = [
        {
            (dose.substance, dose.low, dose.high, dose.unit)
            for dose in extract(article, load_lexicon())
            if isinstance(dose, Dose)
        }
        for article in (clean(raw, source="a.html", content=content) for content in Content)
    ]
    assert doses[0] == doses[1] != set()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<html><title>404 Not Found</title><body><h1>404 Not Found</h1><p>The page was not found.", "error_page"),
        (b"<html><title>Just a moment...</title><body><p>Checking your browser before you go on.", "blocked"),
        (f"<html><body><p>{PROSE} <a hre".encode(), "truncated"),
        (f"<html><body><p>{GERMAN}</p><p>{GERMAN}</p>".encode(), "language"),
        (b"<html><body></body></html>", "not_an_article"),
    ],
)
def test_what_is_no_article_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(CleaningError) as caught:
        fast(raw)
    assert caught.value.code == code


HOSTILE = {
    "100,000 levels of blocks": "<div>" * 100_000 + PROSE,
    "as many levels as are read fast": "<div>" * (MOST_TAGS - 10) + PROSE,
    "superscripts in superscripts": "<p>" + "<sup>" * (MOST_TAGS - 10) + PROSE + "1",
    "a megabyte of tags": f"<p>{PROSE}</p>" + "<p>zinc 5 mg</p>" * 60_000,
    "10 MB of one tag": "<p " + "a=b " * 2_500_000 + f">{PROSE}",
    "open tags alone": "<" * (MOST_TAGS - 10) + PROSE,
    "lists in lists": "<ul><li>" * 4_000 + PROSE,
}


def test_it_is_an_engine_of_its_own() -> None:
    assert engine_of(Settings(content=Content.fast)) != engine_of(Settings())


@pytest.mark.slow
def test_ten_megabytes_of_tags_end() -> None:
    assert fast(f"<html><body><p>{PROSE}</p>{'<p>zinc 5 mg</p>' * 600_000}".encode()).text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    try:
        assert fast(("<html><body>" + HOSTILE[name]).encode()).text
    except CleaningError as error:
        assert error.code in {"not_an_article", "too_deep", "truncated"}


PIECES = st.sampled_from(
    (
        "<ul>",
        "<ol>",
        "<li>",
        "</ul>",
        "<p>",
        "<h2>",
        "<pre>",
        "<sup>1</sup>",
        "<sup>",
        "<table><tr><td>",
        "<td>",
        "</table>",
        "<br>",
        "<a href='https://x.org'>",
        '<a href="',
        "</a>",
        "<script>",
        "<!--",
        "&lt;",
        "\0",
        "\ud800",
        "a\n\tb",
        PROSE,
    )
)


@settings(max_examples=150, deadline=None)
@given(
    raw=st.binary(max_size=300)
    | st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode("utf-8", "replace"))
)
def test_any_bytes_are_an_article_or_a_cleaning_error(raw: bytes) -> None:
    try:
        article = fast(b"<html>" + raw)
    except CleaningError:
        return
    assert all(article.text[block.start : block.end].strip() for block in article.blocks)
    assert all(0 <= link.start < link.end <= len(article.text) for link in article.links)
