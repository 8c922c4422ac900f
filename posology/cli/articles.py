"""`posology clean` and `posology extract`: articles in, JSON lines out; no warehouse, no Prefect."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from posology.cli.console import progress, say, write_json, write_line
from posology.config import Settings
from posology.errors import CleaningError
from posology.pipeline.rejects import check_share
from posology.pipeline.sources import SourceFile, find_files, read_bytes
from schemas.article import Article

STDIN = SourceFile(Path("-"), "stdin")


def clean_articles(paths: Sequence[str], settings: Settings, *, text_only: bool) -> None:
    """Print each article as one JSON object, or its text alone."""

    def write(article: Article) -> None:
        if text_only:
            write_line(article.text)
        else:
            write_line(article.model_dump_json())

    each_article(paths, settings, write)


def extract_articles(paths: Sequence[str], settings: Settings) -> None:
    """Print each record as one JSON object: its fields, the article's file name, and what extracted it."""
    from posology.extraction import extract
    from posology.lexicons import load_lexicon
    from posology.pipeline.engine import extractor_version

    lexicon = load_lexicon(settings.lexicons)
    version = extractor_version(settings)

    def write(article: Article) -> None:
        file_name = article.source.rsplit("/", 1)[-1]
        for record in extract(article, lexicon):
            write_json({"article": file_name, **record.model_dump(mode="json"), "extractor_version": version})

    each_article(paths, settings, write)


def each_article(paths: Sequence[str], settings: Settings, write: Callable[[Article], None]) -> None:
    """Clean every file and hand it on; rejected ones are told on stderr. Raises TooManyRejects at the end."""
    from posology.cleaning import clean

    files = _files(paths)
    rejects = 0
    for file in progress(files, len(files), "Articles"):
        try:
            write(clean(_read(file), source=file.name))
        except CleaningError as error:
            rejects += 1
            say(f"rejected {file.path}: {error.code}: {error.message}")
        except OSError as error:
            if error.filename is None:  # not the file's: stdout broke
                raise
            rejects += 1
            say(f"rejected {file.path}: unreadable: {error.strerror}")
    check_share(rejects, len(files), settings.allowed_rejects)


def _files(paths: Sequence[str]) -> tuple[SourceFile, ...]:
    named = find_files([path for path in paths if path != "-"])
    return (*named, STDIN) if "-" in paths else named


def _read(file: SourceFile) -> bytes:
    return sys.stdin.buffer.read() if file is STDIN else read_bytes(file.path)
