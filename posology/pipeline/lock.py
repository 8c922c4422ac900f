"""One writer per home: a lock that the operating system gives back when its holder dies."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from posology.errors import Busy

FILE_NAME = ".lock"
LOOK_AGAIN = 0.5  # seconds


@contextmanager
def hold(home: Path, *, wait: bool = False, tell: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the home for the length of the block, and create it where it is not there.

    When another run holds it: wait for it (telling once who it is), or raise Busy.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / FILE_NAME).open("a+", encoding="utf-8") as file:
        _lock(file, home, wait=wait, tell=tell)
        _sign(file)
        yield  # closing the file gives the lock back, as the holder's death does


def holder(home: Path) -> str | None:
    """Who holds the home now, in words; None when nobody does."""
    path = home / FILE_NAME
    if not path.exists():
        return None
    with path.open("a+", encoding="utf-8") as file:
        if _try(file):
            return None
        return _who(file)


def _lock(file: IO[str], home: Path, *, wait: bool, tell: Callable[[str], None]) -> None:
    told = False
    while not _try(file):
        who = _who(file)
        if not wait:
            raise Busy(f"{home}: {who} works on it; wait for its end (--wait), or give another --home")
        if not told:
            tell(f"waiting: {who} works on {home}")
            told = True
        time.sleep(LOOK_AGAIN)


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(file: IO[str]) -> None:
    file.truncate(0)
    since = datetime.now(UTC).isoformat(timespec="seconds")
    json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since}, file)
    file.flush()


def _who(file: IO[str]) -> str:
    file.seek(0)
    try:
        note = json.loads(file.read())
        return f"process {note['pid']} on {note['host']} (since {note['since']})"
    except (ValueError, KeyError, TypeError):  # it has only just taken the lock and not signed yet
        return "another process"
