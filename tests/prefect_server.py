"""A real Prefect server and a real process worker for the tests, each a process of its own with a home of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, clean_environment

PATIENCE = 180.0  # seconds: a busy machine with two cores starts a server in one minute


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    env: Mapping[str, str]
    log: Path

    def prefect(self, *arguments: str, cwd: Path = ROOT) -> str:
        """Run a `prefect` command against it, and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            capture_output=True,
            cwd=cwd,
            env=dict(self.env),
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"prefect {' '.join(arguments)}: {done.stdout.decode()}{done.stderr.decode()}"
        return done.stdout.decode()


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start a server on a free port of this machine, its database in `folder`; stop it at the end."""
    port = _free_port()
    env = clean_environment(
        {
            "PREFECT_HOME": str(folder),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_CLI_COLORS": "false",
            "COLUMNS": "300",
        }
    )
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, folder / "server.log", env):
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/api/health"), "the Prefect server answers")
        yield Server(env, folder / "server.log")


@contextmanager
def running(command: list[str], log: Path, env: Mapping[str, str], cwd: Path = ROOT) -> Iterator[None]:
    """Run a process for the length of the block; it and its children end with it."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=dict(env), cwd=cwd, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(true: object, what: str, patience: float = PATIENCE) -> None:
    """Look once a second until it is true, or fail."""
    assert callable(true)
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"waited {patience:.0f} s in vain until {what}"
        time.sleep(1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
