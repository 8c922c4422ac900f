"""Which substance, and which of its forms, a name in the text speaks of."""

import re
from collections import Counter

from posology.extraction.coined import Named, coined_names
from posology.extraction.document import Mention, Sentence, places_of
from posology.extraction.marks import Mark, Sense
from schemas.article import Article

_SUBJECT_TAIL = re.compile(r"\s*(?:[:|(,?!-]| for | and | what | why | how | the | is | vs | in ).*", re.DOTALL)
_SUBJECT = re.compile(r"[a-z][a-z0-9' -]{2,40}$")
_NO_SUBJECT = re.compile(
    r"\b(?:guide|best|top|how|what|why|when|your|you|day|module|week|part|chapter|tips|ways|myths?|truth|science|power"
    r"|importance|difference|supplements?|benefits?|complete|vegetables?|fruits?|biomarkers?|sleep|protocol|diet|health"
    r"|foods?|nutrition|vitamins|minerals|recipes?|reviews?|introduction|overview|faqs?|questions|about|home|blog)\b"
)


def named_subjects(article: Article, low: str, laid: tuple[Sentence, ...]) -> dict[str, str]:
    """Substances that no list has and the title names: the words of a short title that the text goes on using."""
    title_block = next((s for s in laid if s.block.kind == "title"), None)
    title = (article.title or "").lower()
    if title_block is not None:
        if any(s.kind in ("substance", "form") for m in title_block.of("name") for s in m.value):  # type: ignore[attr-defined]
            return {}
        title = low[title_block.start : title_block.end].lstrip("# ")
    subject = _SUBJECT_TAIL.sub("", title.strip()).strip()
    if not _SUBJECT.match(subject) or len(subject.split()) > 3 or _NO_SUBJECT.search(subject):
        return {}
    spelled = {form for form in (subject, subject.removesuffix("s"), subject.split()[0]) if len(form) > 3}
    uses = {form: low.count(form) for form in spelled}
    if max(uses.values(), default=0) < 3:
        return {}
    # "chia seeds" is called "chia" in the text: the shortest spelling finds the others too
    shortest = min(uses, key=len)
    return {shortest: shortest if uses[subject] * 4 < uses[shortest] else subject}


def find_mentions(article: Article, low: str, laid: tuple[Sentence, ...], named: dict[str, str]) -> tuple[Mention, ...]:
    raw: list[tuple[Mark, tuple[Sense, ...]]] = []
    for sentence in laid:
        for mark in sentence.marks:
            if mark.kind == "name":
                senses = tuple(s for s in mark.value if s.kind in ("substance", "form"))  # type: ignore[attr-defined]
                if senses:
                    raw.append((mark, senses))
    spoken = Counter(s.substance for _, senses in raw for s in senses if not s.elliptic)
    home = _in_title(laid)
    mentions: list[Mention] = []
    for index, (mark, senses) in enumerate(raw):
        beside = raw[index + 1][1] if index + 1 < len(raw) and raw[index + 1][0].start - mark.end < _TOUCHING else ()
        chosen = _choose(senses, mentions, spoken, mark.start, home, beside)
        if chosen is not None and chosen.substance:
            named_here = Mention(
                mark.start, mark.end, chosen.substance, chosen.form, chosen.form_kind, True, chosen.weak, chosen.only_in
            )
            mentions.append(_extract(low, named_here))
    for words, name in named.items():
        for position in places_of(words, low):
            mentions.append(_extract(low, Mention(position, position + len(words), name, None, None, False)))
    mentions.sort()
    found = [Named(m.start, m.end, m.substance, m.form is None) for m in mentions]
    for coined in coined_names(article.text, low, found):
        known = coined.substance not in named.values()
        mentions.append(Mention(coined.start, coined.end, coined.substance, coined.name, "brand", known))
    return tuple(sorted(mentions))


_EXTRACT = re.compile(
    r"(?:\s(?:root|leaf|leaves|seed|fruit|bark|berry|flower|herb|rhizome|peel|stem|bulb|mushroom|mycelium"
    r"|fruiting body|skin|pulp|husk|whole plant|aerial parts?))?\sextract\b"
)


def _extract(low: str, mention: Mention) -> Mention:
    """ "curcumin extract", "maca root extract": an extract by its own words, where no row of the lexicon has it."""
    if mention.form is not None or (match := _EXTRACT.match(low, mention.end)) is None:
        return mention
    return mention._replace(end=match.end(), form=mention.substance + match[0], form_kind="extract")


_TOUCHING = 3
"""Characters between two names that belong together: "TRAACS® zinc bisglycinate"."""


def _in_title(laid: tuple[Sentence, ...]) -> frozenset[str]:
    """The substances that the title names beyond doubt."""
    title = next((s for s in laid if s.block.kind == "title"), None)
    marks = title.of("name") if title is not None else []
    senses = [[s for s in m.value if s.kind in ("substance", "form") and not s.elliptic] for m in marks]  # type: ignore[attr-defined]
    return frozenset(one[0].substance for one in senses if len(one) == 1)


def _choose(
    senses: tuple[Sense, ...],
    before: list[Mention],
    spoken: "Counter[str | None]",
    at: int,
    home: frozenset[str],
    beside: tuple[Sense, ...],
) -> Sense | None:
    """The sense that the passage speaks of; an elliptic name counts only after its substance.

    A name that stands for itself and for a form of something else ("phosphatidylcholine", of choline) is the latter
    where title or the words just before speak of that.
    """
    full = [sense for sense in senses if not sense.elliptic]
    if len(full) == 1:
        return _as_form(full[0], senses, before, at, home) if len(senses) > 1 else full[0]
    if full:
        for mention in reversed(before[-12:]):
            for sense in full:
                if sense.substance == mention.substance:
                    return sense
        return max(full, key=lambda sense: spoken[sense.substance])
    for other in beside:
        for sense in senses:
            if sense.substance == other.substance and not other.elliptic:
                return sense
    for mention in reversed(before[-30:]):
        if at - mention.start > 3000:
            break
        for sense in senses:
            if sense.substance == mention.substance:
                return sense
    best = max(senses, key=lambda sense: spoken[sense.substance])
    return best if spoken[best.substance] >= 2 else None


_SPOKEN_OF = 160
"""Characters: how far a substance just named lends its own sense to a name that has several."""


def _as_form(full: Sense, senses: tuple[Sense, ...], before: list[Mention], at: int, home: frozenset[str]) -> Sense:
    """The full sense of a name, or its elliptic one where the passage speaks of that one's substance."""
    if full.substance in home:
        return full
    others = {sense.substance: sense for sense in senses if sense.elliptic}
    for mention in reversed(before[-4:]):
        if at - mention.start > _SPOKEN_OF or mention.substance == full.substance:
            break
        if mention.substance in others:
            return others[mention.substance]
    return next((sense for substance, sense in others.items() if substance in home), full)
