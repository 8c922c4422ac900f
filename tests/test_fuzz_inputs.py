"""Mutated inputs of every format: none crashes, none is lost. bench/fuzz_inputs.py reads 20,000 of them; here are few.

And the same as a property, where hypothesis chooses what is cut out and put in.
"""

import importlib.util
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.sources.model import RawArticle
from posology.sources.read import read_open_file


def _bench() -> ModuleType:
    """bench/fuzz_inputs.py, which is a script and no package's module."""
    path = Path(__file__).parent.parent / "bench" / "fuzz_inputs.py"
    spec = importlib.util.spec_from_file_location("fuzz_inputs", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FUZZ = _bench()
SEEDS = FUZZ.seeds()
CONTAINERS = [seed for seed in SEEDS if seed.name.partition(".")[2] not in ("html", "md", "txt")]


@pytest.mark.parametrize("position", range(len(SEEDS)), ids=[seed.name for seed in SEEDS])
def test_mutated_inputs_become_articles_or_rejects(position: int) -> None:
    tallies: dict[str, Any] = {}
    for number in range(position, position + 8 * len(SEEDS), len(SEEDS)):
        FUZZ.examine(number, SEEDS, tallies)
    (tally,) = tallies.values()
    assert (tally.inputs, tally.lost) == (8, [])
    assert tally.slowest < FUZZ.SECONDS


@pytest.mark.parametrize("seed", CONTAINERS, ids=[seed.name for seed in CONTAINERS])
@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data())
def test_articles_in_are_articles_out_and_rejects(seed: Any, data: st.DataObject) -> None:
    """A piece is cut out and another put in: every article is still found, or changed, or the cut is told."""
    file = seed.pack(seed.content)
    at = data.draw(st.integers(0, len(file)))
    cut = data.draw(st.integers(0, 200))
    put = data.draw(st.binary(max_size=200))
    found = list(read_open_file(BytesIO(file[:at] + put + file[at + cut :]), seed.name, FUZZ.READING))
    articles = [item.raw for item in found if isinstance(item, RawArticle)]
    assert len({item.source for item in found}) == len(found)
    assert len(articles) < len(found) or not FUZZ.count_lost(seed.texts, articles)
