"""Where an article introduces a study: the noun phrases, names and groups of researchers that bring one as evidence."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.trial_guards import COMPOUND, DENIED, OTHER_SENSE, PREDICATE, UNDONE
from posology.extraction.trial_phrase import MANY, NUMBER_WORDS, ONE, THE, YEAR, Intro, phrase
from posology.extraction.trial_span import word_set
from posology.extraction.trial_told import brings_people, told_introductions

STARTERS = frozenset(
    {
        "trial.noun",
        "trial.weak_noun",
        "trial.nouns",
        "trial.et_al",
        "trial.colleagues",
        "trial.researchers",
        "trial.did",
        "trial.published",
        "trial.found",
        "trial.tried",
        "trial.group",
        "trial.people",
        "trial.creatures",
        "trial.country",
    }
)
_NAMED = re.compile(r"[A-Z][\w'-]*[A-Z0-9]|[A-Z][a-z]+(?:-[A-Z]\w*)?$")
_LED = re.compile(
    r"(?:Dr\.?|Prof\.?|Professor)\s(?:[A-Z][\w.'’-]+,?\s){1,3}[^.;]{0,90}\b(?:who|and)\s(?:conducted|led|ran"
    r"|authored|carried out)\s$"
)


MOST_MARKS = 300
"""Marks that a sentence may have: what is read here looks from each mark at the others, and nobody writes more."""


_ASIDE = re.compile(r"\([^()]{0,120}\)|(?<=\bet al)\.")
_LOOSE = ("trial.this", "trial.people", "trial.outcome")
"""Introductions without a word for a study: any other of the sentence goes before."""


def introductions(doc: Document, sentence: Sentence) -> list[Intro]:
    """The studies that a sentence introduces, in order; none of them overlap."""
    if len(sentence.marks) > MOST_MARKS:
        return []
    found: list[Intro] = []
    candidates = sorted(_candidates(doc, sentence))
    own = [intro for intro in candidates if intro.rule not in _LOOSE]
    for intro in candidates:
        if intro.rule in _LOOSE and any(other.start < intro.start or other.start == intro.start for other in own):
            continue
        if intro.rule == "trial.this" and any(other.start < intro.head for other in own):
            continue
        if not found or (intro.start >= found[-1].head and not _same_phrase(doc, found[-1], intro)):
            found.append(intro)
        elif intro.rule in ("trial.study", "trial.named") and found[-1].rule in (
            "trial.researchers",
            "trial.authors",
            "trial.done",
            "trial.acronym",
            *_LOOSE,
        ):
            found[-1] = found[-1]._replace(head=max(found[-1].head, intro.head))
    return found


def _same_phrase(doc: Document, first: Intro, second: Intro) -> bool:
    """Whether the second noun only says more of the first study ("a review of 5 trials")."""
    between = _ASIDE.sub("", doc.low[first.head : second.start])
    if first.rule in ("trial.this", "trial.people", "trial.outcome", "trial.acronym") and second.rule in (
        "trial.study",
        "trial.named",
    ):
        return re.search(r"\b(?:another|while|whereas|but)\b|[.;]\s", between) is None
    if first.rule in ("trial.researchers", "trial.authors", "trial.done") and second.rule in (
        "trial.study",
        "trial.named",
    ):
        return len(between) < 160 and not re.search(
            r"\b(?:found|showed|reported|concluded|while|whereas|but|another)\b|[.;]", between
        )
    if second.rule in ("trial.authors", "trial.researchers", "trial.done"):
        return len(between) < 250 and not re.search(
            r"\b(?:another|separate|while|whereas|similarly|likewise)\b", between
        )
    if second.rule == "trial.counted":
        return len(between) < 120
    return len(between) < 60 and not re.search(
        r"\b(?:and|while|but|whereas|another|found|showed|compared|than|including)\b|[.;]", between
    )


def _candidates(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    for mark in sentence.cue_marks("trial.noun", "trial.weak_noun"):
        yield from _by_noun(doc, sentence, mark)
    for mark in sentence.cue_marks("trial.nouns"):
        yield from _by_count(doc, sentence, mark)
    yield from told_introductions(doc, sentence)


def _by_noun(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Intro]:
    start, determiner = phrase(doc, sentence, mark.start)
    weak = "trial.noun" not in mark.value  # type: ignore[operator]
    before = doc.low[max(sentence.start, start - 60) : start]
    if COMPOUND.match(doc.low, mark.end) or UNDONE.match(doc.low, mark.end) or DENIED.search(before):
        return
    if PREDICATE.match(doc.low[sentence.start : start]):
        return
    words = doc.text[start : mark.start]
    if OTHER_SENSE.search(words):
        return
    if determiner in MANY or determiner in NUMBER_WORDS or determiner == "no":
        return
    if determiner in ONE:
        if _evidence(doc, sentence, start, mark.end) or (not weak and _done(doc, sentence, start, mark)):
            yield Intro(start, mark.end, "trial.study", True)
        return
    named = _names_one(doc, sentence, start, mark, words)
    if determiner in THE:
        if led := _LED.search(doc.text, max(sentence.start, start - 160), start):
            start = led.start()
        if named and (not weak or _evidence(doc, sentence, start, mark.end)):
            yield Intro(start, mark.end, "trial.named", _pins_down(words))
        elif start - sentence.start < 12 and brings_people(doc, sentence):
            yield Intro(start, mark.end, "trial.this", False)
        return
    if (
        re.match(r"\s(?:recently |just )?published (?:in|by|online)\b", doc.low[mark.end : mark.end + 30])
        and determiner is None
    ):
        yield Intro(start, mark.end, "trial.published", True)
        return
    if sentence.of("identifier") and sentence.cues.isdisjoint(("trial.found", "trial.did", "trial.people")):
        return  # a reference by its short name
    opens = start - sentence.start <= 4 or doc.low[max(0, start - 6) : start].rstrip(" *_")[-1:] in (
        "(",
        ":",
        "|",
        "-",
        ">",
    )
    if (mark.start > start or opens) and (
        YEAR.search(words)
        or (opens and _evidence(doc, sentence, start, mark.end) and not weak)
        or (named and not weak and re.search(r"[A-Z]{3}|[a-z] Study", words))
    ):
        yield Intro(start, mark.end, "trial.bare", True)


def _done(doc: Document, sentence: Sentence, start: int, mark: Mark) -> bool:
    """Whether a study did or says something, or carries a reference: one that is only wished for does not."""
    if re.match(r"(?:one|another)\b", doc.low[start : mark.end]) or "trial.case_report" in mark.value:  # type: ignore[operator]
        return True
    if _MEASURED.search(doc.low, start, mark.start):
        return True
    wanted = ("trial.did", "trial.clinical", "trial.pilot", "trial.case_report", "trial.effect", "trial.meta_analysis")
    acts = any(
        m.start >= start and m.start != mark.start for m in sentence.cue_marks(*wanted, "trial.up", "trial.down")
    )
    return acts or bool(sentence.of("marker") or sentence.of("identifier"))


_MEASURED = re.compile(
    r"(?:\d+|two|three|four|five|six|eight|ten|twelve|twenty)-(?:patient|person|subject|participant|man|woman|centre"
    r"|center|site|arm|week|month"
    r"|day|year)s?\b"
)


def _pins_down(words: str) -> bool:
    return bool(YEAR.search(words) or re.search(r"[A-Z]{2}|\s[A-Z][a-z]+\s", words))


def _names_one(doc: Document, sentence: Sentence, start: int, mark: Mark, words: str) -> bool:
    """Whether the words between "the" and the noun pick one study out: a year, a name, a superlative."""
    if YEAR.search(words):
        return True
    if any(start <= cue.start < mark.start for cue in sentence.cue_marks("trial.specific")):
        return True
    if doc.text[mark.start] == "S" and re.search(r"\s[A-Z]", words):  # "the Nurses' Health Study"
        return True
    known = {name.start for name in sentence.of("name")}
    inner = list(re.finditer(r"\S+", words))
    inner = inner[1:] if inner and inner[0][0].lower() in THE else inner
    return any(
        _NAMED.match(word[0].strip("*_\"'().,"))
        and start + word.start() not in known
        and word[0] not in ("RCT", "In", "US", "UK")
        for word in inner
        if start + word.start() > sentence.start
    )


_WEAKEST = word_set("report article overview publication assessment evaluation paper test investigation")


_STANDS_WITH = (
    *("trial.people", "trial.creatures", "trial.found", "trial.published", "trial.journal", "trial.rct", "trial.nouns"),
    *("trial.double", "trial.placebo", "trial.animal", "trial.in_vitro", "trial.institution"),
)


def _evidence(doc: Document, sentence: Sentence, start: int, head: int) -> bool:
    """Whether a weak noun is a study after all: a year, a journal, people, a design or a result stands with it."""
    near = doc.low[start : min(sentence.end, head + 110)]
    if YEAR.search(near) or re.search(r"\bn ?= ?\d|\bpublished\b", near):
        return True
    if doc.low[start:head].split()[-1] in _WEAKEST:
        return bool(sentence.cue_marks("trial.rct", "trial.double", "trial.nouns")) or brings_people(doc, sentence)
    for mark in sentence.cue_marks(*_STANDS_WITH):
        lower = "trial.journal" in mark.value and not doc.text[mark.start].isupper()  # type: ignore[operator]
        if start <= mark.start < head + 110 and not lower:
            return True
    return False


_COUNT = re.compile(
    r"(?:^|[\s(*])((?:(?:over|more than|at least|some|about|around|nearly|almost|the|all) )?(\d{1,3}|two|three|four"
    r"|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)\s(?:[\w-]+,?\s){0,5})$"
)


_THEY_FIND = re.compile(
    r"(?: (?:and|plus|or|now|also|have|multiple|several|[\w-]+(?:s|ly))){0,6} (?:confirm|show|find|demonstrate|suggest"
    r"|indicate|report|conclude|reveal|agree)\b"
)


def _by_count(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Intro]:
    """Counted bodies: "three randomized trials found"; named ones: "several large trials, including VITAL-Cog"."""
    window = doc.low[max(sentence.start, mark.start - 90) : mark.start]
    before = doc.low[max(sentence.start, mark.start - 120) : mark.start]
    counted = _COUNT.search(window)
    if counted and not re.search(
        r"\b(?:of|in|to|the|these|both|all|mg|weeks?|than|years?|is|are)\b",
        counted[1].removeprefix("more than ").removeprefix("all "),
    ):
        found = any(m.start > mark.end - 1 for m in sentence.cue_marks("trial.found", "trial.did", "trial.people"))
        found = found or _THEY_FIND.match(doc.low, mark.end) is not None
        if found and not DENIED.search(before[: len(before) - len(counted[1])]) and not UNDONE.match(doc.low, mark.end):
            yield Intro(mark.start - len(counted[1]), mark.end, "trial.counted", True)
        return
    named = re.match(
        r",? (?:including|such as|like|notably|among them|most notably) (?:the )?([A-Z][\w-]*[A-Z0-9][\w-]*)",
        doc.text[mark.end : mark.end + 60],
    )
    if named:
        start, _ = phrase(doc, sentence, mark.start)
        yield Intro(start, mark.end + named.end(), "trial.including", True)
