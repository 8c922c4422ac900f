"""Settings: the command line before the environment before ``posology.toml`` before the defaults.

The file is ``posology.toml`` in the current folder, or the one that ``--config`` or POSOLOGY_CONFIG names. Relative
paths in it count from the file's own folder, so that a job finds its home wherever it is started from.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from posology.errors import ConfigurationError
from posology.hints import Content
from posology.sources.columns import DATE, FIELDS
from posology.sources.model import Reading

ENV_PREFIX = "POSOLOGY_"
CONFIG_VARIABLE = "POSOLOGY_CONFIG"
OTHER_VARIABLES = frozenset({CONFIG_VARIABLE, "POSOLOGY_ROOT"})  # the second is the deployment's, see prefect.yaml
FILE_NAME = "posology.toml"
REPEATED = ("lexicons", "columns", "languages")  # given one by one on the command line
PATH_SETTINGS = ("home", "lexicons")


class Settings(BaseSettings):
    """Every setting, checked; unknown ones are refused."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    home: Path = Field(Path("home"), description="Folder of the lake and the warehouse.")
    lexicons: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="Folders of your own lexicon files, laid over ours."
    )
    columns: Annotated[dict[str, str], NoDecode] = Field(
        {}, description="Columns of tables by what they hold, as content=body,url=link; the others are guessed."
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        ("en",), description="Languages of articles to keep, as ISO 639-1 codes, or 'any'; others are rejected."
    )
    content: Content = Field(
        Content.careful, description="How main content of HTML is found: 'careful', or 'fast' with less structure."
    )
    article_bytes: int = Field(
        10_000_000, ge=1000, le=1_000_000_000, description="Largest article, unpacked; a larger one is rejected."
    )
    article_seconds: float = Field(
        60.0, gt=0, description="Longest time of one article in the processor; what takes longer is rejected."
    )
    expansion: int = Field(
        200, ge=1, description="Times its own size that a packed file may unpack to, once above article_bytes."
    )
    shard_size: int = Field(500, ge=1, description="Articles in one shard, which is one task of the run.")
    processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, description="Processes that work on shards at once."
    )
    allowed_rejects: float = Field(
        0.10, ge=0, le=1, description="Share of rejected articles above which the exit code is 3."
    )
    storage_compatibility_version: str = Field(
        "v1.5.0", description="The oldest DuckDB that can read the warehouse file, or 'latest'."
    )

    @field_validator("lexicons", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """One string is a list of folders, as in PATH."""
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("languages", mode="before")
    @classmethod
    def _code(cls, value: object) -> object:
        """Codes in a list or joined by commas, in one order: the same languages are the same engine."""
        codes = value.split(",") if isinstance(value, str) else value
        if not isinstance(codes, (list, tuple)) or not codes:
            raise ValueError("give at least one language, or 'any'")
        for code in codes:
            if not re.fullmatch("[a-z]{2,3}", str(code)):
                raise ValueError(f"{code!r} is no language code such as 'en', nor 'any'")
        return sorted(set(codes))

    @field_validator("columns", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        """Pairs like content=body, in a list or joined by commas; checked, and named as the code names them."""
        pairs = value.split(",") if isinstance(value, str) else value
        if isinstance(pairs, list):
            pairs = dict(_split_pair(pair) for pair in pairs if pair)
        if isinstance(pairs, dict):
            return {_known_field(name): column for name, column in pairs.items()}
        return pairs

    @property
    def reading(self) -> Reading:
        """How sources are read."""
        return Reading(self.article_bytes, self.expansion, self.columns)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the layering to `load`, which remembers where each value came from."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def _split_pair(pair: object) -> tuple[str, str]:
    name, equals, column = str(pair).partition("=")
    if not (equals and column.strip()):
        raise ValueError(f"{pair!r} is no pair like content=body")
    return name.strip(), column.strip()


def _known_field(name: str) -> str:
    field = FIELDS[-1] if name == DATE else name
    if field not in FIELDS:
        raise ValueError(f"{name!r} is nothing that is read from a table; known are {', '.join((*FIELDS, DATE))}")
    return field


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings that hold, and for each where it comes from: an option, a variable, file and line, 'default'."""

    settings: Settings
    origins: Mapping[str, str]


def load(options: Mapping[str, Any] | None = None, file: Path | None = None) -> Loaded:
    """Put the layers together. Options that are None are not given.

    Raises ConfigurationError naming the option, the variable, or file and line of a wrong value or unknown key.
    """
    from_file, lines = _read_file(_find_file(file))
    from_env = _read_environment()
    from_options = {name: value for name, value in (options or {}).items() if value is not None}
    origins = (
        dict.fromkeys(Settings.model_fields, "default")
        | lines
        | {name: f"{ENV_PREFIX}{name.upper()}" for name in from_env}
        | {name: f"--{name.rstrip('s') if name in REPEATED else name.replace('_', '-')}" for name in from_options}
    )
    try:
        settings = Settings(**{**from_file, **from_env, **from_options})
    except ValidationError as error:
        raise ConfigurationError("\n".join(_explain(problem, origins) for problem in error.errors())) from None
    return Loaded(settings, origins)


def _find_file(given: Path | None) -> Path | None:
    named = given or (Path(value) if (value := os.environ.get(CONFIG_VARIABLE)) else None)
    if named is None:
        return path if (path := Path(FILE_NAME)).is_file() else None
    if not named.is_file():
        asked_by = "--config" if given else CONFIG_VARIABLE
        raise ConfigurationError(f"{named}: there is no such settings file; {asked_by} names it")
    return named


def _read_file(path: Path | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the file's values, its paths made to count from the file's folder, and file:line of each key."""
    if path is None:
        return {}, {}
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ConfigurationError(f"{path}:{line[1] if line else 1}: is not TOML: {error}") from None
    for name in PATH_SETTINGS:
        if name in values:
            values[name] = _beside(path, values[name])
    return values, {name: f"{path}:{_line_of(name, text)}" for name in values}


def _beside(file: Path, value: Any) -> Any:
    if isinstance(value, str):
        return str(file.parent / value)
    if isinstance(value, list):
        return [_beside(file, item) for item in value]
    return value


def _line_of(key: str, toml: str) -> int:
    """Find the line that sets a top-level key, or opens the table of that name."""
    pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}["']?\s*(?:=|\.|\])""")
    return next((number for number, line in enumerate(toml.splitlines(), 1) if pattern.match(line)), 1)


def _read_environment() -> dict[str, Any]:
    known = {f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    for variable in sorted(os.environ):
        if variable.upper().startswith(ENV_PREFIX) and variable.upper() not in known:
            raise ConfigurationError(f"{variable}: no such setting; known are {', '.join(sorted(known))}")
    return EnvSettingsSource(Settings)()


def _explain(problem: Mapping[str, Any], origins: Mapping[str, str]) -> str:
    name = str(problem["loc"][0])
    where = origins.get(name, name)
    if problem["type"] == "extra_forbidden":
        return f"{where}: no such setting: {name}; known are {', '.join(sorted(Settings.model_fields))}"
    return f"{where}: {name} = {problem['input']!r} will not do: {problem['msg']}"
