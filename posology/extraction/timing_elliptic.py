"""Times that stand alone: "Best on an empty stomach.", "With food if you feel queasy.", "Mornings are better".

Notes, answers and directions leave out the verb. A time that opens its clause, and after which nothing else is said
than a reason, a condition or a judgement, is one of taking what the room is about.
"""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.resolve import favoured
from posology.extraction.timing_events import Event
from posology.extraction.timing_labels import about_substance, robust

_ADVERBS = (
    r"(?:best|better|ideally|preferably|always|usually|generally|typically|normally|often|only|either|roughly|about"
    r"|around|so|but|and|or|then|first|again|at least|both|just|right|optionally|also|even|mostly|ok|okay|fine|great"
    r"|good|eh|well|yes|no|maybe|perhaps|probably|simply|say|easiest|kindest|gentlest)"
)
_OPENS_SENTENCE = re.compile(rf"(?:^|[.!?:;|>(]|\s-{{1,2}}\s)[\s*_\"'#>•.)\d-]{{0,8}}(?:{_ADVERBS},?\s){{0,3}}$")
_OPENS_CLAUSE = re.compile(rf"(?:,|\b(?:and|but|or|so))\s(?:{_ADVERBS},?\s){{0,3}}$")
_PART = r"(?:breakfast|lunch|dinner|supper|bed\w*|mornings?|evenings?|nights?|noon|midday|meals?|food|snacks?)"
_JUDGED = (
    r"(?:is|are|gives?|means?|seems?|works?|may be|might be|can be|would be|will do|does|do|suits?|makes?"
    r"|tends? to be|remains?)\b"
    r"(?! (?:when|where|how|what|shown|linked|known|associated|important for))"
)
_CLOSES = re.compile(
    rf"[\s*_)\"']{{0,4}}(?:$|[.;!|(]|-{{1,2}}\s|,?\s(?:if|unless|when you|rather than|instead|for (?:best"
    rf"|better|maximum"
    rf"|maximal|optimal|most|improved|good|full)|because|since|to (?:avoid|reduce|prevent|improve|maximi[sz]e"
    rf"|minimi[sz]e"
    rf"|limit|help|aid|boost|enhance|be|ease|lessen)|so (?:that|it)|as (?:it|they|this)|though|although|in it"
    rf"|of the day|whenever|at any|with (?:a |plenty|some|lots|water|juice)|technically"
    rf"|realistically|ideally|preferably|usually|either|too|again|daily|once|every|each|please|works?|suits?"
    rf"|{_JUDGED})"
    rf"|,?\s(?:and|or|&|then|but)\s(?:\w+\s){{0,3}}{_PART}\b|,\s(?:about |at least |roughly |or |and )?(?:\d"
    rf"|one|two|half)"
    rf"|,\s(?:and|but|or)\s(?:not|never|always|ideally|preferably|only)\b)"
)
_OTHERS = frozenset({"timing.other", "timing.not_taking"})
_GOOD = (
    r"(?:(?:usually|often|generally|probably|also|always|typically|just|by far|perhaps|particularly|still|a bit"
    r"|slightly"
    r"|much|far|equally)\s){0,2}(?:the )?(?:best(?! eaten| served| cooked| had)|better|ideal|fine|optimal"
    r"|prefer\w+|recommended|kinder|gentler|easier"
    r"|okay|ok|usual|(?:an? )?(?:fair|good|great|sensible|natural|popular|safe|reasonable|smart|wise|convenient|ideal"
    r"|better|common|fine|popular|usual) (?:choice|time|option|moment|window|bet|idea|slot|habit|pick)|most (?:people"
    r"|popular|common|suitable|convenient)|well|sense|perfect|right|good)\b"
)
_PREDICATE = re.compile(
    rf"(?:\s(?:or|and)\s[a-z]+)?(?:\s(?:doses|dosing|use|intake))?\s(?:(?:is|are|works?|seems?(?: to be)?"
    rf"|tends? to be"
    rf"|makes?|may be|might be|can be|would be|feels)\s{_GOOD}|suits?\s|is when (?:i|we|most|to)\b)"
)
_WORK = re.compile(r"\s(?:to|for)\s(?:exercis|train|eat|walk|wind|relax|read|study|meditat|shower|work\b)")
_EQUAL = re.compile(
    r"\s(?:makes? (?:no|little) (?:real )?difference|(?:does|do)(?:n't| not) (?:really )?matter|(?:both|either"
    r"|all) (?:will )?"
    r"(?:works?|is fine|are fine|do|are ok\w*)|(?:is|are) (?:both |equally )?fine|(?:is|are) equally|is up to you)"
)


def elliptic(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether an event with a preposition is a clause by itself, in a room that is about a supplement."""
    if event.bare or sentence.block.kind in ("heading", "table_row") or not in_room(doc, sentence):
        return False
    before = doc.low[max(sentence.start, event.start - 60) : event.start]
    if event.event is None and event.relation == "before" and _OPENS_SENTENCE.search(before):
        return not _disturbed(sentence, event.start - 60, event.start, True)
    if not _CLOSES.match(doc.low[event.end : min(sentence.end, event.end + 60)]):
        return False
    if _PREDICATE.match(doc.low, event.end, min(sentence.end, event.end + 60)) and _OPENS_CLAUSE.search(before):
        return robust(event) and not _disturbed(sentence, event.start - 40, event.end, True)
    if _OPENS_SENTENCE.search(before):
        return not _disturbed(sentence, event.start - 60, event.end + 60, robust(event))
    if not robust(event) or not _OPENS_CLAUSE.search(before):
        return False
    return not _disturbed(sentence, event.start - 90, event.end, False) and about_substance(sentence, doc)


def predicated(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether a bare event is what is called good: "Mornings are better than evenings", "Dinner suits most"."""
    before = doc.low[max(sentence.start, event.start - 40) : event.start]
    after = doc.low[event.end : min(sentence.end, event.end + 90)]
    if sentence.block.kind == "heading" or not _PREDICATE.match(after) or _WORK.search(after):
        return False
    opens = _OPENS_SENTENCE.search(before) or _OPENS_CLAUSE.search(before)
    blocked = any(mark.value & _OTHERS for mark in sentence.of("cue"))  # type: ignore[operator]
    return opens is not None and not blocked and in_room(doc, sentence)


def indifferent(doc: Document, sentence: Sentence, events: list[Event]) -> Event | None:
    """ "Morning or evening makes no difference": any time, whatever the times it lists."""
    times = [event for event in events if event.aspect == "time_of_day" and event.event != "any_time"]
    if len(times) < 2 or not in_room(doc, sentence):
        return None
    first, last = times[0], times[-1]
    free = [event for event in events if event.relation == "with_or_without" and 0 <= first.start - event.end < 4]
    if free and len(times) == 2 and doc.low[first.end : last.start].strip() == "or":
        return Event(first.start, last.end, "time_of_day", "at", "any_time", None, None, False)
    found = _EQUAL.match(doc.low, last.end, min(sentence.end, last.end + 60))
    if found is None or last.end - first.start > 60:
        return None
    return Event(first.start, found.end(), "time_of_day", "at", "any_time", None, None, False)


def in_room(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence, the headings above it or the article speak of a supplement."""
    return about_substance(sentence, doc) or favoured(doc, sentence).substance is not None


def _disturbed(sentence: Sentence, start: int, end: int, sure: bool) -> bool:
    """Whether words near by speak of screens, baths, meals as such, or of effects."""
    kinds = _OTHERS if sure else _OTHERS | {"timing.effect"}
    return any(start <= mark.start < end and mark.value & kinds for mark in sentence.of("cue"))  # type: ignore[operator]
