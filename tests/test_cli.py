"""The command line's contract: what it prints where, and its exit codes."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Cli, clean_environment, posology, write_articles

PROSE = "Adults take 200 mg of magnesium per day. " * 20


def lines_of(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode().splitlines()]


def test_clean_prints_one_object_per_article(cli: Cli, articles: Path) -> None:
    done = cli("clean", articles)
    assert (done.returncode, done.stderr) == (0, b"")
    found = lines_of(done.stdout)
    assert [article["source"] for article in found] == ["magnesium.txt", "vitamin-d.md", "zinc/picolinate.html"]
    assert {"article_id", "title", "published", "text", "blocks"} <= found[0].keys()


def test_clean_dropped_prints_what_was_left_out_and_why(cli: Cli, tmp_path: Path) -> None:
    article = tmp_path / "zinc.md"
    article.write_text("# Zinc\n\nAdults take 25 mg of zinc a day with a meal, and no more.\n\nShare this on X\n")
    done = cli("clean", "--dropped", article)
    assert done.returncode == 0
    assert lines_of(done.stdout) == [{"article": "zinc.md", "reason": "share buttons", "text": "Share this on X"}]


def test_clean_text_prints_the_text_alone(cli: Cli, articles: Path) -> None:
    done = cli("clean", "--text", articles / "magnesium.txt")
    assert done.stdout.decode().startswith("Magnesium and sleep\n")


def test_extract_prints_one_object_per_record_with_the_words_that_claim_it(cli: Cli, articles: Path) -> None:
    texts = {article["source"]: article["text"] for article in lines_of(cli("clean", articles).stdout)}
    done = cli("extract", articles)
    assert (done.returncode, done.stderr) == (0, b"")
    records = lines_of(done.stdout)
    assert {"dose", "form"} <= {record["kind"] for record in records}
    by_file_name = {str(source).rsplit("/", 1)[-1]: str(text) for source, text in texts.items()}
    for record in records:
        start, end = record["start"], record["end"]
        assert isinstance(start, int) and isinstance(end, int)
        assert by_file_name[str(record["article"])][start:end] == record["quote"]
        assert str(record["extractor_version"]).count("+") == 1


def test_a_dash_reads_stdin(cli: Cli) -> None:
    done = cli("extract", "-", stdin=PROSE.encode())
    assert {record["article"] for record in lines_of(done.stdout)} == {"stdin"}


TOML = {
    "unknown key": "\nhoem = 'x'\n",
    "bad value": "shard_size = 0\n",
    "no TOML": "home = \n",
    "Latin-1": b"# \xe9\n",
}
WRONG_USE = [
    # arguments, environment, posology.toml, exit code, words on stderr
    (["clean"], {}, None, 2, "Missing argument"),
    (["extracct", "x"], {}, None, 2, "No such command"),
    (["clean", "nowhere.txt"], {}, None, 4, "nowhere.txt: does not exist"),
    (["extract", "nowhere"], {}, None, 4, "nowhere: does not exist"),
    (["run", "nowhere"], {}, None, 4, "nowhere: does not exist"),
    (["clean", "*.txt"], {}, None, 4, "holds no files"),
    (["clean", "."], {}, "", 4, "holds no files"),
    (["clean", "ftp://host/x"], {}, None, 4, "ftp:// is not supported"),
    (["config"], {}, "unknown key", 2, "posology.toml:2: no such setting: hoem"),
    (["run", "x"], {}, "bad value", 2, "posology.toml:1: shard_size = 0"),
    (["sql", "select 1"], {}, "no TOML", 2, "posology.toml:1: is not TOML"),
    (["clean", "x"], {}, "Latin-1", 2, "posology.toml: is not UTF-8"),
    (["clean", "x", "--config", "other.toml"], {}, None, 2, "other.toml: there is no such settings file"),
    (["clean", "x"], {"POSOLOGY_SHARDS": "3"}, None, 2, "POSOLOGY_SHARDS: no such setting"),
    (["clean", "x"], {"POSOLOGY_SHARD_SIZE": "many"}, None, 2, "POSOLOGY_SHARD_SIZE: shard_size = 'many'"),
    (["extract", "x", "--lexicon", "no-lexicon"], {}, None, 2, "no-lexicon"),
    (["sql", "select 1"], {}, None, 2, "there is no warehouse"),
]


@pytest.mark.parametrize(
    ("arguments", "env", "toml", "code", "words"),
    WRONG_USE,
    ids=[" ".join(case[0]) + f" {case[2]}" for case in WRONG_USE],
)
def test_wrong_use_ends_in_one_clear_line(
    cli: Cli, tmp_path: Path, arguments: list[str], env: dict[str, str], toml: str | None, code: int, words: str
) -> None:
    if toml:
        write_articles(tmp_path / "cwd", {"posology.toml": TOML[toml]})
    if "x" in arguments:
        write_articles(tmp_path / "cwd", {"x": PROSE})
    done = cli(*arguments, env=env)
    assert done.returncode == code, done.stderr.decode()
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


BAD_INPUT = [
    # content, code of the reject
    (b"", "empty"),
    (b"\x00\x01\x02\x03" * 500, "binary"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
]


@pytest.mark.parametrize(("content", "code"), BAD_INPUT, ids=[case[1] for case in BAD_INPUT])
def test_bad_input_is_told_and_the_rest_goes_on(cli: Cli, tmp_path: Path, content: bytes, code: str) -> None:
    folder = write_articles(tmp_path / "mixed", {"good.txt": PROSE, "bad.txt": content})
    done = cli("clean", folder)
    assert done.returncode == 3
    assert len(lines_of(done.stdout)) == 1
    assert f"bad.txt: {code}" in done.stderr.decode()
    assert "1 of 2 articles were rejected (50%); allowed are 10%" in done.stderr.decode()


def test_the_allowed_share_of_rejects_is_a_setting(cli: Cli, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "mixed", {"good.txt": PROSE, "bad.txt": b""})
    assert cli("clean", folder, env={"POSOLOGY_ALLOWED_REJECTS": "0.5"}).returncode == 0


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "many", {f"{number}.txt": PROSE * 20 for number in range(20)})
    with subprocess.Popen(
        posology("clean", folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "first", {"empty.txt": b""})
    with subprocess.Popen(
        posology("clean", folder, "-"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    ) as process:
        assert process.stderr is not None
        assert b"rejected" in process.stderr.readline()  # now it waits for stdin
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert b"Traceback" not in said


SETTINGS = [
    # options, environment, posology.toml, shard_size, where it comes from
    ([], {}, "", 500, "default"),
    ([], {}, "\nshard_size = 7", 7, "posology.toml:2"),
    ([], {"POSOLOGY_SHARD_SIZE": "8"}, "shard_size = 7", 8, "POSOLOGY_SHARD_SIZE"),
]


@pytest.mark.parametrize(("options", "env", "toml", "value", "origin"), SETTINGS)
def test_settings_come_from_the_nearest_place(
    cli: Cli, tmp_path: Path, options: list[str], env: dict[str, str], toml: str, value: int, origin: str
) -> None:
    write_articles(tmp_path / "cwd", {"posology.toml": toml})
    done = cli("config", "--json", *options, env=env)
    assert json.loads(done.stdout)["shard_size"] == {"value": value, "from": origin}


def test_the_command_line_outweighs_all_and_file_paths_count_from_the_file(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path, {"conf/posology.toml": "home = 'data'\nlexicons = ['mine']\n"})
    env = {"POSOLOGY_CONFIG": str(tmp_path / "conf/posology.toml")}
    found = json.loads(cli("config", "--json", env=env).stdout)
    assert found["home"]["value"] == str(tmp_path / "conf/data")
    assert found["lexicons"]["value"] == [str(tmp_path / "conf/mine")]
    found = json.loads(cli("config", "--json", "--home", "here", env=env | {"POSOLOGY_HOME": "there"}).stdout)
    assert found["home"] == {"value": "here", "from": "--home"}


def test_config_and_doctor_speak_to_people_too(cli: Cli) -> None:
    assert b"allowed_rejects" in cli("config").stdout
    done = cli("doctor")
    assert done.returncode == 0, done.stderr
    assert b"ok      lexicons" in done.stdout


def test_doctor_says_what_is_wrong_and_how_to_mend_it(cli: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "home", {"posology.duckdb": b"no database"})
    done = cli("doctor", "--json", "--home", tmp_path / "home", env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert done.returncode == 2
    wrong = {finding["check"]: finding["mend"] for finding in json.loads(done.stdout) if finding["verdict"] == "wrong"}
    assert wrong.keys() == {"Prefect", "warehouse"}
    assert "prefect server start" in wrong["Prefect"]


@pytest.mark.parametrize("command", ["clean", "extract", "run", "sql", "doctor", "config"])
def test_every_command_has_help(cli: Cli, command: str) -> None:
    done = cli(command, "--help")
    assert done.returncode == 0
    assert b"Usage: " in done.stdout
