"""What an article says about a study itself: design, blinding, year, length, identifiers, reference markers."""

import re
import unicodedata
from collections.abc import Sequence

from posology.extraction.document import Document
from posology.extraction.marks import Duration, Mark
from posology.extraction.reference_links import ids_of_url, links_in
from posology.extraction.trial_span import NOTHING, Fact, Span, cited, cue_marks, labels_in, marks_of

DAY = 1440.0


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


_POOLS = re.compile(
    r"\b(?:pooled|pooling|combined the (?:data|results) (?:of|from)) (?:\w+ ){0,4}(?:studies|trials|rcts)\b"
)


def design(doc: Document, intro: Sequence[Span], spans: Sequence[Span]) -> str:
    """The study's design: from its introducing words, else from what later sentences say was done."""
    near, far = labels_in(intro), labels_in(spans)
    for label in _DESIGNS:
        if label in near:
            if label in ("trial.clinical", "trial.pilot") and _random(far):
                return "rct"
            if label == "trial.clinical" and "trial.animal" in far and "trial.creatures" in far:
                return "animal"
            name = label.removeprefix("trial.")
            return "clinical_trial" if name == "clinical" else name
    if _random(far):
        return "rct"
    if any(_POOLS.search(doc.low, span.start, span.end) for span in spans[:1]):
        return "meta_analysis"
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
    """The first year of the study's first sentence or of a citation behind it, or of a bracket in its next."""
    for span in cited(doc, spans):
        for match in _YEAR.finditer(doc.low, span.start, span.end):
            before = doc.low[max(span.start, match.start() - 12) : match.start()]
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


_LASTING = re.compile(
    r"(?:\bfor(?: (?:a (?:total|period) of|up to|at least|over|about|around|approximately|just|only|a|the|an|another"
    r"|the entire|all))*|\bover(?: (?:a|the course of|a period of|the|an))*|\bduring(?: (?:a|the))*"
    r"|\bthrough(?:out)?(?: the)?|\b(?:median|mean|average)(?: of)?|\blasting|\blasted|\bspanning|\bran for|averag\w+"
    r"|\bwithin|\bin (?:a|an|this|just"
    r"|the)|,|\()\s?(?:entire |full |total )?$"
)
_AFTER = re.compile(r"(?:\bafter(?: only| just)?|\bat(?: the end of)?|\bfollowing|\bin)\s$")
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
            or (value.unit == "day" and value.low % DAY)  # "got better in 4.4 days" is an outcome
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
        if rank == 2 and re.search(r"\([^()]*$", doc.low[max(spans[0].start, mark.start - 60) : mark.start]):
            continue  # when something was measured: "(Bayley MDI at 18 months)"
        if rank < 3:
            best.append((rank, Fact(_days(value), mark.end)))
    if not best:
        return NOTHING
    rank, first = min(best, key=lambda item: item[0])
    if rank < 2:
        return first
    # "at 30 days and at 60 days": what is measured last tells how long it went on
    return max((fact for other, fact in best if other == rank), key=lambda fact: fact.value)


def _days(value: Duration) -> float:
    days = (value.low or 0) / DAY
    return round(days, 2)


def identifiers(doc: Document, spans: Sequence[Span]) -> dict[str, Fact]:
    """DOI, PMID and NCT number that stand with the study, in its words or in what they link to."""
    found: dict[str, Fact] = {}
    for mark in marks_of(spans, "identifier"):
        found.setdefault(mark.value[0], Fact(mark.value[1], mark.end))  # type: ignore[index]
    for span in spans:
        for link in links_in(doc, span.start, span.end):
            for scheme, value in ids_of_url(link.url).items():
                found.setdefault(scheme, Fact(value, 0))
    return found


_FOOTNOTE = re.compile(r"\[\^(\w{1,12})\]")
_ROUND = re.compile(r"(?<=[\w.,%\")]) ?\((\d{1,3}(?:, ?\d{1,3}){0,5})\)(?=[\s.,;]|$)")
"""Markers in round brackets ("(4)", "(4, 5)"), which count only where the article's own list has that many entries."""


_RAISED = re.compile(r"(?:[a-z]{3}|[.,)\"”])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?:[, ][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})*)(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
"""Markers as raised figures: "over six weeks.²"; a square metre's two stands behind one letter."""


_ASIDE = re.compile(
    r"[,\])]\s?((?:which|that) (?:is|are|was|has|have)|an? (?:known |common |major |important )?[\w-]+"
    r" (?:factor|marker|sign"
    r"|measure|hormone|form|type|enzyme|protein|compound|molecule|component|precursor|metabolite|condition"
    r"|disease)\b)[^,\[\]]*[,.]?\s?\[*$"
)


def _of_aside(doc: Document, spans: Sequence[Span], mark: Mark) -> bool:
    """Whether a marker backs an aside on what was measured ("..., a risk factor for stroke,[3]"), not the study."""
    others = sum(1 for _ in zip(marks_of(spans, "marker"), range(2), strict=False))
    return others > 1 and _ASIDE.search(doc.low[max(spans[0].start, mark.start - 130) : mark.start]) is not None


def markers(doc: Document, spans: Sequence[Span]) -> Fact:
    """The reference markers that stand with the study."""
    numbers: dict[str, int] = {}
    for mark in marks_of(spans, "marker"):
        if not _of_aside(doc, spans, mark):
            numbers.update(dict.fromkeys(mark.value, mark.end))  # type: ignore[call-overload]
    for span in spans:
        for match in _FOOTNOTE.finditer(doc.text, span.start, min(len(doc.text), span.end + 1)):
            numbers.setdefault(match[1], match.end())
    for span in spans if not numbers else ():
        for match in _RAISED.finditer(doc.text, span.start, min(len(doc.text), span.end + 1)):
            numbers.update(dict.fromkeys(re.findall(r"\d+", unicodedata.normalize("NFKC", match[1])), match.end()))
    entries = sum(block.kind == "reference" for block in doc.article.blocks)
    for span in spans if entries and not numbers else ():
        for match in _ROUND.finditer(doc.low, span.start, span.end):
            named = re.findall(r"\d+", match[1])
            if all(int(number) <= entries for number in named):
                numbers.update(dict.fromkeys(named, match.end()))
    return Fact(tuple(numbers), max(numbers.values())) if numbers else NOTHING
