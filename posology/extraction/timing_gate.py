"""Whether a time is said of taking a substance: a verb of taking, a dose or the substance itself must govern it.

"Magnesium helps you sleep at night", "avoid screens before bed" and "soreness after a workout" speak of other things.
"""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.timing_elliptic import elliptic, in_room, predicated
from posology.extraction.timing_events import MEALS, Event
from posology.extraction.timing_labels import about_substance, in_section, labelled_by, robust

_REACH = 140  # characters back from a time to the word that governs it
_DENIAL = re.compile(
    r"\b(?:avoid\w*|nothing|don'?t|do not|never|shouldn'?t|should not|no need|rather than|instead of|no evidence"
    r"|unnecessary|skip|stop\w*|quit|cut ?off|refrain\w*"
    r"|needn'?t|whether|limit|too close|not (?:ideal|recommended|necessary|best|take|taken|be taken|have to"
    r"|need))\b(?! only| matter)"
)
_NOT = re.compile(
    r"\b(?:(?:is|are|does|be|was|were|if|or|but|and) not|isn'?t|aren'?t|doesn'?t)\b(?! only| matter| enough)"
)
_HARM = re.compile(
    r"[\s,)]{0,3}(?:(?:may|can|could|might|will|often|sometimes|is likely to"
    r"|tends to)\s){0,2}(?:also\s)?(?:cause|disrupt|interfere|disturb"
    r"|lead to|keep you|keep some|trigger|upset|worsen|irritate|make you (?:feel )?(?:sick|nause)"
    r"|result in (?:nausea|stomach)|(?:increases?|raises?) (?:the )?(?:[a-z-]+\s){0,3}risks?\b"
    r"|(?:is|are|was|were) (?:linked|tied|associated) (?:to|with) (?:an? )?(?:increased|higher|greater|more)\b"
    r"|is (?:nearly |about |around |only |roughly )?\d|,\s(?:about |only "
    r"|nearly )?\d+\s?%)"
)
_MYTH = re.compile(
    r"[^.;]{0,40}\b(?:does nothing|do nothing|adds nothing|won't help|is pointless|makes no sense|myth"
    r"|misconception|not true|isn't true|untrue|not necessary"
    r"|isn't necessary|unnecessary)\b"
)
_UPSET = re.compile(r"\b(?:nausea|nauseous|upset|queasy|queasiness|irritat\w+|discomfort|cramping|vomiting)\b")
_SOOTHES = re.compile(r"\b(?:reduc|minimi|avoid|prevent|lessen|decreas|without|eas|help|less)\w*")
_TIED = re.compile(
    r"[\s*_)\]\"'(:,-]{0,4}(?:(?:supplement\w*|powders?|capsules?|tablets?|intake|shakes?|only|ideally"
    r"|preferably|best|either|both|is|are"
    r"|daily|each|consumption|ingestion|tea|juice|extract|gummies|softgels|right|just|immediately|about"
    r"|approximately|again|and|or|then|once|be|should|must|at|around"
    r"|you)[\s,]{1,2}){0,4}\(?$"
)
_DOSED_NOUN = re.compile(
    r"\s(?:(?:and|or|vs\.?|versus|&|/)\s[a-z-]+\s)?(?:dos(?:e|es|ing|age)|use|intake|supplement(?:s|ation)?"
    r"|ingestion|consumption|servings?|capsules?)\b"
)
_PRODUCT = re.compile(
    r"[\s-](?:supplements?|formulas?|powders?|drinks?|products?|blends?|ingredients?|mix(?:es)?|boosters?"
    r"|energy|meals?|snacks?)\b"
)
_OPENS = re.compile(
    r"(?:^|[,;:(|>]|\s-\s|\band|\bor)[\s*_\"'#>•-]{0,6}(?:(?:about|approximately|ideally|either|or|so|then|and"
    r"|for best results)\s?,?\s?){0,2}$"
)
_BRACKET = re.compile(r"^[\s*_]{0,4}\([^)]{0,24}\)")
_AFTER_LABEL = re.compile(r"[\s*_)]{0,4}(?:\([^)]{0,24}\)[\s*_]{0,4})?(?::|>|\||-\s|=)")


def about_taking(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether the event is a time at which something is to be, or was, taken."""
    if asks(doc, sentence) or _denied(doc, sentence, event):
        return False
    if event.event == "any_time":
        return _any_time(doc, sentence, event)
    if sentence.block.kind == "heading":
        if doc.low[event.start - 1 : event.start] == "(" and doc.mentions_in(sentence.start, event.start):
            return True
        return not event.bare and _imperative(doc, sentence) and _governed(doc, sentence, event)
    if event.bare:
        return _bare(doc, sentence, event)
    if _AS_ONE.match(doc.low, event.start):  # "works well as a pre-workout"
        before = doc.low[max(sentence.start, event.start - 24) : event.start]
        return not _MARKETED.search(before) and in_room(doc, sentence)
    if labelled_by(doc, sentence, event) or _governed(doc, sentence, event) or _leads(doc, sentence, event):
        return True
    return _answers(doc, sentence, event) or elliptic(doc, sentence, event)


_AS_ONE = re.compile(r"as (?:an? |your |part of )")
_MARKETED = re.compile(r"\b(?:sold|market\w*|known|label\w*|branded|advertis\w+|promoted|billed|such)\s$")
_FORBIDS = re.compile(
    r"(?:(?:^|[.;:!?(>|]|\s-|\bbut|\band|,)[\s*_\"'#•-]{0,5}(?:but |and |preferably |ideally )?(?:not|never)"
    r"|\b(?:avoid\w*|don'?t|do not|never|should ?n[o']t|should never|must not|best not(?: to)?"
    r"|not to)\s(?:be )?(?:to )?"
    r"(?:tak\w+|us(?:e|ed|ing)|dos(?:e|ing))(?:\s(?:it|them|this|your|any|[a-z0-9-]+)){0,3}|\bavoid (?:it|them))\s"
    r"(?:right |just |too |so |immediately |directly )?(?:close to |near |late )?$"
)


def forbidden(doc: Document, sentence: Sentence, event: Event) -> Event | None:
    """The event turned into one to keep clear of, where the words before it forbid it: "not at bedtime"."""
    if event.bare or asks(doc, sentence) or event.event in (None, "any_time", "fat_meal"):
        return None
    if event.relation not in ("at", "before", "with") or (event.aspect == "meal") != (event.relation == "with"):
        return None
    window = doc.low[max(sentence.start, event.start - 70) : event.start]
    if not _FORBIDS.search(window) or not in_room(doc, sentence):
        return None
    return event._replace(relation="without", low=event.low, high=event.high)


def _answers(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether a short sentence begins with the event and the one before it asks when to take something."""
    if sentence.index == 0 or event.start - sentence.start > 12 or sentence.end - event.end > 40:
        return False
    question = doc.sentences[sentence.index - 1]
    return asks(doc, question) and bool(question.cues & {"timing.take", "timing.label"})


def asks(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence is a question."""
    return doc.low[max(sentence.start, sentence.end - 4) : sentence.end].rstrip(" *_\"')").endswith("?")


_BESIDES = frozenset({"timing.other", "timing.not_taking", "timing.effect"})
_LIKES = re.compile(
    r"\s?(?:$|[.,;!)]|(?:you(?:'d)?|it|is|works|suits) ?(?:like|want|prefer|can|remember|suits"
    r"|convenient|you)?)"
)


_NO_MATTER = frozenset(
    {
        "does not matter", "does not really matter", "doesn't matter", "doesn't really matter", "matters little",
        "makes little difference", "makes no difference",
    }
)  # fmt: skip
"""Phrases that say "any time" only where the sentence speaks of time: "When you take it doesn't matter"."""
_WHICH_TIME = re.compile(r"\b(?:when|what time|time of (?:the )?day|timing|which time|morning or (?:evening|night))\b")


def _asked_when(doc: Document, sentence: Sentence) -> bool:
    """Whether the question before names times of day: "Morning or evening? It makes no difference."."""
    before = next(doc.block_sentences(sentence), None)
    if before is None or not asks(doc, before):
        return False
    return _PARTS.search(doc.low, before.start, before.end) is not None


_PARTS = re.compile(r"\b(?:mornings?|evenings?|nights?|bedtime|noon|afternoons?|a\.?m\.?|p\.?m\.?)\b")


def _any_time(doc: Document, sentence: Sentence, event: Event) -> bool:
    words = doc.low[event.start : event.end]
    if words in _NO_MATTER:
        of_time = _WHICH_TIME.search(doc.low, sentence.start, event.start) or _asked_when(doc, sentence)
        return bool(of_time) and in_room(doc, sentence)
    if words.endswith("whenever"):
        return _LIKES.match(doc.low, event.end, min(sentence.end, event.end + 30)) is not None
    if ("of the day" in words or "time of day" in words) and in_room(doc, sentence) and not sentence.cues & _BESIDES:
        return True
    if "matter" in words or "timing" in words or "time of day" in words or "best" in words:
        return bool(sentence.cues & {"timing.take", "timing.use"}) or about_substance(sentence, doc)
    return labelled_by(doc, sentence, event) or _governed(doc, sentence, event)


def _imperative(doc: Document, sentence: Sentence) -> bool:
    return bool(
        re.match(
            r"[#*\s\d.)]{0,8}(?:always )?(?:take|use|consume|best taken"
            r"|dose)\b",
            doc.low[sentence.start : sentence.end],
        )
    )


def _denied(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether the words before the event deny it, or those after it warn of it."""
    begin = max(sentence.start, event.start - 60)
    window = doc.low[begin : event.start]
    cut = max(window.rfind(mark) for mark in (";", " but ", ": ", " however", " - ", ", take", ".", " instead,"))
    if event.event != "any_time" and event.relation != "with_or_without":
        last_clause = window[max(cut, window.rfind(", ")) + 1 :]
        if _DENIAL.search(window[cut + 1 :]) or _NOT.search(last_clause):
            return True
    if _HARM.match(doc.low[event.end : event.end + 70]) or _MYTH.match(doc.low[event.end : event.end + 70]):
        return True
    if event.aspect != "meal" or event.relation != "without":
        return False
    around = doc.low[max(sentence.start, event.start - 90) : min(sentence.end, event.end + 60)].split(";")[0]
    return bool(_UPSET.search(around)) and not _SOOTHES.search(around)


def _governed(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether the nearest word before the event that could govern it means taking something."""
    sure = robust(event)
    for mark in reversed(sentence.marks):
        if mark.end > event.start or mark.kind not in ("cue", "quantity", "name"):
            continue
        if mark.start < event.start - _REACH or ";" in doc.low[mark.end : event.start]:
            return False
        verdict = _verdict(doc, sentence, event, mark, sure)
        if verdict is not None:
            return verdict
    return False


def _verdict(doc: Document, sentence: Sentence, event: Event, mark: Mark, sure: bool) -> bool | None:
    """What one mark before an event says of it: taking, something else, or nothing (None)."""
    gap = event.start - mark.end
    if mark.kind == "quantity":
        volume = mark.value.sort == "volume"  # type: ignore[attr-defined]
        return True if gap < 70 and (not volume or about_substance(sentence, doc)) else None
    if mark.kind == "name":
        return _verdict_of_name(doc, sentence, event, mark, sure)
    labels: frozenset[str] = mark.value  # type: ignore[assignment]
    if "timing.not_taking" in labels:
        return False
    if "timing.take" in labels:
        return not (_of_drug(doc, sentence, mark.end, event.start) or _drug_is_taken(doc, sentence, mark))
    if "timing.use" in labels:
        named = (
            bool(doc.mentions_in(sentence.start, event.start)) or "timing.thing" in sentence.cues or _pronoun(doc, mark)
        )
        return True if named else None
    if "timing.portion" in labels and gap < 30:
        return bool(sentence.cues & {"timing.take", "timing.use"}) or in_section(sentence) or None
    if "timing.thing" in labels and gap < 30:
        return True if _TIED.match(doc.low[mark.end : event.start]) else None
    if "timing.other" in labels:
        return False
    if "timing.effect" in labels and not sure:
        return False
    return None


def _verdict_of_name(doc: Document, sentence: Sentence, event: Event, mark: Mark, sure: bool) -> bool | None:
    kinds = {sense.kind for sense in mark.value}  # type: ignore[attr-defined]
    if "drug" in kinds and event.start - mark.end < 30:
        return False
    if not kinds & {"substance", "form"} or not _TIED.match(doc.low[mark.end : event.start]):
        return None
    made = not sure and any(
        other.kind == "cue" and "timing.effect" in other.value and mark.start - 40 < other.end <= mark.start  # type: ignore[operator]
        for other in sentence.marks
    )
    return not made


def _of_drug(doc: Document, sentence: Sentence, start: int, end: int) -> bool:
    """Whether what is taken between the verb and the time is a drug, not a supplement."""
    if doc.mentions_in(start, end):
        return False
    return any(
        mark.kind == "name" and start <= mark.start < end and any(sense.kind == "drug" for sense in mark.value)  # type: ignore[attr-defined]
        for mark in sentence.marks
    )


def _drug_is_taken(doc: Document, sentence: Sentence, verb: Mark) -> bool:
    """ "Levothyroxine should be taken": whether the name before a passive is a drug's."""
    if doc.low[verb.start : verb.end] not in ("taken", "administered", "ingested"):
        return False
    names = [mark for mark in sentence.marks if mark.kind == "name" and verb.start - 45 < mark.end <= verb.start]
    if names and _NOT_ITSELF.match(doc.low[names[-1].end : verb.start]):
        return False
    if not names or doc.mentions_in(names[-1].start, verb.start):
        return False
    return any(sense.kind == "drug" for sense in names[-1].value)  # type: ignore[attr-defined]


_NOT_ITSELF = re.compile(
    r"\s(?:sensitivity|resistance|secretion|response|levels?|signal\w+)\b|[^,;]*[,;]\s?(?:if|when)\s"
)


_PRONOUN = re.compile(r"\s(?:it|them|this|these|the supplement|the product)\b")


def _pronoun(doc: Document, mark: Mark) -> bool:
    return bool(_PRONOUN.match(doc.low[mark.end : mark.end + 18]))


def _leads(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether the event opens a clause whose verb of taking, amount or substance follows: "Before bed, take 200 mg"."""
    if not _OPENS.search(doc.low[max(sentence.start, event.start - 30) : event.start]):
        return False
    for mark in sentence.marks:
        if mark.start < event.end or mark.kind not in ("cue", "quantity", "name"):
            continue
        gap = _BRACKET.sub("", doc.low[event.end : mark.start], count=1)
        if len(gap) > 60 or ";" in gap:
            return False
        labels: frozenset[str] = mark.value if mark.kind == "cue" else frozenset()  # type: ignore[assignment]
        if labels & {"timing.not_taking", "timing.other"}:
            return False
        if "timing.take" in labels or (mark.kind == "quantity" and len(gap) < 40):
            return True
        if "timing.use" in labels and about_substance(sentence, doc) and (robust(event) or len(gap) < 12):
            return True
        if (
            mark.kind == "name"
            and re.fullmatch(r"[\s*_:>|,()-]{1,8}|\*{0,2}:\s", gap)
            and (":" in gap or ">" in gap or "|" in gap)
        ):
            return any(sense.kind in ("substance", "form") for sense in mark.value)  # type: ignore[attr-defined]
        if "timing.effect" in labels:
            return False
    return False


_COUNTED = re.compile(
    r"(?:\d\s?(?:mg|g|mcg|iu|ml)|\b(?:tablets?|capsules?|softgels?|cups?|scoops?|drops?|pills?|lozenges?|doses?"
    r"|servings?"
    r"|sachets?|teaspoons?|tablespoons?|gumm(?:y|ies)))(?: each| once)?,?\s$"
)


def _bare(doc: Document, sentence: Sentence, event: Event) -> bool:
    """A time without a preposition: in a label or cell, in brackets behind a dose, or as the attribute of a dose."""
    if predicated(doc, sentence, event):
        return True
    before, after = doc.low[max(sentence.start, event.start - 30) : event.start], doc.low[event.end : event.end + 40]
    if event.event not in MEALS and _COUNTED.search(before) and in_room(doc, sentence):
        return True
    affix = doc.low[event.start : event.start + 3] in ("pre", "pos", "int", "mid")
    if (
        event.event not in MEALS
        and _DOSED_NOUN.match(after)
        and not before.endswith("after ")
        and not (affix and _PRODUCT.match(after))
    ):
        return True
    if event.event in MEALS:  # a bare meal is a time only as a label: "Breakfast: zinc 15 mg"
        listed = _OPENS.search(before) is not None and _AFTER_LABEL.match(after) is not None
        return labelled_by(doc, sentence, event) or (listed and _leads(doc, sentence, event))
    if affix and not _PRODUCT.match(after):
        near = [m for m in sentence.marks if event.start - 30 < m.end <= event.start and m.kind in ("quantity", "cue")]
        if near and (near[-1].kind == "quantity" or "timing.take" in near[-1].value):  # type: ignore[operator]
            return True
        if (after[:1] == " " and doc.mentions_in(event.end, event.end + 2)) or after.startswith(" shake"):
            return True
    if not affix and sentence.cues & {"timing.take", "timing.use", "timing.study"} and _attribute(doc, event, after):
        return True
    if labelled_by(doc, sentence, event):
        return True
    if before.endswith("(") and _governed(doc, sentence, event):
        return True
    return _OPENS.search(before) is not None and _AFTER_LABEL.match(after) is not None and _leads(doc, sentence, event)


_VERSUS = re.compile(r"(?:\s(?:vs\.?|versus|and|or)\s(?:morning|evening|night|bedtime))?\s$")


def _attribute(doc: Document, event: Event, after: str) -> bool:
    """ "morning vs evening casein", "evening magnesium": the part of the day right before the substance."""
    mentions = doc.mentions_in(event.end, event.end + 30)
    return bool(mentions) and bool(_VERSUS.match(doc.low[event.end : mentions[0].start])) and after[:1] == " "
