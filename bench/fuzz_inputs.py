"""Does any input crash, hang or get lost? `python bench/fuzz_inputs.py` reads 20,000 mutated files of every format.

Each is a container with articles that we know, or a sample article, with a few bytes changed, cut, doubled or put in;
packed files are changed inside or outside of their packing. It is read and its articles are cleaned, as the job does.
The command fails when anything but a reject comes of it; when an article is neither there, nor told as bad, nor changed
(lost); or when one input takes too long.
"""

import argparse
import gzip
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the containers are those of the tests

from posology.cleaning import clean  # noqa: E402
from posology.errors import CleaningError  # noqa: E402
from posology.pipeline.deadline import TimeUp, at_most  # noqa: E402
from posology.sources.model import BadInput, RawArticle, Reading  # noqa: E402
from posology.sources.read import read_open_file  # noqa: E402
from tests.containers import ARCHIVES, MEMBERS, ROWS, TABLES, TEXTS, packed, tar_of, warc  # noqa: E402

READING = Reading(article_bytes=200_000, expansion=200)
SECONDS = 20.0
"""Processor time above which an input counts as hanging."""
PIECE = 40  # bytes
SAMPLES = ROOT / "examples" / "articles"
TOKENS = (b"\0", b"\n", b'"', b",", b"<", b"</", b"{", b"\\", b"\xff", b"\xfe\xff", b"PK\3\4", b"\x1f\x8b", b"9" * 30,
          b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"\r\n\r\n", b"<div>" * 50, b"[" * 500)  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """A sound file, the articles it holds, and how it is packed."""

    name: str
    content: bytes
    texts: frozenset[bytes]
    pack: Callable[[bytes], bytes] = bytes


@dataclass
class Tally:
    """What became of the inputs of one format."""

    inputs: int = 0
    articles: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    lost: list[int] = field(default_factory=list)
    slowest: float = 0.0


def seeds() -> list[Seed]:
    """Sound files of every format."""
    texts = frozenset(text.encode() for text in TEXTS)
    found = [Seed(name, data, texts) for name, data in ARCHIVES.items()]
    for suffix in ("", ".gz", ".zst"):

        def pack(data: bytes, suffix: str = suffix) -> bytes:
            return packed(data, suffix)

        found += [Seed(f"table{kind}{suffix}", make(ROWS), texts, pack) for kind, make in TABLES.items()]
    found.append(Seed("inside.warc.gz", warc(TEXTS), texts, gzip.compress))
    found.append(Seed("inside.tar.gz", tar_of(MEMBERS), texts, gzip.compress))
    samples = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    return found + [Seed(name, data, frozenset([data])) for name, data in samples]


def mutate(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Change a few places of the data; `other` lends pieces."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 8))):
        at = dice.randrange(len(changed) + 1)
        size = dice.choice((1, 2, 8, 64, 512))
        match dice.randrange(8):
            case 0 if at < len(changed):
                changed[at] ^= 1 << dice.randrange(8)
            case 1 if at < len(changed):
                changed[at] = dice.randrange(256)
            case 2:
                del changed[at : at + size]
            case 3:
                changed[at:at] = changed[at : at + size] * dice.choice((1, 2, 50))
            case 4:
                changed[at:at] = dice.choice(TOKENS)
            case 5:
                changed[at : at + size] = dice.randbytes(size)
            case 6:
                start = dice.randrange(len(other))
                changed[at : at + size] = other[start : start + size]
            case 7 if dice.random() < 0.3:
                del changed[at:]
    return bytes(changed)


def make(number: int, known: Sequence[Seed]) -> tuple[Seed, bytes]:
    """Input number so and so: the same bytes in every run."""
    dice = random.Random(number)
    seed = known[number % len(known)]
    other = dice.choice(known).content
    if seed.pack is bytes or dice.random() < 0.5:
        return seed, seed.pack(mutate(seed.content, other, dice))
    return seed, mutate(seed.pack(seed.content), other, dice)


def examine(number: int, known: Sequence[Seed], tallies: dict[str, Tally]) -> None:
    """Read and clean one input. Raises whatever is no reject."""
    seed, data = make(number, known)
    tally = tallies.setdefault(format_of(seed.name), Tally())
    began = time.process_time()
    articles, rejects = [], []
    for found in read_open_file(BytesIO(data), seed.name, READING):
        if isinstance(found, BadInput):
            rejects.append(found.code)
            continue
        assert len(found.raw) <= READING.article_bytes
        articles.append(found)
        rejects += cleaning_problem(found)
    sources = [article.source for article in articles]
    assert len(set(sources)) == len(sources), f"two articles of one name: {sources}"
    tally.inputs += 1
    tally.articles += len(articles)
    tally.codes.update(rejects)
    tally.slowest = max(tally.slowest, time.process_time() - began)
    if not rejects and count_lost(seed.texts, [article.raw for article in articles]):
        tally.lost.append(number)


def count_lost(texts: Iterable[bytes], found: Sequence[bytes]) -> int:
    """How many texts are gone: what is changed is not lost, nor are two that became one, nor one changed wholly."""
    pieces = [[text[at : at + PIECE] for at in range(0, len(text), max(PIECE, len(text) // 8))] for text in texts]
    gone = [all(piece not in raw for piece in group for raw in found) for group in pieces]
    strangers = [all(piece not in raw for group in pieces for piece in group) for raw in found]
    return max(0, sum(gone) - sum(strangers))


def cleaning_problem(found: RawArticle) -> list[str]:
    """The code of the reject that cleaning makes of an article, if it does."""
    try:
        with at_most(SECONDS):
            clean(found.raw, source=found.source, hints=found.hints)
    except CleaningError as error:
        return [error.code]
    except TimeUp:
        return ["timeout"]
    return []


def format_of(name: str) -> str:
    """What inputs are counted by."""
    return name.partition(".")[2]


def main() -> None:
    """Examine the inputs, print what became of them; fail on a crash, a loss or a hang."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first input, to look at one again")
    options = parser.parse_args()
    known, tallies, crashes = seeds(), dict[str, Tally](), 0
    for number in range(options.first, options.first + options.inputs):
        try:
            examine(number, known, tallies)
        except Exception as error:
            crashes += 1
            seed = known[number % len(known)]
            print(f"input {number} ({seed.name}): {type(error).__name__}: {error}", flush=True)  # noqa: T201
    print(f"{'format':14} inputs articles  lost  slowest  rejects")  # noqa: T201
    for name, tally in sorted(tallies.items()):
        codes = ", ".join(f"{count:,} {code}" for code, count in tally.codes.most_common())
        figures = f"{tally.inputs:6,} {tally.articles:8,} {len(tally.lost):5} {tally.slowest:6.2f} s"
        print(f"{name:14} {figures}  {codes}{f'; lost in {tally.lost[:9]}' if tally.lost else ''}")  # noqa: T201
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{crashes} crashes; peak memory {memory:,.0f} MiB")  # noqa: T201
    lost = sum(len(tally.lost) for tally in tallies.values())
    if crashes or lost or any(tally.slowest > SECONDS for tally in tallies.values()):
        sys.exit("Some inputs crashed, hung or were lost.")


if __name__ == "__main__":
    main()
