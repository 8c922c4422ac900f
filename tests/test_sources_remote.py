"""Objects of a real S3 server and files of a real web server, both on the loopback; what a missing library says."""

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from posology.errors import SourceError
from posology.sources.listing import find_files
from posology.sources.model import RawArticle, SourceFile
from posology.sources.read import read_again, read_articles
from tests.conftest import Cli, clean_environment
from tests.containers import ARCHIVES, ROWS, TABLES, TEXTS
from tests.test_sources_tables import READING

OBJECTS = {
    "in/a.txt": TEXTS[0].encode(),
    "in/b/c.md": TEXTS[1].encode(),
    "in/.hidden/d.txt": b"hidden",
    "tables/export.jsonl": TABLES[".jsonl"](ROWS),
    "tables/export.parquet": TABLES[".parquet"](ROWS),
    "crawl/a.warc.gz": ARCHIVES["a.warc.gz"],
    "crawl/a.zip": ARCHIVES["a.zip"],
    "crawl/a.tar.zst": ARCHIVES["a.tar.zst"],
}
SECRETS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """A server with the objects in the bucket `posology`; gives the environment that leads to it."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = SECRETS | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="posology")
        for key, data in OBJECTS.items():
            client.put_object(Bucket="posology", Key=key, Body=data)
        yield environment
    server.stop()


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web server with the same files, which like many knows no ranges; gives its address."""
    folder = tmp_path_factory.mktemp("web")
    for name, data in OBJECTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


NAMED = [
    # source, names of the files found
    ("s3://posology/in", ["a.txt", "b/c.md"]),
    ("s3://posology/in/", ["a.txt", "b/c.md"]),
    ("s3://posology/in/b/c.md", ["c.md"]),
    ("s3://posology/*/*.md", []),
    ("s3://posology/in/**/*.md", ["b/c.md"]),
    ("s3://posology/tables/*.jsonl", ["export.jsonl"]),
    ("s3://posology/nowhere", []),
    ("s3://no-such-bucket/in", []),
]


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(("source", "names"), NAMED)
def test_objects_are_named_like_files(source: str, names: list[str]) -> None:
    if names:
        assert [file.name for file in find_files([source])] == names
    else:
        with pytest.raises(SourceError, match=r"holds no files|cannot be listed"):
            find_files([source])


CONTAINERS = ["tables/export.jsonl", "tables/export.parquet", "crawl/a.warc.gz", "crawl/a.zip", "crawl/a.tar.zst"]


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize("name", CONTAINERS)
def test_containers_in_a_bucket_are_read_and_entered_again(name: str) -> None:
    (file,) = find_files([f"s3://posology/{name}"])
    found = [item for item in read_articles(file, READING) if isinstance(item, RawArticle)]
    assert [item.raw.decode() for item in found] == TEXTS
    later = [item for item in found[3:] if item.place is not None]
    assert list(read_again(file, [item.place for item in later if item.place], READING)) == later
    assert len(later) == (0 if name.endswith("zst") else 2)


@pytest.mark.parametrize("name", CONTAINERS)
def test_what_a_web_server_sends_is_read_once(web: str, name: str) -> None:
    (file,) = find_files([f"{web}/{name}?download=1"])
    found = list(read_articles(file, READING))
    assert [item.raw.decode() for item in found if isinstance(item, RawArticle)] == TEXTS
    assert [item.place for item in found if isinstance(item, RawArticle)] == [None] * 5


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize("location", ["s3://posology/gone.txt", "s3://no-such-bucket/x.jsonl", "{web}/gone.txt",
                                      "http://127.0.0.1:9/x.txt"])  # fmt: skip
def test_what_is_not_there_is_told(web: str, location: str) -> None:
    found = list(read_articles(SourceFile(location.format(web=web), "x.txt"), READING))
    assert [item.code for item in found if not isinstance(item, RawArticle)] == ["unreadable"]


def test_the_command_line_reads_both(cli: Cli, s3: dict[str, str], web: str) -> None:
    done = cli("clean", "s3://posology/tables/export.jsonl", f"{web}/crawl/a.zip", env=s3)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10


def test_a_missing_library_is_told_with_the_extra_that_has_it(tmp_path: Path) -> None:
    (tmp_path / "s3fs.py").write_text("raise ImportError('No module named s3fs')")
    command = [sys.executable, "-m", "posology.cli.app", "clean", "s3://bucket/x.txt"]
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(command, capture_output=True, env=clean_environment({"PYTHONPATH": paths}), check=False)
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"pip install 'posology[cloud]'" in done.stderr
