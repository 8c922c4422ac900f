"""Whom a claim is about: the nearest substance that the passage is speaking of, and where that was found.

The order is the contract's: the claim's own sentence, the sentences before it in the paragraph, the headings above
from the nearest out, then the article's topic. A form is taken from the claim's own sentence or heading only, or from
the topic where the article as a whole is about that one form.
"""

import re
from collections.abc import Sequence
from itertools import islice

from posology.extraction.document import Document, Mention, Sentence, heading_key
from posology.extraction.drafts import Subject
from posology.extraction.tables import header_mention, row_mentions
from schemas.records import FormFrom, SubstanceFrom

NOBODY = Subject(None, None, None, None, True)
_STRANGER = 130
"""Characters: a substance that the room is not about does not name a claim from farther off than this."""
_AFTER, _CLAUSE, _ABOUT, _OPENING = 25, 45, 70, 25
"""Costs, in characters of distance: a name behind the claim, one beyond a clause's border; what the room is about, and
what opens the sentence, count as that much nearer."""
_LEADS = 4
"""Characters before which a mention opens a sentence, and so may become what the paragraph goes on about."""
_MEMORY = 50
"""Sentences of a paragraph that a claim looks back over: readers do not remember more either."""
_QUESTION = re.compile(r"\?[\s*_\"')]*$")
_IN_PASSING = re.compile(r"\b(?:rich|high|low|deficient|deficiency|lacking) in $")  # "a diet rich in copper"
_BORDER = re.compile(r"[,;:()]|\b(?:but|while|whereas|although|because|which)\b")


def resolve(
    doc: Document, sentence: Sentence, start: int, end: int, taken: frozenset[Mention] = frozenset()
) -> Subject:
    """The subject of a claim at [start, end) of a sentence.

    In the sentence the nearest mention wins, where what the room is about counts as nearer, and what stands behind
    the claim or in another clause as farther off. A constituent ("withanolides") or macronutrient never wins this way,
    nor do the mentions in `taken`, which stand beside another claim.
    """
    if sentence.block.kind == "table_row":
        return _row(doc, sentence, start, end)
    inside = [
        mention
        for mention in doc.mentions_in(sentence.start, sentence.end)
        if not mention.weak and mention not in taken
    ]
    if not inside:
        return resolve_outside(doc, sentence)
    about = favoured(doc, sentence).substance
    within = [mention for mention in inside if start <= mention.start < end]
    if within:
        return from_sentence(doc, sentence, within[0])
    best, cost = _closest(doc, sentence, inside, start, end, about)
    if about in (None, best.substance) or cost <= _STRANGER:
        return from_sentence(doc, sentence, best)
    return resolve_outside(doc, sentence)


def _closest(
    doc: Document, sentence: Sentence, mentions: Sequence[Mention], start: int, end: int, about: str | None
) -> tuple[Mention, int]:
    """The mention of least cost, of equals the first, and its cost; what only distance rules out is not looked at."""
    distances = [_distance(sentence, mention, start, end, about) for mention in mentions]
    best, least = 0, None
    for index in sorted(range(len(mentions)), key=distances.__getitem__):
        if least is not None and distances[index] > least:
            break
        cost = distances[index] + _hindrance(doc, sentence, mentions[index], start, end)
        if least is None or (cost, index) < (least, best):
            best, least = index, cost
    return mentions[best], least or 0


def _distance(sentence: Sentence, mention: Mention, start: int, end: int, about: str | None) -> int:
    """How far a mention is from a claim at [start, end), less what speaks for it."""
    before = mention.start < start
    cost = max(0, start - mention.end) if before else max(0, mention.start - end) + _AFTER
    if mention.substance == about:
        cost -= _ABOUT
    if mention.start - sentence.start < 12:
        cost -= _OPENING
    return cost


def _hindrance(doc: Document, sentence: Sentence, mention: Mention, start: int, end: int) -> int:
    """What the words speak against a mention, on top of its distance; never less than 0."""
    before = mention.start < start
    gap = (mention.end, start) if before else (end, mention.start)
    cost = _CLAUSE * len(_BORDER.findall(doc.low, gap[0], min(gap[1], gap[0] + 300)))
    if not before and ":" in doc.low[gap[0] : gap[1]]:
        cost += _STRANGER  # "20 billion CFU: L. acidophilus, B. lactis ...": a sum and its parts
    if _IN_PASSING.search(doc.low, max(sentence.start, mention.start - 20), mention.start):
        cost += _STRANGER
    return cost


def _row(doc: Document, sentence: Sentence, start: int, end: int) -> Subject:
    """A table row's cells are rooms of their own: a note in the last column does not name what the first doses."""
    inside = row_mentions(doc, sentence, start)
    if inside:
        about = favoured(doc, sentence).substance
        mention, _ = _closest(doc, sentence, inside, start, end, about)
        return Subject(mention.substance, mention.form, "sentence", "sentence" if mention.form else None, mention.known)
    header = header_mention(doc, sentence, start)
    if header is not None:
        return Subject(header.substance, header.form, "heading", "heading" if header.form else None, header.known)
    found = resolve_outside(doc, sentence)
    if found.substance is None and (rest := doc.mentions_in(sentence.start, sentence.end)):
        return from_sentence(doc, sentence, rest[0])
    return found


def nearest(mentions: Sequence[Mention], start: int, end: int) -> Mention:
    """The mention that a claim at [start, end) speaks of: inside it, else the last before, else the first after."""
    within = [mention for mention in mentions if start <= mention.start < end]
    if within:
        return within[0]
    before = [mention for mention in mentions if mention.start < start]
    return before[-1] if before else mentions[0]


def from_sentence(doc: Document, sentence: Sentence, mention: Mention) -> Subject:
    """The subject that a mention in the claim's own sentence gives; a bare name takes the one form named beside it."""
    if mention.form:
        form = _compound_beside(doc, sentence, mention) or mention.form
        return Subject(mention.substance, form, "sentence", "sentence", mention.known)
    others = {
        other.form
        for other in doc.mentions_in(sentence.start, sentence.end)
        if other.substance == mention.substance and other.form
    }
    if len(others) != 1:
        others = _opening_bracket(doc, sentence, mention)
    only = others.pop() if others else None
    return Subject(mention.substance, only, "sentence", "sentence" if only else None, mention.known)


_BRACKET = re.compile(r"\s?\([^()]*")


def _opening_bracket(doc: Document, sentence: Sentence, mention: Mention) -> set[str]:
    """The form behind which the bracket opens that holds a bare name: "zinc picolinate (50 mg elemental zinc)"."""
    return {
        other.form
        for other in doc.mentions_in(max(sentence.start, mention.start - 90), mention.start)
        if other.substance == mention.substance and other.form and _BRACKET.fullmatch(doc.low, other.end, mention.start)
    }


_TOGETHER = re.compile(r"[\x10\s]{0,2}[(,]?\s?(?:branded as |sold as |known as |such as |a )?")


def _compound_beside(doc: Document, sentence: Sentence, mention: Mention) -> str | None:
    """The compound that stands with its brand ("TRAACS bisglycinate", "buffered creatine (Kre-Alkalyn)"), or None."""
    if mention.form_kind != "brand":
        return None
    for other in doc.mentions_in(max(sentence.start, mention.start - 60), min(sentence.end, mention.end + 6)):
        if other.substance != mention.substance or other.form_kind not in ("compound", "extract"):
            continue
        gap = (other.end, mention.start) if other.end <= mention.start else (mention.end, other.start)
        if gap[0] <= gap[1] and _TOGETHER.fullmatch(doc.low, *gap):
            return other.form
    return None


def resolve_outside(doc: Document, sentence: Sentence) -> Subject:
    """The subject of a claim whose own sentence names none."""
    for found in (_paragraph(doc, sentence), _heading(doc, sentence), _title_or_topic(doc), _above(doc, sentence)):
        if found.substance is not None:
            return found
    return NOBODY


def _paragraph(doc: Document, sentence: Sentence) -> Subject:
    about = favoured(doc, sentence).substance
    for other in islice(doc.block_sentences(sentence), _MEMORY):
        mentions = [mention for mention in doc.mentions_in(other.start, other.end) if not mention.weak]
        if not mentions:
            continue
        mention = next((m for m in mentions if m.substance == about), mentions[0])
        if about not in (None, mention.substance) and mention.start - other.start > _LEADS:
            continue  # named in passing: the room goes on being about its own
        return Subject(
            mention.substance,
            _topic_form(doc, mention.substance),
            ("paragraph"),
            _form_place(doc, mention),
            mention.known,
        )
    return _question_above(doc, sentence)


def _question_above(doc: Document, sentence: Sentence) -> Subject:
    """What the question asks that this paragraph answers ("How much vitamin C is too much?")."""
    first = doc.first_of_block(sentence)
    above = doc.sentences[first.index - 1] if first.index else None
    if (
        above is None
        or above.block.kind not in ("paragraph", ("list_item"))
        or not _QUESTION.search(doc.low, above.end - 4, above.end)
    ):
        return NOBODY
    for mention in doc.mentions_in(above.start, above.end):
        if not mention.weak:
            return Subject(
                mention.substance, mention.form, "heading", ("heading") if mention.form else None, mention.known
            )
    return NOBODY


def favoured(doc: Document, sentence: Sentence) -> Subject:
    """What the room is about: the substance of the nearest heading that names one, else the article's topic."""
    for found in (_heading(doc, sentence), _title_or_topic(doc)):
        if found.substance is not None:
            return found
    return NOBODY


def _heading(doc: Document, sentence: Sentence) -> Subject:
    title = doc.article.title
    for heading in reversed(sentence.block.headings):
        for mention in doc.headings.get(heading_key(heading), ()):
            place: SubstanceFrom = "title" if heading == title else "heading"
            if mention.form:
                return Subject(mention.substance, mention.form, place, "heading", mention.known)
            return Subject(
                mention.substance, _topic_form(doc, mention.substance), place, _form_place(doc, mention), mention.known
            )
    return NOBODY


def _title_or_topic(doc: Document) -> Subject:
    topic = doc.topic
    if topic.substance is None:
        return NOBODY
    return Subject(topic.substance, topic.form, "topic", "topic" if topic.form else None, topic.known)


def _above(doc: Document, sentence: Sentence) -> Subject:
    """The last mention under the same headings, for articles that have no topic of their own."""
    for mention in reversed(doc.mentions_in(max(0, sentence.start - 3000), sentence.start)):
        if mention.weak:
            continue
        return Subject(mention.substance, None, "paragraph", None, mention.known)
    return NOBODY


def _topic_form(doc: Document, substance: str | None) -> str | None:
    return doc.topic.form if doc.topic.form and doc.topic.substance == substance else None


def _form_place(doc: Document, mention: Mention) -> FormFrom | None:
    return "topic" if _topic_form(doc, mention.substance) else None
