"""Where the command line writes: data to stdout, everything a person reads while it works to stderr."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

Item = TypeVar("Item")


def write_line(text: str) -> None:
    """Write one line of data to stdout, as UTF-8 whatever the locale says."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")


def write_json(value: Any) -> None:
    """Write one value as one line of JSON to stdout."""
    write_line(json.dumps(value, ensure_ascii=False, default=str))


def say(message: str) -> None:
    """Tell the person at the terminal something, on stderr."""
    print(message, file=sys.stderr, flush=True)  # noqa: T201


def progress(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Pass the items through under a progress bar, where stderr is a terminal and the work is long enough."""
    if not sys.stderr.isatty() or total < 20:
        yield from items
        return
    from rich.console import Console  # slow to import: only where it is seen
    from rich.progress import track

    yield from track(items, description=label, total=total, console=Console(stderr=True), transient=True)
