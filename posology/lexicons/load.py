"""Reads the lexicon files, ours and then a user's over them, and validates every row."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from posology.errors import ConfigurationError
from posology.lexicons.model import (
    DeliveryRow,
    DrugRow,
    FoodRow,
    IntakeRow,
    IuRow,
    SubstanceRow,
    UnitRow,
)
from schemas.base import Contract

HERE = Path(__file__).parent
FILES = ("deliveries.toml", "drugs.toml", "foods.toml", "units.toml", "intakes.toml", "iu.toml", "lookalikes.toml")
"""What a user's folder may hold, besides any `substances/*.toml` and the cue files that ours has."""
Row = TypeVar("Row", bound=Contract)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All that the grammar knows by name. Rows keep the order of their files."""

    substances: tuple[SubstanceRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    drugs: tuple[DrugRow, ...]
    foods: tuple[FoodRow, ...]
    units: tuple[UnitRow, ...]
    intakes: tuple[IntakeRow, ...]
    iu: tuple[IuRow, ...]
    lookalikes: tuple[str, ...]
    cues: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Cue phrases by file and label: cues["dose"]["limit"]."""


@dataclass(frozen=True, slots=True)
class _Placed(Generic[Row]):
    """A row with the folder that it comes from and its place there (file:line)."""

    folder: Path
    place: str
    row: Row


def load_lexicon(overlays: Sequence[Path] = ()) -> Lexicon:
    """The lexicon of this package with a user's own folders laid over it; read once per process.

    A file of an overlay adds its rows to ours; a row whose name is ours already replaces it, one without a name never.
    Raises ConfigurationError naming file, line and what is wrong.
    """
    return _load(tuple(path.resolve() for path in overlays))


@lru_cache(maxsize=4)
def _load(overlays: tuple[Path, ...]) -> Lexicon:
    for folder in overlays:
        _check_names(folder)
    folders = (HERE, *overlays)
    return Lexicon(
        substances=_named(_rows(folders, "substances/*.toml", "substance", SubstanceRow)),
        deliveries=_named(_rows(folders, "deliveries.toml", "delivery", DeliveryRow)),
        drugs=_named(_rows(folders, "drugs.toml", "drug", DrugRow)),
        foods=_named(_rows(folders, "foods.toml", "food", FoodRow)),
        units=_named(_rows(folders, "units.toml", "unit", UnitRow)),
        intakes=tuple(placed.row for placed in _rows(folders, "intakes.toml", "intake", IntakeRow)),
        iu=tuple(placed.row for placed in _rows(folders, "iu.toml", "iu", IuRow)),
        lookalikes=tuple(_phrases(folders, "lookalikes.toml").get("lookalikes", ())),
        cues=MappingProxyType(
            {name: MappingProxyType(_phrases(folders, f"cues/{name}.toml")) for name in _cue_files()}
        ),
    )


def _cue_files() -> list[str]:
    return sorted(path.stem for path in HERE.glob("cues/*.toml"))


def _check_names(folder: Path) -> None:
    """Refuse a user's folder that is missing, or holds a file that nobody would read."""
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: no such lexicon folder. Give --lexicon a folder of TOML files.")
    known = {*FILES, *(f"cues/{name}.toml" for name in _cue_files())}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        if name not in known and path.parent != folder / "substances":
            names = ", ".join(("substances/*.toml", *sorted(known)))
            raise ConfigurationError(f"{path}: no lexicon file has this name; known are {names}")


def _named(rows: Iterable[_Placed[Row]]) -> tuple[Row, ...]:
    """Rows by name, a later folder's row in the place of an earlier one; the same name twice in a folder is refused."""
    seen: dict[str, _Placed[Row]] = {}
    for placed in rows:
        name = str(getattr(placed.row, "name"))  # noqa: B009 - rows are of several types, all named
        before = seen.get(name)
        if before is not None and before.folder == placed.folder:
            raise ConfigurationError(f"{placed.place}: '{name}' is already named in {before.place}; keep one of them")
        seen[name] = placed
    return tuple(placed.row for placed in seen.values())


def _rows(folders: Iterable[Path], pattern: str, key: str, model: type[Row]) -> list[_Placed[Row]]:
    """The rows [[key]] of every file that matches, validated, in the order of folders, files and lines."""
    return [
        placed
        for folder in folders
        for path in sorted(folder.glob(pattern))
        for placed in _rows_of(folder, path, key, model)
    ]


def _rows_of(folder: Path, path: Path, key: str, model: type[Row]) -> Iterable[_Placed[Row]]:
    text, data = _read(path)
    lines = text.splitlines()
    for name in data:
        if name != key:
            line = _find(lines, name)
            raise ConfigurationError(f"{path}:{line}: unknown table '{name}'. This file holds [[{key}]] only.")
    rows = data.get(key, [])
    headers = _headers(lines, key)
    if not isinstance(rows, list) or len(headers) != len(rows):
        raise ConfigurationError(f"{path}:{_find(lines, key)}: begin each row with a line [[{key}]].")
    for line, raw in zip(headers, rows, strict=True):
        try:
            yield _Placed(folder, f"{path}:{line}", model.model_validate(raw))
        except ValidationError as error:
            problem = error.errors()[0]
            at = _line_of(lines, line, key, problem["loc"])
            where = ".".join(str(part) for part in problem["loc"])
            complaint = f"{where}: {problem['msg']} (got {problem['input']!r:.80})"
            raise ConfigurationError(f"{path}:{at}: {complaint}") from None


def _headers(lines: Sequence[str], key: str) -> list[int]:
    """Numbers of the lines [[key]], from 1."""
    header = re.compile(rf"^\s*\[\[\s*{re.escape(key)}\s*\]\]")
    return [number for number, line in enumerate(lines, 1) if header.match(line)]


def _line_of(lines: Sequence[str], row: int, key: str, place: Sequence[object]) -> int:
    """The line of a value at ("kind",) or ("form", 2, "kind") of the row that begins at line `row`; else the row's."""
    for part, following in zip(place, [*place[1:], None], strict=True):
        if isinstance(part, str) and isinstance(following, int):
            inner = [line for line in _headers(lines, f"{key}.{part}") if line > row]
            if following < len(inner):
                row, key = inner[following], f"{key}.{part}"
                continue
        if isinstance(part, str):
            return _find(lines, part, row)
    return row


def _find(lines: Sequence[str], name: str, after: int = 0) -> int:
    """The first line behind line `after` that sets `name` or opens its table, within that table; else `after`, or 1."""
    sets = re.compile(rf"""^\s*\[*\s*["']?{re.escape(name)}["']?\s*(?:=|\.|\])""")
    for number, line in enumerate(lines[after:], after + 1):
        if sets.match(line):
            return number
        if after and line.lstrip().startswith("[["):
            break
    return after or 1


def _phrases(folders: Iterable[Path], name: str) -> dict[str, tuple[str, ...]]:
    """A file of `label = ["phrase", ...]`; an overlay's phrases are added to ours."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        text, data = _read(path)
        for label, phrases in data.items():
            if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip() for p in phrases):
                line = _find(text.splitlines(), label)
                raise ConfigurationError(f"{path}:{line}: '{label}' must be a list of phrases, none of them empty.")
            if starred := next((phrase for phrase in phrases if "*" in phrase[:-1]), None):
                line = _find(text.splitlines(), label)
                raise ConfigurationError(f"{path}:{line}: '{starred}': a `*` may only stand at a phrase's end.")
            found[label] = (*found.get(label, ()), *phrases)
    return found


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file and what it says."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{path}:{line}: not UTF-8. Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        line_named = re.search(r"at line (\d+)", str(error))
        at = line_named[1] if line_named else text.count("\n") + 1
        raise ConfigurationError(f"{path}:{at}: not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from None
