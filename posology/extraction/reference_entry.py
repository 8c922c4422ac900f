"""One entry of a reference list cut into its fields, in the styles that articles use.

Vancouver ("Singh M, Das RR. Title. Journal. 2013;6:1"), APA ("Singh, M. (2013). Title. Journal, 6, 1."), quoted titles
("Singh M. "Title." Journal, 2013"), linked titles ("Singh M. [Title](url). *Journal*. (2013)"), the header of a PubMed
abstract ("Journal 2013 Sep;6:1. Title. Singh M, Das RR"), and plain links.
"""

import re
from typing import NamedTuple

from posology.extraction.reference_journal import journal_of
from posology.extraction.trial_span import word_set


class Entry(NamedTuple):
    """The fields of an entry as given, on one line each; None where the entry does not state them."""

    marker: str | None
    year: int | None
    title: str | None
    authors: str | None
    journal: str | None


_MARKER = re.compile(
    r"(?:\[?\^?\[?(\d{1,3})\]{0,2}[.:)]?|\((\d{1,3})\)|\[\^?([\w.-]{1,12})\]:?|([a-z])[.)](?=\s+[A-Z])|[*•^-])"
    r"\s*(?![\d-])"
)
ROW_MARKER = re.compile(r"(?:\|\s*)?\[?(\d{1,3}|[a-z])\]?\.?\s*\|\s*")
"""The first cell of an entry in a list that is laid out as a table."""
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/)[^\s<>\])]+|\b10\.\d{4,9}/[^\s<>\])]+", re.IGNORECASE)
_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\(((?:19|20)\d\d)[a-z]?(?:,? [A-Z][a-z]+\.?(?: \d{1,2})?)?\)",
        r"\b((?:19|20)\d\d)(?: [A-Z][a-z]{2,8}\.?(?:[-/][A-Z][a-z]{2})?)?(?: \d{1,2})?\s?[;:]\s?\w",
        r"[,.;]\s(?:[A-Z][a-z]{2,8}\.? (?:\d{1,2},? )?|\d{1,2} [A-Z][a-z]{2,8}\.? )?((?:19|20)\d\d)\b",
        r"\b((?:19|20)\d\d)\b(?!\s?[-/]\s?\d)",
    )
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,300})[\"”]|[‘']([A-Z][^'‘’\"]{20,300})[’'](?=[ ,.]|$)")
_LINKED = re.compile(r"\[([^\[\]]{8,400})\]\(")
_APA_YEAR = re.compile(r"[\s.,]\(((?:19|20)\d\d|n\.d\.)[^)]{0,20}\)[.,:]?\s")
_NAME = (
    r"(?:(?:de|van|von|der|den|la|le|di|da|el|al|bin|dos|ten|Van|De|Von|Di|El|Al|La|Le|Dos)[ -]){0,3}"
    r"[A-ZÀ-Þ][\w'’ʼ-]+(?:[- ][A-ZÀ-Þ][\w'’-]+)?"
)
_VANCOUVER = re.compile(
    rf"{_NAME},? (?:[A-Z]\.?[ -]?){{1,4}}(?:(?:,|;|\sand|\s&|,\s(?:and"
    rf"|&))\s?{_NAME},? (?:[A-Z]\.?[ -]?){{1,4}}){{0,40}}(?:,? (?:et al|and others|and colleagues))?(?=[.,;:(\s]|$)"
)
_ET_AL = re.compile(rf"{_NAME}(?:,? (?:[A-Z]\.?[ -]?){{1,3}})?(?:,? (?:and|&) {_NAME})?,? et al\b\.?")
_SENTENCE_END = re.compile(r"[.?!](?:[\"”*_])?\s+(?=[A-Z*_\d(\[]|doi|http)")
_PLACE = re.compile(
    r"([A-Z][A-Za-z&. ]{2,60}?(?: \([A-Z][\w ,]+\))?)\.?\s?((?:19"
    r"|20)\d\d)(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?: \d{1,2})?;\s?\d+[^.\s]*(?:\s?\(\S+\))?(?::\S+)?\.\s+"
)
ORGANISATION = re.compile(
    r"\b(?:Institutes?|Office|University|Organi[sz]ation|Association|Foundation|Department|Administration|Academy"
    r"|Board|Centers?"
    r"|Centre|College|Society|Council|Commission|Authority|Agency|Clinic|Ministry|Service|Library|NIH|FDA|EFSA|WHO"
    r"|CDC|USDA|EMA)\b"
    r"|\.(?:com|org|gov|edu)\b"
)


def parse_entry(raw: str) -> Entry:
    """The fields of one entry; never raises. Line breaks inside a field become blanks."""
    words = re.sub(r"\s+", " ", raw).strip()
    marker, words = cut_marker(words)
    plain = _ADDRESS.sub(lambda m: " " * len(m[0]), words)
    year = _year(plain)
    title, before, after = _title(words, plain)
    authors = _authors(before) if before is not None else None
    journal = journal_of(after) if after is not None else None
    if place := _place(plain):
        journal = place[1].strip(" .")
    if short := _short(words):
        authors, journal, title = short[1], short[3], None
    return Entry(marker, year, _clean(title), _clean(authors), _clean(journal))


def parse_link(words: str) -> Entry:
    """The fields that a link in running text names by itself: "Wettstein, 2014, J. Nutr."; else none."""
    short = _short(f"[{words.strip()[:200]}](")
    if short is None:
        return Entry(None, None, None, None, None)
    return Entry(None, int(short[2]), None, _clean(short[1]), _clean(short[3]))


def cut_marker(words: str) -> tuple[str | None, str]:
    """An entry's own number or label, and the words behind it."""
    if row := ROW_MARKER.match(words):
        return row[1], words[row.end() :]
    match = _MARKER.match(words)
    if match is None:
        return None, words
    if (
        match[1]
        and len(words) > match.end()
        and words[match.end()].islower()
        and match[0][-1] == " "
        and match[0].strip().isdigit()
    ):
        return None, words
    return match[1] or match[2] or match[3] or match[4], words[match.end() :]


def _year(plain: str) -> int | None:
    for pattern in _YEARS:
        if match := pattern.search(plain):
            return int(match[1])
    return None


_SHORT = re.compile(
    rf"\[({_NAME}(?: et al\.?|,? (?:and|&) {_NAME})?),? \(?((?:19|20)\d\d)\)?(?:, ([^\]]{{3,80}}))?\]\("
)


def _short(words: str) -> "re.Match[str] | None":
    """A linked citation by author, year and journal: "[Wettstein, 2014, J. Nutr.](https://...)"."""
    return _SHORT.match(words)


def _place(plain: str) -> "re.Match[str] | None":
    """The journal, year and pages that open the header of an abstract; a title follows them."""
    place = _PLACE.match(plain)
    if place is None or len(place[1]) > 50 or ". " in place[1].rstrip(". "):
        return None
    rest = plain[place.end() :].strip()
    return place if len(rest) > 20 and not re.match(r"doi|PMID|http", rest) else None


def _title(words: str, plain: str) -> tuple[str | None, str | None, str | None]:
    """Title, what stands before it, and what stands behind it."""
    if place := _place(plain):
        end = _SENTENCE_END.search(words, place.end())
        stop = end.start() if end else len(words)
        return words[place.end() : stop], words[stop + 1 :], None
    linked = _LINKED.search(words)
    if linked and not re.match(r"(?:https?:|doi|PubMed|PMID|PMC|10\.|www)", linked[1]):
        tail = words[linked.end() :]
        return linked[1], words[: linked.start()], tail[tail.find(")") + 1 :]
    if quoted := _QUOTED.search(words):
        return quoted[1] or quoted[2], words[: quoted.start()], words[quoted.end() :]
    if apa := _APA_YEAR.search(words, 0, 400):
        stop, behind = _title_stop(words, apa.end())
        return words[apa.end() : stop], words[: apa.start()], words[behind:]
    listed = _author_list(words)
    if listed and listed.end() < len(words) - 12:
        start = listed.end() + len(re.match(r"[.,;:\s]*", words[listed.end() :])[0])  # type: ignore[index]
        if dated := re.match(r"\(?(?:19|20)\d\d\)?[.,:;]?\s", words[start:]):
            start += dated.end()
        stop, behind = _title_stop(words, start)
        return words[start:stop], words[: listed.end()], words[behind:]
    if re.match(r"(?:https?:|www\.|doi|10\.)", words):
        return None, None, None
    if tailed := _TAILED.match(words):
        return tailed[1], None, words[tailed.end(1) + 2 :]
    stop, behind = _first_stop(words)
    if _is_group(words[:stop], words[behind:]):
        if _JOURNAL_AT_ONCE.match(words, behind):
            return None, words[:stop], words[behind:]
        title_end, after = _title_stop(words, behind)
        address = _ADDRESS.search(words, behind)
        title_end = min(title_end, address.start()) if address else title_end
        return words[behind:title_end], words[:stop], words[after:]
    if (
        ORGANISATION.search(words[:stop])
        and len(words) - behind > 8
        and not re.match(r"https?:|www\.|Accessed|Retrieved|Updated", words[behind:])
    ):
        address = _ADDRESS.search(words, behind)
        title_end, after = _title_stop(words, behind)
        title_end = min(title_end, address.start()) if address else title_end
        return words[behind:title_end], words[:stop], words[after:]
    address = _ADDRESS.search(words)
    if address and address.start() < stop:
        stop = behind = address.start()
    return words[:stop], None, words[behind:]


_TAILED = re.compile(
    r"([A-Z][^.?!]{15,300}), (?=[A-Z][A-Za-z.&]{1,20}(?: [A-Z][A-Za-z.&]{0,20}){0,5} (?:19|20)\d\d\W*$)"
)
_GROUPS = re.compile(
    r"\b(?:Groups?|Investigators?|Collaborat\w+|Consortium|Committee|Panel|Network|Trialists?|Team|Society"
    r"|Association|Grupo|Groupe|Task Force"
    r"|Initiative|Programme|Council)\b"
)
_SMALL_WORDS = word_set(
    """of the and for & on in to van von de der den la le di da del della du el al bin dos ten y e und et"""
)
_JOURNAL_AT_ONCE = re.compile(r"[*_]{0,2}[A-Z][\w& -]{2,60}[*_]{0,2}[.,]?\s\(?(?:19|20)\d\d\)?\s?;")


def _author_list(words: str) -> "re.Match[str] | None":
    """Authors with initials, or one with "et al"; no nutrient with its letter ("Vitamin K and bone health")."""
    listed = _VANCOUVER.match(words) or _ET_AL.match(words)
    if listed and (
        re.match(r"\s+[a-z]", words[listed.end() :]) or words.startswith(("Vitamin ", "Omega ", "Coenzyme "))
    ):
        return None
    return listed


def has_author_list(raw: str) -> bool:
    """Whether an entry opens with authors as lists of references write them, or with a group's name."""
    _, words = cut_marker(" ".join(raw.split()))
    if _author_list(words) or _SHORT.match(words):
        return True
    quoted = _QUOTED.search(words)
    if quoted and 4 < quoted.start() < 120 and words[: quoted.start()].rstrip()[-1:] in ".,:)":
        return True
    stop, behind = _first_stop(words)
    return _is_group(words[:stop], words[behind:]) and (_GROUPS.search(words[:stop]) is not None or len(raw) < 300)


def _first_stop(words: str) -> tuple[int, int]:
    """Where the first sentence of an entry ends, and where the next begins; it may be short, as a name is."""
    found = _SENTENCE_END.search(words, 3)
    return (found.start(), found.end()) if found else _title_stop(words, 0)


def _is_group(first: str, rest: str) -> bool:
    """Whether an entry's first sentence names its authors: a group, an organisation, or people by their full names."""
    named = first.split()
    if (
        len(rest) < 12
        or len(named) > 14
        or re.match(r"https?:|www\.|Accessed|Retrieved|Updated|\(?(?:19|20)\d\d", rest)
    ):
        return False
    capital = all(word[:1].isupper() or word.strip(",") in _SMALL_WORDS for word in named)
    if (_GROUPS.search(first) or ORGANISATION.search(first)) and (capital or len(named) <= 8):
        return True
    parts = len(_SENTENCE_END.findall(rest)) + 1
    return capital and 2 <= len(named) <= 8 and parts >= 2 and not first.startswith(("Vitamin ", "Omega", "The "))


def _title_stop(words: str, start: int) -> tuple[int, int]:
    """Where the title that begins at `start` ends, and where what follows it begins."""
    for match in _SENTENCE_END.finditer(words, start):
        if match.start() - start > 12 and not re.search(
            r"\b(?:vs|et al|St|Dr|sp|spp|var|cv|L|no|No|approx)$", words[start : match.start()]
        ):
            return match.start() + (1 if words[match.start()] in "?!" else 0), match.end()
    return len(words), len(words)


def _authors(before: str) -> str | None:
    found = before.strip(" .,;:([\"'*_-")
    found = re.sub(r"[\s,.(]*\(?(?:19|20)\d\d[a-z]?\)?$", "", found).strip(" .,;:")
    if not found or len(found) < 3 or len(found) > 900 or not re.search(r"[A-Z]", found):
        return None
    if place := re.match(
        r"(.*?\b[A-Z]{1,3})\s(?:Department|Division|Institute|University|School|Center|Centre|Faculty|College"
        r"|Hospital|Laboratory)\b",
        found,
    ):
        found = place[1]
    listed = _VANCOUVER.match(found)
    if listed and listed.end() < len(found) and len(found) - listed.end() > 40:
        found = listed[0].rstrip(" ,;")
    return re.sub(r"\bet al$", "et al.", found)


def _clean(words: str | None) -> str | None:
    if words is None:
        return None
    words = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", words)
    words = re.sub(
        r"\s[|–-]\s(?:PubMed|PMC|NCBI|NIH|Healthline|WebMD|Examine|ScienceDirect|SpringerLink|Wiley\b.*)$|\s\|\s[^|]{2,50}$",
        "",
        words,
    )
    words = re.sub(r"\s[-–—]\s*$", "", words).replace("**", "").strip(' *_,;:"“”').strip()
    words = words if words.endswith("et al.") else words.rstrip(". ")
    return words or None
