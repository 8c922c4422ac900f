"""What of the lake goes into the warehouse: which shards, which of their articles, and who published them first.

Runs and manifests list an article under the identity that can be told without cleaning it, the hash of its path. Rows
carry its own, which is that of its address where cleaning found one. A shard's articles part leads from one to the
other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from posology.errors import LakeError
from posology.identity import article_id as identify
from schemas.runs import Part, ShardManifest
from warehouse.lake import Snapshot, is_complete, read_manifests, split_version, verify, version_key

IDENTITIES = pa.schema({"shard": pa.int64(), "article_id": pa.string(), "record_id": pa.string()})  # type: ignore[arg-type]
PUBLISHED = pa.schema({"shard": pa.int64(), "article_id": pa.string(), "run": pa.int64()})  # type: ignore[arg-type]
VERSIONS = pa.schema({"article_id": pa.string(), "version_id": pa.string(), "run": pa.int64()})  # type: ignore[arg-type]
INDEX = ["article_id", "version_id", "source", "url", "published", "modified"]


@dataclass(frozen=True)
class Entry:
    """An article that a shard holds."""

    version: str
    """As its rows name it, article_id:version_id."""
    date: str
    """When it was changed or published, ISO 8601; empty where it does not say."""
    place: int
    """Where the run lists it."""


@dataclass(frozen=True)
class Shard:
    """A shard of the lake, and what is wanted of it."""

    number: int
    manifest: ShardManifest
    keys: Mapping[str, int]
    """What is wanted, as the run lists it, with its place in the run's list (or the number of the run)."""
    entries: tuple[Entry, ...]
    """The wanted articles that the shard holds; the others were rejected."""

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
    """(article_id, version_id, run): which earlier run published an article's version first, by whatever engine."""


def select(lake: Path, runs: Sequence[Snapshot]) -> Selection:
    """Looks up what `runs` (the oldest first, the newest is the current one) found; LakeError when the lake lacks it.

    Of two different copies of one article, the one with the later date counts, else the one listed last. Of earlier
    runs, what the lake no longer has is passed over.
    """
    manifests = [manifest for manifest in read_manifests(lake) if is_complete(lake, manifest)]
    place: dict[tuple[str, str], int] = {}
    for number, manifest in enumerate(manifests):
        for key in manifest.versions:
            place.setdefault((manifest.engine_hash, key), number)
    *older, newest = runs
    earlier = tuple(_shards(lake, manifests, _first_runs(older, place)))
    return Selection(
        current=_one_version_each(_shards(lake, manifests, _current(newest, place))),
        earlier=earlier,
        published=_table(PUBLISHED, _published(earlier)),
        versions=_table(VERSIONS, _first_seen(older, earlier)),
    )


def read_shards(lake: Path, shards: Iterable[Shard], table: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The wanted articles' rows of a table, shard by shard, with `schema`'s columns; checksums are compared before.

    Raises LakeError naming a part that is damaged or was made by another version of the contract.
    """
    for shard in shards:
        for part in shard.parts(table):
            verify(lake, part)
            rows = pq.read_table(lake / part.path, partitioning=None)
            rows = rows.filter(pa.array(_is_wanted(rows, table, shard), pa.bool_()))
            yield from _conform(rows, schema, lake / part.path).to_batches()


def read_identities(lake: Path, shards: Iterable[Shard], table: str) -> Iterator[pa.RecordBatch]:
    """(shard, article_id, record_id) of a table's rows."""
    for shard in shards:
        for part in shard.parts(table):
            verify(lake, part)
            rows = pq.read_table(lake / part.path, columns=["article_id", "record_id"], partitioning=None)
            numbers = pa.repeat(pa.scalar(shard.number, pa.int64()), len(rows))
            yield from rows.add_column(0, IDENTITIES.field("shard"), numbers).cast(IDENTITIES).to_batches()


def _is_wanted(rows: pa.Table, table: str, shard: Shard) -> list[bool]:
    """Which rows belong to a wanted article.

    Parts of records may say the article's version; it is needed where a shard holds two versions of one article.
    """
    versions = {entry.version for entry in shard.entries}
    articles: list[str] = rows["article_id"].to_pylist()  # type: ignore[assignment]  # never null
    if "version_id" not in rows.column_names:
        wanted_articles = {split_version(version)[0] for version in versions}
        return [article in wanted_articles for article in articles]
    wanted = shard.keys.keys() if table == "rejects" else versions
    keys = zip(articles, rows["version_id"].to_pylist(), strict=True)
    return [version_key(article, version) in wanted for article, version in keys]


def _conform(rows: pa.Table, schema: pa.Schema, path: Path) -> pa.Table:
    try:
        return rows.select(schema.names).cast(schema)
    except (KeyError, pa.ArrowInvalid, ValueError) as error:
        raise LakeError(f"{path}: made by another version of Posology ({error}). Run again to extract anew.") from error


def _current(newest: Snapshot, place: Mapping[tuple[str, str], int]) -> dict[int, dict[str, int]]:
    """Shard number → what the newest run found in it, with the place in the run's list."""
    wanted: dict[int, dict[str, int]] = defaultdict(dict)
    missing = []
    for order, key in enumerate(newest.versions):
        number = place.get((newest.run.engine_hash, key))
        if number is not None:
            wanted[number][key] = order
        elif split_version(key)[1] is not None:  # what could not be read has nothing that the lake could lack
            missing.append(key)
    if missing:
        raise LakeError(
            f"the lake lacks {len(missing)} article versions that run {newest.run.run_id} found, among them "
            f"{', '.join(missing[:3])}. Run again: they will be extracted anew."
        )
    return wanted


def _first_runs(runs: Sequence[Snapshot], place: Mapping[tuple[str, str], int]) -> dict[int, dict[str, int]]:
    """Shard number → what runs found in it, with the number of the first that did."""
    first: dict[int, dict[str, int]] = defaultdict(dict)
    for number, snapshot in enumerate(runs):
        for key in snapshot.versions:
            shard = place.get((snapshot.run.engine_hash, key))
            if shard is not None:
                first[shard].setdefault(key, number)
    return first


def _shards(lake: Path, manifests: Sequence[ShardManifest], wanted: Mapping[int, Mapping[str, int]]) -> Iterator[Shard]:
    for number, keys in sorted(wanted.items()):
        shard = Shard(number, manifests[number], keys, ())
        yield Shard(number, manifests[number], keys, tuple(_entries(lake, shard)))


def _entries(lake: Path, shard: Shard) -> Iterator[Entry]:
    """The articles of a shard that its keys name.

    A page that was saved twice, byte by byte the same, has one row and two paths: its address and version find it.
    """
    places = {split_version(key)[1]: order for key, order in shard.keys.items()}
    for part in shard.parts("articles"):
        verify(lake, part)
        for row in pq.read_table(lake / part.path, columns=INDEX, partitioning=None).to_pylist():
            order = shard.keys.get(version_key(identify(row["source"], None), row["version_id"]))
            if order is None and row["url"] is not None:
                order = places.get(row["version_id"])
            if order is not None:
                version = version_key(row["article_id"], row["version_id"])
                yield Entry(version, row["modified"] or row["published"] or "", order)


def _one_version_each(shards: Iterable[Shard]) -> tuple[Shard, ...]:
    """The same shards, each article in one version and from one shard only."""
    found = list(shards)
    best: dict[str, tuple[str, int, int]] = {}
    for shard in found:
        for entry in shard.entries:
            article_id, rank = split_version(entry.version)[0], (entry.date, entry.place, shard.number)
            best[article_id] = max(rank, best.get(article_id, rank))

    def is_best(shard: Shard, entry: Entry) -> bool:
        return best[split_version(entry.version)[0]] == (entry.date, entry.place, shard.number)

    return tuple(
        Shard(shard.number, shard.manifest, shard.keys, tuple(e for e in shard.entries if is_best(shard, e)))
        for shard in found
    )


def _published(earlier: Iterable[Shard]) -> Iterator[tuple[object, ...]]:
    for shard in earlier:
        for entry in shard.entries:
            yield shard.number, split_version(entry.version)[0], entry.place


def _first_seen(runs: Sequence[Snapshot], earlier: Iterable[Shard]) -> Iterator[tuple[object, ...]]:
    """Each version that earlier runs found or rejected, with the number of the first of them."""
    seen: dict[str, int] = {}
    for shard in earlier:
        for entry in shard.entries:
            seen[entry.version] = min(entry.place, seen.get(entry.version, entry.place))
    for number, snapshot in enumerate(runs):
        for key in snapshot.versions:
            seen.setdefault(key, number)
    return ((*split_version(version), number) for version, number in seen.items())


def _table(schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
