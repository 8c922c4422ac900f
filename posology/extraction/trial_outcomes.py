"""The words of an outcome: the noun phrases behind a change, or the one before it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from posology.extraction.document import Document
from posology.extraction.marks import Extent, Mark
from posology.extraction.trial_span import Span, word_set

OBJECT_STOP = word_set(
    """compared versus vs than by after over within when while whereas among amongst during without relative at from
    following which that who because but as if although though with for to via per beyond despite even more
    through until throughout is was were are did does do had has have not may can could might would will whose
    where then about up across against upon since so it they we you i he she also only both who compared-to
    under regardless significantly respectively found showed showing suggesting indicating including such
    using based depending taking given receiving before on experienced reported saw seen observed into out off
    between around toward towards around emerged occurred were"""
)
DETERMINERS = word_set(
    "the a an their its his her any all both your overall-the these those this some other several various"
)
FILLERS = word_set(
    """significant significantly statistically modest modestly slight slightly small large substantial substantially
    marked markedly notable meaningful clinically clinical moderate dramatic greater further possible
    potential the a an in of average mean measured self-reported-the"""
)
_TOKEN = re.compile(
    r"\([^)\n]{0,120}\)|\[[^\]\n]*\](?:\([^)\s]*\))?|[^\s,.;:()\[\]\"—]+(?:\.[^\s,;:()\[\]\"—.]+)*|[,.;:()\[\]\"—]"
)
_GENERIC = word_set(
    """levels level metabolism pressure function functions scores score concentrations concentration cholesterol
    markers health mass strength symptoms status activity index rates rate density risk intake quality
    performance values events mortality response sensitivity production synthesis"""
)
EMPTY = word_set(
    """secondary primary effect effects results benefit benefits outcomes it them this that these those which who one
    group groups participants patients placebo people subjects than way ways odds amount number percent time
    dose doses use intake evidence research study studies likely common effective well pronounced important
    commonly recently specifically weeks days months years adults women men difference differences significant
    significance data need improvement improvements increase increases reduction reductions trial trials
    supplementation supplement supplements"""
)


Token = re.Match[str]
Size = tuple[float, int]
"""A percentage, and the end of its words."""
_JOINTS = frozenset({"and", "or", "&", ",", "as", "plus", "nor"})
AGENT = re.compile(r"(?:inhibitor|blocker|suppressor|promoter|booster|enhancer|stimulator|elevator)s?$")
"""Words made of a verb of change that name a thing: "plasminogen activator inhibitor"."""
_MOVING_NOUNS = frozenset(
    {"impairment", "impairments", "decline", "loss", "gain", "gains", "decrease", "increase", "growth"}
)
_PEOPLE = ("trial.people", "trial.creatures", "trial.noun", "trial.nouns", "trial.resume")
_MARKERS = re.compile(r"\b(?:markers?|risk factors?|need|risk)$")
_FARTHEST = 260
_MOST = 7


class _Around(NamedTuple):
    """Where words of change, people and percentages begin in the sentence."""

    moves: frozenset[int]
    people: frozenset[int]
    percents: dict[int, Mark]


def noun_phrases(doc: Document, span: Span, at: int) -> Iterator[tuple[int, int, Size | None]]:
    """Noun phrases from `at` on, each with the size that stands behind it: (start, end, size)."""
    around = _around(doc, span)
    dash = doc.text.find("—", at, at + _FARTHEST)
    tokens = list(_TOKEN.finditer(doc.low, at, min(span.end, at + _FARTHEST if dash < 0 else dash)))
    start = end = -1
    own: Size | None = None
    pieces = index = 0
    while index < len(tokens) and pieces < _MOST:
        token = tokens[index]
        word = token[0]
        index += 1
        if word[0] == "(" and len(word) > 1:
            own = _bracket_percent(token, around.percents) or own
        elif word in _JOINTS:
            if start < 0 and word != "as":
                continue
            if not _goes_on(tokens, index, around, word):
                break
            if word in ("and", "or") and _shares_head(doc, tokens, start, end, index):
                end = token.end()
                continue
            yield start, end, own
            pieces += 1
            start, own = -1, None
        elif word == "by" and start >= 0 and (sized := _by_percent(tokens, index, around.percents, pieces > 0)):
            own, index = sized
        elif token.start() in around.percents and start < 0:
            own, index = _leading_percent(tokens, index, around.percents[token.start()])
        elif start < 0 and pieces and word in ("on", "in"):
            continue
        elif start >= 0 and _holds(doc, token, start, end, around):
            end = token.end()
        elif _stops(doc, tokens, index, start, around):
            break
        elif start >= 0 or (word not in DETERMINERS and word not in FILLERS):
            start = token.start() if start < 0 else start
            end = token.end()
    if start >= 0 and end > start:
        yield start, _without_tail(doc, start, end), own


def _holds(doc: Document, token: Token, start: int, end: int, around: _Around) -> bool:
    """Whether a word that would end another phrase belongs to this one: "bone loss", "markers for disease"."""
    if token[0] in _MOVING_NOUNS:
        return token.start() in around.moves
    return token[0] == "for" and _MARKERS.search(doc.low, start, end) is not None


def _around(doc: Document, span: Span) -> _Around:
    sentence = span.sentence
    return _Around(
        moves=frozenset(
            mark.start
            for mark in sentence.cue_marks("trial.up", "trial.down")
            if not AGENT.search(doc.low, mark.start, mark.end)
            and not re.search(r"\w(?:ed|ing|es) falls$", doc.low[max(span.start, mark.start - 10) : mark.end])
        ),
        people=frozenset(mark.start for mark in sentence.cue_marks(*_PEOPLE)),
        percents={mark.start: mark for mark in sentence.of("percent")},
    )


def _stops(doc: Document, tokens: list[Token], index: int, start: int, around: _Around) -> bool:
    """Whether a noun phrase cannot go on through the token before `index`."""
    token = tokens[index - 1]
    word, at = token[0], token.start()
    if word[0] in '.;:—"[' or (len(word) == 1 and not word.isalnum()) or word in OBJECT_STOP:
        return True
    if at in around.moves or at in around.percents:
        return True
    if at in around.people and start >= 0 and _after_preposition(doc, start, at):
        return True
    return word == "in" and start >= 0 and _brings_people(tokens, index, around.people)


def _leading_percent(tokens: list[Token], index: int, mark: Mark) -> tuple[Size | None, int]:
    """The percentage before an outcome ("lost 4% body fat"), and the token behind it."""
    after = next((i for i in range(index, len(tokens)) if tokens[i].start() >= mark.end), len(tokens))
    value = mark.value
    assert isinstance(value, Extent)
    return ((value.low, mark.end) if value.low == value.high else None), after


def _by_percent(tokens: list[Token], index: int, percents: dict[int, Mark], listed: bool) -> tuple[Size, int] | None:
    """The percentage of "by 25%" within a list of outcomes that each have one: (size, next token)."""
    mark = next((percents[t.start()] for t in tokens[index : index + 3] if t.start() in percents), None)
    value = mark.value if mark else None
    if mark is None or not isinstance(value, Extent) or value.low != value.high:
        return None
    after = next((i for i in range(index, len(tokens)) if tokens[i].start() >= mark.end), len(tokens))
    further = [token[0] for token in tokens[after : after + 9]]
    more = further[:1] in ([","], ["and"]) and "by" in further
    return ((value.low, mark.end), after) if more or listed else None


def _bracket_percent(token: Token, percents: dict[int, Mark]) -> tuple[float, int] | None:
    for start, mark in percents.items():
        if token.start() < start < token.end() and start - token.start() < 25:
            value = mark.value
            assert isinstance(value, Extent)
            return (value.low, mark.end) if value.low == value.high else None
    return None


def _goes_on(tokens: list[Token], index: int, around: _Around, joint: str) -> bool:
    """Whether a list of outcomes goes on behind a comma or "and": a short phrase without verb, up to the next stop."""
    following = tokens[index : index + 7]
    if not following or joint == "as":
        return False
    first = following[0][0]
    if (first in ("and", "or") and joint == ",") or (first in ("on", "in") and joint == "nor"):
        return _goes_on(tokens, index + 1, around, first)
    if first in OBJECT_STOP or first in (
        "no",
        "an",
        "a",
        "there",
        "but",
        "suggesting",
        "leading",
        "making",
        "resulting",
    ):
        return False
    for token in following[:6]:
        if token[0] in ("and", "or", ",", ".", ";", "by"):
            break
        if token.start() in around.moves or token.start() in around.percents:
            return False
    if joint == ",":
        return any(token[0] in ("and", "or", ",", "&") for token in tokens[index : index + 14]) and not any(
            token[0] in ("was", "were", "is", "are", "that", "which", "who", "may", "can", "had", "has")
            for token in following
        )
    return following[0].start() not in around.people and not any(
        token[0] in _VERBS for token in tokens[index : index + 9] if token.start() < _next_stop(tokens, index)
    )


_TURNING = word_set("but while whereas although though")
_VERBS = word_set("was were is are had has have may can could did does do will would that which who")


def _next_stop(tokens: list[Token], index: int) -> int:
    """Offset of the next comma, stop or bracket from a token on."""
    return next(
        (token.start() for token in tokens[index:] if token[0][0] in ",.;:(" or token[0] in _TURNING), tokens[-1].end()
    )


def _shares_head(doc: Document, tokens: list[Token], start: int, end: int, index: int) -> bool:
    """Whether "lipid and carbohydrate metabolism" is one outcome: one word before, a general head behind."""
    before = doc.low[start:end].split()
    after: list[str] = []
    for token in tokens[index : index + 6]:
        if token[0] in OBJECT_STOP or not token[0][0].isalnum() or token[0] in ("in", "of", "and", "or"):
            break
        after.append(token[0])
    shared = len(after) >= 2 and after[-1] in _GENERIC
    return shared and before[-1] not in _GENERIC and len(before) <= (2 if len(after) > 2 else 1)


def _after_preposition(doc: Document, start: int, at: int) -> bool:
    return bool(re.search(r"\b(?:in|of|among|for)\s(?:[\w-]+\s){0,3}$", doc.low[start:at]))


def _brings_people(tokens: list[Token], index: int, people: frozenset[int]) -> bool:
    following = tokens[index : index + 5]
    if following and following[0][0] in (
        "a",
        "an",
        "half",
        "those",
        "both",
        "just",
        "only",
        "as",
        "all",
        "some",
        "many",
        "humans",
        "this",
        "patients",
        "these",
    ):
        return True
    return any(token.start() in people for token in following) or (
        bool(following) and bool(re.match(r"\d", following[0][0]))
    )


def _without_tail(doc: Document, start: int, end: int) -> int:
    """The phrase without a preposition or joint that its end cut bare."""
    while tail := re.search(r"\s(?:in|of|and|or|the|a|&|,)$", doc.low[start:end]):
        end = start + tail.start()
    return end
