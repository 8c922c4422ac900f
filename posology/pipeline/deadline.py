"""A bound on the time of one article: processor time, so that a busy machine rejects no more than an idle one."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

TIMEOUT = "timeout"
"""Code of the reject."""
AGAIN = 1.0  # seconds after which it is raised once more, should a library have swallowed it


class TimeUp(BaseException):
    """The time is up. No Exception: those are caught by libraries that mean something else."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block once the process has worked for so long.

    Only in a main thread, which is where worker processes work: elsewhere there is no bound. A single call into a C
    library is not interrupted; TimeUp follows when it returns.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _raise)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _raise(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TimeUp
