"""What tells one article from another: the fingerprint by which the load finds its copies.

Features are pairs of neighbouring words, function words left out: a copy with three words in ten changed still shares
a third of them, two different articles on one topic share one in fifteen at most (docs/copies.md has the figures).
Their set is kept as MinHash values: two sets agree in a slot as often as they share members (Broder 1997). Of each
value eight bits are enough, since what agrees by accident is known and taken off (Li and König 2010, b-bit minwise
hashing).
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from rensa import RMinHash

from posology.identity import version_id
from schemas.article import Article
from schemas.fingerprint import SLOTS, Fingerprint
from schemas.records import Record

SEED = 1
FEWEST_FEATURES = 30
"""A shorter text (some fifty words) resembles others by accident; it is a copy of equal texts only."""
SUBJECT_SHARE = 0.25
"""An article is about the substances that at least this share of its records are about ..."""
SUBJECT_RECORDS = 3
"""... in at least so many records: one stray mention in a text with few claims is no subject."""

_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        """
        a an and are as at be been but by can do for from had has have if in into is it its may more most no not of on
        or our so some such than that the their them then there these they this those to was we were what when which
        who will with you your
        """
    )
)


def fingerprint(article: Article, records: Iterable[Record]) -> Fingerprint:
    """The fingerprint of an article with its records: the same on every machine, in every process."""
    return Fingerprint(
        article_id=article.article_id,
        text_hash=version_id(article.text.encode("utf-8", "surrogatepass")),
        minhash=_minhash(word_pairs(_prose(article))),
        subjects=_subjects(records),
        published=article.published,
    )


def _prose(article: Article) -> str:
    """The text without what cleaning calls boilerplate: that is the site's, whoever wrote the article."""
    return "\n".join(article.text[block.start : block.end] for block in article.blocks if block.kind != "boilerplate")


def word_pairs(text: str) -> set[str]:
    """The features: words that follow one another when function words are left out, in lower case."""
    words = [word for word in _WORD.findall(text.lower()) if word not in _FUNCTION_WORDS]
    return {f"{first} {second}" for first, second in pairwise(words)}


def _minhash(features: set[str]) -> str | None:
    if len(features) < FEWEST_FEATURES:
        return None
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update(list(features))
    return bytes(value & 0xFF for value in sketch.digest()).hex()


def _subjects(records: Iterable[Record]) -> tuple[str, ...]:
    """Only what the lexicon knows: the name of any other may be lost with one changed word, and others move up."""
    counts = Counter(record.substance for record in records if record.substance is not None and record.in_lexicon)
    enough = max(SUBJECT_RECORDS, SUBJECT_SHARE * counts.total())
    return tuple(sorted(substance for substance, count in counts.items() if count >= enough))
