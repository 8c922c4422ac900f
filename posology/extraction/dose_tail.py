"""What follows an amount: the substance it is of, what it is counted per, how often, in how many doses."""

import re
from dataclasses import dataclass, replace

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.marks import Mark, Quantity
from posology.extraction.numbers import parse_number

_KG = re.compile(
    r"\s?(?:/|per|for (?:every|each)|a)\s?(?:kg|kilo(?:gram)?s?)\b(?:\s?(?:/\s?|of |of your )?(?:body[\s-]?(?:weight"
    r"|mass)|bw|bm|lean (?:body )?mass|bodyweight))?(?:\s?\(bw\))?"
)
_DAY = re.compile(
    r"[\s,]{0,2}\(?(?:/\s?(?:day|d\b|24\s?h)|(?:per|a|each|every|in a|in one|in|within)\s?(?:single |any "
    r")?(?:day\b|24 hours|24 "
    r"h)\b|once (?:a|per|each) day|once[- ]daily|one time (?:a|per) day|daily\b|every (?:morning|night|evening"
    r"|bedtime)|each (?:morning|night|evening)|per night|a night|nightly|per diem|at bedtime daily|\bq\.?d\b"
    r"|/night)\)?"
)
_COUNT = r"(?:once|twice|thrice|one|two|three|four|five|six|\d)"
_TIMES = re.compile(
    rf"[\s,(]{{0,3}}(?:of (?:it|this|these|each) )?(?:(?:taken|given|used|administered) )?(?:(?P<upto>up to|at most"
    rf"|as much as)\s)?(?P<low>{_COUNT})(?:\s?(?:-|to"
    rf"|or)\s?(?P<high>{_COUNT}))?(?:\s?(?:times|x|doses))?\s?(?:a|per|each|every|/)?\s?(?P<span>day|daily|week"
    rf"|weekly|month|monthly)\b\)?"
)
_EVERY_HOURS = re.compile(
    r"[\s,]{0,2}every (?P<low>\d{1,2}|two|three|six|eight|four|twelve)(?:\s?(?:-|to)\s?(?P<high>\d{1,2}))? (?:hours"
    r"|hrs|h)\b"
)
_ALTERNATE = re.compile(
    r"[\s,]{0,2}(?:(?:on|every) (?:alternate|alternating|other|second) days?|every[- ]other[- ]day|every 2 days"
    r"|every two days)\b"
)
_DIVIDED = re.compile(
    rf"[\s,(]{{0,3}}(?:usually |typically |often |generally |ideally |preferably )?(?:taken |given |split "
    rf"|divided |broken |spread )?(?:(?:in|into|as|over|across|between)\s(?:(?P<low>{_COUNT})(?:\s?(?:-|to"
    rf"|or)\s?(?P<high>{_COUNT}))?\s)?(?:equal |smaller |separate )?(?:divided )?(?:doses|portions|servings"
    rf"|administrations|intakes|times|feedings)|(?:split|divided) (?:throughout|over|across) the day|(?:split"
    rf"|divided) (?P<twice>twice) (?:a day|daily))\b\)?"
)
_SERVING_NOUNS = (
    r"(?:servings?|serves?|capsules?|caps?|tablets?|tabs?|softgels?|soft-gels?|gummy|gummies|scoops?|lozenges?"
    r"|sachets?|drops?|pills?|droppers?|packets?|sprays?|shots?|bars?|sticks?|caplets?|teaspoons?|stick packs?"
    r"|bottles?|\d+\s?(?:g|ml|gram)\s?(?:servings?|scoops?|serves?)|\d?\s?(?:capsules|tablets|softgels|gummies"
    r"|scoops))"
)
_SERVING = re.compile(
    rf"\s?(?:per|in every|to every) \d{{1,2}}(?:\.\d)? ?(?:ml|millilitres?|milliliters?)\b|"
    rf"\s?\(?(?:/|per|in each|in every|in a|in one|each|for each|with each|to (?:the|a|each|every))\s?(?:single |one "
    rf"|vegetarian |veggie |vegan |daily |[a-z0-9]+-(?:capsule|tablet|scoop|softgel|gummy"
    rf"|drop) )?(?:\d (?={_SERVING_NOUNS}))?{_SERVING_NOUNS}\b\)?|\s(?:(?:soft gel|chewable|sublingual"
    rf"|vegetarian"
    r"|veggie|vegan|effervescent|enteric-coated|extended-release) )?(?:capsules|tablets|softgels|soft gels|gummies"
    rf"|lozenges|caplets|servings|pills)\b|\s(?:capsule|tablet|softgel|lozenge|gummy|caplet|pill|serving)\b(?! of)"
)
_DOSE = re.compile(
    r"\s?(?:/\s?(?:dose|meal)|per (?:dose|meal|feeding|sitting)|(?:at (?:a|one) time|at once|in one go|as a "
    r"single dose|in a "
    r"single dose|single dose|doses?\b|dosages\b|per main meal|with each (?:main )?meal|at each meal|each meal"
    r"|before each meal"
    r"|with every meal))"
)
_WEEK = re.compile(
    r"\s?(?:(?:/|per|a|each|every|once a|once per|once every)\s?week\b|once[- ]weekly|weekly\b|every (?:7|seven) "
    r"days)"
)
_MONTH = re.compile(r"\s?(?:(?:/|per|a|each|every|once a|once per)\s?month\b|once[- ]monthly|monthly\b)")
_OF = re.compile(
    r"[\s,]{0,2}\(?(?:worth of |of |from |as )?(?:(?:the|a|an|pure|total|combined|active|actual|supplemental|oral"
    r"|daily|added|plain|high-quality|highly|absorbable|bioavailable|standardi[sz]ed|elemental|dietary|natural"
    r"|organic|synthetic|micronized|micronised|powdered|pharmaceutical|grade|quality|full-spectrum|extra"
    r"|additional|high-dose|low-dose|whole|dried|oral|raw|concentrated|liquid|liposomal|fresh|ground|preformed"
    r"|either|your|our|this|each of|each|essential|premium|grade|grass-fed|hydroly[sz]ed)[\s-]){0,5}[*_\[\"]{0,3}"
)
_ELEMENTAL = re.compile(r"\belemental\b")
_PAREN_SKIP = re.compile(
    r"(?:\s(?:suspension|powder|extract|supplement|capsules?|tablets?|solution|oil|root|leaf|concentrate|chelate"
    r"|complex|liquid|softgels?|equivalents?|herb|berry|seed)){0,2}\s?(?:\([^()]{1,80}\)|\s(?:(?:dissolved "
    r"|mixed |taken )?(?:in|with"
    r"|into) (?:a |your |some |the |each |\d+ ?ml of |plenty of |\w+ glass of )?(?:water|juice|milk|food|meals?"
    r"|breakfast|dinner|lunch|coffee|smoothie|shake)|by mouth|orally|taken orally|before bed|at bedtime|before meals"
    r"|after meals|for (?:\w+ to )?[\w-]+ (?:days|weeks|months),?)|\s(?:of|from) (?:the |an? )?(?:[a-z-]+ ){0,3}?"
    r"(?:extract|powder|root|herb|leaf|bark|tincture|product|supplement)s?(?:\s?\([^()]{1,80}\))?|(?<=[a-z])(?=\s))"
)
_MARKUP = re.compile(r"(?:\]\([^)\s]{1,300}\)|[*_]{1,3}(?=[\s/,(]|$)|\]|\x10(?=\s))")


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind an amount. `end` is the offset after the last word that belongs to the claim."""

    end: int
    per: str | None = None
    times: float | None = None
    many_times: bool = False
    """Whether a range of times a day is stated: a frequency record then says it, not the dose."""
    mention: Mention | None = None
    elemental: bool = False
    kg: bool = False
    food: tuple[int, int] | None = None
    """The words of a food that the amount is of ("120 mL of milk")."""
    skipped: tuple[int, int] | None = None
    """A bracket that was read over; amounts inside it are claims of their own."""


def read_tail(doc: Document, sentence: Sentence, skip_to: int) -> Tail:
    """Reads on from `skip_to` (the end of the amount and of its second unit in brackets) as long as words belong."""
    tail = Tail(end=skip_to)
    limit = min(sentence.end, skip_to + 220)
    for _ in range(7):
        following = _step(doc, sentence, tail, limit)
        if following is None:
            break
        tail = following
    return tail


def _step(doc: Document, sentence: Sentence, tail: Tail, limit: int) -> Tail | None:
    low, at = doc.low, tail.end
    if match := _MARKUP.match(low, at, limit):
        at = match.end()
        tail = replace(tail, end=at)
    if (match := _KG.match(low, at, limit)) and not tail.kg:
        return replace(tail, end=match.end(), kg=True, per="kg_day" if tail.per == "day" else "kg")
    for pattern, reader in _READERS:
        match = pattern.match(low, at, limit)
        if match and (found := reader(tail, match)) is not None:
            return found
    if tail.mention is None and tail.food is None and (found := _of_substance(doc, sentence, tail, limit)) is not None:
        return found
    match = _PAREN_SKIP.match(low, at, limit)
    if match and match.end() > at and tail.skipped is None:
        tail = replace(tail, skipped=match.span())
        inner = _step(doc, sentence, replace(tail, end=match.end()), limit)
        if inner is not None and inner.mention is tail.mention and inner.food is tail.food:
            return inner if inner.end > match.end() else replace(inner, end=at)  # "2-3 times a day" is read, not quoted
    return None


def _of_substance(doc: Document, sentence: Sentence, tail: Tail, limit: int) -> Tail | None:
    match = _OF.match(doc.low, tail.end, limit)
    if match is None:
        return None
    for mention in doc.mentions_in(match.end(), match.end() + 1):
        if mention.start == match.end():
            elemental = tail.elemental or bool(_ELEMENTAL.search(match[0]))
            return replace(tail, end=mention.end, mention=mention, elemental=elemental)
    if " of " in match[0] or match[0].endswith("of "):
        for mark in sentence.marks:
            if mark.kind == "name" and mark.start == match.end() and any(s.kind == ("food") for s in mark.value):  # type: ignore[attr-defined]
                return replace(tail, end=mark.end, food=(mark.start, mark.end))
    return None


def _day(tail: Tail, match: "re.Match[str]") -> Tail | None:
    if tail.per in ("day", "kg_day"):
        return None
    per = "kg_day" if tail.kg else tail.per or "day"
    return replace(tail, end=match.end(), per=per)


def _times(tail: Tail, match: "re.Match[str]") -> Tail | None:
    words = match[0]
    counted = (
        match["low"] in ("once", "twice", "thrice")
        or "times" in words
        or "doses" in words
        or re.search(r"\dx| x ", words)
    )
    if not counted or tail.times is not None:
        return None
    low, high = _count(match["low"]), _count(match["high"])
    span = match["span"]
    if span in ("week", "weekly"):
        return replace(tail, end=match.end(), per=tail.per or ("week" if low == 1 else "dose"))
    if span in ("month", "monthly"):
        return replace(tail, end=match.end(), per=tail.per or ("month" if low == 1 else "dose"))
    if high is not None and high != low:
        return replace(tail, end=tail.end, per=tail.per or "dose", many_times=True) if not tail.many_times else None
    if low == 1 and match["low"] == "once":
        return replace(tail, end=match.end(), per="kg_day" if tail.kg else tail.per or "day")
    return replace(tail, end=match.end(), per=tail.per or "dose", times=low)


_LATIN = re.compile(r"[\s,(]{0,3}(?P<word>b\.?i\.?d|b\.d|bd|t\.?i\.?d|t\.?d\.?s|q\.?i\.?d|o\.d|od|q\.d)\b\.?\)?")
_LATIN_TIMES = {"b": 2.0, "t": 3.0, "qi": 4.0}


def _latin(tail: Tail, match: "re.Match[str]") -> Tail | None:
    """Prescribers' Latin: b.i.d., t.d.s., q.i.d."""
    if tail.times is not None:
        return None
    word = match["word"].replace(".", "")
    times = _LATIN_TIMES.get(word[:2]) or _LATIN_TIMES.get(word[0])
    return replace(tail, end=match.end(), per=tail.per or ("dose" if times else "day"), times=times)


def _every_hours(tail: Tail, match: "re.Match[str]") -> Tail | None:
    if tail.times is not None or match["high"]:
        return None
    hours = parse_number(match["low"])
    return replace(tail, end=match.end(), per=tail.per or "dose", times=24 / hours if hours else None)


def _alternate(tail: Tail, match: "re.Match[str]") -> Tail | None:
    return None if tail.times is not None else replace(tail, end=match.end(), per=tail.per or "dose", times=0.5)


def _divided(tail: Tail, match: "re.Match[str]") -> Tail | None:
    if tail.times is not None or tail.many_times:
        return None
    low, high = _count(match["low"]), _count(match["high"])
    if match["twice"]:
        low = 2.0
    if high is not None:
        return replace(tail, end=tail.end, many_times=True)
    return replace(tail, end=match.end(), times=low, many_times=low is None)


def _serving(tail: Tail, match: "re.Match[str]") -> Tail | None:
    return None if tail.per else replace(tail, end=match.end(), per="serving")


def _dose(tail: Tail, match: "re.Match[str]") -> Tail | None:
    if tail.per == "kg":
        return (
            replace(tail, end=match.end(), many_times=tail.many_times)
            if match.end() > tail.end and not match[0].isspace()
            else None
        )
    return None if tail.per else replace(tail, end=match.end(), per="dose")


def _week(tail: Tail, match: "re.Match[str]") -> Tail | None:
    return None if tail.per else replace(tail, end=match.end(), per="week")


def _month(tail: Tail, match: "re.Match[str]") -> Tail | None:
    return None if tail.per else replace(tail, end=match.end(), per="month")


_READERS = (
    (_LATIN, _latin),
    (_TIMES, _times),
    (_EVERY_HOURS, _every_hours),
    (_ALTERNATE, _alternate),
    (_DAY, _day),
    (_DIVIDED, _divided),
    (_WEEK, _week),
    (_MONTH, _month),
    (_SERVING, _serving),
    (_DOSE, _dose),
)


def _count(word: str | None) -> float | None:
    if word is None:
        return None
    return {"once": 1.0, "twice": 2.0, "thrice": 3.0}.get(word) or parse_number(word)


def second_unit(doc: Document, sentence: Sentence, first: Mark, second: Mark | None) -> int | None:
    """The end of "(15 mcg)" behind "600 IU": the same amount in another unit, which is no second dose; else None."""
    if second is None or not isinstance(first.value, Quantity) or not isinstance(second.value, Quantity):
        return None
    between = doc.low[first.end : second.start]
    if len(between) > 64 or not _SECOND.fullmatch(between):
        return None
    a, b = first.value, second.value
    spoonful = a.unit in ("teaspoon", "tablespoon", "drop", "dropper", "cup") and b.unit in ("ml", "g")
    if spoonful and re.search(r"[(\[]", between):
        close = re.compile(r"[^()|;]{0,30}[)\]]").match(doc.low, second.end, sentence.end)
        return close.end() if close else second.end
    if a.unit == b.unit or {a.sort, b.sort} - {"mass", "activity", "volume"} or "cfu" in (a.unit, b.unit):
        return None
    if {a.unit, b.unit} & {"gdu", "mcu", "fu", "spu", "fcc"}:  # activities have no weight of their own
        return None
    if a.sort == b.sort == "mass" and not _equal_mass(a, b):
        return None
    if (
        {a.sort, b.sort} == {"mass", "volume"}
        and "ounce" not in (a.unit, b.unit)
        and ("teaspoon") not in (a.unit, b.unit)
    ):
        return None
    close = re.compile(r"[^()|;]{0,30}[)\]]").match(doc.low, second.end, sentence.end)
    return close.end() if close and re.search(r"[(\[]", between) else second.end


_SECOND = re.compile(
    r"\s?(?:(?:of |elemental )[a-z0-9 -]{2,24}(?=\s?[(\[]))?(?:/day|/d| per day| a day| daily)?\s?(?:[(\[/=]|or"
    r"|,? ?i\.e\.,?|,? ?equal to|,? "
    r"?equivalent to|i\.e\.)\s?(?:~|about |approx(?:imately|\.)? |roughly |or |= ?|equivalent to |equal to |which is "
    r"){0,2}"
)
_MILLIGRAMS = {"mcg": 1e-3, "mg": 1.0, "g": 1e3, "kg": 1e6, "ounce": 28350.0}


def _equal_mass(a: Quantity, b: Quantity) -> bool:
    first, second = a.high * _MILLIGRAMS[a.unit], b.high * _MILLIGRAMS[b.unit]
    return 0.8 <= first / second <= 1.25 if second else False
