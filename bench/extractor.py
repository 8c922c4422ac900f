"""How fast is the extractor, beside its peers? `python bench/extractor.py [FOLDER]` measures all in one process.

Every contestant gets the same cleaned texts, ready in memory, and has its rules loaded before the clock starts. No text
comes twice: each article is repeated with other numbers, substances and surnames, so that nobody gains by remembering.
The peers look for what our scan looks for: the lexicon's names, the cue phrases, amounts, percentages, durations,
ratios. They stop there: they resolve no subject, attach nothing to anything and make no records. We do, so our scan
stands beside them too, by itself. The peers come with the extra `bench`; one that is not installed is left out. Figures
are processor time on one core: nothing runs in parallel, and what else the machine does counts little.
"""

import argparse
import gc
import importlib
import logging
import re
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from end_to_end import SAMPLES

from posology.cleaning import clean
from posology.errors import CleaningError
from posology.extraction import extract
from posology.extraction.scanner import scan
from posology.extraction.vocabulary import compile_vocabulary, key_of
from posology.lexicons import Lexicon, load_lexicon
from schemas.article import Article

Pattern = list[dict[str, object]]
Read = Callable[[Article], int]
"""Reads an article and says how many things it found."""
TWO_DIGITS = re.compile(r"(?<![\d.,/:])[1-9]\d(?![\d,/:]|\.\d)")
SURNAME = re.compile(r"\b[A-Z][a-z]{3,}(?= et al| and colleagues| & | \(\d{4})")
SUBSTANCES = [
    "magnesium", "zinc", "iron", "calcium", "selenium", "potassium", "iodine", "copper", "curcumin", "turmeric",
    "ginger", "quercetin", "resveratrol", "berberine", "creatine", "taurine", "glycine", "melatonin", "ashwagandha",
    "rhodiola", "collagen", "biotin", "folate", "ubiquinol",
]  # fmt: skip
SUBSTANCE = re.compile(rf"\b(?:{'|'.join(SUBSTANCES)})\b", re.IGNORECASE)
TIME_WORDS = [
    word + plural for word in ("min", "minute", "hour", "hr", "day", "week", "month", "year") for plural in ("", "s")
]
RATIO_WORDS = ["fold", "times", "twice", "double", "triple", "thrice"]
NUMBER = {"LIKE_NUM": True}
BETWEEN = {"LOWER": {"IN": ["-", "–", "—", "to", "and", "or"]}}


def main() -> None:
    """Measure and print one line per contestant, fastest peer's speed as 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES, help="articles [default: our samples]")
    parser.add_argument("--variations", type=int, default=3, help="how often each article is repeated, varied")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many rounds counts")
    options = parser.parse_args()
    quieten()
    articles = list(read_articles(options.folder, options.variations))
    size = sum(len(article.text.encode()) for article in articles)
    say(f"{len(articles)} articles, {size / 1e3:,.0f} kB, one core, best of {options.rounds} rounds")
    readers = dict(contestants(load_lexicon()))
    gc.freeze()  # what one contestant holds in memory must not slow the others' collection of garbage
    seconds = {name: float("inf") for name in readers}
    found = {}
    for _ in range(options.rounds):  # contestants take turns, so that a busy moment hits all of them
        for name, read in readers.items():
            took, found[name] = measure(read, articles)
            seconds[name] = min(seconds[name], took)
    fastest_peer = min((took for name, took in seconds.items() if "posology" not in name), default=None)
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
    """The cleaned articles of a folder, each `variations` times with other numbers and names."""
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        for number in range(variations):
            try:
                yield clean(vary(text, number).encode(), source=f"{number}-{path.name}")
            except CleaningError as error:
                say(f"left out {path.name}: {error}")
                break


def vary(text: str, number: int) -> str:
    """The text with other two-digit numbers, other substances and other surnames; as it is for number 0."""

    def other_substance(match: re.Match[str]) -> str:
        name = SUBSTANCES[(SUBSTANCES.index(match[0].lower()) + number) % len(SUBSTANCES)]
        return name.capitalize() if match[0][0].isupper() else name

    if number == 0:
        return text
    text = TWO_DIGITS.sub(lambda match: str(10 + (int(match[0]) - 10 + 7 * number) % 90), text)
    text = SURNAME.sub(lambda match: match[0] + "aeiou"[number % 5], text)
    return SUBSTANCE.sub(other_substance, text)


def measure(read: Read, articles: list[Article]) -> tuple[float, int]:
    """Processor seconds for all articles, and how many things were found; one article to warm up before."""
    read(articles[0])
    began = time.process_time()
    found = sum(map(read, articles))
    return time.process_time() - began, found


def contestants(lexicon: Lexicon) -> Iterator[tuple[str, Read]]:
    """Ourselves, and the peers that are installed, ready to read."""
    yield "posology", lambda article: len(extract(article, lexicon))
    yield "posology's scan alone", lambda article: len(scan(article.text, compile_vocabulary(lexicon))[1])
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
    """What our scan looks up word for word: names and cue phrases."""
    cues = (phrases for labels in lexicon.cues.values() for phrases in labels.values())
    return sorted({*compile_vocabulary(lexicon).names, *(key_of(phrase) for phrases in cues for phrase in phrases)})


def token_patterns(phrases: list[str], lexicon: Lexicon) -> dict[str, list[Pattern]]:
    """As spaCy's token patterns: phrases with a `*`, amounts, percentages, durations and ratios."""
    spellings = [spelling.lower() for unit in lexicon.units for spelling in (unit.name, *unit.aliases)]
    single = sorted({spelling + plural for spelling in spellings if " " not in spelling for plural in ("", "s")})
    units: list[Pattern] = [[{"LOWER": {"IN": single}}]]
    units += [[{"LOWER": word} for word in spelling.split()] for spelling in spellings if " " in spelling]
    return {
        "CUE": _starred([phrase for phrase in phrases if "*" in phrase]),
        "QUANTITY": _counted(units),
        "PERCENT": _counted([[{"LOWER": {"IN": ["%", "percent"]}}], [{"LOWER": "per"}, {"LOWER": "cent"}]]),
        "DURATION": _counted([[{"LOWER": {"IN": TIME_WORDS}}]]),
        "RATIO": _counted([[{"LOWER": {"IN": RATIO_WORDS}}], [{"TEXT": "-"}, {"LOWER": "fold"}]]),
    }


def _starred(phrases: list[str]) -> list[Pattern]:
    """Phrases with a `*`; those that share all words but the last share one pattern: many expressions are slow."""
    lasts: dict[tuple[str, ...], list[str]] = {}
    for *firsts, last in map(str.split, phrases):
        lasts.setdefault(tuple(firsts), []).append(re.escape(last.removesuffix("*")))
    return [
        [*({"LOWER": first.removesuffix("*")} for first in firsts), {"LOWER": {"REGEX": f"^(?:{'|'.join(ends)})"}}]
        for firsts, ends in lasts.items()
    ]


def _counted(ends: list[Pattern]) -> list[Pattern]:
    """A number, or two with a dash or word between, before each of the ends."""
    scale = {"LOWER": {"IN": ["thousand", "million", "billion", "trillion"]}, "OP": "?"}
    return [[*number, scale, *end] for end in ends for number in ([NUMBER], [NUMBER, BETWEEN, NUMBER])]


def spacy_matchers(phrases: list[str], lexicon: Lexicon) -> Read:
    """Blank English: tokenizer, rules for sentences, PhraseMatcher for phrases, Matcher for patterns."""
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    names, patterns = PhraseMatcher(nlp.vocab, attr="LOWER"), Matcher(nlp.vocab)
    names.add("NAME", list(nlp.tokenizer.pipe(phrase for phrase in phrases if "*" not in phrase)))
    for label, rows in token_patterns(phrases, lexicon).items():
        patterns.add(label, rows)

    def read(article: Article) -> int:
        doc = nlp(article.text)
        return len(names(doc)) + len(patterns(doc))

    return read


def medspacy_targets(phrases: list[str], lexicon: Lexicon) -> Read:
    """Blank English with medspaCy's target matcher; no context, no sentences: its fastest pipeline."""
    import spacy
    from medspacy.target_matcher import TargetRule

    nlp = spacy.blank("en")
    matcher = nlp.add_pipe("medspacy_target_matcher")
    matcher.add([TargetRule(phrase, "NAME") for phrase in phrases if "*" not in phrase])
    for label, rows in token_patterns(phrases, lexicon).items():
        matcher.add([TargetRule(label.lower(), label, pattern=row) for row in rows])
    return lambda article: len(nlp(article.text).ents)


def quantulum(_phrases: list[str], _lexicon: Lexicon) -> Read:
    """quantulum3 without its classifier: amounts alone, and no names."""
    from quantulum3 import parser

    return lambda article: len(parser.parse(article.text))


if __name__ == "__main__":
    main()
