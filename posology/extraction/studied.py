"""What stands inside the words that tell of a study was given or done in it, whatever its own sentence looks like."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from posology.extraction.drafts import Draft


def told_by_studies(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, with doses and times inside a trial's quote as studied, no longer as advice."""
    found = list(drafts)
    trials = sorted((draft.start, draft.end) for draft in found if draft.kind == "trial")
    starts = [start for start, _ in trials]

    def is_told(draft: Draft) -> bool:
        index = bisect_right(starts, draft.start) - 1
        return index >= 0 and draft.end <= trials[index][1]

    return [
        replace(draft, values={**draft.values, "context": "studied"})
        if draft.values.get("context") in ("recommended", "product") and is_told(draft)
        else draft
        for draft in found
    ]
