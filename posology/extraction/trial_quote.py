"""Where the quote of a study begins and ends."""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.trial_phrase import Intro
from posology.extraction.trial_span import Span

_MOVES = frozenset({"trial.up", "trial.down", "trial.effect"})
_TURNS = re.compile(
    r",\s(?:but|while|which|whereas|and so|suggest|though|although|versus|vs\.?|compared|against|as against"
    r"|with the)\b|;\s|\s[-(]\s?"
    r"|\s(?:compared (?:to|with)|versus|than (?:with )?(?:the )?placebo)\b|—|[?!]"
)


_SAYS = re.compile(
    r"\s(?:has |have |also |even ){0,2}(?:show|found|find|report|conclud|suggest|demonstrat|indicat|reveal"
    r"|observ)\w* that\b"
)


def clause_end(doc: Document, intro: Intro, first: Span, end: int) -> int:
    """Where no outcome could be read: the end of the clause that tells what the study did or found."""
    end = max(end, intro.head)
    if end >= first.end:
        return end
    says_so = _SAYS.match(doc.low, end, first.end) is not None
    result = says_so or _has_result(doc, first.sentence, end, first.end)
    stop = next((m.start() for m in _TURNS.finditer(doc.low, end + 20, first.end)), first.end)
    told, introduced = doc.low[end:stop].count(" "), doc.low[first.start : end].count(" ") + 1
    return stop if result or told <= max(8, 2 * introduced) else end


_NO_RESULT = re.compile(r"(?:more|less|greater|higher|lower|fewer|longer) than\b")
_BESIDE = re.compile(r"\b(?:or|against|versus|vs\.?|compared (?:to|with)) (?:about |only |just )?$")
"""What stands before ages ("70 or more") and before the other group's result ("against 15.8% with placebo")."""
_ALIKE = re.compile(
    r"\b(?:similar|equivalent|equal|equally|comparable|as (?:good|well|effective|much)"
    r"|no better|superior|inferior|nothing|none)\b"
)


def _has_result(doc: Document, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch tells a result: a change, a percentage, a ratio, a likeness."""
    for mark in sentence.marks:
        if not start <= mark.start < end or _BESIDE.search(doc.low, max(start, mark.start - 22), mark.start):
            continue
        if mark.kind in ("percent", "ratio"):
            return True
        if mark.kind == "cue" and not _MOVES.isdisjoint(mark.value) and not _NO_RESULT.match(doc.low, mark.start):  # type: ignore[arg-type]
            return True
    return _ALIKE.search(doc.low, start, end) is not None


def widened(doc: Document, intro: Intro, first: Span) -> int:
    """The year before the introduction ("In 2012, researchers"), or the finding that it closes ("... in a trial")."""
    sentence = first.sentence
    before = doc.low[sentence.start : intro.start]
    dated = re.search(r"(?:^|\s)in ((?:19|20)\d\d),?\s(?:a group of |a team of )?$", before)
    if dated:
        return sentence.start + dated.start() + (0 if before[dated.start()] != " " else 1)
    if not re.search(r"\b(?:in|by|from|during|per|to)\s$", before) or _has_result(doc, sentence, intro.head, first.end):
        return intro.start
    moved = max((m.start for m in sentence.cue_marks(*_MOVES) if m.start < intro.start), default=sentence.start)
    cuts = [m.end() for m in re.finditer(r"[;:,]\s|\s(?:and|but|while|because|has shown)\s", before)]
    cut = max((end for end in cuts if sentence.start + end <= moved), default=0)
    told = sentence.start + cut
    return told if cut < len(before) - 10 and _has_result(doc, sentence, told, intro.start) else intro.start


def closed(doc: Document, start: int, end: int) -> int:
    """The quote's end, on to a bracket that stands open in it when it closes right there."""
    opened = doc.low.count("(", start, end) - doc.low.count(")", start, end)
    return end + 1 if opened > 0 and doc.low[end : end + 1] == ")" and doc.low[end - 1].isdigit() else end
