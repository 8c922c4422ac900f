"""How often, for how long, and until when: frequency, course and onset."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft
from posology.extraction.marks import Duration, Mark
from posology.extraction.numbers import parse_number
from posology.extraction.resolve import favoured
from posology.extraction.timing_events import bounded
from posology.extraction.timing_gate import asks
from posology.extraction.timing_labels import about_substance, in_section
from posology.extraction.timing_subjects import context, subjects, tells_of_study

_DAY = 1440.0
_COUNTS = frozenset(
    {"timing.times", "timing.twice", "timing.once", "timing.thrice", "timing.alternate", "timing.doses"}
)
_NUMBER = r"(?:\d+(?:\.\d)?|one|two|three|four|five|six|eight|once|twice)"
_COUNT = re.compile(
    rf"(?<![\w.-])(?P<bound>at least |up to |a maximum of |no more than )?(?P<low>{_NUMBER})(?:\s?(?:-{{1,2}}"
    rf"|to|or)\s?(?P<high>{_NUMBER}))?[\s-]?$"
)
_LEADING = re.compile(rf"(?<![\w.-])(?P<low>{_NUMBER})\s?(?:-|to|or)\s?$")
_PARTED = re.compile(r"\b(?:divid|split|spread|separat|smaller|equal|portion)")
_NOT_COUNTED = re.compile(
    r"\b(?:avoid|don'?t|do not|never|no need|brush|wash|exercis|meditat|urinat|shower|bathroom)\w*"
)


_LABEL = re.compile(r"[\W_]{0,6}(?:frequency|how often|dosage|dose|dosing|directions|schedule)\b[^:|]{0,15}[:|]")
_UNITS = re.compile(
    r"(?:\d|one|two|three)\)?\s(?:[a-z]+\s)?(?:capsule|tablet|softgel|gumm|scoop|drop|pill|lozenge|sachet)"
)


def find_spans(doc: Document, sentence: Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[Draft]:
    """Frequencies, courses and onsets of one sentence; durations inside `taken` say something else already."""
    if sentence.block.kind == "heading" or asks(doc, sentence):
        return
    cues = sentence.cues
    if cues & _COUNTS:
        yield from _frequencies(doc, sentence)
    if "timing.onset_vague" in cues and "timing.onset" in cues:
        yield from _vague_onsets(doc, sentence)
    for mark in sentence.of("duration"):
        if any(start <= mark.start < end for start, end in taken):
            continue
        yield from _course_or_onset(doc, sentence, mark)


def _drafts(
    doc: Document, sentence: Sentence, start: int, end: int, aspect: str, low: float | None, high: float | None
) -> Iterator[Draft]:
    said = context(doc, sentence)
    for subject in subjects(doc, sentence, start, end)[: 3 if aspect != "onset" else 1]:
        values = {"aspect": aspect, "relation": None, "event": None, "low": low, "high": high, "context": said}
        yield Draft("timing", start, end, sentence, f"timing.{aspect}", subject, values)


# --- frequency ---


def _frequencies(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Counts a day. A single count beside an amount is the dose's; a range of counts is a record of its own."""
    taken = bool(sentence.cues & {"timing.take", "timing.use"}) and (
        about_substance(sentence, doc) or doc.topic.substance
    )
    if (
        not taken
        and not _LABEL.match(doc.low[sentence.start : sentence.end])
        and not any(mark.kind == "quantity" for mark in sentence.marks)
        and not in_section(sentence)
    ):
        return
    dosed = any(mark.kind == "quantity" for mark in sentence.marks) or bool(
        _UNITS.search(doc.low[sentence.start : sentence.end])
    )
    for mark in sentence.cue_marks(*_COUNTS):
        counted = _counted(doc, sentence, mark)
        if counted is None:
            continue
        start, low, high = counted
        if (dosed and (low == high or low is None or high is None)) or _NOT_COUNTED.search(
            doc.low[max(sentence.start, start - 60) : start]
        ):
            continue
        yield from _drafts(doc, sentence, start, mark.end, "frequency", low, high)


def _counted(doc: Document, sentence: Sentence, mark: Mark) -> tuple[int, float | None, float | None] | None:
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    window = doc.low[max(sentence.start, mark.start - 40) : mark.start]
    base = mark.start - len(window)
    fixed = {"timing.twice": 2.0, "timing.once": 1.0, "timing.thrice": 3.0, "timing.alternate": 0.5}
    for label, value in fixed.items():
        if label in labels:
            leading = _LEADING.search(window)
            if leading and value > 1:
                return base + leading.start(), _value(leading["low"]), value
            bound = re.search(r"(at least|up to) $", window)
            if bound:
                return base + bound.start(), *((value, None) if bound[1] == "at least" else (None, value))
            return mark.start, value, value
    if "timing.doses" in labels and not _PARTED.search(window + doc.low[mark.start : mark.end + 12]):
        return None
    found = _COUNT.search(window)
    if found is None:
        return None
    low, high = _value(found["low"]), _value(found["high"] or found["low"])
    if low is None or high is None or not 0 < low <= high <= 12 or (high == 1 and "timing.doses" in labels):
        return None
    bound_ = (found["bound"] or "").strip()
    if bound_:
        low, high = (low, None) if bound_ == "at least" else (None, high)
    return base + found.start(), low, high


def _value(words: str) -> float | None:
    return {"once": 1.0, "twice": 2.0}.get(words) or parse_number(words)


# --- course and onset ---

_FOR = re.compile(
    r"(?<![a-z])(for)\s(?:(?:at least|up to|about|around|approximately|roughly|a minimum of|minimum"
    r"|no more than|no longer than|not more than"
    r"|not longer than|a period of|periods of|a total of|the first|another|as long as|between|a full|only|just"
    r"|a|an initial|the|least)\s){0,2}$"
)
_NO_LONGER = re.compile(r"(?<![a-z])(?:(?:no|not) (?:longer|more) than)\s$")
_NOT_LONGER = re.compile(
    r"\b(?:not|n't|never|avoid\w*)\b[^.;]{0,45}\s(for (?:longer|more) than\s|(?:longer|beyond|past)(?: than)?\s)$"
)
_IN_BRACKETS = re.compile(r"(?:/day|daily|doses|per day|a day|dose),?\s(?:for\s)?$")
_GIVE = re.compile(
    r"(?<![a-z])(?:giv(?:e|ing)|allow(?:ing)?)\s(?:(?:it|them|this|your [a-z]+|any new [a-z]+|the [a-z]+"
    r"|[a-z0-9-]+(?: [a-z0-9-]+)?)\s)"
    r"(?:(?:at least|about|around|up to|a good|a full|anywhere from|between|time, usually|a solid)\s)?$"
)
_TAKES = re.compile(
    r"(?<![a-z])(?:takes?|taking|took|requires?|needs?|wait(?:ing)?|allow(?:ing)?|expect|lasts?)\s(?:(?:it|them"
    r"|some|you|your body|most people|time|often|typically|usually)[\s,-]{1,2}){0,3}"
    r"(?:(?:about|around|roughly|approximately|anywhere from|anywhere between|anywhere|at least|up to|between"
    r"|as long as|as little as|only|from|longer than|more than|a full|just)\s){0,2}$"
)
_WITHIN = re.compile(
    r"(?<![a-z])(within|in|after|over|inside|by|as (?:early|soon|quickly|little) as|following|around|about)\s"
    r"(?:(?:the|first|just|about|only|as|few|little|around|approximately|a|course|of|at|least|roughly|period"
    r"|another|next|between|up|to)\s){0,4}$"
)
_IT_TAKES = re.compile(
    r"[\W_]{0,4}(?:it|this|they|results|effects|benefits)\s(?:(?:can|may|might|could|will|usually|often"
    r"|typically|generally)\s){0,2}takes?"
    r"\s(?:(?:about|around|up to|at least|anywhere from|anywhere|between|approximately|roughly|from)\s){0,2}$"
)
_ONSET_IS = re.compile(r"\bonset\b[^.;]{0,32}\s(?:\(|)$")
_MEASURED = re.compile(
    r"\b(?:peak|plasma|serum|half-life|concentration|absorb|eliminat|clear|excret|blood (?:test|work|level)"
    r"|levels? (?:peak|return))"
)
_TALKS_TO_READER = re.compile(
    r"\b(?:you|your|most people|many people|some people|users|people who|most studies|studies show"
    r"|research shows|individuals|typically|usually|generally)\b"
)
_PAST = re.compile(r"^(?:took|received|consumed|supplemented|administered|given|had|drank|ingested|taken)$")
_NEAR_HALT = 45
_GOVERNING = frozenset({"timing.take", "timing.use", "timing.not_taking"})


def _course_or_onset(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Draft]:
    value: Duration = mark.value  # type: ignore[assignment]
    window = doc.low[max(sentence.start, mark.start - 60) : mark.start]
    if not window or _halts(sentence, mark) or doc.low[mark.end : mark.end + 1] == "-":
        return
    start, low, high = bounded(doc, sentence, mark, mark.end + 10)
    days = (None if low is None else low / _DAY, None if high is None else high / _DAY)
    if value.unit not in ("minute", "hour") and (begin := _course(doc, sentence, mark, window, start)) is not None:
        if _NOT_LONGER.search(window):
            days = (None, None if value.high is None else value.high / _DAY)
        yield from _drafts(doc, sentence, begin, mark.end, "course", *days)
    elif _onset(doc, sentence, mark, window, value):
        yield from _drafts(doc, sentence, start, mark.end, "onset", *days)


def _halts(sentence: Sentence, mark: Mark) -> bool:
    """Whether words near the duration speak of stopping, pregnancy, a test, or a bottle's supply."""
    return any(
        other.start < mark.end + _NEAR_HALT and other.end > mark.start - _NEAR_HALT
        for other in sentence.cue_marks("timing.halt")
    )


def _course(doc: Document, sentence: Sentence, mark: Mark, window: str, start: int) -> int | None:
    """Start of "for 8 weeks" where it says how long to take something, else None."""
    base = mark.start - len(window)
    if re.search(r"(?:^|[*\s|])(?:duration|course|length|how long)[\s*_]{0,4}[:|][\s*_]{0,4}(?:[a-z]+ ){0,2}$", window):
        return start
    bracket = _IN_BRACKETS.search(window)
    if bracket and "(" in window and doc.low[mark.end : mark.end + 1] in (")", ","):
        return start if any(other.kind == "quantity" for other in sentence.marks) else None
    found, longest = _FOR.search(window) or _NOT_LONGER.search(window), _NO_LONGER.search(window)
    if not (found or longest) or _studied_length(doc, sentence):
        return None
    governing = [
        other
        for other in sentence.marks
        if mark.start - 110 < other.end <= mark.start
        and (other.kind == "quantity" or (other.kind == "cue" and _GOVERNING & other.value))  # type: ignore[operator]
    ]
    if not governing:
        return None
    last = governing[-1]
    if last.kind == "cue" and ("timing.not_taking" in last.value or _past(doc, sentence, last)):  # type: ignore[operator]
        return None
    if last.kind == "cue" and "timing.take" not in last.value and not _of_substance(doc, sentence):  # type: ignore[operator]
        return None
    return base + (found.start(1) if found else longest.start() if longest else 0)


def _past(doc: Document, sentence: Sentence, verb: Mark) -> bool:
    """Whether a verb tells what someone did, not what to do ("took", "after taking", "who have been using")."""
    if _PAST.match(doc.low[verb.start : verb.end]) and not re.search(
        r"\b(?:be|when|if|is|are|should|safe\w*)\s(?:[a-z]+\s)?$",
        doc.low[max(sentence.start, verb.start - 25) : verb.start],
    ):
        return True
    return bool(
        re.search(
            r"\b(?:after|who|been|were|was|i)\s(?:[a-z]+ly\s)?$",
            doc.low[max(sentence.start, verb.start - 25) : verb.start],
        )
    )


def _studied_length(doc: Document, sentence: Sentence) -> bool:
    return "timing.study" in sentence.cues or tells_of_study(doc, sentence)


def _onset(doc: Document, sentence: Sentence, mark: Mark, window: str, value: Duration) -> bool:
    """Whether the duration is the time until an effect is felt or measured."""
    if value.unit == "year" or not _of_substance(doc, sentence):
        return False
    if "timing.study" in sentence.cues and not _TALKS_TO_READER.search(doc.low[sentence.start : sentence.end]):
        return False
    if _GIVE.search(window) and value.unit not in ("minute", "hour"):
        return True
    if _studied_length(doc, sentence) and "timing.study" not in sentence.cues:
        return False
    if re.search(
        r"(?:^|[*\s|])(?:onset|time to (?:effect|results|benefit)|results|effects|when to expect results"
        r"|works in)[\s*_]{0,4}[:|][\s*_]{0,4}(?:[a-z]+ ){0,2}$",
        window,
    ):
        return True
    around = doc.low[max(sentence.start, mark.start - 100) : min(sentence.end, mark.end + 90)]
    if value.unit in ("week", "month") and _IT_TAKES.match(doc.low[sentence.start : mark.start]):
        return True
    if _ONSET_IS.search(window) and "sleep onset" not in around:
        return True
    if not (_TAKES.search(window) or _WITHIN.search(window)) or not _tells_effect(sentence, mark):
        return False
    return not _MEASURED.search(around)


def _of_substance(doc: Document, sentence: Sentence) -> bool:
    if about_substance(sentence, doc) or favoured(doc, sentence).substance is not None:
        return True
    return any(doc.mentions_in(other.start, other.end) for other in islice(doc.block_sentences(sentence), 3))


def _tells_effect(sentence: Sentence, mark: Mark) -> bool:
    return any(
        mark.start - 90 < other.end <= mark.start or mark.end <= other.start < mark.end + 70
        for other in sentence.cue_marks("timing.onset")
    )


def _vague_onsets(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """ "works over weeks", "builds up over weeks to months": an onset without numbers."""
    if "timing.study" in sentence.cues or not _of_substance(doc, sentence):
        return
    for mark in sentence.cue_marks("timing.onset_vague"):
        if _tells_effect(sentence, mark) and not _halts(sentence, mark):
            yield from _drafts(doc, sentence, mark.start, mark.end, "onset", None, None)
