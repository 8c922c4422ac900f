"""Addresses in plain text and Markdown, with the words that link to them."""

import re

from schemas.article import Link

_markdown = re.compile(r"\[([^\[\]\n]+)\]\(<?((?:https?:)?//[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)")
_bare = re.compile(r"(?:https?://|www\.)[^\s<>\"“”|\[\]]+")
_closing = ".,;:!?'*_)"


def text_links(text: str) -> tuple[Link, ...]:
    """Links in order. The words of a Markdown link stand in its brackets; a bare address is its own words."""
    if "://" not in text and "www." not in text and "](" not in text:
        return ()
    links = []
    taken = 0
    for found in _markdown.finditer(text) if "](" in text else ():
        links += _bare_links(text, taken, found.start())
        links.append(Link(start=found.start(1), end=found.end(1), url=found[2]))
        taken = found.end()
    return (*links, *_bare_links(text, taken, len(text)))


def _bare_links(text: str, start: int, end: int) -> list[Link]:
    links = []
    for found in _bare.finditer(text, start, end):
        url = found[0].rstrip(_closing)
        if url.endswith("/") or "(" not in url or url.count("(") == url.count(")"):
            links.append(Link(start=found.start(), end=found.start() + len(url), url=url))
        else:  # the address holds a bracket that the end of a sentence was taken for
            links.append(Link(start=found.start(), end=found.start() + len(url) + 1, url=url + ")"))
    return links
