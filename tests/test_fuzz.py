"""Sample articles with their bytes broken: cleaning raises nothing but CleaningError, and nothing gets lost.

Cases are drawn with a fixed seed, so that a failure comes again; bench/fuzz.py draws as many as one likes.
"""

import pytest

from tests.benches import bench

FUZZ = bench("fuzz")
CASES = 300


@pytest.mark.parametrize("mutation", FUZZ.MUTATIONS)
def test_a_mutated_article_is_an_article_or_a_reject(mutation: str) -> None:
    told = FUZZ.run(CASES // len(FUZZ.MUTATIONS), seed=1, mutations=[mutation])
    assert told.articles + sum(told.rejects.values()) == told.cases
