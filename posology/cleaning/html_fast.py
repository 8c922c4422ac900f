"""HTML to units the fast way: resiliparse chooses the main content and gives it with a few tags, read line by line.

It knows less than the careful way: tables are lines of cells without spans, captions of pictures are lost, and so are
bold headings beside real ones; more of the surroundings stays, and what was left out is not told. Figures are in
bench/README.md.
"""

import html
import re

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from posology.cleaning.captions import mark_captions
from posology.cleaning.html import mark_units, read_html
from posology.cleaning.html_metadata import NAMES, Element, told_by
from posology.cleaning.html_tables import LONGEST_CELL
from posology.cleaning.html_tree import refuse_cut_off
from posology.cleaning.html_walk import raise_number
from posology.cleaning.judge import FEWEST_WORDS, words_of
from posology.cleaning.metadata import Metadata, from_units
from posology.cleaning.normalise import normalise
from posology.cleaning.outline import title_of
from posology.cleaning.tables import with_header
from posology.cleaning.text import Parsed
from posology.cleaning.units import Unit
from schemas.article import BlockKind, Link

MOST_TAGS = 10_000
"""Tags from which a page is read the careful way: nested blocks take resiliparse time in the square of their depth, two
seconds at so many. Of the 181 pages of the public benchmark none has a third of them."""
_ANYWHERE = 'script[type="application/ld+json"], time[datetime]'
_SHALLOW = "body > ul, body > * > ul, body > * > * > ul"
_CELL = "\t\t"
"""What resiliparse writes between the cells of a row."""
_tag = re.compile(r'<(/?)(h[1-6]|p|ul|ol|li|pre|br|a)\b(?: href="([^"]*)")?[^<>]*>')
_opening = re.compile(r"\s*<(/?[uo]l|li|h[1-6])>")
_preformatted = re.compile(r"<pre>[^<]*(?:<(?!/pre>)[^<]*)*")
_spaces = re.compile(r"  +")


def read_html_fast(text: str) -> Parsed:
    """Reads an HTML page as `read_html` does, faster and less well; one that has too many tags or next to no words that
    way is read the careful way.

    Raises CleaningError: truncated, not_an_article.
    """
    if text.count("<") > MOST_TAGS:
        return read_html(text)
    refuse_cut_off(text)
    tree = HTMLTree.parse(text)
    metadata, title = told_by(_about(tree))
    content = normalise(_main_content(tree), markup=True).text
    clean, units, links = _read_lines(_spaces.sub(" ", content.replace("<br>\n", "<br>")))
    units = mark_captions(mark_units(units))
    if words_of(units, FEWEST_WORDS) < FEWEST_WORDS:
        return read_html(text)
    for fallback in (Metadata(title=title_of(units)), Metadata(title=title), from_units(units)):
        metadata = metadata.over(fallback)
    return Parsed(clean, units, tuple(links), Metadata(*map(_tidied, metadata)))


def _tidied(words: str | None) -> str | None:
    return words if words is None or (words.isascii() and "&" not in words) else normalise(words).text


def _about(tree: HTMLTree) -> list[Element]:
    """The elements that say something about the page: JSON-LD and times stand anywhere, the rest in its head."""
    about = [Element("title", {}, tree.title or "")]
    for found in tree.document.query_selector_all(_ANYWHERE).values() if tree.document is not None else ():
        attributes = {name: found.getattr(name) or "" for name in found.attrs}
        about.append(Element(found.tag or "", attributes, found.text or ""))
    if tree.head is None:
        return about
    for link in tree.head.query_selector_all('link[rel~="canonical"]').values():
        about.append(Element("link", {"rel": "canonical", "href": link.getattr("href") or ""}, ""))
    for meta in tree.head.query_selector_all("meta").values():
        name = meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop") or ""
        if name.lower() in NAMES:
            about.append(Element("meta", {"name": name, "content": meta.getattr("content") or ""}, ""))
    return about


def _main_content(tree: HTMLTree) -> str:
    """The main content with tags of headings, paragraphs, items and links; all other signs are escaped."""
    if tree.body is None:
        return ""
    _write_superscripts(tree.body)
    _deepen_lists(tree.body)
    _unwrap_tables(tree.body)
    return extract_plain_text(
        tree, preserve_formatting="minimal_html", main_content=True, links=True, alt_texts=False, comments=False
    )


def _write_superscripts(body: ElementNode) -> None:
    """Writes numbers as signs that no digit before them swallows, inner ones first: '10<sup>9' must not become 109."""
    for element in reversed(body.query_selector_all("sup").values()):
        before = element.prev
        words = " ".join((element.text or "").split())
        linked = element.query_selector("a") is not None
        raised = raise_number(words, (before.text or "")[-12:] if before is not None else "", linked=linked)
        if raised is not None:
            element.text = raised


def _deepen_lists(body: ElementNode) -> None:
    """Moves lists near the body deeper: resiliparse takes all of them for menus, also those that hardly link."""
    for element in body.query_selector_all(_SHALLOW).values():
        linked = sum(len(link.text or "") for link in element.query_selector_all("a").values())
        if 2 * linked < len(element.text or ""):
            element.outer_html = f"<div><div><div>{element.outer_html}</div></div></div>"


def _unwrap_tables(body: ElementNode) -> None:
    """Takes tables out of their figures, as WordPress has them: resiliparse leaves figures out."""
    for table in body.query_selector_all("figure > table").values():
        figure = table.parent_element
        if figure is not None:
            figure.outer_html = f"<div>{figure.inner_html}</div>"


def _read_lines(content: str) -> tuple[str, list[Unit], list[Link]]:
    """Text, units and links of lines of text and tags: each line is a block, but what is preformatted."""
    lean = _Lean()
    lists: list[int] = []  # the number of each open list's next item; 0: it has none
    kind: BlockKind = "paragraph"
    level: int | None = None
    marker = ""
    lines = _preformatted.sub(_join_lines, content) if "<pre" in content else content
    for line in lines.split("\n"):
        if not line:
            continue
        if _CELL in line and lean.add_row(line):
            continue
        found = _opening.match(line)
        tag = found[1] if found else None
        if tag in ("ul", "ol"):
            lists.append(1 if tag == "ol" else 0)
        elif tag in ("/ul", "/ol"):
            if lists:
                lists.pop()
        elif tag == "li":
            number = lists[-1] if lists else 0
            kind, marker = "list_item", f"{number}." if number else "-"
            if number:
                lists[-1] += 1
        elif tag and tag[0] == "h":
            kind, level = "heading", int(tag[1])
        if lean.add(kind, line, marker, level):
            kind, level, marker = "paragraph", None, ""
    lean.end_table()
    return "".join(lean.parts), lean.units, lean.links


def _join_lines(preformatted: re.Match[str]) -> str:
    """A preformatted text as one line, its line breaks written as those of other blocks."""
    return preformatted[0].replace("\n", "<br>")


class _Lean:
    """The text that is being written, with its units and links."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.units: list[Unit] = []
        self.links: list[Link] = []
        self._rows = 0  # the last units that are rows of one table
        self._size = 0

    def add(self, kind: BlockKind, line: str, marker: str = "", level: int | None = None) -> bool:
        """Adds a line as a block; False where it holds no words."""
        words, links = _words(line)
        if not words:
            return False
        if kind != "table_row":
            self.end_table()
        if self.units:
            self._append("\n" if kind == self.units[-1].kind and kind in ("list_item", "table_row") else "\n\n")
        lead = self._size
        if kind == "list_item":
            self._append(f"{marker} ")
        start = self._size
        self._append(words)
        self.units.append(Unit(kind, start, self._size, words, marker, lead, level))
        self.links += [Link(start=start + first, end=start + last, url=url) for first, last, url in links]
        return True

    def add_row(self, line: str) -> bool:
        """Adds a line of cells as a row; False where a cell is a part of the page rather than data."""
        cells = line.replace("|", "/").replace("<br>", " ").strip().split(_CELL)
        if max(map(len, cells)) > LONGEST_CELL:
            return False
        if self.add("table_row", f"| {' | '.join(cell.strip() for cell in cells)} |", "|"):
            self._rows += 1
        return True

    def end_table(self) -> None:
        """Gives the rows of the table that ends here its header."""
        if self._rows:
            self.units[-self._rows :] = with_header(self.units[-self._rows :])
            self._rows = 0

    def _append(self, words: str) -> None:
        self.parts.append(words)
        self._size += len(words)


def _words(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The words of a line without its tags, and where its links stand in them."""
    if "<a" not in line and "<br" not in line:
        return _unescaped(_tag.sub("", line)).strip(), []
    words = ""
    links = []
    opened: tuple[int, str] | None = None
    position = 0
    for found in _tag.finditer(line):
        words += _unescaped(line[position : found.start()])
        position = found.end()
        if found[2] == "br":
            words = words.rstrip(" ") + "\n"
        elif found[3] and not found[3].lower().startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            opened = (len(words), found[3])
        elif found[1] and found[2] == "a" and opened and opened[0] < len(words.rstrip()):
            links.append((opened[0], len(words.rstrip()), html.unescape(opened[1])))
            opened = None
    return _trimmed(words + _unescaped(line[position:]), links)


def _trimmed(words: str, links: list[tuple[int, int, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    cut = len(words) - len(words.lstrip())
    bare = words.strip()
    spans = ((max(0, first - cut), min(len(bare), last - cut), url) for first, last, url in links)
    return bare, [span for span in spans if span[0] < span[1]]


def _unescaped(words: str) -> str:
    return html.unescape(words) if "&" in words else words
