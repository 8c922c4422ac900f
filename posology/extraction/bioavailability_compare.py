"""Comparators: the form, or the class of forms, that a claim of absorption is measured against."""

import re
from dataclasses import dataclass

from posology.extraction.bioavailability_view import Anchor, Candidate, View, marks_in

_CLASS = re.compile(
    r"\s?(?:(?:the|that|those|what|of|from|with|in|its|most|many|any|all|some|found|seen|when|using|absorption"
    r"|bioavailability|rate|rates|more|taking|typical)\s){0,5}"
    r"((?:other|inorganic|organic|non-?chelated|unchelated|chelated|standard|conventional|traditional|regular"
    r"|ordinary|cheaper|cheap|synthetic|generic|common|basic|alternative|mineral|non-?liposomal|oral|larger|typical"
    r"|isolated|different)"
    r"\s(?:[a-z0-9-]+\s){0,2}?(?:forms?|salts?|supplements?|types?|versions?|sources?|chelates?|powders?|pills?"
    r"|tablets?|capsules?|products?|formulations?|formulas?|compounds?|extracts?|options?|preparations?|ones"
    r"|minerals|proteins|brands?|vitamins)|others(?= |[.,;)]|$))\b"
)
_PLACEBO = re.compile(
    r"\s?(?:(?:the|a|an|that|those|of|from|with|in|what|seen|when|given by)\s){0,4}(placebo|control"
    r"|(?:intramuscular |iv "
    r"|intravenous )?injections?|intravenous (?:administration|dosing)|food sources|dietary sources|whole foods?)\b"
)
_LEAD = re.compile(
    r"\s?(?:(?:the|that|those|what|of|from|with|in|its|most|a|an|taking|using|typically|rate|seen|found"
    r"|for|by|on|after|same|[\d.,]+ ?(?:mg|mcg|g|iu|ug)|absorption|bioavailability|rate|rates|dose|amount"
    r"|equivalent|form|forms|like|such as|both|either"
    r"|when|consuming|oral|swallowing|popular|cheaper|cheap|common|[\d.]+ ?%?|[\d.]+ ?-+ ?[\d.]+ ?%|about|just|only"
    r"|around|as|low|uptake|levels|to|more|less|its cousin|cousin|counterpart|its counterpart|counterparts"
    r"|conventional)\s){0,12}"
    r"((?:standard|regular|plain|unformulated|conventional|native|free|ordinary|unprocessed|crude|pure|normal|raw"
    r"|synthetic|natural|traditional|typical|isolated|powdered|non-liposomal|unmodified|basic|inorganic|organic"
    r"|generic)\s)?(?:[a-z-]+\s)?\**$"
)
_BEHIND_COMPARED = re.compile(
    r"\b(?:compared (?:to|with)|versus|vs\.?|than|outperform\w*|against|over|beat\w*|surpass\w*"
    r"|exceed\w*)\s(?:(?:the|an?|just|only|about|around|roughly|mere|approximately|typical|up to|\d[\d.%-]*"
    r"|to)\s){0,4}$"
)
_COOKED = re.compile(r"\b(?:cooked|raw|fresh|farmed|wild|smoked|fortified|whole)\s(?=$)")
_WRITTEN = re.compile(r"\s?(?:the )?([a-z][a-z-]{3,})\s\((?=[^()]{0,20}%)")
_AS = re.compile(r"\s(?:to|as|with)\b")
_RIGHT_BEHIND, _FAR = 24, 70
_GAP = re.compile(r"[^.;|]{0,70}$")
_IN_MEASURE = re.compile(
    r"(?:'s?)?\s(?:(?:in|for|on|when it comes to|in terms of|with regard to|by)\s)?(?:(?:the|its|their|both|overall"
    r"|of|in|terms|superior|far|oral|intestinal|same|level|levels|rate|high|and|cellular|a)\s)*$"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a claim is compared with; `direction` where the comparing verb itself says it."""

    start: int
    end: int
    comparator: str | None
    direction: str | None
    share: bool = False
    """Whether a percentage before it is a share of the comparator's own."""
    subject_end: int | None = None
    """Where the grammatical subject must end, for a comparing verb before the anchor."""


def comparison_behind(view: View, end: int, direction: str | None) -> Comparison | None:
    """The comparison that follows a claim ending at `end`, in the same sentence."""
    even = direction in ("similar", "lower")  # "similar to", "not as well as"
    if even and (match := _AS.match(view.doc.low, end, view.end)) and (found := named_at(view, match.end())):
        return Comparison(end, found[1], found[0], None)
    for mark in view.labelled("bio.than", "bio.outdo", "bio.outdone"):
        if mark.end < end or (mark.end == end and direction != "similar"):
            continue  # "is similar to": the words of degree compare too
        if mark.start - end > _FAR or not _GAP.match(view.doc.low[end : max(end, mark.start)]):
            return None
        found = named_at(view, mark.end)
        if found is None:
            continue
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        direction = "higher" if "bio.outdo" in labels else "lower" if "bio.outdone" in labels else None
        share = view.doc.low[mark.start : mark.end] in (
            "relative to",
            "that of",
            "of that from",
            "of that of",
            "of that seen with",
        )
        return Comparison(mark.start, found[1], found[0], direction, share and mark.start - end < _RIGHT_BEHIND)
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
    """ "struggles to match glycinate's bioavailability", "outperforms oxide in absorption"."""
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
        return Comparison(mark.start, anchor.end, found[0], direction, subject_end=mark.start)
    return None


def named_at(view: View, at: int) -> tuple[str, int] | None:
    """The comparator that begins at an offset, and where it ends: a class as written, else names in canonical form."""
    low = view.doc.low
    stop = min(view.end, at + 120)
    for pattern in (_CLASS, _PLACEBO):
        if match := pattern.match(low, at, stop):
            return match[1], match.end(1)
    behind = [c for c in view.candidates if at <= c.start < stop]
    if not behind or _WRITTEN.match(low, at, behind[0].start):
        return _food_at(view, at, stop) or _written_at(view, at, stop)
    lead = _LEAD.match(low[at : behind[0].start])
    if lead is None:
        return None
    company = [c for c in view.group_of(behind[0]) if c.start >= at]
    names = [_name(company[0], lead[1]), *(_name(c, None) for c in company[1:])]
    end = company[-1].end
    return " and ".join(dict.fromkeys(names)), end


def _written_at(view: View, at: int, stop: int) -> tuple[str, int] | None:
    """A comparator of one word that is no name by itself: "better than methyl (49% v 44%)"."""
    match = _WRITTEN.match(view.doc.low, at, stop)
    if match is None:
        return None
    full = (m.form for m in view.doc.mentions if m.form and m.form.startswith(match[1]) and m.form != match[1])
    return next(full, match[1]), match.end(1)


def _food_at(view: View, at: int, stop: int) -> tuple[str, int] | None:
    """The food that a claim is measured against: "similar to that from cooked salmon"."""
    for mark in marks_in(view.sentence, at, stop):
        if mark.kind == "name" and any(sense.kind == "food" for sense in mark.value):  # type: ignore[attr-defined]
            words = view.doc.low[at : mark.start]
            adjective = _COOKED.search(words)
            if _LEAD.match(_COOKED.sub("", words)):
                return (adjective[0] if adjective else "") + view.doc.low[mark.start : mark.end], mark.end
            return None
    return None


def is_other_side(view: View, start: int) -> bool:
    """Whether a claim stands right behind a comparing word: "vastly outperforming the 4% absorption of oxide"."""
    return bool(_BEHIND_COMPARED.search(view.doc.low, max(view.start, start - 50), start))


def _name(candidate: Candidate, adjective: str | None) -> str:
    if adjective and candidate.substance and (candidate.form is None or not candidate.compound):
        return f"{adjective.strip()} {candidate.substance}"
    return candidate.form or candidate.substance or ""
