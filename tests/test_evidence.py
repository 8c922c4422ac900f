"""From a record back to where its words stand: offsets in the source file, and links into the live page."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from posology.cleaning import clean
from posology.extraction import extract
from posology.extraction.evidence import evidence_url
from posology.extraction.layout import lay_out
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon
from schemas.records import Record

SAMPLES = sorted((Path(__file__).parents[1] / "examples" / "articles").iterdir())
PAGE = "https://example.org/zinc"
PADDING = "This page collects what readers sent us about the things that they buy, and says nothing else. "


def read(text: str, source: str) -> tuple[Record, ...]:
    return extract(clean(text.encode(), source=source), load_lexicon())


def link(text: str, quote: str, url: str, source: str) -> str | None:
    """The link of the last place where a page says the quote."""
    head = f"<link rel=canonical href='{url}'>" if source == "a.html" else f"---\nurl: {url}\n---\n\n"
    article = clean(f"{head}{text}\n\n{PADDING}".encode(), source=source)
    start = article.text.rindex(quote)
    block = next(block for block in article.blocks if block.start <= start < block.end)
    return evidence_url(lay_out(article, compile_vocabulary(load_lexicon())), block, start, start + len(quote))


@pytest.mark.parametrize(
    ("text", "quote", "fragment"),
    [
        ("<p>Adults take 15 mg a day.</p>", "15 mg a day", "15 mg a day"),
        ("<p>Take 15&ndash;30&nbsp;mg of it.</p>", "15–30 mg", "15–30 mg"),
        ("<p>Take <b>15</b> mg of zinc.</p>", "15 mg of zinc", "15 mg of zinc"),
        ("<p>Take 1500mg of it.</p>", "1500", "1500mg"),  # browsers find whole words only
        ("<p>15 mg, or for most men 15 mg at night.</p>", "15 mg", "for most men-,15 mg,-at night."),
        ("<h2>15 mg</h2><p>15 mg is enough.</p>", "15 mg", "15 mg,-is enough."),
        ("<p>Take 15 mg daily<sup>1</sup> of zinc.</p>", "15 mg daily[1] of zinc", "15 mg,of zinc"),
        ("<p>Take 15 mg of zinc<sup>2,3</sup>.</p>", "15 mg of zinc", "15 mg of"),
        ("<table><tr><td>a<td>15 mg</tr><tr><td>Men<td>30 mg</table>", "| Men | 30 mg |", "Men,30 mg"),
        ("<ol><li>Smith J. Zinc. 2012.</ol><p>So.</p>", "1. Smith J. Zinc. 2012.", "Smith J. Zinc. 2012."),
        ("<p>Zinc<br>15 mg a day</p>", "Zinc\n15 mg a day", "Zinc,15 mg a day"),
        (
            "<p>In one trial of 40 men who had low zinc, 30 mg a day for twelve weeks raised it.</p>",
            "one trial of 40 men who had low zinc, 30 mg a day for twelve weeks raised it",
            "one trial of 40 men,for twelve weeks raised it",
        ),
        ("Take **15 mg** of [zinc](https://x.org) `now`.", "15 mg** of [zinc](https://x.org) `now`", "15 mg,now"),
        ("Take __15 mg__ of it.", "__15 mg__", "15 mg"),
        ("Take 15 mg ![x](y) | --", "| --", None),
    ],
)
def test_fragments(text: str, quote: str, fragment: str | None) -> None:
    found = link(text, quote, PAGE, "a.html" if text.startswith("<") else "a.md")
    assert (found and unquote(found)) == (fragment and f"{PAGE}#:~:text={fragment}")


@pytest.mark.parametrize(
    ("url", "quote", "expected"),
    [
        (
            "https://x.org/a",
            "L-theanine, 100 mg & more",
            "https://x.org/a#:~:text=L%2Dtheanine%2C%20100%20mg%20%26%20more",
        ),
        ("https://x.org/a?b=1#top", "½ a spoon", "https://x.org/a?b=1#top:~:text=%C2%BD%20a%20spoon"),
    ],
)
def test_what_means_something_in_an_address_is_encoded(url: str, quote: str, expected: str) -> None:
    assert link(f"Take {quote} at night.", quote, url, "a.md") == expected


def test_records_carry_the_link() -> None:
    page = f"<link rel=canonical href='{PAGE}'><h1>Zinc</h1><p>Take 15 mg of zinc daily.</p><p>{PADDING}</p>"
    assert f"{PAGE}#:~:text=15%20mg%20of%20zinc%20daily" in {record.evidence_url for record in read(page, "a.html")}


def test_without_an_address_there_is_no_link() -> None:
    assert all(record.evidence_url is None for record in read(f"Take 15 mg of zinc daily. {PADDING}", "a.txt"))


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.suffix != ".html"], ids=lambda path: path.stem[:20])
def test_records_of_text_and_markdown_lead_back_to_the_source(path: Path) -> None:
    """The source as it is, with the lines of DOS, with entities and hidden signs: the span holds the quote's words."""
    text = path.read_text(encoding="utf-8")
    plain = read(text, path.name)
    assert [(r.source_start, r.source_end) for r in plain] == [(r.start, r.end) for r in plain]
    for source in (text.replace("\n", "\r\n"), text.replace(" mg", "&nbsp;mg").replace("–", "&ndash;")):
        for record, before in zip(read(source, path.name), plain, strict=True):
            words = source[record.source_start : record.source_end].replace("\r\n", "\n")
            assert words.replace("&nbsp;", " ").replace("&ndash;", "–") == record.quote == before.quote


def test_records_of_html_have_no_offsets_in_the_source() -> None:
    page = f"<html><body><p>Take 15 mg of zinc daily.</p><p>{PADDING * 3}</p></body></html>"
    assert {(record.source_start, record.source_end) for record in read(page, "a.html")} == {(None, None)}
