"""Claims that two words of one sentence gave, made one where they are one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from posology.extraction.document import Document
from posology.extraction.drafts import Draft

_JOINED = re.compile(
    r"[\s,()*-]*(?:(?:and|or|with|at|about|around|roughly|sometimes|often|of|up to|only|just|an?|absorption|rate"
    r"|approximately|estimated|as|low|little|much|high|the|body|by|is|exceeding|reaching)[\s,(-]+){0,5}$"
)


def merged(doc: Document, drafts: list[Draft]) -> Iterator[Draft]:
    """Drafts with a number in apposition to a level made one, and the same claim read twice dropped."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
        other = next((k for k in reversed(kept) if k.subject == draft.subject and _belongs(doc, k, draft)), None)
        if other is None:
            kept.append(draft)
        else:
            kept[kept.index(other)] = _joined(other, draft)
    yield from kept


def _belongs(doc: Document, first: Draft, second: Draft) -> bool:
    a, b = first.values, second.values
    if a == b and second.start < first.end:
        return True
    numbers = ("low", "high", "ratio")
    has_number = any(a[n] is not None for n in numbers), any(b[n] is not None for n in numbers)
    if all(has_number):
        return all(a[n] == b[n] for n in numbers) and second.start < first.end
    if (a["level"] and b["ratio"]) or (a["ratio"] and b["level"]):
        return False
    if not any(has_number):
        return second.start < first.end and a["measure"] == b["measure"] and a["direction"] == b["direction"]
    if a["direction"] and b["direction"] and a["direction"] != b["direction"]:
        return False
    between = doc.low[first.end : second.start]
    return (
        not between or bool(_JOINED.match(between)) or (bool(a["level"]) and between.strip() in (";", ":", "-", "--"))
    )


def _joined(first: Draft, second: Draft) -> Draft:
    values = {
        name: first.values[name] if first.values[name] is not None else second.values[name] for name in first.values
    }
    return replace(first, end=max(first.end, second.end), values=values)
