"""`settings`: every setting with its default and meaning, from the definitions that the desk itself reads."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from pydantic.fields import FieldInfo

from bot.settings import Settings

PREFIX = str(Settings.model_config["env_prefix"])


def as_lines() -> Iterator[str]:
    """Yield two lines for each setting: the name with its default, and what it means."""
    for name, field in Settings.model_fields.items():
        yield f"{_full_name(name)}={_default(field)}"
        yield f"    {field.description}"


def as_env_file() -> Iterator[str]:
    """Yield the lines of a file for `.env` or systemd: each setting is commented out, below what it means."""
    for name, field in Settings.model_fields.items():
        yield f"# {field.description}"
        yield f"#{_full_name(name)}={_default(field)}"
        yield ""


def _full_name(name: str) -> str:
    return f"{PREFIX}{name}".upper()


def _default(field: FieldInfo) -> str:
    """Return the default as it is written in the environment; nothing if there is none."""
    value: Any = field.default
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value.value if isinstance(value, StrEnum) else str(value)
