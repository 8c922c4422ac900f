"""How well and how fast is the main content of HTML pages found? `python bench/main_content.py FOLDER`.

FOLDER is a copy of the public article-extraction benchmark (scrapinghub/article-extraction-benchmark): its
ground-truth.json, and html/ with one gzipped page per entry. All contestants read the same characters in one process
and take turns page by page, so that a busy moment hits all of them. Ours goes from the characters to units, metadata
and links; the peers give text alone. What counts as ours is the body: the title and the reference list are fields of
their own. trafilatura is what our careful way is built on, resiliparse what our fast way is, and BeautifulSoup's
get_text is the floor.
"""

import argparse
import gzip
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import trafilatura
from bs4 import BeautifulSoup
from resiliparse.extract.html2text import extract_plain_text

from posology.cleaning.html import read_html
from posology.cleaning.html_fast import read_html_fast
from posology.cleaning.outline import blocks_of
from posology.cleaning.text import Parsed
from posology.errors import CleaningError

Read = Callable[[str], str]
"""The main content of a page."""
RUN = 4
"""Words of a run, in which the benchmark counts what two texts share."""
_word = re.compile(r"\w+")
_BODY = frozenset({"heading", "paragraph", "list_item", "table_row", "caption"})


def main() -> None:
    """Measure and print one line per contestant, trafilatura's speed as 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a copy of the benchmark")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many rounds counts, page by page")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    truth = json.loads((options.folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {
        key: gzip.decompress((options.folder / f"html/{key}.html.gz").read_bytes()).decode("utf-8") for key in truth
    }
    contestants: dict[str, Read] = {
        "posology": lambda page: ours(page, read_html),
        "posology, fast": lambda page: ours(page, read_html_fast),
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "trafilatura, precise": lambda page: (
            trafilatura.extract(page, include_comments=False, favor_precision=True) or ""
        ),
        "trafilatura, fast": lambda page: trafilatura.extract(page, include_comments=False, fast=True) or "",
        "resiliparse": lambda page: extract_plain_text(page, main_content=True, alt_texts=False, comments=False),
        "BeautifulSoup get_text": lambda page: BeautifulSoup(page, "lxml").get_text(" "),
    }
    seconds = dict.fromkeys(contestants, 0.0)
    scores: dict[str, list[tuple[float | None, float | None]]] = {name: [] for name in contestants}
    for key, page in pages.items():
        for name, read in contestants.items():
            text, took = timed(read, page, options.rounds)
            seconds[name] += took
            scores[name].append(precision_and_recall(truth[key].get("articleBody", ""), text))
    say(f"{len(pages)} pages, {sum(map(len, pages.values())) / 1e6:,.1f} M characters, one core")
    for name in contestants:
        precision = mean(one for one, _ in scores[name] if one is not None)
        recall = mean(one for _, one in scores[name] if one is not None)
        f1 = 2 * precision * recall / (precision + recall)
        speed = f"{len(pages) / seconds[name]:7.1f} pages/s {seconds['trafilatura'] / seconds[name]:6.2f} x trafilatura"
        say(f"{name:24} F1 {f1:.4f}  precision {precision:.3f}  recall {recall:.3f}  {speed}")


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201


def timed(read: Read, page: str, rounds: int) -> tuple[str, float]:
    """The contestant's text, and the processor's seconds in its best round."""
    best = float("inf")
    text = ""
    for _ in range(rounds):
        began = time.process_time()
        text = read(page)
        best = min(best, time.process_time() - began)
    return text, best


def ours(page: str, read: Callable[[str], Parsed]) -> str:
    """The body: all blocks but the title, the reference list and what is marked as boilerplate."""
    try:
        parsed = read(page)
    except CleaningError:
        return ""
    starts = {unit.start: unit.lead if unit.lead >= 0 else unit.start for unit in parsed.units}
    return "\n".join(
        parsed.text[starts[block.start] : block.end] for block in blocks_of(parsed.units) if block.kind in _BODY
    )


def precision_and_recall(truth: str, found: str) -> tuple[float | None, float | None]:
    """The benchmark's own measure: how many runs of words both texts have, each counted as often as it stands there.

    Where a text is empty there is no share of it, and the benchmark leaves the page out of that mean.
    """
    true, said = runs(truth), runs(found)
    shared = (true & said).total()
    return (
        shared / said.total() if said else None,
        shared / true.total() if true else None,
    )


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Every run of words; a text with fewer words is one run."""
    words = _word.findall(text)
    return Counter(tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)) if words)


if __name__ == "__main__":
    main()
