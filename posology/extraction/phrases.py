"""Where the lexicon's phrases stand in a text: one Aho-Corasick pass for all tables, of names and of cues alike.

A phrase stands as a whole, with a word's border before and behind it. The gap between two of its words may be written
as a blank, a hyphen or a line's end, and a `*` at its end stands for any ending of its last word. Of the phrases of a
table that begin at one place the longest counts, and the table's next one begins behind it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from posology.extraction.document import places_of

Labels = frozenset[str]
_IN_WORD = bytes(chr(code).isascii() and (chr(code).isalnum() or chr(code) == "_") for code in range(256))
"""1 for the characters that words are made of."""
_GAP = str.maketrans("-\t\n", "   ")
_LONG_GAP = re.compile(r"(?<![-\s])(?:[- \t]{2}|-\n)(?![-\s])")
"""A gap of two characters: "- ", or the hyphen of a word that a line's end breaks."""
_PLURALS = ("s", "es")


class _Phrase(NamedTuple):
    table: int
    starred: bool
    plural: bool
    """Whether "s" or "es" may stand behind it."""
    labels: Labels


@dataclass(frozen=True, slots=True)
class PhraseFinder:
    """Tables of phrases, compiled."""

    automaton: AhoCorasick
    phrases: Sequence[Sequence[_Phrase]]
    """By the number of their words in the automaton."""
    tables: int

    def find(self, low: str) -> Iterator[tuple[int, int, int, Labels]]:
        """Start, end, number of the table and labels of each phrase, by start; `low` is folded and in lower case."""
        line, dropped = _on_one_line(low)
        covered = [0] * self.tables
        for start, minus_end, table, _, labels in sorted(self._candidates(line)):
            if start < covered[table]:
                continue
            end = covered[table] = -minus_end
            if dropped:
                yield start + bisect_right(dropped, start), end + bisect_right(dropped, end), table, labels
            else:
                yield start, end, table, labels

    def _candidates(self, line: str) -> list[tuple[int, int, int, int, Labels]]:
        """All that could be meant, to be sorted: by start, the longest first, by table, the phrase nearest to the text.

        The automaton reads no borders: here they are looked up, one place before the character that they stand at.
        """
        in_word = b"\0" + line.encode("ascii").translate(_IN_WORD) + b"\0"
        found = []
        for words, start, stop in self.automaton.find_matches_as_indexes(_capitalised(line), overlapping=True):
            if in_word[start] == in_word[start + 1]:
                continue
            whole = in_word[stop] != in_word[stop + 1]
            for table, starred, plural, labels in self.phrases[words]:
                end = stop
                if starred or plural:
                    end = in_word.find(0, stop + 1) - 1
                    if plural and line[stop:end] not in _PLURALS:
                        end = stop
                if whole or end > stop:
                    found.append((start, -end, table, starred - 2 * stop, labels))
        return found


def compile_phrases(names: Iterable[str], cues: Sequence[Mapping[str, Labels]]) -> PhraseFinder:
    """A finder of names, which are table 0 and may stand in the plural, and of tables of cues, which follow.

    Phrases are folded, in lower case, with their gaps as one blank.
    """
    found: dict[str, list[_Phrase]] = {}
    for name in names:
        found.setdefault(name, []).append(_Phrase(0, False, True, frozenset()))
    for table, phrases in enumerate(cues, 1):
        for phrase, labels in phrases.items():
            found.setdefault(phrase.removesuffix("*"), []).append(_Phrase(table, phrase.endswith("*"), False, labels))
    return PhraseFinder(AhoCorasick(map(_capitalised, found)), tuple(map(tuple, found.values())), 1 + len(cues))


def _capitalised(low: str) -> str:
    """ASCII words each with a capital: the automaton then passes by what stands in the middle of a longer word."""
    return low.encode("ascii").title().decode("ascii")


def _on_one_line(low: str) -> tuple[str, list[int]]:
    """The text with every gap as one blank, and the places in it before which a character was left out."""
    line = low.translate(_GAP)
    dropped = [place + 1 for place in places_of("  ", line) if _LONG_GAP.match(low, place)]
    if not dropped:
        return line, []
    pieces = [
        line[start:end] for start, end in zip([0, *[place + 1 for place in dropped]], [*dropped, None], strict=True)
    ]
    return "".join(pieces), [place - index for index, place in enumerate(dropped)]
