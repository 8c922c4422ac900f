"""`posology explain`: what made each record, what dropped the marks that made none, and why gold was missed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from posology.cli.articles import each_article
from posology.cli.console import write_json, write_line
from posology.config import Settings
from posology.evaluation import read_gold, read_gold_file
from posology.extraction.explain import Explained, Explanation, Origin, explain
from posology.extraction.explain_drops import Drop
from posology.extraction.explain_misses import Missed, explain_misses
from posology.lexicons import load_lexicon
from posology.matching import Claim
from schemas.article import Article

SHOWN = 150  # characters of a quote or sentence


def explain_articles(paths: Sequence[str], settings: Settings, *, gold: Path | None, as_json: bool) -> None:
    """Print the explanation of each article. Raises ConfigurationError for gold that cannot be read."""
    marked = _gold_by_article(gold) if gold else {}
    lexicon = load_lexicon(settings.lexicons)

    def write(article: Article) -> None:
        name = article.source.rsplit("/", 1)[-1]
        explanation = explain(article, lexicon)
        missed = list(explain_misses(article, explanation, marked[name])) if name in marked else None
        if as_json:
            write_json(as_plain(name, explanation, missed))
        else:
            for line in _lines(name, explanation, missed):
                write_line(line)

    each_article(paths, settings, write)


def _gold_by_article(path: Path) -> Mapping[str, Sequence[Claim]]:
    files = read_gold(path) if path.is_dir() else (read_gold_file(path),)
    return {gold.article: gold.records for gold in files}


def as_plain(name: str, explanation: Explanation, missed: Sequence[Missed] | None) -> dict[str, Any]:
    """An explanation as JSON holds it; "missed" only where the article has gold."""
    plain: dict[str, Any] = {
        "article": name,
        "records": [_record_as_plain(explained) for explained in explanation.records],
        "dropped": [drop._asdict() for drop in explanation.drops],
    }
    return plain if missed is None else plain | {"missed": [miss._asdict() for miss in missed]}


def _record_as_plain(explained: Explained) -> dict[str, Any]:
    return {
        "record": explained.record.model_dump(mode="json"),
        "marks": [mark._asdict() for mark in explained.marks],
        "substance": explained.substance._asdict() if explained.substance else None,
        "form": explained.form._asdict() if explained.form else None,
    }


def _lines(name: str, explanation: Explanation, missed: Sequence[Missed] | None) -> Iterator[str]:
    yield f"=== {name}: {len(explanation.records)} records"
    for explained in explanation.records:
        yield from _record_lines(explained)
    yield ""
    yield f"--- {name}: {len(explanation.drops)} marks that made no record"
    yield from _drop_lines(explanation.drops)
    if missed is not None:
        yield ""
        yield f"--- {name}: {len(missed)} gold records that were missed"
        for claim, reason in missed:
            yield f"{claim['kind']} {_short(claim.get('quote') or '')}"
            yield f"    {reason}"
    yield ""


def _record_lines(explained: Explained) -> Iterator[str]:
    record = explained.record
    yield ""
    yield f"{record.model_dump()['kind']} {_short(record.quote)} at {record.start}-{record.end}"
    yield f"    rule       {record.rule}"
    yield f"    substance  {_origin(explained.substance)}" + ("" if record.in_lexicon else "; not in the lexicon")
    yield f"    form       {_origin(explained.form)}"
    for number, mark in enumerate(explained.marks):
        yield f"    {'' if number else 'marks':9}  {_short(mark.text)} {mark.kind}: {mark.meaning}"


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return "-"
    words = _short(origin.words) if origin.words is not None else "most of the article's mentions"
    return f"{origin.name}, from the {origin.place}: {words}"


def _drop_lines(dropped: Sequence[Drop]) -> Iterator[str]:
    """The drops under their sentences, those of one reason together."""
    sentence = None
    for drop in dropped:
        if drop.sentence != sentence:
            sentence = drop.sentence
            yield ""
            yield _short(sentence)
        yield f"    {drop.kind}: {_short(drop.text)} ({drop.mark}): {drop.reason}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f'"{flat}"' if len(flat) <= SHOWN else f'"{flat[: SHOWN - 1]}…"'
