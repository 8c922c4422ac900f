"""HTML to text with structure: fragments and pages, and what must come of them."""

import time
from contextlib import suppress

import pytest

from posology.cleaning import clean
from posology.errors import CleaningError
from schemas.article import Article

PROSE = (
    "Magnesium is taken up in the small intestine, and most adults who were studied took 200 to 400 mg of it a day, "
    "which they did with a meal."
)


def page(body: str, head: str = "") -> Article:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}<p>{PROSE}</p></body></html>"
    return clean(html.encode(), source="a.html")


def shape(body: str) -> list[tuple[str, str]]:
    """The blocks before the closing paragraph, as (kind, words)."""
    article = page(body)
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks[:-1]]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("200<b>–400</b>&nbsp;mg of mag<i>nes</i>ium", "200–400 mg of magnesium"),
        ("one\n   <b> two </b>\n three", "one two three"),
        ("daily.<sup>1</sup> More", "daily.[1] More"),
        ("daily.<sup><a href='#r1'>[1,2]</a></sup>", "daily.[1,2]"),
        ("vitamin B12<sup>3</sup>", "vitamin B12[3]"),
        ("10<sup>9</sup> CFU", "10^9 CFU"),
        ("25 kg/m<sup>2</sup>", "25 kg/m²"),
        ("Ca<sup>2+</sup> and TRAACS<sup>®</sup>", "Ca2+ and TRAACS®"),
        ("vitamin D<sub>3</sub>", "vitamin D3"),
        ("a<!-- hidden -->b<script>x</script>c", "abc"),
        ("two lines<br>of one", "two lines\nof one"),
        ("&lt;5 mg &amp; more", "<5 mg & more"),
    ],
)
def test_inline(html: str, words: str) -> None:
    assert shape(f"<p>{html}.</p>") == [("paragraph", f"{words}.")]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<div>one<div>two</div>three</div>", [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")]),
        ("<p>one<br><br>two</p>", [("paragraph", "one"), ("paragraph", "two")]),
        ("<h1>A <em>b</em></h1><h2>C<br>d</h2>", [("title", "A b"), ("heading", "C d")]),
        ("<p>x</p><p><strong>Timing:</strong></p>", [("paragraph", "x"), ("heading", "Timing:")]),
        (
            "<p>x</p><ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>",
            [("paragraph", "x")] + [("list_item", w) for w in "abc"],
        ),
        ("<p>• a<br>• b</p>", [("list_item", "a"), ("list_item", "b")]),
        ("<figure><img alt=x><figcaption>A cap.</figcaption></figure>", [("caption", "A cap.")]),
        ("<nav><a href=/>Home</a></nav><aside>Zinc 50 mg</aside><footer>x</footer>", []),
        ("<header><nav>x</nav></header><div class='cookie-banner'>ok</div><div id=comments>5 mg</div>", []),
        ("<div hidden>x</div><div style='display: none'>y</div><form>z</form>", []),
        ("<p>March 6, 2026</p>", [("boilerplate", "March 6, 2026")]),
        ("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>", [("paragraph", "one"), ("paragraph", "two")]),
    ],
)
def test_blocks(html: str, blocks: list[tuple[str, str]]) -> None:
    assert shape(html) == blocks


@pytest.mark.parametrize(
    ("table", "rows", "header"),
    [
        (
            "<caption>Doses</caption><tr><th>Who<th>Dose<tr><td>Men<td>400 <b>mg</b>",
            ["Doses", "| Who | Dose |", "| Men | 400 mg |"],
            ("Who", "Dose"),
        ),
        (
            "<thead><tr><td>Who<td>Dose</thead><tr><td rowspan=2>Men<td>4 mg<tr><td><p>5 mg</p><p>a day</p>",
            ["| Who | Dose |", "| Men | 4 mg |", "| Men | 5 mg a day |"],
            ("Who", "Dose"),
        ),
        ("<tr><td>Who<td>Dose<tr><td>Men<td>4 mg", ["| Who | Dose |", "| Men | 4 mg |"], ("Who", "Dose")),
        ("<tr><td>Men<td>4 mg<tr><th>Boys<td>2 | 3 mg", ["| Men | 4 mg |", "| Boys | 2 / 3 mg |"], None),
        ("<tr><td colspan=2>All<td>x<tr><td>a<td><td>9", ["| All |  | x |", "| a |  | 9 |"], ("All", "", "x")),
    ],
)
def test_tables(table: str, rows: list[str], header: tuple[str, ...] | None) -> None:
    article = page(f"<table>{table}</table>")
    found = article.blocks[:-1]
    assert [article.text[block.start : block.end] for block in found] == rows
    assert {block.header for block in found if block.kind == "table_row"} == {header}


def test_links() -> None:
    article = page(
        "<p>See <a href='https://x.org/1'>this <b>trial</b></a>.<sup><a href='https://x.org/2'>2</a></sup>"
        "<a href='#top'>Top</a> <a href='javascript:x'>x</a><a href='https://x.org/3'></a></p>"
        "<ul><li><a href=/4>four</a></li></ul>"
        "<table><tr><td>a<td>b<tr><td>1 <a href=//x.org/5>five</a><td>c</table>"
    )
    assert [(article.text[link.start : link.end], link.url) for link in article.links] == [
        ("this trial", "https://x.org/1"),
        ("[2]", "https://x.org/2"),
        ("four", "/4"),
        ("five", "//x.org/5"),
    ]


def test_reference_lists_keep_their_numbers() -> None:
    entries = "<li>Doe J. Zinc. 2012.</li><li><p>Roe A. Iron. 2014. <a href='https://doi.org/10.1/x'>doi</a></p></li>"
    article = page(
        f"<h2>Use</h2><p>{PROSE}</p><footer class=references><h2>References</h2><ol>{entries}</ol></footer><h2>End</h2>"
    )
    found = [article.text[block.start : block.end] for block in article.blocks if block.kind == "reference"]
    assert found == ["1. Doe J. Zinc. 2012.", "2. Roe A. Iron. 2014. doi"]
    assert article.blocks[-1].headings == ("End",)


def test_a_date_outside_the_main_content_is_the_articles() -> None:
    article = page(
        f"<h1>Zinc</h1><div class=byline>By Jane Doe</div><div class=x>May 2, 2024</div><p>{PROSE} {PROSE}</p>" * 1
        + "<p>"
        + PROSE * 9
    )
    assert (article.author, article.published) == ("Jane Doe", "2024-05-02")


LD = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"}, {"@type": ["BlogPosting"],'
    '"headline": "Zinc &amp; you", "author": [{"name": "Jane Doe"}, "John Roe"], "datePublished": "2024-05-01",'
    '"dateModified": "2024-06-01", "mainEntityOfPage": {"@id": "https://x.org/ld"}}]}</script>'
)
META = (
    "<meta property='og:title' content='Zinc: a guide'><meta name=author content='Jane Doe'>"
    "<meta property='article:published_time' content='2024-05-01T10:00:00Z'><meta property='og:url' content='https://x.org/og'>"
)
CANONICAL = "<link rel=canonical href='https://www.x.org/zinc'>"


@pytest.mark.parametrize(
    ("head", "title", "author", "published", "url"),
    [
        (LD + META, "Zinc &amp; you", "Jane Doe, John Roe", "2024-05-01", "https://x.org/ld"),
        (META, "Zinc: a guide", "Jane Doe", "2024-05-01T10:00:00+00:00", "https://x.org/og"),
        (LD + CANONICAL, "Zinc &amp; you", "Jane Doe, John Roe", "2024-05-01", "https://www.x.org/zinc"),
        ("<title>Zinc and its many forms | Site</title>", "Heading", None, None, None),
        ("<script type='application/ld+json'>{broken</script>", "Heading", None, None, None),
        ("<link rel=canonical href='/relative'>", "Heading", None, None, None),
    ],
)
def test_metadata(head: str, title: str, author: str | None, published: str | None, url: str | None) -> None:
    article = page("<h1>Heading</h1>", head)
    assert (article.title, article.author, article.published, article.url) == (title, author, published, url)


def test_title_element_is_the_last_resort() -> None:
    assert page("", "<title>Zinc and its many forms | Site</title>").title == "Zinc and its many forms"


def test_the_article_element_is_the_article() -> None:
    article = page(f"<div>Zinc 50 mg</div><article><h1>Iron</h1><p>{PROSE} {PROSE} {PROSE}</p></article>")
    assert article.text.startswith("Iron")
    assert "50 mg" not in article.text


def test_a_wrapper_with_a_suspicious_name_stays() -> None:
    assert PROSE in page(f"<div class='has-sidebar menu'><form><p>{PROSE}</p><p>{PROSE}</p></form></div>").text


@pytest.mark.parametrize("source", ["a.html", "a", "a.txt"])
def test_html_is_known_by_its_beginning(source: str) -> None:
    article = clean(f"<!-- x -->\n<!doctype html><p>{PROSE}</p>".encode(), source=source)
    assert article.text == PROSE


def test_markdown_with_tags_is_no_html() -> None:
    text = f"<div>\n\n# Zinc\n\n{PROSE}\n\n</div>"
    assert clean(text.encode(), source="a.md").text == text


@pytest.mark.parametrize("tags", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<nav>"])
def test_deep_nesting_is_survived(tags: str) -> None:
    assert PROSE in page(f"<p>{PROSE}</p>" + tags * 100_000).text


@pytest.mark.parametrize(
    "tags",
    [
        "<p>x",
        "<div class='share menu'>x</div>",
        "<span class=share>x</span>",
        "<tr><td colspan=30 rowspan=30>a<td>5 mg",
        "<a href=/x>words that link</a> ",
        "<ul><li>x",
        "</div></p></b>",
        "<br>",
        "<sup>1</sup>",
        "< < & &amp <a b=<",
    ],
)
def test_a_page_of_tags_is_read_in_time_and_space_that_grow_with_it(tags: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        with suppress(CleaningError):
            page(f"<p>{PROSE}</p><table>" + tags * times)
        return time.process_time() - began

    seconds(100)  # libraries load
    assert seconds(2_400) < 10 * seconds(600) + 0.5
