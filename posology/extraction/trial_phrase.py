"""Noun phrases around the words that introduce studies, and the people that are counted there."""

import re
from typing import NamedTuple

from posology.extraction.document import Document, Sentence
from posology.extraction.trial_span import word_set

ONE = frozenset({"a", "an", "one", "another"})
THE = frozenset({"the", "this", "that", "our", "their", "his", "her", "its", "whose"})
MANY = word_set(
    """several many some most few multiple numerous various these those such both other all no any every each more
    further which what your my whatever additional"""
)
_BARRIERS = word_set(
    """in of from to for on by with at is are was were be been being that which who as than and or but if when while
    has have had can may not found showed shows show used using per via into about after before during between
    because so then also including include includes included like according did does do it they we you i he
    she until unless there reading under through toward towards without within where how why only"""
)
_ADJECTIVE = re.compile(
    r"(?:randomi[sz]ed|[\w-]+-(?:blind|blinded|label|labelled|labeled|controlled|masked|cent(?:er|re)|arm|group|week"
    r"|month"
    r"|day|year|over|sectional|reviewed|term|scale)|controlled|uncontrolled|prospective|retrospective|large|small"
    r"|larger"
    r"|smaller|multi\w*|nationwide|recent|foundational|parallel|crossover|long|short|international|independent|human"
    r"|double|single|blind|blinded|pilot|preliminary|(?:19|20)\d\d|well-designed|[\w-]+-blind)$"
)
NUMBER_WORDS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty"
)
YEAR = re.compile(
    r"\b(?:19[5-9]\d|20[0-4]\d)\b(?!\s?(?:mg|mcg|iu|g\b|-?kcal|calorie|people|participants|patients|women|men|adults))"
)


class Intro(NamedTuple):
    """A study's introduction: its first word, the end of its noun, and how it was recognised."""

    start: int
    head: int
    rule: str
    specific: bool
    """Whether it must be a study of its own, not the one the text is already speaking of."""


def phrase(doc: Document, sentence: Sentence, noun: int) -> tuple[int, str | None]:
    """Start of the noun phrase that ends at `noun`, and its determiner, read backwards word by word."""
    low = max(sentence.start, noun - 170)
    dash = doc.text.rfind("—", low, noun)
    low = dash + 1 if dash >= 0 else low
    start = noun
    for match in reversed(list(re.finditer(r"\S+", doc.low[low:noun]))):
        word = match[0].strip("*_\"'([").rstrip("*_\"'")
        bare = word.rstrip(",.;:)")
        at = low + match.start() + len(match[0]) - len(match[0].lstrip("*_\"'(["))
        if word.endswith(",") and not _ADJECTIVE.match(bare) and bare not in ("one", "another"):
            break
        if word.endswith((";", ":", "!", "?", ")")) and not re.match(r"\(?\d{4}\)", match[0]):
            break
        if word.endswith(".") and bare not in ("al", "dr", "vs", "u.s"):
            break
        if bare == "most" and doc.low.endswith("the ", low, at):
            continue
        if bare in ONE or bare in THE or bare in MANY or bare in NUMBER_WORDS or bare in ("no", "first-ever"):
            return at, bare
        if bare in _BARRIERS:
            break
        start = at
        if match[0][0] in "([":
            break
    return start, None
