"""What a run has to say for itself when it is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.records import TABLES
from schemas.runs import Run

REJECT_COLUMNS = ("source", "stage", "code", "message")


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished run: its row, what the warehouse now holds, and what was rejected."""

    run: Run
    rows: Mapping[str, int]
    """Rows of each table."""
    rejects: Sequence[Mapping[str, str]]
    """source, stage, code and message of each rejected article."""
    warehouse: Path

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a program to read."""
        return {
            "run": self.run.model_dump(mode="json"),
            "rows": dict(self.rows),
            "rejects": [dict(reject) for reject in self.rejects],
            "warehouse": str(self.warehouse),
        }

    def figures(self) -> list[tuple[str, int]]:
        """The counts that matter, each with its name, in the order to show them."""
        return [
            ("articles", self.rows["articles"]),
            ("extracted anew", self.run.extracted),
            *((table, self.rows[table]) for table in TABLES.values()),
            ("records", self.run.records),
            ("rejects", self.run.rejects),
        ]

    def as_markdown(self) -> str:
        """The summary as a Prefect artifact."""
        figures = "\n".join(f"| {name} | {count:,} |" for name, count in self.figures())
        codes = Counter(reject["code"] for reject in self.rejects)
        reasons = "\n".join(f"- {code}: {count:,}" for code, count in codes.most_common()) or "- none"
        return (
            f"# Run {self.run.run_id}\n\nSources: {', '.join(f'`{source}`' for source in self.run.sources)}. "
            f"{self.run.seconds:.1f} s, {self.run.shards} shards, engine `{self.run.engine_hash}`. "
            f"Warehouse: `{self.warehouse}`.\n\n| what | count |\n|---|---:|\n{figures}\n\n## Rejected\n\n{reasons}\n"
        )
