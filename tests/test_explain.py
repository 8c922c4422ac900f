"""What made a record, what dropped a mark, and why gold was missed; and the curator's list of names to adopt."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from posology.cleaning import clean
from posology.cli.app import app
from posology.extraction import extract
from posology.extraction.explain import Explanation, explain
from posology.extraction.explain_misses import explain_misses, places_of
from posology.lexicons import load_lexicon
from schemas.article import Article
from tests.conftest import ROOT, Cli, write_articles

FILLER = "Readers often ask about it, and the answer depends on many things that this page goes through in turn. " * 4


def article(text: str, title: str = "Magnesium") -> Article:
    return clean(f"# {title}\n\n{FILLER}\n\n{text}\n".encode(), source="a.md")


@cache
def explained(text: str, title: str = "Magnesium") -> Explanation:
    return explain(article(text, title), load_lexicon())


def reasons(text: str, kind: str, title: str = "Magnesium") -> dict[str, str]:
    return {drop.text: drop.reason for drop in explained(text, title).drops if drop.kind == kind}


# --- records ---


def test_a_record_comes_with_its_rule_marks_and_origins() -> None:
    found = explained("Take 200 mg of magnesium citrate per day.")
    dose = next(e for e in found.records if e.record.rule.startswith("dose."))
    assert ("Take", "cue", "dose.advice") in [(mark.text, mark.kind, mark.meaning) for mark in dose.marks]
    assert [(mark.text, mark.kind, mark.meaning) for mark in dose.marks if mark.kind != "cue"] == [
        ("200 mg", "quantity", "200 mg"),
        ("magnesium citrate", "name", "form magnesium citrate"),
    ]
    assert dose.substance == ("magnesium", "sentence", "magnesium citrate")
    assert dose.form == ("magnesium citrate", "sentence", "magnesium citrate")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("Zinc is a mineral. Take 15 mg a day.", "paragraph", "Zinc"),
        ("## How to take zinc\n\nTake 15 mg a day.", "heading", "How to take zinc"),
        ("Take 15 mg a day.", "topic", "Selenium"),
    ],
)
def test_the_origin_of_a_substance_that_the_sentence_does_not_name(text: str, place: str, words: str) -> None:
    found = [e for e in explained(text, "Selenium").records if e.record.quote.startswith("15 mg")]
    assert [(e.substance.place, e.substance.words) for e in found if e.substance] == [(place, words)]


def test_the_explained_records_are_those_of_extract() -> None:
    text = (ROOT / "examples/articles/7-best-zinc-supplements.md").read_bytes()
    cleaned = clean(text, source="zinc.md")
    found = explain(cleaned, load_lexicon())
    assert tuple(e.record for e in found.records) == extract(cleaned, load_lexicon())
    assert all(e.record.substance is None or e.substance is not None for e in found.records)
    for mark in (mark for e in found.records for mark in e.marks):
        assert cleaned.text[mark.start : mark.end] == mark.text
    for drop in found.drops:
        assert cleaned.text[drop.start : drop.end] == drop.text


# --- dropped marks ---


@pytest.mark.parametrize(
    ("text", "kind", "words", "reason"),
    [
        ("Magnesium was 300 mg/L in the sample.", "dose", "300 mg", "a concentration"),
        ("There is no evidence that 500 mg of magnesium helps.", "dose", "500 mg", "denied or imagined"),
        ("Is 400 mg of magnesium too much?", "dose", "400 mg", "the sentence asks"),
        ("Magnesium helped them: a man weighs 80 kg.", "dose", "80 kg", "a body's weight, or its change"),
        ("Magnesium is not ibuprofen 400 mg.", "dose", "400 mg", "of a drug, or of a food that nobody is told to take"),
        ("Studies show that magnesium helps.", "trial", "Studies", "introduces no single study"),
        ("Prices rose by 12% in the shops.", "bioavailability", "12%", "no word of absorption stands in the sentence"),
        ("The shop opened 12 years ago.", "timing", "12 years", "a stretch of time without words of taking"),
        ("It rains in the morning.", "timing", "in the morning", "the time is not said of taking a substance"),
    ],
)
def test_a_dropped_mark_names_the_step(text: str, kind: str, words: str, reason: str) -> None:
    found = reasons(text, kind)
    assert any(key in words and said.startswith(reason) for key, said in found.items()), found


def test_an_amount_that_nothing_names_says_so() -> None:
    assert "no substance can be resolved" in reasons("It holds 200 mg.", "dose", "A page of tips")["200 mg"]


PIECES = (
    "200 mg", "zinc", "in the morning", "?", ".", "absorbed", "a 2012 trial", "64%", "no evidence that", "\n\n", "|",
    "per day", "1-2 tablets", "[1]", "10.1000/x1", "for 8 weeks", "ibuprofen", "citrate", "# ", "- ", "mg/dL",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_text_is_explained(words: list[str]) -> None:
    found = explained(" ".join(words))
    assert all(drop.reason for drop in found.drops)


# --- gold that was missed ---


def claim(quote: str, **fields: Any) -> dict[str, Any]:
    values = {"kind": "dose", "quote": quote, "substance": "magnesium", "low": 200, "high": 200, "unit": "mg"}
    return values | {"per": "day"} | fields


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        (claim("250 mg of magnesium"), "the cleaned text has no such quote"),
        (claim("200 mg a day", unit="g"), "but unit: gold 'g', got 'mg'"),
        (claim("200 mg a day", substance="zinc"), "but substance: gold 'zinc', got 'magnesium'"),
        (claim("500 mg", low=500, high=500), "'500 mg': denied or imagined"),
        (claim("and likes it", low=1, high=1), "no mark that a dose begins with stands in the quote"),
        ({"kind": "trial", "quote": "Studies show", "design": "study"}, "introduces no single study"),
        ({"kind": "timing", "quote": "likes  it", "aspect": "meal"}, "no mark that a timing begins with"),
    ],
)
def test_a_miss_gets_its_reason(gold: dict[str, Any], reason: str) -> None:
    text = "Ann takes 200 mg a day and likes it. Studies show little. There is no evidence that 500 mg helps."
    missed = list(explain_misses(article(text), explained(text), [gold]))
    assert len(missed) == 1
    assert reason in missed[0].reason


def test_what_was_found_is_no_miss() -> None:
    text = "Take 200 mg of magnesium a day."
    assert list(explain_misses(article(text), explained(text), [claim("200 mg of magnesium a day")])) == []


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        ("a b c", "b", [(2, 3)]), ("a\n b  a b", "a b", [(0, 4), (6, 9)]), ("a b", "a  b", [(0, 3)]),
        ("a b", "c", []), ("a b", "", []), ("(a)", "(a)", [(0, 3)]),
    ],
)  # fmt: skip
def test_places_of_a_quote(text: str, quote: str, places: list[tuple[int, int]]) -> None:
    assert places_of(text, quote) == places


# --- the commands ---


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line in this process, in an empty folder: quicker than a process of its own for every line below."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def page(words: str) -> str:
    return f"# Things people take\n\n{FILLER}\n\nTake 300 mg of {words} daily with water.\n"


def test_explain_prints_rules_origins_and_reasons(run: Callable[..., Result], articles: Path, tmp_path: Path) -> None:
    gold = {"article": "magnesium.txt", "records": [claim("250 mg of magnesium", low=250, high=250)]}
    file = write_articles(tmp_path, {"gold/magnesium.json": json.dumps(gold)}) / "gold" / "magnesium.json"
    text = run("explain", articles / "magnesium.txt", "--gold", file).stdout
    assert "rule       dose." in text
    assert "substance  magnesium, from the sentence:" in text
    assert "the cleaned text has no such quote" in text
    plain = json.loads(run("explain", articles / "magnesium.txt", "--gold", file.parent, "--json").stdout)
    assert plain.keys() == {"article", "records", "dropped", "missed"}
    assert plain["records"][0].keys() == {"record", "marks", "substance", "form"}


def test_explain_wants_gold_that_is_there(cli: Cli, articles: Path) -> None:
    done = cli("explain", articles, "--gold", "nowhere.json")
    assert done.returncode == 2
    assert b"nowhere.json: cannot be read" in done.stderr


def test_candidates_are_listed_by_the_articles_that_name_them(run: Callable[..., Result], tmp_path: Path) -> None:
    names = {"a.md": "blorvium", "b.md": "blorvium", "c.md": "zinc", "d.md": "quexine"}
    folder = write_articles(tmp_path / "in", {name: page(words) for name, words in names.items()})
    found = json.loads(run("lexicon", "candidates", folder, "--json").stdout)
    assert [(row["substance"], row["articles"]) for row in found] == [("blorvium", 2), ("quexine", 1)]
    assert "blorvium" in found[0]["example"]
    assert found[0]["article"] == "a.md"
    assert "blorvium" in run("lexicon", "candidates", folder).stdout


def test_an_adopted_candidate_is_no_candidate(run: Callable[..., Result], tmp_path: Path) -> None:
    row = '[[substance]]\nname = "blorvium"\ngroup = "mineral"\nunit = "mg"\n'
    write_articles(tmp_path, {"in/a.md": page("blorvium"), "mine/substances/new.toml": row})
    done = run("lexicon", "candidates", tmp_path / "in", "--lexicon", tmp_path / "mine", "--json")
    assert json.loads(done.stdout) == []


def test_lexicon_list_counts(run: Callable[..., Result]) -> None:
    counts = json.loads(run("lexicon", "list", "--json").stdout)
    assert counts["substances"] >= 300
    assert counts["forms"] + counts["deliveries"] >= 700
    assert "substances" in run("lexicon", "list").stdout


def test_lexicon_check(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("lexicon", "check").exit_code == 0
    row = '[[substance]]\nname = "blorvium"\ngroup = "mineral"\nunit = "mg"\naliases = ["zinc oxide"]\n'
    clash = run("lexicon", "check", write_articles(tmp_path / "clash", {"substances/new.toml": row}))
    assert clash.exit_code == 2
    assert "'zinc oxide' belongs to form 'zinc oxide' of 'zinc' and to substance 'blorvium'" in clash.stdout
    broken = run("lexicon", "check", write_articles(tmp_path / "broken", {"substances/new.toml": row + "colour = 1\n"}))
    assert broken.exit_code == 2
    assert "new.toml:6: colour: " in broken.stderr
