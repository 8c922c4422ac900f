"""The lake: files that are whole or not there, and bytes that depend on the rows only."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posology.errors import LakeError
from schemas.mapping import to_table
from schemas.records import Dose
from schemas.runs import ShardManifest
from tests.lakes import ENGINE, Page, dose, snapshot, write_shard
from warehouse.lake import (
    is_complete,
    manifest_path,
    read_manifests,
    read_runs,
    split_version,
    sweep,
    verify,
    version_key,
    write_atomic,
    write_part,
    write_run,
)

PAGE = Page("a.txt", "Take 300 mg, or 400 mg, of magnesium a day.")
DOSES = [dose(PAGE, "300 mg"), dose(PAGE, "400 mg", low=400.0, high=400.0)]


def test_equal_rows_make_equal_bytes_in_any_order_and_folder(tmp_path: Path) -> None:
    one = write_part(tmp_path / "one", "doses", "e/s", to_table(DOSES, Dose))
    other = write_part(tmp_path / "other", "doses", "e/s", to_table(DOSES[::-1], Dose))
    assert one == other
    assert (tmp_path / "one" / one.path).read_bytes() == (tmp_path / "other" / other.path).read_bytes()
    assert (one.path, one.rows) == ("doses/e/s.parquet", 2)


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_lake import *;"
        "print(write_part(Path(sys.argv[2]), 'doses', 'e/s', to_table(DOSES, Dose)).sha256)"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / "there")]
    there = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert write_part(tmp_path / "here", "doses", "e/s", to_table(DOSES, Dose)).sha256 == there


def test_a_part_that_is_there_is_left_alone_and_a_damaged_one_replaced(tmp_path: Path) -> None:
    part = write_part(tmp_path, "doses", "e/s", to_table(DOSES, Dose))
    file = tmp_path / part.path
    made = file.stat().st_mtime_ns
    assert write_part(tmp_path, "doses", "e/s", to_table(DOSES, Dose)) == part
    assert file.stat().st_mtime_ns == made
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    assert write_part(tmp_path, "doses", "e/s", to_table(DOSES, Dose)) == part
    verify(tmp_path, part)


def test_a_damaged_or_missing_part_is_named(tmp_path: Path) -> None:
    part = write_part(tmp_path, "doses", "e/s", to_table(DOSES, Dose))
    file = tmp_path / part.path
    file.write_bytes(b"PAR1 something else PAR1")
    with pytest.raises(LakeError, match=r"doses/e/s\.parquet: damaged.*Delete the file and run again"):
        verify(tmp_path, part)
    file.unlink()
    with pytest.raises(LakeError, match=r"doses/e/s\.parquet: cannot be read \(No such file"):
        verify(tmp_path, part)


def test_a_shard_is_complete_while_all_its_parts_are_there(tmp_path: Path) -> None:
    first = write_shard(tmp_path, [Page("a.txt", PAGE.text, records=(DOSES[0],))])
    other = write_shard(tmp_path, [Page("b.txt", "Nothing to take.")], engine="another")
    assert read_manifests(tmp_path, ENGINE) == [first]
    assert read_manifests(tmp_path / "nowhere", ENGINE) == []
    assert read_manifests(tmp_path) == [other, first]
    assert is_complete(tmp_path, first)
    (tmp_path / first.parts[-1].path).unlink()
    assert not is_complete(tmp_path, first)


def test_a_manifest_comes_back_as_it_was_and_a_broken_one_is_named(tmp_path: Path) -> None:
    manifest = write_shard(tmp_path, [PAGE])
    assert read_manifests(tmp_path, ENGINE) == [manifest]
    manifest_path(tmp_path, manifest).write_text('{"shard_id": 1}')
    with pytest.raises(LakeError, match=rf"manifests/{ENGINE}/{manifest.shard_id}\.json: cannot be read as a ShardM"):
        read_manifests(tmp_path)


def test_runs_come_back_in_the_order_of_their_start(tmp_path: Path) -> None:
    snapshots = [snapshot(number, [PAGE]) for number in (10, 2, 1)]
    for found in snapshots:
        write_run(tmp_path, found)
    assert read_runs(tmp_path) == snapshots[::-1]
    assert read_runs(tmp_path / "nowhere") == []


@given(st.text("0123456789abcdef", min_size=1), st.none() | st.text("0123456789abcdef", min_size=1))
def test_version_keys(article: str, version: str | None) -> None:
    assert split_version(version_key(article, version)) == (article, version)


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    write_atomic(file, b"old")
    with pytest.raises(TypeError):
        write_atomic(file, "no bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["file.json"]
    assert file.read_bytes() == b"old"


def test_a_killed_writer_leaves_whole_files_only(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from warehouse.lake import write_atomic\n"
        "while True:\n"
        "    for letter in b'ab': write_atomic(Path(sys.argv[1]), bytes([letter]) * 1_000_000)"
    )
    file = tmp_path / "manifests" / "e" / "s.json"
    for moment in (0.01, 0.013, 0.017):
        writer = subprocess.Popen([sys.executable, "-c", code, str(file)])
        while not file.exists():
            time.sleep(0.005)
        time.sleep(moment)
        writer.kill()
        writer.wait()
        data = file.read_bytes()
        assert len(data) == 1_000_000 and len(set(data)) == 1
    sweep(tmp_path)
    assert [path.name for path in file.parent.iterdir()] == ["s.json"]


def test_leftovers_are_not_read_and_are_swept(tmp_path: Path) -> None:
    manifest: ShardManifest = write_shard(tmp_path, [PAGE])
    leftover = manifest_path(tmp_path, manifest).with_name(".writing-s.json-x1.json")
    leftover.write_text('{"shard')
    assert read_manifests(tmp_path) == [manifest]
    assert sweep(tmp_path) == 1
    assert not leftover.exists()
