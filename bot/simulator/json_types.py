"""JSON objects, integers and text lengths as the Bot API defines them."""

import re
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_DIGITS = re.compile(r"-?\d{1,19}\Z")


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, the unit of all offsets and lengths in the Bot API."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def whole_number(value: object) -> int | None:
    """Parse a JSON or form value as an integer; return None if it is not one."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, str) and _DIGITS.match(value):
        return int(value)
    return None


def is_true(value: object) -> bool:
    """Whether a JSON or form value is a true boolean, as the Bot API reads it."""
    return str(value).strip().lower() in {"true", "1", "yes"}


def without_none(**fields: object) -> Json:
    """Return the fields that are not None: the Bot API omits unset fields instead of sending null."""
    return {name: value for name, value in fields.items() if value is not None}
