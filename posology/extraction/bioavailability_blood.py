"""Blood levels that one form raises more than another: "D3 is more effective than D2 at raising vitamin D levels"."""

import re
from collections.abc import Iterator
from typing import Any

from posology.extraction import bioavailability_guards as guards
from posology.extraction.bioavailability_compare import named_at
from posology.extraction.bioavailability_numbers import bounded
from posology.extraction.bioavailability_subject import subject
from posology.extraction.bioavailability_view import Candidate, View
from posology.extraction.drafts import Draft
from posology.extraction.marks import Extent

_LEVELS = (
    r"(?:levels?|status|concentrations?|stores|(?:plasma|serum|blood|circulating|brain|muscle|tissue)"
    r"\s(?!levels?|concentrations?)[a-z0-9-]+)\b"
)
_ABLE = re.compile(
    rf"(?P<no>\b(?:no|not|isn't|aren't|wasn't)\s(?:any )?)?\b(?P<less>less )?(?P<same>(?:equally|as|similarly"
    rf"|just as) )?(?:much |far |significantly |considerably |slightly )?(?:more )?(?:effective|effectively"
    rf"|efficient|efficiently|potent|better|superior|efficacious|successful)\b(?P<than>[^.;|]{{0,70}}?)\s(?:at|in"
    rf"|for) (?:raising|increasing|elevating|boosting|maintaining|improving|correcting|restoring"
    rf"|replenishing)\b[^.;|]{{0,60}}?{_LEVELS}"
)
_RAISES = re.compile(
    rf"\b(?:raises?|increases?|elevates?|boosts?|raised"
    rf"|increased)\b[^.;|]{{0,60}}?{_LEVELS}(?: of _)?[^.;|]{{0,30}}?\b(?P<degree>more|better|faster|higher|less"
    rf"|further|longer|to a greater extent|to a lesser extent|as much)\b(?: \w+ly| effectively"
    rf"| efficiently)?(?= than| compared| over| when| as)"
)
_THAN = re.compile(r"\s(?:than|compared (?:to|with)|over|versus|vs\.?|as)\s")
_NAMED_LEVEL = re.compile(r"\b(?:levels?|status|concentrations?|stores)\b")
_FLUID = re.compile(r"\b(?:plasma|serum|blood|circulating|brain|muscle|tissue)\s$")
_BESIDE = 16
_TISSUE = re.compile(r"\b(?:brain|tissue|muscle|cellular|intracellular|cell)\b")


def find_raising(view: View) -> Iterator[Draft]:
    """Claims that a form raises levels better than another does."""
    if guards.is_question(view) or not view.candidates:
        return
    low = view.doc.low
    for pattern in (_ABLE, _RAISES):
        match = pattern.search(low, view.start, min(view.end, view.start + 600))
        if match is None:
            continue
        before = [c for c in view.candidates if c.end <= match.start()]
        than = _THAN.search(low, match.start(), min(view.end, match.end() + 40))
        found = named_at(view, than.end() - 1) if than else None
        if found is not None and low.startswith(" alone", found[1]):
            continue  # something is added to it
        if (
            not before
            or found is None
            or not _is_level(view, match)
            or guards.is_denied(view, match.start(), match.end())
        ):
            continue
        others = [
            c for c in before if (c.form or c.substance) != found[0]
        ]  # "D2 ..., and it is less effective than D3"
        yield _draft(view, (others or before)[-1], match, found)
        return


def _is_level(view: View, match: "re.Match[str]") -> bool:
    """Whether what is raised is a level of something that is taken: "plasma zinc", and not "blood flow"."""
    if _NAMED_LEVEL.search(match[0]):
        return True
    inside = [c for c in view.candidates if match.start() <= c.start < match.end()]
    return any(_FLUID.search(view.doc.low, max(view.start, c.start - 14), c.start) for c in inside)


def _draft(view: View, who: Candidate, match: "re.Match[str]", found: tuple[str, int]) -> Draft:
    groups = match.groupdict()
    lower = bool(groups.get("less")) or groups.get("degree") in ("less", "to a lesser extent")
    measure = "bioavailability" if _TISSUE.search(match[0]) else "blood_level"
    same = groups.get("same") or (groups.get("no") and not lower)
    start, numbers = _numbers(view, match.start(), match.end())
    values = {
        "measure": measure,
        **numbers,
        "level": None,
        "direction": "lower" if lower else "similar" if same else "higher",
        "comparator": found[0],
    }
    end = max(match.end(), found[1])
    return Draft(
        "bioavailability", start, end, view.sentence, "bioavailability.raises", subject(view.doc, view, who), values
    )


def _numbers(view: View, start: int, end: int) -> tuple[int, dict[str, Any]]:
    """A percentage or ratio that stands with the claim, and where the claim then begins: "87% more potent"."""
    values: dict[str, Any] = {"low": None, "high": None, "ratio": None}
    for mark in view.numbers:
        if mark.kind not in ("percent", "ratio") or not start - _BESIDE <= mark.start < end:
            continue
        if mark.start < start and view.doc.low[mark.end : start].strip() not in ("", "more", "as"):
            continue
        if mark.kind == "percent":
            number = bounded(view, mark)
            return min(start, number.start), {**values, "low": number.low, "high": number.high}
        assert isinstance(mark.value, Extent)
        return min(start, mark.start), {**values, "ratio": mark.value.high}
    return start, values
