"""`posology evaluate`: how right the extractor is on articles that people have marked."""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from posology.cli.articles import each_article
from posology.cli.console import say, write_json, write_line
from posology.config import Settings
from posology.evaluation import ALL, BelowFloor, Evaluation, Interval, Score, describe, evaluate, read_gold
from schemas.article import Article

DIGITS = 3
WIDE = 110  # columns: the table, where no terminal limits its width


def evaluate_articles(
    gold: Path, paths: Sequence[str], settings: Settings, *, floor: float | None, misses: bool, as_json: bool
) -> None:
    """Extract from the articles, score against the gold, print the figures.

    Raises ConfigurationError for gold that cannot be read, BelowFloor when overall F1 is below the floor.
    """
    wanted = read_gold(gold)
    predicted = _predictions(paths, settings)
    for article in sorted({article.article for article in wanted} - predicted.keys()):
        say(f"{article}: has gold, but no such article was read from the paths; all its records count as missed")
    for name in sorted(predicted.keys() - {article.article for article in wanted}):
        say(f"{name}: has no gold; left out")
    result = evaluate(wanted, predicted)
    if as_json:
        write_json(as_plain(result, misses=misses))
    else:
        if misses:
            for miss in result.misses:
                write_line(describe(miss))
        _print_table(result)
    if floor is not None and result.scores[ALL].f1 < floor:
        raise BelowFloor(f"overall F1 {result.scores[ALL].f1:.3f} is below the floor of {floor:g}")


def _predictions(paths: Sequence[str], settings: Settings) -> Mapping[str, Sequence[dict[str, Any]]]:
    """Records as plain JSON values by the file names of their articles."""
    from posology.extraction import extract
    from posology.lexicons import load_lexicon

    lexicon = load_lexicon(settings.lexicons)
    predicted: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def keep(article: Article) -> None:
        records = [record.model_dump(mode="json") for record in extract(article, lexicon)]
        predicted[article.source.rsplit("/", 1)[-1]] += records

    each_article(paths, settings, keep)
    return predicted


def as_plain(result: Evaluation, *, misses: bool) -> dict[str, Any]:
    """The figures by kind, rounded, as JSON holds them; the differences under "misses", if asked for."""
    figures: dict[str, Any] = {kind: _rounded(score) for kind, score in result.scores.items()}
    return figures | ({"misses": [asdict(miss) for miss in result.misses]} if misses else {})


def _rounded(score: Score) -> dict[str, Any]:
    return {name: _round(value) for name, value in asdict(score).items()}


def _round(value: Any) -> Any:
    if isinstance(value, tuple):
        return [round(number, DIGITS) for number in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def _print_table(result: Evaluation) -> None:
    table = Table()
    for column in ("kind", "gold", "found", "precision", "recall", "F1", "95% of F1", "fields"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind, score in result.scores.items():
        ratios = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
        table.add_row(
            kind, str(score.gold), str(score.predicted), *ratios, _span(score.f1_interval), f"{score.fields:.3f}",
            end_section=kind == list(result.scores)[-2],
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def _span(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.3f}-{interval.high:.3f}"
