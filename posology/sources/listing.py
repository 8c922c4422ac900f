"""What to read: files, folders, globs and URIs become a list of files, each with the name that identifies it.

An article's name is its path relative to the root of its source: the folder itself, the part of a glob before its
first wildcard, or the folder that a single file stands in. The name, not the machine's path, goes into identities.
"""

import glob
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from posology.errors import SourceError
from posology.sources.model import SourceFile
from posology.sources.opening import REMOTE, WEB, remote_errors, scheme_of, store_of

WILDCARD = re.compile(r"[*?[]")
URI_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file that was found: its whole path tells it apart from namesakes."""

    location: str
    path: PurePath
    name: str


def find_files(sources: Sequence[str]) -> tuple[SourceFile, ...]:
    """List the files of the sources in a stable order, each once, hidden ones left out.

    Two different files with one name (``a/x.txt`` and ``b/x.txt`` given one by one) get as many of their parent
    folders as tell them apart. Raises SourceError for a source that does not exist, holds no file, or needs a library
    that is not installed.
    """
    found: dict[PurePath, _Listed] = {}
    for source in sources:
        files = list(_remote_files(source) if scheme_of(source) else _files_of(source))
        if not files:
            raise SourceError(f"{source}: holds no files to read; give a file, a folder or a glob with articles in it")
        for file in files:
            found.setdefault(file.path, file)
    return tuple(sorted(_told_apart(found), key=lambda file: (file.name, file.location)))


def _local(path: Path, root: Path) -> _Listed:
    return _Listed(str(path), path.absolute(), _name(path, root))


def _files_of(source: str) -> Iterator[_Listed]:
    path = _local_path(source)
    if path.is_dir():
        return _walk(path)
    if path.is_file():
        return iter([_local(path, path.parent)])
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
    raise SourceError(f"{source}: {parts.scheme}:// is not supported; known are file, {', '.join(REMOTE)}")


def _remote_files(source: str) -> Iterator[_Listed]:
    """List an object, the objects under a prefix, or those that a glob matches; of a web server one page or file."""
    scheme = str(scheme_of(source))
    if scheme in WEB:
        parts = urlsplit(source)
        path = PurePosixPath(scheme, parts.netloc, parts.path.lstrip("/"), parts.query)
        yield _Listed(source, path, PurePosixPath(unquote(parts.path)).name or parts.netloc)
        return
    store, given = store_of(source)
    fixed = re.split(WILDCARD, given, maxsplit=1)[0]
    try:
        with remote_errors(source):
            if fixed != given:
                root, paths = fixed[: fixed.rfind("/") + 1], [path for path in store.glob(given) if store.isfile(path)]
            elif not given.endswith("/") and store.isfile(given):
                root, paths = given[: given.rfind("/") + 1], [given]
            else:
                root, paths = given.rstrip("/") + "/", store.find(given)
    except OSError as error:
        raise SourceError(f"{source}: cannot be listed ({error}); check the address and your access to it") from None
    for path in sorted(paths):
        name = path.removeprefix(root)
        if not any(part.startswith(".") for part in name.split("/")) and not path.endswith("/"):
            yield _Listed(f"{scheme}://{path}", PurePosixPath(scheme, path), name)


def _walk(root: Path) -> Iterator[_Listed]:
    def refuse(error: OSError) -> None:
        raise SourceError(f"{error.filename}: cannot be listed ({error.strerror}); give yourself access to it")

    for folder, folders, files in os.walk(root, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                yield _local(path, root)


def _matches(pattern: str) -> Iterator[_Listed]:
    fixed = re.split(WILDCARD, pattern, maxsplit=1)[0]
    root = Path(fixed[: fixed.rfind("/") + 1] or ".")
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  Path.glob takes no absolute pattern
        path = Path(match)
        if path.is_file():
            yield _local(path, root)


def _name(path: Path, root: Path) -> str:
    name = path.relative_to(root).as_posix()
    return os.fsencode(name).decode("utf-8", "backslashreplace")  # file names are bytes; ours are text


def _told_apart(found: dict[PurePath, _Listed]) -> Iterator[SourceFile]:
    """Lengthen equal names of different files by their parent folders until they differ."""
    namesakes: dict[str, list[PurePath]] = defaultdict(list)
    for path, file in found.items():
        namesakes[file.name].append(path)
    for name, paths in namesakes.items():
        depth = len(PurePosixPath(name).parts)
        while len({path.parts[-depth:] for path in paths}) < len(paths):
            depth += 1
        for path in paths:
            longer = "/".join(path.parts[-depth:]).lstrip("/")
            yield SourceFile(found[path].location, name if len(paths) == 1 else longer)
