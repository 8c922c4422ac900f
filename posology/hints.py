"""What is known of an article besides its bytes: by the table, the archive or the crawl that it came from."""

from dataclasses import dataclass
from typing import Literal

Media = Literal["html", "text", "markdown"]


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
