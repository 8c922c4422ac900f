"""Adjectives of absorption before their noun: "highly absorbable citrate", "a well absorbed form like citrate"."""

import re
from collections.abc import Sequence

from posology.extraction.bioavailability_names import main_of, with_company
from posology.extraction.bioavailability_view import Anchor, Candidate, View

_EXAMPLES = re.compile(
    r"[\s,(:]{1,3}(?:of _ )?[\s,(]{0,2}(?:\()?(?:like|such as|including|called|known as|e\.?g\.?,?|for example,?"
    r"|namely|as|-|\()\s?(?:the |a )?$|\s?\($"
)
_IDENTIFIED = re.compile(
    r"[a-z ,_'*-]{0,70}?\b(?:is|are|include|includes|including|being|called|would be|tends to be|remains|as|,"
    r"|:)\s?(?:found in |considered |probably |likely |likely to be |the |either |both |-)*\**$"
)
_POINTED = re.compile(
    r"\b(?:(?:this|these|our)\s(?:[a-z-]+,?\s){0,2}|(?:this|that) (?:form|type|version|compound|complex|supplement"
    r"|mineral|salt|one|nutrient|herb|formula|chelate|product|variant|extract)\b[^.;]{0,50}|(?:it's|it is|it was|it"
    r"|they are|they're|its)\s(?:[a-z-]+,?\s){0,6})$"
)
_CLASS_AFTER = re.compile(
    r",?(?:\s(?!(?:than|as|with|compared|in|by|when|from|to|into|for|is|are|it|which|because|but|so|on"
    r"|through)\b)[a-z-]+,?){0,3}?\s(?:forms?|types?|versions?|formulations?|formulas?|supplements?|products?"
    r"|options?|choices?|sources?|salts?|compounds?|chelates?|ingredients?|minerals?|nutrients?|vitamins?|brands?"
    r"|variet(?:y|ies)|preparations?|delivery|blends?|alternatives?|proteins?|extracts?|molecules?|magnesiums?"
    r"|state)\b"
)
_DIRECT = re.compile(
    r"(?:[\s,-]{1,2}(?:and |& )?(?:organic|elemental|chelated|form of|forms of|form|natural|pure|active|supplemental"
    r"|source of|sources of|version of|type of|types of|liquid|vegan|plant-based|highly|soluble|stable|premium"
    r"|complete|versions of|of|supplement:|the|compound|curcuminoid|bioactive|coenzymated|methylated|fully|reacted"
    r"|buffered|gentle|well-tolerated|forms?,)){0,4}[\s(:]{1,2}$"
)


def attributed(view: View, anchor: Anchor, before: list[Candidate]) -> list[Candidate] | None:
    """An adjective before its noun: "highly absorbable citrate", "a well absorbed form like citrate"."""
    end = anchor.end
    after = [c for c in view.candidates if c.start >= end]
    if (
        after
        and len(gap := view.doc.low[end : after[0].start]) < 60
        and _DIRECT.match(gap)
        and not re.match(r"\s?(?:of|,\s?)\s?$", gap)
    ):
        if re.search(r"\bforms?,? (?:of|source)|\b(?:source|version|type|form)s? of\b", gap):
            return _form_of(view, anchor, before, after)
        owners = [c for c in before if c.form and c.substance == after[0].substance]
        if after[0].form is None and owners:
            return [main_of(view, owners, anchor.start)]
        return with_company(view, after[0], after) if anchor.part == "adjective" or gap.strip(" -") == "" else None
    if match := _CLASS_AFTER.match(view.doc.low, end, min(view.end, end + 60)):
        return _class_named(view, before, after, match.end(), anchor)
    return None


def _form_of(view: View, anchor: Anchor, before: list[Candidate], after: list[Candidate]) -> list[Candidate] | None:
    """ "(This) highly bioavailable form of magnesium (is citrate)"."""
    return _class_named(view, before, after[1:], after[0].end, anchor) or _pointed(view, anchor, after[0])


def _pointed(view: View, anchor: Anchor, named: Candidate) -> list[Candidate]:
    return [named] if is_pointed(view, anchor) else []


def is_pointed(view: View, anchor: Anchor) -> bool:
    """Whether "this", "it is a" stands before the adjective."""
    return bool(_POINTED.search(view.doc.low[max(view.start, anchor.start - 60) : anchor.start]))


def _class_named(
    view: View, before: list[Candidate], after: Sequence[Candidate], end: int, anchor: Anchor
) -> list[Candidate]:
    """The form that a class word stands for: its examples, the predicate behind it, or the subject before it."""
    low = view.doc.low
    if after:
        gap = view.between(end, after[0].start)
        if len(gap) < 90 and (_EXAMPLES.match(gap) or (len(gap) < 45 and _EXAMPLES.search(gap[-24:]))):
            return with_company(view, after[0], after)
    named = [c for c in before if c.form]
    if named:
        return with_company(view, main_of(view, named, anchor.start), named)
    forms = [c for c in after if c.form]
    if forms:
        gap = view.between(end, forms[0].start)
        if len(gap) < 110 and (_IDENTIFIED.match(gap) or _EXAMPLES.match(gap)):
            return with_company(view, forms[0], forms)
    if before and re.search(
        r"\b(?:is|are|offers?|provides?|delivers?|as|being|was|remains)\b", low[before[-1].end : anchor.start]
    ):
        return before[-1:]
    return []
