"""When a predicted record is right: the contract's rules for gold and prediction, kind by kind.

A prediction is right when its quote lies where the gold quote lies (their words overlap) and its core fields agree.
Trials need their quote and one stated fact; references an identifier, or the words of their entry; forms are a set
per article, whatever the quote. Records are plain mappings in the contract's fields, as JSON holds them.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

Claim = Mapping[str, Any]
"""One record in the contract's fields."""
SYNONYMS = Path(__file__).parent / "lexicons" / "synonyms.toml"


class Fields(NamedTuple):
    """The fields of a kind: those that must agree for a prediction to be right, and those compared then."""

    core: tuple[str, ...]
    rest: tuple[str, ...]


FIELDS: Mapping[str, Fields] = {
    "dose": Fields(
        ("substance", "low", "high", "unit", "per_weight"),
        ("form", "basis", "per", "times_per_day", "context", "population"),
    ),
    "timing": Fields(("aspect", "relation", "event", "low", "high"), ("substance", "context")),
    "form": Fields(("substance", "form"), ("form_kind",)),
    "bioavailability": Fields(("target", "low", "high", "ratio", "level", "direction"), ("measure", "comparator")),
    "trial": Fields(
        (),
        (
            "design", "blinding", "placebo_controlled", "year", "sample_size", "study_count", "duration_days",
            "journal", "institution", "country", "authors", "population", "doi", "pmid", "nct", "markers", "findings",
        ),
    ),
    "reference": Fields((), ("marker", "year", "title", "authors", "journal", "doi", "pmid", "pmcid", "nct")),
}  # fmt: skip
"""`per_weight` is whether a dose is per kilogram, `target` the form, else the substance."""
TRIAL_FACTS = (
    "design", "year", "sample_size", "study_count", "duration_days", "journal", "institution", "country", "authors",
    "doi", "pmid", "nct",
)  # fmt: skip
"""One of these must be stated and agree for a trial to be right."""
IDENTIFIERS = ("doi", "pmid", "pmcid", "nct", "url")
_FREE_TEXT = frozenset({"population", "title", "authors", "journal", "institution", "country", "comparator"})
_NAMES = frozenset({"substance", "form", "comparator", "event"})
_HALF = 0.5  # of the words, for two quotes to lie in the same place
_MOSTLY = 0.6  # of the words, for free text and the entries of reference lists
_AROUND = 8  # words that may stand around a quote that lies whole inside the other

_SIGNS = re.compile(r"[®™]")
_GAPS = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_WORD = re.compile(r"\w+")
_DOI = re.compile(r"10\.\d{4,}/\S+")
_ADDRESS_START = re.compile(r"^(?:https?://)?(?:www\.)?")


@lru_cache(maxsize=1)
def accepted_names() -> Mapping[str, str]:
    """Accepted other names of substances and forms, each to the name that it scores as."""
    table: dict[str, list[str]] = tomllib.loads(SYNONYMS.read_text("utf-8"))
    return {str(plain(other)): str(plain(name)) for name, others in table.items() for other in others}


def plain(value: Any) -> Any:
    """A value without what may differ in writing: case, dashes, spaces, trade marks, the fifth decimal; "" is None."""
    if isinstance(value, str):
        folded = _SIGNS.sub("", unicodedata.normalize("NFKC", value).lower())
        return _GAPS.sub(" ", folded).strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 4)
    return value


def comparable(claim: Claim, name: str) -> Any:
    """The value of a field, or of `target` and `per_weight`, as it is compared; None where nothing is stated."""
    if name == "target":
        return comparable(claim, "form") or comparable(claim, "substance")
    if name == "per_weight":
        return claim.get("per") in ("kg", "kg_day")
    if name in IDENTIFIERS:
        return _identifier(name, claim.get(name))
    value = plain(claim.get(name))
    return accepted_names().get(value, value) if name in _NAMES and isinstance(value, str) else value


def _identifier(name: str, value: Any) -> str | None:
    """A bare identifier: the DOI, the digits of the others, an address without scheme and final slash."""
    if value is None:
        return None
    written = unicodedata.normalize("NFKC", str(value)).strip().lower()
    if name == "url":
        return _ADDRESS_START.sub("", written).rstrip("/") or None
    if name == "doi":
        doi = _DOI.search(written)
        return doi[0].rstrip(".,;)") if doi else None
    digits = re.search(r"\d+", written)
    return digits[0].lstrip("0") if digits else None


def core(claim: Claim) -> tuple[Any, ...]:
    """The values that must agree; empty for trials and references, which have rules of their own."""
    return tuple(comparable(claim, name) for name in FIELDS[claim["kind"]].core)


@lru_cache(maxsize=65536)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def overlap(one: str | None, other: str | None) -> float:
    """The share of words that two texts have in common (Dice), 0 to 1."""
    a, b = _words(one or ""), _words(other or "")
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def same_place(gold: Claim, predicted: Claim) -> bool:
    """Whether two quotes carry the same words: mostly equal, or one inside the other with little around it."""
    one, other = gold.get("quote") or "", predicted.get("quote") or ""
    if not _words(other):
        return False
    shorter, longer = sorted((_words(one), _words(other)), key=Counter.total)
    inside = not shorter - longer and longer.total() <= shorter.total() + _AROUND
    return inside or overlap(one, other) >= _HALF


def agree(gold: Claim, predicted: Claim, name: str) -> bool:
    """Whether one field agrees; free text may differ in words, lists in order."""
    mine, theirs = gold.get(name), predicted.get(name)
    if name == "findings":
        return _findings_agree(mine or [], theirs or [])
    if name == "markers":
        return {plain(str(marker)) for marker in mine or []} == {plain(str(marker)) for marker in theirs or []}
    if name == "marker":
        return bool(plain(str(mine)) == plain(str(theirs)))
    if comparable(gold, name) == comparable(predicted, name):
        return True
    if name not in _FREE_TEXT or not mine or not theirs:
        return False
    alike = overlap(str(mine), str(theirs)) >= _MOSTLY
    return alike or (name == "authors" and bool(_words(str(mine)) & _words(str(theirs))))


def _findings_agree(gold: Sequence[Claim], predicted: Sequence[Claim]) -> bool:
    """Whether at least half of all findings of both sides are common to them."""
    left = list(predicted)
    common = 0
    for finding in gold:
        match = next((other for other in left if _same_finding(finding, other)), None)
        if match is not None:
            left.remove(match)
            common += 1
    return 2 * common >= len(gold) + len(predicted) - common


def _same_finding(one: Claim, other: Claim) -> bool:
    if one.get("direction") != other.get("direction"):
        return False
    change = one.get("change_percent")
    return overlap(one.get("outcome"), other.get("outcome")) >= _HALF or (
        change is not None and change == other.get("change_percent")
    )


def fit(gold: Claim, predicted: Claim) -> float:
    """How well a prediction fits a gold record of its kind: 0 is no match, more is better."""
    near = overlap(gold.get("quote"), predicted.get("quote"))
    kind = gold["kind"]
    if kind == "trial":
        facts = sum(comparable(gold, name) is not None and agree(gold, predicted, name) for name in TRIAL_FACTS)
        return near + facts if facts and (near >= _HALF or same_place(gold, predicted)) else 0.0
    if kind == "reference":
        shared = [name for name in IDENTIFIERS if comparable(gold, name) and comparable(predicted, name)]
        if shared:
            return float(sum(comparable(gold, name) == comparable(predicted, name) for name in shared))
        return near if near >= _MOSTLY else 0.0
    if core(gold) != core(predicted) or (kind != "form" and not same_place(gold, predicted)):
        return 0.0
    return 1 + near + sum(agree(gold, predicted, name) for name in FIELDS[kind].rest) / 100


class Pairing(NamedTuple):
    """Gold and predicted records of one kind and article, each used once at most."""

    pairs: tuple[tuple[Claim, Claim], ...]
    missed: tuple[Claim, ...]
    spurious: tuple[Claim, ...]


def pair(gold: Sequence[Claim], predicted: Sequence[Claim]) -> Pairing:
    """Pair records of one kind and article, the best fits first; of equal fits the first in the lists' order."""
    gold, predicted = _distinct(gold), _distinct(predicted)
    fits = [(fit(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)]
    partner: dict[int, int] = {}
    for fitness, i, j in sorted(fits, key=lambda row: -row[0]):
        if fitness and i not in partner and j not in partner.values():
            partner[i] = j
    taken = set(partner.values())
    return Pairing(
        tuple((gold[i], predicted[j]) for i, j in partner.items()),
        tuple(claim for i, claim in enumerate(gold) if i not in partner),
        tuple(claim for j, claim in enumerate(predicted) if j not in taken),
    )


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Forms once each, at their first mention; the other kinds as they are."""
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for claim in claims:
        if claim["kind"] == "form":
            if core(claim) in seen:
                continue
            seen.add(core(claim))
        kept.append(claim)
    return kept
