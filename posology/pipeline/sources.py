"""What to read: files, folders and globs become a list of files, each with the name that identifies it.

An article's name is its path relative to the root of its source: the folder itself, the part of a glob before its
first wildcard, or the folder that a single file stands in. The name, not the machine's path, goes into identities.
"""

import glob
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from posology.errors import SourceError

WILDCARD = re.compile(r"[*?[]")
URI_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+://")
READ_PAUSES = (0.1, 0.5)  # seconds between tries: a network share hiccups; a missing file is not tried again


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read: where it is, and the name that stands for it everywhere else."""

    path: Path
    name: str


def find_files(sources: Sequence[str]) -> tuple[SourceFile, ...]:
    """List the files of the sources in a stable order, each once, hidden ones left out.

    Two different files with one name (``a/x.txt`` and ``b/x.txt`` given one by one) get as many of their parent
    folders as tell them apart. Raises SourceError for a source that does not exist or holds no file.
    """
    found: dict[Path, SourceFile] = {}
    for source in sources:
        files = list(_files_of(source))
        if not files:
            raise SourceError(f"{source}: holds no files to read; give a file, a folder or a glob with articles in it")
        for file in files:
            found.setdefault(file.path.absolute(), file)
    return tuple(sorted(_told_apart(found), key=lambda file: (file.name, str(file.path))))


def read_bytes(path: Path) -> bytes:
    """Read a file, trying again after a passing I/O error. Raises OSError when it cannot be read."""
    for pause in READ_PAUSES:
        try:
            return path.read_bytes()
        except (FileNotFoundError, PermissionError, IsADirectoryError):
            raise
        except OSError:
            time.sleep(pause)
    return path.read_bytes()


def _files_of(source: str) -> Iterator[SourceFile]:
    path = _local_path(source)
    if path.is_dir():
        return _walk(path)
    if path.is_file():
        return iter([SourceFile(path, _name(path, path.parent))])
    if not path.exists() and WILDCARD.search(str(path)):
        return _matches(str(path))
    if path.exists():
        raise SourceError(f"{source}: is neither a file nor a folder")
    raise SourceError(f"{source}: does not exist; check the spelling, or where you run the command from ({Path.cwd()})")


def _local_path(source: str) -> Path:
    if not URI_SCHEME.match(source):
        return Path(source)
    parts = urlsplit(source)
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return Path(unquote(parts.path))
    raise SourceError(f"{source}: {parts.scheme}:// is not supported; copy the articles to a folder and give that")


def _walk(root: Path) -> Iterator[SourceFile]:
    def refuse(error: OSError) -> None:
        raise SourceError(f"{error.filename}: cannot be listed ({error.strerror}); give yourself access to it")

    for folder, folders, files in os.walk(root, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                yield SourceFile(path, _name(path, root))


def _matches(pattern: str) -> Iterator[SourceFile]:
    fixed = re.split(WILDCARD, pattern, maxsplit=1)[0]
    root = Path(fixed[: fixed.rfind("/") + 1] or ".")
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  Path.glob takes no absolute pattern
        path = Path(match)
        if path.is_file():
            yield SourceFile(path, _name(path, root))


def _name(path: Path, root: Path) -> str:
    name = path.relative_to(root).as_posix()
    return os.fsencode(name).decode("utf-8", "backslashreplace")  # file names are bytes; ours are text


def _told_apart(found: dict[Path, SourceFile]) -> Iterator[SourceFile]:
    """Lengthen equal names of different files by their parent folders until they differ."""
    namesakes: dict[str, list[Path]] = defaultdict(list)
    for absolute, file in found.items():
        namesakes[file.name].append(absolute)
    for name, paths in namesakes.items():
        depth = len(Path(name).parts)
        while len({path.parts[-depth:] for path in paths}) < len(paths):
            depth += 1
        for path in paths:
            longer = "/".join(path.parts[-depth:]).lstrip("/")
            yield SourceFile(found[path].path, name if len(paths) == 1 else longer)
