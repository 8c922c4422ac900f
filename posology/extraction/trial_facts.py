"""What an article says about a study itself: design, year, journal, institution, country, authors, length, identifiers."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from posology.extraction.document import Document
from posology.extraction.marks import Duration
from posology.extraction.reference_links import ids_of_url, links_in
from posology.extraction.trial_span import Span, cue_marks, labels_in, marks_of

DAY = 1440.0


class Fact(NamedTuple):
    """A value and the end of the words that state it."""

    value: Any
    end: int


NOTHING = Fact(None, 0)
_YEAR = re.compile(
    r"(?<![\d.,$-])((?:19[5-9]|20[0-4])\d)\b(?![,.]\d|\s?(?:mg|mcg|iu|kcal|g|ug|people|participants|patients|women"
    r"|men|adults|subjects|volunteers|children)\b|-?(?:calorie|kcal))"
)
_DESIGNS = (
    "trial.meta_analysis",
    "trial.systematic_review",
    "trial.rct",
    "trial.case_control",
    "trial.cross_sectional",
    "trial.case_report",
    "trial.cohort",
    "trial.in_vitro",
    "trial.animal",
    "trial.pilot",
    "trial.observational",
    "trial.clinical",
    "trial.review",
)


def design(intro: Sequence[Span], spans: Sequence[Span]) -> str:
    """The study's design: from its introducing words, else from what later sentences say was done."""
    near, far = labels_in(intro), labels_in(spans)
    for label in _DESIGNS:
        if label in near:
            if label in ("trial.clinical", "trial.pilot", "trial.review") and _random(far) and label != "trial.review":
                return "rct"
            if label == "trial.clinical" and "trial.animal" in far and "trial.creatures" in far:
                return "animal"
            name = label.removeprefix("trial.")
            return "clinical_trial" if name == "clinical" else name
    if _random(far):
        return "rct"
    if "trial.creatures" in labels_in(spans[:1]):
        return "animal"
    if "trial.in_vitro" in labels_in(spans[:1]):
        return "in_vitro"
    return "study"


def _random(labels: frozenset[str]) -> bool:
    return "trial.rct" in labels


def blinding(spans: Sequence[Span]) -> Fact:
    """The first word about who was blinded."""
    for mark in cue_marks(spans, "trial.double", "trial.single", "trial.triple", "trial.open_label"):
        name = next(n for n in ("double", "single", "triple", "open_label") if f"trial.{n}" in mark.value)  # type: ignore[operator]
        return Fact(name, mark.end)
    return NOTHING


def placebo(doc: Document, spans: Sequence[Span]) -> Fact:
    """Whether a placebo is spoken of, other than to say that there was none."""
    for mark in cue_marks(spans, "trial.placebo"):
        if not re.search(
            r"\b(?:no|not|without|lacked|lacking)\s(?:a\s)?(?:[\w-]+\s){0,2}$",
            doc.low[max(0, mark.start - 40) : mark.start],
        ):
            return Fact(True, mark.end)
    return NOTHING


def year(doc: Document, spans: Sequence[Span]) -> Fact:
    """The first year of the study's first sentence, or of a bracket in its next."""
    first = spans[0]
    for match in _YEAR.finditer(doc.low, first.start, first.end):
        before = doc.low[max(first.start, match.start() - 12) : match.start()]
        after = doc.low[match.end() : match.end() + 12]
        if re.search(r"(?:between|since|until|before|through|to|and)\s$", before) or re.match(
            r"\s?(?:-|to|and|through)\s?(?:19|20)\d\d", after
        ):
            continue
        return Fact(int(match[1]), match.end())
    for span in spans[1:3]:
        dated = re.match(
            r"\W*(?:the|that|this) (?:study|trial|paper|review)[^.]{0,30}\b(?:in|from) ((?:19|20)\d\d)\b",
            doc.low[span.start : span.end],
        )
        if dated:
            return Fact(int(dated[1]), span.start + dated.end())
        published = re.search(
            r"(?:published (?:[\w*' ]{0,60} )?in|\() ?((?:19[5-9]|20[0-4])\d)\b", doc.low[span.start : span.end]
        )
        if published:
            return Fact(int(published[1]), span.start + published.end())
    return NOTHING


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
                if name and (pattern is not _ITALIC or _reads_as_journal(doc, spans, found.start(1), found.end(1))):
                    return Fact(name, found.start(1) + len(name))
    for mark in cue_marks(spans[:2], "trial.journal"):
        before = doc.text[max(0, mark.start - 8) : mark.start]
        if doc.text[mark.start].isupper() and re.search(r"(?:\bin(?: the)?|[(,;])\s?[*_\"“]*$", before):
            found = _JOURNAL.match(" " + doc.text[mark.start : mark.end + 70])
            name = _journal_name(found[1]) if found else None
            if name:
                return Fact(name, mark.start + len(name))
    return NOTHING


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
        after = _CAPITALS_ON.match(doc.text, mark.end, min(len(doc.text), mark.end + 70))
        end = after.end() if after else mark.end
        words = doc.text[start:end]
        if not re.search(r"\b(?:Press|Hospital Anxiety)\b", words):
            words = re.sub(r",?\s(?:in|and|at|for)\s.*$", "", words) if " in " in words else words
            return Fact(words, start + len(words))
    return NOTHING


def country(doc: Document, spans: Sequence[Span]) -> Fact:
    """The country that the study was done in."""
    for mark in cue_marks(spans[:3], "trial.country"):
        before = doc.low[max(0, mark.start - 30) : mark.start]
        if doc.text[mark.end - 1].islower() or doc.text[mark.start].isupper() or doc.low.startswith("the ", mark.start):
            if re.search(r"(?:\bin |\bfrom |\bacross |, |\bin northern |\bin southern |\()$", before) and not re.match(
                r"-|\s[A-Z]", doc.text[mark.end : mark.end + 2]
            ):
                return Fact(doc.text[mark.start : mark.end].removeprefix("the "), mark.end)
    return NOTHING


_AUTHOR_FORMS = (
    re.compile(
        r"((?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|El|Al)[ -]){0,2}[A-Z][\w'’-]+)(?:,? [A-Z]{1,3},?)?,? (?:et al\b"
        r"|and (?:colleagues|co-?workers|associates|collaborators|his team|her team|their team))"
    ),
    re.compile(r"\b(?:Dr\.?|Prof\.?|Professor)\s(?:[A-Z][\w.'’-]*\s){0,2}([A-Z][\w'’-]{2,})"),
    re.compile(r"\(?\b([A-Z][a-z][\w'’-]+)(?: (?:and|&) [A-Z][a-z][\w'’-]+)?,? \(?(?:19|20)\d\d\b"),
    re.compile(r"\b(?:led|conducted|authored|published|written|run) by (?:[A-Z][\w.'’-]+ ){0,2}([A-Z][\w'’-]{2,})"),
    re.compile(
        r"\b(?:[Tt]he|[Aa]n?)(?: (?:19|20)\d\d)? ([A-Z][a-z]{3,}) (?:study|trial|meta-analysis|paper|review|RCT)\b"
    ),
)
_NO_AUTHOR = frozenset(
    """one another two three recent also a an this these his her their both new early late mid around about after before
    until while although if when as it at on for with to january february march april may june july august september october november december in the university institute
    health medicine school journal study trial nutrients american european british national since published lancet college
    hospital cochrane german chinese japanese indian swedish finnish danish dutch italian spanish korean iranian norwegian
    australian canadian stanford harvard mayo nature science by from women men framingham vitamin and of""".split()
)


def authors(doc: Document, spans: Sequence[Span]) -> Fact:
    """The first author's surname."""
    for position, pattern in enumerate(_AUTHOR_FORMS):
        for span in spans[:1] if position >= 2 else spans[:3]:
            for found in pattern.finditer(doc.text, span.start, span.end):
                named = [
                    s for m in span.sentence.of("name") if m.start <= found.start(1) < m.end for s in (m.value or ())
                ]  # type: ignore[attr-defined]
                surname = found[1]
                if (
                    surname.lower() in _NO_AUTHOR
                    or (named and position >= 2)
                    or re.search(r"(?:university|institute)$", surname.lower())
                ):
                    continue
                return Fact(re.sub(r"['’]s$", "", surname), found.end(1))
    return NOTHING


_LASTING = re.compile(
    r"(?:\bfor(?: (?:a (?:total|period) of|up to|at least|over|about|around|approximately|just|only|a|the|an|another"
    r"|the entire|all))*|\bover(?: (?:a|the course of|a period of|the|an))*|\bduring(?: (?:a|the))*"
    r"|\bthrough(?:out)?(?: the)?|\blasting|\blasted|\bspanning|\bran for|averag\w+|\bwithin|\bin (?:a|an|this|just"
    r"|the)|,|\()\s?(?:entire |full |total )?$"
)
_AFTER = re.compile(r"(?:\bafter(?: only| just)?|\bat(?: the end of)?|\bby|\bfollowing|\bin)\s$")
_NO_LENGTH = re.compile(
    r"\s?(?:old\b|of age\b|ago\b|later\b|earlier\b|of experience|-old|or older|and older|and over|before|prior"
    r"|post\b|follow)"
)
_NO_LENGTH_BEFORE = re.compile(
    r"\b(?:past|last|previous|aged?|ages|older than|over the age of|younger than|mean age (?:was|of)|every|per|each"
    r"|first|another|weeks?|than|of follow-up|least \d) $|\b(?:age|aged|ages)\b[^.;,]{0,20}$"
)


def duration(doc: Document, spans: Sequence[Span]) -> Fact:
    """The study's length in days: "for 12 weeks", "a 12-week trial", else "after 12 weeks"."""
    best: list[tuple[int, Fact]] = []
    for mark in marks_of(spans, "duration"):
        value = mark.value
        assert isinstance(value, Duration)
        if (
            value.low is None
            or value.low != value.high
            or value.unit in ("minute", "hour")
            or _NO_LENGTH.match(doc.low, mark.end)
        ):
            continue
        before = doc.low[max(spans[0].start - 1, mark.start - 40) : mark.start]
        if _NO_LENGTH_BEFORE.search(before):
            continue
        words = doc.low[mark.start : mark.end]
        rank = (
            0
            if "-" in words and not words.startswith("a")
            else 1
            if _LASTING.search(before)
            else 2
            if _AFTER.search(before)
            else 3
        )
        if value.unit == "day" and value.low <= DAY and rank:
            continue
        if value.unit == "year" and rank > 1 and value.low > 20 * 365 * DAY:
            continue
        if rank < 3:
            best.append((rank, Fact(_days(value), mark.end)))
    return min(best, key=lambda item: item[0])[1] if best else NOTHING


def _days(value: Duration) -> float:
    days = (value.low or 0) / DAY
    return round(days, 2)


def identifiers(doc: Document, spans: Sequence[Span]) -> dict[str, Fact]:
    """DOI, PMID and NCT number that stand with the study, in its words or in what they link to."""
    found: dict[str, Fact] = {}
    for mark in marks_of(spans, "identifier"):
        scheme, value = mark.value  # type: ignore[misc]
        found.setdefault(scheme, Fact(value, mark.end))
    for span in spans:
        for link in links_in(doc, span.start, span.end):
            for scheme, value in ids_of_url(link.url).items():
                found.setdefault(scheme, Fact(value, 0))
    return found


_ROUND = re.compile(r"(?<=[\w.,%\")]) ?\((\d{1,3}(?:, ?\d{1,3}){0,5})\)(?=[\s.,;]|$)")
"""Markers in round brackets ("(4)", "(4, 5)"), which count only where the article's own list has that many entries."""


def markers(doc: Document, spans: Sequence[Span]) -> Fact:
    """The reference markers that stand with the study."""
    numbers: dict[str, int] = {}
    for mark in marks_of(spans, "marker"):
        numbers.update(dict.fromkeys(mark.value, mark.end))  # type: ignore[call-overload]
    entries = sum(block.kind == "reference" for block in doc.article.blocks)
    for span in spans if entries and not numbers else ():
        for match in _ROUND.finditer(doc.low, span.start, span.end):
            named = re.findall(r"\d+", match[1])
            if all(int(number) <= entries for number in named):
                numbers.update(dict.fromkeys(named, match.end()))
    return Fact(tuple(numbers), max(numbers.values())) if numbers else NOTHING
