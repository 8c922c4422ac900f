"""The lake: Parquet parts, the manifests of shards, and what each run found.

    lake/<table>/<engine_hash>/<shard_id>.parquet     rows; the same articles and engine make the same bytes
    lake/manifests/<engine_hash>/<shard_id>.json      a shard that is done, and the checksums of its parts
    lake/runs/<run_id>.json                           a run, and the article versions that it found

Every file is written beside its place, synced, and renamed: a file that is there is whole. A shard counts as done when
its manifest and all its parts are there, so a part that was deleted is made again by the next run.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, Field, ValidationError

from posology.errors import LakeError
from schemas.base import Contract, Strings
from schemas.runs import Part, Run, ShardManifest

Model = TypeVar("Model", bound=BaseModel)

ORDER = ("article_id", "start", "end", "source", "record_id")
"""Rows are sorted by those of these columns that they have, so that equal rows make equal bytes."""
TEMPORARY = ".writing-"
PLAIN_COLUMNS = frozenset({"text"})
"""Long values that hardly repeat: a dictionary of them costs time and saves nothing."""


class Snapshot(Contract):
    """A run, and the state of the world that it found."""

    run: Run = Field(description="The run.")
    versions: Strings = Field(description="The article versions that it found, as article_id:version_id.")


def version_key(article_id: str, version_id: str | None) -> str:
    """An article version as manifests and snapshots write it; nothing follows the colon where bytes were unreadable."""
    return f"{article_id}:{version_id or ''}"


def split_version(key: str) -> tuple[str, str | None]:
    """(article_id, version_id) of a key made by `version_key`."""
    article_id, _, version_id = key.rpartition(":")
    return article_id, version_id or None


def write_part(lake: Path, table: str, name: str, rows: pa.Table) -> Part:
    """Writes rows to `lake/<table>/<name>.parquet` and says what was written; `name` is '<engine_hash>/<shard_id>'.

    A part that is there already with the same bytes is left alone; a damaged one is replaced.
    """
    data = _parquet_bytes(rows)
    part = Part(table=table, path=f"{table}/{name}.parquet", rows=rows.num_rows, sha256=_sha256(data))
    path = lake / part.path
    if not (path.is_file() and path.stat().st_size == len(data) and _sha256(path.read_bytes()) == part.sha256):
        write_atomic(path, data)
    return part


def write_manifest(lake: Path, manifest: ShardManifest) -> Path:
    """Marks a shard as done; call it after all its parts are written."""
    path = manifest_path(lake, manifest)
    write_atomic(path, _json_bytes(manifest))
    return path


def manifest_path(lake: Path, manifest: ShardManifest) -> Path:
    """Where a manifest stands."""
    return lake / "manifests" / manifest.engine_hash / f"{manifest.shard_id}.json"


def read_manifests(lake: Path, engine_hash: str | None = None) -> list[ShardManifest]:
    """The manifests of one engine, or of all, in a fixed order; LakeError names one that cannot be read."""
    folder = lake / "manifests" / (engine_hash or "")
    return [_read(path, ShardManifest) for path in sorted(folder.rglob("*.json")) if not _is_temporary(path)]


def is_complete(lake: Path, manifest: ShardManifest) -> bool:
    """Whether all parts of a shard are there; says nothing about their bytes."""
    return all((lake / part.path).is_file() for part in manifest.parts)


def verify(lake: Path, part: Part) -> None:
    """Compares a part with its checksum; LakeError names the part and how to mend it."""
    path = lake / part.path
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LakeError(f"{path}: cannot be read ({error.strerror}). {_MEND}") from error
    if found != part.sha256:
        raise LakeError(f"{path}: damaged: its SHA-256 is {found}, its manifest says {part.sha256}. {_MEND}")


def write_run(lake: Path, snapshot: Snapshot) -> Path:
    """Writes down a run and what it found; call it between a load that succeeded and its publication."""
    path = lake / "runs" / f"{snapshot.run.run_id}.json"
    write_atomic(path, _json_bytes(snapshot))
    return path


def read_runs(lake: Path) -> list[Snapshot]:
    """All runs, the oldest first; LakeError names a file that cannot be read."""
    paths = (path for path in (lake / "runs").glob("*.json") if not _is_temporary(path))
    return sorted((_read(path, Snapshot) for path in paths), key=lambda s: (s.run.started, s.run.run_id))


def sweep(lake: Path) -> int:
    """Removes what a killed run left half-written; counts the files. Only for who holds the home's lock."""
    leftovers = list(_temporary_files(lake))
    for path in leftovers:
        path.unlink(missing_ok=True)
    return len(leftovers)


def write_atomic(path: Path, data: bytes) -> None:
    """Writes a file so that, whenever the machine stops, it is either whole or not there (or as it was before)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{TEMPORARY}{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # mkstemp's 0600 would lock other users of the lake out
        replace_synced(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def replace_synced(new: Path, final: Path) -> None:
    """Renames in one step and makes the rename last."""
    new.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


_MEND = "Delete the file and run again: its articles will be extracted anew."


def _parquet_bytes(rows: pa.Table) -> bytes:
    keys: list[tuple[str, Literal["ascending", "descending"]]]
    keys = [(name, "ascending") for name in ORDER if name in rows.column_names]
    ordered = rows.sort_by(keys) if keys and rows.num_rows > 1 else rows
    encoded = [name for name in rows.column_names if name not in PLAIN_COLUMNS]
    sink = pa.BufferOutputStream()
    pq.write_table(ordered.combine_chunks(), sink, compression="zstd", use_dictionary=encoded)  # type: ignore[arg-type]
    return sink.getvalue().to_pybytes()


def _json_bytes(model: BaseModel) -> bytes:
    return model.model_dump_json(indent=1).encode() + b"\n"


def _read(path: Path, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise LakeError(f"{path}: cannot be read as a {model.__name__}: {error}. {_MEND}") from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_temporary(path: Path) -> bool:
    return path.name.startswith(TEMPORARY)


def _temporary_files(lake: Path) -> Iterator[Path]:
    return (path for path in lake.rglob(f"{TEMPORARY}*") if path.is_file())
