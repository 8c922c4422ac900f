"""Plain text and Markdown to units: one pass over the lines, each looked at by its first characters."""

import re
from collections.abc import Iterator

from posology.cleaning.units import Unit
from posology.cleaning.wrapping import Line, continuations
from schemas.article import BlockKind

_heading = re.compile(r"(#{1,6})[ \t]*(?=[^#\s])")
_bullet = re.compile(r"(?:[-*+•●▪◦‣·–—]|[o§])[ \t]+(?=\S)")
_number = re.compile(r"(?:\d{1,3}[.)]|\(\d{1,2}\)|[a-z]\))[ \t]+(?=\S)")
_rule = re.compile(r"(?:[-*_=~.] ?){3,}$|[-=]{2,}$|\\$")
_separator = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$")
OUTLINE_NUMBER = re.compile(r"\d{1,2}(?:\.|(?:\.\d{1,2}){1,3}\.?)$")
_emphasis = re.compile(r"(\*\*|__)(.+)\1:?$")
_STRUCTURAL = frozenset("#|-*+•●▪◦‣·–—>`~([_=0123456789abcdefghijklmnopqrstuvwxyz§")

LONGEST_HEADING = 200
RULE = "rule"
"""The marker of a line of dashes or stars, which becomes no block."""
SEPARATOR = "|-"
"""The marker of a table's separator line, which becomes no block but tells that the row above is the header."""


def read_lines(text: str, start: int = 0) -> list[Unit]:
    """Cuts the text from ``start`` on into units, in order. Lines that a program wrapped become one unit."""
    units: list[Unit] = []
    run: list[Line] = []
    last_fences = {fence: text.rfind(f"\n{fence}") for fence in ("```", "~~~")}
    fence = ""  # that of the code block which is open
    for line in _lines(text, start):
        mark = line.text[:3]
        if fence or line.end <= last_fences.get(mark, -1):  # a block that never ends would swallow the article
            _flush(run, text, units)
            if line.text:
                units.append(Unit("boilerplate", line.start, line.end, line.text, reason="code"))
            fence = mark if not fence else "" if mark == fence else fence
        elif not line.text:
            _flush(run, text, units)
        else:
            run.append(line)
    _flush(run, text, units)
    return units


def _lines(text: str, start: int) -> Iterator[Line]:
    size = len(text)
    while start <= size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        raw = text[start:end]
        stripped = raw.strip(" \t")
        indent = len(raw) - len(raw.lstrip(" \t")) if stripped else 0
        yield Line(start + indent, start + indent + len(stripped), stripped, indent)
        start = end + 1


def _flush(run: list[Line], text: str, units: list[Unit]) -> None:
    """Ends a run of lines without a blank one between."""
    continues = continuations(run, _starts_unit)
    position = 0
    while position < len(run):
        first = position
        position += 1
        if position < len(run) and (titled := _two_line_heading(run[first], run[position])):
            units.append(titled)
            position += 1
            continue
        while position < len(run) and continues[position]:
            position += 1
        unit = _structural(run[first]) or Unit("paragraph", run[first].start, run[first].end, run[first].text)
        end = run[position - 1].end
        if unit.marker != RULE:
            units.append(unit if end == run[first].end else unit._replace(end=end, text=text[unit.start : end]))
    run.clear()


def _two_line_heading(line: Line, below: Line) -> Unit | None:
    """A title underlined with = or -, or one that stands below its number."""
    if _is_setext(line.text, below.text):
        return Unit("heading", line.start, line.end, line.text, "=", level=1 if below.text[0] == "=" else 2)
    if OUTLINE_NUMBER.match(line.text) and is_label(below.text):
        return Unit("heading", below.start, below.end, below.text, line.text, line.start, outline_level(line.text))
    return None


def _is_setext(text: str, below: str) -> bool:
    """A title with a line of = or - under it."""
    if len(below) < 3 or len(text) > 120 or text[0] in "|-*>#" or _rule.match(text):
        return False
    return below.strip("=") == "" or below.strip("-") == ""


def _is_sentence(text: str) -> bool:
    """Whole sentences in the dress of a heading say something, as paragraphs do."""
    return len(text) > LONGEST_HEADING


def outline_level(number: str) -> int:
    """The level of a heading with the number '2.' or '2.1'."""
    return min(6, 2 + number.rstrip(".").count("."))


def is_label(text: str) -> bool:
    """Whether a line may be the title below a number that stands on a line of its own."""
    return 2 < len(text) <= 80 and text[0].isupper() and text[-1] not in ".,;:"


def _starts_unit(line: Line) -> bool:
    return _structural(line) is not None


def _structural(line: Line) -> Unit | None:
    """The unit that the line's first characters announce; None for a plain line."""
    text = line.text
    if text[0] not in _STRUCTURAL:
        return None
    if text[0] == "|":
        marker = SEPARATOR if _separator.match(text) else "|"
        return Unit("table_row", line.start, line.end, text, marker)
    if _rule.match(text):
        return Unit("boilerplate", line.start, line.end, text, RULE)
    if (found := _heading.match(text)) and not _is_sentence(text):
        return _marked("heading", line, found.end(), found[1], len(found[1]))
    if found := _bullet.match(text) or _number.match(text):
        return _marked("list_item", line, found.end(), found[0].rstrip())
    if text[0] == ">" and (inner := text.lstrip("> \t")):
        return Unit("paragraph", line.end - len(inner), line.end, inner, ">", line.start)
    if len(text) <= 90 and (found := _emphasis.match(text)) and found[1] not in found[2] and found[2][-1] not in ".!;,":
        start = line.start + 2
        return Unit("heading", start, start + len(found[2]), found[2], found[1], line.start)
    if text[0] == "#" and (found := _heading.match(text)):
        return _marked("paragraph", line, found.end(), found[1])
    return None


def _marked(kind: BlockKind, line: Line, cut: int, marker: str, level: int | None = None) -> Unit:
    words = line.text[cut:]
    if kind == "heading":
        words = words.rstrip("# \t") or words
    start = line.start + cut
    return Unit(kind, start, start + len(words), words, marker, line.start, level)
