"""What is known of an article besides its bytes, by the table, archive or crawl it came from; and how to read it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Media = Literal["html", "text", "markdown"]
MEDIA_OF: dict[str, Media] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
}
"""What the end of a file's name says of it."""


class Content(StrEnum):
    """How the main content of HTML pages is found: well, or many times as fast (bench/README.md has the figures)."""

    careful = "careful"
    fast = "fast"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a container says of an article. What the article says of itself is believed first."""

    url: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None  # as given
    media: Media | None = None
    charset: str | None = None  # of the HTTP header


NOTHING = Hints()
"""An article of which nothing else is known."""
