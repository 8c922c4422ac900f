"""Files of this machine and objects of s3://, gs:// and http(s):// opened alike; all that goes wrong is an OSError."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from posology.errors import SourceError

Result = TypeVar("Result")
REMOTE = ("s3", "gs", "gcs", "http", "https")
WEB = ("http", "https")
EXTRA = "pip install 'posology[cloud]'"
BLOCK = 1 << 22  # bytes fetched at once from an object store, and kept in memory
PATIENCE = 60.0  # seconds without a byte after which a web server counts as gone
PAUSES = (0.1, 0.5)  # seconds between tries: a network share hiccups; a missing file is not tried again


def scheme_of(location: str) -> str | None:
    """The scheme of a URI that is supported; None for a path."""
    scheme, colon, _ = location.partition("://")
    return scheme if colon and scheme in REMOTE else None


def open_file(location: str) -> BinaryIO:
    """Open a file or object to be read as bytes. Raises OSError, or SourceError when a library is missing.

    What a web server sends is read once, forwards: many know no ranges, so the file says that it cannot seek.
    """
    scheme = scheme_of(location)
    if scheme is None:
        return _patiently(lambda: Path(location).open("rb"))
    store, path = store_of(location)
    with remote_errors(location):
        if scheme in WEB:
            return cast(BinaryIO, _Remote(store.open(path, block_size=0), location, seekable=False))
        opened = store.open(path, block_size=BLOCK, cache_type="readahead")
        return cast(BinaryIO, _Remote(opened, location, seekable=True))


def store_of(location: str) -> tuple[Any, str]:
    """The fsspec file system of a URI, and the path in it. Raises SourceError naming the extra that is missing."""
    try:
        return _store(location.partition("://")[0]), _path_in_store(location)
    except ImportError as error:
        raise SourceError(f"{location}: needs a library that is not installed ({error}); {EXTRA}") from None


@cache
def _store(scheme: str) -> Any:
    import fsspec  # slow to import

    if scheme not in WEB:
        return fsspec.filesystem(scheme)
    from aiohttp import ClientTimeout

    timeout = ClientTimeout(sock_connect=PATIENCE, sock_read=PATIENCE)  # its default bounds the whole file
    return fsspec.filesystem(scheme, client_kwargs={"timeout": timeout})


def _path_in_store(location: str) -> str:
    scheme, _, path = location.partition("://")
    return location if scheme in WEB else path


@contextmanager
def remote_errors(location: str) -> Iterator[None]:
    """Turn whatever the libraries of a store raise into an OSError: each has a family of errors of its own."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__} at {location}: {error}") from error


class _Remote(io.RawIOBase):
    def __init__(self, opened: Any, location: str, *, seekable: bool) -> None:
        self._opened, self._location, self._seekable = opened, location, seekable

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._seekable

    def read(self, size: int = -1) -> bytes:
        with remote_errors(self._location):
            return bytes(self._opened.read(size))

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with remote_errors(self._location):
            return int(self._opened.seek(offset, whence))

    def tell(self) -> int:
        return int(self._opened.tell())

    def close(self) -> None:
        if not self.closed:
            super().close()
            with remote_errors(self._location):
                self._opened.close()


def _patiently(action: Callable[[], Result]) -> Result:
    """Try again after a passing error."""
    for pause in PAUSES:
        try:
            return action()
        except (FileNotFoundError, PermissionError, IsADirectoryError):
            raise
        except OSError:
            time.sleep(pause)
    return action()


def read_patiently(file: BinaryIO, size: int) -> bytes:
    """Read from a file, trying again after a passing error. Raises OSError when it does not pass."""
    return _patiently(lambda: file.read(size))
