"""What of the lake goes into the warehouse: which shards, which of their articles, and who published them first.

A shard holds an article in one version at most, so within a shard its article_id is enough to find all its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from posology.errors import LakeError
from schemas.runs import Part, ShardManifest
from warehouse.lake import Snapshot, is_complete, read_manifests, split_version, verify, version_key

_SHARD, _RUN = (pa.field(name, pa.int64()) for name in ("shard", "run"))
_ARTICLE, _VERSION, _RECORD = (pa.field(name, pa.string()) for name in ("article_id", "version_id", "record_id"))
IDENTITIES: pa.Schema = pa.schema([_SHARD, _ARTICLE, _RECORD])  # type: ignore[arg-type]  # the stubs see objects
PUBLISHED: pa.Schema = pa.schema([_SHARD, _ARTICLE, _RUN])  # type: ignore[arg-type]
VERSIONS: pa.Schema = pa.schema([_ARTICLE, _VERSION, _RUN])  # type: ignore[arg-type]
Place = Mapping[tuple[str, str], int]
"""(engine_hash, article version) → number of the shard that holds it."""


@dataclass(frozen=True)
class Shard:
    """A shard of the lake, and those of its articles that are wanted."""

    number: int
    manifest: ShardManifest
    articles: frozenset[str]

    def parts(self, table: str) -> Iterator[Part]:
        """Its Parquet files for a table."""
        return (part for part in self.manifest.parts if part.table == table)


@dataclass(frozen=True)
class Selection:
    """The current state: what the newest run found; and the older runs' publications, for `run_id`."""

    current: tuple[Shard, ...]
    earlier: tuple[Shard, ...]
    published: pa.Table
    """(shard, article_id, run): which earlier run, by its place among the runs, published a shard's article first."""
    versions: pa.Table
    """(article_id, version_id, run): which earlier run found an article's version first, with whatever engine."""


def select(lake: Path, runs: Sequence[Snapshot]) -> Selection:
    """Looks up what `runs` (the oldest first, the newest is the current one) found; LakeError when the lake lacks it.

    Of earlier runs, what the lake no longer has is passed over.
    """
    manifests = [manifest for manifest in read_manifests(lake) if is_complete(lake, manifest)]
    place = _place(lake, manifests)
    *older, newest = runs
    first = _first_runs(older, place)
    return Selection(
        current=_shards(manifests, _current(newest, place)),
        earlier=_shards(manifests, first),
        published=_table(PUBLISHED, ((*key, run) for key, run in first.items())),
        versions=_table(VERSIONS, ((*split_version(key), run) for key, run in _first_seen(older).items())),
    )


def read_shards(lake: Path, shards: Iterable[Shard], table: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The wanted articles' rows of a table, shard by shard, with `schema`'s columns; checksums are compared before.

    Raises LakeError naming a part that is damaged or was made by another version of the contract.
    """
    for shard in shards:
        for part in shard.parts(table):
            rows = _read(lake, part)
            wanted = [article in shard.articles for article in rows["article_id"].to_pylist()]
            rows = rows if all(wanted) else rows.filter(pa.array(wanted, pa.bool_()))
            yield from _conform(rows, schema, lake / part.path).to_batches()


def read_identities(lake: Path, shards: Iterable[Shard], table: str) -> Iterator[pa.RecordBatch]:
    """(shard, article_id, record_id) of a table's rows."""
    for shard in shards:
        for part in shard.parts(table):
            rows = _read(lake, part, ["article_id", "record_id"])
            numbers = pa.repeat(pa.scalar(shard.number, pa.int64()), len(rows))
            yield from rows.add_column(0, IDENTITIES.field("shard"), numbers).cast(IDENTITIES).to_batches()


def _read(lake: Path, part: Part, columns: list[str] | None = None) -> pa.Table:
    verify(lake, part)
    return pq.read_table(lake / part.path, columns=columns, partitioning=None)


def _conform(rows: pa.Table, schema: pa.Schema, path: Path) -> pa.Table:
    try:
        return rows.select(schema.names).cast(schema)
    except (KeyError, pa.ArrowInvalid, ValueError) as error:
        raise LakeError(f"{path}: made by another version of Posology ({error}). Run again to extract anew.") from error


def _place(lake: Path, manifests: Sequence[ShardManifest]) -> Place:
    """Where each version is. A shard that has it as an article goes before one that rejected it, for the time being."""
    accepted: dict[tuple[str, str], int] = {}
    rejected: dict[tuple[str, str], int] = {}
    for number, manifest in enumerate(manifests):
        refused = _rejects(lake, manifest) if manifest.rejects else frozenset()
        for key in manifest.versions:
            (rejected if key in refused else accepted).setdefault((manifest.engine_hash, key), number)
    return rejected | accepted


def _rejects(lake: Path, manifest: ShardManifest) -> frozenset[str]:
    parts = (part for part in manifest.parts if part.table == "rejects")
    rows = (row for part in parts for row in _read(lake, part, ["article_id", "version_id"]).to_pylist())
    return frozenset(version_key(row["article_id"], row["version_id"]) for row in rows)


def _current(newest: Snapshot, place: Place) -> Iterator[tuple[int, str]]:
    """(shard number, article_id) of what the newest run found."""
    missing = [key for key in newest.versions if (newest.run.engine_hash, key) not in place]
    if missing:
        raise LakeError(
            f"the lake lacks {len(missing)} article versions that run {newest.run.run_id} found, among them "
            f"{', '.join(missing[:3])}. Run again: they will be extracted anew."
        )
    return ((place[newest.run.engine_hash, key], split_version(key)[0]) for key in newest.versions)


def _first_runs(runs: Sequence[Snapshot], place: Place) -> dict[tuple[int, str], int]:
    """(shard number, article_id) → number of the run that published it first."""
    first: dict[tuple[int, str], int] = {}
    for number, snapshot in enumerate(runs):
        for key in snapshot.versions:
            shard = place.get((snapshot.run.engine_hash, key))
            if shard is not None:
                first.setdefault((shard, split_version(key)[0]), number)
    return first


def _first_seen(runs: Sequence[Snapshot]) -> dict[str, int]:
    """Article version → number of the run that found it first."""
    seen: dict[str, int] = {}
    for number, snapshot in enumerate(runs):
        for key in snapshot.versions:
            seen.setdefault(key, number)
    return seen


def _shards(manifests: Sequence[ShardManifest], wanted: Iterable[tuple[int, str]]) -> tuple[Shard, ...]:
    articles: dict[int, set[str]] = defaultdict(set)
    for number, article_id in wanted:
        articles[number].add(article_id)
    return tuple(Shard(number, manifests[number], frozenset(found)) for number, found in sorted(articles.items()))


def _table(schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
