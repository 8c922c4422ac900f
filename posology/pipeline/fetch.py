"""The raw articles of a shard, read again from where the plan met them."""

from collections.abc import Iterator
from itertools import groupby

from posology.identity import version_id
from posology.pipeline.plan import PlannedArticle, ShardSpec
from posology.pipeline.spool import SpoolPlace, read_spool
from posology.sources.model import BadInput, Found, Place
from posology.sources.read import changed, read_again


def fetch(spec: ShardSpec) -> Iterator[tuple[PlannedArticle, Found]]:
    """Give each article of the shard with its bytes, or with what is bad about it.

    Neighbours in one container are read in one go. Raises OSError when the spool cannot be read.
    """
    for (file, kind), group in groupby(spec.articles, key=lambda planned: (planned.file, type(planned.at))):
        articles = list(group)
        if kind is Place:
            places = [planned.at for planned in articles if isinstance(planned.at, Place)]
            found: Iterator[Found] = read_again(file, places, spec.reading)
        elif kind is SpoolPlace:
            kept = [planned.at for planned in articles if isinstance(planned.at, SpoolPlace)]
            found = read_spool(spec.spool, [planned.source for planned in articles], kept)
        else:
            found = (planned.bad or changed(planned.source) for planned in articles)
        for planned, item in zip(articles, found, strict=True):
            yield planned, _checked(planned, item)


def _checked(planned: PlannedArticle, found: Found) -> Found:
    if isinstance(found, BadInput) or version_id(found.raw) == planned.version_id:
        return found
    return changed(planned.source)
