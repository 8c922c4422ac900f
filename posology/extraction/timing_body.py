"""Times of which the body or a scene is told, not the taking: "at 5 AM 25 mg remains", "a second cup at 3 PM"."""

import re

from posology.extraction.document import Document, Sentence
from posology.extraction.timing_events import Event

_STAYS = re.compile(
    r"\b(?:remain(?:s|ed|ing)?|circulat\w+|linger\w*|half-li(?:fe|ves)|left over|leftover|still (?:have|has|having|in"
    r"|there|active|present|around|floating)|clear(?:s|ed|ing) (?:most|half|all|it|the|about|from)"
    r"|in (?:your|the|their|his|her|our) (?:system|bod(?:y|ies)|blood\w*|bloodstream)|metaboli[sz]ed|eliminated"
    r"|worn off|wears off)\b"
)
_SCENE = re.compile(r"\b(?:coffees?|espressos?|lattes?|cappuccinos?|energy drinks?|sodas?|colas?)\b[^.;:!?]{0,40}$")
_CUP = re.compile(r"\b(?:cups?|mugs?|cans?|shots?)\b[^.;:!?]{0,40}$")  # of tea, it may well be the dose
_ADVISES = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|should|recommend\w*|advis\w+|ideal\w*|best|aim|try|limit|stick|suggest\w*|prefer\w*"
    r"|optimal|works? well|given|received|participants|volunteers|dose[ds]?)\b"
)
_CLAUSE = 110  # characters around a time in which what is said of it stands


def not_of_taking(doc: Document, sentence: Sentence, event: Event) -> bool:
    """Whether a part of the day or an hour is one at which something is in the body, or a cup is drunk in a scene."""
    if event.aspect != "time_of_day" or event.relation != "at" or event.event in ("any_time", None, "exercise"):
        return False
    words = doc.low[sentence.start : sentence.end] if sentence.end - sentence.start < 2 * _CLAUSE else ""
    before = doc.low[max(sentence.start, event.start - _CLAUSE) : event.start]
    around = words or before + doc.low[event.start : min(sentence.end, event.end + _CLAUSE)]
    if _ADVISES.search(around):
        return False
    poured = _SCENE.search(before) or (doc.topic.substance == "caffeine" and _CUP.search(before))
    return bool(_STAYS.search(around) or poured)
