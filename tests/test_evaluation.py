"""Scoring against gold: the matching rules, the figures, and agreement with the contract's own scorer."""

import json
import random
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from posology.cleaning import clean
from posology.cli.app import app
from posology.cli.evaluate import as_plain
from posology.errors import ConfigurationError
from posology.evaluation import Evaluation, GoldArticle, describe, evaluate, read_gold
from posology.extraction import extract
from posology.lexicons import load_lexicon
from posology.matching import FIELDS, SYNONYMS, agree, comparable, core, fit, overlap, pair, plain, same_place
from tests.conftest import ROOT, Cli, write_articles

GOLD = ROOT / "tests" / "gold"
ARTICLES = ROOT / "examples" / "articles"
CONTRACT = ROOT.parent / "shared" / "gold"  # the contract's own scorer, where the whole workshop is checked out

Claim = dict[str, Any]


def dose(quote: str = "200 mg of zinc", **fields: Any) -> Claim:
    return {"kind": "dose", "quote": quote, "substance": "zinc", "low": 200, "high": 200, "unit": "mg"} | fields


def trial(quote: str, **fields: Any) -> Claim:
    return {"kind": "trial", "quote": quote, "design": "rct"} | fields


# --- matching ---


@pytest.mark.parametrize(
    ("value", "as_compared"),
    [
        ("Vitamin D3", "vitamin d3"), ("KSM\u201166®", "ksm 66"), ("  n-acetyl\u2013cysteine ", "n acetyl cysteine"),
        ("", None), ("®", None), (None, None), (True, True), (5, 5.0), (0.123456, 0.1235), ("ﬁve", "five"),
    ],
)  # fmt: skip
def test_values_are_compared_without_what_writing_adds(value: Any, as_compared: Any) -> None:
    assert plain(value) == as_compared
    assert type(plain(value)) is type(as_compared)


@pytest.mark.parametrize(
    ("claim", "name", "value"),
    [
        ({"substance": "NAC"}, "substance", "n acetylcysteine"),
        ({"form": "magnesium glycinate"}, "form", "magnesium bisglycinate"),
        ({"form": "d3", "substance": "vitamin d"}, "target", "vitamin d3"),
        ({"form": None, "substance": "zinc"}, "target", "zinc"),
        ({"per": "kg_day"}, "per_weight", True),
        ({"per": "day"}, "per_weight", False),
        ({"doi": "https://doi.org/10.1000/ABC.)"}, "doi", "10.1000/abc"),
        ({"doi": "none"}, "doi", None),
        ({"pmid": "PMID: 0012345"}, "pmid", "12345"),
        ({"pmcid": "PMC123"}, "pmcid", "123"),
        ({"nct": "NCT01234567"}, "nct", "1234567"),
        ({"url": "https://www.Example.org/a/"}, "url", "example.org/a"),
        ({"title": "NAC"}, "title", "nac"),
    ],
)
def test_comparable_values_of_fields(claim: Claim, name: str, value: Any) -> None:
    assert comparable(claim, name) == value


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("200 mg", "200 mg", True),
        ("200 mg", "200 mg of zinc per day", True),  # inside, little around
        ("200 mg", "200 mg one two three four five six seven eight nine", False),  # inside, too much around
        ("take zinc with food", "zinc with a meal", True),  # half the words
        ("take zinc", "take copper with a big meal", False),
        ("200 mg", "", False),
        ("", "200 mg", True),  # no words are inside any words
    ],
)
def test_same_place(gold: str, predicted: str, same: bool) -> None:
    assert same_place({"quote": gold}, {"quote": predicted}) is same


@pytest.mark.parametrize(
    ("name", "gold", "predicted", "agrees"),
    [
        ("population", "women over 50", "women over 50 years", True),
        ("population", "women over 50", "men", False),
        ("population", "women", None, False),
        ("context", "studied", "Studied", True),
        ("authors", "Abbasi", "Abbasi B, Kimiagar M, Sadeghniiat K", True),
        ("authors", "Abbasi", "Miller", False),
        ("journal", "J Nutr", "journal of nutrition", False),
        ("markers", ["1", "2"], ["2", "1"], True),
        ("markers", None, [], True),
        ("marker", 3, "3", True),
        ("findings", None, [], True),
        ("findings", [{"outcome": "sleep time", "direction": "increase"}], [], False),
        (
            "findings",
            [{"outcome": "sleep time", "direction": "increase"}],
            [{"outcome": "total sleep time", "direction": "increase"}, {"outcome": "pain", "direction": "decrease"}],
            True,
        ),
        (
            "findings",
            [{"outcome": "CRP", "direction": "decrease", "change_percent": 30}],
            [{"outcome": "inflammation", "direction": "decrease", "change_percent": 30}],
            True,
        ),
        (
            "findings",
            [{"outcome": "CRP", "direction": "decrease"}],
            [{"outcome": "CRP", "direction": "increase"}],
            False,
        ),
    ],
)
def test_agree(name: str, gold: Any, predicted: Any, agrees: bool) -> None:
    assert agree({name: gold}, {name: predicted}, name) is agrees


@pytest.mark.parametrize(
    ("gold", "predicted", "fits"),
    [
        (dose(), dose(), True),
        (dose(), dose(unit="g"), False),
        (dose(), dose(low=200.00001), True),
        (dose(), dose(form="zinc citrate", context="studied"), True),
        (dose(per="kg"), dose(per="day"), False),
        (dose(), dose("copper, a mineral, is another matter"), False),
        (trial("a 2012 trial of 46 men", year=2012), trial("a 2012 trial of 46 men", design="study", year=2012), True),
        (trial("a trial"), trial("a trial", design="study"), False),  # no stated fact agrees
        (trial("a 2012 trial"), trial("one other thing"), False),
        ({"kind": "reference", "doi": "10.1000/x"}, {"kind": "reference", "doi": "doi:10.1000/X."}, True),
        (
            {"kind": "reference", "doi": "10.1000/x", "quote": "Miller 2011"},
            {"kind": "reference", "doi": "10.1000/y", "quote": "Miller 2011"},
            False,
        ),
        ({"kind": "reference", "quote": "Miller A. Bones."}, {"kind": "reference", "quote": "Miller A Bones"}, True),
        (
            {"kind": "form", "quote": "zinc citrate", "substance": "zinc", "form": "zinc citrate"},
            {"kind": "form", "quote": "elsewhere", "substance": "zinc", "form": "Zinc Citrate"},
            True,
        ),
    ],
)
def test_fit(gold: Claim, predicted: Claim, fits: bool) -> None:
    assert bool(fit(gold, predicted)) is fits


def test_each_gold_record_is_claimed_once_by_its_best_fit() -> None:
    far, near = dose("200 mg"), dose("200 mg of zinc per day", context="studied")
    pairing = pair([dose("200 mg of zinc per day", context="studied")], [far, near])
    assert pairing.pairs[0][1] is near
    assert pairing.spurious == (far,)


def test_forms_are_a_set() -> None:
    form = {"kind": "form", "quote": "zinc citrate", "substance": "zinc", "form": "zinc citrate"}
    pairing = pair([form], [form, {**form, "quote": "citrate"}])
    assert (len(pairing.pairs), pairing.missed, pairing.spurious) == (1, (), ())


TEXTS = st.text(alphabet="ab ®-é1", max_size=20)


@given(TEXTS, TEXTS)
def test_overlap_is_a_symmetric_share(one: str, other: str) -> None:
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, other) == overlap(other, one)
    assert plain(plain(one)) == plain(one)


# --- figures ---


def gold_of(**articles: Sequence[Claim]) -> list[GoldArticle]:
    return [GoldArticle(name, tuple(records)) for name, records in articles.items()]


def test_figures_of_a_small_evaluation() -> None:
    gold = gold_of(a=[dose(), dose("5 g", low=5, high=5, unit="g", context="product")], b=[dose("1 mg", low=1, high=1)])
    predicted = {"a": [dose(context="studied"), dose("7 mg", low=7, high=7)], "c": [dose()]}
    result = evaluate(gold, predicted)
    score = result.scores["dose"]
    assert (score.gold, score.predicted) == (3, 2)
    assert (score.precision, score.recall, score.f1) == (1 / 2, 1 / 3, pytest.approx(0.4))
    assert score.fields == 0  # context is stated by one side only
    assert result.scores["all"] == score
    assert [(miss.article, miss.what) for miss in result.misses] == [
        ("a", "field"), ("a", "missed"), ("a", "spurious"), ("b", "missed"),
    ]  # fmt: skip
    assert describe(result.misses[0]) == "a\tdose\tfield context\tgold None\tgot 'studied'\t'200 mg of zinc'"


def test_nothing_predicted_of_nothing_is_nought() -> None:
    score = evaluate(gold_of(a=[]), {}).scores["all"]
    assert (score.precision, score.recall, score.f1, score.fields, score.f1_interval) == (0, 0, 0, 0, None)


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    gold = gold_of(**{f"a{i}": [dose()] for i in range(12)})
    predicted = {f"a{i}": [dose(low=1 if i % 3 else 200)] for i in range(12)}
    first, second = (evaluate(gold, predicted).scores["dose"] for _ in range(2))
    assert first == second
    assert first.f1_interval is not None
    assert 0 < first.f1_interval.low < first.f1 < first.f1_interval.high < 1


def test_articles_without_the_kind_do_not_widen_the_interval() -> None:
    gold = gold_of(a=[dose()], b=[], c=[], d=[])
    assert evaluate(gold, {"a": [dose()]}).scores["dose"].f1_interval == (1, 1)


def test_one_article_has_no_interval() -> None:
    assert evaluate(gold_of(a=[dose()]), {"a": [dose()]}).scores["dose"].f1_interval is None


# --- gold files ---


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "is no gold"),
        ('{"article": "a.txt"}', "is no gold"),
        ('{"records": []}', "is no gold"),
        ('{"article": "a.txt", "records": [{"kind": "dose"}, {"kind": "dosage"}]}', "record 2 has no kind of dose"),
        ('{"article": "a.txt", "records": ["dose"]}', "record 1 has no kind"),
    ],
)
def test_gold_that_is_none_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=r"a\.json: ") as error:
        read_gold(write_articles(tmp_path, {"a.json": content}))
    assert complaint in str(error.value)


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="holds no gold"):
        read_gold(tmp_path)


# --- the command ---


def test_evaluate_prints_figures_and_keeps_the_floor(cli: Cli, articles: Path, tmp_path: Path) -> None:
    wanted = dose("600 IU per day", substance="vitamin d", low=600, high=600, unit="iu")
    records = [wanted, dose("9 kg", low=9)]
    gold = {"v.json": {"article": "vitamin-d.md", "records": records}, "x.json": {"article": "x.txt", "records": []}}
    folder = write_articles(tmp_path / "gold", {name: json.dumps(content) for name, content in gold.items()})
    done = cli("evaluate", folder, articles, "--json", "--misses", "--floor", "0.99")
    assert done.returncode == 3
    found = json.loads(done.stdout)
    assert found["dose"]["recall"] == 0.5
    assert {"kind", "quote"} <= found["misses"][0]["claim"].keys()
    assert b"magnesium.txt: has no gold; left out" in done.stderr
    assert b"x.txt: has gold, but no such article was read" in done.stderr
    assert b"is below the floor of 0.99" in done.stderr


def test_evaluate_prints_a_table_and_the_misses(articles: Path, tmp_path: Path) -> None:
    gold = {"article": "vitamin-d.md", "records": [dose("9 kg", low=9)]}
    folder = write_articles(tmp_path / "gold", {"v.json": json.dumps(gold)})
    done = CliRunner().invoke(app, ["evaluate", str(folder), str(articles), "--misses", "--floor", "0"])
    assert done.exit_code == 0
    assert "vitamin-d.md\tdose\tmissed\t" in done.stdout
    assert "precision" in done.stdout


# --- agreement with the contract's scorer ---

needs_contract = pytest.mark.skipif(not (CONTRACT / "score.py").is_file(), reason="the contract's scorer is not here")
FIGURES = ("gold", "predicted", "precision", "recall", "f1", "fields")


def scored_by_contract(gold: Path, predicted: Mapping[str, Sequence[Claim]], folder: Path) -> dict[str, Any]:
    file = folder / "predicted.jsonl"
    lines = [json.dumps({"article": name, **claim}) for name, claims in predicted.items() for claim in claims]
    file.write_text("\n".join(lines), "utf-8")
    command = [sys.executable, CONTRACT / "score.py", gold, file, "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def figures(result: Evaluation) -> dict[str, Any]:
    return {kind: {name: row[name] for name in FIGURES} for kind, row in as_plain(result, misses=False).items()}


def blurred(claims: Sequence[Claim], draw: random.Random) -> list[Claim]:
    """Predictions as an engine may make them: some of the gold, some of it changed, in another order."""
    found = [dict(claim) for claim in claims if draw.random() < 0.9]
    for claim in found:
        for name in list(claim):
            other = draw.choice(claims)
            if name != "kind" and draw.random() < 0.08 and name in other:
                claim[name] = other[name]
        words = (claim.get("quote") or "").split()
        if len(words) > 3 and draw.random() < 0.3:
            claim["quote"] = " ".join(words[: draw.randrange(1, len(words))])
    return draw.sample(found, len(found)) + found[:3]


@needs_contract
def test_accepted_names_are_the_contracts() -> None:
    ours = tomllib.loads(SYNONYMS.read_text("utf-8"))
    assert ours == json.loads((CONTRACT / "names.json").read_text("utf-8"))


@needs_contract
@pytest.mark.parametrize("seed", range(4))
def test_figures_agree_with_the_contracts_on_blurred_gold(tmp_path: Path, seed: int) -> None:
    gold = read_gold(GOLD)
    draw = random.Random(seed)
    predicted = {article.article: blurred([dict(c) for c in article.records], draw) for article in gold[1:]}
    ours = figures(evaluate(gold, predicted))
    assert ours == scored_by_contract(GOLD, predicted, tmp_path)
    assert all(0 < ours[kind]["f1"] < 1 for kind in FIELDS)


@needs_contract
def test_figures_agree_with_the_contracts_on_our_own_gold(tmp_path: Path) -> None:
    lexicon = load_lexicon()
    articles = [clean(path.read_bytes(), source=path.name) for path in sorted(ARTICLES.iterdir())]
    predicted = {a.source: [record.model_dump(mode="json") for record in extract(a, lexicon)] for a in articles}
    assert figures(evaluate(read_gold(GOLD), predicted)) == scored_by_contract(GOLD, predicted, tmp_path)


def test_core_fields_of_the_gold_are_hashable() -> None:
    assert all(hash(core(claim)) is not None for article in read_gold(GOLD) for claim in article.records)
