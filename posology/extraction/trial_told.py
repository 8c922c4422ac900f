"""Studies told by who did them or who took part: authors, groups of researchers, counted people, trials with a name."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.marks import Mark
from posology.extraction.trial_guards import DENIED, GENERAL, UNDONE
from posology.extraction.trial_people import counted_people
from posology.extraction.trial_phrase import MANY, THE, Intro, phrase
from posology.extraction.trial_span import word_set

_SURNAME = re.compile(
    r"((?:(?:van|von|de|der|den|la|le|di|da|el|al|bin)[ -]){0,2}[A-Z][\w'’-]+(?:,? [A-Z]{1,2},?)?,?(?: (?:and"
    r"|&) [A-Z][\w'’-]+)?,?)\s$"
)
_PLACE = re.compile(r"\s(?:at|from|in|of)\s(?:the\s)?[A-Z*]")
_DATED = re.compile(r"\.?[,*_]{0,2} ?(?:\(?\[?\d{4}|\(|\[\d|in (?:19|20)\d\d)")
_BARE_CITATION = re.compile(r"\.?,? ?(?:19|20)\d\d[a-z]?[.;)\]]*(?:\s|$)(?![a-z(])")
_LED_BY = re.compile(r"(?:^|\b(?:by|from|in|of|see|and|as|to)|[(;:])\s?$")
_DID = ("trial.found", "trial.did", "trial.tried")
_DEEDS = (*_DID, "trial.up", "trial.down", "trial.effect")
_WHO = ("trial.people", "trial.creatures")


def told_introductions(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Introductions of a sentence that need no word for a study."""
    cues = sentence.cues
    if "trial.et_al" in cues or "trial.colleagues" in cues:
        for mark in sentence.cue_marks("trial.et_al", "trial.colleagues"):
            yield from _by_authors(doc, sentence, mark)
    if "trial.researchers" in cues or "trial.group" in cues:
        for mark in sentence.cue_marks("trial.researchers", "trial.group"):
            yield from _by_researchers(doc, sentence, mark)
    if not cues.isdisjoint(_DEEDS):
        yield from _by_surname(doc, sentence)
        yield from _this_study(doc, sentence)
    if not cues.isdisjoint(_WHO):
        yield from _by_people(doc, sentence)
        yield from _by_outcome(doc, sentence)
    if "trial.creatures" in cues:
        yield from _by_creatures(doc, sentence)
    yield from _by_name(doc, sentence)


def _acts(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= mark.start < end for mark in sentence.cue_marks(*_DID))


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
                start, _ = phrase(doc, sentence, data.start)
                yield Intro(start, mark.end, "trial.data", True)
        return
    if _BARE_CITATION.match(doc.text, mark.end) and not _LED_BY.search(doc.low, sentence.start, surname.start(1)):
        return  # "... out of testosterone Low et al. 2013."
    if _DATED.match(doc.low, mark.end) or _acts(sentence, mark.end, mark.end + 60):
        yield Intro(surname.start(1), mark.end, "trial.authors", True)


def _by_researchers(doc: Document, sentence: Sentence, mark: Mark) -> Iterator[Intro]:
    """Groups of people: "researchers at X found", "a Perth group gave", "another group found in 11 men"."""
    start, determiner = phrase(doc, sentence, mark.start)
    if determiner in MANY or determiner in THE or DENIED.search(doc.low[max(sentence.start, start - 30) : start]):
        return
    if not _acts(sentence, mark.end, mark.end + 160):
        return
    people = any(m.start > mark.end and counted_people(doc, sentence, m) for m in sentence.cue_marks(*_WHO))
    if "trial.researchers" not in mark.value:  # type: ignore[operator]
        proper = re.search(r"\s[A-Z]", doc.text[start : mark.start]) is not None
        if determiner in ("a", "an", "one", "another") and proper and (people or sentence.of("quantity")):
            yield Intro(start, mark.end, "trial.researchers", True)
        return
    marks = sentence.cue_marks("trial.institution", "trial.nationality")
    placed = bool(_PLACE.match(doc.text, mark.end)) and any(mark.end <= m.start < mark.end + 90 for m in marks)
    placed = placed or any(start <= m.start < mark.start for m in marks)  # "Stanford researchers"
    words = doc.low[mark.start : mark.end]
    if placed or people or ("group" in words and "another" in words):
        yield Intro(start, mark.end, "trial.researchers", True)


_DEED = re.compile(
    r"\b(?:dr\.?|prof\.?|professor)\s(?:[\w.'-]+\s){1,3}(?:studied|gave|tested|followed|tracked|recruited|enrolled"
    r"|randomi[sz]ed|found)\b"
)
# the names' first capital stands first, what is before it is looked at behind it: such a pattern is sought fast
_BY_YEAR = re.compile(
    r"([A-Z](?<!\w[A-Z])[\w'’-]{2,}(?:,? (?:and|&) [A-Z][\w'’-]+)?),? \(?((?:19[5-9]|20[0-4])\d)\)?"
    r"(?=[*_]{0,2}[,;]?(?: \(| (?:[a-z]+ly |then |also |first )?"
    r"(?:found|showed|shows|gave|fed|took|saw|ran|put|did|split|[a-z]+ed)\b))"
)
_BY_PAIR = re.compile(
    r"([A-Z](?<!\w[A-Z])[a-z][\w'’-]+ (?:and|&) [A-Z][a-z][\w'’-]+) (?:[a-z]+ly |then |also |first )?"
    r"(?:found|showed|gave|fed|studied|tested|reported|compared|randomi[sz]ed|demonstrated|observed|followed)\b"
    r"(?=[^.]{0,80}\b(?:(?:19|20)\d\d|\d+ [a-z]+)\b)"
)


def _by_surname(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Deeds of one author: "Dr. Tim Snijders studied 44 men"; "Dunning & Ko (2014) fed"; "Green and Hall showed"."""
    deed = _DEED.match(doc.low, sentence.start)
    if deed and any(
        counted_people(doc, sentence, m) for m in sentence.cue_marks("trial.people") if m.start > deed.end()
    ):
        yield Intro(sentence.start, deed.end(), "trial.done", True)
    stop = min(sentence.end, sentence.start + 250)
    named = _BY_YEAR.search(doc.text, sentence.start, stop)
    if named and named[1].split()[0].lower() not in _NO_SURNAME and not _is_name(sentence, named.start(1)):
        yield Intro(named.start(1), named.end(2), "trial.authors", True)
    pair = _BY_PAIR.search(doc.text, sentence.start, stop)
    if pair and pair[1].split()[0].lower() not in _NO_SURNAME and not _is_name(sentence, pair.start(1)):
        yield Intro(pair.start(1), pair.end(1), "trial.authors", True)


def _is_name(sentence: Sentence, at: int) -> bool:
    """Whether a word is a nutrient's or drug's name, not a surname."""
    return any(mark.start <= at < mark.end for mark in sentence.of("name"))


_THIS = re.compile(
    r"\W*(?:the|this|these) (?:study|trial|research|findings|results|paper|analysis|review|work|researchers|authors"
    r"|scientists|investigators|team)\b"
)


def _this_study(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """A study that is only pointed to, but whose people are counted: "This study of 40 men ..."."""
    this = _THIS.match(doc.low, sentence.start)
    if this and not UNDONE.match(doc.low, this.end()) and brings_people(doc, sentence):
        yield Intro(sentence.start, this.end(), "trial.this", False)


def brings_people(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence says how many were studied, or where the study was published."""
    return "trial.published" in sentence.cues or any(
        counted_people(doc, sentence, m) for m in sentence.cue_marks(*_WHO)
    )


_OPENS = re.compile(
    r"[\s*_>-]*(?:(?:over|for|during|after) [^,.;()]{3,40}, )?(?:in |among |when )?(?:a (?:total|group|sample"
    r"|cohort) of )?"
    r"(?:\d[\d,]*|[a-z]+(?:-[a-z]+)?)(?: hundred| thousand)? "
)
_NAMES_A_STUDY = (
    "trial.noun",
    "trial.weak_noun",
    "trial.nouns",
    "trial.et_al",
    "trial.researchers",
    "trial.colleagues",
)
_TOOK = re.compile(
    r"\b(?:(?:was|were) (?:\w+ly )?(?:given|randomi[sz]ed|assigned|allocated|divided|split|enrolled|recruited"
    r"|supplemented"
    r"|treated|fed|asked to take|put on|instructed)|received|took|consumed|completed|ingested|swallowed|drank|ate"
    r"|added|used"
    r"|doing|taking|receiving)\b"
)
_FARTHEST = 110


def _by_people(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Studies told from their people on: "Forty adults took ..."; "In fifty-seven young men, strength rose by 20%"."""
    opening = _OPENS.match(doc.low, sentence.start)
    if opening is None or GENERAL.search(doc.low, sentence.start, min(sentence.end, sentence.start + 300)):
        return
    who = next(
        (
            m
            for m in sentence.cue_marks(*_WHO)
            if m.start < sentence.start + _FARTHEST and counted_people(doc, sentence, m)
        ),
        None,
    )
    if who is None or any(mark.start < who.start for mark in sentence.cue_marks(*_NAMES_A_STUDY)):
        return
    treated = _TOOK.search(doc.low, who.end, min(sentence.end, who.end + 130))
    given = sentence.of("quantity") or "trial.placebo" in sentence.cues
    if treated and (given or "trial.rct" in sentence.cues or treated[0].startswith("were ")):
        yield Intro(sentence.start, treated.end(), "trial.people" if given else "trial.this", bool(given))
    elif given and _measured(doc, sentence):
        yield Intro(sentence.start, who.end, "trial.people", True)


_TOLD = re.compile(
    r"\b(?:was|were|had|did|didn't|rose|fell|cut|lowered|raised|gave|doubled|tripled|halved|grew|dropped|slept|made"
    r"|[a-z]{3,}ed)\b"
)


def _measured(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence tells, in the past tense, that something changed or did not."""
    moved = not sentence.cues.isdisjoint(("trial.up", "trial.down", "trial.effect", "trial.not"))
    return moved and _TOLD.search(doc.low, sentence.start, sentence.end) is not None


def _by_outcome(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Studies told from their result on: "200 mg for 26 weeks raised sperm motility in 228 infertile men"."""
    lasting = sentence.of("duration") or "trial.placebo" in sentence.cues or sentence.of("percent")
    if not (sentence.of("quantity") and lasting) or not _measured(doc, sentence):
        return
    lead = _LEAD.match(doc.low, sentence.start, sentence.end)
    start = lead.end() if lead else sentence.start
    if GENERAL.search(doc.low, start, sentence.end):
        return
    for mark in sentence.cue_marks(*_WHO):
        before = doc.low[max(start, mark.start - 90) : mark.start]
        if counted_people(doc, sentence, mark) and re.search(
            r"\b(?:in|among) (?:\d[\d,]*|[a-z-]+) [^,;:()]{0,60}$", before
        ):
            yield Intro(start, mark.end, "trial.outcome", True)
            return


_LEAD = re.compile(r"[\s*_•-]*(?:[\w' -]{3,40}[.:]\s)?")
_CREATURES = re.compile(r"\W*in (?:[\w-]+ ){0,3}$")


def _by_creatures(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Animal studies told without a word for them: "In aged mice, 1 g/L of it lengthened life"."""
    who = sentence.cue_marks("trial.creatures")[0]
    if not _CREATURES.match(doc.low[sentence.start : who.start]) or not sentence.of("quantity"):
        return
    if _measured(doc, sentence) and not GENERAL.search(doc.low, sentence.start, sentence.end):
        yield Intro(sentence.start, who.end, "trial.people", True)


_NAME = re.compile(
    r"[\s*_•\"“-]*(?:[\w' -]{3,40}[.:]\s)?[*_]*(?:The )?([A-Z][A-Z0-9]{2,}(?:[-–][A-Z0-9]+)*|[A-Z]{2,}[-–][A-Z0-9]+)\b"
    r"(?P<next>,? (?=\()|, (?=an? )|,? (?=(?:run|conducted|carried out|done)\b)|[.:*_]{1,4}\s(?=\d))"
)
_IN_BRACKETS = re.compile(
    r"\([^()]{0,60}\b(?:(?:19|20)\d\d|n ?=|\d[\d,]* (?:\w+ ){0,3}(?:participants|patients|people|adults|men|women))\b"
)


def _by_name(doc: Document, sentence: Sentence) -> Iterator[Intro]:
    """Trials called by their name: "STRONG-TH (13,078 patients) found"; "GUSTO-P (Italy, 1999). 11,323 ..."."""
    text = doc.text
    named = _NAME.match(text, sentence.start, min(sentence.end, sentence.start + 90)) or _NAME_INSIDE.search(
        text, sentence.start, min(sentence.end, sentence.start + 200)
    )
    if named is None or named[1] in _NO_TRIAL or _is_name(sentence, named.start(1)):
        return
    rest = text[named.end() : named.end() + 130]
    if rest[:1] == "(":
        told = _IN_BRACKETS.match(rest) and (
            counts_near(doc, sentence, named.end()) or not _is_name(sentence, named.end() + 1)
        )
        told = told and not re.match(r"\([^()]*\)[,.]?\s(?:is|are|recommends|states|says|sets|has)\b", rest)
    elif re.match(r"an? ", rest):
        told = re.match(r"an? [^,.;]{0,90}\b(?:study|trial|RCT|crossover|cohort)\b", rest) is not None
    else:
        told = counts_near(doc, sentence, named.end())
    if told:
        yield Intro(named.start(1), named.end(1), "trial.acronym", True)


_NAME_INSIDE = re.compile(
    r"([A-Z](?<=[\s*_(][A-Z])[A-Z0-9]{2,}(?:[-–][A-Z0-9]+)*)[*_]{0,2}"
    r"(?P<next> (?=\(\d[\d,]* (?:\w+ ){0,3}(?:participants|patients|people|adults|men|women))"
    r"|, (?=an? [^,.;]{0,60}(?:study|trial)\b))"
)


def counts_near(doc: Document, sentence: Sentence, at: int) -> bool:
    """Whether people are counted within the next words."""
    return any(at <= m.start < at + 120 and counted_people(doc, sentence, m) for m in sentence.cue_marks(*_WHO))


_NO_TRIAL = word_set(
    """NIH FDA WHO EFSA CDC USDA EMA BCAA HRV LDL HDL IBS PMS COPD ADHD PCOS GERD NSAID NSAIDS SSRI DNA RNA ATP BMI RDA
    EAR DRI DHA EPA DPA GLA CLA MCT NAC NMN NAD SAM-E SAME CBD THC GABA MSM IGF-1 IGF TNF CRP IL-6 VO2 HIIT
    AREDS FAQ TIP NOTE UPDATE RESULTS METHODS CONCLUSION CONCLUSIONS OBJECTIVE BACKGROUND AIM PURPOSE DESIGN
    SETTING PMID DOI USA UK"""
)
_NO_SURNAME = word_set(
    """january february march april may june july august september october november december in since by during early
    late mid spring summer fall winter around circa from until before after published updated copyright the a an
    this that these those what when while where how why but and or if both most many some all men women adults
    children people patients researchers scientists participants volunteers one two three another first second
    both it they he she we athletes students mice rats doctors experts critics skeptics sceptics side blood
    sleep muscle protein black green red"""
)
