"""Ways of delivery: which words count, and of which substance."""

import re
from collections.abc import Iterator

from posology.extraction.document import Document, Mention, Sentence
from posology.extraction.drafts import Draft, Subject
from posology.extraction.marks import Mark, Sense
from posology.extraction.resolve import favoured, from_sentence, resolve

_COMPANY = 35
"""Characters: how near a substance, an amount or another delivery makes a word of many meanings a delivery."""
_ATTRIBUTES = frozenset({"nasal", "topical"})
"""Words that count only right before a name: "topical magnesium"."""
_DRINKS = frozenset({"tea"})
"""Words that count only right behind a name or delivery: "valerian tea"; "tea and coffee" are foods."""
_LOOSE = ("energy ", "nutrition", "wellness ", "body ", "skin ", "mouth ", "throat ", "oil ", "aqueous ")
"""How phrases begin that need company as much as the bare word: "energy bar"; "liquid drops" needs none."""
_DUMMY = re.compile(
    r"\b(?:dummy|placebo|inactive|inert|sham|sugar|matching|identical|lookalike|look-alike|control)\s(?:[a-z-]+\s)?$"
)
_MEDICINE = re.compile(
    r"\b(?:sleeping|thyroid|contraceptive|birth control|antibiotic|antidepressant|blood[- ]pressure|heart|diabetes"
    r"|prescription|weight[- ]loss|diet|water|painkiller|pain|statin|allergy|insulin|steroid|vaccine|vaccination|botox"
    r"|flu|cortisone|intraperitoneal|epidural|lethal|saline|the last|usual|other|another|eye|ear|cough|fuel"
    r"|lip|hair|shaving|hand|ice|whipped|sour|ketchup|sugar|salt|soy)\s$"
)
_STUFF = re.compile(
    r"(?:swallow\w*|popping|a|any|of|with|enough|cold|warm|some|other|more|extra|clear|hot|favou?rite|body|bodily"
    r"|drink|the|this|much|these|those|all|viscous|thick|sticky)\s$"
)
_STIRRED_INTO = re.compile(r"\b(?:in|into|with|to|or|and) (?:your |a |hot |some |coffee or |water or )?$")
_DROP = re.compile(r"(?:\d|per|each|every|a|one|liquid|single|oral|vitamin|infant|the|into|as|in|/)\s?$")
_DEVICE = re.compile(r"computer|phone|screen|smartphone|laptop|ipad")
_LEVELS = re.compile(r"(?:s|ped|ping)?\s(?:[a-z]+ly\b|in|off|by|below|to|out|dead|from)\b")
_ENDS = re.compile(r"\*{0,2}(?:[:.,;]|$)")  # "best for sustained release: casein"
_RELEASE_OF = re.compile(r"\s(?:of|from|into|over(?:night)?|throughout|for)\b")
_ADJECTIVE = re.compile(
    r"(?:al|ed|sed|release|based|coated|ic|nano|dispersible|drink|effervescent|intravenous|liquid|chewable|emulsifying|granular|buccal)$"
)
_BEFORE = re.compile(
    r"[\s*(,-]{0,3}(?:(?:extract|supplement|oil|root|leaf|in|as|of|comes in|is sold as|is available as)\s?){0,2}"
    r"[\s*(,-]{0,3}"
)
_OF_NAME = re.compile(r"s?\s?(?:of|containing|providing|delivering)\s(?:[a-z-]+\s)?")
_IN_LIST = re.compile(r"s?(?:,|, and|,? or|/)\s?(?:as )?")
_SWALLOWING = re.compile(r"\b(?:swallowing|to swallow|gulping|gagging on|choking on|popping)\s(?:\w+\s)?$")
_DRIP = re.compile(r"\b(?:iv|intravenous|iron|insulin|glucose|saline|drug|hospital|continuous|drip)\s$")
_TOUCHING = re.compile(r"[\s*-]{0,2}")


def find_deliveries(doc: Document, sentence: Sentence) -> Iterator[Draft]:
    """Deliveries that the sentence names, each of the substance that it delivers."""
    for mark in sentence.marks:
        if mark.kind != "name":
            continue
        sense = next((s for s in mark.value if s.kind == "delivery"), None)  # type: ignore[attr-defined]
        if sense is None or not _counts(doc, sentence, mark, sense):
            continue
        subject = _delivered(doc, sentence, mark)
        if subject.substance is None:
            continue
        name = f"{subject.substance} phytosome" if sense.form == "phytosome" else sense.form
        whole = Subject(subject.substance, name, subject.substance_from, "sentence", subject.known)
        yield Draft("form", mark.start, mark.end, sentence, "form.delivery", whole, {"form_kind": "delivery"})


def _counts(doc: Document, sentence: Sentence, mark: Mark, sense: Sense) -> bool:
    """Whether the word is a supplement's delivery here: no dummy, no drug, no "drop in blood pressure"."""
    if _of_something_else(doc, sentence, mark):
        return False
    word = doc.low[mark.start : mark.end]
    if sense.form in _ATTRIBUTES:
        return _name_behind(doc, sentence, mark) is not None
    if sense.form in _DRINKS and _STIRRED_INTO.search(doc.low, max(sentence.start, mark.start - 30), mark.start):
        return False
    if sense.form in _DRINKS:
        named = _name_before(doc, sentence, mark) is not None
        return named or word.startswith("herbal") or _listed(doc, sentence, mark)
    phrase = " " in word and not word.startswith(_LOOSE)
    if sense.elliptic and not phrase and not _in_company(doc, sentence, mark):
        return False
    before = doc.low[max(sentence.start, mark.start - 24) : mark.start]
    if word in ("drop", "drops"):
        named = bool(_DROP.search(before)) or _name_before(doc, sentence, mark) is not None
        return named or (word == "drops" and not falls(doc.low, mark))
    if word in ("liquid", "dry") and doc.low.startswith(" extract", mark.end):
        return False
    if word in ("liquid", "liquids", "pill", "pills", "gel", "gels", "shot", "shots", "patch"):
        return not _STUFF.search(before)
    if word.startswith("infusion"):
        return not _DRIP.search(before)
    if word.endswith("release"):  # "a sustained release of amino acids" is what a body does
        effect = before.endswith(" for ") and _ENDS.match(doc.low, mark.end, sentence.end)
        return not effect and not _RELEASE_OF.match(doc.low, mark.end, sentence.end)
    if word in ("tablet", "tablets") and _DEVICE.search(doc.low, sentence.start, sentence.end):
        return False
    if word in ("caps", "cap"):  # "Soft-gel capsule ... (60 caps)"
        return "softgel" not in _forms_before(sentence, mark)
    if word in ("tablets", "capsules", "softgels"):  # "for those who have difficulty swallowing capsules"
        return not _SWALLOWING.search(before)
    return True


def falls(low: str, mark: Mark) -> bool:
    """Whether "drop" is a verb here, or a fall: "absorption drops to 20%", "drops significantly"."""
    return low.startswith("drop", mark.start) and bool(_LEVELS.match(low, mark.start + 4))


def _of_something_else(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """A dummy, a drug's, or an animal's injection: "placebo capsule", "paracetamol tablet", "thyroid pill"."""
    if "trial.creatures" in sentence.cues and doc.low.startswith("inject", mark.start):
        return True  # how animals are dosed is no way in which a supplement comes
    before = doc.low[max(sentence.start, mark.start - 40) : mark.start]
    if _DUMMY.search(before) or _MEDICINE.search(before):
        return True
    drugs = (m for m in sentence.marks if m.kind == "name" and m.end <= mark.start and mark.start - m.end < 2)
    return any(any(s.kind == "drug" for s in m.value) for m in drugs)  # type: ignore[attr-defined]


def _in_company(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether a substance, an amount or another delivery stands near: "cream" and "bar" mean other things too."""
    start, end = max(sentence.start, mark.start - _COMPANY), min(sentence.end, mark.end + _COMPANY)
    mentions = doc.mentions_in(max(sentence.start, start - 40), end)
    if any(mention.start < end and mention.end > start for mention in mentions):
        return True
    return any(
        other is not mark and other.start < end and start < other.end <= sentence.end and _is_company(other)
        for other in sentence.marks
    )


def _forms_before(sentence: Sentence, mark: Mark) -> set[str | None]:
    """The deliveries that the sentence has named before this one."""
    return {
        sense.form
        for other in sentence.marks
        if other.kind == "name" and other.start < mark.start
        for sense in other.value  # type: ignore[attr-defined]
        if sense.kind == "delivery"
    }


def _listed(doc: Document, sentence: Sentence, mark: Mark) -> bool:
    """Whether another delivery stands right before it: "capsules, tinctures and tea"."""
    near = (other for other in sentence.marks if other.end <= mark.start < other.end + 8)
    return any(_is_company(other) and _IN_LIST.fullmatch(doc.low, other.end, mark.start) for other in near)


def _is_company(mark: Mark) -> bool:
    return mark.kind == "name" and any(sense.kind == "delivery" for sense in mark.value)  # type: ignore[attr-defined]


def _delivered(doc: Document, sentence: Sentence, mark: Mark) -> Subject:
    """What comes in this delivery: the name right beside it, else what the room is about, else the usual order."""
    if sentence.block.kind != "table_row" and (mention := _beside(doc, sentence, mark)) is not None:
        return from_sentence(doc, sentence, mention)
    room, nearest = favoured(doc, sentence), resolve(doc, sentence, mark.start, mark.end)
    titled = {mention.substance for mention in doc.headings.get(doc.article.title or "", ())}
    shared = room.substance in titled and nearest.substance in titled and nearest.substance_from == "sentence"
    return nearest if room.substance is None or shared else room


def _beside(doc: Document, sentence: Sentence, mark: Mark) -> Mention | None:
    if _ADJECTIVE.search(doc.low, mark.start, mark.end) and (behind := _name_behind(doc, sentence, mark)):
        return behind
    before = _name_before(doc, sentence, mark)
    if before is not None:
        return before
    for mention in doc.mentions_in(mark.end, min(sentence.end, mark.end + 30)):
        if _OF_NAME.fullmatch(doc.low, mark.end, mention.start):
            return mention
    return None


def _name_before(doc: Document, sentence: Sentence, mark: Mark) -> Mention | None:
    """The last name before, with nothing between that parts them: "zinc lozenges", "curcumin (capsules)"."""
    found = [m for m in doc.mentions_in(max(sentence.start, mark.start - 60), mark.start) if m.end <= mark.start]
    return found[-1] if found and _BEFORE.fullmatch(doc.low, found[-1].end, mark.start) else None


def _name_behind(doc: Document, sentence: Sentence, mark: Mark) -> Mention | None:
    """The name that the word is an attribute of: "liposomal vitamin C"."""
    for mention in doc.mentions_in(mark.end, min(sentence.end, mark.end + 3)):
        if _TOUCHING.fullmatch(doc.low, mark.end, mention.start):
            return mention
    return None
