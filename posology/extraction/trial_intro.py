"""Where an article introduces a study: the noun phrases, names and groups of researchers that bring one as evidence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.trial_span import word_set

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
    }
)
_ONE = frozenset({"a", "an", "one", "another"})
_THE = frozenset({"the", "this", "that", "our", "their", "his", "her", "its", "whose"})
_MANY = word_set(
    """several many some most few multiple numerous various these those such both other all no any every each more
    further which what your my whatever additional"""
)
_BARRIERS = word_set(
    """in of from to for on by with at is are was were be been being that which who as than and or but if when while
    has have had can may not found showed shows show used using per via into about after before during between
    because so then also including include includes included like according did does do it they we you i he
    she until unless there reading under through toward towards without within where how why only"""
)
_ADJECTIVE = re.compile(
    r"(?:randomi[sz]ed|[\w-]+-(?:blind|blinded|label|labelled|labeled|controlled|masked|cent(?:er|re)|arm|group|week"
    r"|month"
    r"|day|year|over|sectional|reviewed|term|scale)|controlled|uncontrolled|prospective|retrospective|large|small"
    r"|larger"
    r"|smaller|multi\w*|nationwide|recent|foundational|parallel|crossover|long|short|international|independent|human"
    r"|double|single|blind|blinded|pilot|preliminary|(?:19|20)\d\d|well-designed|[\w-]+-blind)$"
)
_NUMBER_WORDS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty"
)
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|lack(?:s|ing)?(?: of)?|if|until|absence of|need(?:s|ed)?|awaits?|unless|try"
    r"|consider|worth|give"
    r" (?:it|them|this|yourself)|warrants?|require[sd]?|than|like|such as|do|run|start(?: with)?|rather than"
    r"|deserves?|ask for|need for"
    r"|free|yet)|n't)\s(?:even\s|just\s|only\s|first\s)?$"
)
_PREDICATE = re.compile(
    r"^(?:\W*)(?:this|it|that|these|the (?:study|trial|research|review|analysis|work|design|experiment)"
    r"|which)\b[^.;]{0,40}"
    r"\b(?:is|was|were|as|are)\s(?:not\s|only\s|just\s|essentially\s|actually\s)?$"
)
_UNDONE = re.compile(
    r"[^.;]{0,40}\b(?:(?:is|are|was|were) (?:needed|required|warranted|under ?way|ongoing|planned|lacking|still"
    r"|currently)"
    r"|would (?:be|need|have|help|require)|should|will|could (?:help|clarify|answer)|has yet|have yet|(?:is"
    r"|are) (?:not|no|never) (?:enough|sufficient|proof|evidence)|does not exist"
    r"|exists)\b"
)
_COMPOUND = re.compile(
    r"(?:\s|-)(?:period|size|pack|run|version|offer|and error|guide|plan|session|drug|protocol|medication|hall|group"
    r"|groups"
    r"|participants?|subjects?|design|designs|data|results?|authors?|lawyer|subscription|tips|habits|kit|evidence"
    r"|methodology"
    r"|quality|after study|arms?|conditions?|findings|strip|tube|dose|duration|abroad|by a doctor|from our|on amazon"
    r"|below|section|process)\b"
)
_OTHER_SENSE = re.compile(
    r"\b(?:time|peer|product|medical|expert|editorial|free|customer|user|home|lab|blood|urine|patch)[- ]$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Z][\w'-]*[A-Z0-9]|[A-Z][a-z]+(?:-[A-Z]\w*)?$")
_YEAR = re.compile(
    r"\b(?:19[5-9]\d|20[0-4]\d)\b(?!\s?(?:mg|mcg|iu|g\b|-?kcal|calorie|people|participants|patients|women|men|adults))"
)
_SURNAME = re.compile(
    r"((?:(?:van|von|de|der|den|la|le|di|da|el|al|bin)[ -]){0,2}[A-Z][\w'’-]+(?:,? [A-Z]{1,2},?)?,?(?: (?:and"
    r"|&) [A-Z][\w'’-]+)?,?)\s$"
)
_PLACE = re.compile(r"\s(?:at|from|in|of)\s(?:the\s)?[A-Z*]")
_LED = re.compile(
    r"(?:Dr\.?|Prof\.?|Professor)\s(?:[A-Z][\w.'’-]+,?\s){1,3}[^.;]{0,90}\b(?:who|and)\s(?:conducted|led|ran"
    r"|authored|carried out)\s$"
)


MOST_MARKS = 300
"""Marks that a sentence may have: what is read here looks from each mark at the others, and nobody writes more."""


class Intro(NamedTuple):
    """A study's introduction: its first word, the end of its noun, and how it was recognised."""

    start: int
    head: int
    rule: str
    specific: bool
    """Whether it must be a study of its own, not the one the text is already speaking of."""


def introductions(doc: Document, sentence: Sentence) -> list[Intro]:
    """The studies that a sentence introduces, in order; none of them overlap."""
    if len(sentence.marks) > MOST_MARKS:
        return []
    found: list[Intro] = []
    candidates = sorted(_candidates(doc, sentence))
    own = [intro for intro in candidates if intro.rule != "trial.this"]
    for intro in candidates:
        if intro.rule == "trial.this" and any(other.start < intro.head for other in own):
            continue
        if not found or (intro.start >= found[-1].head and not _same_phrase(doc, found[-1], intro)):
            found.append(intro)
        elif intro.rule in ("trial.study", "trial.named") and found[-1].rule in (
            "trial.researchers",
            "trial.authors",
            "trial.done",
            "trial.this",
        ):
            found[-1] = found[-1]._replace(head=max(found[-1].head, intro.head))
    return found


def _same_phrase(doc: Document, first: Intro, second: Intro) -> bool:
    """Whether the second noun only says more of the first study ("a review of 5 trials")."""
    between = doc.low[first.head : second.start]
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
    for mark in sentence.cue_marks("trial.et_al", "trial.colleagues"):
        yield from _by_authors(doc, sentence, mark)
    for mark in sentence.cue_marks("trial.researchers"):
        yield from _by_researchers(doc, sentence, mark)
    yield from _by_deed(doc, sentence)


def _phrase(doc: Document, sentence: Sentence, noun: int) -> tuple[int, str | None]:
    """Start of the noun phrase that ends at `noun`, and its determiner, read backwards word by word."""
    low = max(sentence.start, noun - 170)
    dash = doc.text.rfind("—", low, noun)
    low = dash + 1 if dash >= 0 else low
    start = noun
    for match in reversed(list(re.finditer(r"\S+", doc.low[low:noun]))):
        word = match[0].strip("*_\"'([").rstrip("*_\"'")
        bare = word.rstrip(",.;:)")
        at = low + match.start() + len(match[0]) - len(match[0].lstrip("*_\"'(["))
        if word.endswith(",") and not _ADJECTIVE.match(bare):
            break
        if word.endswith((";", ":", "!", "?", ")")) and not re.match(r"\(?\d{4}\)", match[0]):
            break
        if word.endswith(".") and bare not in ("al", "dr", "vs", "u.s"):
            break
        if bare == "most" and doc.low.endswith("the ", low, at):
            continue
        if bare in _ONE or bare in _THE or bare in _MANY or bare in _NUMBER_WORDS or bare in ("no", "first-ever"):
            return at, bare
        if bare in _BARRIERS:
            break
        start = at
        if match[0][0] in "([":
            break
    return start, None


def _by_noun(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Intro]:
    start, determiner = _phrase(doc, sentence, mark.start)
    weak = "trial.noun" not in mark.value  # type: ignore[operator]
    before = doc.low[max(sentence.start, start - 60) : start]
    if _COMPOUND.match(doc.low, mark.end) or _UNDONE.match(doc.low, mark.end) or _DENIED.search(before):
        return
    if _PREDICATE.match(doc.low[sentence.start : start]):
        return
    words = doc.text[start : mark.start]
    if _OTHER_SENSE.search(words):
        return
    if determiner in _MANY or determiner in _NUMBER_WORDS or determiner == "no":
        return
    if determiner in _ONE:
        if _evidence(doc, sentence, start, mark.end) or (not weak and _done(doc, sentence, start, mark)):
            yield Intro(start, mark.end, "trial.study", True)
        return
    named = _names_one(doc, sentence, start, mark, words)
    if determiner in _THE:
        if led := _LED.search(doc.text, max(sentence.start, start - 160), start):
            start = led.start()
        if named and (not weak or _evidence(doc, sentence, start, mark.end)):
            yield Intro(start, mark.end, "trial.named", _pins_down(words))
        elif start - sentence.start < 12 and _brings_people(doc, sentence):
            yield Intro(start, mark.end, "trial.this", False)
        return
    if (
        re.match(r"\s(?:recently |just )?published (?:in|by|online)\b", doc.low[mark.end : mark.end + 30])
        and determiner is None
    ):
        yield Intro(start, mark.end, "trial.published", True)
        return
    opens = start - sentence.start <= 4 or doc.low[max(0, start - 6) : start].rstrip(" *_")[-1:] in (
        "(",
        ":",
        "|",
        "-",
        ">",
    )
    if (mark.start > start or opens) and (
        _YEAR.search(words)
        or (opens and _evidence(doc, sentence, start, mark.end) and not weak)
        or (named and not weak and re.search(r"[A-Z]{3}|[a-z] Study", words))
    ):
        yield Intro(start, mark.end, "trial.bare", True)


def _done(doc: Document, sentence: Sentence, start: int, mark: Mark) -> bool:
    """Whether a study did or says something, or carries a reference: one that is only wished for does not."""
    if determined := re.match(r"(?:one|another)\b", doc.low[start : mark.end]):
        return bool(determined)
    wanted = ("trial.did", "trial.clinical", "trial.pilot", "trial.case_report", "trial.effect", "trial.meta_analysis")
    acts = any(
        m.start >= start and m.start != mark.start for m in sentence.cue_marks(*wanted, "trial.up", "trial.down")
    )
    return acts or bool(sentence.of("marker") or sentence.of("identifier"))


def _pins_down(words: str) -> bool:
    return bool(_YEAR.search(words) or re.search(r"[A-Z]{2}|\s[A-Z][a-z]+\s", words))


def _brings_people(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence says how many were studied, or where the study was published."""
    return any(_counted_people(doc, m) for m in sentence.cue_marks("trial.people", "trial.creatures")) or bool(
        sentence.cue_marks("trial.published")
    )


def _names_one(doc: Document, sentence: Sentence, start: int, mark: Mark, words: str) -> bool:
    """Whether the words between "the" and the noun pick one study out: a year, a name, a superlative."""
    if _YEAR.search(words):
        return True
    if any(start <= cue.start < mark.start for cue in sentence.cue_marks("trial.specific")):
        return True
    if doc.text[mark.start] == "S" and re.search(r"\s[A-Z]", words):  # "the Nurses' Health Study"
        return True
    known = {name.start for name in sentence.of("name")}
    inner = list(re.finditer(r"\S+", words))
    inner = inner[1:] if inner and inner[0][0].lower() in _THE else inner
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
    if _YEAR.search(near) or re.search(r"\bn ?= ?\d|\bpublished\b", near):
        return True
    if doc.low[start:head].split()[-1] in _WEAKEST:
        return bool(sentence.cue_marks("trial.rct", "trial.double", "trial.nouns")) or _brings_people(doc, sentence)
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
        if (
            found
            and not _DENIED.search(before[: len(before) - len(counted[1])])
            and not _UNDONE.match(doc.low, mark.end)
        ):
            yield Intro(mark.start - len(counted[1]), mark.end, "trial.counted", True)
        return
    named = re.match(
        r",? (?:including|such as|like|notably|among them|most notably) (?:the )?([A-Z][\w-]*[A-Z0-9][\w-]*)",
        doc.text[mark.end : mark.end + 60],
    )
    if named:
        start, _ = _phrase(doc, sentence, mark.start)
        yield Intro(start, mark.end + named.end(), "trial.including", True)


def _by_authors(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Intro]:
    """Narrative citations: "Abbasi et al. (2012) found"; inside brackets only after words for a study's data."""
    surname = _SURNAME.search(doc.text, max(sentence.start, mark.start - 60), mark.start)
    if surname is None:
        return
    opened = doc.text.rfind("(", sentence.start, mark.start)
    if opened > doc.text.rfind(")", sentence.start, mark.start):
        for data in sentence.cue_marks("trial.data"):
            between = doc.text[data.end : opened]
            if data.end <= opened and len(between) <= 40 and not re.search(r"[.;,]", between):
                start, _ = _phrase(doc, sentence, data.start)
                yield Intro(start, mark.end, "trial.data", True)
        return
    after = doc.low[mark.end : mark.end + 160]
    if re.match(r"\.?,? ?(?:\(?\[?\d{4}|\(|\[\d|in (?:19|20)\d\d)", after) or re.search(
        r"\b(?:found|show|report|conclud|demonstrat|gave|studied|conduct|observ|test|compar|recruit|random|examin"
        r"|investigat|tracked|follow|suggest)",
        after[:50],
    ):
        yield Intro(surname.start(1), mark.end, "trial.authors", True)


def _by_researchers(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Intro]:
    """Groups of people: "researchers at the University of X found", "another group found in 11 men"."""
    start, determiner = _phrase(doc, sentence, mark.start)
    before = doc.low[max(sentence.start, start - 30) : start]
    if determiner in _MANY or (determiner in _THE) or _DENIED.search(before):
        return
    words = doc.low[mark.start : mark.end]
    people = any(
        m.start > mark.end and _counted_people(doc, m) for m in sentence.cue_marks("trial.people", "trial.creatures")
    )
    acts = any(mark.end <= m.start < mark.end + 160 for m in sentence.cue_marks("trial.found", "trial.did"))
    if not acts:
        return
    institutions = [m.start for m in sentence.cue_marks("trial.institution")]
    placed = bool(_PLACE.match(doc.text, mark.end)) and any(mark.end <= at < mark.end + 90 for at in institutions)
    placed = placed or any(start <= at < mark.start for at in institutions)  # "Stanford researchers"
    if placed or people or ("group" in words and "another" in words):
        yield Intro(start, mark.end, "trial.researchers", True)


def _counted_people(doc: Document, mark: Mark) -> bool:
    return bool(
        re.search(
            r"\b(?:\d[\d,]*|" + "|".join(_NUMBER_WORDS) + r")\s(?!billion)(?:[\w-]+\s){0,4}$",
            doc.low[max(0, mark.start - 60) : mark.start],
        )
    )


_DEED = re.compile(
    r"\b(?:dr\.?|prof\.?|professor)\s(?:[\w.'-]+\s){1,3}(?:studied|gave|tested|followed|tracked|recruited|enrolled"
    r"|randomi[sz]ed|found)\b"
)
_BY_YEAR = re.compile(
    r"\b([A-Z][\w'’-]{2,}(?: (?:and|&) [A-Z][\w'’-]+)?) \(?((?:19[5-9]|20[0-4])\d)\)?(?= \(|;? (?:found|showed"
    r"|reported|gave|tested|demonstrated|randomi[sz]ed|concluded|studied|observed|compared))"
)


def _by_deed(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Deeds of one author: "Dr. Tim Snijders studied 44 men"; "Kadooka 2010 (journal) found"."""
    if "trial.did" not in sentence.cues and "trial.found" not in sentence.cues:
        return
    yield from _by_people(doc, sentence)
    deed = _DEED.match(doc.low, sentence.start)
    if deed and any(_counted_people(doc, m) for m in sentence.cue_marks("trial.people") if m.start > deed.end()):
        yield Intro(sentence.start, deed.end(), "trial.done", True)
    named = _BY_YEAR.search(doc.text, sentence.start, min(sentence.end, sentence.start + 250))
    if named and named[1].split()[0].lower() not in _MONTHS:
        yield Intro(named.start(1), named.end(2), "trial.authors", True)


_THIS = re.compile(
    r"\W*(?:the|this|these) (?:study|trial|research|findings|results|paper|analysis|review|work|researchers|authors"
    r"|scientists|investigators|team)\b"
)
_TREATED = re.compile(
    r"\W*(?:(?:over|for|during|in|after|at) [^,.;()]{3,40}, )?(?:a (?:total|group) of )?(?:\d[\d,]*"
    r"|[a-z]+(?:-[a-z]+)?) [^.,;]{0,90}?\b(?:were (?:given|randomi[sz]ed"
    r"|randomly|assigned|allocated|"
    r"divided|enrolled|recruited|supplemented|treated|instructed|asked)|received|took|consumed|completed|ingested)\b"
)


def _by_people(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Studies without a name: "This study of 40 men ..."; "Twenty-four men were randomized to ..."."""
    this = _THIS.match(doc.low, sentence.start)
    if this and _brings_people(doc, sentence) and not _UNDONE.match(doc.low, this.end()):
        yield Intro(sentence.start, this.end(), "trial.this", False)
    treated = _TREATED.match(doc.low, sentence.start)
    if treated and any(_counted_people(doc, m) and m.start < treated.end() for m in sentence.cue_marks("trial.people")):
        yield Intro(sentence.start, treated.end(), "trial.this", False)


_MONTHS = word_set(
    """january february march april may june july august september october november december in since by during early
    late mid spring summer fall winter around circa from until before after published updated copyright the"""
)
