"""`posology clean` and `posology extract`: articles in, JSON lines out; no warehouse, no Prefect."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from posology.cli.console import progress, say, write_json, write_line
from posology.config import Settings
from posology.errors import CleaningError
from posology.pipeline.deadline import TIMEOUT, TimeUp, at_most
from posology.pipeline.rejects import check_share
from posology.sources.listing import find_files
from posology.sources.model import BadInput, Found, Reading, SourceFile
from posology.sources.read import read_articles, read_open_file
from schemas.article import Article

if TYPE_CHECKING:
    from posology.cleaning.clean import Cleaned

STDIN = SourceFile("-", "stdin")


def clean_articles(paths: Sequence[str], settings: Settings, *, text_only: bool, dropped: bool) -> None:
    """Print each article as one JSON object, or its text alone, or one object for each block that was dropped."""

    def write(cleaned: "Cleaned") -> None:
        if dropped:
            for left in cleaned.dropped:
                write_json({"article": file_name_of(cleaned.article), "reason": left.reason, "text": left.text})
        elif text_only:
            write_line(cleaned.article.text)
        else:
            write_line(cleaned.article.model_dump_json())

    each_cleaned(paths, settings, write)


def extract_articles(paths: Sequence[str], settings: Settings) -> None:
    """Print each record as one JSON object: its fields, the article's file name, and what extracted it."""
    from posology.extraction import extract
    from posology.lexicons import load_lexicon
    from posology.pipeline.engine import extractor_version

    lexicon = load_lexicon(settings.lexicons)
    version = extractor_version(settings)

    def write(article: Article) -> None:
        file_name = file_name_of(article)
        for record in extract(article, lexicon):
            write_json({"article": file_name, **record.model_dump(mode="json"), "extractor_version": version})

    each_article(paths, settings, write)


def file_name_of(article: Article) -> str:
    """The last part of the article's path."""
    return article.source.rsplit("/", 1)[-1]


def each_article(paths: Sequence[str], settings: Settings, write: Callable[[Article], None]) -> None:
    """Clean every article and hand it on, as `each_cleaned` does."""
    each_cleaned(paths, settings, lambda cleaned: write(cleaned.article))


def each_cleaned(paths: Sequence[str], settings: Settings, write: Callable[["Cleaned"], None]) -> None:
    """Clean every article and hand it on; rejected ones are told on stderr. Raises TooManyRejects at the end."""
    from posology.cleaning.clean import clean_and_tell

    rejects = articles = 0
    files = _files(paths)
    for file in progress(files, len(files), "Files"):
        for found in _read(file, settings.reading):
            articles += 1
            where = file.location + found.source.removeprefix(file.name)
            try:
                if isinstance(found, BadInput):
                    raise CleaningError(found.code, found.message)
                with at_most(settings.article_seconds):
                    cleaned = clean_and_tell(
                        found.raw,
                        source=found.source,
                        hints=found.hints,
                        languages=settings.languages,
                        content=settings.content,
                    )
                    write(cleaned)
            except CleaningError as error:
                rejects += 1
                say(f"rejected {where}: {error.code}: {error.message}")
            except TimeUp:
                rejects += 1
                say(f"rejected {where}: {TIMEOUT}: it took longer than {settings.article_seconds:g} s")
    check_share(rejects, articles, settings.allowed_rejects)


def _files(paths: Sequence[str]) -> tuple[SourceFile, ...]:
    named = find_files([path for path in paths if path != "-"])
    return (*named, STDIN) if "-" in paths else named


def _read(file: SourceFile, reading: Reading) -> Iterator[Found]:
    return read_open_file(sys.stdin.buffer, file.name, reading) if file is STDIN else read_articles(file, reading)
