"""The methods and types of the official Bot API description, loaded from `bot_api.json`."""

import json
from functools import cache
from typing import NamedTuple, TypeAlias

from bot.simulator.schema.compact import PATH

_ARRAY = "Array of "


class Field(NamedTuple):
    """A field or parameter: its possible types, the one value it has if it is a constant, whether it is required."""

    types: tuple[str, ...]
    constant: str | None
    required: bool


Fields: TypeAlias = dict[str, Field]


class Description(NamedTuple):
    """Parameters and results by method, fields by type, the subtypes of unions, the emoji that are reactions."""

    version: str
    methods: dict[str, Fields]
    returns: dict[str, tuple[str, ...]]
    types: dict[str, Fields]
    unions: dict[str, tuple[str, ...]]
    reactions: frozenset[str]


@cache
def description() -> Description:
    """Return the description; the file is read once."""
    stored = json.loads(PATH.read_text())
    types = {name: _fields(each) for name, each in stored["types"].items() if isinstance(each, dict)}
    unions = {name: tuple(each) for name, each in stored["types"].items() if isinstance(each, list)}
    methods = {name: _fields(each) for name, each in stored["methods"].items()}
    returns = {name: tuple(each.split("|")) for name, each in stored["returns"].items()}
    return Description(stored["version"], methods, returns, types, unions, frozenset(stored["reactions"]))


def element_of(type_name: str) -> str | None:
    """Return "X" for "Array of X", None for a type that is not an array."""
    return type_name.removeprefix(_ARRAY) if type_name.startswith(_ARRAY) else None


def _fields(stored: dict[str, str]) -> Fields:
    return {name: _field(each) for name, each in stored.items()}


def _field(stored: str) -> Field:
    types, _, constant = stored.removesuffix("!").partition("=")
    return Field(tuple(types.split("|")), constant or None, stored.endswith("!"))
