"""Raw updates: read whatever a Bot API server says, and made so that they can be kept.

JSON can spell what neither a seal nor a database holds: halves of surrogate pairs, whole numbers
beyond 64 bits, nesting without end. Such a thing in one update must not hold up the others.
"""

import json
from typing import Any

import orjson

MAX_NESTING = 100
"""Levels of nesting that are kept; the Bot API itself needs a dozen."""
_WHOLE = range(-(2**63), 2**64)
_USERS = range(1, 2**63)


def parse(body: bytes) -> Any:
    """Read JSON, strict where that succeeds and generous where it does not. Raises ValueError for what is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            return json.loads(body.decode(errors="replace"))
        except RecursionError:
            raise ValueError("nested too deep") from None


def update_id_of(update: Any) -> int | None:
    """Return the number of an update; None for what has none and so is no update."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int else None


def sender_of(update: dict[str, Any]) -> int:
    """Return who did it; 0 for what nobody did, or of a shape that is new: it must not block the others."""
    for content in update.values():
        user = content.get("from") if isinstance(content, dict) else None
        number = user.get("id") if isinstance(user, dict) else None
        if type(number) is int and number in _USERS:
            return number
    return 0


def speaker_of(update: dict[str, Any]) -> dict[str, Any] | None:
    """Return the person who speaks in his own chat with the bot, read without the library; None for anything else."""
    for content in update.values():
        user = content.get("from") if isinstance(content, dict) else None
        if isinstance(user, dict) and not user.get("is_bot"):
            around = content.get("message", content)  # A tap stands on a message, which says the chat.
            chat = around.get("chat") if isinstance(around, dict) else None
            return user if isinstance(chat, dict) and chat.get("type") == "private" else None
    return None


def storable(value: Any, levels: int = MAX_NESTING) -> Any:
    """Return a JSON value as it can be kept: half characters marked as such, numbers and depths beyond reach left out.

    The walk costs as much as a turn; it is for what could not be kept as it came.
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int):
        return value if value in _WHOLE else None
    if isinstance(value, dict):
        return {storable(key): storable(each, levels - 1) for key, each in value.items()} if levels else None
    if isinstance(value, list):
        return [storable(each, levels - 1) for each in value] if levels else None
    return value
