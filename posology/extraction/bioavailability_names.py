"""Names of a sentence as a claim of absorption sees them: its subject, its company, what it is compared with."""

import re
from collections.abc import Sequence

from posology.extraction.bioavailability_view import Candidate, View

_PREPOSED = re.compile(r"\b(?:in|into|to|with|for|by|from|on|of|as)\s(?:the |a |an |your |our )?(?:[a-z-]+ )?$")
_IN_FORM = re.compile(r"\s\(|\s?,?\s(?:in|as)\s(?:the |its |a |an )?(?:form of )?")
_CALLED = re.compile(
    r"\((?:the |an? )?(?:complex |form |product |compound |combination |formulation |result )?(?:is )?"
    r"(?:called|known as|sold as|marketed as|branded|named) $"
)
_ORDINARY = re.compile(
    r"\b(?:and|or)\s(?:plain|ordinary|regular|standard|normal|conventional|traditional|unmodified)\s$"
)
_EXPLAINS = re.compile(
    r",\s(?:an?|the|our|one of the|which is an?|which is the|from|whether|either|including|like|such as|even"
    r"|sold as|known as|also called|taken)\s[^,.;]{0,40}"
)


def main_of(view: View, candidates: Sequence[Candidate], start: int) -> Candidate:
    """The grammatical subject: the last name that follows no preposition, a form before its own bare substance."""
    last = candidates[-1]
    free = [c for c in candidates if not _PREPOSED.search(view.doc.low, max(view.start, c.start - 24), c.start)]
    chosen = free[-1] if free and not is_relative(view, last, start) else last
    behind = next(
        (c for c in candidates if c.start > chosen.start and c.form and c.compound and c.substance == chosen.substance),
        None,
    )
    if behind is not None and _IN_FORM.fullmatch(view.doc.low, chosen.end, behind.start):
        return behind
    if chosen.form is None:
        forms = [c for c in candidates if c.form and c.substance in (None, chosen.substance) and c.start < chosen.start]
        if forms:
            return forms[-1]
    return chosen


def is_relative(view: View, last: Candidate, start: int) -> bool:
    """Whether "which is", "that are" or a bracket ties the claim to the name right before it."""
    return bool(re.match(r"s?,?\s?\**(?:\((?!\w+\))|(?:that|which)\s|:)", view.doc.low[last.end : start + 1]))


def with_company(view: View, chosen: Candidate, among: Sequence[Candidate]) -> list[Candidate]:
    """The chosen name and those coordinated with it, in order: "oxide or citrate"."""
    seen: dict[tuple[str | None, str | None], Candidate] = {}
    for candidate in view.group_of(chosen):
        if candidate in among:
            seen.setdefault(candidate.key, candidate)
    return list(seen.values())


def outside_brackets(view: View, names: list[Candidate], start: int) -> list[Candidate]:
    """The names without those in a closed bracket, where any are left: "formulations (such as Theracurmin) push"."""
    low = view.doc.low
    inner = [
        c
        for c in names
        if low.rfind("(", view.start, c.start) > low.rfind(")", view.start, c.start)
        and low.find(")", c.end, start) >= 0
    ]
    free = [c for c in names if c not in inner]
    called = next((c for c in inner if _CALLED.search(low, max(view.start, c.start - 40), c.start)), None)
    if called is not None and called.form and free and called.substance == free[-1].substance:
        return [called]  # "silybin with phosphatidylcholine (the complex called silybin phytosome)"
    if inner and not free:
        return [c for c in inner if c in view.group_of(inner[0])]  # "A phospholipid complex (Berbevis; ...)"
    if (
        free
        and inner
        and inner[-1].form
        and inner[-1].substance == free[-1].substance
        and inner[-1].start - free[-1].end <= 3
    ):
        return names  # "Vitamin K2 (MK-7)"
    return [c for c in free or names if not is_apposition(view, c)] or names


def is_ordinary(view: View, candidate: Candidate) -> bool:
    """Whether a name is the plain thing that another is measured against: "X and ordinary Y are equivalent"."""
    return bool(_ORDINARY.search(view.doc.low, max(view.start, candidate.start - 20), candidate.start))


def is_apposition(view: View, candidate: Candidate) -> bool:
    """Whether a name only explains the one before it: "Ubiquinol, the reduced form of CoQ10, is ..."."""
    previous = [c for c in view.candidates if c.end <= candidate.start]
    if not previous or not _EXPLAINS.fullmatch(view.doc.low, previous[-1].end, candidate.start):
        return False
    return bool(re.match(r"[^,.;]{0,40},", view.doc.low[candidate.end : candidate.end + 42]))
