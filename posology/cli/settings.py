"""`posology config`: which settings hold, and where each comes from."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from posology.cli.console import write_json
from posology.config import Loaded, Settings


def print_settings(loaded: Loaded, *, as_json: bool) -> None:
    """Print each setting with its value, its origin and what it means."""
    values = loaded.settings.model_dump(mode="json")
    if as_json:
        write_json({name: {"value": value, "from": loaded.origins[name]} for name, value in values.items()})
        return
    table = Table("setting", "value", "from", "meaning")
    for name, value in values.items():
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        meaning = Settings.model_fields[name].description or ""
        table.add_row(*(Text(cell) for cell in (name, shown, loaded.origins[name], meaning)))
    Console().print(table)
