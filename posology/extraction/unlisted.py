"""Substances that no list has: the words after "N mg of", or the label before the amount, name them."""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.drafts import Subject
from posology.extraction.resolve import favoured

_OF = re.compile(
    r"\s(?:of |worth of )(?:(?:the|a|an|pure|dried|raw|whole|organic|fresh|ground|powdered|combined|total|active"
    r"|standardi[sz]ed|elemental|oral|encapsulated)\s)*"
    r"[*_\"]{0,3}((?:[a-z][a-z0-9'-]{2,}[ ]?){1,3})"
)
_LABEL = re.compile(r"[\s*>#|\d.)-]{0,6}([a-z][a-z0-9' /-]{3,40}?)\*{0,2}\s?(?::|\s-\s|\s-{2}\s|\(|\|)\*{0,2}\s?~?$")
_STOP = re.compile(
    r"\b(?:per|daily|a day|each|every|in|for|with|from|to|at|on|by|and|or|is|are|was|were|can|may|that|which"
    r"|taken|before|after|twice|once|over|during|as|than|when|while|if|has|have|had|will|should|without|within"
    r"|into|plus|but|used|given|who|where|there|then|this|be)\b.*"
)
_GENERIC = re.compile(
    r"\b(?:supplements?|products?|formulas?|formulations?|extracts?|powders?|herbs?|actives?|compounds?|minerals?"
    r"|vitamins?|nutrients?|ingredients?|body|bodies|weight|study|days?|treatment|baseline|use|supplementation"
    r"|it|them|these|those|this|that|its|their|your|our|my|mixture|blend|solution|water|food|foods|fluid"
    r"|medication|medicine|drug|drugs|dose|doses|dosage|dosing|intake|amount|amounts|exercise|sleep|sunlight"
    r"|light|energy|calories|person|people|adults?|men|women"
    r"|children|seniors|day|morning|evening|night|bedtime|timing|typical|standard|daily|loading|maintenance|phase"
    r"|option|step|serving|servings|recommended|recommendation|total|maximum|minimum|upper|limit|safe|safety|rda"
    r"|ai|ul|age|ages|group|groups|week|weeks|month|months"
    r"|leaf|leaves|root|seeds?|fruit|bark|flowers?|berr(?:y|ies)|oil|juice|resin|gum|note|tip|bonus|example"
    r"|examples|result|results|cost|price|size|level|levels|content|capsules?|tablets?|softgels?|gummies|drops?"
    r"|scoops?|form|forms|type|types|brand|start|starting|best|how|what|when|why|who|the|placebo|each|either|both"
    r"|all|any|some|more|less|additional|extra"
    r"|blood|serum|plasma|urine|tissue|muscle|fat|lean|mass|mice|rats|patients?|participants?|subjects?|control"
    r"|test|tests|range|therapeutic|clinical|effective|optimal|low|high|moderate|general|anxiety|stress|pain"
    r"|weight loss|health|support|prevention|deficiency|athletes?|pregnan\w+|lactat\w+|infants?|directions?|usage"
    r"|suggested|frequency|duration|research|evidence|average|dietary|diet|meal|meals|breakfast|lunch|dinner"
    r"|snack|beef|chicken|protein|carbs)\b"
)


def unlisted_subject(doc: Document, sentence: Sentence, start: int, end: int) -> Subject | None:
    """The subject that the words around an amount at [start, end) name, if no lexicon entry stands there.

    Its `known` is false: a curator may list and adopt such names. Foods, drugs and generic words name nothing.
    """
    behind = _OF.match(doc.low, end, min(sentence.end, end + 80))
    if behind is not None:
        return _subject(doc, sentence, behind.start(1), behind.end(1))
    if sentence.block.kind not in ("list_item", "table_row") or favoured(doc, sentence).substance is not None:
        return None  # where the room has a subject, a label names a condition or a group
    ahead = _LABEL.fullmatch(doc.low, sentence.start, start)
    return _subject(doc, sentence, ahead.start(1), ahead.end(1)) if ahead is not None else None


def _subject(doc: Document, sentence: Sentence, start: int, end: int) -> Subject | None:
    words = _STOP.sub("", doc.low[start:end]).strip(" -'/")
    if len(words.split()) > 2 and doc.low[start + len(words) : start + len(words) + 1] == " ":
        words = words.split()[0]  # three words and the sentence runs on: only the first is surely the name
    if len(words) < 4 or _GENERIC.search(words) or any(c in words for c in ":;"):
        return None
    stop = start + len(words)
    if any(mark.kind == "name" and mark.start < stop and start < mark.end for mark in sentence.marks):
        return None
    if any(mark.kind == "cue" and mark.start < stop and start < mark.end for mark in sentence.marks):
        return None
    return Subject(words, None, "sentence", None, False)
