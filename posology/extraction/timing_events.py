"""Events of the day as articles name them: "30-60 minutes before bed", "with a fatty meal", "on an empty stomach".

Finds what is said; whether it is said of taking a substance is for `timing_gate` to judge.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Duration, Mark

MEALS = frozenset({"meal", "breakfast", "lunch", "dinner", "snack", "fat_meal"})
_PARTS_OF_DAY = frozenset({"morning", "midday", "afternoon", "evening", "night"})


class Event(NamedTuple):
    """A time that is spoken of; minutes in low and high."""

    start: int
    end: int
    aspect: str
    relation: str | None
    event: str | None
    low: float | None
    high: float | None
    bare: bool
    """Whether it stands without a preposition: "morning", "post-workout"."""


_WORD = (
    r"(?:an?|the|your|their|his|her|my|our|each|every|any|all|some|both|either|going|to|getting|you|you'?re|go"
    r"|into|in|of|desired"
    r"|usual|intended|planned|main|largest|larger|biggest|large|big|small|light|heavy|full|first|last|next"
    r"|regular|normal|intense"
    r"|hard|strength|resistance|weight|cardio|physical|other|one|two|three|which|that|high|low|fat|fatty"
    r"|healthy|balanced"
    r"|substantial|solid|protein|carbohydrate|carb|rich|evening|morning|midday|early|late|daily|eating"
    r"|consuming|having"
    r"|finishing|starting|plenty|right|plain|actual|typical|target|quality|good|dietary|fall|a\s?bit|bite|little"
    r"|fattiest|heaviest|heartiest|hearty|proper|decent|hot|cooked|some|same|least|containing|just|nightly)"
)
_SOLE = (
    r"before|prior to|ahead of|after|following|with|without|between|during|at|in|on|upon|around|near|by"
    r"|throughout|alongside|along with|together with|w/"
)
_PREPOSITION = re.compile(
    rf"(?<![a-z])(?P<first>(?:right |just |immediately |shortly |directly |soon )?(?:{_SOLE}|within|of))"
    rf"(?:(?:,? (?:and|or|and/or) |/|, )(?P<second>before|after|with|without|during|between"
    rf"|(?:immediately|right|shortly|just|soon|directly) after))?"
    rf"\s(?P<beside>(?<=with )(?:[a-z'-]+\s){{1,3}}(?:and|or|plus)\s)?(?:{_WORD},?[\s-]{{1,2}}){{0,4}}$"
)
_QUANTIFIED = re.compile(r"(?<![a-z])(?:every|each|early|late(?:r)? (?:in the|at)|mid)\s$")
_JOINED = re.compile(
    r"^\W{0,3}\s?(?:,|/|&|and|or|and/or|vs\.?|versus|then|, and|, or)\s\W{0,3}(?:again\s)?(?:at |in |the "
    r"|in the |your |with |early |late ){0,2}$"
)
_MODIFIER = re.compile(
    r"(?<![a-z])(at least|no less than|not less than|a minimum of|minimum of|(?<!no )(?<!not )more than|up to"
    r"|within|no more than|not more than"
    r"|no longer than|not longer than|less than|under)(?: about| around| the first)?[\s*_]{1,3}$"
)
_LEAST = frozenset({"at least", "no less than", "a minimum of", "minimum of", "more than", "not less than"})
_BEFORE_PREPOSITION = re.compile(
    r"^\s?(?:or so |or more )?(?:or more)?(?:\(.{0,20}\))?\s?(?:right |just |immediately |shortly )?$"
)
_FAT_FOLLOWS = re.compile(
    r"^\s(?:that\s)?(?:contain\w*|includ\w*|rich in|high in|with|providing|that has|that have|which contains?"
    r"|that includes?)\s(?:[a-z]+\s){0,3}?(?:fats?|oils?|avocado)\b"
)
_PAIRS = {
    "before": "before", "prior to": "before", "ahead of": "before", "after": "after", "following": "after",
    "with": "with", "w/": "with", "alongside": "with", "along with": "with", "together with": "with",
    "without": "without", "between": "between",
}  # fmt: skip


def events_in(doc: Document, sentence: Sentence) -> list[Event]:
    """All events of a sentence in order, whoever they are of."""
    found: list[Event] = []
    for mark in sentence.of("cue"):
        for values in labelled(mark.value):
            if len(values) == 1:
                found += _noun(doc, sentence, mark, values[0], found)
            else:
                found.append(_phrase(doc, sentence, mark, *values))
            break
    if sentence.block.kind == "table_row":
        found += _half_days(doc, sentence)
    return found


def _half_days(doc: Document, sentence: Sentence) -> Iterator[Event]:
    """ "AM" and "PM" that open a table's cell; in prose "am" is a verb."""
    for mark in sentence.cue_marks("timing.meridiem"):
        cell = doc.text.rfind("|", sentence.start, mark.start) + 1 or sentence.start
        before, after = doc.text[cell : mark.start].strip(" *_"), doc.text[mark.end : mark.end + 3].strip(" *_.")
        written = doc.text[mark.start : mark.end]
        joined = re.fullmatch(r"(?:(?:AM|PM|A\.M\.?) ?(?:and|or|&|/|,|\+)?|)", before) is not None
        if written.isupper() and joined and after[:1] in ("", "|", ",", "&", "/", "+", "(", "a", "o", ";"):
            part = "morning" if written.startswith("A") else "evening"
            yield Event(mark.start, mark.end, "time_of_day", "at", part, None, None, True)


@lru_cache(maxsize=4096)
def labelled(labels: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """What a cue says of time: (event,) for a noun, (aspect, relation, event) for a phrase; empty for other cues."""
    found: list[tuple[str, ...]] = []
    for label in sorted(labels):
        parts = label.split(".")
        if parts[:2] == ["timing", "event"]:
            found.append((parts[2],))
        elif parts[:2] == ["timing", "say"]:
            found.append((parts[2], parts[3], parts[4]))
    return tuple(found)


_AS_ONE = re.compile(r"(?<![a-z])as (?:an? |your |part of (?:a|your) )$")
_CLOSES = re.compile(r"[*_)]{0,3}(?:$|[.,;:!)]|\s(?:is|are|can|may|works?|and|or|for|to|helps?|if|because|-)\b)")


def _phrase(doc: Document, sentence: Sentence, mark: Mark, aspect: str, relation: str, event: str) -> Event:
    named = None if event == "null" else event
    end = mark.end
    if named == "meal" and relation == "with" and (fat := _FAT_FOLLOWS.match(doc.low[end : end + 70])):
        named, end = "fat_meal", end + fat.end()
    bare = doc.low[mark.start : mark.start + 3] in ("pre", "pos", "int", "mid")
    as_one = _AS_ONE.search(doc.low, max(sentence.start, mark.start - 14), mark.start) if bare else None
    if as_one and _CLOSES.match(doc.low, end, min(sentence.end, end + 12)):  # not "as a pre-workout supplement"
        return Event(as_one.start(), end, aspect, relation, named, None, None, False)
    if aspect == "time_of_day" and relation == "at":
        return Event(mark.start, end, aspect, relation, named, None, None, bare)
    start, low, high = _minutes(doc, sentence, mark.start)
    return Event(start, end, aspect, relation, named, low, high, bare and low is None and high is None)


def _noun(doc: Document, sentence: Sentence, mark: Mark, event: str, before: list[Event]) -> Iterator[Event]:
    """The events that a noun makes: with the prepositions before it, joined to the event before, or bare."""
    aspect = "meal" if event in MEALS else "time_of_day"
    window = doc.low[max(sentence.start, mark.start - 70) : mark.start]
    found = _PREPOSITION.search(window)
    joined = _joined(doc, mark, aspect, before) if found is None or found["beside"] else None
    if joined:
        # "half an hour before breakfast and dinner": the minutes, and with them the quote, are of both
        timed = joined.low is not None or joined.high is not None
        yield joined._replace(start=joined.start if timed else mark.start, end=mark.end, event=event)
        return
    if latest := _latest(doc, sentence, mark, event):
        yield latest
        return
    if found and event in _PARTS_OF_DAY and (hour := _HOUR.search(window, 0, found.start())):
        yield Event(mark.start - len(window) + hour.start(), mark.end, aspect, "at", event, None, None, False)
        return
    made = list(_prepositional(doc, sentence, mark, event, found, mark.start - len(window))) if found else []
    yield from made
    if not made and event in _PARTS_OF_DAY:
        every = _QUANTIFIED.search(window)
        start = mark.start - len(every.group()) if every else mark.start
        yield Event(start, mark.end, aspect, "at", event, None, None, every is None)
    elif not made and event in ("breakfast", "lunch", "dinner"):
        yield Event(mark.start, mark.end, aspect, "with", event, None, None, True)


_HOUR = re.compile(
    r"\b(?:at )?(?:about |around )?(?:\d{1,2}|noon|three|four|five|six|seven|eight|nine"
    r"|ten)(?: o'clock)?\s$"
)


def _joined(doc: Document, mark: Mark, aspect: str, before: list[Event]) -> Event | None:
    """The event whose relation "and evening" takes over from "in the morning"."""
    if not before or mark.start - before[-1].end > 30 or before[-1].aspect != aspect or before[-1].event == "fat_meal":
        return None
    joined = before[-1].event in MEALS | _PARTS_OF_DAY and _JOINED.match(doc.low[before[-1].end : mark.start])
    return before[-1] if joined and before[-1].relation else None


_LATEST = re.compile(
    r"\b(?:(?:not|never|nothing|none|avoid (?:it|taking it|them|doses|dosing)|(?:don'?t|do not|never) (?:take"
    r"|use|have)"
    r"(?: it| any| them)?)\s(?:after|later than|past|beyond)|no later than|not later than)\s(?:about |around )?$"
)


_BEFORE_HOUR = re.compile(r"\bbefore (?:about |around )?$")


def _latest(doc: Document, sentence: Sentence, mark: Mark, event: str) -> Event | None:
    """ "not after 2 p.m.", "no later than noon": before an hour of the day; of hours, no event has a name."""
    clock = doc.low[mark.start].isdigit()
    if not clock and event != "midday":
        return None
    window = doc.low[max(sentence.start, mark.start - 50) : mark.start]
    found = _LATEST.search(window) or (_BEFORE_HOUR.search(window) if clock else None)
    if found is None:
        return None
    start = mark.start - len(window) + found.start()
    return Event(start, mark.end, "time_of_day", "before", None if clock else event, None, None, False)


def _prepositional(
    doc: Document, sentence: Sentence, mark: Mark, event: str, found: "re.Match[str]", base: int
) -> Iterator[Event]:
    """The events of "one hour before or two hours after meals": one for each preposition."""
    aspect = "meal" if event in MEALS else "time_of_day"
    opening, _, rest = found["first"].partition(" ")
    first, second = rest if opening in _ADVERBS else found["first"], found["second"]
    at = base + found.start()
    if {first, second} == {"with", "without"}:
        yield Event(at, mark.end, aspect, "with_or_without", event, None, None, False)
        return
    start, low, high = _minutes(doc, sentence, at)
    spent = first == "of" and low is not None  # "two hours of sleep" is no time before it, "within an hour of bed" is
    if not spent and (relation := _relation(first, event, start < at)):
        end = _fat_end(doc, mark, event, relation)
        fatty = end > mark.end or (event == "meal" and _FATTY.search(found.group()))
        yield Event(start, end, aspect, relation, "fat_meal" if fatty else event, low, high, False)
    if start < at and (earlier := _other_side(doc, sentence, start)):
        yield Event(earlier[0], mark.end, aspect, earlier[1], event, earlier[2], earlier[3], False)
    if second and (other := _relation(second.split()[-1], event, False)):
        yield Event(base + found.start("second"), mark.end, aspect, other, event, low, high, False)


_FATTY = re.compile(r"(?<!low)[\s-](?:fat|fatty|fattiest|oily)[\s-](?:[a-z-]+\s)?$")
_DANGLING = re.compile(r"\s(before|after),?\s(?:or|and)\s$")


def _other_side(doc: Document, sentence: Sentence, at: int) -> tuple[int, str, float | None, float | None] | None:
    """ "one hour before or" in front of "two hours after meals": its start, relation and minutes."""
    window = doc.low[max(sentence.start, at - 16) : at]
    dangling = _DANGLING.search(window)
    if dangling is None:
        return None
    preposition = at - len(window) + dangling.start()
    mark = _last_duration(sentence, preposition)
    if mark is None or mark.end != preposition:
        return None
    return bounded(doc, sentence, mark, preposition)[0], dangling[1], *bounded(doc, sentence, mark, preposition)[1:]


_ADVERBS = frozenset({"right", "just", "immediately", "shortly", "directly", "soon"})


def _fat_end(doc: Document, mark: Mark, event: str, relation: str | None) -> int:
    """The end of "a meal containing fat", else of the noun."""
    if event in MEALS and relation == "with" and (fat := _FAT_FOLLOWS.match(doc.low[mark.end : mark.end + 70])):
        return mark.end + fat.end()
    return mark.end


def _relation(preposition: str, event: str, timed: bool) -> str | None:
    """The relation that a preposition means before an event, or None where the two say nothing together."""
    plain = _PAIRS.get(preposition)
    if event in MEALS:
        if event == "fat_meal" and plain not in ("with", None):
            return None
        if preposition in ("during", "at", "around") and event not in ("meal", "fat_meal"):
            return "with"
        if preposition in ("during", "at"):
            return "with" if event == "meal" else None
        return "after" if preposition == "of" and timed else plain
    if preposition == "of":
        return ("before" if event == "bedtime" else "after") if timed and event not in _PARTS_OF_DAY else None
    if event == "exercise":
        return {"during": "at", "around": "at"}.get(preposition, plain if plain in ("before", "after") else None)
    if event == "waking":
        return {"upon": "at", "on": "at", "at": "at", "after": "after", "following": "after", "before": "before"}.get(
            preposition
        )
    if event == "bedtime":
        return "before" if plain == "before" else "at" if preposition in ("at", "around", "near", "by") else None
    if plain in ("before", "after"):
        return plain if (event in ("midday", "morning", "evening") and timed) or event == "midday" else None
    allowed = (
        ("in", "at", "on", "during", "throughout", "around", "by", "between")
        if event != "night"
        else ("at", "in", "during")
    )
    return "at" if preposition in allowed else None


def _minutes(doc: Document, sentence: Sentence, at: int) -> tuple[int, float | None, float | None]:
    """Start of the claim and its minutes, where a duration stands right before the preposition at `at`."""
    mark = _last_duration(sentence, at)
    if mark is None or not _BEFORE_PREPOSITION.match(doc.low[mark.end : at]):
        return at, None, None
    value: Duration = mark.value  # type: ignore[assignment]
    if value.unit not in ("minute", "hour"):
        return at, None, None
    return bounded(doc, sentence, mark, at)


def bounded(doc: Document, sentence: Sentence, mark: Mark, at: int) -> tuple[int, float | None, float | None]:
    """Start and bounds, in minutes, of a duration with the words around it that bound it ("at least", "or more")."""
    value: Duration = mark.value  # type: ignore[assignment]
    start, low, high = mark.start, value.low, value.high
    if re.match(r"\s?(?:or (?:more|longer)|\+)", doc.low[mark.end : at]):
        return start, low, None
    window = doc.low[max(sentence.start, start - 30) : start]
    modifier = _MODIFIER.search(window)
    if modifier is None:
        return start, low, high
    start -= len(window) - modifier.start()
    if modifier[1] in _LEAST:
        return start, low, None if low == high else high
    if low != high:  # "within 2 to 4 weeks" states both ends
        return start, low, high
    return _ranged(doc, sentence, start, high)


_UP_TO = re.compile(r"^\s(?:and|to|or)\s\[?$")


def _ranged(
    doc: Document, sentence: Sentence, start: int, high: float | None
) -> tuple[int, float | None, float | None]:
    """ "15 minutes and up to two hours": the earlier duration is the lower bound."""
    earlier = _last_duration(sentence, start)
    if earlier is not None and _UP_TO.match(doc.low[earlier.end : start]):
        return earlier.start, earlier.value.low, high  # type: ignore[attr-defined]
    return start, None, high


def _last_duration(sentence: Sentence, at: int) -> Mark | None:
    ending = [mark for mark in sentence.marks if mark.kind == "duration" and at - 40 < mark.end <= at]
    return ending[-1] if ending else None
