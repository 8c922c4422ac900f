"""The warehouse's plain SQL files: one object or one check each, in the order of their names."""

from collections.abc import Iterator
from importlib.resources import files


def scripts(folder: str) -> Iterator[tuple[str, str]]:
    """(name without suffix, text) of the SQL files in `warehouse/sql/<folder>`."""
    found = (entry for entry in files("warehouse").joinpath("sql", folder).iterdir() if entry.name.endswith(".sql"))
    for entry in sorted(found, key=lambda entry: entry.name):
        yield entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8")
