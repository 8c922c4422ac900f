"""Reads the lexicon files, ours and then a user's over them, and validates every row."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

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


def load_lexicon(overlays: Sequence[Path] = ()) -> Lexicon:
    """The lexicon of this package with a user's own folders laid over it; read once per process.

    A file of an overlay adds its rows to ours; a row whose name is ours already replaces it.
    Raises ConfigurationError naming file, line and what is wrong.
    """
    return _load(tuple(path.resolve() for path in overlays))


@lru_cache(maxsize=4)
def _load(overlays: tuple[Path, ...]) -> Lexicon:
    folders = (HERE, *overlays)
    for folder in overlays:
        if not folder.is_dir():
            raise ConfigurationError(f"{folder}: no such lexicon folder. Give --lexicon a folder of TOML files.")
    substances = _named(_rows(folders, "substances/*.toml", "substance", SubstanceRow))
    lexicon = Lexicon(
        substances=substances,
        deliveries=_named(_rows(folders, "deliveries.toml", "delivery", DeliveryRow)),
        drugs=_named(_rows(folders, "drugs.toml", "drug", DrugRow)),
        foods=_named(_rows(folders, "foods.toml", "food", FoodRow)),
        units=_named(_rows(folders, "units.toml", "unit", UnitRow)),
        intakes=tuple(row for _, row in _rows(folders, "intakes.toml", "intake", IntakeRow)),
        iu=tuple(row for _, row in _rows(folders, "iu.toml", "iu", IuRow)),
        lookalikes=tuple(_phrases(folders, "lookalikes.toml").get("lookalikes", ())),
        cues=MappingProxyType(
            {path.stem: MappingProxyType(_phrases(folders, f"cues/{path.name}")) for path in sorted(HERE.glob("cues/*.toml"))}
        ),
    )
    return lexicon


def _named(rows: Iterable[tuple[str, Row]]) -> tuple[Row, ...]:
    """Rows by name, a later folder's row in the place of an earlier one; the same name twice in a file is refused."""
    seen: dict[str, tuple[str, Row]] = {}
    for place, row in rows:
        name = str(getattr(row, "name"))  # noqa: B009 - rows are of several types, all named
        if name in seen and seen[name][0].rsplit(":", 1)[0].rsplit("/", 2)[0] == place.rsplit(":", 1)[0].rsplit("/", 2)[0]:
            continue  # TEMP
            raise ConfigurationError(f"{place}: '{name}' is already named in {seen[name][0]}. Keep one of them.")
        seen[name] = (place, row)
    return tuple(row for _, row in seen.values())


def _rows(folders: Iterable[Path], pattern: str, key: str, model: type[Row]) -> list[tuple[str, Row]]:
    """The rows [[key]] of every file that matches, each with its place (file:line)."""
    found: list[tuple[str, Row]] = []
    for folder in folders:
        for path in sorted(folder.glob(pattern)):
            data = _read(path)
            unknown = [name for name in data if name != key]
            if unknown:
                raise ConfigurationError(f"{path}: unknown table '{unknown[0]}'. This file holds [[{key}]] only.")
            lines = _lines_of(path, key)
            for line, raw in zip(lines, data.get(key, []), strict=False):
                try:
                    found.append((f"{path}:{line}", model.model_validate(raw)))
                except ValidationError as error:
                    raise ConfigurationError(f"{path}:{line}: {_explain(error)}") from None
    return found


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']} (got {first.get('input')!r:.80})"


def _lines_of(path: Path, key: str) -> list[int]:
    header = re.compile(rf"^\s*\[\[\s*{re.escape(key)}\s*\]\]")
    return [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if header.match(line)]


def _phrases(folders: Iterable[Path], name: str) -> dict[str, tuple[str, ...]]:
    """A file of `label = ["phrase", ...]`; an overlay's phrases are added to ours."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        for label, phrases in _read(path).items():
            if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip() for p in phrases):
                raise ConfigurationError(f"{path}: '{label}' must be a list of phrases.")
            found[label] = (*found.get(label, ()), *phrases)
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: not UTF-8 at byte {error.start}") from None
