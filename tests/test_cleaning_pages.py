"""Pages as the usual systems make them: what must be kept of each, and that nothing around it makes a record.

The pages are in tests/examples/pages. All that stands around their articles names an amount from 991 to 999.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree, html

from posology.cleaning import clean
from posology.cleaning.clean import clean_and_tell
from posology.extraction import extract
from posology.lexicons import load_lexicon
from schemas.article import Article

PAGES = Path(__file__).parent / "examples" / "pages"
AROUND = re.compile(r"(?<!\d)99\d mg|9,940")


@cache
def article(name: str) -> Article:
    return clean((PAGES / f"{name}.html").read_bytes(), source=f"{name}.html")


def words(name: str, kind: str) -> list[str]:
    return [article(name).text[block.start : block.end] for block in article(name).blocks if block.kind == kind]


@pytest.mark.parametrize(
    ("name", "title", "author", "published", "modified"),
    [
        (
            "wordpress",
            "Magnesium Glycinate: Dosage, Timing and Benefits",
            "Dana Reed",
            "2024-03-05T08:00:00+00:00",
            "2024-06-11T09:30:00+00:00",
        ),
        ("shopify", "Ashwagandha KSM-66: how much and when", "Rootwell Team", "2023-11-20T12:00:00+00:00", None),
        (
            "medium",
            "I read 30 studies on creatine so that you don’t have to",
            "Sam Ortiz",
            "2022-09-14T06:11:00+00:00",
            None,
        ),
        ("nih", "Vitamin D: Fact Sheet for Readers", None, None, "2023-09-18"),
        ("squarespace", "Omega-3 for joints", "Nora Lind", "2021-02-03T09:00:00+01:00", None),
    ],
)
def test_what_the_page_says_about_itself(
    name: str, title: str, author: str | None, published: str | None, modified: str | None
) -> None:
    found = article(name)
    assert (found.title, found.author, found.published, found.modified) == (title, author, published, modified)
    assert found.url is not None


@pytest.mark.parametrize(
    ("name", "title", "headings"),
    [
        (
            "wordpress",
            "Magnesium Glycinate: Dosage, Timing and Benefits",
            ["How much to take", "When to take it", "References"],
        ),
        (
            "shopify",
            "Ashwagandha KSM-66: how much and when",
            ["How much ashwagandha to take", "Supplement Facts", "When to take it", "Sources"],
        ),
        (
            "medium",
            "I read 30 studies on creatine so that you don’t have to",
            ["Skip the loading phase", "Timing does not matter much"],
        ),
        ("nih", "Vitamin D", ["Introduction", "Recommended Intakes", "Trials", "References"]),
        ("squarespace", "Omega-3 for joints", ["The dose that worked", "How I take it"]),
    ],
)
def test_headings(name: str, title: str, headings: list[str]) -> None:
    assert (words(name, "title"), words(name, "heading")) == ([title], headings)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("wordpress", "table_row", ["| Group | Daily dose |", "| Women | 310 mg |", "| Men | 400 mg |"]),
        (
            "wordpress",
            "list_item",
            ["With food, if it upsets your stomach.", "Two hours apart from iron, which it binds."],
        ),
        (
            "shopify",
            "table_row",
            [
                "| Amount per serving | % Daily value |",
                "| Ashwagandha root extract (KSM-66) 600 mg | † |",
                "| Black pepper extract (BioPerine) 5 mg | † |",
            ],
        ),
        (
            "nih",
            "table_row",
            [
                "| Age | Male | Female |",
                "| 19–50 years | 15 mcg (600 IU) | 15 mcg (600 IU) |",
                "| >70 years | 20 mcg (800 IU) | 20 mcg (800 IU) |",
            ],
        ),
    ],
)
def test_tables_and_lists(name: str, kind: str, expected: list[str]) -> None:
    assert words(name, kind) == expected


@pytest.mark.parametrize(
    ("name", "beginnings"),
    [
        ("wordpress", ["1. Abbasi B", "2. Schuette SA"]),
        ("shopify", ["1. Chandrasekhar K"]),
        ("nih", ["1. Institute of Medicine.", "2. Manson JE"]),
    ],
)
def test_references(name: str, beginnings: list[str]) -> None:
    found = words(name, "reference")
    assert [entry[: len(beginning)] for entry, beginning in zip(found, beginnings, strict=True)] == beginnings


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("wordpress", "took 200 to 400 mg of elemental magnesium a day.[1] People"),
        ("wordpress", "Recommended amounts for adults"),
        ("shopify", "† Daily value not established."),
        ("medium", "“Low-dose intake took four weeks instead of one, and ended at the same level.”"),
        ("nih", "Table 1: Recommended Dietary Allowances (RDAs) for Vitamin D [1]"),
        ("nih", "*Adequate Intake (AI) is given for infants where no RDA could be set."),
        ("squarespace", "Give it three months before you judge it"),
    ],
)
def test_the_body(name: str, sentence: str) -> None:
    assert sentence in article(name).text


@pytest.mark.parametrize("name", ["wordpress", "shopify", "medium", "nih", "squarespace"])
def test_nothing_around_the_article_makes_a_record(name: str) -> None:
    records = extract(article(name), load_lexicon(()))
    assert any(record.kind == "dose" for record in records)
    assert not [record for record in records if AROUND.search(record.quote)]


@pytest.mark.parametrize(
    ("name", "reason", "beginning"),
    [
        ("wordpress", "subscription box", "Join 40,000 readers"),
        ("wordpress", "related posts", "Why I take 993 mg"),
        ("wordpress", "author box", "Dana is a nutritionist"),
        ("wordpress", "comments", "I take 997 mg"),
        ("wordpress", "sidebar", "- Creatine: 998 mg"),
        ("wordpress", "cookie banner", "We use cookies"),
        ("wordpress", "menu", "Skip to content"),
        ("shopify", "outside the main content", "Free shipping"),
        ("shopify", "products", "- Rootwell Sleep"),
        ("shopify", "dialog", "Add Rootwell Calm"),
        ("shopify", "share buttons", "Share"),
        ("shopify", "disclaimer", "*These statements"),
        ("medium", "form", "Listen"),
        ("medium", "footer", "Help"),
        ("nih", "page header", "An official website"),
        ("nih", "under the label “disclaimer”", "This fact sheet provides"),
        ("squarespace", "products", "Arctic Oil"),
        ("squarespace", "cookie banner", "By using this website"),
    ],
)
def test_what_is_dropped_has_a_reason(name: str, reason: str, beginning: str) -> None:
    raw = (PAGES / f"{name}.html").read_bytes()
    dropped = clean_and_tell(raw, source=f"{name}.html").dropped
    assert [left.reason for left in dropped if left.text.startswith(beginning)] == [reason]


def letters(*texts: str) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if sign.isalnum())


@pytest.mark.parametrize("name", ["wordpress", "shopify", "medium", "nih", "squarespace"])
def test_every_word_is_kept_or_dropped(name: str) -> None:
    raw = (PAGES / f"{name}.html").read_bytes()
    cleaned = clean_and_tell(raw, source=f"{name}.html")
    assert all(left.reason for left in cleaned.dropped)
    found = letters(cleaned.article.text) + letters(*(left.text for left in cleaned.dropped))
    shown = html.document_fromstring(raw.decode())
    etree.strip_elements(shown, "head", "script", "style", with_tail=False)
    assert not letters(*shown.itertext()) - found


def test_links_to_studies_are_kept() -> None:
    assert [link.url for link in article("wordpress").links] == ["https://pubmed.ncbi.nlm.nih.gov/23853635/"]
