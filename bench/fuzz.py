"""Can bytes be broken so that cleaning or extraction breaks too, or an article is lost?

    python bench/fuzz.py [--cases 20000] [--seed 1]

Every case is a sample article, as its file has it or in another encoding, with one to four mutations: bytes flipped,
cut, doubled, swapped, null bytes or another article's bytes put in, encodings mixed. Each must come out as an article
whose blocks lie in its text and whose records are quoted truly, or as a CleaningError with a known code.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from posology.cleaning import clean
from posology.errors import CleaningError
from posology.extraction import extract
from posology.lexicons import load_lexicon
from schemas.article import Article

SAMPLES = sorted((Path(__file__).parents[1] / "examples" / "articles").iterdir())
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp437", "koi8-r")
CODES = frozenset(
    {"empty", "binary", "truncated", "encoding", "not_an_article", "too_deep", "language", "blocked", "error_page"}
    | {"login_wall", "paywall", "cookie_wall", "parked", "placeholder"}
)
MOST_MUTATIONS = 4
EXTRACTED = 10
"""One in so many articles is extracted as well, which costs most of the time."""

Mutate = Callable[[bytes, random.Random], bytes]


@dataclass
class Told:
    """What became of the cases."""

    cases: int = 0
    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)


def flip(raw: bytes, chance: random.Random) -> bytes:
    """Some bytes become others."""
    broken = bytearray(raw)
    for _ in range(chance.randint(1, 1 + len(raw) // 200)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def cut(raw: bytes, chance: random.Random) -> bytes:
    """The end is missing, or a piece of the middle."""
    start, end = _span(raw, chance)
    return raw[:start] if chance.random() < 0.5 else raw[:start] + raw[end:]


def null(raw: bytes, chance: random.Random) -> bytes:
    """Null bytes stand between."""
    at = chance.randrange(len(raw))
    return raw[:at] + b"\0" * chance.choice((1, 2, 3, 50, 5000)) + raw[at:]


def repeat(raw: bytes, chance: random.Random) -> bytes:
    """A piece comes again and again."""
    start, end = _span(raw, chance)
    return raw[:end] + raw[start:end] * chance.choice((1, 3, 20)) + raw[end:]


def swap(raw: bytes, chance: random.Random) -> bytes:
    """Two halves change places."""
    at = chance.randrange(len(raw))
    return raw[at:] + raw[:at]


def graft(raw: bytes, chance: random.Random) -> bytes:
    """A piece of another article, in an encoding of its own, stands within."""
    other = _encoded(chance.choice(SAMPLES).read_text(encoding="utf-8"), chance)
    start, end = _span(other, chance)
    at = chance.randrange(len(raw))
    return raw[:at] + other[start:end] + raw[at:]


def garble(raw: bytes, chance: random.Random) -> bytes:
    """Read as an encoding that it is not in, and written as UTF-8."""
    return raw.decode(chance.choice(ENCODINGS), "replace").encode("utf-8", "replace")


def markup(raw: bytes, chance: random.Random) -> bytes:
    """Signs that mean something to a parser come in."""
    pieces = (b"<", b">", b"</", b"<!--", b"]]>", b"&#x", b"&", b"<table><tr>", b"<ul>" * 200, b"|", b"```\n", b"---\n")
    at = chance.randrange(len(raw))
    return raw[:at] + chance.choice(pieces) + raw[at:]


MUTATIONS: dict[str, Mutate] = {
    mutate.__name__: mutate for mutate in (flip, cut, null, repeat, swap, graft, garble, markup)
}


def run(cases: int, *, seed: int, mutations: Sequence[str] = tuple(MUTATIONS)) -> Told:
    """Tries as many cases; raises what is wrong, with the case's number and seed in its note."""
    told = Told()
    for number in range(cases):
        name, raw = mutated(number, seed, mutations)
        told.cases += 1
        try:
            check(clean(raw, source=name), extracted=number % EXTRACTED == 0)
            told.articles += 1
        except CleaningError as error:
            assert error.code in CODES, error.code
            told.rejects[error.code] += 1
        except Exception as error:
            error.add_note(f"case {number} of seed {seed}, mutations {', '.join(mutations)}, from {name}")
            raise
    return told


def mutated(number: int, seed: int, mutations: Sequence[str] = tuple(MUTATIONS)) -> tuple[str, bytes]:
    """A sample's name and what its bytes became; the same for the same number, seed and mutations."""
    chance = random.Random(f"{seed} {number} {' '.join(mutations)}")
    path = chance.choice(SAMPLES)
    raw = _encoded(path.read_text(encoding="utf-8"), chance)
    for _ in range(chance.randint(1, MOST_MUTATIONS)):
        raw = MUTATIONS[chance.choice(mutations)](raw, chance) or b"?"
    return path.name, raw


def check(article: Article, *, extracted: bool) -> None:
    """What holds for every article."""
    size, last = len(article.text), 0
    for block in article.blocks:
        assert last <= block.start < block.end <= size, block
        last = block.end
    assert all(0 <= link.start < link.end <= size for link in article.links)
    article.text.encode()  # no half of a surrogate pair
    if extracted:
        for record in extract(article, load_lexicon()):
            assert article.text[record.start : record.end] == record.quote, record


def _encoded(text: str, chance: random.Random) -> bytes:
    return text.encode("utf-8" if chance.random() < 0.6 else chance.choice(ENCODINGS), "replace")


def _span(raw: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(raw))
    return start, min(len(raw), start + chance.randint(1, 2000))


def main() -> None:
    """Prints what became of the cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    told = run(options.cases, seed=options.seed)
    seconds = time.perf_counter() - began
    rejects = ", ".join(f"{count:,} {code}" for code, count in told.rejects.most_common())
    print(f"{told.cases:,} cases in {seconds:.0f} s: {told.articles:,} articles and as rejects {rejects}")  # noqa: T201


if __name__ == "__main__":
    main()
