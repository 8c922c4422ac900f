"""Where a study comes from: its journal, institution, country and first author."""

import re
from collections.abc import Sequence

from posology.extraction.document import Document
from posology.extraction.marks import Mark
from posology.extraction.trial_span import NOTHING, Fact, Span, cited, cue_marks, word_set

_TITLE_WORDS = r"(?:[A-Z][\w'’&.-]*|of|and|the|in|for|&|on|de)"
_JOURNAL = re.compile(
    rf"\s(?:online\s)?(?:in\s|by\s)?(?:the\s)?(?:(?:prestigious\s|peer-reviewed\s|medical\s"
    rf"|scientific\s)*journal(?:,)?\s(?!of\b))?[*_\"“]*((?:The\s)?[A-Z][\w'’&.-]*(?:(?::|,(?= (?:and"
    rf"|&) ))?\s{_TITLE_WORDS}){{0,9}}(?:\s\([A-Z]\w+\))?)"
)
_ITALIC = re.compile(r"(?<![*\w])[*_]([A-Z][^*_\n]{2,80})[*_](?![*\w])")
_BRACKET = re.compile(
    r"\(((?:The )?[A-Z][\w'’&.-]*(?:,? (?:[A-Z][\w'’&.-]*|of|and|the|in|for|&))*)(?:;|,) (?:PMID|doi|DOI|\d{4}|vol"
    r"|n ?=)"
)
_AUTHOR_YEAR_JOURNAL = re.compile(
    r"\(?[A-Z][\w'’-]+(?: et al\.?)?,? \(?(?:19|20)\d\d\)?[,;(] ?\(?([A-Z][\w'’&.-]*(?: (?:[A-Z][\w'’&.-]*|of|and"
    r"|the|in|for|&|on))*)"
)
_JOURNAL_TAIL = re.compile(r"\s(?:in|on|of|and|the|for|by|The|In|de)$")
_NO_JOURNAL = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|In|A|The|This|PMID"
    r"|RCT|DOI|\d)$"
)
_NO_SCIENCE = re.compile(
    r"\b(?:lactobacillus|bifidobacterium|withania|in vitro|in vivo|et al|coli|bacillus)\b", re.IGNORECASE
)


def journal(doc: Document, spans: Sequence[Span]) -> Fact:
    """The journal: behind "published in", in italics or brackets, or by a name that journals have."""
    for mark in cue_marks(spans, "trial.published"):
        at = mark.end - (len("the journal") + 1 if doc.low[mark.start : mark.end].endswith("the journal") else 0)
        found = _JOURNAL.match(doc.text, at)
        if found and (name := _journal_name(found[1])):
            return Fact(name, found.start(1) + len(name))
    for span in spans[:2]:
        for pattern in (_AUTHOR_YEAR_JOURNAL, _BRACKET, _ITALIC):
            for found in pattern.finditer(doc.text, span.start, span.end):
                name = _journal_name(found[1])
                if pattern is _BRACKET and not _may_be_journal(spans, found):
                    continue
                if name and (pattern is not _ITALIC or _reads_as_journal(doc, spans, found.start(1), found.end(1))):
                    return Fact(name, found.start(1) + len(name))
    if short := _abbreviated(doc, spans[:2]):
        return short
    named = _STUDY_IN.search(doc.text, spans[0].start, spans[0].end)
    if named and _SCIENTIFIC.search(named[1]) and (name := _journal_name(named[1])):
        return Fact(name, named.start(1) + len(name))
    for mark in cue_marks(spans[:2], "trial.journal"):
        before = doc.text[max(0, mark.start - 8) : mark.start]
        if doc.text[mark.start].isupper() and re.search(r"(?:\bin(?: the)?|[(,;])\s?[*_\"“]*$", before):
            found = _JOURNAL.match(" " + doc.text[mark.start : mark.end + 70])
            name = _journal_name(found[1]) if found else None
            if name:
                return Fact(name, mark.start + len(name))
    return NOTHING


_STUDY_IN = re.compile(
    r"\b(?:study|trial|review|analysis|paper|research|report|meta-analysis)"
    r"(?: (?:that|which) (?:has |was |is )?(?:\w+ )?\w+)? in (?:the )?"
    r"([A-Z][\w'’&.-]*(?: (?:[A-Z][\w'’&.-]*|of|and|for|the|in(?= [A-Z]))){1,8})"
)
"""\"a recent study in Clinical Gastroenterology and Hepatology\"."""
_SCIENTIFIC = re.compile(
    r"\b(?:Journal|Medicine|Nutrition|Sciences?|Research|Reviews?|\w+ology|\w+iatrics?|Nutrients|Annals|Archives"
    r"|Letters"
    r"|Reports|Lancet|Nature|Clinical|Metabolism|Therapeutics)\b"
)
_DATED_NAME = re.compile(
    r"[(;] ?((?:The )?[A-Z][\w&'’.-]*(?: (?:[A-Z][\w'’&.-]*|of|and|the|in|for|&))*),? (?:19|20)\d\d[,;)]"
)
_SHORT_NAME = re.compile(r"(?:[A-Z][a-z]* ){0,3}J(?: [A-Z][a-z]+){1,4}$|(?:Ann|Arch|Clin|Eur|Int|Nutr|Curr) [A-Z]")


_SHORT_ALONE = re.compile(
    r"\(((?:[A-Z][a-z]* ){0,3}J(?: [A-Z][a-z]+){1,4}|(?:Ann|Arch|Clin|Eur|Int|Nutr|Curr|Am|Br|Med"
    r"|Phyto\w+) (?:[A-Z][a-z]*[ .]?){1,5})\)"
)


def _abbreviated(doc: Document, spans: Sequence[Span]) -> Fact | None:
    """A journal that stands with its year in a bracket: "(JAMA 2010, PMID 1)", "(Behdad et al.; J Androl, 2012)"."""
    for span in spans:
        if alone := _SHORT_ALONE.search(doc.text, span.start, span.end):
            return Fact(alone[1], alone.end(1))
        known = {mark.start for mark in cue_marks([span], "trial.journal")}
        for found in _DATED_NAME.finditer(doc.text, span.start, span.end):
            if found.start(1) in known or _SHORT_NAME.match(found[1]):
                return Fact(found[1], found.end(1))
    return None


def _may_be_journal(spans: Sequence[Span], found: "re.Match[str]") -> bool:
    """Whether a name in brackets before a year may be a journal's, not a trial's, a country's or two authors'."""
    placed = any(
        found.start(1) <= mark.start < found.end(1) for mark in cue_marks(spans, "trial.country", "trial.nationality")
    )
    return not (placed or found[1].isupper() or re.fullmatch(r"[A-Z][\w'’-]+ (?:&|and) [A-Z][\w'’-]+", found[1]))


def _reads_as_journal(doc: Document, spans: Sequence[Span], start: int, end: int) -> bool:
    if re.search(r"\bin\s[*_]$|\(\s?[*_]$|published[\w ]{0,20}[*_]$", doc.text[max(0, start - 30) : start]):
        return not _NO_SCIENCE.search(doc.text[start:end])
    return any(start <= mark.start < end for mark in cue_marks(spans, "trial.journal"))


def _journal_name(words: str) -> str | None:
    words = words.split(". ")[0].rstrip(".,;:*_ ")
    while _JOURNAL_TAIL.search(words):
        words = _JOURNAL_TAIL.sub("", words)
    words = re.sub(r"\s(?:In|A|The) \w+$", "", words)
    return None if len(words) < 3 or _NO_JOURNAL.match(words) else words


_CAPITALS = re.compile(r"(?:(?:[A-Z][\w'’.-]*|of|and|the|for|&|at|in)\s)*$")
_CAPITALS_ON = re.compile(
    r"(?:,?\s(?:of|at|in|for|and)(?:\sthe)?(?=\s[A-Z])|\s[A-Z][\w'’-]*|,\s(?:San|Los|Santa|Saint|Davis|Berkeley"
    r"|Irvine|Riverside|Boulder|Madison|Urbana)\b)+"
)


_SITES = re.compile(
    r"\b(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:[A-Za-z][\w-]+ ){0,2}(?:hospitals"
    r"|centres|centers|clinics"
    r"|(?:general )?practices|universities|sites|(?:health |medical |research )(?:centres|centers)|schools"
    r"|nursing homes|care homes|villages)"
    r"|(?:an? )?[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:university|hospital|clinic|lab|laboratory"
    r"|group))\b(?: in [A-Z]\w+(?: and [A-Z]\w+)?)?"
)


def _sites(doc: Document, spans: Sequence[Span]) -> Fact:
    """Institutions by their number or town: "34 Chinese hospitals", "a Sheffield hospital", "a Perth group"."""
    for span in spans[:2]:
        for found in _SITES.finditer(doc.text, span.start, span.end):
            if not re.search(r"\b(?:placebo|control|treatment|study|active|each|first|second)\b", found[0].lower()):
                lead = re.match(r"[Aa]n? (?=[A-Z][a-z]+ (?:group|lab))", found[0])
                return Fact(found[0][lead.end() :] if lead else found[0], found.end())
    return NOTHING


def institution(doc: Document, spans: Sequence[Span]) -> Fact:
    """The institution: the capitalised words around "University", "Institute", "Clinic" ..."""
    for mark in cue_marks(spans, "trial.institution"):
        if not doc.text[mark.start].isupper():
            continue
        before = _CAPITALS.search(doc.text, max(spans[0].start, mark.start - 70), mark.start)
        start = mark.start - len(before[0]) if before else mark.start
        while lead := re.match(
            r"(?:of|and|the|for|&|at|in|In|At|The|By|A|From|Dr\.|Researchers|Scientists|Professor|Research)\s",
            doc.text[start : mark.start],
        ):
            start += lead.end()
        if placed := list(re.finditer(r"\s(?:at|from|in|for)\s(?:the\s)?(?=[A-Z])", doc.text[start : mark.start])):
            start += placed[-1].end()
        if doc.low[mark.start : mark.end] == "university" and re.search(
            r"\bof (?:the )?$", doc.text[start : mark.start]
        ):
            start = mark.start
        after = _CAPITALS_ON.match(doc.text, mark.end, min(len(doc.text), mark.end + 70))
        end = after.end() if after else mark.end
        words = doc.text[start:end]
        if not re.search(r"\b(?:Press|Hospital Anxiety)\b", words):
            words = re.sub(r",?\s(?:in|and|at|for)\s.*$", "", words) if " in " in words else words
            return Fact(words, start + len(words))
    if cochrane := _COCHRANE.search(doc.text, spans[0].start, spans[0].end):
        return Fact("Cochrane", cochrane.end())
    return _sites(doc, spans)


_COCHRANE = re.compile(r"\bCochrane(?= (?:\w+ )?(?:[Rr]eview|[Mm]eta-analysis|[Aa]nalysis)\b)")
_STUDY_WORDS = (
    *("trial.noun", "trial.nouns", "trial.weak_noun", "trial.researchers", "trial.group"),
    *("trial.institution", "trial.site"),
)
_IN_A_NAME = re.compile(r"\b(?:in|the) (?:the )?[A-Z]\w+ [A-Z][a-z]$")  # "in the European Review ..."
_NATION_BEFORE = re.compile(r"[A-Z][\w.]+-$")


def country(doc: Document, spans: Sequence[Span]) -> Fact:
    """The country that the study was done in, by its name or as "an Italian trial", "five Chinese hospitals"."""
    if nation := _nation(doc, spans[:2]):
        return nation
    for mark in cue_marks(spans[:3], "trial.country"):
        before = doc.low[max(0, mark.start - 30) : mark.start]
        capital = doc.text[mark.start].isupper() or doc.low.startswith("the ", mark.start)
        if capital and re.search(
            r"(?:\bin |\bfrom |\bacross |, |\bin (?:north|south|east|west|rural|central)\w* |\(|\band )$", before
        ):
            if re.match(r"-|\s[A-Z]", doc.text[mark.end : mark.end + 2]):  # "UK Biobank"
                continue
            return Fact(doc.text[mark.start : mark.end].removeprefix("the "), mark.end)
    return NOTHING


def _nation(doc: Document, spans: Sequence[Span]) -> Fact | None:
    """A nation's adjective in the noun phrase of a word for the study or its place; of its people it says nothing."""
    nouns = [mark.start for mark in cue_marks(spans, *_STUDY_WORDS)]
    people = [mark.start for mark in cue_marks(spans, "trial.people", "trial.creatures")]
    for mark in cue_marks(spans, "trial.nationality"):
        if not doc.text[mark.start].isupper():
            continue
        noun = next((at for at in nouns if mark.end <= at < mark.end + 70), None)
        if noun is None or re.search(
            r"[.;:()]|\b(?:of|in|with|the|by|at|who|that|and|for)\b", doc.low[mark.end : noun]
        ):
            continue
        if any(mark.end <= at < noun for at in people) or _IN_A_NAME.search(
            doc.text, max(0, mark.start - 8), mark.end + 3
        ):
            continue
        joined = _NATION_BEFORE.search(doc.text, max(0, mark.start - 20), mark.start)
        start = joined.start() if joined else mark.start
        on = re.match(r"-[A-Z]\w+", doc.text[mark.end : mark.end + 20])
        end = mark.end + (len(on[0]) if on else 0)
        return Fact(doc.text[start:end].removesuffix("-based"), end)
    return None


_AUTHOR_FORMS = (
    re.compile(
        r"((?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|El|Al)[ -]){0,2}[A-Z][\w'’-]+)(?:,? [A-Z]{1,3},?)?,? (?:et al\b"
        r"|and (?:colleagues|co-?workers|(?:his |her |their )?associates|collaborators|others|(?:his|her"
        r"|their) (?:team|colleagues|group|co-?workers)))"
    ),
    re.compile(r"\b(?:Dr\.?|Prof\.?|Professor)\s(?:[A-Z][\w.'’-]*\s){0,2}([A-Z][\w'’-]{2,})"),
    re.compile(
        r"(?<![A-Za-z] )(?<!\w)\(?([A-Z][a-z][\w'’-]*)(?:'s)?(?: (?:and|&) [A-Z][a-z][\w'’-]*)?,? \(?(?:19|20)\d\d\b"
    ),
    re.compile(r"(?<=[a-z] )([A-Z][a-z][\w'’-]*)(?:'s)?(?: (?:and|&) [A-Z][a-z][\w'’-]*)?,? \(?(?:19|20)\d\d\b"),
    re.compile(
        r"(?<!\w)([A-Z][a-z][\w'’-]+) (?:and|&) [A-Z][a-z][\w'’-]+ (?:found|showed|gave|fed|studied"
        r"|tested|reported|compared)\b"
    ),
    re.compile(
        r"\b(?:meta-analysis|review|study|trial|paper|analysis|report) by (?:[A-Z]\.? ){0,2}"
        r"([A-Z][a-z][\w'’-]{2,})(?= \(|,| says| found| and | et)"
    ),
    re.compile(r"\b(?:led|conducted|authored|published|written|run) by (?:[A-Z][\w.'’-]+ ){0,2}([A-Z][\w'’-]{2,})"),
    re.compile(
        r"\b(?:[Tt]he|[Aa]n?)(?: (?:19|20)\d\d)? ([A-Z][a-z]{3,}) (?:study|trial|meta-analysis|paper|review|RCT)\b"
    ),
)
_NO_AUTHOR = word_set(
    """one another two three recent also a an this these his her their both new early late mid around about after
    before until while although if when as it at on for with to january february march april may june july
    august september october november december in the university institute health medicine school journal
    study trial nutrients american european british national since published lancet college hospital cochrane
    german chinese japanese indian swedish finnish danish dutch italian spanish korean iranian norwegian
    french swiss dutch polish greek turkish israeli irish scottish welsh belgian austrian russian brazilian mexican thai
    taiwanese african asian scandinavian doses start heart migraine zinc iron skin muscle strength sleep tehran london
    australian canadian stanford harvard mayo nature science by from women men framingham vitamin and of"""
)


def places(span: Span) -> list[Mark]:
    """Countries and nations in a span."""
    return cue_marks([span], "trial.country", "trial.nationality", "trial.journal")


def authors(doc: Document, spans: Sequence[Span]) -> Fact:
    """The first author's surname."""
    for position, pattern in enumerate(_AUTHOR_FORMS):
        for span in cited(doc, spans) if position >= 2 else spans[:3]:
            for found in pattern.finditer(doc.text, span.start, span.end):
                named = any(m.start <= found.start(1) < m.end for m in (*span.sentence.of("name"), *places(span)))
                surname = found[1]
                if (
                    surname.lower() in _NO_AUTHOR
                    or (named and position >= 2)
                    or re.search(r"(?:university|institute)$", surname.lower())
                ):
                    continue
                return Fact(re.sub(r"['’]s$", "", surname), found.end(1))
    return NOTHING
