"""Sample articles with their bytes broken: cleaning raises nothing but CleaningError, and nothing gets lost.

Cases are drawn with a fixed seed, so that a failure comes again; bench/fuzz.py draws as many as one likes.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _bench() -> ModuleType:
    """bench/fuzz.py, which is a script and no package's module."""
    path = Path(__file__).parent.parent / "bench" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FUZZ = _bench()
CASES = 300


@pytest.mark.parametrize("mutation", FUZZ.MUTATIONS)
def test_a_mutated_article_is_an_article_or_a_reject(mutation: str) -> None:
    told = FUZZ.run(CASES // len(FUZZ.MUTATIONS), seed=1, mutations=[mutation])
    assert told.articles + sum(told.rejects.values()) == told.cases
