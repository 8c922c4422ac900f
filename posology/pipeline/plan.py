"""The plan: which articles there are, which of them the lake does not have yet, and the shards these are cut into."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from posology.identity import article_id, digest, version_id
from posology.pipeline.index import read_index
from posology.pipeline.sources import SourceFile, find_files, read_bytes
from warehouse.lake import version_key


@dataclass(frozen=True, slots=True)
class PlannedArticle:
    """A file to process, under the identity that can be told without cleaning it."""

    path: Path
    source: str
    planned_id: str  # hash of the source; the article's own id may be that of an URL that only cleaning finds
    version_id: str | None  # None when the file could not be read

    @property
    def key(self) -> str:
        """Its identity and version as one word."""
        return version_key(self.planned_id, self.version_id)


@dataclass(frozen=True, slots=True)
class ShardSpec:
    """All that the processing of a shard depends on."""

    shard_id: str
    engine_hash: str
    lake: Path
    lexicons: tuple[Path, ...]
    articles: tuple[PlannedArticle, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Every article of the sources, and the shards of those that need work."""

    articles: tuple[PlannedArticle, ...]
    shards: tuple[ShardSpec, ...]

    @property
    def new(self) -> int:
        """Articles that need work."""
        return sum(len(shard.articles) for shard in self.shards)


def plan(
    sources: Sequence[str],
    lake: Path,
    engine_hash: str,
    shard_size: int,
    *,
    lexicons: tuple[Path, ...] = (),
    watch: Callable[[Iterable[SourceFile], int], Iterable[SourceFile]] = lambda files, _: files,
) -> Plan:
    """List the articles, take off the versions that the lake has from this engine, and cut the rest into shards.

    The order is that of the names, so the same sources make the same shards. `watch` may wrap the files to show
    progress. Raises SourceError for a source that does not exist.
    """
    files = find_files(sources)
    articles = tuple(_look_at(file) for file in watch(files, len(files)))
    settled = {file for file, entry in read_index(lake, engine_hash).items() if entry.settled}
    new = [article for article in articles if (article.source, article.version_id) not in settled]
    groups = [tuple(new[first : first + shard_size]) for first in range(0, len(new), shard_size)]
    return Plan(articles, tuple(_shard(group, lake, engine_hash, lexicons) for group in groups))


def _look_at(file: SourceFile) -> PlannedArticle:
    try:
        version = version_id(read_bytes(file.path))
    except OSError:
        version = None  # becomes a reject, and is looked at again by the next run
    return PlannedArticle(file.path, file.name, article_id(file.name, None), version)


def _shard(articles: tuple[PlannedArticle, ...], lake: Path, engine_hash: str, lexicons: tuple[Path, ...]) -> ShardSpec:
    shard_id = digest("shard", engine_hash, [article.key for article in articles])
    return ShardSpec(shard_id, engine_hash, lake, lexicons, articles)
