"""The cleaned article: what cleaning hands to extraction."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Strings

BlockKind = Literal["title", "heading", "paragraph", "list_item", "table_row", "caption", "reference", "boilerplate"]


class Block(Contract):
    """One paragraph, heading, list item or table row of the cleaned text, and the room that it lives in."""

    kind: BlockKind = Field(description="What the block is; nothing is extracted from boilerplate.")
    start: int = Field(ge=0, description="First code point in the cleaned text.")
    end: int = Field(ge=0, description="Code point after the last.")
    headings: Strings = Field(description="The headings above it, outermost first.")
    level: int | None = Field(description="Level of a heading, 1 to 6, else null.")
    header: Strings | None = Field(description="The header cells of the table that a row belongs to, else null.")


class Link(Contract):
    """An address that words of the cleaned text link to."""

    start: int = Field(ge=0, description="First code point of the link's words in the cleaned text.")
    end: int = Field(ge=0, description="Code point after the last.")
    url: str = Field(description="The address, as given.")


class Edit(Contract):
    """A place where cleaning changed a length: what it wrote there, and what it replaced."""

    start: int = Field(ge=0, description="First code point in the cleaned text.")
    end: int = Field(ge=0, description="Code point after the last.")
    source_start: int = Field(ge=0, description="First code point of what it stands for in the decoded source.")
    source_end: int = Field(ge=0, description="Code point after the last there.")


class Article(Contract):
    """One cleaned article. Its text is normalised once; everything after counts in its code points."""

    article_id: str = Field(description="Hash of the canonical URL where one is known, else of the relative path.")
    version_id: str = Field(description="Hash of the article's raw bytes.")
    source: str = Field(description="Path relative to the source's root, or URI.")
    url: str | None = Field(description="Canonical URL.")
    site: str | None = Field(description="Host name of the URL, without 'www.'.")
    title: str | None = Field(description="Title, from metadata or the first heading.")
    author: str | None = Field(description="Author, as given.")
    published: str | None = Field(description="Date of publication, ISO 8601.")
    modified: str | None = Field(description="Date of the last change, ISO 8601.")
    encoding: str = Field(description="The character encoding the bytes were read as.")
    text: str = Field(description="The cleaned text.")
    blocks: Annotated[tuple[Block, ...], Field(strict=False)] = Field(description="The text's structure, in order.")
    links: Annotated[tuple[Link, ...], Field(strict=False)] = Field(
        description="Addresses that words link to, in order."
    )
    edits: Annotated[tuple[Edit, ...], Field(strict=False)] | None = Field(
        None,
        description="Where the text's offsets leave those of the decoded source, in order; both run in step between. "
        "Null for HTML, whose text is made anew.",
    )
