"""Whom a claim of absorption is about, and what it is compared with.

The grammatical subject of the claim's clause carries it: a form, a delivery, a substance. What stands behind "than" is
the comparator, what a form is bound to or taken with is neither.
"""

import re

from posology.extraction.bioavailability_attribute import attributed, is_pointed
from posology.extraction.bioavailability_names import main_of, outside_brackets, with_company
from posology.extraction.bioavailability_view import Anchor, Candidate, View
from posology.extraction.document import Document, heading_key
from posology.extraction.drafts import Subject
from posology.extraction.resolve import NOBODY, resolve_outside

_OBJECT_OF = re.compile(
    r"(?:\s(?:rate|rates|levels?|and [a-z]+))?\s(?:of|for|from|in)\s(?:the |your |its |this |oral |supplemental "
    r"|dietary |elemental |standard |regular |plain |active |pure )*$"
)
_CLASS_SUBJECT = re.compile(
    r"\b(?:(?:some|certain|many|different|various|several|other|most|all|cheaper|organic|inorganic|chelated"
    r"|synthetic|natural|poor-quality|high-quality|quality|not all|which|these types of|both|each|every|any|what"
    r"|generic|liquid|fat-soluble|water-soluble)\s(?:[a-z-]+ ){0,2}(?:forms?|types?|versions?|supplements?|products?"
    r"|salts?|minerals?|nutrients?|vitamins?|brands?|formulations?|ones|chelates|compounds?|fats?|carbs"
    r"|carbohydrates|proteins?|foods?)|(?:^|[.;,]\s)(?:chelates|supplements|minerals|nutrients|vitamins|foods"
    r"|powders|others|drugs|medications|products))\b"
)
_CLASS_OF = re.compile(
    r"\b(?:some|certain|many|different|various|several|other|most|all|cheaper|organic|inorganic|chelated|which|each"
    r"|every|any|synthetic|natural|these|those|common|popular|multiple)\s(?:[a-z-]+\s)?(?:forms?|types?|versions?"
    r"|supplements?|salts?|brands?|sources?|kinds?|varieties|preparations)\sof\s(?:the |your )?$"
)
_RELATIVE = re.compile(
    r"s?(?: forms?)?,?\s(?:which|that)\s(?:(?:is|are|has|have|can|be|an?|itself|themselves|alone|also|typically"
    r"|generally|only|the|offers?"
    r"|tends? to)\s){0,4}"
)
_EXAMPLES = re.compile(
    r",?\s(?:\(|(?:such as|like|including|e\.g\.,?)\s)(?:e\.g\.,? |like |such as |including )?(?:the )?"
)
_LABEL = re.compile(r"(?: \([^()]{1,40}\))?(?: powder| supplements?)?\s?(?:\*\*|[:-])")
_BETWEEN = re.compile(r"(?: rates?| levels?)?(?:[\s,][a-z ]{0,24})?\s(?:between|among)\s(?:the |both )?")
_ON = re.compile(
    r",?\s(?:(?:in|among)\s[a-z ]{2,24}\s)?(?:on|with|after|from|for|following|when)\s(?:taking |the |using "
    r"|oral )*"
)
_PRONOUN = re.compile(
    r"[*\s]*(?:it|its|it's|they|their|this form|this type|this version|this compound|this salt|that form)\b"
)
_THE_COMPOUND = re.compile(r"\b(?:the|this) (?:compound|complex|mineral|form|supplement|molecule|chelate)\b")
_CLASS_WITH = re.compile(
    r"\b(?:forms?|supplements?|products?|formulations?|formulas?|versions?|types?|brands?|options?|ingredients?"
    r"|minerals?|nutrients?|vitamins?|something|one|ones)\s(?:with|that|which|offering|for|known for|designed for"
    r"|for their)\b[^.;]*$"
)


def subjects_of(view: View, anchor: Anchor, start: int, end: int, said: int) -> list[Candidate] | None:
    """Whom a claim at [start, end) around an anchor is about; empty: nobody in the sentence; null: it is no claim.

    `said` is where its own words end and those of a comparison begin.
    A claim of several coordinated forms gives all of them.
    """
    if behind := _told_behind(view, anchor, said):
        return behind
    clause = view.clause(min(start, anchor.start), max(end, anchor.end))
    inside = [c for c in view.candidates if clause[0] <= c.start < clause[1] and c not in view.beside]
    related = [c for c in view.candidates if c.end <= start]
    if related and _RELATIVE.fullmatch(view.doc.low, related[-1].end, start):
        return with_company(view, related[-1], related)
    before = outside_brackets(
        view, [c for c in inside if c.end <= max(start, clause[0] + 1) and c not in view.compared], start
    )
    if anchor.part in ("adjective", "verb"):
        owner = attributed(view, anchor, before)
        if owner is not None:
            return owner or ([] if is_pointed(view, anchor) else None)
    if anchor.label == "bio.verb" and before and _absorbs_other(view, anchor, before):
        return None
    if anchor.part == "noun":
        owner = _of_object(view, anchor, before, start)
        if owner is not None:
            return owner or None
    if before:
        chosen = main_of(view, before, start)
        if chosen.form is None and _CLASS_OF.search(view.doc.low, max(view.start, chosen.start - 50), chosen.start):
            return _examples(view, chosen)
        if _is_of_topic(view, chosen, start):
            return [chosen._replace(substance=view.doc.topic.substance, form=None)]
        return with_company(view, chosen, before)
    return _elsewhere(view, anchor, inside, start, clause)


def _told_behind(view: View, anchor: Anchor, end: int) -> list[Candidate]:
    """The forms behind a claim that names its subject there: "rose 4-fold on X", "no difference between X and Y"."""
    if anchor.part != "noun":
        return []
    behind = next((c for c in view.candidates if c.start >= max(end, anchor.end)), None)
    if behind is None or behind.start - end > 70:
        return []
    gap = view.doc.low[max(end, anchor.end) : behind.start]
    if _BETWEEN.fullmatch(gap):
        return with_company(view, behind, view.candidates)
    if anchor.label == "bio.blood_noun" and behind.form and _ON.fullmatch(gap):
        return with_company(view, behind, view.candidates)
    return []


def _examples(view: View, chosen: Candidate) -> list[Candidate] | None:
    """The forms that stand for a class: "organic forms of magnesium (citrate and malate) are"; None: none are named."""
    after = [c for c in view.candidates if c.start >= chosen.end and c.form]
    if after and _EXAMPLES.fullmatch(view.doc.low, chosen.end, after[0].start):
        return with_company(view, after[0], after)
    return None


def _is_of_topic(view: View, chosen: Candidate, start: int) -> bool:
    """Whether "the compound" between a passing name and the claim points at the form that the article is about."""
    topic = view.doc.topic
    if chosen.form or not topic.form or chosen.substance == topic.substance:
        return False
    return bool(_THE_COMPOUND.search(view.doc.low, chosen.end, start))


def _elsewhere(
    view: View, anchor: Anchor, inside: list[Candidate], start: int, clause: tuple[int, int]
) -> list[Candidate] | None:
    """No name stands before the claim in its clause: the object behind it, or a name of an earlier clause."""
    within = [c for c in inside if start <= c.start < anchor.start]
    if within:
        return within[-1:]
    behind = [c for c in inside if c.start >= anchor.end and c not in view.compared]
    left = view.doc.low[clause[0] : start]
    pointed = re.search(r"\b(?:it|its|it's|they|their|this|these|which|that)\b", left[-60:])
    earlier = [c for c in view.candidates if c.end <= clause[0] and c not in view.beside and c not in view.compared]
    if (
        behind
        and pointed
        and not earlier
        and behind[0].start - anchor.end < 60
        and re.search(r"\b(?:its|their)\b", left[-40:])
    ):
        return with_company(view, behind[0], behind)  # "Because of its low bioavailability, curcumin ..."
    active = anchor.part == "verb" and not view.doc.low[anchor.start : anchor.end].endswith("ed")
    if behind and not pointed and (active or not earlier) and _speaks_of(view, anchor, behind[0]):
        return with_company(view, behind[0], behind)
    if not pointed and (_CLASS_SUBJECT.search(left) or (not earlier and _CLASS_WITH.search(left))):
        return None
    return [main_of(view, earlier, start)] if earlier else []


def _speaks_of(view: View, anchor: Anchor, candidate: Candidate) -> bool:
    """Whether a name behind an anchor is its object: "absorbs only 4% of magnesium oxide"."""
    gap = view.doc.low[anchor.end : candidate.start]
    return len(gap) <= 60 and not re.search(
        r"[.;:|]|\b(?:helps?|supports?|for|so|and|with|which|to|making|reduc\w+)\b", gap
    )


def _absorbs_other(view: View, anchor: Anchor, before: list[Candidate]) -> bool:
    """ "K2 helps the body absorb calcium": an effect on another substance."""
    if view.doc.low[anchor.start : anchor.end].endswith(("ed", "up")):
        return False
    other = next((c for c in view.candidates if c.start >= anchor.end), None)
    if other is None or other.substance is None or any(c.substance in (None, other.substance) for c in before):
        return bool(
            re.match(
                r"\s(?:other |more |essential |certain |key )?(?:nutrients|vitamins|minerals|food|fats?)\b",
                view.doc.low[anchor.end : anchor.end + 30],
            )
        )
    return len(view.doc.low[anchor.end : other.start]) < 25


def _of_object(view: View, anchor: Anchor, before: list[Candidate], start: int) -> list[Candidate] | None:
    """ "absorption of X", "X absorption", "X's bioavailability"; null where the noun names no object of its own."""
    target = _object(view, anchor)
    if target is None:
        return None
    others = [c for c in before if c.end <= target.start]
    same = [c for c in others if c.substance is None or c.substance == target.substance]
    if same and target.form is None:
        return with_company(view, main_of(view, same, start), same)
    if not others or (target.form is not None and others[-1].substance in (None, target.substance)):
        return [target]
    # "Vitamin D improves calcium absorption": an effect on another substance, unless the claim stands by itself
    return [target] if target.start >= start and _is_apart(view, others[-1], target) else []


def _is_apart(view: View, other: Candidate, target: Candidate) -> bool:
    return bool(re.search(r"[.;:]|\bthe $", view.doc.low[other.end : target.start]))


def _source(view: View, target: Candidate) -> Candidate:
    """The form that an object comes from: "absorption of magnesium from magnesium oxide"."""
    for other in view.candidates:
        if other.start >= target.end and other.form and other.substance == target.substance and target.form is None:
            return (
                other if view.doc.low[target.end : other.start] in (" from ", " in ", " from the ", " as ") else target
            )
    return target


def _object(view: View, anchor: Anchor) -> Candidate | None:
    for candidate in view.candidates:
        if candidate.start >= anchor.end:
            gap = view.doc.low[anchor.end : candidate.start]
            return _source(view, candidate) if len(gap) < 40 and _OBJECT_OF.match(gap) else None
        joined = view.doc.low[candidate.end : anchor.start] if candidate.end <= anchor.start else "."
        if re.fullmatch(
            r"(?:'s?)?[\s-](?:oral |own |overall |relative |poor |low |high |limited |natural )?(?:absorption and "
            r"|bioavailability and )?",
            joined,
        ):
            return candidate
    return None


def subject(doc: Document, view: View, candidate: Candidate | None) -> Subject:
    """The subject that a name gives; a bare name takes the form that the article as a whole is about."""
    outside = NOBODY
    if candidate is None or candidate.substance is None:
        outside = _with_form(doc, view, resolve_outside(doc, view.sentence))
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


def _with_form(doc: Document, view: View, found: Subject) -> Subject:
    """A subject from outside the sentence with its form: that of the name a pronoun repeats, or of the heading."""
    if found.form is not None or found.substance is None:
        return found
    if _PRONOUN.match(doc.low, view.start, view.end):
        before = next(doc.block_sentences(view.sentence), None)
        named = doc.mentions_in(before.start, before.end) if before is not None else ()
        forms = {mention.form for mention in named if mention.substance == found.substance and mention.form}
        if len(forms) == 1:
            return Subject(found.substance, forms.pop(), found.substance_from, "sentence", found.known)
    for heading in reversed(view.sentence.block.headings):
        named = doc.headings.get(heading_key(heading), ())
        forms = {mention.form for mention in named if mention.substance == found.substance and mention.form}
        if named:
            form = forms.pop() if len(forms) == 1 else None
            return Subject(found.substance, form, found.substance_from, "heading" if form else None, found.known)
    return found


def _label_of(doc: Document, view: View) -> Subject | None:
    """The form that the block begins with as its label: "**Magnesium glycinate** - the gold standard. Highly ..."."""
    block = view.sentence.block
    first = next(iter(doc.mentions_in(block.start, min(block.end, block.start + 12))), None)
    if first is None or first.form is None or not _LABEL.match(doc.low, first.end, block.end):
        return None
    return Subject(first.substance, first.form, "paragraph", "heading", first.known)
