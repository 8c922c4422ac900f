"""Scores predicted records against gold: precision, recall, F1 and field accuracy, with bootstrap intervals.

Gold is a folder of JSON files in the contract's format, one per article: {"article": NAME, "records": [...]}.
"""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple

from posology.errors import ConfigurationError, PosologyError
from posology.matching import FIELDS, Claim, agree, core, pair

RESAMPLES = 1000
SEED = 1
ALL = "all"


class BelowFloor(PosologyError):
    """The evaluation is done, and its overall F1 is below the floor that was asked for."""

    exit_code: ClassVar[int] = 3


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The records that people found in one article; `article` is the file's name."""

    article: str
    records: tuple[Claim, ...]


class Counts(NamedTuple):
    """What is summed over articles."""

    right: int = 0
    missed: int = 0
    spurious: int = 0
    fields: int = 0
    """Fields that either side states, over the records that are right."""
    fields_right: int = 0


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference: a gold record that nobody predicted, a prediction that is none, or a field of a right record."""

    article: str
    kind: str
    what: Literal["missed", "spurious", "field"]
    claim: Claim
    """The gold record; for a spurious one the prediction."""
    field: str | None = None
    wanted: Any = None
    got: Any = None


class Interval(NamedTuple):
    """The middle 95% of the resampled values."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one kind, or of all; ratios of nothing are 0.

    Intervals are None where there is one article only, or no record.
    """

    gold: int
    predicted: int
    precision: float
    recall: float
    f1: float
    fields: float
    precision_interval: Interval | None
    recall_interval: Interval | None
    f1_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by kind, with "all" last, and every difference in the order of articles and kinds."""

    scores: Mapping[str, Score]
    misses: tuple[Miss, ...]


def read_gold(folder: Path) -> tuple[GoldArticle, ...]:
    """The gold files of a folder, in the order of their names.

    Raises ConfigurationError naming the folder without gold, or the file that is not in the contract's format.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ConfigurationError(f"{folder}: holds no gold; give a folder of .json files, one for each article")
    return tuple(read_gold_file(path) for path in files)


def read_gold_file(path: Path) -> GoldArticle:
    """One gold file. Raises ConfigurationError naming the file, and the record that is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise ConfigurationError(f"{path}: cannot be read as JSON: {error}") from None
    records = data.get("records") if isinstance(data, dict) else None
    if not isinstance(records, list) or not isinstance(data.get("article"), str):
        raise ConfigurationError(f'{path}: is no gold; it must be {{"article": NAME, "records": [...]}}')
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict) or record.get("kind") not in FIELDS:
            raise ConfigurationError(f"{path}: record {number} has no kind of {', '.join(FIELDS)}: {record!r:.80}")
    return GoldArticle(data["article"], tuple(records))


def evaluate(gold: Sequence[GoldArticle], predicted: Mapping[str, Sequence[Claim]]) -> Evaluation:
    """Score predictions, given by the file names of their articles. An article without predictions is missed whole;
    predictions for an article without gold are not looked at.
    """
    misses: list[Miss] = []
    counts: dict[str, list[Counts]] = {kind: [] for kind in FIELDS}
    for article in gold:
        found = predicted.get(article.article, ())
        for kind in FIELDS:
            wanted, got = ([claim for claim in claims if claim["kind"] == kind] for claims in (article.records, found))
            counts[kind].append(_compare(article.article, kind, wanted, got, misses))
    counts[ALL] = [_total(of_article) for of_article in zip(*counts.values(), strict=True)]
    samples = _resamples(len(gold))
    return Evaluation({kind: _score(of_kind, samples) for kind, of_kind in counts.items()}, tuple(misses))


def _compare(article: str, kind: str, gold: Sequence[Claim], predicted: Sequence[Claim], misses: list[Miss]) -> Counts:
    """The counts of one kind in one article; its differences are added to `misses`."""
    pairing = pair(gold, predicted)
    stated_fields = right_fields = 0
    for mine, theirs in pairing.pairs:
        for name in FIELDS[kind].rest:
            if not (_stated(mine, name) or _stated(theirs, name)):
                continue
            stated_fields += 1
            if agree(mine, theirs, name):
                right_fields += 1
            else:
                misses.append(Miss(article, kind, "field", mine, name, mine.get(name), theirs.get(name)))
    misses += (Miss(article, kind, "missed", claim) for claim in pairing.missed)
    misses += (Miss(article, kind, "spurious", claim) for claim in pairing.spurious)
    return Counts(len(pairing.pairs), len(pairing.missed), len(pairing.spurious), stated_fields, right_fields)


def _stated(claim: Claim, name: str) -> bool:
    return claim.get(name) not in (None, [])


def _total(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))


def _resamples(articles: int) -> list[list[int]]:
    """Articles drawn with replacement, the same every time; none where one article leaves nothing to draw."""
    draw = random.Random(SEED)
    return [draw.choices(range(articles), k=articles) for _ in range(RESAMPLES)] if articles > 1 else []


def _score(counts: Sequence[Counts], samples: Sequence[Sequence[int]]) -> Score:
    total = _total(counts)
    drawn = [_total(counts[index] for index in sample) for sample in samples]
    ratios = [_ratios(sample) for sample in drawn if any(sample)]  # a draw without a record has no ratio
    intervals = [_middle(values) for values in zip(*ratios, strict=True)] if ratios else [None, None, None]
    precision, recall, f1 = _ratios(total)
    return Score(
        gold=total.right + total.missed,
        predicted=total.right + total.spurious,
        precision=precision,
        recall=recall,
        f1=f1,
        fields=total.fields_right / total.fields if total.fields else 0.0,
        precision_interval=intervals[0],
        recall_interval=intervals[1],
        f1_interval=intervals[2],
    )


def _ratios(counts: Counts) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    predicted, gold = counts.right + counts.spurious, counts.right + counts.missed
    precision = counts.right / predicted if predicted else 0.0
    recall = counts.right / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _middle(values: Sequence[float]) -> Interval:
    """What lies between the lowest and the highest 2.5%."""
    ordered = sorted(values)
    tail = round(len(ordered) * 0.025)
    return Interval(ordered[tail], ordered[-1 - tail])


def describe(miss: Miss) -> str:
    """A difference as one tab-separated line: article, kind, what, and the values that tell it."""
    if miss.what == "field":
        told = [f"field {miss.field}", f"gold {miss.wanted!r}", f"got {miss.got!r}", _quote(miss.claim)]
    else:
        told = [miss.what, str(core(miss.claim)), _quote(miss.claim)]
    return "\t".join((miss.article, miss.kind, *told))


def _quote(claim: Claim) -> str:
    return repr((claim.get("quote") or "")[:140])
