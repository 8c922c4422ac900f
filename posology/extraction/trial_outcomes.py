"""The words of an outcome: the noun phrases behind a change, or the one before it."""

import re
from collections.abc import Iterator

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


def noun_phrases(doc: Document, span: Span, at: int) -> Iterator[tuple[int, int, tuple[float, int] | None]]:
    """Noun phrases from `at` on: (start, end, (percent, end) that stands in brackets behind it)."""
    moves = {m.start for m in span.sentence.marks if m.kind == "cue" and {"trial.up", "trial.down"} & m.value}  # type: ignore[operator]
    people = {
        m.start
        for m in span.sentence.cue_marks("trial.people", "trial.creatures", "trial.noun", "trial.nouns", "trial.resume")
    }
    percents = {m.start: m for m in span.sentence.of("percent")}
    dash = doc.text.find("—", at, at + 260)
    tokens = list(_TOKEN.finditer(doc.low, at, min(span.end, at + 260 if dash < 0 else dash)))
    start = end = -1
    own: tuple[float, int] | None = None
    pieces = 0
    index = 0
    while index < len(tokens) and pieces < 7:
        token = tokens[index]
        word = token[0]
        index += 1
        if word[0] == "(" and len(word) > 1:
            own = _bracket_percent(token, percents) or own
            continue
        joint = word in ("and", "or", "&", ",", "as", "plus")
        if joint and not (word == "as" and tokens[index : index + 2] and tokens[index][0] == "well"):
            if start < 0 and word != "as":
                continue
            if word == "as" or not _goes_on(tokens, index, moves, people, percents, word):
                break
            if word in ("and", "or") and start >= 0 and _shares_head(doc, tokens, start, end, index):
                end = token.end()
                continue
            if start >= 0:
                yield start, end, own
                pieces += 1
            start, own = -1, None
            continue
        if word == "as":
            break
        if word == "by" and start >= 0 and (sized := _by_percent(tokens, index, percents)):
            own, index = (sized[0], sized[1]), sized[2]
            continue
        if token.start() in percents and start < 0:
            sized = percents[token.start()].value
            assert isinstance(sized, Extent)
            if sized.low == sized.high:
                own = (sized.low, percents[token.start()].end)
            index = next(
                (i for i in range(index, len(tokens)) if tokens[i].start() >= percents[token.start()].end), len(tokens)
            )
            continue
        if (
            start >= 0
            and word in ("decline", "loss", "gain", "gains", "decrease", "increase", "growth")
            and token.start() in moves
        ):
            end = token.end()
            continue
        if (
            word[0] in '.;:—"['
            or (len(word) == 1 and not word.isalnum())
            or token.start() in moves
            or token.start() in percents
        ):
            break
        if word in OBJECT_STOP or (
            token.start() in people and start >= 0 and _after_preposition(doc, start, token.start())
        ):
            break
        if word == "in" and start >= 0 and _brings_people(tokens, index, people):
            break
        if start < 0 and (word in DETERMINERS or word in FILLERS):
            continue
        if start < 0:
            start = token.start()
        end = token.end()
    if start >= 0 and end > start:
        yield start, _without_tail(doc, start, end), own


def _by_percent(tokens: "list[re.Match[str]]", index: int, percents: dict[int, Mark]) -> tuple[float, int, int] | None:
    """The percentage of "by 25%", where a further outcome with a size of its own follows: (percent, end, next token)."""
    mark = next((percents[t.start()] for t in tokens[index : index + 3] if t.start() in percents), None)
    value = mark.value if mark else None
    if mark is None or not isinstance(value, Extent) or value.low != value.high:
        return None
    after = next((i for i in range(index, len(tokens)) if tokens[i].start() >= mark.end), len(tokens))
    further = [token[0] for token in tokens[after : after + 9]]
    return (value.low, mark.end, after) if further[:1] in ([","], ["and"]) and "by" in further else None


def _bracket_percent(token: "re.Match[str]", percents: dict[int, Mark]) -> tuple[float, int] | None:
    for start, mark in percents.items():
        if token.start() < start < token.end() and start - token.start() < 25:
            value = mark.value
            assert isinstance(value, Extent)
            return (value.low, mark.end) if value.low == value.high else None
    return None


def _goes_on(
    tokens: "list[re.Match[str]]", index: int, moves: set[int], people: set[int], percents: dict[int, Mark], joint: str
) -> bool:
    """Whether a list of outcomes goes on behind a comma or "and": a short phrase without verb, up to the next stop."""
    following = tokens[index : index + 7]
    if not following:
        return False
    first = following[0][0]
    if first in ("and", "or") and joint == ",":
        return _goes_on(tokens, index + 1, moves, people, percents, first)
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
        if token.start() in moves or token.start() in percents:
            return False
    if joint == ",":
        return any(token[0] in ("and", "or", ",", "&") for token in tokens[index : index + 14]) and not any(
            token[0] in ("was", "were", "is", "are", "that", "which", "who", "may", "can", "had", "has")
            for token in following
        )
    return following[0].start() not in people and not any(
        token[0] in _VERBS for token in tokens[index : index + 9] if token.start() < _next_stop(tokens, index)
    )


_VERBS = word_set("was were is are had has have may can could did does do will would that which who")


def _next_stop(tokens: "list[re.Match[str]]", index: int) -> int:
    """Offset of the next comma, stop or bracket from a token on."""
    return next((token.start() for token in tokens[index:] if token[0][0] in ",.;:("), tokens[-1].end())


def _shares_head(doc: Document, tokens: "list[re.Match[str]]", start: int, end: int, index: int) -> bool:
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


def _brings_people(tokens: "list[re.Match[str]]", index: int, people: set[int]) -> bool:
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


def subject_of(doc: Document, span: Span, clause: int, at: int) -> tuple[int, int] | None:
    """The outcome that a verb behind it says has changed: the noun phrase at the end of the clause."""
    window = doc.low[clause:at]
    stripped = re.sub(
        r"(?:\s(?:is|are|was|were|be|been|being|also|both|all|had|has|have|may|can|could|might|did|not|statistically"
        r"|clinically|further|only|even|by|about|up to|~?[\d.]+\s?%|\w+ly))+\s*$",
        "",
        window.rstrip(),
    )
    stripped = re.sub(
        r"^(?:\W*(?:that|and|but|the|their|its|there|his|her|both|in addition|notably|overall|additionally|also"
        r"|found|showed|reported|revealed|when|a|an|after \d+ \w+)\s)*",
        lambda m: " " * len(m[0]),
        stripped,
    )
    found = re.search(r"\b(?:that|found|showed|reported|which|and)\s((?:[\w'-]+\s?){1,8})$", stripped)
    words = found[1] if found else stripped.strip()
    if (
        not words
        or len(words.split()) > 8
        or re.match(r"(?:in|of|to|with|for|by|at|on|after|not|no|was|were|is|are|when|if|as|from)\b", words)
        or words.split()[0]
        in ("it", "they", "this", "which", "who", "these", "that", "he", "she", "those", "there", "we")
    ):
        return None
    start = clause + stripped.rfind(words)
    end = start + len(words.rstrip())
    people = [
        m
        for m in span.sentence.cue_marks(
            "trial.people", "trial.creatures", "trial.noun", "trial.resume", "trial.researchers"
        )
        if start <= m.start < end
    ]
    names = [m for m in span.sentence.of("name") if start <= m.start and end <= m.end + 1]
    if people or names or words.strip() in EMPTY:
        return None
    return start, end


def tidy(words: str) -> str:
    """The outcome's words on one line, without signs of markup around it."""
    return re.sub(r"\s+", " ", words).strip(" *_,.;:\"'")
