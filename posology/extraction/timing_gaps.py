"""Gaps as lists and tables give them: "Levothyroxine - 4 hours" under "Leave this gap between your iron and:".

A line names the drugs, foods or substances first and the hours after them; what is kept apart from them is what the
lead-in, the heading or the article speaks of.
"""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Mark
from posology.extraction.resolve import from_sentence, resolve_outside
from posology.extraction.tables import header_of, room
from posology.extraction.timing_events import bounded
from posology.extraction.timing_targets import Target, targets_in

_LONGEST_LINE = 170
_LINES_BACK = 24
_LEADS_IN = re.compile(
    r"\b(?:gaps?|apart|separat\w+|spac(?:e|ing)|intervals?|away from|interact\w*|leave|wait|keep|do not take"
    r"|don't take"
    r"|avoid taking|not take|stagger)\b"
)
_DASH = re.compile(r"[\s*_]{0,4}(?:\s-{1,2}\s|:|=|\||>|,?\s\(?(?=(?:at least |about )?\d|as far))")
_FAR = re.compile(r"\bas far apart as(?: (?:you can(?: manage)?|possible|practical))?|\bwell apart\b|\bfar apart\b")
_SIDE = re.compile(
    r"[\s*_]{0,3}(?:or (?:more|longer) )?(before or after|after or before|before|after"
    r"|either side|apart)\b"
)
_ANTIBIOTIC = re.compile(r"\b(?:antibiotics?|drugs?|medicines?|medications?|tablets?|pills?)\s(?:at least |about )?$")
_HEADER_GAP = re.compile(r"\b(?:gap|apart|separat\w+|interval|wait|spacing|how (?:long|far)|space)\b")
_HEADER_AVOID = re.compile(
    r"\b(?:avoid (?:combining|taking|pairing|mixing)?\s?(?:with)?|(?:do not|don't|not to) (?:take|combine|mix"
    r"|pair) with|keep away from"
    r"|take (?:apart|away|separately) from|separate from|competes? with|not with|don't pair)\b"
)


def find_gaps(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """The separations of a list's line, or of a table's row."""
    if sentence.block.kind == "table_row":
        yield from _row(doc, sentence)
        return
    if sentence.end - sentence.start > _LONGEST_LINE or not _is_line(doc, sentence):
        return
    lead = _lead_in(doc, sentence)
    if lead is None:
        return
    mentions = doc.mentions_in(lead.start, lead.end)
    subject = from_sentence(doc, lead, mentions[0]) if mentions else resolve_outside(doc, lead)
    stop = _dash(doc, sentence)
    targets = _listed(doc, sentence, stop) or targets_in(doc, sentence, sentence.start, stop, subject)
    yield from _line(doc, sentence, targets, stop, sentence.end, subject)


_ITEM = re.compile(r"(?:^|, (?:and |or )?| and | or | & )([a-z][a-z' -]{2,30}?)(?=,| and | or | & |$)")


def _listed(doc: Document, sentence: Sentence, stop: int) -> list[Target]:
    """The items of a plain list as written ("antacids and zinc tablets"), whether a lexicon has them or not."""
    words = doc.low[sentence.start : stop]
    lead = len(words) - len(words.lstrip("-*_• \t"))
    words = words[lead:].rstrip("*_ ")
    if "(" in words or re.search(r"\b(?:such as|like|including|other|e\.g)\b", words):
        return []
    base = sentence.start + lead
    items = [Target(base + item.start(1), base + item.end(1), None) for item in _ITEM.finditer(words)]
    return items if sum(item.end - item.start for item in items) > len(words) // 2 else []


def _is_line(doc: Document, sentence: Sentence) -> bool:
    names = sentence.of("name")
    if not names or names[0].start - sentence.start > 12:
        return False
    tail = doc.low[_dash(doc, sentence) : sentence.end]
    return _gap_marks(sentence) != [] or _FAR.search(tail) is not None


def _gap_marks(sentence: Sentence) -> list[Mark]:
    return [m for m in sentence.of("duration") if m.value.unit in ("minute", "hour")]  # type: ignore[attr-defined]


def _dash(doc: Document, sentence: Sentence) -> int:
    """Where the names of a line end: at its dash or colon; its end where it has none."""
    names = sentence.of("name")
    found = _DASH.search(doc.low, names[0].end, min(sentence.end, names[0].end + 110))
    return found.start() if found else sentence.end


def _lead_in(doc: Document, sentence: Sentence) -> Sentence | None:
    """The line above that ends in a colon and speaks of keeping apart, with only such lines in between."""
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _LINES_BACK), -1):
        other = doc.sentences[index]
        words = doc.low[other.start : min(other.end, other.start + 300)].rstrip(" *_")
        if words.endswith(":") or other.block.kind == "heading":
            return other if _LEADS_IN.search(words) else None
        if other.end - other.start > _LONGEST_LINE or not other.of("name"):
            return None
    return None


def _line(
    doc: Document, sentence: Sentence, targets: list[Target], start: int, stop: int, subject: Subject
) -> Iterator[Draft]:
    turned = least = False
    position = start
    for mark in _gap_marks(sentence):
        if not start <= mark.start < stop:
            continue
        begin, low, high = bounded(doc, sentence, mark, mark.end)
        side = _SIDE.match(doc.low, mark.end, min(stop, mark.end + 30))
        relation = side[1] if side and side[1] in ("before", "after") else "apart"
        least = high is None or (least and low == high and relation != "apart")
        high = None if least else high  # "at least 2 hours before or 6 hours after": least of both
        turned = turned or _ANTIBIOTIC.search(doc.low[position:begin]) is not None
        end = side.end() if side and relation != "apart" else mark.end
        if turned:  # "antibiotic 2 hours before iron": seen from the iron, after
            relation = {"before": "after", "after": "before"}.get(relation, relation)
        for target in targets:
            yield _draft(doc, sentence, target, end, (relation, low, high), subject)
    if (far := _FAR.search(doc.low, start, stop)) is not None:
        for target in targets:
            yield _draft(doc, sentence, target, far.end(), ("apart", None, None), subject)


def _row(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Rows under "Gap" or "Avoid combining with"."""
    header = " | ".join(sentence.block.header or ()).lower()
    if not (_HEADER_GAP.search(header) or _HEADER_AVOID.search(header)):
        return
    label_end = room(doc, sentence, min(sentence.start + 2, sentence.end - 1))[1]
    outside = resolve_outside(doc, sentence)
    for mark in _gap_marks(sentence):
        if mark.start >= label_end and _HEADER_GAP.search(header_of(doc, sentence, mark.start)):
            targets = targets_in(doc, sentence, sentence.start, label_end, outside)
            yield from _line(doc, sentence, targets, mark.start - 12, room(doc, sentence, mark.start)[1], outside)
            return
    named = doc.mentions_in(sentence.start, label_end)
    subject = from_sentence(doc, sentence, named[0]) if named else outside
    for target in targets_in(doc, sentence, label_end, sentence.end, subject):
        if _HEADER_AVOID.search(header_of(doc, sentence, target.start)):
            yield _draft(doc, sentence, target, target.end, ("apart", None, None), subject)


def _draft(
    doc: Document,
    sentence: Sentence,
    target: Target,
    end: int,
    gap: tuple[str, float | None, float | None],
    subject: Subject,
) -> Draft:
    relation, low, high = gap
    values = {
        "aspect": "separation", "relation": relation, "event": doc.low[target.start : target.end].strip(),
        "low": low, "high": high, "context": "recommended",
    }  # fmt: skip
    return Draft("timing", target.start, max(end, target.end), sentence, f"timing.gap.{relation}", subject, values)
