"""Whom a claim of absorption is about, and what it is compared with.

The grammatical subject of the claim's clause carries it: a form, a delivery, a substance. What stands behind "than" is
the comparator, what a form is bound to or taken with is neither.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from posology.extraction.bioavailability_view import Anchor, Candidate, View
from posology.extraction.document import Document
from posology.extraction.drafts import Subject
from posology.extraction.resolve import NOBODY, resolve_outside

_COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|comparison (?:to|with)|versus|vs\.?|unlike|relative to|over|as opposed to|superior to|inferior to|similar to|comparable to|equivalent to|instead of|rather than|that of|against|replac\w+|outperform\w*|outperforming|surpass\w*|beats|match|matches|rivals)\s(?:(?:the|a|an|other|standard|regular|typical|common|cheaper|more|most|forms?|of|like|that|those|found|seen|in|with|from|traditional|conventional|synthetic|inorganic|salts?|such|as|both|either|ordinary|plain|unformulated|taking|using|absorption|bioavailability|equivalent|popular|basic|generic|swallowing|oral|pure|free|isolated|crude|native|its|poorly|absorbed)\s){0,6}$"
)
_BESIDE = re.compile(
    r"\b(?:bound to|binds? to|bonded to|attached to|combined with|complexed with|chelated (?:to|with)|binding|with the amino acids?|amino acids?|molecules? of|paired with|taken with|along with|together with|alongside|salt of|derived from|extracted from|made from|made with|sourced from|mixed with|reacted with|such as (?:pept1|the)|compete with|competes? with|for uptake,? like|converts? (?:in)?to|precursor to|precursor of|deficien\w+ in|low in|rich in|high in|by (?:taking|adding)|like its|with added|standardi[sz]ed (?:to|for|at)(?: [\d.]+ ?%)?|uses?|using|via|employs?|featuring|utili[sz]\w+|with)\s(?:(?:the|a|an|two|one|amino acid|molecules? of|of|organic)\s){0,4}$"
)
_PREPOSED = re.compile(r"\b(?:in|into|to|with|for|by|from|on|of)\s(?:the |a |an |your |our )?(?:[a-z-]+ )?$")
_EXAMPLES = re.compile(r"[\s,(:]{1,3}(?:of _ )?[\s,(]{0,2}(?:\()?(?:like|such as|including|called|known as|e\.?g\.?,?|for example,?|namely|as|-|\()\s?(?:the |a )?$|\s?\($")
_IDENTIFIED = re.compile(r"[a-z ,_'*-]{0,70}?\b(?:is|are|include|includes|including|being|called|would be|tends to be|remains|as|,|:)\s?(?:found in |considered |probably |likely |likely to be |the |either |both |-)*\**$")
_POINTED = re.compile(
    r"\b(?:(?:this|these|our)\s(?:[a-z-]+,?\s){0,2}|(?:this|that) (?:form|type|version|compound|complex|supplement|mineral|salt|one|nutrient|herb|formula|chelate|product|variant|extract)\b[^.;]{0,50}|(?:it's|it is|it was|it|they are|they're|its)\s(?:[a-z-]+,?\s){0,6})$"
)
_CLASS_AFTER = re.compile(
    r",?(?:\s(?!(?:than|as|with|compared|in|by|when|from|to|into|for|is|are|it|which|because|but|so|on|through)\b)[a-z-]+,?){0,3}?\s(?:forms?|types?|versions?|formulations?|formulas?|supplements?|products?|options?|choices?|sources?|salts?|compounds?|chelates?|ingredients?|minerals?|nutrients?|vitamins?|brands?|variet(?:y|ies)|preparations?|delivery|blends?|alternatives?|proteins?|extracts?|molecules?|magnesiums?|state)\b"
)
_DIRECT = re.compile(r"(?:[\s,-]{1,2}(?:and |& )?(?:organic|elemental|chelated|form of|forms of|form|natural|pure|active|supplemental|source of|sources of|version of|type of|types of|liquid|vegan|plant-based|highly|soluble|stable|premium|complete|versions of|of|supplement:|the|compound|curcuminoid|bioactive|coenzymated|methylated|fully|reacted|buffered|gentle|well-tolerated|forms?,)){0,4}[\s(:]{1,2}$")
_OBJECT_OF = re.compile(r"(?:\s(?:rate|rates|levels?|and [a-z]+))?\s(?:of|for|from|in)\s(?:the |your |its |this |oral |supplemental |dietary |elemental |standard |regular |plain |active |pure )*$")
_CLASS_SUBJECT = re.compile(
    r"\b(?:(?:some|certain|many|different|various|several|other|most|all|cheaper|organic|inorganic|chelated|synthetic|natural|poor-quality|high-quality|quality|not all|which|these types of|both|each|every|any|what|generic|liquid|fat-soluble|water-soluble)\s(?:[a-z-]+ ){0,2}(?:forms?|types?|versions?|supplements?|products?|salts?|minerals?|nutrients?|vitamins?|brands?|formulations?|ones|chelates|compounds?|fats?|carbs|carbohydrates|proteins?|foods?)|(?:^|[.;,]\s)(?:chelates|supplements|minerals|nutrients|vitamins|foods|powders|others|drugs|medications|products))\b"
)
_CLASS_OF = re.compile(
    r"\b(?:some|certain|many|different|various|several|other|most|all|cheaper|organic|inorganic|chelated|which|each|every|any|synthetic|natural|these|those|common|popular|multiple)\s(?:[a-z-]+\s)?(?:forms?|types?|versions?|supplements?|salts?|brands?|sources?|kinds?|varieties|preparations)\sof\s(?:the |your )?$"
)
_IN_FORM = re.compile(r"\s\(|\s?,?\s(?:in|as)\s(?:the |its |a |an )?(?:form of )?")
_RELATIVE = re.compile(r"s?(?: forms?)?,?\s(?:which|that)\s(?:(?:is|are|has|have|can|be|an?|also|typically|generally|only|the|offers?|tends? to)\s){0,4}")
_EXPLAINS = re.compile(r",\s(?:an?|the|our|one of the|which is an?|which is the)\s[^,.;]{0,40}")
_LABEL = re.compile(r"(?: \([^()]{1,40}\))?(?: powder| supplements?)?\s?(?:\*\*|[:-])")
_THE_COMPOUND = re.compile(r"\b(?:the|this) (?:compound|complex|mineral|form|supplement|molecule|chelate)\b")
_CLASS_WITH = re.compile(
    r"\b(?:forms?|supplements?|products?|formulations?|formulas?|versions?|types?|brands?|options?|ingredients?|minerals?|nutrients?|vitamins?|something|one|ones)\s(?:with|that|which|offering|for|known for|designed for|for their)\b[^.;]*$"
)


def subjects_of(view: View, anchor: Anchor, start: int, end: int) -> list[Candidate] | None:
    """Whom a claim at [start, end) around an anchor is about; empty: nobody in the sentence; null: it is no claim.

    A claim of several coordinated forms gives all of them.
    """
    clause = view.clause(min(start, anchor.start), max(end, anchor.end))
    inside = [c for c in view.candidates if clause[0] <= c.start < clause[1] and not _is_beside(view, c)]
    related = [c for c in view.candidates if c.end <= start]
    if related and _RELATIVE.fullmatch(view.doc.low, related[-1].end, start):
        return _with_company(view, related[-1], related)
    before = _outside_brackets(view, [c for c in inside if c.end <= max(start, clause[0] + 1) and not _is_compared(view, c)], start)
    if anchor.part in ("adjective", "verb"):
        said = _attributed(view, anchor, before)
        if said is not None:
            return said or ([] if _is_pointed(view, anchor) else None)
    if anchor.label == "bio.verb" and before and _absorbs_other(view, anchor, before):
        return None
    if anchor.part == "noun":
        said = _of_object(view, anchor, before, start)
        if said is not None:
            return said or None
    if before:
        chosen = _main(view, before, start)
        if chosen.form is None and _CLASS_OF.search(view.doc.low, max(view.start, chosen.start - 50), chosen.start):
            return None
        if _is_of_topic(view, chosen, start):
            return [replace(chosen, substance=view.doc.topic.substance, form=None)]
        return _with_company(view, chosen, before)
    return _elsewhere(view, anchor, inside, start, clause)


def _is_of_topic(view: View, chosen: Candidate, start: int) -> bool:
    """Whether "the compound" between a passing name and the claim points at the form that the article is about."""
    topic = view.doc.topic
    if chosen.form or not topic.form or chosen.substance == topic.substance:
        return False
    return bool(_THE_COMPOUND.search(view.doc.low, chosen.end, start))


def _outside_brackets(view: View, names: list[Candidate], start: int) -> list[Candidate]:
    """The names without those in a closed bracket, where any are left: "formulations (such as Theracurmin) push"."""
    low = view.doc.low
    inner = [c for c in names if low.rfind("(", view.start, c.start) > low.rfind(")", view.start, c.start) and 0 <= low.find(")", c.end, start)]
    free = [c for c in names if c not in inner]
    if free and inner and inner[-1].form and inner[-1].substance == free[-1].substance and inner[-1].start - free[-1].end <= 3:
        return names  # "Vitamin K2 (MK-7)"
    return [c for c in free or names if not _is_apposition(view, c)] or names


def _is_apposition(view: View, candidate: Candidate) -> bool:
    """Whether a name only explains the one before it: "Ubiquinol, the reduced form of CoQ10, is ..."."""
    previous = [c for c in view.candidates if c.end <= candidate.start]
    if not previous or not _EXPLAINS.fullmatch(view.doc.low, previous[-1].end, candidate.start):
        return False
    return bool(re.match(r"[^,.;]{0,40},", view.doc.low[candidate.end : candidate.end + 42]))


def _elsewhere(view: View, anchor: Anchor, inside: list[Candidate], start: int, clause: tuple[int, int]) -> list[Candidate] | None:
    """No name stands before the claim in its clause: the object behind it, or a name of an earlier clause."""
    within = [c for c in inside if start <= c.start < anchor.start]
    if within:
        return within[-1:]
    behind = [c for c in inside if c.start >= anchor.end and not _is_compared(view, c)]
    left = view.doc.low[clause[0] : start]
    pointed = re.search(r"\b(?:it|its|it's|they|their|this|these|which|that)\b", left[-60:])
    earlier = [c for c in view.candidates if c.end <= clause[0] and not _is_beside(view, c) and not _is_compared(view, c)]
    if behind and pointed and not earlier and behind[0].start - anchor.end < 60 and re.search(r"\b(?:its|their)\b", left[-40:]):
        return _with_company(view, behind[0], behind)  # "Because of its low bioavailability, curcumin ..."
    active = anchor.part == "verb" and not view.doc.low[anchor.start : anchor.end].endswith("ed")
    if behind and not pointed and (active or not earlier) and _speaks_of(view, anchor, behind[0]):
        return _with_company(view, behind[0], behind)
    if not pointed and (_CLASS_SUBJECT.search(left) or (not earlier and _CLASS_WITH.search(left))):
        return None
    return [_main(view, earlier, start)] if earlier else []


def _speaks_of(view: View, anchor: Anchor, candidate: Candidate) -> bool:
    """Whether a name behind an anchor is its object: "absorbs only 4% of magnesium oxide"."""
    gap = view.doc.low[anchor.end : candidate.start]
    return len(gap) <= 60 and not re.search(r"[.;:|]|\b(?:helps?|supports?|for|so|and|with|which|to|making|reduc\w+)\b", gap)


def _absorbs_other(view: View, anchor: Anchor, before: list[Candidate]) -> bool:
    """"K2 helps the body absorb calcium": an effect on another substance."""
    if view.doc.low[anchor.start : anchor.end].endswith(("ed", "up")):
        return False
    other = next((c for c in view.candidates if c.start >= anchor.end), None)
    if other is None or other.substance is None or any(c.substance in (None, other.substance) for c in before):
        return bool(re.match(r"\s(?:other |more |essential |certain |key )?(?:nutrients|vitamins|minerals|food|fats?)\b", view.doc.low[anchor.end : anchor.end + 30]))
    return len(view.doc.low[anchor.end : other.start]) < 25


def _attributed(view: View, anchor: Anchor, before: list[Candidate]) -> list[Candidate] | None:
    """An adjective before its noun: "highly absorbable citrate", "a well absorbed form like citrate"; null: no attribute."""
    end = anchor.end
    after = [c for c in view.candidates if c.start >= end]
    if after and len(gap := view.doc.low[end : after[0].start]) < 60 and _DIRECT.match(gap) and not re.match(r"\s?(?:of|,\s?)\s?$", gap):
        if re.search(r"\bforms?,? (?:of|source)|\b(?:source|version|type|form)s? of\b", gap):
            return _form_of(view, anchor, before, after)
        owners = [c for c in before if c.form and c.substance == after[0].substance]
        if after[0].form is None and owners:
            return [_main(view, owners, anchor.start)]
        return _with_company(view, after[0], after) if anchor.part == "adjective" or gap.strip(" -") == "" else None
    if match := _CLASS_AFTER.match(view.doc.low, end, min(view.end, end + 60)):
        return _class_named(view, before, after, match.end(), anchor)
    return None


def _form_of(view: View, anchor: Anchor, before: list[Candidate], after: list[Candidate]) -> list[Candidate] | None:
    """"(This) highly bioavailable form of magnesium (is citrate)"."""
    return _class_named(view, before, after[1:], after[0].end, anchor) or _pointed(view, anchor, after[0])


def _pointed(view: View, anchor: Anchor, named: Candidate) -> list[Candidate]:
    return [named] if _is_pointed(view, anchor) else []


def _is_pointed(view: View, anchor: Anchor) -> bool:
    """Whether "this", "it is a" stands before the adjective."""
    return bool(_POINTED.search(view.doc.low[max(view.start, anchor.start - 60) : anchor.start]))


def _class_named(view: View, before: list[Candidate], after: Sequence[Candidate], end: int, anchor: Anchor) -> list[Candidate]:
    """The form that a class word stands for: its examples, the predicate behind it, or the subject before it."""
    low = view.doc.low
    if after:
        gap = view.between(end, after[0].start)
        if len(gap) < 90 and (_EXAMPLES.match(gap) or _EXAMPLES.search(gap[-24:]) and len(gap) < 45):
            return _with_company(view, after[0], after)
    named = [c for c in before if c.form]
    if named:
        return _with_company(view, _main(view, named, anchor.start), named)
    forms = [c for c in after if c.form]
    if forms:
        gap = view.between(end, forms[0].start)
        if len(gap) < 110 and (_IDENTIFIED.match(gap) or _EXAMPLES.match(gap)):
            return _with_company(view, forms[0], forms)
    if before and re.search(r"\b(?:is|are|offers?|provides?|delivers?|as|being|was|remains)\b", low[before[-1].end : anchor.start]):
        return before[-1:]
    return []


def _of_object(view: View, anchor: Anchor, before: list[Candidate], start: int) -> list[Candidate] | None:
    """"absorption of X", "X absorption", "X's bioavailability"; null where the noun names no object of its own."""
    target = _object(view, anchor, start)
    if target is None:
        return None
    others = [c for c in before if c.end <= target.start]
    same = [c for c in others if c.substance is None or c.substance == target.substance]
    if same and target.form is None:
        return _with_company(view, _main(view, same, start), same)
    if target.form is not None or not others:
        return [target]
    # "Vitamin D improves calcium absorption": an effect on another substance, unless the claim stands by itself
    return [target] if target.start >= start and _is_predicate(view, anchor, others[-1], target) else []


def _is_predicate(view: View, anchor: Anchor, other: Candidate, target: Candidate) -> bool:
    return bool(re.search(r"[.;:]|\bthe $", view.doc.low[other.end : target.start]))


def _object(view: View, anchor: Anchor, start: int) -> Candidate | None:
    for candidate in view.candidates:
        if candidate.start >= anchor.end:
            gap = view.doc.low[anchor.end : candidate.start]
            return candidate if len(gap) < 40 and _OBJECT_OF.match(gap) else None
        joined = view.doc.low[candidate.end : anchor.start] if candidate.end <= anchor.start else "."
        if re.fullmatch(r"(?:'s?)?[\s-](?:oral |own |overall |relative |poor |low |high |limited |natural )?(?:absorption and |bioavailability and )?", joined):
            return candidate
    return None


def _main(view: View, candidates: Sequence[Candidate], start: int) -> Candidate:
    """The grammatical subject among names: the last that follows no preposition, a form before its own bare substance."""
    last = candidates[-1]
    free = [c for c in candidates if not _PREPOSED.search(view.doc.low, max(view.start, c.start - 24), c.start)]
    chosen = free[-1] if free and not _relative(view, last, start) else last
    behind = next((c for c in candidates if c.start > chosen.start and c.form and c.compound and c.substance == chosen.substance), None)
    if behind is not None and _IN_FORM.fullmatch(view.doc.low, chosen.end, behind.start):
        return behind
    if chosen.form is None:
        forms = [c for c in candidates if c.form and c.substance in (None, chosen.substance) and c.start < chosen.start]
        if forms:
            return forms[-1]
    return chosen


def _relative(view: View, last: Candidate, start: int) -> bool:
    """Whether "which is", "that are" or a bracket ties the claim to the name right before it."""
    return bool(re.match(r"s?,?\s?\**(?:\((?!\w+\))|(?:that|which)\s|:)", view.doc.low[last.end : start + 1]))


def _with_company(view: View, chosen: Candidate, among: Sequence[Candidate]) -> list[Candidate]:
    """The chosen name and those coordinated with it, in order: "oxide or citrate"."""
    seen: dict[tuple[str | None, str | None], Candidate] = {}
    for candidate in view.group_of(chosen):
        if candidate in among:
            seen.setdefault(candidate.key, candidate)
    return list(seen.values())


def _is_beside(view: View, candidate: Candidate) -> bool:
    return bool(_BESIDE.search(view.doc.low, max(view.start, candidate.start - 50), candidate.start))


def _is_compared(view: View, candidate: Candidate) -> bool:
    """Whether a name stands on the other side of a comparison."""
    return any(
        _COMPARED.search(view.doc.low[max(view.start, other.start - 80) : other.start])
        for other in view.group_of(candidate)
        if other.start <= candidate.start
    )


def subject(doc: Document, view: View, candidate: Candidate | None) -> Subject:
    """The subject that a name gives; a bare name takes the form that the article as a whole is about."""
    outside = resolve_outside(doc, view.sentence) if candidate is None or candidate.substance is None else NOBODY
    if candidate is None:
        return _label_of(doc, view) or outside
    if candidate.substance is None:
        owner = next((c for c in view.candidates if c.substance), None)
        if owner is not None:
            return Subject(owner.substance, candidate.form, "sentence", "sentence", owner.known)
        return Subject(outside.substance, candidate.form, outside.substance_from, "sentence", outside.known)
    if candidate.form:
        return Subject(candidate.substance, candidate.form, "sentence", "sentence", candidate.known)
    if doc.topic.form and doc.topic.substance == candidate.substance:
        return Subject(candidate.substance, doc.topic.form, "sentence", "topic", candidate.known)
    return Subject(candidate.substance, None, "sentence", None, candidate.known)


def _label_of(doc: Document, view: View) -> Subject | None:
    """The form that the block begins with as its label: "**Magnesium glycinate** - the gold standard. Highly ..."."""
    block = view.sentence.block
    first = next(iter(doc.mentions_in(block.start, min(block.end, block.start + 12))), None)
    if first is None or first.form is None or not _LABEL.match(doc.low, first.end, block.end):
        return None
    return Subject(first.substance, first.form, "paragraph", "heading", first.known)
