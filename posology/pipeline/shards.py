"""One shard: bytes in, Parquet parts and a manifest out. A pure function of its articles and the engine."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from posology.cleaning import clean
from posology.errors import CleaningError
from posology.extraction import extract
from posology.fingerprint import fingerprint
from posology.lexicons import load_lexicon
from posology.pipeline.deadline import TIMEOUT, TimeUp, at_most
from posology.pipeline.fetch import fetch
from posology.pipeline.index import SUPERSEDED, rank_of
from posology.pipeline.plan import PlannedArticle, ShardSpec
from posology.sources.model import BadInput, Found
from schemas.article import Article
from schemas.fingerprint import Fingerprint
from schemas.mapping import to_table
from schemas.records import RECORD_TABLES, TABLES, Record
from schemas.runs import Reject, ShardManifest, Stage
from warehouse.lake import version_key, write_manifest, write_part

MODELS: dict[str, type[BaseModel]] = {
    "articles": Article,
    "fingerprints": Fingerprint,
    **RECORD_TABLES,
    "rejects": Reject,
}
"""The tables of the lake and what their rows are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: an article with its records, or a reject."""

    planned: PlannedArticle
    article: Article | None = None
    fingerprint: Fingerprint | None = None
    records: tuple[Record, ...] = ()
    reject: Reject | None = None


def process_shard(spec: ShardSpec) -> ShardManifest:
    """Clean and extract the shard's articles and write what they gave into the lake; the manifest comes last.

    An article that cannot be read or cleaned becomes a reject. An error of the engine is a bug and is raised, with
    the article's name; an I/O error of the lake is raised too (OSError), and may be tried again.
    """
    outcomes = _reject_superseded([process_article(spec, planned, found) for planned, found in fetch(spec)])
    return write_shard(spec.lake, spec.engine_hash, spec.shard_id, outcomes)


def write_shard(lake: Path, engine_hash: str, shard_id: str, outcomes: Sequence[Outcome]) -> ShardManifest:
    """Write what a shard gave: its parts, and at last the manifest that makes it count."""
    rows = _rows_by_table(outcomes)
    found: list[Article | Reject] = [*rows["articles"], *rows["rejects"]]  # type: ignore[list-item]
    manifest = ShardManifest(
        shard_id=shard_id,
        engine_hash=engine_hash,
        versions=tuple(version_key(item.article_id, item.version_id) for item in found),
        articles=len(rows["articles"]),
        records=sum(len(rows[table]) for table in TABLES.values()),
        rejects=len(rows["rejects"]),
        characters=sum(len(outcome.article.text) for outcome in outcomes if outcome.article),
        parts=tuple(
            write_part(lake, table, f"{engine_hash}/{shard_id}", to_table(rows[table], model))
            for table, model in MODELS.items()
            if rows[table]
        ),
    )
    write_manifest(lake, manifest)
    return manifest


def process_article(spec: ShardSpec, planned: PlannedArticle, found: Found) -> Outcome:
    """Clean and extract one article, within its time."""
    if isinstance(found, BadInput):
        return _reject(planned, "read", found.code, found.message)
    stage: Stage = "clean"
    try:
        with at_most(spec.article_seconds):
            article = clean(
                found.raw,
                source=planned.source,
                hints=found.hints,
                languages=spec.languages,
                content=spec.content,
            )
            stage = "extract"
            records = extract(article, load_lexicon(spec.lexicons))
            return Outcome(planned, article, fingerprint(article, records), records)
    except CleaningError as error:
        return _reject(planned, "clean", error.code, error.message)
    except TimeUp:
        message = f"It took longer than {spec.article_seconds:g} s of the processor (setting article_seconds)."
        return _reject(planned, stage, TIMEOUT, message)
    except Exception as error:
        where = f"{planned.source} of {planned.file.location}"
        error.add_note(f"while {stage}ing {where}; this is a bug of Posology, please report it with the article")
        raise


def superseded(planned: PlannedArticle, url: str | None) -> Outcome:
    """Reject a file because another file of the run is the same article, by its address."""
    message = f"Another file has the same address ({url}) and is newer, or last by name; that one is kept."
    return _reject(planned, "clean", SUPERSEDED, message)


def _reject(planned: PlannedArticle, stage: Stage, code: str, message: str) -> Outcome:
    reject = Reject(
        article_id=planned.planned_id,
        version_id=planned.version_id,
        source=planned.source,
        stage=stage,
        code=code,
        message=message,
    )
    return Outcome(planned, reject=reject)


def _reject_superseded(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Keep the newest of the files that are one article."""
    kept: dict[str, Article] = {}
    for article in (outcome.article for outcome in outcomes if outcome.article):
        rival = kept.get(article.article_id)
        if rival is None or _rank(article) > _rank(rival):
            kept[article.article_id] = article
    return [
        superseded(outcome.planned, outcome.article.url)
        if outcome.article and kept[outcome.article.article_id] is not outcome.article
        else outcome
        for outcome in outcomes
    ]


def _rank(article: Article) -> tuple[str, str]:
    return rank_of(article.source, article.published, article.modified)


def _rows_by_table(outcomes: Sequence[Outcome]) -> defaultdict[str, list[BaseModel]]:
    rows: defaultdict[str, list[BaseModel]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.reject:
            rows["rejects"].append(outcome.reject)
        if outcome.article:
            rows["articles"].append(outcome.article)
        if outcome.fingerprint:
            rows["fingerprints"].append(outcome.fingerprint)
        for record in outcome.records:
            rows[TABLES[kind_of(record)]].append(record)
    return rows


def kind_of(record: Record) -> str:
    """The record's kind; every kind of record has one."""
    return str(getattr(record, "kind"))  # noqa: B009  the base does not declare it, its subclasses do
