"""Finds names in the environment and in `.env` that no setting has: a typing error is not ignored in silence."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource


def unknown_names(settings: type[BaseSettings], env_file: Path | str | None) -> Iterator[str]:
    """Yield one line for each name with the prefix of these settings that none of them has, with the closest name."""
    prefix = settings.model_config["env_prefix"].lower()
    known = list(settings.model_fields)
    given = set(EnvSettingsSource(settings).env_vars) | set(DotEnvSettingsSource(settings, env_file).env_vars)
    for name in sorted(name.removeprefix(prefix) for name in map(str.lower, given) if name.startswith(prefix)):
        if name not in known:
            close = get_close_matches(name, known, n=1)
            advice = f"did you mean {f'{prefix}{close[0]}'.upper()}?" if close else "README lists them all"
            yield f"{f'{prefix}{name}'.upper()}: no such setting; {advice}"
