"""The command line: arguments, help and exit codes. The work is done by the modules beside it, imported when needed.

Exit codes: 0 done; 1 bug; 2 wrong use or configuration; 3 done, but more articles were rejected than allowed, or the
score is below --floor; 4 a source could not be read at all; 130 interrupted (Ctrl-C); 141 the reader of our output
went away (`| head`).
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from posology import __version__
from posology.cli.console import say
from posology.config import Loaded, load
from posology.errors import PosologyError
from posology.hints import Content

INTERRUPTED = 130
READER_GONE = 141


class Guarded(TyperGroup):
    """Commands whose foreseen errors end in one clear line and the contract's exit code; bugs keep their traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except PosologyError as error:
            sys.stdout.flush()
            say(f"posology: {error}")
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            say("posology: interrupted; nothing half-written is left behind")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at exit
            raise typer.Exit(READER_GONE) from None


app = typer.Typer(
    name="posology",
    cls=Guarded,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turns what supplement articles claim - doses, timing, forms, bioavailability, trials, references - into "
    "data. These are claims, not advice.",
    epilog="Exit codes: 0 done; 1 bug; 2 wrong use or configuration; 3 done, but more articles were rejected than "
    "allowed, or the score is below --floor; 4 a source could not be read at all.",
)

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files, folders, globs or URIs of articles, tables, archives; - reads stdin."),
]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", metavar="DIR", help="Folder with your own lexicon files, laid over ours; repeatable."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Column of a table that holds the content, url, title, author or date; repeatable, else guessed.",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="CODE", help="Language of articles to keep, or any; repeatable [default: en]."),
]
Contents = Annotated[
    Content | None,
    typer.Option("--content", help="How the main content of HTML is found [default: careful]."),
]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings file [default: posology.toml, if there].")
]
Home = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="Folder of the lake and the warehouse [default: home].")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


class Format(StrEnum):
    """How `posology sql` prints its answer."""

    table = "table"
    csv = "csv"
    json = "json"


def _settings(
    config: Path | None,
    home: Path | None = None,
    lexicons: list[Path] | None = None,
    columns: list[str] | None = None,
    languages: list[str] | None = None,
    content: Content | None = None,
) -> Loaded:
    repeated = {"lexicons": lexicons or None, "columns": columns or None, "languages": languages or None}
    return load({"home": home, "content": content, **repeated}, config)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def clean(
    paths: Paths,
    text: Annotated[bool, typer.Option("--text", help="Print the cleaned text alone.")] = False,
    dropped: Annotated[bool, typer.Option("--dropped", help="Print what was left out instead, and why.")] = False,
    column: Columns = None,
    language: Languages = None,
    content: Contents = None,
    config: Config = None,
) -> None:
    """Clean articles: one JSON object per article on stdout, with its text, blocks and metadata."""
    from posology.cli.articles import clean_articles

    settings = _settings(config, columns=column, languages=language, content=content).settings
    clean_articles(paths, settings, text_only=text, dropped=dropped)


@app.command()
def extract(
    paths: Paths,
    lexicon: Lexicons = None,
    column: Columns = None,
    language: Languages = None,
    content: Contents = None,
    config: Config = None,
) -> None:
    """Extract what articles claim: one JSON object per record on stdout, with the words that claim it."""
    from posology.cli.articles import extract_articles

    settings = _settings(config, lexicons=lexicon, columns=column, languages=language, content=content).settings
    extract_articles(paths, settings)


@app.command()
def run(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, globs or URIs.")],
    home: Home = None,
    lexicon: Lexicons = None,
    column: Columns = None,
    language: Languages = None,
    content: Contents = None,
    config: Config = None,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="When another run holds the home: wait for it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Extract into the warehouse: the main job, as a Prefect flow. Unchanged articles are not extracted again."""
    settings = _settings(config, home, lexicon, column, language, content).settings
    from posology.cli.job import run_job

    run_job(sources, settings, config=config, wait=wait, as_json=as_json)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SQL query; - reads it from stdin.")],
    home: Home = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.table,
    config: Config = None,
) -> None:
    """Ask the warehouse, read-only."""
    settings = _settings(config, home).settings
    from posology.cli.ask import print_answer

    print_answer(query, settings.home, form.value)


@app.command()
def doctor(home: Home = None, lexicon: Lexicons = None, config: Config = None, as_json: AsJson = False) -> None:
    """Check versions, disk, settings, lexicons, Prefect, lake and warehouse, and say how to mend what is wrong."""
    settings = _settings(config, home, lexicon).settings
    from posology.cli.doctor import examine

    examine(settings, as_json=as_json)


@app.command("config")
def show_config(home: Home = None, lexicon: Lexicons = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show which settings hold, and where each comes from."""
    from posology.cli.settings import print_settings

    print_settings(_settings(config, home, lexicon), as_json=as_json)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold: one JSON file for each article.")],
    paths: Paths,
    floor: Annotated[
        float | None, typer.Option(min=0, max=1, help="End with exit code 3 when overall F1 is below this.")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed, is spurious, or differs.")] = False,
    lexicon: Lexicons = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Score the extractor against articles that people have marked: precision, recall, F1, field accuracy."""
    settings = _settings(config, lexicons=lexicon).settings
    from posology.cli.evaluate import evaluate_articles

    evaluate_articles(gold, paths, settings, floor=floor, misses=misses, as_json=as_json)


@app.command()
def explain(
    paths: Paths,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="FILE", help="Gold file or folder: every miss gets its reason.")
    ] = None,
    lexicon: Lexicons = None,
    column: Columns = None,
    content: Contents = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Show what made each record, and for a sentence with marks but no record, what dropped it."""
    settings = _settings(config, lexicons=lexicon, columns=column, content=content).settings
    from posology.cli.explain import explain_articles

    explain_articles(paths, settings, gold=gold, as_json=as_json)


lexicon_app = typer.Typer(no_args_is_help=True, help="Look after the lexicon: what it holds, lacks, or has wrong.")
app.add_typer(lexicon_app, name="lexicon")


@lexicon_app.command("list")
def lexicon_list(lexicon: Lexicons = None, config: Config = None, as_json: AsJson = False) -> None:
    """Count what the lexicon holds."""
    settings = _settings(config, lexicons=lexicon).settings
    from posology.cli.lexicon import print_counts

    print_counts(settings, as_json=as_json)


@lexicon_app.command("check")
def lexicon_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Your own lexicon files, to be checked laid over ours.")
    ] = None,
    lexicon: Lexicons = None,
    config: Config = None,
) -> None:
    """Check lexicon files: names with two owners, formulas that cannot be read, figures that cannot be true."""
    settings = _settings(config, lexicons=lexicon).settings
    from posology.cli.lexicon import check

    check(settings, folder)


@lexicon_app.command("candidates")
def lexicon_candidates(paths: Paths, lexicon: Lexicons = None, config: Config = None, as_json: AsJson = False) -> None:
    """List substances of records that the lexicon lacks, those of most articles first, for a curator to adopt."""
    settings = _settings(config, lexicons=lexicon).settings
    from posology.cli.lexicon import print_candidates

    print_candidates(paths, settings, as_json=as_json)


def main() -> None:
    """Run the command line and end the process with the contract's exit code."""
    app()


if __name__ == "__main__":
    main()
