"""Can any text make the extractor slow? `python bench/hostile.py` reads a megabyte of each of the worst that we know.

Two figures tell. `cost` is the time per byte against dense prose of the same size: how much an attacker gains by
writing so. `growth` is the time per byte at the full size against that at a quarter of it: 1 is linear, 4 is quadratic.
Each text is read twice: as one endless paragraph, since extraction must not lean on cleaning for its safety, and as the
rest of a page that begins like an article, through cleaning and extraction.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from posology.cleaning import clean
from posology.errors import CleaningError
from posology.extraction import extract
from posology.lexicons import Lexicon, load_lexicon
from schemas.article import Article, Block

SAMPLES = Path(__file__).parent.parent / "examples" / "articles"
COST_ALLOWED, GROWTH_ALLOWED = 15.0, 2.0
"""Above these the command fails. The dearest byte is one that makes records: "zinc 15 mg | " makes one in 13 bytes."""
OPENING = "# Zinc and sleep\n\n" + "Zinc is a mineral that many people take in the evening, with some food. " * 8
STUDY = "a randomized trial of 40 women found that 300 mg of magnesium for 8 weeks reduced pain by 20%"
UNITS = {
    "hyphenated numbers": "200-",
    "powers": "10^",
    "digits": "0123456789",
    "thousands": "1,000,",
    "fractions": "1/2 ",
    "number words": "twenty ",
    "open ranges": "between 1 and ",
    "units": "mg ",
    "n = 5": "n = 5 ",
    "percentages": "50% ",
    "durations": "8 weeks, ",
    "one letter": "a ",
    "one word": "magnesium ",
    "one sentence, no marks": "the quick brown fox jumps over it ",
    "one sentence of doses": "vitamin d 500 mg daily, ",
    "one sentence of advice": "take 500 mg of magnesium with food before bed and in adults, ",
    "one sentence of trials": STUDY + ", ",
    "one sentence of forms": "zinc picolinate, ",
    "one sentence of absorption": "magnesium citrate is better absorbed than oxide, 64% absorbed, ",
    "one sentence of hours": "take iron 2 hours apart from calcium, ",
    "one sentence of groups": "women with ",
    "one paragraph of doses": "Take 500 mg of zinc daily with food. ",
    "one paragraph of trials": STUDY.capitalize() + ". ",
    "one paragraph, no subject": "Take 500 mg daily with food. ",
    "questions": "How much zinc should I take? ",
    "cells of one row": "| zinc 15 mg ",
    "trade names": "curcumin (Zentrix®), ",
    "strains": "Lactobacillus rhamnosus AB{number}, ",
    "headings": "# Zinc {number}\n\nTake 15 mg.\n\n",
    "one heading": "# zinc 15 mg ",
    "list": "- Zinc: 15 mg daily\n",
    "table": "| zinc | 15 mg |\n",
    "citations": "Smith J, et al. J Nutr. 2019;12:3-4. ",
    "markers": "[1][2][3]",
    "identifiers": "10.1234/abc{number} ",
    "addresses": "https://pubmed.ncbi.nlm.nih.gov/1234567/ ",
    "nested brackets": "[(",
    "round brackets": "((((",
    "broken links": "[a](",
    "bars": "|",
    "hyphens": "-",
    "underscores": "_",
    "stars": "*",
    "quotes": '"',
    "stops": ".",
    "question marks": "?",
    "footnote digits": "end.¹²³⁴ ",
    "blanks": " ",
    "line breaks": "\n",
    "emoji": "😀💊",
    "one byte": "X",
}


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201


def wide_table(size: int) -> str:
    """A table of three rows and thousands of columns."""
    columns = size // 40
    return "|\n".join(("| zinc mg " * columns, "|---" * columns, *["| 15 mg " * columns] * 3))[:size]


def long_heading(size: int) -> str:
    """A heading of half the size, over a paragraph of the other half."""
    return f"# Zinc {repeated('and more ', size // 2)}\n\n{repeated('Take 15 mg. ', size // 2)}"


def read_both_ways(text: str, lexicon: Lexicon) -> float:
    """Processor seconds to read a text as one paragraph, and as the rest of a page."""
    began = time.process_time()
    extract(endless(text), lexicon)
    with suppress(CleaningError):  # refused, which takes its time as well
        extract(clean(f"{OPENING}\n\n{text}".encode(), source="hostile.md"), lexicon)
    return time.process_time() - began


def endless(text: str) -> Article:
    """An article whose whole text is one paragraph."""
    block = Block(kind="paragraph", start=0, end=len(text), headings=(), level=None, header=None)
    nothing = dict.fromkeys(("url", "site", "title", "author", "published", "modified"))
    known = {"article_id": "a" * 16, "version_id": "b" * 16, "source": "hostile.txt", "encoding": "utf-8"}
    return Article(text=text, blocks=(block,), links=(), **known, **nothing)


def repeated(unit: str, size: int) -> str:
    """The unit again and again, `{number}` in it counting up, to at most `size` bytes."""
    once = len(unit.format(number=size).encode())
    return "".join(unit.format(number=number) for number in range(size // once))


def prose(size: int) -> str:
    """The sample articles, again and again."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".html")
    pages = itertools.cycle([path.read_text(encoding="utf-8") for path in paths])
    text = ""
    while len(text) < size:
        text += next(pages)
    return text[:size]


TEXTS: dict[str, Callable[[int], str]] = {
    **{name: partial(repeated, unit) for name, unit in UNITS.items()},
    "wide table": wide_table,
    "long heading": long_heading,
}
"""What makes a hostile text of about so many bytes."""


def main() -> None:
    """Measure every text; fail above the allowed cost or growth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=1_000_000, help="size of each text")
    parser.add_argument("--only", nargs="*", help="names of the texts to measure")
    options = parser.parse_args()
    lexicon = load_lexicon()
    dense = prose(options.bytes)
    read_both_ways(dense[:20_000], lexicon)  # warm up
    base = read_both_ways(dense, lexicon)
    say(f"dense prose: {base / len(dense.encode()) * 1e6:.2f} us a byte\n\n{'':28}    s     cost   growth")
    failed = False
    for name, make in TEXTS.items():
        if options.only and name not in options.only:
            continue
        text = make(options.bytes)
        quarter, whole = read_both_ways(make(options.bytes // 4), lexicon), read_both_ways(text, lexicon)
        cost, growth = whole / len(text.encode()) / (base / len(dense.encode())), whole / quarter / 4
        bad = cost > COST_ALLOWED or (growth > GROWTH_ALLOWED and whole > 0.5)
        failed = failed or bad
        say(f"{name:28} {whole:6.2f} {cost:7.2f} {growth:7.2f} {'TOO MUCH' if bad else ''}")
    if failed:
        sys.exit("Some texts cost too much, or more than in proportion to their size.")


if __name__ == "__main__":
    main()
