"""Sample articles with their bytes broken: cleaning raises nothing but CleaningError, and nothing gets lost.

Cases are drawn with a fixed seed, so that a failure comes again; bench/fuzz.py draws as many as one likes.
"""

from pathlib import Path

import pytest

from posology.config import Settings
from posology.pipeline.job import begin
from posology.pipeline.plan import plan
from posology.pipeline.shards import process_shard
from tests.benches import bench

FUZZ = bench("fuzz")
CASES = 300


@pytest.mark.parametrize("mutation", FUZZ.MUTATIONS)
def test_a_mutated_article_is_an_article_or_a_reject(mutation: str) -> None:
    told = FUZZ.run(CASES // len(FUZZ.MUTATIONS), seed=1, mutations=[mutation])
    assert told.articles + sum(told.rejects.values()) == told.cases


def test_the_job_loses_none_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        name, raw = FUZZ.mutated(number, seed=2)
        (folder / f"{number}-{name}").write_bytes(raw)
    planned = plan(begin([str(folder)], Settings(home=tmp_path / "home", shard_size=25)))
    manifests = [process_shard(shard) for shard in planned.shards]
    assert (len(manifests), sum(found.articles + found.rejects for found in manifests)) == (3, 60)
    assert all(found.articles and found.rejects for found in manifests)
