"""The plan: which articles there are, which of them the lake does not have yet, and the shards these are cut into."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from posology.hints import Content
from posology.identity import article_id, digest, version_id
from posology.pipeline.index import FileVersion, read_index
from posology.pipeline.job import Job
from posology.pipeline.spool import Spool, SpoolPlace
from posology.sources.listing import find_files
from posology.sources.model import BadInput, Found, Place, Reading, SourceFile
from posology.sources.read import read_articles
from warehouse.lake import version_key


@dataclass(frozen=True, slots=True)
class PlannedArticle:
    """An article to process, or a reject, under the identity that can be told without cleaning it."""

    file: SourceFile
    source: str
    planned_id: str  # hash of the source; the article's own id may be that of an URL that only cleaning finds
    version_id: str | None  # None when it could not be read
    at: Place | SpoolPlace | None  # where to read it again; None when it could not be read, or needs no work
    bad: BadInput | None = None  # why it could not be read

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
    spool: Path
    lexicons: tuple[Path, ...]
    languages: tuple[str, ...]
    content: Content
    reading: Reading
    article_seconds: float
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
    job: Job,
    *,
    watch: Callable[[Iterable[SourceFile], int], Iterable[SourceFile]] = lambda files, _: files,
) -> Plan:
    """List the articles, take off the versions that the lake has from this engine, and cut the rest into shards.

    The order is that of the names, and in a container its own, so the same sources make the same shards. Every source
    is read once, without its articles being held; those that cannot be met again at a place of their own (in a stream
    that is packed as a whole, or sent by a web server) are put into the spool on the way. `watch` may wrap the files to
    show progress. Raises SourceError for a source that does not exist.
    """
    files = find_files(job.sources)
    settled = {file for file, entry in read_index(job.lake, job.engine_hash).items() if entry.settled}
    with Spool(job.spool) as spool:
        articles = tuple(
            _look_at(file, found, settled, spool)
            for file in watch(files, len(files))
            for found in read_articles(file, job.settings.reading)
        )
    new = [article for article in articles if (article.source, article.version_id) not in settled]
    size = job.settings.shard_size
    groups = [tuple(new[first : first + size]) for first in range(0, len(new), size)]
    return Plan(articles, tuple(_shard(group, job) for group in groups))


def _look_at(file: SourceFile, found: Found, settled: AbstractSet[FileVersion], spool: Spool) -> PlannedArticle:
    planned_id = article_id(found.source, None)
    if isinstance(found, BadInput):  # looked at again by the next run
        return PlannedArticle(file, found.source, planned_id, None, None, found)
    version = version_id(found.raw)
    at: Place | SpoolPlace | None = found.place
    if at is None and (found.source, version) not in settled:
        at = spool.put(found)
    return PlannedArticle(file, found.source, planned_id, version, at)


def _shard(articles: tuple[PlannedArticle, ...], job: Job) -> ShardSpec:
    settings = job.settings
    return ShardSpec(
        shard_id=digest("shard", job.engine_hash, [article.key for article in articles]),
        engine_hash=job.engine_hash,
        lake=job.lake,
        spool=job.spool,
        lexicons=settings.lexicons,
        languages=settings.languages,
        content=settings.content,
        reading=settings.reading,
        article_seconds=settings.article_seconds,
        articles=articles,
    )
