"""The journal of an entry of a reference list: what stands behind its title."""

import re

_SERVICES = re.compile(
    r"(?:\[?(?:PubMed|Google Scholar|CrossRef|Cross Ref|Full text|Link|View|Source|doi|DOI|PMC|Article|Abstract"
    r"|PMC free article|Free PMC article|Read more|Web of Science)\]?(?:\([^)\s]*\))?[\s.,;|·]*)+$"
)
_ITALIC = re.compile(r"(?<![*\w])[*_]{1,2}([^*_\n]{3,120})[*_]{1,2}(?!\w)")
_JOURNAL = re.compile(
    r"[\s.,\"”*_]*(?:In:? )?((?:The )?[A-Z][\w&'’.:/-]*(?:[ ,]{1,2}(?:[A-Z][\w&'’.:/-]*|of|and|the|in|for|on|&|de"
    r"|der|et|e|y|und|del|della|di|da|du|für)(?![\w]))*(?: \([A-Z][A-Za-z ,]+\))?)"
)
_JOURNAL_END = re.compile(
    r"[,.;:]?\s*(?:\(?(?:19|20)\d\d|\d|vol\b|Vol\b|doi\b|DOI\b|PMID|PMC|https?:|Available|Published|Epub|Retrieved"
    r"|Accessed|Art\b|pp\b|\[|\().*$",
    re.DOTALL,
)
_PUBLISHER = re.compile(
    r", (?:(?:U\.S\.|US|The|[A-Z][\w'’.-]*) )?(?:[A-Z][\w'’.-]* ){0,3}(?:Library|Institutes?|Press|Publish\w+|Elsevier"
    r"|Springer|Wiley|University|MDPI)\b[^,]*"
)
"""Who brought the journal out, as citation tools of web sites add it behind the journal's name."""
_SITES = re.compile(
    r"(?:PubMed|Google Scholar|doi|DOI|PMID|PMC|Available|Retrieved|Accessed|Epub|Published|View|Full|http|Link|NCT"
    r"|ClinicalTrials|Updated|ISBN|In press)\b"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)"
_DATED_JOURNAL = re.compile(r"[\s.,*_]*([A-Z][^;:\d()\[\]\"”]{2,90}?)[*_]{0,2}[.,]?\s\(?(?=(?:19|20)\d\d\b)")


def journal_of(after: str) -> str | None:
    """The journal that opens the words behind a title; None where a publisher, a site or a number stands there."""
    after = _PUBLISHER.sub("", _SERVICES.sub("", after).strip().lstrip("-–— |"))
    if italic := _ITALIC.search(after[:160]):
        name = italic[1].strip(" .,")
        if not name[:1].isdigit():
            return _JOURNAL_END.sub("", name) or None
    if re.match(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, [A-Z]{2})?: [A-Z]", after):
        return None  # a publisher and its town
    dated = _DATED_JOURNAL.match(after)
    if dated and not _SITES.match(dated[1]) and not re.match(_MONTH, dated[1]):
        return re.sub(rf"[ ,.]+{_MONTH}[a-z]*\.?$", "", dated[1]).strip(" .,;*_") or None
    match = _JOURNAL.match(after)
    if match is None or _SITES.match(match[1]):
        return None
    name = match[1]
    cut = re.search(
        r"\.\s(?:[A-Z][a-z]+ )?(?=(?:PMID|doi|DOI|PubMed|Epub|Accessed|Available|Published|Retrieved|https?)|$)", name
    )
    name = _JOURNAL_END.sub("", name[: cut.start()] if cut else name).strip(" .,;:")
    name = re.sub(
        r"[ ,.]+(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August"
        r"|September|October|November|December)\.?$",
        "",
        name,
    )
    return name if len(name) > 2 and not name.isdigit() else None
