"""How well are copies found, at what cost, and up to how many articles? `python bench/near_copies.py`

Four tables: what the choice of features is worth, how many copies are found when more and more of the words change,
what a fingerprint costs beside the extraction, and how long the load looks for copies among synthetic fingerprints.
docs/copies.md holds the figures and what was chosen by them.
"""

import argparse
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))  # the mutator is that of the tests

from posology.cleaning import clean
from posology.extraction import extract
from posology.fingerprint import fingerprint, word_pairs
from posology.lexicons import load_lexicon
from schemas.article import Article
from schemas.fingerprint import SLOTS, Fingerprint
from schemas.mapping import to_table
from tests.copying import clusters_of, halves, print_of, print_of_text, samples, spin
from warehouse.clusters import BANDS, BANDS_AT_ONCE, ROWS, SIMILAR, comparison, find_clusters, number_articles

SHARES = (0.0, 0.05, 0.15, 0.3, 0.4)
IN_FIELD, ON_TOPIC = 0.0125, 0.04
"""Similarity of two synthetic articles on different topics, and on one of the topics; rather more than was measured."""
TOPICS = 200
COPIED = 0.2
"""Share of the synthetic articles that are in a cluster of ten."""


def main() -> None:
    """Print the four tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="synthetic articles [default: 100,000]")
    parser.add_argument("--seeds", type=int, default=3, help="copies of each sample at each share [default: 3]")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="more articles, all of them different")
    parser.add_argument("--plan", action="store_true", help="print DuckDB's plan of a comparison, too")
    options = parser.parse_args()
    show_features([clean(path.read_bytes(), source=path.name) for path in options.others])
    show_accuracy(options.seeds)
    show_cost()
    show_scale(options.articles, plan=options.plan)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _shingles(count: int) -> Callable[[str], set[str]]:
    def features(text: str) -> set[str]:
        words = _words(text)
        return {" ".join(words[first : first + count]) for first in range(len(words) - count + 1)}

    return features


def _characters(count: int) -> Callable[[str], set[str]]:
    def features(text: str) -> set[str]:
        line = " ".join(_words(text))
        return {line[first : first + count] for first in range(len(line) - count + 1)}

    return features


FEATURES: dict[str, Callable[[str], set[str]]] = {
    "words": _shingles(1),
    "2 words": _shingles(2),
    "3 words": _shingles(3),
    "4 words": _shingles(4),
    "5 characters": _characters(5),
    "8 characters": _characters(8),
    "2 words without function words": word_pairs,
}


def show_features(others: Sequence[Article]) -> None:
    """For each kind of feature, the true similarities: of copies the lowest, of different articles mean and highest."""
    texts = [article.text for article in samples()]
    copies = [clean(spin(text, 0.3, 1).encode(), source="copy.txt").text for text in texts]
    apart = [*combinations(texts, 2), *map(halves, samples()), *combinations([article.text for article in others], 2)]
    say("features                        | copies, 30%: lowest | different: mean  highest")
    for name, features in FEATURES.items():
        near = [jaccard(features(one), features(two)) for one, two in zip(texts, copies, strict=True)]
        known = {text: features(text) for text in {text for pair in apart for text in pair}}
        far = [jaccard(known[one], known[two]) for one, two in apart]
        say(f"{name:31} | {min(near):19.3f} | {statistics.mean(far):15.4f}  {max(far):7.3f}")


def jaccard(one: set[str], two: set[str]) -> float:
    """What the two share of all that they have; 0 for two empty sets."""
    return len(one & two) / max(1, len(one | two))


def show_accuracy(seeds: int) -> None:
    """Precision and recall over pairs, each original with one copy of each of the others."""
    originals = [print_of(article) for article in samples()]
    say("\nwords changed | precision  recall")
    for share in SHARES:
        right = claimed = wanted = 0
        for seed in range(seeds):
            copies = [print_of_text(spin(article.text, share, seed), f"{n}.txt") for n, article in enumerate(samples())]
            pairs = {frozenset((a.article_id, b.article_id)) for a, b in zip(originals, copies, strict=True)}
            found = clusters_of([*originals, *copies])
            together = {frozenset((a, b)) for a, b in combinations(found, 2) if found[a][0] == found[b][0]}
            right, claimed, wanted = right + len(pairs & together), claimed + len(together), wanted + len(pairs)
        say(f"{share:13.0%} | {right / max(1, claimed):9.3f}  {right / wanted:6.3f}")


def show_cost(rounds: int = 5) -> None:
    """Seconds of the fingerprints against those of the extraction, taken in turns; the best round of each."""
    lexicon = load_lexicon()
    extraction, fingerprints = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        records = [extract(article, lexicon) for article in samples()]
        extraction.append(time.perf_counter() - began)
        began = time.perf_counter()
        for article, found in zip(samples(), records, strict=True):
            fingerprint(article, found)
        fingerprints.append(time.perf_counter() - began)
    ratio = min(fingerprints) / min(extraction)
    say(
        f"\na fingerprint takes {ratio:.2%} of the extraction's time, {min(fingerprints) / len(samples()) * 1e3:.2f} ms"
    )


def show_scale(count: int, *, plan: bool) -> None:
    """Time to find the clusters of synthetic articles, a fifth of them in clusters of ten."""
    with duckdb.connect() as database:
        database.register("made", to_table(synthetic(count), Fingerprint))
        database.execute("CREATE TEMP TABLE fingerprints AS FROM made")
        if plan:
            number_articles(database)
            say(database.execute(f"EXPLAIN {comparison(0, BANDS_AT_ONCE)}").fetchall()[0][1])
        began = time.perf_counter()
        find_clusters(database)
        seconds = time.perf_counter() - began
        clusters, copies = database.execute(
            "SELECT count(DISTINCT cluster_id) FILTER (copy_of IS NOT NULL), count(copy_of) FROM temp.clusters"
        ).fetchall()[0]
    say(
        f"\n{count:,} synthetic articles, {int(count * COPIED):,} of them in clusters of ten: {copies:,} copies in "
        f"{clusters:,} clusters found in {seconds:.1f} s with {BANDS} bands of {ROWS} values, similar from {SIMILAR}"
    )


def synthetic(count: int) -> list[Fingerprint]:
    """Fingerprints as alike as articles of this field are; the members of a cluster keep 40 to 90% of its values."""
    chance = random.Random(1)
    field, *topics = (chance.randbytes(SLOTS) for _ in range(1 + TOPICS))
    prints = []
    for number in range(count):
        if number % 10 == 0:
            origin = chance.randbytes(SLOTS)
        own = _mix(chance, field, chance.randbytes(SLOTS), IN_FIELD**0.5)  # both of two must keep a common value
        own = _mix(chance, chance.choice(topics), own, ON_TOPIC**0.5)
        if number // 10 % round(1 / COPIED) == 0:
            own = _mix(chance, origin, own, chance.uniform(0.4, 0.9))
        name = f"{chance.getrandbits(64):016x}"
        prints.append(Fingerprint(article_id=name, text_hash=name, minhash=own.hex(), subjects=(), published=None))
    return prints


def _mix(chance: random.Random, one: bytes, other: bytes, share: float) -> bytes:
    """Bytes of `one` with this probability each, else those of `other`."""
    limit = round(256 * share)
    mask = int.from_bytes(chance.randbytes(SLOTS).translate(bytes(255 * (byte < limit) for byte in range(256))))
    return (int.from_bytes(one) & mask | int.from_bytes(other) & ~mask).to_bytes(SLOTS)


def say(line: str) -> None:
    """To stdout at once: a table may take minutes."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
