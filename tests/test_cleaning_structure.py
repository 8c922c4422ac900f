"""Plain text and Markdown to blocks, as tables of examples: a text, and the blocks that it must become."""

from itertools import pairwise

import pytest

from posology.cleaning import clean
from posology.cleaning.dates import iso_date
from posology.cleaning.outline import heading_words
from posology.cleaning.tables import cells
from schemas.article import Article

PROSE = (
    "Magnesium is taken up in the small intestine, and most adults who were studied took 200 to 400 mg of it a day, "
    "which they did with a meal."
)
ENTRY = "Maurer HR. “Bromelain: biochemistry and medical use.” Cell Mol Life Sci, 2001;58(9):1234–1245. PMID 11577981"


def cleaned(text: str, source: str = "a.txt") -> Article:
    return clean(text.encode(), source=source)


def shape(text: str) -> list[tuple[str, str]]:
    """The blocks as (kind, their first 40 characters); the shared prose is written as '…'."""
    article = cleaned(text)
    words = ((block.kind, article.text[block.start : block.end]) for block in article.blocks)
    return [(kind, "…" if text == PROSE else text[:40]) for kind, text in words]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (f"# zinc\n\n{PROSE}", [("title", "zinc"), ("paragraph", "…")]),
        (f"Zinc Guide\n===\n\nUse\n---\n{PROSE}", [("title", "Zinc Guide"), ("heading", "Use"), ("paragraph", "…")]),
        (
            f"{PROSE}\nDosage And Timing\n{PROSE}",
            [("paragraph", "…"), ("heading", "Dosage And Timing"), ("paragraph", "…")],
        ),
        (f"{PROSE}\n\nBone health\n\n{PROSE}", [("paragraph", "…"), ("heading", "Bone health"), ("paragraph", "…")]),
        (
            f"{PROSE}\nTake it at night.\n{PROSE}",
            [("paragraph", "…"), ("paragraph", "Take it at night."), ("paragraph", "…")],
        ),
        (
            f"{PROSE}\nZinc 50 mg daily\n{PROSE}",
            [("paragraph", "…"), ("paragraph", "Zinc 50 mg daily"), ("paragraph", "…")],
        ),
        (f"{PROSE}\n1. Better Sleep*\n{PROSE}", [("paragraph", "…"), ("heading", "Better Sleep*"), ("paragraph", "…")]),
        (f"{PROSE}\n**Timing:**\n{PROSE}", [("paragraph", "…"), ("heading", "Timing:"), ("paragraph", "…")]),
        (f"{PROSE}\n\n2.1\n\nSleep\n\n{PROSE}", [("paragraph", "…"), ("heading", "Sleep"), ("paragraph", "…")]),
        (
            f"{PROSE}\n1. Eat\n2. Sleep well\n\n{PROSE}",
            [("paragraph", "…"), ("list_item", "Eat"), ("list_item", "Sleep well"), ("paragraph", "…")],
        ),
        (
            f"{PROSE}\n- 200 mg\n* 300 mg\n• 400 mg\na) 500 mg",
            [("paragraph", "…"), *(("list_item", f"{n}00 mg") for n in (2, 3, 4, 5))],
        ),
        (f"{PROSE}\n---\n***\n{PROSE}", [("paragraph", "…"), ("paragraph", "…")]),
        (f"{PROSE}\n```\n\n{PROSE}", [("paragraph", "…"), ("paragraph", "```"), ("paragraph", "…")]),  # it never ends
        (f"> {PROSE}", [("paragraph", "…")]),
        (
            f"{PROSE}\n```\nx = 1\n```\n{PROSE}",
            [("paragraph", "…"), *[("boilerplate", w) for w in ("```", "x = 1", "```")], ("paragraph", "…")],
        ),
    ],
)
def test_blocks(text: str, blocks: list[tuple[str, str]]) -> None:
    assert shape(text) == blocks


@pytest.mark.parametrize(
    "line",
    [
        "March 6, 2026",
        "Apr 11, 2026 · Updated Apr 25, 2026 · 7 min read",
        "Published on 6 March 2026 by Jane Doe",
        "Disclaimer: The information provided here is for educational purposes only.",
        "*These statements have not been evaluated by the Food and Drug Administration.",
        "This content is not intended as medical advice. Ask a doctor.",
        "Recommended for you",
        "<>",
        "</div><br/>",
        "![Image](https://example.org/a.png)",
        "[Back to top](#top)",
        "Sign up and get 10% off your first order",
        "We use cookies to improve your experience.",
        "© 2026 Example Ltd.",
        "Medically reviewed by Jane Doe, MD",
        "Laura Lewis, MS",
        "By Jane Doe",
        "Advertisement",
        "As an Amazon Associate we earn from qualifying purchases.",
    ],
)
def test_boilerplate(line: str) -> None:
    assert shape(f"{line}\n\n{PROSE}") == [("boilerplate", line[:40]), ("paragraph", "…")]


@pytest.mark.parametrize(
    "line",
    [
        "By taking zinc with food you avoid nausea.",
        "In March 6, 2026 trials were registered.",
        "The information on the label gives 200 mg per capsule.",
        "Share a bottle of 60 capsules and take one each day.",
        "Reviewed studies used 300 mg.",
        "(c) 200 mg of zinc",
        "Sponsored trials gave 300 mg.",
        "Published by the NIH in 2012, the trial gave 300 mg.",
        "Copy the dose that the trial used: 300 mg.",
    ],
)
def test_no_boilerplate(line: str) -> None:
    assert shape(f"{PROSE}\n{line}\n{PROSE}")[1] == ("paragraph", line[:40])


def test_links_to_other_articles_end_where_the_article_goes_on() -> None:
    links = "Related Posts\n\nZinc And Copper\n\nIn this article\n\nWhat is RDW?\n\nWhy RDW?"
    blocks = shape(f"# rdw\n\n{links}\n\nWhat is RDW?\n\n{PROSE}")
    assert [kind for kind, _ in blocks] == ["title", *["boilerplate"] * 5, "heading", "paragraph"]


def test_a_label_over_the_article_does_not_swallow_it() -> None:
    article = cleaned("Disclaimer\n\n" + f"{PROSE}\n\n" * 4)
    assert [block.kind for block in article.blocks] == ["boilerplate", "boilerplate", *["paragraph"] * 3]
    article = cleaned(f"{PROSE}\n\nComments\n\nNice!\n\nReferences\n\n- {ENTRY}")
    assert [block.kind for block in article.blocks][-2:] == ["heading", "reference"]


def test_wrapped_lines_are_one_paragraph_and_short_lines_are_not() -> None:
    wrapped = "\n".join(
        [
            "Randomized trial of estrogen plus progestin for secondary prevention of",
            "coronary heart disease in postmenopausal women. Observational studies have",
            "found lower rates of disease (CHD) in women who take 0.625 mg of estrogen",
            "than in women who do not.",
        ]
    )
    listed = (
        "Easy to dose control\nBest option for daily or post-workout use of whey\nMore expensive per gram of protein"
    )
    article = cleaned(f"{wrapped}\n\n{listed}\n\n- an item that is so long that it goes on\n  in a second line\n- 5 mg")
    assert [article.text[block.start : block.end] for block in article.blocks] == [
        wrapped,
        *listed.split("\n"),
        "an item that is so long that it goes on\n  in a second line",
        "5 mg",
    ]


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        ("| Group | Dose |\n|---|:---:|\n| Men | 400 mg |", ("Group", "Dose"), 2),
        ("| Group | Dose | Notes\n\n| Men | 400 mg |\n\n| Women | 300 mg | x", ("Group", "Dose", "Notes"), 3),
        ("| Men | 400 mg |\n| Women | 300 mg |", None, 2),
        ("| Protein | Approx 75% | High |\n| Speed | Slow | Rapid |", None, 2),
        ("| | Dose |\n|--|--|\n| Men \\| boys | 4 mg |", ("", "Dose"), 2),
    ],
)
def test_tables(text: str, header: tuple[str, ...] | None, rows: int) -> None:
    found = [block for block in cleaned(f"{PROSE}\n\n{text}\n\n{PROSE}").blocks if block.kind == "table_row"]
    assert [block.header for block in found] == [header] * rows


def test_cells() -> None:
    assert cells("| a | b \\| c | | d") == ("a", "b | c", "", "d")


@pytest.mark.parametrize("label", ["References", "Sources:", "## Citations", "**Bibliography**", "Footnotes"])
def test_reference_lists(label: str) -> None:
    blocks = shape(
        f"{PROSE}\n\n{label}\n\n{ENTRY}\n1. {ENTRY}\n[3] {ENTRY}\nZinc.org. About zinc.\n\n## Next\n\n{PROSE}"
    )
    assert [kind for kind, _ in blocks] == ["paragraph", "heading", *["reference"] * 4, "heading", "paragraph"]
    assert blocks[3][1].startswith("1. Maurer")  # the marker belongs to the entry


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f"[1] {ENTRY}", "reference"),
        (f"12. {ENTRY}", "reference"),
        (ENTRY, "reference"),
        ("3. Zhang R, et al. [Low-GI diets](https://pubmed.ncbi.nlm.nih.gov/1). *Medicine*. (2016)", "reference"),
        ("1. Take 200 mg at night, as in the 2012 trial in J Nutr (https://doi.org/10.1/x).", "list_item"),
        ("| 26 | Mortazavi, Akram, et al. “Omega-3 and Apelin.” Reports, Oct. 2018, https://x.org.", "reference"),
        ("| 26 | Mortazavi, Akram | 40 mg |", "table_row"),
        ("A 2012 trial in J Nutr by Abbasi et al. gave 500 mg.", "paragraph"),
    ],
)
def test_references_outside_lists(line: str, kind: str) -> None:
    assert shape(f"{PROSE}\n\n{line}")[1][0] == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Figure 2. Zinc in serum after 15 mg, by form.", "caption"),
        ("*Fig. 1: The plant in bloom.*", "caption"),
        ("**Table 3** | Doses that trials used, in mg a day.", "caption"),
        ("Table 3 shows the doses that trials used, in mg a day.", "paragraph"),
        ("Figure out what you need: 15 mg are enough.", "paragraph"),
    ],
)
def test_captions(line: str, kind: str) -> None:
    assert shape(f"{PROSE}\n\n{line}\n\n{PROSE}")[1][0] == kind


def test_heading_paths() -> None:
    forms_section = f"## Forms\n\n### Picolinate\n\n{PROSE}\n\n**At night**\n\n- 15 mg\n\n**In the morning**\n\n{PROSE}"
    text = f"# Zinc\n\n{PROSE}\n\n{forms_section}\n\n## Safety\n\n{PROSE}"
    paths = [block.headings for block in cleaned(text).blocks]
    forms = ("Forms", "Picolinate")
    assert paths == [
        *((), (), ()),
        *(("Forms",), forms),
        *(forms, (*forms, "At night"), forms, (*forms, "In the morning")),
        *((), ("Safety",)),
    ]


def test_numbered_headings_stand_below_plain_ones() -> None:
    article = cleaned(
        f"{PROSE}\nWhy Zinc?\n{PROSE}\n1. Better Sleep\n{PROSE}\n2. Calm\n{PROSE}\nFinal Thoughts\n{PROSE}"
    )
    assert article.blocks[-1].headings == ("Final Thoughts",)
    assert article.blocks[-3].headings == ("Why Zinc?", "Calm")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("**Phase 1**", "Phase 1"),
        ("2.1Serum", "Serum"),
        ("3. Sleep Quality*", "Sleep Quality"),
        ("[Zinc](https://x.org) forms:", "Zinc forms"),
        ("5-HTP", "5-HTP"),
        ("8 weeks", "8 weeks"),
    ],
)
def test_heading_words(given: str, expected: str) -> None:
    assert heading_words(given) == expected


def test_a_title_that_is_said_twice_is_one_title() -> None:
    article = cleaned(f"# why 95 of it fails\n\nWhy 95% of It Fails\n\n{PROSE}")
    assert article.title == "Why 95% of It Fails"
    assert [block.kind for block in article.blocks] == ["title", "title", "paragraph"]
    assert article.blocks[-1].headings == ()


def test_links() -> None:
    text = f"{PROSE} See [this trial](https://x.org/a_(b)) or https://y.org/c. [Top](#top) (www.z.org)"
    article = cleaned(text)
    assert article.text == text
    assert [(article.text[link.start : link.end], link.url) for link in article.links] == [
        ("this trial", "https://x.org/a_(b)"),
        ("https://y.org/c", "https://y.org/c"),
        ("www.z.org", "www.z.org"),
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00+00:00"),
        ("March 6, 2026", "2026-03-06"),
        ("6th of Mar. 2026", "2026-03-06"),
        ("Updated 2024/5/1", "2024-05-01"),
        ("February 31, 2024", None),
        ("03/04/2024", None),  # March or April: nobody can tell
        ("soon", None),
    ],
)
def test_dates(words: str, day: str | None) -> None:
    assert iso_date(words) == day


def test_blocks_are_in_order() -> None:
    article = cleaned(f"# a\n\n{PROSE}\n\n| a | b |\n\n- x\n\n## References\n\n1. {ENTRY}")
    assert all(one.end <= two.start for one, two in pairwise(article.blocks))
