"""`posology lexicon`: what the lexicon holds, what is wrong with it, and what articles name that it lacks."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from posology.cli.articles import each_article
from posology.cli.console import say, write_json, write_line
from posology.config import Settings
from posology.errors import ConfigurationError
from posology.extraction import extract
from posology.extraction.vocabulary import key_of
from posology.lexicons import Lexicon, load_lexicon
from posology.lexicons.check import find_problems
from schemas.article import Article

EXAMPLE = 70  # characters of an example quote in the table
WIDE = 140


@dataclass(frozen=True, slots=True)
class Candidate:
    """A substance that articles name and the lexicon lacks."""

    substance: str
    articles: int
    records: int
    example: str
    """The first quote that names it."""
    article: str
    """The file name of the article that the quote is from."""


def print_counts(settings: Settings, *, as_json: bool) -> None:
    """Print how many rows and spellings of each sort there are."""
    counts = count(load_lexicon(settings.lexicons))
    if as_json:
        write_json(counts)
        return
    table = Table("what", "how many")
    table.columns[1].justify = "right"
    for name, number in counts.items():
        table.add_row(name, f"{number:,}")
    Console().print(table)


def count(lexicon: Lexicon) -> dict[str, int]:
    """Rows by sort; spellings are all names that the scan looks for."""
    forms = [form for substance in lexicon.substances for form in substance.form]
    spellings = [
        {row.name, *row.aliases, *row.botanical, *row.misspellings, *row.symbols} for row in lexicon.substances
    ]
    spellings += [{row.name, *row.aliases, *row.misspellings, *row.symbols, *row.short} for row in forms]
    spellings += [{row.name, *row.aliases, *row.symbols} for row in lexicon.deliveries]
    spellings += [{row.name, *row.aliases, *row.symbols} for row in lexicon.drugs]
    spellings += [{row.name, *row.aliases, *row.symbols} for row in lexicon.foods]
    return {
        "substances": len(lexicon.substances),
        "forms": len(forms),
        "deliveries": len(lexicon.deliveries),
        "drugs": len(lexicon.drugs),
        "foods": len(lexicon.foods),
        "spellings": sum(map(len, spellings)),
        "intake values": len(lexicon.intakes),
        "intake values from memory": sum(row.checked == "memory" for row in lexicon.intakes),
        "IU conversions": len(lexicon.iu),
        "cue phrases": sum(len(phrases) for labels in lexicon.cues.values() for phrases in labels.values()),
    }


def check(settings: Settings, folder: Path | None) -> None:
    """Print a line for each thing that is wrong. Raises ConfigurationError when there is any, or a file is broken."""
    lexicon = load_lexicon((*settings.lexicons, *([folder] if folder else [])))
    problems = find_problems(lexicon, key_of)
    for problem in problems:
        write_line(problem)
    if problems:
        raise ConfigurationError(f"the lexicon has {len(problems)} problem{'s' * (len(problems) > 1)}, listed above")
    say(f"nothing is wrong: {len(lexicon.substances):,} substances, {count(lexicon)['forms']:,} forms")


def print_candidates(paths: Sequence[str], settings: Settings, *, as_json: bool) -> None:
    """Print the substances that records name and the lexicon lacks, those of the most articles first."""
    found = candidates(paths, settings)
    if as_json:
        write_json([asdict(candidate) for candidate in found])
        return
    table = Table("substance", "articles", "records", "example", "in")
    for candidate in found:
        example = " ".join(candidate.example.split())[:EXAMPLE]
        cells = (candidate.substance, str(candidate.articles), str(candidate.records), example, candidate.article)
        table.add_row(*map(Text, cells))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
    say(f"{len(found)} substances are not in the lexicon; adopt one with a [[substance]] row in a folder for --lexicon")


def candidates(paths: Sequence[str], settings: Settings) -> list[Candidate]:
    """Substances of records that are not in the lexicon, those of the most articles, then records, first."""
    lexicon = load_lexicon(settings.lexicons)
    of_article: dict[str, list[Candidate]] = defaultdict(list)

    def note(article: Article) -> None:
        for candidate in _in_article(article, lexicon):
            of_article[candidate.substance].append(candidate)

    each_article(paths, settings, note)
    merged = (
        replace(found[0], articles=len(found), records=sum(candidate.records for candidate in found))
        for found in of_article.values()
    )
    return sorted(merged, key=lambda candidate: (-candidate.articles, -candidate.records, candidate.substance))


def _in_article(article: Article, lexicon: Lexicon) -> Iterable[Candidate]:
    found: dict[str, Candidate] = {}
    for record in extract(article, lexicon):
        if record.in_lexicon or record.substance is None:
            continue
        known = found.get(record.substance)
        example = record.quote if record.substance in record.quote.lower() else record.sentence
        found[record.substance] = (
            replace(known, records=known.records + 1)
            if known
            else Candidate(record.substance, 1, 1, example, article.source.rsplit("/", 1)[-1])
        )
    return found.values()
