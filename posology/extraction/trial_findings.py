"""What a study found: outcomes with the direction, and the size, of their change."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from posology.extraction.document import Document
from posology.extraction.marks import Mark
from posology.extraction.trial_clause import clause_start, is_asked, percent_near
from posology.extraction.trial_outcomes import AGENT, DETERMINERS, EMPTY, FILLERS, OBJECT_STOP, noun_phrases
from posology.extraction.trial_span import Span
from posology.extraction.trial_subject import subject_of, tidy

Change = Literal["increase", "decrease", "none"]


class Found(NamedTuple):
    """One outcome; offsets of the words that state it."""

    outcome: str
    percent: float | None
    direction: Change
    start: int
    end: int


_MOVES = frozenset({"trial.up", "trial.down", "trial.effect"})
_NEGATED = re.compile(
    r"(?:\b(?:no|not|n't|without|neither|nor|never|failed to|fails to|little|little to no|cannot|absence of|lack of)"
    r"|n't)\s"
    r"(?:(?:(?:statistically|clinically) )?(?:significant|significantly|further|notable|any|a|an|the|result in"
    r"|lead to|show|find|have|cause|produce|"
    r"experience|see|report|observe|detect|in|appear to|seem to|measurable|meaningful|meaningfully|serious|major"
    r"|evidence of|be|been|been shown to|difference in|differences in|increased|consistent|been found to|improve or"
    r"|reduce or|acute|real|clear|detectable|appreciable|overall|additional|biochemical|beneficial|found to|adverse"
    r"|side|noticeable|relevant|clinically|statistically|or|drug-related|treatment-related|severe|reliably"
    r"|consistently"
    r"|appreciably|substantially|materially|clearly|markedly|did it|did they|was there|were there)[\s,]+){0,5}$"
)
_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|became|got|remained)\s(?:also\s|both\s|all\s|significantly\s|\w+ly\s|not\s"
    r"|statistically\s|by\s|about\s|up to\s|~?[\d.]+\s?%\s|[\d.]+ (?:times|fold)\s){0,3}$"
)


_ARROW = re.compile(r"([A-Za-z][\w /-]{2,40}?)\s?([↑↓])(?:\s?(?:by )?(\d+(?:\.\d+)?)\s?%)?")


def _by_arrows(doc: Document, span: Span) -> Iterator[Found]:
    """ "attention ↑, cortisol ↓ 27%": what notes and tables write for words of change."""
    if all(doc.text.find(arrow, span.start, span.end) < 0 for arrow in "↑↓"):
        return  # as nearly always; the pattern tries every letter
    for match in _ARROW.finditer(doc.text, span.start, span.end):
        direction: Change = "increase" if match[2] == "↑" else "decrease"
        yield Found(tidy(match[1]), float(match[3]) if match[3] else None, direction, match.start(1), match.end())


def findings(doc: Document, spans: Sequence[Span]) -> list[Found]:
    """The outcomes that the sentences of a study report, each once, in order."""
    found: list[Found] = []
    seen: set[tuple[str, Change]] = set()
    for span in spans:
        for item in (*_in_span(doc, span), *_by_arrows(doc, span)):
            key = (item.outcome.lower(), item.direction)
            if key not in seen:
                seen.add(key)
                found.append(item)
    return found[:12]


_NO_CHANGE = re.compile(
    r"\bf(?:a|e)ll(?:s|en|ing)? asleep$|\b(?:got|get|gets|feel|felt|did) better.{0,7}$"
    r"|\b(?:cognitive|hearing|visual|renal|kidney|liver|mild|memory) impairment.{0,7}$"
)
"""Words of change that change nothing: "to fall asleep", "mild cognitive impairment"."""


def _in_span(doc: Document, span: Span) -> Iterator[Found]:
    covered = span.start
    for mark in span.sentence.cue_marks(*_MOVES):
        if not max(covered, span.start) <= mark.start < span.end or is_asked(doc, span, mark):
            continue
        if AGENT.search(doc.low, mark.start, mark.end):
            continue
        for item in _of_mark(doc, span, mark):
            yield item
            covered = max(covered, item.end)


def _of_mark(doc: Document, span: Span, mark: Mark) -> Iterator[Found]:
    low, word = doc.low, doc.low[mark.start : mark.end]
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    clause = clause_start(low, span.start, mark.start)
    negated = word.startswith("null") or bool(_NEGATED.search(low[max(span.start, clause - 30) : mark.start]))
    if "trial.effect" in labels and not {"trial.up", "trial.down"} & labels:
        if negated:
            yield from _null_effect(doc, span, mark)
        return
    rest = low[mark.end : mark.end + 90]
    negated = negated or re.match(r"\s(?:no|not) (?:more|better|faster|further|less)\b", rest) is not None
    direction: Change = "none" if negated else "increase" if "trial.up" in labels else "decrease"
    if word in ("more", "less", "fewer", "greater", "better", "worse") and re.match(r"\sthan\b", rest):
        return
    if _NO_CHANGE.search(low[max(span.start, mark.start - 24) : mark.end + 7]):
        return
    noun = re.match(
        r"s?\s(?:in|of)\s(?!a\s|an\s(?:open|8)|patients\b|participants\b|adults\b|people\b|women\b|men\b|\d)", rest
    )
    if noun and _NOMINAL.search(word):
        yield from _objects(
            doc, span, mark.end + (noun.end() if noun else 4), direction, percent_near(doc, span, mark), mark
        )
        return
    used_as_noun = re.search(r"(?:ion|ions|ment|ments|relief)$", word) or (
        re.match(
            r"s?(?:\s?[.,;:()-]|\s?$|\s(?:compared|versus|and|but|after|over|by|from|at|with|than|in|of|for|was|were"
            r"|following|vs|relative|among|between|during|within)\b)",
            rest,
        )
        and not _FINITE.search(low[clause : mark.start])
    )
    if (used_as_noun and _NOMINAL.search(word)) or re.fullmatch(
        r"(?:reductions?|improvements?|relief|gains?|declines?)", word
    ):
        yield from _compound(doc, span, clause, direction, mark)
        return
    if re.search(
        r"\b(?:tested|compared|used|using|received|receiving|gave|given|took|taking|consumed)\s(?:the\s|a\s"
        r"|much\s)?$",
        low[clause : mark.start],
    ) and word in (
        "higher",
        "lower",
        "more",
        "less",
        "larger",
        "smaller",
        "greater",
        "fewer",
        "longer",
        "shorter",
        "faster",
        "slower",
    ):
        return
    passive = bool(_BE.search(low[clause : mark.start])) and not re.match(
        r"\s(?:levels|scores|rates|risk|\w+ (?:levels|scores|rates|risk))\b", rest
    )
    subject_like = passive or not re.match(
        r"\s(?!by\b|in\b|from\b|to\b|after\b|at\b|over\b|than\b|with\b|for\b|compared\b|significantly\b|more\b|and\b"
        r"|or\b|relative\b|among\b|when\b|following\b|\d|as\b|while\b|but\b|-)[\w~(*]",
        rest,
    )
    if word in ("improving", "reducing", "increasing", "lowering", "preventing"):
        subject_like = False
    if not subject_like:
        yield from _objects(doc, span, mark.end, direction, percent_near(doc, span, mark), mark)
        return
    subject = subject_of(doc, span, clause, mark.start)
    if subject is not None and not (
        word in ("more", "less", "longer", "higher", "lower", "greater", "better")
        and not _BE.search(low[clause : mark.start])
        and "than" not in rest[:20]
    ):
        percent = percent_near(doc, span, mark)
        start, end = subject
        yield from _listed(doc, span, start, direction, mark)
        last = max(mark.end, percent[1] if percent else 0)
        yield Found(tidy(doc.text[start:end]), percent and percent[0], direction, start, last)
        while percent and (more := _GAPPED.match(doc.text, last, span.end)):  # "tension dropped 11%, anger 12%"
            last = more.end()
            yield Found(tidy(more[1]), float(more[2]), direction, more.start(1), last)


_LIST = re.compile(
    r"(?:^|[.;:]\s|\b(?:which|that|where|found"
    r"|showed)\s)((?:[\w/'’() -]{2,45}, )+(?:[\w/'’() -]{2,45},? )?)and (?:the |in )?$"
)
_ITEM = re.compile(r"[^,]+")
_NO_ITEM = re.compile(
    r"(?:an?|of|in|on|at|for|with|by|after|over|to|from|when|while|compared|including|such)\b", re.IGNORECASE
)
_GAPPED = re.compile(
    r"(?:, and |, | and )(?:the )?((?:[\w'’/-]+ ){0,2}[a-zA-Z][\w'’/-]*) (?:by )?(?:about |~)?(\d+(?:\.\d+)?)\s?%"
)


def _listed(doc: Document, span: Span, start: int, direction: Change, mark: Mark) -> Iterator[Found]:
    """The outcomes that commas join to the last one: "total cholesterol, fasting insulin and fat mass improved"."""
    before = doc.text[max(span.start, start - 160) : start]
    found = _LIST.search(before)
    for item in _ITEM.finditer(found[1]) if found else ():
        words = tidy(re.sub(r"^(?:the|and|both|its|their) ", "", item[0].strip(), flags=re.IGNORECASE))
        if not 0 < len(words.split()) <= 4 or _NO_ITEM.match(words):
            return
        yield Found(words, None, direction, start, mark.end)


_NOMINAL = re.compile(
    r"(?:ion|ions|ment|ments|ease|eases|eline|eclines?|rise|rises|drop|drops|fall|gains?|boost|elevation|loss of"
    r"|relief|doubling|lowering|shortening|slowing|worsening|cut|raise)$"
)


_ON = re.compile(
    r"s?(?:\s(?:was|were)\s\w+)?(?:\s(?:of|from|with)\s(?:(?!on\s|in\s)[\w()/,.+-]+\s){1,10}?|\s)(?:on|in|for"
    r"|between groups in|to)\s"
)


_FINITE = re.compile(
    r"\b(?:to|that|did|does|do|may|can|could|might|will|would|not|levels|scores|rates|pressure|symptoms|it|they"
    r"|which)\s(?:\w+ly\s)?$"
)


def _compound(doc: Document, span: Span, clause: int, direction: Change, mark: Mark) -> Iterator[Found]:
    """An outcome right before the noun of its change: "pain relief", "visceral fat reductions (about 8%)"."""
    start = mark.start
    for match in reversed(list(re.finditer(r"\S+", doc.low[clause : mark.start]))[-3:]):
        word = match[0]
        if (
            word in OBJECT_STOP
            or word in FILLERS
            or word in DETERMINERS
            or word in EMPTY
            or not word[0].isalpha()
            or word[-1] in ",.;:)"
            or word.endswith(("ly", "ful", "ed", "able"))
            or word
            in (
                "no",
                "produced",
                "provides",
                "showed",
                "of",
                "in",
                "and",
                "or",
                "greater",
                "more",
                "percent",
                "fold",
                "muscle-building",
                "one",
                "its",
                "dose-dependent",
                "similar",
                "this",
                "an",
            )
        ):
            break
        start = clause + match.start()
    words = tidy(doc.text[start : mark.start])
    moved = any(
        start <= m.start < mark.start
        for m in span.sentence.cue_marks(
            "trial.up", "trial.down", "trial.found", "trial.did", "trial.people", "trial.resume"
        )
    )
    if words and not moved:
        percent = percent_near(doc, span, mark)
        yield Found(words, percent and percent[0], direction, start, max(mark.end, percent[1] if percent else 0))


def _null_effect(doc: Document, span: Span, mark: Mark) -> Iterator[Found]:
    """What did not change: "no significant effect of X on Y", "no adverse effects", "did not affect Y"."""
    word = doc.low[mark.start : mark.end]
    if re.search(r"adverse|side|toxic", word):
        start = mark.start
        yield Found(doc.text[start : mark.end], None, "none", start, mark.end)
        return
    if word in ("change", "changed", "differ", "differed") and (
        negation := re.search(
            r"\b(?:did not|didn't|had not|not)\s(?:\w+ly\s)?$", doc.low[max(span.start, mark.start - 40) : mark.start]
        )
    ):
        until = max(span.start, mark.start - 40) + negation.start()
        subject = subject_of(doc, span, clause_start(doc.low, span.start, until), until)
        if subject:
            yield Found(tidy(doc.text[subject[0] : subject[1]]), None, "none", subject[0], mark.end)
            return
    if word in ("affect", "affected", "alter", "altered", "changed", "influenced"):
        yield from _objects(doc, span, mark.end, "none", None, mark)
        return
    match = _ON.match(doc.low, mark.end, min(span.end, mark.end + 120))
    if match and not re.match(
        r"(?:the|a|both|either|any)?\s?(?:\w+\s)?(?:groups?|participants|patients|trial|study)\b",
        doc.low[match.end() : match.end() + 40],
    ):
        yield from _objects(doc, span, match.end(), "none", None, mark)
        return
    back = re.search(r"\bno\s(?:\w+\s){0,3}$", doc.low[max(span.start, mark.start - 50) : mark.start])
    words = [w for w in re.findall(r"[\w-]+", back[0])[1:] if w not in FILLERS] if back else []
    if words and words[-1] not in ("real", "clear", "measurable", "overall", "such", "difference", "other"):
        start = mark.start - len(" ".join(words)) - 1
        yield Found(doc.text[start : mark.end], None, "none", start, mark.end)


def _objects(
    doc: Document, span: Span, at: int, direction: Change, percent: tuple[float, int] | None, mark: Mark
) -> Iterator[Found]:
    """The outcomes from `at` on, joined by commas and "and", each with its own percentage if one stands behind it."""
    first = True
    for start, end, own in noun_phrases(doc, span, at):
        words = tidy(doc.text[start:end])
        if re.search(
            r"\b(?:groups?|arms?|placebo|than|control|controls|doses?|amounts?|supplements?|supplementation)$",
            words.lower(),
        ):
            return
        if not words or words.lower() in EMPTY or (len(words) < 3 and not words.isupper()) or words[0].isdigit():
            if first:
                return
            continue
        size = own or (percent if first or (percent and percent[1] == mark.end) else None)
        yield Found(words, size[0] if size else None, direction, mark.start, max(end, size[1] if size else 0))
        first = False
