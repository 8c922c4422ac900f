"""Errors that Posology raises on purpose, and the exit codes of the command line; single modules add a few of theirs.

    PosologyError               1   a bug, or an error without a better name
     ├─ ConfigurationError      2   wrong use, a broken setting or lexicon
     ├─ TooManyRejects          3   the job is done; the share of rejected articles is above the allowed one
     ├─ SourceError             4   a source that could not be read at all
     ├─ LakeError               1   a Parquet part or manifest that is missing or damaged
     ├─ WarehouseError          1   a warehouse that fails its checks, or a query that cannot run
     ├─ Busy                    2   another run holds the same home
     └─ CleaningError           -   one article that cannot be cleaned; becomes a row in `rejects`

A message says what was wrong, where, and what to do.
"""

from typing import ClassVar


class PosologyError(Exception):
    """The root: catch it to catch all of ours, and nothing else."""

    exit_code: ClassVar[int] = 1


class ConfigurationError(PosologyError):
    """A setting, option or lexicon that is wrong; the message names file and line, or the option."""

    exit_code = 2


class TooManyRejects(PosologyError):
    """The run is done and published, but more articles were rejected than the setting allows."""

    exit_code = 3


class SourceError(PosologyError):
    """A source that does not exist or cannot be read at all."""

    exit_code = 4


class LakeError(PosologyError):
    """A part or manifest of the lake that is missing or is not what its name and checksum promise."""


class WarehouseError(PosologyError):
    """A warehouse that fails its checks or cannot be opened, or a query that it cannot answer."""


class Busy(PosologyError):
    """Another run holds the home; the message says who, and how to wait for it."""

    exit_code = 2


class CleaningError(PosologyError):
    """One article that cannot be cleaned; the run goes on and writes it down as a reject.

    ``code`` is one stable word. Of the bytes: empty, binary, truncated, encoding. Of the page: not_an_article,
    too_deep, blocked, error_page, login_wall, paywall, cookie_wall, parked, placeholder. Of the article: language.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type["CleaningError"], tuple[str, str]]:
        """Worker processes hand errors back pickled; the default would lose the code."""
        return type(self), (self.code, self.message)
