"""The link that opens an article's page at a record's words: a text fragment, as browsers scroll to and mark it.

`URL#:~:text=prefix-,first words,last words,-suffix` (the WICG's URL Fragment Text Directives): a browser looks for the
whole words in the page as it shows them, so whatever cleaning writes itself (bars, footnote brackets) or a source
writes for its renderer (Markdown's signs) must not be in it.
"""

import re
from urllib.parse import quote as percent_encode

from posology.extraction.document import Document
from schemas.article import Block

_written = re.compile(r"\s*(?:\[\^?\d[\d,–-]*\]|[\n|*`]|__|!?\[|\](?:\([^()\s]*\))?)\s*")
"""What stands in our text and not on the page; and line breaks, which a page may show as another block."""
_touched = re.compile(r" \S+(?=\[\^?\d)")
"""A word that a footnote's bracket touches: on the page it may end in the bare number."""
_numbered = re.compile(r"(?:\d{1,3}[.)]|[-*•])\s+")
"""A list's mark, which the page may draw rather than write."""
LONGEST = 60
"""Characters up to which a quote is looked for as a whole; of a longer one its first and last words are."""
END_WORDS = 5
CONTEXT_WORDS = (3, 8)
"""Words before and behind a quote that tell it from the same words elsewhere: a few, and more where those do not."""
LARGEST_SEARCHED = 100_000
"""Code points of a text up to which a quote's other places in it are looked for; in a larger one it has context."""


def evidence_url(doc: Document, block: Block, start: int, end: int) -> str | None:
    """The article's address with a text fragment for ``start`` to ``end`` of its text, which lie in ``block`` or begin
    there; None where no address is known, or where nothing that the page shows is quoted."""
    url = doc.article.url
    if url is None:
        return None
    start, end = _whole_words(doc.text, start, end)
    words = _shown(doc.text, start, end)
    if not words:
        return None
    before, behind = _context(doc, block, start, end)
    parts = [f"{_encoded(before)}-"] if before else []
    parts += map(_encoded, words)
    parts += [f"-{_encoded(behind)}"] if behind else []
    return f"{url}{':~:text=' if '#' in url else '#:~:text='}{','.join(parts)}"


def _encoded(words: str) -> str:
    """Percent-encoded; the dash too, which would mark a prefix or suffix."""
    return percent_encode(words, safe="").replace("-", "%2D")


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _shown(text: str, start: int, end: int) -> list[str]:
    """The words to look for: all of them, or the first and the last ones where the page may show others between."""
    quoted = _numbered.sub("", text[start:end], count=1) if _numbered.match(text, start, end) else text[start:end]
    quoted = _touched.sub("", quoted + "[0]" if text[end : end + 1] == "[" else quoted)
    pieces = [piece for piece in _written.split(quoted) if any(map(str.isalnum, piece))]
    if not pieces or (len(pieces) == 1 and len(pieces[0]) <= LONGEST):
        return pieces
    first, last = pieces[0].split(), pieces[-1].split()
    if len(pieces) == 1 and len(first) <= 2 * END_WORDS:
        return pieces
    return [" ".join(first[:END_WORDS]), " ".join(last[-END_WORDS:])]


def _context(doc: Document, block: Block, start: int, end: int) -> tuple[str, str]:
    """Words before and behind a quote that a browser would find elsewhere first, as many as tell it apart."""
    before = behind = ""
    left = _written.split(doc.text[block.start : start])[-1].split()
    right = _written.split(doc.text[end : max(end, block.end)])[0].split()
    for count in CONTEXT_WORDS:
        first, last = start - len(before), end + len(behind)
        if len(doc.low) <= LARGEST_SEARCHED and doc.low.find(doc.low[first:last]) == first:
            break
        before, behind = " ".join(left[-count:]), " ".join(right[:count])
    return before, behind
