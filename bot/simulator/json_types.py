"""Small shapes that every module of the local Telegram speaks in: JSON objects, lengths and references."""

import re
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_DIGITS = re.compile(r"-?\d{1,19}\Z")


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of every offset and length in the Bot API."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def whole_number(value: object) -> int | None:
    """A JSON or form value as an integer; None when it is nothing of the kind."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, str) and _DIGITS.match(value):
        return int(value)
    return None


def without_none(**fields: object) -> Json:
    """A JSON object of the fields that are set: the Bot API leaves unset fields out instead of sending null."""
    return {name: value for name, value in fields.items() if value is not None}
