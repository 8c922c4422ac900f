"""The six kinds of record: what one article claims, with the very words that claim it.

Offsets count Unicode code points of the article's cleaned text, end exclusive: ``text[start:end] == quote``.
A value that the article does not state is null.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Strings

Kind = Literal["dose", "timing", "form", "bioavailability", "trial", "reference"]
SubstanceFrom = Literal["sentence", "paragraph", "heading", "title", "topic"]
FormFrom = Literal["sentence", "heading", "topic"]
Basis = Literal["elemental", "compound"]
Per = Literal["day", "dose", "serving", "kg", "kg_day", "week", "month"]
DoseContext = Literal["recommended", "studied", "product", "reference", "limit", "food", "other"]
TimingContext = Literal["recommended", "studied"]
Aspect = Literal["time_of_day", "meal", "separation", "frequency", "onset", "course"]
Relation = Literal["at", "before", "after", "with", "without", "with_or_without", "apart", "between"]
FormKind = Literal["compound", "extract", "brand", "delivery"]
Measure = Literal["absorption", "bioavailability", "retention", "blood_level"]
Level = Literal["high", "moderate", "low"]
Direction = Literal["higher", "lower", "similar"]
Change = Literal["increase", "decrease", "none"]
Blinding = Literal["single", "double", "triple", "open_label"]
Design = Literal[
    "rct",
    "meta_analysis",
    "systematic_review",
    "clinical_trial",
    "cohort",
    "cross_sectional",
    "case_control",
    "observational",
    "case_report",
    "in_vitro",
    "animal",
    "pilot",
    "review",
    "study",
]


class Record(Contract):
    """What every kind of record shares: its place, its words, its subject, and what made it."""

    record_id: str = Field(description="Identity of the claim; survives a new engine and text that moves.")
    article_id: str = Field(description="The article that makes the claim.")
    start: int = Field(ge=0, description="First code point of the quote in the cleaned text.")
    end: int = Field(ge=0, description="Code point after the quote's last.")
    quote: str = Field(description="The shortest verbatim words that carry the claim's own values.")
    sentence: str = Field(description="The sentence, table row or list item that the quote starts in.")
    heading: str | None = Field(description="The headings above the quote, outermost first, joined by ' > '.")
    substance: str | None = Field(description="Canonical lower-case name of the nutrient or botanical.")
    form: str | None = Field(
        description="Canonical chemical form, extract or brand; null when only the substance is named."
    )
    rule: str = Field(description="The grammar rule that made the record.")
    substance_from: SubstanceFrom | None = Field(
        description="Where the substance was found: the nearest place that names it."
    )
    form_from: FormFrom | None = Field(description="Where the form was found.")
    source_start: int | None = Field(
        None, description="First code point of the quote in the decoded source file; null for HTML."
    )
    source_end: int | None = Field(None, description="Code point after the quote's last there.")
    evidence_url: str | None = Field(
        None, description="Link that opens the live page at the quote; null where the article's address is unknown."
    )
    in_lexicon: bool = Field(description="Whether the lexicon knows the substance; false: the article's own words.")


class Dose(Record):
    """An amount of a substance that is advised, was given in a study, sits in a product, or is an intake value."""

    kind: Literal["dose"] = Field("dose", description="Always 'dose'.")
    low: float | None = Field(description="Lower bound in `unit`, as written; null for 'up to'.")
    high: float | None = Field(description="Upper bound in `unit`, as written; null for 'at least'.")
    unit: str = Field(description="Singular, lower case: mg, g, mcg, iu, cfu, capsule, teaspoon ...")
    basis: Basis | None = Field(
        description="Whether the words call the weight elemental or that of the whole compound."
    )
    per: Per | None = Field(description="What the amount is counted per.")
    times_per_day: float | None = Field(description="How often a day; on alternate days is 0.5.")
    context: DoseContext = Field(
        description="What the amount is: advice, a study's, a product's, an official value ..."
    )
    population: str | None = Field(description="The words that restrict whom the amount is for.")


class Timing(Record):
    """When, how often or for how long to take a substance."""

    kind: Literal["timing"] = Field("timing", description="Always 'timing'.")
    aspect: Aspect = Field(description="What about time is claimed.")
    relation: Relation | None = Field(description="How the taking relates to the event.")
    event: str | None = Field(description="The event of the day; for separation the other substance, food or drug.")
    low: float | None = Field(
        description="Minutes from the event; times a day for frequency; days for onset and course."
    )
    high: float | None = Field(description="Upper bound in the unit of `low`.")
    context: TimingContext = Field(description="Advice, or what a study's participants did.")


class Form(Record):
    """A chemical form, extract, brand or delivery that the article names; the quote is its first mention."""

    kind: Literal["form"] = Field("form", description="Always 'form'.")
    form_kind: FormKind = Field(description="What sort of form it is.")


class Bioavailability(Record):
    """What the article claims about how well a form is absorbed or used."""

    kind: Literal["bioavailability"] = Field("bioavailability", description="Always 'bioavailability'.")
    measure: Measure = Field(description="What is said to be high, low, or better.")
    low: float | None = Field(description="Lower bound in percent.")
    high: float | None = Field(description="Upper bound in percent.")
    ratio: float | None = Field(description="Times as well as the comparator.")
    level: Level | None = Field(description="A claim in words: highly bioavailable, poorly absorbed.")
    direction: Direction | None = Field(description="Against the comparator.")
    comparator: str | None = Field(description="Canonical form, or the class of forms, compared with.")


class Finding(Contract):
    """One outcome that the article attributes to a trial."""

    outcome: str = Field(description="The outcome, in the article's words.")
    change_percent: float | None = Field(description="Size of the change in percent, always positive.")
    direction: Change = Field(description="Increase (better, improved), decrease (reduced, prevented), or none.")


class Trial(Record):
    """One study, or one counted body of studies, that the article brings as evidence."""

    kind: Literal["trial"] = Field("trial", description="Always 'trial'.")
    design: Design = Field(description="The study's design, as far as the article says it.")
    blinding: Blinding | None = Field(description="Who was blinded.")
    placebo_controlled: bool | None = Field(description="True where the article says so, else null.")
    year: int | None = Field(description="Year of the study or its publication.")
    journal: str | None = Field(description="Journal, as written.")
    institution: str | None = Field(description="Institution, as written.")
    country: str | None = Field(description="Country, as written.")
    authors: str | None = Field(description="First author's surname, as written.")
    sample_size: int | None = Field(description="People (or animals) studied.")
    study_count: int | None = Field(description="Number of studies pooled.")
    duration_days: float | None = Field(description="Length in days; months are 30, years 365.")
    population: str | None = Field(description="Who was studied, as written.")
    findings: Annotated[tuple[Finding, ...], Field(strict=False)] | None = Field(
        description="What the article says the study found."
    )
    doi: str | None = Field(description="DOI, bare.")
    pmid: str | None = Field(description="PubMed id, digits only.")
    nct: str | None = Field(description="ClinicalTrials.gov id.")
    markers: Strings | None = Field(description="Reference markers that stand with it.")


class Reference(Record):
    """One entry of the article's own reference list, or one inline link to a study."""

    kind: Literal["reference"] = Field("reference", description="Always 'reference'.")
    marker: str | None = Field(description="The entry's number or label.")
    doi: str | None = Field(description="DOI, bare.")
    pmid: str | None = Field(description="PubMed id, digits only.")
    pmcid: str | None = Field(description="PubMed Central id, with PMC.")
    nct: str | None = Field(description="ClinicalTrials.gov id.")
    url: str | None = Field(description="Address, as given.")
    year: int | None = Field(description="Year of publication.")
    title: str | None = Field(description="Title, as given.")
    authors: str | None = Field(description="Authors, as given.")
    journal: str | None = Field(description="Journal, as given.")


RECORD_TYPES: dict[str, type[Record]] = {
    "dose": Dose,
    "timing": Timing,
    "form": Form,
    "bioavailability": Bioavailability,
    "trial": Trial,
    "reference": Reference,
}
TABLES: dict[str, str] = {
    "dose": "doses",
    "timing": "timings",
    "form": "forms",
    "bioavailability": "bioavailability",
    "trial": "trials",
    "reference": "citations",  # `references` is a reserved word in SQL
}
RECORD_TABLES: dict[str, type[Record]] = {TABLES[kind]: model for kind, model in RECORD_TYPES.items()}
