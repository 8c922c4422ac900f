"""The fingerprint by which an article's copies are found."""

from pydantic import Field

from schemas.base import Contract, Strings

SLOTS = 256
"""MinHash values of a fingerprint; the estimate of a similarity of 0.3 then has a standard deviation of 0.03."""


class Fingerprint(Contract):
    """All that decides whether an article is a copy, and which of the copies is the original."""

    article_id: str = Field(description="The article.")
    text_hash: str = Field(description="Hash of the cleaned text; exact copies have the same.")
    minhash: str | None = Field(
        description=f"Low bytes of {SLOTS} MinHash values of the text's word pairs, hexadecimal; null when too few."
    )
    subjects: Strings = Field(description="The substances that most of its records are about, by name.")
    published: str | None = Field(description="Date of publication, ISO 8601.")
