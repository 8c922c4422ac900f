"""How long until an effect is felt or measured: "within 2-4 weeks", "give it a month", "levels plateau at 3 months"."""

import re
from collections.abc import Iterator
from itertools import islice

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Duration, Mark
from posology.extraction.resolve import favoured
from posology.extraction.timing_labels import about_substance
from posology.extraction.timing_subjects import tells_of_study

_NEAR_HALT = 45
_LEAST = (
    r"(?:(?:at least|about|around|roughly|approximately|up to|a good|a full|anywhere from|anywhere between"
    r"|anywhere|between|from"
    r"|as long as|as little as|only|longer than|more than|just|time, usually|a solid|another|the first|like"
    r"|maybe|perhaps"
    r"|usually|often|typically)[\s*_]{1,3}){0,3}"
)
_GIVE = re.compile(
    rf"(?<![a-z])(?:giv(?:e|ing)|allow(?:ing)?)\s(?:(?:it|them|this|your [a-z]+|any new [a-z]+|the [a-z]+"
    rf"|[a-z0-9-]+(?: [a-z0-9-]+)?)\s)?{_LEAST}$"
)
_TAKES = re.compile(
    rf"(?<![a-z])(?:takes?|taking|took|requires?|needs?|wait(?:ing)?|allow(?:ing)?|expect|lasts?|reckon on"
    rf"|count on)\s(?:(?:it|them"
    rf"|some|you|your body|most people|time|often|typically|usually)[\s,-]{{1,2}}){{0,3}}{_LEAST}$"
)
_WITHIN = re.compile(
    r"(?<![a-z])(within|in|after|over|inside|by|at|as (?:early|soon|quickly|little) as|following|around|about)\s"
    r"(?:(?:the|first|just|about|only|as|few|little|around|approximately|a|course|of|at|least|roughly|period"
    r"|another|next|between|up|to|some)[\s*_]{1,3}){0,4}$"
)
_IT_TAKES = re.compile(
    r"[\W_]{0,4}(?:it|this|they|results|effects|benefits)\s(?:(?:can|may|might|could|will|usually|often"
    r"|typically|generally)\s){0,2}takes?"
    r"\s(?:(?:about|around|up to|at least|anywhere from|anywhere|between|approximately|roughly|from)\s){0,2}$"
)
_TO_DO = re.compile(
    r"(?:\s(?:or (?:more|so|longer)|of (?:daily|regular|consistent|steady) (?:use|intake|supplementation"
    r"|dosing)))?\s(?:to (?!\d)"
    r"|for (?:the |your |any |full |real |noticeable )*(?:effects?|benefits?|results?|changes?|levels?"
    r"|improvements?|it to|them to)"
    r"|before (?:you|any|it|deciding|giving up|judging)\b)"
)
_NEVER_EFFECT = re.compile(
    r"\sto (?:digest|empty|pass|leave|clear|eliminat|excret|heal|complete|recruit|finish|grow|harvest|ferment"
    r"|ship|deliver|arriv"
    r"|arrive|process|return|cool|prepare|brew|recover|get (?:an|your) (?:appointment|results))\w*"
)
_ONSET_IS = re.compile(r"\bonset\b[^.;]{0,32}\s(?:\(|)$")
_ONSET_LABEL = re.compile(
    r"(?:^|[*\s|])(?:onset|time to (?:effect|results|benefit)s?|results|effects|when to expect results"
    r"|how (?:long|soon) (?:until|before|till)"
    r"[a-z ]{0,24}|works in|noticeable in|kicks in)[\s*_]{0,4}[:|][\s*_]{0,4}(?:[a-z]+ ){0,2}$"
)
_MEASURED = re.compile(
    r"\b(?:peak|plasma|serum|half-life|concentration|absorb|eliminat|clear|excret|blood (?:test|work)"
    r"|levels? (?:peak|return))"
)
_PLATEAU = re.compile(
    r"\b(?:levels?|stores|index|status|ferritin|haemoglobin|hemoglobin|counts?)\b[^.;]{0,40}\b(?:plateau\w*"
    r"|settle\w*|climb|rise"
    r"|reach\w*|normali[sz]e\w*|recover\w*|stabili[sz]e\w*|saturat\w*|budge|full|return\w*|top out|steady)\b"
)
_TALKS_TO_READER = re.compile(
    r"\b(?:you|your|most people|many people|some people|users|people who|most studies|studies show"
    r"|(?:studies|research|trials|reports) (?:have |has )?(?:shows?|shown|indicates?|suggests?|finds?|reports?)"
    r"|individuals|typically|usually|generally)\b"
)
_ASKS_WHEN = re.compile(
    r"\bhow (?:long|soon|fast|quickly)\b(?!.{0,40}\b(?:should i (?:take|stay|use)|can i (?:take|stay|use)"
    r"|to take\b|is it safe|last|stay in"
    r"|keep|shelf))|\bwhen (?:will|do|can|should) (?:i|you|we) (?:feel|see|notice|expect)"
)
_FIRST = re.compile(
    r"\b(?:(?:on|from|in|within|after|during|by)\s)?(?:the )?(?:very )?first (day|night|week|month|dose"
    r"|fortnight)\b|\b(?:within|in|after|over)"
    r" (?:the |a )(fortnight|day|week|month)\b"
)
_FIRST_DAYS = {"day": 1.0, "night": 1.0, "week": 7.0, "month": 30.0, "fortnight": 14.0}


_GOES_ON = re.compile(r",? (?:and|then|but)\b|[,;] ")


def halts(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether words near the duration speak of stopping, pregnancy, a test, or a bottle's supply.

    What comes after it in a clause of its own does not count: "for 8 weeks, then take a break".
    """
    return any(
        other.start < mark.end + _NEAR_HALT
        and other.end > mark.start - _NEAR_HALT
        and not _GOES_ON.match(doc.low, mark.end, other.start)
        for other in sentence.cue_marks("timing.halt")
    )


def of_substance(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence, those just before it, the heading or the article speak of a substance."""
    if about_substance(sentence, doc) or favoured(doc, sentence).substance is not None:
        return True
    return any(doc.mentions_in(other.start, other.end) for other in islice(doc.block_sentences(sentence), 3))


def onset(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether the duration is the time until an effect is felt or measured."""
    value: Duration = mark.value  # type: ignore[assignment]
    window = doc.low[max(sentence.start, mark.start - 60) : mark.start]
    if value.unit == "year" or not of_substance(doc, sentence):
        return False
    if _answers_when(doc, sentence, mark):
        return True
    if after_intake(doc, sentence, mark) is not None:
        return True
    if not window or _told_of_study(doc, sentence):
        return False
    if _GIVE.search(window) and value.unit not in ("minute", "hour"):
        return True
    if _ONSET_LABEL.search(window):
        return True
    if _ONSET_IS.search(window) and "sleep onset" not in doc.low[max(sentence.start, mark.start - 100) : mark.end]:
        return True
    return _comes_to_effect(doc, sentence, mark, window, value.unit)


_INTAKE = re.compile(
    r"(?P<post>\s(?:post|after|following|of|from)[ -](?:the |a |an )?"
    r"(?:(?:oral|consistent|regular|daily|continued|continuous|steady|starting|beginning) ){0,2}(?:ingestion"
    r"|consumption|intake|dosing"
    r"|administration|supplementation|taking|ingesting|consuming|drinking|use))\b"
)
_EFFECT_COMES = re.compile(
    r"\b(?:effects?|benefits?|reductions?|improvements?|relief|action|actions|boosts?|increases?|decreases?|changes?"
    r"|onset|results?|responses?|calm\w*|alertness|drowsiness|sleepiness)\b[^.;|]{0,110}"
    r"\b(?:occurs?|peaks?|begins?|starts?|appears?|seen|felt|noticeable|noticed|observed|kicks? in|comes?|reach\w*"
    r"|emerges?|sets? in|within|manifest\w*|onset)\b[^.;|]{0,24}$"
)
_IN_BLOOD = re.compile(
    r"\b(?:plasma|serum|concentrations?|blood (?:levels?|glucose|sugar|flow)|half-life|tmax|c ?max)\b"
)


def after_intake(doc: Document, sentence: Sentence, mark: Mark) -> int | None:
    """ "Effects peak 2-3 hours post-ingestion": where "post-ingestion" ends; None where no effect is told of."""
    intake = _INTAKE.match(doc.low, mark.end, min(sentence.end, mark.end + 45))
    if intake is None:
        return None
    before = doc.low[max(sentence.start, mark.start - 170) : mark.start]
    clause = before[max(before.rfind(";"), before.rfind("|")) + 1 :]
    told = _EFFECT_COMES.search(clause) is not None and not _IN_BLOOD.search(clause[-70:])
    return intake.end() if told else None


def _comes_to_effect(doc: Document, sentence: Sentence, mark: Mark, window: str, unit: str) -> bool:
    """ "Takes 3 weeks to work", "improves within a month", "levels plateau at three months"."""
    around = doc.low[max(sentence.start, mark.start - 100) : min(sentence.end, mark.end + 90)]
    takes = _TAKES.search(window) or (
        _AND.search(window) and _TAKES.search(doc.low[max(sentence.start, mark.start - 140) : _and(mark, window)])
    )
    long = unit in ("day", "week", "month")
    if long and _IT_TAKES.match(doc.low[sentence.start : mark.start]):
        return True
    after = doc.low[mark.end : min(sentence.end, mark.end + 60)]
    if long and takes and _TO_DO.match(after) and not _NEVER_EFFECT.match(after):
        return True
    if long and _PLATEAU.search(around) and (takes or _WITHIN.search(window)):
        return True
    if (
        not (takes or _WITHIN.search(window))
        or not _tells_effect(sentence, mark)
        or after.startswith((" away", " before bed"))
    ):
        return False
    return not _MEASURED.search(around)


_AND = re.compile(r"[,;]? (?:and|or|but) (?:about |around |up to |roughly )?$")


def _and(mark: Mark, window: str) -> int:
    found = _AND.search(window)
    return mark.start - (len(found.group()) if found else 0)


def _told_of_study(doc: Document, sentence: Sentence) -> bool:
    if "timing.study" in sentence.cues:
        return not _TALKS_TO_READER.search(doc.low[sentence.start : sentence.end])
    return tells_of_study(doc, sentence)


def _answers_when(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether the sentence answers "How long until it works?", and the duration stands in its first words."""
    if sentence.index == 0 or any(cue.end <= mark.start for cue in sentence.cue_marks("timing.study")):
        return False
    value: Duration = mark.value  # type: ignore[assignment]
    if value.unit in ("minute", "hour") and mark.start - sentence.start > 40:
        return False
    asked = doc.sentences[sentence.index - 1]
    words = doc.low[max(asked.start, asked.end - 160) : asked.end].rstrip(" *_\"')")
    first = sentence.of("duration")[0].start - sentence.start < 16 and mark.start - sentence.start < 90
    heading = asked.block.kind == "heading"
    if not (words.endswith("?") or heading) or not _ASKS_WHEN.search(words):
        return False
    return first or any(word in words for word in _FELT)


_FELT = ("work", "feel", "notice", "effect", "result", "better", "kick", "see ", "benefit", "difference", "help")


def _tells_effect(sentence: Sentence, mark: Mark) -> bool:
    return any(
        mark.start - 90 < other.end <= mark.start or mark.end <= other.start < mark.end + 70
        for other in sentence.cue_marks("timing.onset")
    )


def vague_onsets(doc: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Spans of "works over weeks", "builds up over weeks to months": onsets without numbers."""
    if "timing.study" in sentence.cues or not of_substance(doc, sentence):
        return
    for mark in sentence.cue_marks("timing.onset_vague"):
        if _tells_effect(sentence, mark) and not halts(doc, sentence, mark):
            yield mark.start, mark.end


def unnumbered(doc: Document, sentence: Sentence) -> Iterator[tuple[int, int, float]]:
    """Start, end and days of "within the first week" and "within a fortnight", where an effect is told."""
    cues = sentence.cue_marks("timing.first")
    if not cues or _told_of_study(doc, sentence) or not of_substance(doc, sentence):
        return
    for mark in cues:
        found = _FIRST.search(doc.low, max(sentence.start, mark.start - 12), min(sentence.end, mark.end + 2))
        if found is None or halts(doc, sentence, mark) or not _tells_effect(sentence, mark):
            continue
        yield found.start(), found.end(), _FIRST_DAYS.get(found[1] or found[2], 1.0)
