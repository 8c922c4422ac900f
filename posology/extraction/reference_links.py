"""Where links lead: to a study, to a shop, or to the article's own site; and the identifiers that addresses carry."""

import re
from bisect import bisect_left

from posology.extraction.document import Document
from posology.extraction.reference_entry import cut_marker
from schemas.article import Article, Link

_HOSTS = re.compile(
    r"(?:^|\.)(?:pubmed\.ncbi\.nlm\.nih\.gov|doi\.org|pubmed\.gov|europepmc\.org|clinicaltrials\.gov"
    r"|cochranelibrary\.com|cochrane\.org"
    r"|sciencedirect\.com|springer\.com|wiley\.com|tandfonline\.com|jamanetwork\.com|nejm\.org|thelancet\.com"
    r"|bmj\.com|nature\.com"
    r"|science\.org|sciencemag\.org|cell\.com|oup\.com|oxfordjournals\.org|frontiersin\.org|mdpi\.com|plos\.org"
    r"|biomedcentral\.com"
    r"|sagepub\.com|karger\.com|ahajournals\.org|diabetesjournals\.org|cambridge\.org|lww\.com|physiology\.org"
    r"|acs\.org|rsc\.org"
    r"|hindawi\.com|pnas\.org|researchgate\.net|semanticscholar\.org|jstor\.org|medrxiv\.org|biorxiv\.org"
    r"|thieme-connect\.com"
    r"|thieme-connect\.de|liebertpub\.com|dovepress\.com|cureus\.com|jci\.org|nutrition\.org|aacrjournals\.org"
    r"|annals\.org"
    r"|acpjournals\.org|jstage\.jst\.go\.jp|scielo\.br|scirp\.org|peerj\.com|elsevier\.com|ajcn\.org"
    r"|clinicalnutritionjournal\.com"
    r"|mayoclinicproceedings\.org|gastrojournal\.org|neurology\.org|ashpublications\.org|endocrine\.org|aasm\.org"
    r"|jneurosci\.org"
    r"|bioscientifica\.com|humankinetics\.com|ingentaconnect\.com|ovid\.com|koreascience\.kr|koreascience\.or\.kr"
    r"|scholar\.google\.com)$"
)
_NCBI = re.compile(r"(?:^|\.)nih\.gov/(?:pubmed|pmc)|pmc\.ncbi\.nlm\.nih\.gov")
_PATH = re.compile(r"[^/]+/\S{3,}")
_IN_URL = (
    ("doi", re.compile(r"(10\.\d{4,9}/[^\s?#&\"<>]+)")),
    (
        "pmid",
        re.compile(r"(?:pubmed(?:\.ncbi\.nlm\.nih\.gov|\.gov)?/(?:\?term=)?|/pubmed/|list_uids=|term=)(\d{4,9})\b"),
    ),
    ("pmcid", re.compile(r"(PMC\d{4,9})", re.IGNORECASE)),
    ("nct", re.compile(r"(NCT\d{8})", re.IGNORECASE)),
)


def ids_of_url(url: str) -> dict[str, str]:
    """The identifiers that an address carries, bare."""
    found = {}
    for scheme, pattern in _IN_URL:
        if match := pattern.search(url):
            value = match[1].rstrip(".,;)/")
            found[scheme] = value.upper() if scheme in ("pmcid", "nct") else value
    return found


def own_or_shop(article: Article, url: str) -> bool:
    """Whether an address leads to the article's own site, or to a shop."""
    host = _host(url)
    site = article.site or ""
    own = not host or (bool(site) and host.removeprefix("www.").endswith(site))
    return own or bool(
        re.search(
            r"(?:^|\.)(?:amazon|amzn|iherb|ebay|walmart|facebook|twitter|x|instagram|youtube|pinterest|shop)\.", host
        )
    )


def _host(url: str) -> str:
    match = re.match(r"(?:https?:)?(?://)?([^/\s?#]+)", url)
    return match[1].lower() if match and "." in match[1] else ""


def is_study_link(url: str) -> bool:
    """Whether an address leads to one study: a journal, PubMed, a DOI, a trial's registration."""
    if any(pattern.search(url) for _, pattern in _IN_URL[1:]):
        return True
    if _NCBI.search(url):
        return False
    host = _host(url)
    rest = re.sub(r"^(?:https?:)?//", "", url)
    return bool(_HOSTS.search(host)) and bool(_PATH.match(rest)) and bool(re.search(r"\d{3}", rest))


def links_in(doc: Document, start: int, end: int) -> list[Link]:
    """The links whose words begin in [start, end)."""
    links = doc.article.links
    low = bisect_left(links, start, key=lambda link: link.start)
    return list(links[low : bisect_left(links, end, key=lambda link: link.start)])


def listed_ids(doc: Document) -> dict[str, dict[str, str]]:
    """DOI, PMID and NCT number of the entries of the article's own list, by the entries' markers."""
    found: dict[str, dict[str, str]] = {}
    for sentence in doc.sentences:
        if sentence.block.kind != "reference":
            continue
        marker, _ = cut_marker(doc.text[sentence.start : sentence.end].lstrip())
        if marker is None or marker in found:
            continue
        ids: dict[str, str] = {}
        for mark in sentence.of("identifier"):
            ids.setdefault(*mark.value)  # type: ignore[misc]
        for link in links_in(doc, sentence.start, sentence.end):
            ids = ids_of_url(link.url) | ids
        found[marker] = ids
    return found
