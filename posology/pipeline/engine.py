"""Which engine is at work: the part of every identity that changes when code, lexicons or settings do."""

from posology import __version__
from posology.config import Settings
from posology.identity import engine_hash


def engine_of(settings: Settings) -> str:
    """Hash of the code, the lexicons and the settings that change what is extracted: 16 hex digits."""
    output: dict[str, object] = {"languages": settings.languages, "content": settings.content}
    if settings.columns:
        output["columns"] = settings.columns
    return engine_hash(settings.lexicons, output)


def extractor_version(settings: Settings) -> str:
    """Version of Posology with the start of the engine's hash: ``0.1.0+3f9a12bc``."""
    return f"{__version__}+{engine_of(settings)[:8]}"
