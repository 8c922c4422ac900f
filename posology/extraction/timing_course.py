"""How long to take it: "for at least 8 weeks", "a 12-week course". A study's own length is none."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Duration, Mark
from posology.extraction.timing_onset import halts, of_substance
from posology.extraction.timing_subjects import tells_of_study

_FOR = re.compile(
    r"(?<![a-z])(for)\s(?:(?:at least|up to|about|around|approximately|roughly|a minimum of|minimum"
    r"|no more than|no longer than|not more than|not less than|no less than"
    r"|not longer than|a period of|periods of|a total of|the first|another|as long as|between|a full|only|just|like"
    r"|a|an initial|the|least)[\s*_]{1,3}){0,2}$"
)
_NO_LONGER = re.compile(r"(?<![a-z])(?:(?:no|not) (?:longer|more) than)\s$")
_NOT_LONGER = re.compile(
    r"\b(?:not|n't|never|avoid\w*|(?:caution|warn|advise|recommend)\w* against)\b[^.;]{0,45}\s(for (?:longer"
    r"|more) than\s|(?:longer|beyond|past)(?: than)?\s)$"
)
_IN_BRACKETS = re.compile(r"(?:/day|/d|daily|doses|per day|a day|dose),?\s(?:for\s)?$")
_LABEL = re.compile(
    r"(?:^|[*\s|])(?:duration|course|length|how long(?: to take(?: it)?)?|treatment (?:length"
    r"|duration))[\s*_]{0,4}[:|.][\s*_]{0,4}"
    r"(?:[a-z]+ ){0,2}$"
)
_DAILY_OVER = re.compile(r"(?:daily|a day|per day|each day|/day)[\s,]{1,2}(over) (?:about |around |a period of )?$")
_COURSE_NOUN = re.compile(
    r"[\s-](?:full )?(?:course|cycle of (?:taking|treatment|use)|regimen"
    r"|supply is a course|cure)\b"
)
_COURSE_OF = re.compile(
    r"(?<!the )\bcourses? (?:of|lasting|lasts?|is|are|runs?)\s(?:[a-z0-9-]+\s){0,4}(?:lasting |of |for |about "
    r"|at least |usually |from )?$"
)
_IS_COURSE = re.compile(r"\sis (?:a |the )?(?:[a-z]+ )?(?:course|trial period|length of (?:treatment|use))\b")
_PAST = re.compile(r"^(?:took|received|consumed|supplemented|administered|given|had|drank|ingested|taken|used)$")
_TOLD = re.compile(
    r"\b(?:found|saw|took|gave|were|was|did|ran|rose|fell|showed|shown|described|swallowed|raised|reduced"
    r"|lowered|improved"
    r"|dropped|cut|reported|lost|gained|slept|had (?:been|used|swallowed|taken|fewer|less|more|lower|higher|no)"
    r"|received|randomi[sz]ed"
    r"|completed|experienced|decreased|increased|fed|healed|cleared|developed|led to|resulted|volunteers"
    r"|participants|rats|mice"
    r"|patients with|subjects|placebo|n ?= ?\d+|failed|helped|eased|worked|shortened|halved|doubled"
    r"|has been (?:shown|studied|tested)"
    r"|have been (?:shown|studied|tested)|crossover|been running)\b"
)
_ADVISES = re.compile(
    r"\b(?:take|takes|taking|should|recommend\w*|suggest\w*|advis\w+|stay(?:ing)? on|stick with|continu\w+"
    r"|carry on|keep (?:taking|going)"
    r"|use it|try|limit|consider|a supplement of|do not|don't|never|aim|need to|must|may be (?:taken|used)"
    r"|can be (?:taken|used)|safe\w*|usual|custom\w*"
    r"|start with|load|loading|begin with|going on)\b"
)
_THEN = re.compile(
    r"[\s*_)]{0,3}(?:can|may|could|might|will|has|have|raised|lowers?|reduces?|improves?|raises?|increases?"
    r"|gave|did|was|were|cut)\b"
)
_GOES_ON = re.compile(
    r"\b(?:carry on|continu\w+|keep (?:going|on|taking|it up)|stay(?:ing)? on|stick (?:with|to)|going on|go on"
    r"|kept up)\b"
)
_GOVERNING = frozenset({"timing.take", "timing.use", "timing.not_taking"})


def course(doc: Document, sentence: Sentence, mark: Mark) -> tuple[int, int] | None:
    """Start and end of a duration that says how long to take something, else None."""
    value: Duration = mark.value  # type: ignore[assignment]
    window = doc.low[max(sentence.start, mark.start - 60) : mark.start]
    if value.unit in ("minute", "hour") or (value.high or 0) > _LIFETIME:
        return None
    if noun := _named_course(doc, sentence, mark, window) or _by_section(doc, sentence, mark):
        return noun
    if not window or halts(doc, sentence, mark) or doc.low[mark.end : mark.end + 1] == "-":
        return None
    base = mark.start - len(window)
    if _LABEL.search(window):
        return mark.start, mark.end
    bracket = _IN_BRACKETS.search(window)
    if bracket and "for" not in bracket.group() and _is_listed(doc, sentence, mark, window):
        return mark.start, mark.end
    found = _FOR.search(window) or _NOT_LONGER.search(window) or _DAILY_OVER.search(window)
    longest = _NO_LONGER.search(window)
    if not (found or longest) or _studied(doc, sentence, mark) or not _governed(doc, sentence, mark):
        return None
    return base + (found.start(1) if found else longest.start() if longest else 0), mark.end


_LASTING = re.compile(r"\b(?:duration|how long (?:to|should)|length of (?:use|treatment|course)|cycl(?:e|ing))\b")
_SHORT_LABEL = re.compile(r"[\s*_>#-]*(?:[a-z][a-z /-]{2,24}[*_]{0,2}:[*_]{0,2}\s)?(?:at least |about |for |up to )?$")
_ON = re.compile(r"\son\b(?=[\s,;/]{1,3}(?:and |then )?(?:\d|[a-z]+ (?:days?|weeks?|months?)))")


def _by_section(doc: Document, sentence: Sentence, mark: Mark) -> tuple[int, int] | None:
    """ "Minimum: 4 weeks" under the heading "Duration"; "8 weeks on, 2 off" anywhere."""
    if not of_substance(doc, sentence):
        return None
    if on := _ON.match(doc.low, mark.end, sentence.end):
        return mark.start, on.end()
    headings = sentence.block.headings
    if not headings or not _LASTING.search(headings[-1].lower()):
        return None
    return (mark.start, mark.end) if _SHORT_LABEL.fullmatch(doc.low, sentence.start, mark.start) else None


_LIFETIME = 5 * 365 * 1440.0  # minutes; nobody is told to take something for longer by number


def open_courses(doc: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Spans of "all year round" and "throughout pregnancy", where they say how long to take something."""
    for mark in sentence.cue_marks("timing.season"):
        advised = _ADVISES.search(doc.low, max(sentence.start, mark.start - 120), mark.start)
        if advised and not _studied(doc, sentence, mark) and _governed(doc, sentence, mark):
            yield mark.start, mark.end


def not_longer(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether "not ... for longer than" stands before the duration."""
    return _NOT_LONGER.search(doc.low[max(sentence.start, mark.start - 60) : mark.start]) is not None


def _named_course(doc: Document, sentence: Sentence, mark: Mark, window: str) -> tuple[int, int] | None:
    """ "An eight-to-twelve-week course", "a course of selenium lasting three to six months"."""
    if "timing.study" in sentence.cues or not of_substance(doc, sentence):
        return None
    noun = _COURSE_NOUN.match(doc.low, mark.end, min(sentence.end, mark.end + 24))
    if noun and not _TOLD.search(doc.low[max(sentence.start, mark.start - 90) : mark.start]):
        return mark.start, noun.end()
    if _COURSE_OF.search(window):
        return mark.start, mark.end
    said = _IS_COURSE.match(doc.low, mark.end, min(sentence.end, mark.end + 40))
    return (mark.start, said.end()) if said else None


def _is_listed(doc: Document, sentence: Sentence, mark: Mark, window: str) -> bool:
    """Whether "(2 g daily, 8 weeks)" or a table's "2 g/day, 3 months" lists a dose to take, not a study's."""
    if not any(other.kind == "quantity" for other in sentence.marks) or _studied(doc, sentence, mark):
        return False
    if sentence.block.kind == "table_row":
        header = " ".join(sentence.block.header or ()).lower()
        return not re.search(r"\b(?:study|trial|design|results?|outcome|participants|findings?|n)\b", header)
    return "(" in window and doc.low[mark.end : mark.end + 1] in (")", ",")


def _studied(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether the sentence tells what was done or found, not what to do."""
    if "timing.study" in sentence.cues or tells_of_study(doc, sentence):
        return True
    begin, end = max(sentence.start, mark.start - 160), min(sentence.end, mark.end + 120)
    if _THEN.match(doc.low, mark.end, end):
        return True
    told = _TOLD.search(doc.low, begin, end)
    return told is not None and not _ADVISES.search(doc.low, begin, mark.start)


def _governed(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether a verb of taking, or an amount, stands before "for 8 weeks"."""
    governing = [
        other
        for other in sentence.marks
        if mark.start - 110 < other.end <= mark.start
        and (other.kind == "quantity" or (other.kind == "cue" and _GOVERNING & other.value))  # type: ignore[operator]
    ]
    if _GOES_ON.search(doc.low, max(sentence.start, mark.start - 50), mark.start) and of_substance(doc, sentence):
        return True
    if not governing:
        return False
    last = governing[-1]
    if last.kind == "cue" and ("timing.not_taking" in last.value or _past(doc, sentence, last)):  # type: ignore[operator]
        return False
    return last.kind != "cue" or "timing.take" in last.value or of_substance(doc, sentence)  # type: ignore[operator]


def _past(doc: Document, sentence: Sentence, verb: Mark) -> bool:
    """Whether a verb tells what someone did, not what to do ("took", "after taking", "who have been using")."""
    before = doc.low[max(sentence.start, verb.start - 25) : verb.start]
    if _PAST.match(doc.low[verb.start : verb.end]) and not re.search(
        r"\b(?:be|when|if|is|are|should|safe\w*|usually|often|typically)\s(?:[a-z]+\s)?$", before
    ):
        return True
    return bool(re.search(r"\b(?:after|who|been|were|was|i)\s(?:[a-z]+ly\s)?$", before))
