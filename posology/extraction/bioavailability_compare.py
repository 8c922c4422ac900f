"""Comparators: the form, or the class of forms, that a claim of absorption is measured against."""

import re
from dataclasses import dataclass

from posology.extraction.bioavailability_view import Anchor, Candidate, View

_CLASS = re.compile(
    r"\s?(?:(?:the|that|those|what|of|from|with|in|its|most|many|any|all|some|found|seen|when|using|absorption|bioavailability|rate|rates|more|taking|typical)\s){0,5}"
    r"((?:other|inorganic|organic|non-?chelated|unchelated|chelated|standard|conventional|traditional|regular|ordinary|cheaper|cheap|synthetic|generic|common|basic|alternative|mineral|non-?liposomal|oral|larger|typical|isolated|different)"
    r"\s(?:[a-z0-9-]+\s){0,2}?(?:forms?|salts?|supplements?|types?|versions?|sources?|chelates?|powders?|pills?|tablets?|capsules?|products?|formulations?|formulas?|compounds?|extracts?|options?|preparations?|ones|minerals?|proteins?|magnesiums?|brands?|vitamins?))\b"
)
_PLACEBO = re.compile(r"\s?(?:the |a )?(placebo|control)\b")
_LEAD = re.compile(
    r"\s?(?:(?:the|that|those|what|of|from|with|in|its|most|a|an|taking|using|seen|found|typically|for|by|same|absorption|bioavailability|rate|rates|dose|amount|equivalent|form|forms|like|such as|both|either|when|consuming|oral|swallowing|popular|cheaper|cheap|common|\d+%?|\d+-\d+%|about|just|only|around|as|low|uptake|levels|to|more|less|its cousin|cousin|counterpart|its counterpart|counterparts)\s){0,8}"
    r"((?:standard|regular|plain|unformulated|conventional|native|free|ordinary|unprocessed|crude|pure|normal|raw|synthetic|natural|traditional|typical|isolated|powdered|non-liposomal|unmodified|basic|inorganic|organic|generic)\s)?\**$"
)
_COORDINATED = re.compile(r"\s?(?:,|/|&|,?\s(?:and|or)\s)\s?(?:the )?$")
_GAP = re.compile(r"[^.;|]{0,70}$")
_IN_MEASURE = re.compile(r"(?:'s?)?\s(?:(?:in|for|on|when it comes to|in terms of|with regard to|by)\s)?(?:(?:the|its|their|both|overall|of|in|terms|superior|far|oral|intestinal|same|level|levels|rate|high|and|cellular|a)\s)*$")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a claim is compared with; `direction` where the comparing verb itself says it."""

    start: int
    end: int
    comparator: str | None
    direction: str | None
    subject_end: int | None = None
    """Where the grammatical subject must end, for a comparing verb before the anchor."""


def comparison_behind(view: View, end: int) -> Comparison | None:
    """The comparison that follows a claim ending at `end`, in the same sentence."""
    for mark in view.labelled("bio.than", "bio.outdo", "bio.outdone"):
        if mark.end <= end:
            continue
        if mark.start - end > 70 or not _GAP.match(view.doc.low[end : max(end, mark.start)]):
            return None
        found = named_at(view, mark.end)
        if found is None:
            continue
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        direction = "higher" if "bio.outdo" in labels else "lower" if "bio.outdone" in labels else None
        return Comparison(mark.start, found[1], found[0], direction)
    return None


def comparison_before(view: View, start: int, first: int) -> Comparison | None:
    """The comparison that opens a claim's clause: "Compared to oxide, ...", "favored over other forms"."""
    for mark in view.labelled("bio.than"):
        if first <= mark.start and mark.end <= start and start - mark.end < 90:
            found = named_at(view, mark.end)
            if found is not None and found[1] <= start:
                return Comparison(mark.start, found[1], found[0], None)
    return None


def comparing_verb(view: View, anchor: Anchor) -> Comparison | None:
    """"struggles to match glycinate's bioavailability", "outperforms oxide in absorption"."""
    if anchor.part != "noun":
        return None
    for mark in view.labelled("bio.outdo", "bio.outdone"):
        if mark.end > anchor.start or anchor.start - mark.end > 80:
            continue
        found = named_at(view, mark.end)
        if found is None or found[1] > anchor.start or not _IN_MEASURE.match(view.doc.low, found[1], anchor.start):
            continue
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        direction = "higher" if "bio.outdo" in labels else "lower"
        return Comparison(mark.start, anchor.end, found[0], direction, mark.start)
    return None


def named_at(view: View, at: int) -> tuple[str, int] | None:
    """The comparator that begins at an offset, and where it ends: a class as written, else names in canonical form."""
    low = view.doc.low
    stop = min(view.end, at + 120)
    for pattern in (_CLASS, _PLACEBO):
        if match := pattern.match(low, at, stop):
            return match[1], match.end(1)
    behind = [c for c in view.candidates if at <= c.start < stop]
    if not behind:
        return None
    lead = _LEAD.match(low[at : behind[0].start])
    if lead is None:
        return None
    names = [_name(behind[0], lead[1])]
    end = behind[0].end
    for candidate in behind[1:]:
        if not _COORDINATED.fullmatch(low, end, candidate.start):
            break
        names.append(_name(candidate, None))
        end = candidate.end
    return " and ".join(dict.fromkeys(names)), end


def _name(candidate: Candidate, adjective: str | None) -> str:
    name = candidate.form or candidate.substance or ""
    return f"{adjective.strip()} {name}" if adjective and not candidate.form else name
