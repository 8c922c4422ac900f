"""How fast is the extractor, beside its peers? `python bench/extractor.py [FOLDER]` measures all in one process.

Every contestant gets the same cleaned texts, ready in memory, and has its rules loaded before the clock starts. The
peers look for what our scan looks for: the lexicon's names, the cue phrases, amounts, percentages, durations, ratios.
They stop there; we go on to resolved and validated records. The peers come with the extra `bench`; one that is not
installed is left out. Figures are of one core: nothing here runs in parallel.
"""

import argparse
import importlib
import logging
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from end_to_end import SAMPLES, vary

from posology.cleaning import clean
from posology.errors import CleaningError
from posology.extraction import extract
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import Lexicon, load_lexicon
from schemas.article import Article

Read = Callable[[Article], int]
"""Reads an article and says how many things it found."""
TIME_WORDS = [
    word + plural for word in ("min", "minute", "hour", "hr", "day", "week", "month", "year") for plural in ("", "s")
]
RATIO_WORDS = ["fold", "times", "twice", "double", "triple", "thrice"]
NUMBER = {"TEXT": {"REGEX": r"^(?:\d[\d.,/]*|[½¼¾⅓⅔])$"}}
NUMBER_WORD = {"LIKE_NUM": True}
RANGE = {"LOWER": {"IN": ["-", "–", "—", "to", "and", "or"]}}


def main() -> None:
    """Measure and print one line per contestant, fastest peer's speed as 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES, help="articles [default: our samples]")
    parser.add_argument("--variations", type=int, default=2, help="how often each article is repeated, varied")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many rounds counts")
    options = parser.parse_args()
    quieten()
    articles = list(read_articles(options.folder, options.variations))
    size = sum(len(article.text.encode()) for article in articles)
    say(f"{len(articles)} articles, {size / 1e3:,.0f} kB, one core, best of {options.rounds} rounds")
    readers = dict(contestants(load_lexicon()))
    seconds = {name: float("inf") for name in readers}
    found = {}
    for _ in range(options.rounds):  # contestants take turns, so that a busy moment hits all of them
        for name, read in readers.items():
            took, found[name] = measure(read, articles)
            seconds[name] = min(seconds[name], took)
    fastest_peer = min((took for name, took in seconds.items() if name != "posology"), default=None)
    for name, took in sorted(seconds.items(), key=lambda item: item[1]):
        ratio = f"{fastest_peer / took:6.2f} x the fastest peer" if fastest_peer else ""
        speed = f"{size / took / 1e3:8,.0f} kB/s {len(articles) / took:8,.1f} articles/s"
        say(f"{name:22} {speed} {ratio}  {found[name]:,} found")


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201


def quieten() -> None:
    """Peers talk while they load: about models that they lack, and settings of theirs that grow old."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    with suppress(ImportError):
        importlib.import_module("loguru").logger.remove()


def read_articles(folder: Path, variations: int) -> Iterator[Article]:
    """The cleaned articles of a folder, each `variations` times with other amounts and addresses."""
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        for number in range(variations):
            try:
                yield clean(vary(text, number).encode(), source=f"{number}-{path.name}")
            except CleaningError as error:
                say(f"left out {path.name}: {error}")
                break


def measure(read: Read, articles: list[Article]) -> tuple[float, int]:
    """Seconds for all articles, and how many things were found; one article to warm up before."""
    read(articles[0])
    began = time.perf_counter()
    found = sum(map(read, articles))
    return time.perf_counter() - began, found


def contestants(lexicon: Lexicon) -> Iterator[tuple[str, Read]]:
    """Ourselves, and the peers that are installed, ready to read."""
    yield "posology", lambda article: len(extract(article, lexicon))
    phrases = phrases_of(lexicon)
    for name, package, build in (
        ("spaCy matchers", "spacy", spacy_matchers),
        ("medspaCy targets", "medspacy", medspacy_targets),
        ("quantulum3", "quantulum3", quantulum),
    ):
        try:
            importlib.import_module(package)
        except ImportError:
            say(f"{name}: not installed, left out (it comes with the extra `bench`)")
        else:
            yield name, build(phrases, lexicon)


def phrases_of(lexicon: Lexicon) -> list[str]:
    """What our scan looks up: names and cue phrases; for peers without wildcards the phrase ends before its `*`."""
    vocabulary = compile_vocabulary(lexicon)
    cues = (phrase.replace("*", "") for table in vocabulary.cues.values() for phrase in table)
    return sorted({*vocabulary.names, *cues})


def unit_words(lexicon: Lexicon) -> list[str]:
    """Spellings of units that are one word; the rest would only slow the peers down."""
    spellings = (spelling for unit in lexicon.units for spelling in (unit.name, *unit.aliases))
    return sorted({spelling.lower() + plural for spelling in spellings if " " not in spelling for plural in ("", "s")})


def token_patterns(lexicon: Lexicon) -> dict[str, list[list[dict[str, object]]]]:
    """Amounts, percentages, durations and ratios as spaCy's token patterns."""
    ends: dict[str, dict[str, object]] = {
        "QUANTITY": {"LOWER": {"IN": unit_words(lexicon)}},
        "PERCENT": {"LOWER": {"IN": ["%", "percent"]}},
        "DURATION": {"LOWER": {"IN": TIME_WORDS}},
        "RATIO": {"LOWER": {"IN": RATIO_WORDS}},
    }
    patterns: dict[str, list[list[dict[str, object]]]] = {}
    for label, end in ends.items():
        patterns[label] = [[NUMBER_WORD, end], [NUMBER, end], [NUMBER_WORD, RANGE, NUMBER_WORD, end]]
    return patterns


def spacy_matchers(phrases: list[str], lexicon: Lexicon) -> Read:
    """Blank English, PhraseMatcher for phrases, Matcher for amounts."""
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    nlp = spacy.blank("en")
    names = PhraseMatcher(nlp.vocab, attr="LOWER")
    names.add("NAME", list(nlp.tokenizer.pipe(phrases)))
    amounts = Matcher(nlp.vocab)
    for label, patterns in token_patterns(lexicon).items():
        amounts.add(label, patterns)

    def read(article: Article) -> int:
        doc = nlp.make_doc(article.text)
        return len(names(doc)) + len(amounts(doc))

    return read


def medspacy_targets(phrases: list[str], lexicon: Lexicon) -> Read:
    """Blank English with medspaCy's target matcher; no context, no sentences: its fastest pipeline."""
    import spacy
    from medspacy.target_matcher import TargetRule

    nlp = spacy.blank("en")
    matcher = nlp.add_pipe("medspacy_target_matcher")
    matcher.add([TargetRule(phrase, "NAME") for phrase in phrases])
    for label, patterns in token_patterns(lexicon).items():
        matcher.add([TargetRule(label.lower(), label, pattern=pattern) for pattern in patterns])
    return lambda article: len(nlp(article.text).ents)


def quantulum(_phrases: list[str], _lexicon: Lexicon) -> Read:
    """quantulum3 without its classifier: amounts alone, and no names."""
    from quantulum3 import parser

    return lambda article: len(parser.parse(article.text))


if __name__ == "__main__":
    main()
