"""Copies of an article as other sites make them, pages from one template, and the clusters that the load finds."""

import random
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import duckdb

from posology.cleaning import clean
from posology.extraction import extract
from posology.fingerprint import fingerprint
from posology.lexicons import load_lexicon
from schemas.article import Article
from schemas.fingerprint import Fingerprint
from schemas.mapping import to_table
from warehouse.clusters import find_clusters

SAMPLES = Path(__file__).parent.parent / "examples" / "articles"

SYNONYMS = {
    "adults": "grown-ups",
    "also": "too",
    "amount": "quantity",
    "because": "since",
    "best": "finest",
    "better": "superior",
    "body": "organism",
    "can": "may",
    "daily": "everyday",
    "effect": "impact",
    "effects": "impacts",
    "evening": "night",
    "found": "discovered",
    "get": "obtain",
    "good": "fine",
    "help": "assist",
    "helps": "assists",
    "high": "elevated",
    "however": "still",
    "improve": "enhance",
    "improved": "enhanced",
    "less": "fewer",
    "many": "numerous",
    "may": "might",
    "more": "extra",
    "most": "the majority of",
    "much": "greatly",
    "need": "require",
    "often": "frequently",
    "only": "merely",
    "people": "individuals",
    "research": "investigation",
    "say": "state",
    "several": "various",
    "should": "ought to",
    "show": "demonstrate",
    "showed": "demonstrated",
    "small": "little",
    "some": "certain",
    "studies": "investigations",
    "study": "investigation",
    "supplement": "product",
    "supplements": "products",
    "take": "use",
    "taken": "used",
    "taking": "using",
    "trial": "experiment",
    "trials": "experiments",
    "use": "employ",
    "usually": "normally",
    "very": "really",
    "when": "once",
    "women": "ladies",
}
FRAMES = (
    (
        "Welcome back to the Daily Wellness Wire, where our editors collect what matters for a longer, calmer life.",
        "Did you enjoy this story? Join forty thousand readers and get our letter each Friday. Leave whenever youlike.",
    ),
    (
        "This post may hold partner addresses. If you buy something through them we could earn a little.",
        "Nothing here replaces the advice of your own physician. All names of goods belong to their owners.",
    ),
    (
        "Home of honest reviews since 2009. Written by our desk, checked twice, and updated when anything new appears.",
        "Share this page with a friend who would like it. More guides wait for you in the archive, sorted by letter.",
    ),
)
"""What another site puts before and after a text that it took."""
BRANDS = ("Norvita", "Heathmoor", "Sunlark", "Pellucid Labs")
TEMPLATE = """# {substance} {amount} mg by {brand}

{brand} {substance} gives you {amount} mg of {substance} in each capsule, made in small batches and tested by an outside
laboratory. Ninety capsules last for three months.

## Why people take {substance}

{substance} is among the nutrients that customers ask us about most. {why} Our own team takes it every day, and more
than nine in ten buyers say that they would buy it again.

## How to take it

Adults take one capsule ({amount} mg) per day with {meal}, or as their doctor advises. Do not take more than {limit} mg
of {substance} a day. Keep it {gap} hours apart from {drug}.

## What the research says

In a {year} randomized trial of {people} adults, {amount} mg of {substance} a day for {weeks} weeks {found}.
{substance} {form} is better absorbed than {substance} {other}, by about {percent}%.

## Quality and delivery

We ship within two working days. Free of gluten, soy and dairy, without colours. If you are not happy, send it back
within thirty days for a refund, no questions asked. Keep out of reach of children, and store in a dry place.
"""
MAGNESIUM = {
    "substance": "Magnesium", "amount": 200, "brand": "Norvita", "meal": "the evening meal", "limit": 350, "gap": "two",
    "why": "It takes part in muscle and nerve work, and many diets hold too little of it.", "drug": "antibiotics",
    "year": 2012, "people": 46, "weeks": 8, "found": "improved sleep time", "form": "citrate", "other": "oxide",
    "percent": 30,
}  # fmt: skip
OTHER_MAGNESIUM = MAGNESIUM | {
    "amount": 150, "brand": "Sunlark", "meal": "breakfast", "limit": 300, "gap": "three", "year": 2016, "people": 60,
    "weeks": 12, "percent": 25,
}  # fmt: skip
ZINC = {
    "substance": "Zinc", "amount": 15, "brand": "Norvita", "meal": "lunch", "limit": 40, "gap": "four",
    "why": "The body needs it for skin and immune defence, and it stores hardly any.", "drug": "tetracyclines",
    "year": 2019, "people": 120, "weeks": 6, "found": "shortened colds", "form": "picolinate", "other": "oxide",
    "percent": 20,
}  # fmt: skip
IRON = {
    "substance": "Iron", "amount": 18, "brand": "Norvita", "meal": "orange juice", "limit": 45, "gap": "two",
    "why": "Blood carries oxygen with it, and women lose it each month.", "drug": "levothyroxine",
    "year": 2014, "people": 90, "weeks": 12, "found": "raised ferritin", "form": "bisglycinate", "other": "sulfate",
    "percent": 40,
}  # fmt: skip
_CHANGES = ("substitute",) * 4 + ("synonym",) * 3 + ("delete", "insert")
_BRAND = re.compile(r"\b[A-Z][a-z]+[A-Z]\w+\b|\b[A-Z]\w+®")
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-Z])")


@cache
def samples() -> tuple[Article, ...]:
    """The sample articles, cleaned."""
    return tuple(clean(path.read_bytes(), source=path.name) for path in sorted(SAMPLES.iterdir()))


def print_of(article: Article) -> Fingerprint:
    """The fingerprint that the shard would make."""
    return fingerprint(article, extract(article, load_lexicon()))


def print_of_text(text: str, source: str) -> Fingerprint:
    """The fingerprint of a page."""
    return print_of(clean(text.encode(), source=source))


def clusters_of(fingerprints: Iterable[Fingerprint]) -> dict[str, tuple[str, str | None]]:
    """article_id → (cluster_id, copy_of), as the load finds them."""
    with duckdb.connect() as database:
        database.register("made", to_table(fingerprints, Fingerprint))
        database.execute("CREATE TEMP TABLE fingerprints AS FROM made")
        find_clusters(database)
        found = database.execute("SELECT article_id, cluster_id, copy_of FROM temp.clusters").fetchall()
    return {article: (cluster, copy) for article, cluster, copy in found}


def spin(text: str, share: float, seed: int) -> str:
    """A copy with `share` of its words changed, sentences and a paragraph moved, and another site's frame and title."""
    chance = random.Random(f"{seed} {share}")
    vocabulary = re.findall(r"[A-Za-z]{2,}", text)
    paragraphs = [_change_words(paragraph, share, vocabulary, chance) for paragraph in _paragraphs(text)]
    _move(paragraphs, chance)
    for index in chance.sample(range(len(paragraphs)), max(1, len(paragraphs) // 8)):
        sentences = _SENTENCE_END.split(paragraphs[index])
        chance.shuffle(sentences)
        paragraphs[index] = " ".join(sentences)
    before, after = chance.choice(FRAMES)
    paragraphs[0] = f"What you should know: part {chance.randrange(9)}"
    body = _BRAND.sub(chance.choice(BRANDS), "\n\n".join(part for part in paragraphs[1:] if part.strip()))
    return "\n\n".join([paragraphs[0], before, body, after]) + "\n"


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _change_words(paragraph: str, share: float, vocabulary: Sequence[str], chance: random.Random) -> str:
    words = []
    for word in paragraph.split(" "):
        change = chance.choice(_CHANGES) if chance.random() < share else "keep"
        if change == "keep":
            words.append(word)
        elif change == "synonym" and word.lower() in SYNONYMS:
            words.append(SYNONYMS[word.lower()])
        elif change == "insert":
            words += [word, chance.choice(vocabulary)]
        elif change != "delete":
            words.append(chance.choice(vocabulary))
    return " ".join(words)


def _move(paragraphs: list[str], chance: random.Random) -> None:
    """Puts one paragraph in another place."""
    paragraph = paragraphs.pop(chance.randrange(1, len(paragraphs)))
    paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), paragraph)


def halves(article: Article) -> tuple[str, str]:
    """Two articles on one topic by one hand: what stands before the middle, and what stands after it."""
    paragraphs = _paragraphs(article.text)
    middle = len(paragraphs) // 2
    return "\n\n".join(paragraphs[:middle]) + "\n", "\n\n".join(paragraphs[middle:]) + "\n"
