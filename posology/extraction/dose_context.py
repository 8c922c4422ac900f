"""What an amount is: advice, a study's, a product's, an official value, a limit, a food's."""

import re
from functools import lru_cache

from posology.extraction.document import Document, Sentence
from posology.extraction.dose_food import GIVEN_BY_PILL, fed, is_food
from posology.extraction.dose_rooms import heading_context, row_context
from posology.extraction.marks import Mark
from posology.extraction.tables import room
from schemas.records import DoseContext

_LIMIT_NEAR = 90


def context_of(doc: Document, sentence: Sentence, quantity: Mark, siblings: list[Mark]) -> DoseContext:
    """What the amount is, by the nearest cue that says so; where nothing does, it is advice."""
    in_table = sentence.block.kind == "table_row"
    if in_table and siblings and quantity is not siblings[0] and _advised_in_cell(doc, sentence, quantity):
        return "recommended"
    near = _nearest(doc, sentence, quantity, siblings)
    if near is not None:
        return near
    return row_context(doc, sentence, quantity) if in_table else _prose_context(doc, sentence, quantity)


def _advised_in_cell(doc: Document, sentence: Sentence, quantity: Mark) -> bool:
    """Whether a later cell's own words advise ("most experts suggest 1000-2000 IU")."""
    start, end = room(doc, sentence, quantity.start)
    return any(start <= mark.start < end for mark in sentence.cue_marks("dose.advice"))


def _prose_context(doc: Document, sentence: Sentence, quantity: Mark) -> DoseContext:
    cues = sentence.cues
    if _compared(sentence, quantity) or _OWN.search(doc.low, max(sentence.start, quantity.start - 110), quantity.start):
        return "other"
    strong = "dose.trial" in cues or _counts_people(doc, sentence)
    if strong and not _advises_before(sentence, quantity):
        return "studied"
    if fed(doc, sentence, quantity):
        return "food"
    if GIVEN_BY_PILL.search(doc.low, max(sentence.start, quantity.start - 60), quantity.start):
        return "product"
    if "dose.product" in cues and _product_near(sentence, quantity):
        return "product"
    if "dose.food" in cues and "dose.advice" not in cues and is_food(doc, sentence):
        return "food"
    if "dose.research" in cues and "dose.advice" not in cues:
        return "studied"
    from_heading = heading_context(doc, sentence)
    if from_heading is not None and (
        "dose.advice" not in cues or (from_heading == ("product") and not _advises_before(sentence, quantity))
    ):
        return from_heading
    if _AGES_LABEL.match(doc.low, sentence.start, quantity.start):
        return "reference"
    if _NEEDS.search(doc.low, max(sentence.start, quantity.start - 40), quantity.start):
        return "reference"
    if _study_goes_on(doc, sentence) and "dose.advice" not in cues:
        return "studied"
    if strong:
        return "studied"
    return "other" if _is_threshold(doc, sentence, quantity) else "recommended"


_OWN = re.compile(
    r"\bi(?:'ve| have| had|'m| am| was)? (?:been )?(?:[a-z]+ly |now |just |also |only |still )?"
    r"(?:tak(?:e|ing)|took|us(?:e|ed|ing)|started|went|bumped|dropped|stuck|added|swallow\w*|tried"
    r"|chew\w*)\b[^.;:]{0,60}$"
)
"""What the author takes: a habit, no advice."""
_BEYOND = re.compile(
    r"\b(?:above|over|beyond|exceeding|exceeds?|more than|greater than|higher than|under|below|less than)\s"
    r"(?:about |around |roughly |a |the )?$"
)
_WANTED = re.compile(
    r"\b(?:take|taking|use|need|needs|get|want|aim for|recommend\w*|go for|choose|requires?)\s(?:\w+\s){0,3}$"
)


def _is_threshold(doc: Document, sentence: Sentence, quantity: Mark) -> bool:
    """Whether the amount only marks where something changes: "doses over 100 mg are better split"."""
    beyond = _BEYOND.search(doc.low, max(sentence.start, quantity.start - 30), quantity.start)
    return beyond is not None and not _WANTED.search(doc.low, max(sentence.start, beyond.start() - 30), beyond.start())


_ADEQUATE = re.compile(r"\bAIs?\b")  # in capitals: the adequate intake, no word


def _nearest(doc: Document, sentence: Sentence, quantity: Mark, siblings: list[Mark]) -> DoseContext | None:
    """limit or reference, where such a cue stands in the amount's own clause."""
    best: tuple[int, DoseContext] | None = None
    for mark in sentence.cue_marks("dose.limit", "dose.intake"):
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        before = mark.end <= quantity.start
        gap = quantity.start - mark.end if before else mark.start - quantity.end
        if gap < 0:
            gap = 0
        between = [
            q for q in siblings if (mark.end <= q.start < quantity.start) or (quantity.end <= q.start < mark.start)
        ]
        if between and not before:
            continue
        if not before and (gap > 40 or any(0 <= q.start - mark.end < 25 for q in siblings)):
            continue  # "1.3 mg daily, no more than 100 mg": the cue speaks of the amount behind it
        cost = gap + (0 if before else 25)
        if "dose.limit" in labels and (between or gap > _LIMIT_NEAR) and sentence.block.kind != "table_row":
            cost += 60
        context: DoseContext = "limit" if "dose.limit" in labels else "reference"
        if context == "limit" and between and not before:
            continue
        if best is None or cost < best[0]:
            best = (cost, context)
    if best is None and _ADEQUATE.search(doc.text, max(sentence.start, quantity.start - 60), quantity.start):
        return "reference"
    if best is None or (best[0] > 160 and sentence.block.kind != "table_row"):
        return None
    return best[1]


def _advises_before(sentence: Sentence, quantity: Mark) -> bool:
    """Whether words of advice, not of a study, stand right before the amount."""
    for mark in reversed(sentence.marks):
        if mark.kind != "cue" or mark.end > quantity.start:
            continue
        labels: frozenset[str] = mark.value  # type: ignore[assignment]
        if "dose.trial" in labels or "dose.research" in labels:
            return False
        if "dose.advice" in labels:
            return quantity.start - mark.end < 60
    return False


_AGES_LABEL = re.compile(
    r"[\s*>#-]*(?:infants?|children|kids|teens?|adolescents?|boys|girls|men|women|males?|females?|adults?|ages?"
    r"|birth)?"
    r"[\s,(]*(?:ages? |aged )?(?:birth|\d{1,2})\s?(?:-|to|\+)\s?\d{0,2}[^.:|]{0,30}:\s?$"
)
"""A life stage as the label of an amount: "Ages 4-8: 1,000 mg/day"."""
_NEEDS = re.compile(
    r"\b(?:women|men|adults|children|kids|teens|teenagers|infants|mothers|boys|girls|pregnan\w+|lactation|over \d\d"
    r"|aged? [\d -]+|\d{1,2}\s?-\s?\d{1,2}|years?) (?:needs?|requires?)\s(?:[^.;:]{2,60},? (?:and |while "
    r"|but )?(?:adult )?"
    r"(?:women|men|boys|girls|children|adults|males|females)(?: needs?)? )?(?:about |around |only |at least )?$"
    r"|\brequirements?\b[^.;:]{0,30}$"
)
"""Life stages "need" what an authority says that they need."""


def _compared(sentence: Sentence, quantity: Mark) -> bool:
    """ "Above 400 mg: diminishing returns": an amount spoken of only beside the advised one."""
    return any(0 <= mark.start - quantity.end < 45 for mark in sentence.cue_marks("dose.compare"))


_SAMPLE = re.compile(
    r"\bn\s?=\s?\d|\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?(?:\s(?!mg\b|mcg"
    r"|ug\b|iu\b|g\b|grams?|milligrams?|micrograms?|daily|day|days|for\b|to\b|of\b|per\b|times|weeks?|years?"
    r"|months?|capsules?|tablets?|percent|in\b|is\b)[a-z'-]+){0,3}\s"
    r"(?:people|patients|adults|women|men|children|volunteers|participants|subjects|athletes|students|rats|mice"
    r"|dogs|infants|babies|mothers|cyclists|runners|lifters|footballers|players|employees|nurses|veterans"
    r"|individuals|boys|girls|smokers|survivors|sufferers|donors|recipients|men and women)\b"
)


def _counts_people(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentence counts whom it is about ("gave 14 young adults"): advice does not, a study does."""
    return _counts(doc.low, sentence.start, min(sentence.end, sentence.start + 1500))


@lru_cache(maxsize=8)  # every amount of a sentence asks the same
def _counts(low: str, start: int, end: int) -> bool:
    return bool(_SAMPLE.search(low, start, end))


def _product_near(sentence: Sentence, quantity: Mark) -> bool:
    """Whether the product word is nearer to the amount than any word of advice is."""
    product = min(
        (quantity.start - m.end for m in sentence.cue_marks("dose.product") if m.end <= quantity.start), default=999
    )
    behind = min(
        (m.start - quantity.end for m in sentence.cue_marks("dose.product") if m.start >= quantity.end), default=999
    )
    if behind < 12 and product > 200:
        return True
    advice = _distance(sentence, quantity, "dose.advice")
    return product < 200 and (product <= advice or product < 30)


def _distance(sentence: Sentence, quantity: Mark, label: str) -> int:
    gaps = [
        quantity.start - mark.end if mark.end <= quantity.start else (mark.start - quantity.end) + 15
        for mark in sentence.cue_marks(label)
    ]
    return min((abs(gap) for gap in gaps), default=10_000)


_GOES_ON = re.compile(
    r"\b(?:group|participants|subjects|dose of|doses of|at doses|after \d|the supplement|those taking|arm|intake "
    r"levels|effects?)\b"
)


def _study_goes_on(doc: Document, sentence: Sentence) -> bool:
    previous = next(doc.block_sentences(sentence), None)
    if previous is None or not {"dose.trial"} & previous.cues:
        return False
    return bool(_GOES_ON.search(doc.low, sentence.start, sentence.end))
