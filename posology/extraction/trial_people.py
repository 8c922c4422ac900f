"""Whom a study studied, and how many: sample size, number of pooled studies, population."""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.numbers import WORDS, parse_number
from posology.extraction.trial_span import Span, cue_marks, word_set


class People(NamedTuple):
    """Who was studied; offsets of the words that say so."""

    sample_size: int | None
    population: str | None
    end: int
    """Last offset that the two values need, 0 where nothing is stated."""


_SMALL = "|".join(sorted((w for w, n in WORDS.items() if n >= 2 and w.isalpha()), key=len, reverse=True))
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?: (?:million|thousand))?|(?:twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety)"
    rf"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|two|three|four) (?:hundred|thousand)|{_SMALL})"
)
_COUNT = re.compile(rf"(?<![\w.,$-])({_NUMBER})(?=[\s-])")
_BETWEEN = re.compile(r"[\s-](?:[\w'/.-]+,?\s){0,7}$")
_ADJECTIVES = re.compile(r"((?:[\w'/-]+,?\s(?:(?:and|or)\s)?){0,6})$")
_NO_ADJECTIVE = re.compile(
    r"\b(?:billion|trillion|mg|mcg|g|iu|ml|grams?|weeks?|days?|months?|years? (?!old|of age)|hours?|minutes?|times"
    r"|percent|doses?"
    r"|of the|of \d|in|for|to|with|from"
    r"|by|at|than|that|who|was|were|is|are|studies|trials|rcts|per|on|as|each|both|groups?|servings?|among|found"
    r"|showed|involving"
    r"|capsules?|tablets?|given|gave|taking|took|received|the|those|these|this|it|its|their|they|have|had|has|can"
    r"|may|help"
    r"|helps|when|while|after|before|if|or more|arms?|clinics?|countries|reps|sets|most|many|some|all|several|other"
    r"|few|more"
    r"|which|reported|into|but|including|compared|between|over|about|around|so|did|not|no|improved|reduced|increased"
    r"|evaluated|enrolled|followed|tracked|tested|recruited|studied|assigned|randomized|randomised|allocated|even"
    r"|examined|of|like|such|using|used|during|whose|an|a|because|also|where|our|your|older than|against|through"
    r"|until|via|within|without|suggests?|shows?|affects?|in which|half|one|any|every|only|either|vs|versus|placebo"
    r"|control|half of)\b"
)
_ARM = re.compile(
    r"\b(?:of the|of whom|other|remaining|first|per|each|another|additional|every|aged?|among the|in \d|day|week"
    r"|weeks|type|grade|stage|than|top|out of|than the)\s$"
)
_GROUP_AFTER = re.compile(
    r"\s(?:in (?:each|the \w+) (?:group|arm)|per (?:group|arm)|who (?:dropped|withdrew|completed)|dropped|withdrew"
    r"|lost|reported|experienced|had|died|in the placebo|in the control)\b"
)
_EQUALS = re.compile(r"\bn\s?=\s?(\d[\d,]*)(?!\d|,\d| ?(?:per|each|in each|in both|/group))")
_PERSON = re.compile(r"\b(\d[\d,]*)[- ](?:person|participant|subject|patient|man|woman|people)\b(?!s)")
_SAMPLE = re.compile(
    r"\b(?:sample (?:size )?of|total of|cohort of|enrolled|recruited) (?:over |more than |about |nearly "
    r"|approximately |some )?(\d[\d,]*)\b(?! ?(?:mg|studies|trials|rcts|week|day|month|year))"
)
_TAIL = re.compile(
    r",? (?:with(?! \w+ (?:mg|at|twice|daily))|doing|starting|beginning|training|attending|planning|facing|seeking"
    r"|of a recent|who (?!took|had used|had taken|used|take|were given|received|consumed|used|supplemented|got|ate"
    r"|were (?:randomi|assigned"
    r"|supplement|allocated|divided|taking|told|asked))"
    r"|suffering from|living (?:in|with)|aged?|ages|under|over (?:the age|\d{2}\b(?! ?(?:week|day|month)))"
    r"|between the ages|older than|younger than|at (?:high |increased )?risk|without|undergoing|experiencing"
    r"|on (?:statins|dialysis|metformin|medication|hemodialysis|antidepressants)"
    r"|diagnosed with|in (?:their|the (?:first|second|third|last) trimester)|prone to|ranging|recovering from"
    r"|deficient in|reporting|from the|scheduled|admitted"
    r"|hospitali[sz]ed|treated for|\d\d (?:years )?(?:and|or) older|\d\d-\d\d|with or at risk|complaining|recently"
    r"|requiring|affected by|almost all with|mostly with|all with)\b"
)
_TAIL_ALT = re.compile(r" \((?:aged|ages?|bmi|mean age|average age|\d\d(?:-\d\d)? ?(?:years|yo|y))[^)]{0,50}\)")
_STOP = re.compile(
    r"[.;:](?=\s|$)|\s\((?!bmi|aged|\d+ part|mean|m?\w{2,5}\))|[\[\]]|,? (?:were|was|are|is|received|receiving"
    r"|to (?:receive|take|either|placebo|supplement|\d+|a|one|consume|evaluate|determine|assess|examine|test|see)"
    r"|for (?:\d+|a\b|two|three|four|six|eight|ten|twelve|up)|over (?:a|an|\d+[ -](?:w|d|m)|the|two|three|four|six"
    r"|eight|twelve)|who (?:took|were|received|take|consumed)"
    r"|given|taking|took|and (?:found|showed|reported|concluded|gave|noted|observed|evaluated|their|assigned"
    r"|randomi[sz]ed|compared)|found|showed|evaluated|participated|completed|into|when|while|after|during|whose|that"
    r"|in (?:\d+|two|three|four|five|six|seven|eight|nine|ten) |to (?!\d|the|their)|\d+(?:\.\d+)? ?(?:mg|mcg|g|iu)"
    r"|which|using|reported|experienced|saw|compared|(?<!younger )(?<!older )(?<!more )(?<!less )than|had|did"
    r"|demonstrated|consumed|per|by|via|across|through|supplemented|at (?!(?:high |increased )?risk|least)|in a"
    r"|beyond|though|but|took|daily|improved|reduced|significantly|showing|looked|because|following)\b"
    r"|\swith (?=\d|placebo\b|either\b|(?:a )?(?:daily|high-dose|low-dose|single)\b)"
    r"|, (?!and (?!found|showed|the|it|that|reported|no|was|were|noted)|younger|older|almost|mostly|aged|all|ages"
    r"|with|or |mean|who (?!took|were|received|take|consumed)|\w+, and)|[-—] ?(?=and|the|with|those)"
)
_BARE = word_set("participants subjects people individuals births persons cases respondents study participants")
_SPECIFIC = word_set(
    "children women men infants athletes adolescents teenagers seniors smokers students runners mice rats vegans"
)
_LONGEST = 120
_LISTED = word_set("healthy older young overweight sedentary active obese trained untrained untreated elderly stressed")


def people(doc: Document, spans: Sequence[Span]) -> People:
    """Sample size and population of a study from the sentences that speak of it."""
    marks = cue_marks(spans, "trial.people", "trial.creatures")
    counted = [found for mark in marks if (found := _count(doc, _floor(spans, mark), mark))]
    total, size_end = _stated_total(doc, spans)
    if counted:
        size, start, mark = next((c for c in counted if c[0] == total), counted[0])
        population, end = _population(doc, spans, start, mark)
        if (both := _both(doc, spans, counted)) and (both.sample_size or 0) > (total or 0):
            return both
        return People(total or size, population, max(end, mark.end, size_end))
    if model := _model(doc, spans[0]):
        return People(total, model[0], max(model[1], size_end))
    for mark in marks:
        begins = _uncounted(doc, spans, mark)
        if begins is not None:
            population, end = _population(doc, spans, begins, mark)
            specific = doc.low[mark.start : mark.end] in _SPECIFIC and re.search(
                r"\b(?:in|among|of|on|involving|gave|fed|given)\s$", doc.low[max(0, begins - 12) : begins]
            )
            if population and (mark.start - begins + (end - mark.end) > 2 or specific):
                return People(total, population, max(end, size_end))
    return People(total, None, size_end)


_MODEL = re.compile(
    r"\b(?:in|using|of|with) (?:an? |the )((?:[\w-]+ )?(?:mouse|rat|murine|rodent|animal|pig|rabbit|zebrafish"
    r"|canine|primate)"
    r" models? (?:of|for) )"
)
_MODEL_END = re.compile(
    r"[.,;:()\[]|\s(?:using|with|when|found|showed|was|were|that|which|and|at|after|treated|given|by|to)\b"
)


def _model(doc: Document, span: Span) -> tuple[str, int] | None:
    """Animals bred or treated to stand for an illness: "a mouse model of Alzheimer's disease"."""
    found = _MODEL.search(doc.low, span.start, span.end)
    if found is None:
        return None
    limit = min(span.end, found.end() + _LONGEST)
    stop = _MODEL_END.search(doc.low, found.end(), limit)
    end = stop.start() if stop else limit
    return doc.text[found.start(1) : end], end


def _both(doc: Document, spans: Sequence[Span], counted: Sequence[tuple[int, int, Mark]]) -> People | None:
    """Two groups that one "and" joins, and their sum: "24 men and 20 women"."""
    for (first, begins, mark), (second, start, after) in itertools.pairwise(counted):
        if re.fullmatch(r" (?:with [\w -]{3,40} )?and [\w,-]+ ", doc.low[mark.end : start]):
            named, end = _population(doc, spans, start, after)
            number = doc.low.rfind(" ", 0, begins - 1) + 1
            words = doc.text[number:end] if named else None
            return People(first + second, words, max(end, after.end))
    return None


def _floor(spans: Sequence[Span], mark: Mark) -> int:
    return next(span.start for span in spans if span.start <= mark.start < span.end)


def _stated_total(doc: Document, spans: Sequence[Span]) -> tuple[int | None, int]:
    """A total in so many words: "n = 46" standing once, "46-person", "a sample of 46"."""
    equal = [m for s in spans for m in _EQUALS.finditer(doc.low, s.start, s.end)]
    person = [m for s in spans for m in _PERSON.finditer(doc.low, s.start, s.end)]
    sample = [m for s in spans for m in _SAMPLE.finditer(doc.low, s.start, s.end)]
    for matches in (sample[:1], person[:1], equal if len(equal) == 1 else []):
        for match in matches:
            value = parse_number(match[1].rstrip(","))
            if value and value >= 2 and not 1950 <= value <= 2040:
                return int(value), match.end()
    return None, 0


def counted_people(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether a number stands before a word for people: "46 elderly subjects"."""
    return _count(doc, sentence.start, mark) is not None


def _count(doc: Document, floor: int, mark: Mark) -> tuple[int, int, Mark] | None:
    """The number before a word for people, and where the words of the population begin."""
    low = max(floor, mark.start - 100)
    window = doc.low[low : mark.start]
    match = next((m for m in reversed(list(_COUNT.finditer(window))) if _BETWEEN.match(window, m.end())), None)
    if match is None or _NO_ADJECTIVE.search(window[match.end() + 1 :]) or _GROUP_AFTER.match(doc.low, mark.end):
        return None
    before = window[: match.start(1)]
    value = parse_number(match[1])
    if (
        value is None
        or value < 2
        or value != int(value)
        or _ARM.search(before)
        or (1900 <= value <= 2040 and re.search(r"(?:\b(?:in|since|by|from|and) |\()$", before))
    ):
        return None
    return int(value), low + match.end() + 1, mark


def _uncounted(doc: Document, spans: Sequence[Span], mark: Mark) -> int | None:
    """Where a population without a number begins: its adjectives, behind a preposition or verb that brings it."""
    low = max(_floor(spans, mark), mark.start - 90)
    window = doc.low[low : mark.start]
    if re.search(r"\b(?:the|those|these|other|all|both|most|many|some)\s$", window) or doc.low.startswith(
        ("the ", "study ", "trial "), mark.start
    ):
        return None
    start = mark.start
    for match in reversed(list(re.finditer(r"\S+", window))):
        word = match[0]
        if word.rstrip(",") in (
            "of",
            "in",
            "among",
            "on",
            "for",
            "involving",
            "with",
            "enrolled",
            "included",
            "including",
            "followed",
            "recruited",
            "gave",
            "even",
            "tracked",
            "that",
            "tested",
            "studied",
            "amongst",
            "given",
            "to",
            "from",
            "when",
            "supplementing",
            "treating",
            "giving",
        ):
            return start
        if (
            _NO_ADJECTIVE.match(word)
            or word[-1] in ".;:)"
            or word[0] in "([*"
            or (word[-1] == "," and word[:-1] not in _LISTED)
        ):
            return start if word in ("the",) and start < mark.start else None
        start = low + match.start()
    return start if start == low else None


def _population(doc: Document, spans: Sequence[Span], start: int, mark: Mark) -> tuple[str | None, int]:
    """The population's words: adjectives, the noun, and what restricts it behind."""
    span = next(s for s in spans if s.start <= mark.start < s.end)
    given = (amount.start for amount in span.sentence.of("quantity") if amount.start >= mark.end)
    limit = min(span.end, mark.end + _LONGEST, *given)  # "gave 60 adults with flu 15 ml of syrup"
    end = mark.end
    tail = _TAIL.match(doc.low, end)
    if tail is None and (bracket := _TAIL_ALT.match(doc.low, end)):
        end = bracket.end()
    elif tail and tail.end() <= limit:
        stop = _STOP.search(doc.low, tail.end(), limit)
        end = stop.start() if stop else limit
    words = _DANGLING.sub("", doc.text[start:end].strip(" ,*\n"))
    if words.lower() in _BARE:
        return None, mark.end
    return words or None, start + len(words) if words else end


_DANGLING = re.compile(
    r"(?:,?\s(?:with|at|on|to|of|either|or|and|an?|the|who|took|takes|received|taking|receiving|given|got|were|was|by))+$"
)


_NO_STUDIES = re.compile(r"\b(?:in|of|to|weeks?|patients|participants|people|adults|published|years?|the|from|that)\b")


def study_count(doc: Document, spans: Sequence[Span]) -> tuple[int | None, int]:
    """How many studies were pooled, and where that is said."""
    for mark in cue_marks(spans, "trial.nouns"):
        low = max(spans[0].start, mark.start - 90)
        window = doc.low[low : mark.start]
        match = next((m for m in reversed(list(_COUNT.finditer(window))) if _BETWEEN.match(window, m.end())), None)
        if match and not _NO_STUDIES.search(window[match.end() :]):
            value = parse_number(match[1])
            if value and 2 <= value < 1900 and value == int(value):
                return int(value), mark.end
    return None, 0
