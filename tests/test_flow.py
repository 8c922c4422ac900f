"""The flow on a real Prefect: locally, deployed on a server with a process worker, and on a schedule."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posology.errors import PosologyError
from posology.pipeline.home import WAREHOUSE
from tests.conftest import ARTICLES, ROOT, Cli, posology, write_articles
from tests.prefect_server import Server, running, running_server, wait_until
from warehouse.query import ask


def runs_of(home: Path) -> list[dict[str, object]]:
    """The published runs; none while there is no warehouse."""
    try:
        return list(ask(home / WAREHOUSE, "SELECT * FROM runs ORDER BY started").to_pylist())
    except PosologyError:
        return []


def test_the_job_on_the_temporary_local_server(cli: Cli, articles: Path, tmp_path: Path) -> None:
    write_articles(articles, {"empty.txt": b""})
    home, env = tmp_path / "home", {"PREFECT_HOME": str(tmp_path / "prefect")}
    done = cli("run", articles, "--home", home, env=env)
    assert done.returncode == 3, done.stderr.decode()  # one of four was rejected, which is more than a tenth
    assert b"Traceback" not in done.stderr
    shown = done.stdout.decode()
    assert re.search(r"articles +│ +3 ", shown)
    assert "rejected empty.txt: empty: " in shown
    doses = json.loads(
        cli("sql", "SELECT DISTINCT substance FROM doses ORDER BY 1", "--home", home, "--format=json").stdout
    )
    assert [row["substance"] for row in doses] == ["magnesium", "vitamin d", "zinc"]
    (run,) = runs_of(home)
    assert (run["articles"], run["extracted"], run["rejects"], run["shards"]) == (4, 4, 1, 1)
    prefect = sqlite3.connect(tmp_path / "prefect" / "prefect.db")
    assert prefect.execute("SELECT key, type FROM artifact WHERE key IS NOT NULL ORDER BY key").fetchall() == [
        ("rejects", "table"),
        ("summary", "markdown"),
    ]
    names = {name for (name,) in prefect.execute("SELECT name FROM task_run")}
    assert {re.sub("-.*", "", name) for name in names} == {"plan", "shard", "load"}
    assert prefect.execute("SELECT id FROM flow_run").fetchone() == (run["run_id"],)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("prefect")) as server:
        yield server


@pytest.fixture(scope="module")
def deployed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The root of a deployment from prefect.yaml, with a worker at work."""
    root = tmp_path_factory.mktemp("root")
    write_articles(root / "examples" / "articles", ARTICLES)
    server.prefect("work-pool", "create", "posology", "--type", "process")
    server.prefect("deploy", "--all")
    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "posology"]
    env = {**server.env, "POSOLOGY_ROOT": str(root)}
    with running(worker, root / "worker.log", env, cwd=root):
        yield root


@pytest.mark.slow
def test_a_deployed_run_fills_the_warehouse(server: Server, deployed: Path) -> None:
    server.prefect("deployment", "run", "extract-articles/nightly", "--watch", "--watch-interval", "2")
    (run,) = runs_of(deployed / "home")
    assert (run["articles"], run["extracted"], run["rejects"]) == (3, 3, 0)
    artifacts = server.prefect("artifact", "ls")
    assert "summary" in artifacts
    assert "rejects" in artifacts


@pytest.mark.slow
def test_the_deployment_has_its_nightly_schedule_and_one_writer(server: Server, deployed: Path) -> None:
    assert deployed.is_dir()
    told = server.prefect("deployment", "inspect", "extract-articles/nightly", "--output", "json")
    deployment = json.loads(told)
    (schedule,) = deployment["schedules"]
    assert schedule["active"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("15 3 * * *", "Etc/UTC")
    assert deployment["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert deployment["global_concurrency_limit"]["limit"] == 1
    assert "{{ $POSOLOGY_ROOT }}" in json.dumps(deployment["pull_steps"])  # the worker's folder, not the deployer's


@pytest.mark.slow
def test_a_schedule_starts_runs_by_itself(server: Server, deployed: Path) -> None:
    before = len(runs_of(deployed / "home"))
    server.prefect("deployment", "schedule", "create", "extract-articles/nightly", "--interval", "20")
    try:
        wait_until(lambda: len(runs_of(deployed / "home")) > before, "the schedule has started a run that published")
    finally:
        server.prefect("deployment", "schedule", "clear", "extract-articles/nightly", "--accept-yes")
    *_, run = runs_of(deployed / "home")
    assert (run["articles"], run["rejects"]) == (3, 0)


@pytest.mark.slow
def test_ctrl_c_leaves_nothing_half_written_and_the_next_run_goes_on(server: Server, tmp_path: Path) -> None:
    text = (ROOT / "examples" / "articles" / "vitamin-d-clinic-blog.html").read_text()
    folder = write_articles(tmp_path / "many", {f"{number}.html": _page(text, number) for number in range(600)})
    home = tmp_path / "home"
    env = {**server.env, "POSOLOGY_SHARD_SIZE": "20"}
    with subprocess.Popen(
        posology("run", folder, "--home", home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        wait_until(lambda: len(list(home.rglob("manifests/*/*.json"))) >= 2, "two shards are done")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said.decode()
    assert not (home / WAREHOUSE).exists()
    finished = len(list(home.rglob("manifests/*/*.json")))
    done = subprocess.run(posology("run", folder, "--home", home, "--json"), capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr.decode()
    run = json.loads(done.stdout)["run"]
    assert (run["articles"], run["extracted"]) == (600, 600 - 20 * finished)
    assert list(home.rglob(".writing-*")) == []


def _page(text: str, number: int) -> str:
    """Another page of the same kind: no two may have one address."""
    return text.replace("https://", f"https://n{number}.")


@pytest.mark.slow
def test_a_second_run_on_one_home_is_told_who_holds_it(server: Server, articles: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    slow = write_articles(tmp_path / "slow", {f"{number}.txt": ARTICLES["magnesium.txt"] for number in range(3000)})
    with subprocess.Popen(
        posology("run", slow, "--home", home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(server.env)
    ) as first:
        wait_until(lambda: list(home.rglob("manifests/*/*.json")), "the first run is at work")
        stops = subprocess.run(
            posology("run", articles, "--home", home), capture_output=True, env=server.env, check=False
        )
        waits = subprocess.run(
            posology("run", articles, "--home", home, "--wait"), capture_output=True, env=server.env, check=False
        )
        first.communicate(timeout=300)
    assert stops.returncode == 2
    assert f"process {first.pid} on " in stops.stderr.decode()
    assert (waits.returncode, first.returncode) == (0, 0), waits.stderr.decode()
    assert "waiting: process" in waits.stderr.decode()
    assert [run["articles"] for run in runs_of(home)] == [3000, 3]


RETRIES = """
from prefect import flow
from flows.extract_articles import extract_shard

class Spec:
    shard_id = "x"

class Pool:
    def __init__(self, error):
        self.error, self.tries = error, 0

    def process(self, spec):
        self.tries += 1
        if self.tries == 1:
            raise self.error

@flow
def tries():
    for error in (OSError("the disk hiccups"), ZeroDivisionError("a bug")):
        pool = Pool(error)
        state = extract_shard(Spec(), pool, return_state=True)
        print(type(error).__name__, pool.tries, state.type.value)

tries()
"""


@pytest.mark.slow
def test_only_io_is_tried_again(server: Server) -> None:
    done = subprocess.run([sys.executable, "-c", RETRIES], capture_output=True, cwd=ROOT, env=server.env, check=False)
    assert "OSError 2 COMPLETED\nZeroDivisionError 1 FAILED\n" in done.stdout.decode(), done.stderr.decode()


@pytest.mark.slow
def test_the_sample_articles_from_the_readme(server: Server, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "articles")
    done = subprocess.run(
        posology("run", tmp_path / "articles", "--home", tmp_path / "home"),
        capture_output=True,
        env=server.env,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    (run,) = runs_of(tmp_path / "home")
    assert int(str(run["records"])) >= 200
