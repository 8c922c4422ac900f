"""Small lakes for the warehouse's tests: articles whose records are found in their text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posology.fingerprint import fingerprint
from posology.identity import article_id, digest, record_id, version_id
from schemas.article import Article, Block
from schemas.fingerprint import Fingerprint
from schemas.mapping import to_table
from schemas.records import RECORD_TYPES, TABLES, Dose, Finding, Form, Record, Reference, Timing, Trial
from schemas.runs import Reject, Run, ShardManifest
from warehouse.lake import Snapshot, version_key, write_manifest, write_part

ENGINE = "engine0123456789"
START = datetime(2026, 1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """A file of a source, and what the engine made of it."""

    source: str
    text: str
    url: str | None = None
    modified: str | None = None
    records: tuple[Record, ...] = field(default=())
    reject: str | None = None

    @property
    def key(self) -> str:
        """How manifest and snapshot list it; a reject goes by its path."""
        url = None if self.reject else self.url
        return version_key(article_id(self.source, url), version_id(self.text.encode()))

    @property
    def article(self) -> Article:
        return Article(
            article_id=article_id(self.source, self.url),
            version_id=version_id(self.text.encode()),
            source=self.source,
            url=self.url,
            site="example.org" if self.url else None,
            title=f"About {self.source}",
            author=None,
            published="2024-05-01",
            modified=self.modified,
            encoding="utf-8",
            text=self.text,
            blocks=(
                Block(kind="paragraph", start=0, end=len(self.text), headings=("Dosage",), level=None, header=None),
            ),
            links=(),
        )


def dose(page: Page, quote: str, **values: object) -> Dose:
    """A dose whose quote stands in the page; 300 mg of magnesium a day unless said otherwise."""
    own = {"low": 300.0, "high": 300.0, "unit": "mg", "basis": None, "per": "day", "times_per_day": None}
    own |= {"context": "recommended", "population": None}
    return Dose(**_shared(page, "dose", quote, values), **(own | values))


def form(page: Page, quote: str, **values: object) -> Form:
    return Form(**_shared(page, "form", quote, values), **({"form_kind": "compound"} | values))


def timing(page: Page, quote: str, **values: object) -> Timing:
    own = {"aspect": "meal", "relation": "with", "event": "meal", "low": None, "high": None, "context": "recommended"}
    return Timing(**_shared(page, "timing", quote, values), **(own | values))


def trial(page: Page, quote: str, **values: object) -> Trial:
    own: dict[str, object] = {name: None for name in Trial.model_fields if name not in Record.model_fields}
    own |= {"kind": "trial", "design": "rct", "markers": ("1",)}
    own |= {"findings": (Finding(outcome="sleep", change_percent=17.0, direction="increase"),)}
    return Trial(**_shared(page, "trial", quote, values), **(own | values))


def reference(page: Page, quote: str, **values: object) -> Reference:
    own: dict[str, object] = {name: None for name in Reference.model_fields if name not in Record.model_fields}
    return Reference(**_shared(page, "reference", quote, values), **(own | {"kind": "reference"} | values))


def _shared(page: Page, kind: str, quote: str, values: dict[str, object]) -> dict[str, object]:
    start = page.text.index(quote)
    article = page.article.article_id
    shared = {
        "record_id": record_id(article, kind, values, quote, 0),
        "article_id": article,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "sentence": page.text,
        "heading": "Dosage",
        "substance": "magnesium",
        "form": None,
        "rule": "test",
        "substance_from": "sentence",
        "form_from": None,
        "in_lexicon": True,
    }
    return {name: values.pop(name, value) for name, value in shared.items()}


def write_shard(lake: Path, pages: Sequence[Page], engine: str = ENGINE) -> ShardManifest:
    """Writes a shard as the pipeline does: rejects' and articles' parts, records' parts, then the manifest."""
    keys = tuple(page.key for page in pages)
    name = digest("shard", engine, keys)
    good = [page for page in pages if page.reject is None]
    rejects = [_reject(page) for page in pages if page.reject is not None]
    parts = [write_part(lake, "rejects", f"{engine}/{name}", to_table(rejects, Reject))] if rejects else []
    parts.append(write_part(lake, "articles", f"{engine}/{name}", to_table([page.article for page in good], Article)))
    prints = [fingerprint(page.article, page.records) for page in good]
    parts.append(write_part(lake, "fingerprints", f"{engine}/{name}", to_table(prints, Fingerprint)))
    for kind, model in RECORD_TYPES.items():
        found = [record for page in good for record in page.records if type(record) is model]
        if found:
            parts.append(write_part(lake, TABLES[kind], f"{engine}/{name}", to_table(found, model)))
    manifest = ShardManifest(
        shard_id=name,
        engine_hash=engine,
        versions=keys,
        articles=len(good),
        records=sum(len(page.records) for page in good),
        rejects=len(rejects),
        characters=sum(len(page.text) for page in good),
        parts=tuple(parts),
    )
    write_manifest(lake, manifest)
    return manifest


def snapshot(number: int, pages: Iterable[Page], engine: str = ENGINE) -> Snapshot:
    """Run number `number`, which found these pages; its id is run-<number>."""
    keys = tuple(page.key for page in pages)
    started = START + timedelta(days=number)
    run = Run(
        run_id=f"run-{number}",
        started=started,
        finished=started,
        sources=("articles",),
        engine_hash=engine,
        version="0.1.0",
        articles=len(keys),
        extracted=len(keys),
        rejects=0,
        records=0,
        shards=1,
        seconds=0.0,
    )
    return Snapshot(run=run, versions=keys)


def _reject(page: Page) -> Reject:
    article, version = page.key.split(":")
    return Reject(
        article_id=article,
        version_id=version,
        source=page.source,
        stage="clean",
        code=page.reject or "",
        message="It cannot be read as text.",
    )
