"""The bioavailability grammar: how well a form is absorbed or used, in numbers, in words, or against another form."""

import re
from collections.abc import Iterator
from dataclasses import replace

from posology.extraction import bioavailability_guards as guards
from posology.extraction.bioavailability_blood import find_raising
from posology.extraction.bioavailability_compare import is_other_side
from posology.extraction.bioavailability_elliptic import LABELS as ELLIPTIC
from posology.extraction.bioavailability_elliptic import find_elliptic
from posology.extraction.bioavailability_listed import find_listed
from posology.extraction.bioavailability_merge import merged
from posology.extraction.bioavailability_names import is_ordinary
from posology.extraction.bioavailability_numbers import Number
from posology.extraction.bioavailability_reading import Reading, against_number, read
from posology.extraction.bioavailability_series import beside_number, other_numbers, other_ratios
from posology.extraction.bioavailability_subject import subject, subjects_of
from posology.extraction.bioavailability_table import find_in_row, row_subject
from posology.extraction.bioavailability_view import ANCHORS, LONG, Candidate, View, anchors_of, view_of, views
from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft

_LABELS = frozenset({*ANCHORS, "bio.raise"})
_SIGNS = _LABELS | set(ELLIPTIC) | {"table_row", "percent"}
_DEGREES = frozenset(
    "bio." + name
    for name in [
        "high",
        "low",
        "moderate",
        "easy",
        "hard",
        "most",
        "notably",
        "more",
        "less",
        "similar",
        "improves",
        "share",
        "raise",
        "outdo",
        "outdone",
        "match",
        "equal",
    ]
)
_NAMES_IT = _LABELS - {"bio.fluid", "bio.tissue", "bio.available"}
_CHANGES = frozenset({"bio.more", "bio.less", "bio.similar", "bio.improves"})
_REACH = 80
_VERBAL = re.compile(
    r"(?:[a-z]+ly )?(?:improv|increas|rais|elevat|reduc|decreas|boost|enhanc|restor|optimi|low?ered)[a-z]*"
)


def find_bioavailability(doc: Document) -> Iterator[Draft]:
    """Every claim of how well a form or substance is absorbed, retained or used."""
    for sentence in doc.chosen(doc.holding(_SIGNS)):
        kind = sentence.block.kind
        if kind == "table_row":
            yield from find_in_row(doc, sentence)
        elif kind in ("list_item", "paragraph"):
            yield from find_listed(doc, sentence)
        cues = sentence.cues
        if not cues.isdisjoint(ELLIPTIC) and kind not in ("table_row", "reference"):
            yield from _elliptic(doc, sentence)
        if cues.isdisjoint(_LABELS) or kind == "reference" or not _may_claim(doc, sentence):
            continue
        whole = view_of(doc, sentence, sentence.start, sentence.end)
        if guards.is_question(whole):
            continue
        raising: list[Draft] = []
        if kind != "table_row" and ("bio.raise" in cues or ("bio.improves" in cues and "bio.than" in cues)):
            raising = list(find_raising(whole))
            yield from raising
        found = list(_in_sentence(whole))
        yield from merged(doc, [draft for draft in found if not _is_said(draft, raising)])


def _elliptic(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    whole = view_of(doc, sentence, sentence.start, sentence.end)
    if whole.candidates and not guards.is_question(whole):
        yield from find_elliptic(whole)


def _may_claim(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence with words of absorption has a word of degree or a number too."""
    weak = sentence.cues.isdisjoint(_NAMES_IT)
    if not sentence.cues.isdisjoint(_CHANGES if weak else _DEGREES):
        return True
    if not weak and doc.low.find("as ", sentence.start, sentence.end) >= 0:
        return True
    return any(mark.kind in ("percent", "ratio") for mark in sentence.marks)


def _is_said(draft: Draft, raising: list[Draft]) -> bool:
    """Whether a claim about levels in the blood is part of one that was read as a whole."""
    return any(
        draft.values["measure"] in ("blood_level", other.values["measure"])
        and draft.start < other.end
        and other.start < draft.end
        for other in raising
    )


def _in_sentence(whole: View) -> Iterator[Draft]:
    doc, sentence = whole.doc, whole.sentence
    narrow = sentence.block.kind == "table_row" or whole.end - whole.start > LONG
    for anchor in anchors_of(whole):
        view = views(doc, sentence, anchor.start) if narrow else whole
        reading = read(view, anchor)
        if reading is None:
            continue
        subjects = _subjects(view, reading)
        if subjects is None or not _stands(view, reading, subjects):
            continue
        reading, subjects = against_number(view, reading), _not_compared(view, reading, subjects)
        yield from _others(doc, view, reading, subjects)
        alike = reading.direction == "similar"
        subjects = subjects or _pointed_to(view)
        named: list[Candidate | None] = [c for c in subjects if not (alike and is_ordinary(view, c))] or [None]
        for one in named:
            draft = _draft(doc, view, _among(view, reading, one, subjects), one)
            if draft is not None:
                yield draft


_ALL_OF = re.compile(r"[\s*_]*(?:all|both|each|any)(?: (?:three|four|five))? (?:of (?:these|them)|forms?)\b")


def _pointed_to(view: View) -> list[Candidate]:
    """The forms of the sentence before, where this one speaks of "all of these"."""
    doc, sentence = view.doc, view.sentence
    before = next(doc.block_sentences(sentence), None)
    if before is None or not _ALL_OF.match(doc.low, sentence.start, sentence.end):
        return []
    return [c for c in view_of(doc, before, before.start, before.end).candidates if c.form and c.compound]


def _among(view: View, reading: Reading, one: Candidate | None, subjects: list[Candidate]) -> Reading:
    """The reading of one of several forms that are said to be alike: measured against the rest."""
    if one is None or reading.direction != "similar" or reading.comparator is not None:
        return reading
    group = [c for c in view.group_of(one) if c.start >= one.start] if len(subjects) == 1 else subjects
    rest = [c.form or c.substance or "" for c in group if c.key != one.key]
    return replace(reading, comparator=" and ".join(dict.fromkeys(rest)))


def _not_compared(view: View, reading: Reading, subjects: list[Candidate]) -> list[Candidate]:
    """The subjects, where one that the claim is measured against gives its place to the name before."""
    if reading.comparator is None or [c.form or c.substance for c in subjects] != [reading.comparator]:
        return subjects
    others = [c for c in view.candidates if c.end <= reading.start and (c.form or c.substance) != reading.comparator]
    same = [c for c in others if c.form and c.substance == subjects[0].substance]
    return (same or others)[-1:] or subjects


def _others(doc: Document, view: View, reading: Reading, subjects: list[Candidate]) -> Iterator[Draft]:
    """The records of the other side's own numbers, and of the same form's under other conditions."""
    rule = "bioavailability.other_side"
    found: list[tuple[Number, Candidate | None]] = []
    if reading.pair is not None:
        other = next((c for c in view.candidates if (c.form or c.substance) == reading.comparator), None)
        if other is None and subjects and subjects[0].form:  # "methyl", which the article calls by its full name
            end = reading.pair.start
            other = subjects[0]._replace(start=end, end=end, form=reading.comparator)
        found = [(reading.pair, other)] if other is not None else []
    elif reading.low is not None or reading.high is not None:
        found = list(other_numbers(view, reading.start, max(reading.number_end, reading.anchor.end)))
    elif reading.level is not None:  # "close to complete; above 1 gram it falls under 50%"
        found = [pair for pair in other_numbers(view, reading.start, reading.end) if pair[1] is None]
    elif reading.ratio is not None:
        found = list(other_ratios(view, reading.number_end, reading.comparator))
    keys = {candidate.key for candidate in subjects}
    joined = [c for one in subjects for c in view.group_of(one)]
    for number, candidate in found:
        if candidate is not None and candidate.key in keys:
            continue
        plain = Reading(
            number.start, number.end, reading.anchor, rule, low=number.low, high=number.high, ratio=number.ratio
        )
        if number.ratio is not None or (reading.direction == "similar" and candidate in joined):
            plain = replace(plain, direction=reading.direction, comparator=reading.comparator)
        elif reading.share:
            share = number.low if number.low is not None else number.high
            plain = replace(plain, direction="higher" if (share or 0) > 100 else "lower", comparator=reading.comparator)
        named: list[Candidate | None] = [candidate] if candidate is not None else [*subjects] or [None]
        for one in named:
            draft = _draft(doc, view, plain, one)
            if draft is not None:
                yield draft
        if candidate is not None:
            keys.add(candidate.key)


def _subjects(view: View, reading: Reading) -> list[Candidate] | None:
    if reading.subject_end is not None:
        return [c for c in view.candidates if c.end <= reading.subject_end][-1:]
    if reading.low is not None or reading.high is not None:
        # "outperforming the 4% absorption of oxide": a number of the other side
        other = beside_number(view, reading.start, reading.end) if is_other_side(view, reading.start) else None
        if other is not None:
            return [other]
    return subjects_of(view, reading.anchor, reading.start, reading.end, max(reading.anchor.end, reading.number_end))


def _stands(view: View, reading: Reading, subjects: list[Candidate]) -> bool:
    """Whether a reading is a claim about a form, and not denied, a factor, or somebody's gut."""
    start, end, anchor = reading.start, reading.end, reading.anchor
    if reading.direction is None and (reading.low or 0) > 100:
        return False  # a difference whose words were not understood
    if (
        reading.direction
        and reading.comparator is None
        and guards.is_act(view, start, anchor, any(c.form for c in subjects))
    ):
        return False
    if guards.is_denied(view, start, end) or guards.is_of_people(view, start, reading.level):
        return False
    if not subjects and not guards.points_back(view, end, anchor):
        return False
    if anchor.label in ("bio.blood_noun", "bio.retention_noun", "bio.retained") and not _is_measured(
        view, reading, subjects
    ):
        return False
    limit = view.clause(start, end)[1]
    numbered = reading.low is not None or reading.high is not None
    bare = reading.comparator is None and not (numbered and not reading.direction)
    told = anchor.label == "bio.blood_noun" and any(
        c.start >= end for c in subjects
    )  # "twice as high after taking ubiquinol"
    if bare and not told and guards.has_condition(view, end, limit):
        return False
    if not any(c.form for c in subjects) and guards.is_of_food(view, start):
        return False
    if reading.direction == "similar" and reading.comparator is None:
        return len({c.key for one in subjects for c in view.group_of(one)}) > 1
    if reading.improves or (reading.direction and reading.comparator is None):
        return _improves(view, reading, subjects)
    return not guards.is_advice(view, start)


def _is_measured(view: View, reading: Reading, subjects: list[Candidate]) -> bool:
    """Levels in the blood are the body's own, unless a form is said to raise them more than another."""
    named = any(c.form for c in subjects)
    plain = reading.direction and not reading.improves and not _VERBAL.match(view.doc.low, reading.start)
    against = bool(reading.ratio and reading.comparator)  # "levels three times those of the injected group"
    return against or (named and bool(reading.comparator or reading.ratio or plain))


def _improves(view: View, reading: Reading, subjects: list[Candidate]) -> bool:
    """Whether a form makes its own absorption better, and not what is eaten or taken along."""
    start = reading.start
    named = any(c.form for c in subjects)
    feature = guards.has_feature(view, reading.anchor.end)
    if guards.is_advice(view, start) or guards.is_food_before(view, start, subjects):
        return False
    if guards.is_made_by_factor(view, start, reading.anchor, subjects) and not feature:
        return False
    if not named and guards.is_purpose(view, start):
        return False
    if reading.improves:
        return named or feature
    return True


def _draft(doc: Document, view: View, reading: Reading, candidate: Candidate | None) -> Draft | None:
    if candidate is None and view.sentence.block.kind == "table_row":
        who = row_subject(doc, view.sentence, reading.start)
    else:
        who = subject(doc, view, candidate)
    if who.substance is None or (who.form is None and reading.comparator == who.substance):
        return None
    start = reading.start
    if reading.improves and candidate is not None and candidate.end <= start < candidate.start + _REACH:
        start = candidate.start  # a verb and its object alone say too little
    values = {
        "measure": reading.anchor.measure,
        "low": reading.low,
        "high": reading.high,
        "ratio": reading.ratio,
        "level": reading.level,
        "direction": reading.direction,
        "comparator": reading.comparator if reading.comparator != who.form else None,
    }
    return Draft("bioavailability", start, reading.end, view.sentence, reading.rule, who, values)
