"""What of the lake goes into the warehouse: which shards, which of their articles, and who published them first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from posology.errors import LakeError
from schemas.runs import Part, ShardManifest
from warehouse.lake import Snapshot, is_complete, read_manifests, split_version, verify

PUBLISHED = pa.schema([("shard", pa.int64()), ("article_id", pa.string()), ("run", pa.int64())])
VERSIONS = pa.schema([("article_id", pa.string()), ("version_id", pa.string()), ("run", pa.int64())])
IDENTITIES = pa.schema([("shard", pa.int64()), ("article_id", pa.string()), ("record_id", pa.string())])


@dataclass(frozen=True)
class Shard:
    """A shard of the lake, and those of its articles that are wanted."""

    number: int
    manifest: ShardManifest
    articles: frozenset[str]

    def parts(self, table: str) -> Iterator[Part]:
        """Its Parquet files for a table."""
        return (part for part in self.manifest.parts if part.table == table)

    @property
    def is_whole(self) -> bool:
        """Whether all its articles are wanted."""
        return len(self.articles) == len(self.manifest.versions)


@dataclass(frozen=True)
class Selection:
    """The current state: what the newest run found; and the older runs' publications, for `run_id`."""

    current: tuple[Shard, ...]
    earlier: tuple[Shard, ...]
    published: pa.Table
    """(shard, article_id, run): which earlier run, by its place among the runs, published a shard's article first."""
    versions: pa.Table
    """(article_id, version_id, run): which earlier run published an article's version first, by whatever engine."""


def select(lake: Path, runs: Sequence[Snapshot]) -> Selection:
    """Looks up what `runs` (the oldest first, the newest is the current one) found; LakeError when the lake lacks it.

    An article that the newest run lists twice (two copies under one address) counts once, in the version listed first.
    Of earlier runs, what the lake no longer has is passed over.
    """
    manifests = [manifest for manifest in read_manifests(lake) if is_complete(lake, manifest)]
    place: dict[tuple[str, str], int] = {}
    for number, manifest in enumerate(manifests):
        for version in manifest.versions:
            place.setdefault((manifest.engine_hash, version), number)
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
            verify(lake, part)
            rows = _read_part(lake / part.path, schema)
            if not shard.is_whole:
                rows = rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(sorted(shard.articles))))
            yield from rows.to_batches()


def read_identities(lake: Path, shards: Iterable[Shard], table: str) -> Iterator[pa.RecordBatch]:
    """(shard, article_id, record_id) of a table's rows."""
    for shard in shards:
        for part in shard.parts(table):
            verify(lake, part)
            rows = pq.read_table(lake / part.path, columns=["article_id", "record_id"], partitioning=None)
            numbers = pa.repeat(pa.scalar(shard.number, pa.int64()), len(rows))
            yield from pa.table([numbers, rows["article_id"], rows["record_id"]], schema=IDENTITIES).to_batches()


def _read_part(path: Path, schema: pa.Schema) -> pa.Table:
    rows = pq.read_table(path, partitioning=None)
    try:
        return rows.select(schema.names).cast(schema)
    except (KeyError, pa.ArrowInvalid, ValueError) as error:
        raise LakeError(f"{path}: made by another version of Posology ({error}). Run again to extract anew.") from error


def _current(newest: Snapshot, place: dict[tuple[str, str], int]) -> dict[tuple[int, str], int]:
    """(shard number, article_id) of what the newest run found."""
    chosen: dict[str, str] = {}
    for version in newest.versions:
        chosen.setdefault(split_version(version)[0], version)
    engine = newest.run.engine_hash
    missing = [version for version in chosen.values() if (engine, version) not in place]
    if missing:
        raise LakeError(
            f"the lake lacks {len(missing)} article versions that run {newest.run.run_id} found, among them "
            f"{', '.join(missing[:3])}. Run again: they will be extracted anew."
        )
    return {(place[engine, version], article_id): 0 for article_id, version in chosen.items()}


def _first_runs(runs: Sequence[Snapshot], place: dict[tuple[str, str], int]) -> dict[tuple[int, str], int]:
    """(shard number, article_id) → number of the run that published it first."""
    first: dict[tuple[int, str], int] = {}
    for number, snapshot in enumerate(runs):
        for version in snapshot.versions:
            shard = place.get((snapshot.run.engine_hash, version))
            if shard is not None:
                first.setdefault((shard, split_version(version)[0]), number)
    return first


def _shards(manifests: Sequence[ShardManifest], wanted: Iterable[tuple[int, str]]) -> tuple[Shard, ...]:
    articles: dict[int, set[str]] = {}
    for number, article_id in wanted:
        articles.setdefault(number, set()).add(article_id)
    return tuple(Shard(number, manifests[number], frozenset(found)) for number, found in sorted(articles.items()))


def _first_seen(runs: Sequence[Snapshot]) -> dict[str, int]:
    """Article version → number of the run that found it first."""
    seen: dict[str, int] = {}
    for number, snapshot in enumerate(runs):
        for version in snapshot.versions:
            seen.setdefault(version, number)
    return seen


def _table(schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema)
