"""One shard: bytes in, Parquet parts and a manifest out. A pure function of its articles and the engine."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from posology.cleaning import clean
from posology.errors import CleaningError
from posology.extraction import extract
from posology.identity import version_id
from posology.lexicons import load_lexicon
from posology.pipeline.plan import PlannedArticle, ShardSpec
from posology.pipeline.sources import read_bytes
from schemas.article import Article
from schemas.mapping import to_table
from schemas.records import RECORD_TYPES, TABLES, Record
from schemas.runs import Part, Reject, ShardManifest, Stage
from warehouse.lake import write_manifest, write_part

MODELS: dict[str, type[BaseModel]] = {
    "articles": Article,
    **{TABLES[kind]: model for kind, model in RECORD_TYPES.items()},
    "rejects": Reject,
}
"""The tables of the lake and what their rows are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: an article with its records, or a reject."""

    article: Article | None = None
    records: tuple[Record, ...] = ()
    reject: Reject | None = None


def process_shard(spec: ShardSpec) -> ShardManifest:
    """Clean and extract the shard's articles and write what they gave into the lake; the manifest comes last.

    An article that cannot be read or cleaned becomes a reject. An error of the engine is a bug and is raised, with
    the article's name; an I/O error of the lake is raised too (OSError), and may be tried again.
    """
    outcomes = [process_article(spec, article) for article in spec.articles]
    rows = _rows_by_table(outcomes)
    manifest = ShardManifest(
        shard_id=spec.shard_id,
        engine_hash=spec.engine_hash,
        versions=tuple(article.key for article in spec.articles if article.version_id is not None),
        articles=len(rows["articles"]),
        records=sum(len(rows[table]) for table in TABLES.values()),
        rejects=len(rows["rejects"]),
        characters=sum(len(outcome.article.text) for outcome in outcomes if outcome.article),
        parts=tuple(_write(spec, table, rows[table]) for table in MODELS if rows[table]),
    )
    write_manifest(spec.lake, manifest)
    return manifest


def process_article(spec: ShardSpec, planned: PlannedArticle) -> Outcome:
    """Read, clean and extract one article."""
    try:
        raw = read_bytes(planned.path)
    except OSError as error:
        message = f"The file cannot be read ({error.strerror or error}); make it readable, the next run tries again."
        return _reject(planned, "read", "unreadable", message)
    if planned.version_id is not None and version_id(raw) != planned.version_id:
        message = "The file changed between the plan and its reading; the next run reads it."
        return _reject(planned, "read", "changed", message)
    try:
        article = clean(raw, source=planned.source)
    except CleaningError as error:
        return _reject(planned, "clean", error.code, error.message)
    try:
        return Outcome(article, extract(article, load_lexicon(spec.lexicons)))
    except Exception as error:
        error.add_note(f"while extracting {planned.path}; this is a bug of Posology, please report it with the article")
        raise


def _reject(planned: PlannedArticle, stage: Stage, code: str, message: str) -> Outcome:
    return Outcome(
        reject=Reject(
            article_id=planned.planned_id,
            version_id=planned.version_id,
            source=planned.source,
            stage=stage,
            code=code,
            message=message,
        )
    )


def _rows_by_table(outcomes: list[Outcome]) -> defaultdict[str, list[BaseModel]]:
    """Sort what was found into tables; an article saved twice, under one URL and with the same bytes, counts once."""
    rows: defaultdict[str, list[BaseModel]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for outcome in outcomes:
        if outcome.reject:
            rows["rejects"].append(outcome.reject)
        if outcome.article is None or (outcome.article.article_id, outcome.article.version_id) in seen:
            continue
        seen.add((outcome.article.article_id, outcome.article.version_id))
        rows["articles"].append(outcome.article)
        for record in outcome.records:
            rows[_table_of(record)].append(record)
    return rows


def _table_of(record: Record) -> str:
    return TABLES[record.kind]  # type: ignore[attr-defined, no-any-return]


def _write(spec: ShardSpec, table: str, rows: list[BaseModel]) -> Part:
    return write_part(spec.lake, table, f"{spec.engine_hash}/{spec.shard_id}", to_table(rows, MODELS[table]))
