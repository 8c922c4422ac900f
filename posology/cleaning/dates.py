"""Dates as articles write them, to ISO 8601."""

import re
from calendar import month_abbr
from datetime import date, datetime

_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr)}
_NAME = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_month_first = re.compile(_NAME + r" (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.IGNORECASE)
_day_first = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?" + _NAME + r",? (\d{4})\b", re.IGNORECASE)
_digits = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_year = re.compile(r"\d{4}")
_rest = re.compile(
    r"\b(?:last|first|originally|posted|published|updated|modified|reviewed|written|created|date|on|and|at|in|blog|news"
    r"|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}:\d\d(?::\d\d)?|am|pm|utc|gmt|est|pst"
    r"|\d{1,3}[ -]min(?:ute)?s?(?: read)?|read)\b|&\w+;|[\W_]|\bby [\w.'’ -]+$",
    re.IGNORECASE,
)
_updated = re.compile(r"\b(?:updated|modified|reviewed)\b", re.IGNORECASE)


def iso_date(words: str) -> str | None:
    """The first date in some words, as ISO 8601 (with its time where the words are ISO already); None without one."""
    words = words.strip()[:100]
    try:
        moment = datetime.fromisoformat(words)
        return moment.date().isoformat() if len(words) <= 10 else moment.isoformat()
    except ValueError:
        pass
    found = _dates(words)
    return found[0][1] if found else None


def is_date_line(line: str) -> bool:
    """Whether a line says when the article was published, and nothing else."""
    found = _dates(line)
    if not found:
        return False
    for words, _ in found:
        line = line.replace(words, " ")
    return not _rest.sub("", line)


def line_dates(line: str) -> tuple[str | None, str | None]:
    """(published, modified) of a date line."""
    published = modified = None
    start = 0
    for words, day in _dates(line):
        position = line.find(words, start)
        if _updated.search(line, start, position):
            modified = modified or day
        else:
            published = published or day
        start = position + len(words)
    return published, modified


def _dates(words: str) -> list[tuple[str, str]]:
    """Every date with its ISO form, in order; dates that no calendar has are left out."""
    found: list[tuple[int, str, str]] = []
    if not _year.search(words):  # most lines; the patterns below take longer to find nothing
        return []
    for pattern, order in ((_month_first, "mdy"), (_day_first, "dmy"), (_digits, "ymd")):
        for match in pattern.finditer(words):
            parts = dict(zip(order, match.groups(), strict=True))
            month = _MONTHS.get(parts["m"][:3].lower()) or int(parts["m"])
            try:
                found.append((match.start(), match[0], date(int(parts["y"]), month, int(parts["d"])).isoformat()))
            except ValueError:
                continue
    return [(text, day) for _, text, day in sorted(found)]
