"""What the job says about itself: rejected articles, shards and runs."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Strings

Stage = Literal["read", "clean", "extract"]


class Reject(Contract):
    """An article that could not be processed; the run goes on without it."""

    article_id: str = Field(description="The article, by the identity it would have had.")
    version_id: str | None = Field(description="Hash of its raw bytes; null when they could not be read.")
    source: str = Field(description="Path relative to the source's root, or URI.")
    stage: Stage = Field(description="Where it failed.")
    code: str = Field(description="What was wrong, as one stable word: empty, binary, encoding, not_an_article ...")
    message: str = Field(description="What was wrong, for a person, and what to do.")


class Part(Contract):
    """One Parquet file of the lake."""

    table: str = Field(description="The table whose rows it holds.")
    path: str = Field(description="Path relative to the lake.")
    rows: int = Field(ge=0, description="Number of rows.")
    sha256: str = Field(description="Hash of the file's bytes.")


class ShardManifest(Contract):
    """What one shard made: pure function of its articles and the engine, nothing about the run."""

    shard_id: str = Field(description="Hash of the shard's article versions and the engine.")
    engine_hash: str = Field(description="Hash of code, lexicons and the settings that change output.")
    versions: Strings = Field(description="The article versions it processed, as article_id:version_id.")
    articles: int = Field(ge=0, description="Articles cleaned and extracted.")
    records: int = Field(ge=0, description="Records made.")
    rejects: int = Field(ge=0, description="Articles rejected.")
    characters: int = Field(ge=0, description="Code points of cleaned text.")
    parts: Annotated[tuple[Part, ...], Field(strict=False)] = Field(description="The Parquet files it stands in.")


class Run(Contract):
    """One run of the job."""

    run_id: str = Field(description="Identity of the run; the Prefect flow run's id where there is one.")
    started: datetime = Field(description="When it started, UTC.")
    finished: datetime = Field(description="When its load was ready to publish, UTC.")
    sources: Strings = Field(description="What it was asked to read.")
    engine_hash: str = Field(description="Hash of code, lexicons and the settings that change output.")
    version: str = Field(description="Version of Posology.")
    articles: int = Field(ge=0, description="Articles that the run found.")
    extracted: int = Field(ge=0, description="Articles cleaned and extracted anew; the others were in the lake.")
    rejects: int = Field(ge=0, description="Articles rejected.")
    records: int = Field(ge=0, description="Current records after the run.")
    shards: int = Field(ge=0, description="Shards that had work to do.")
    seconds: float = Field(ge=0, description="Duration from plan to load, in seconds.")
