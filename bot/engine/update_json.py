"""Raw updates as JSON: parsing whatever a Bot API server sends, and making it storable.

JSON can hold what neither encryption nor a database accepts: lone surrogates, integers beyond 64 bits, unlimited
nesting. One such update must not block the others.
"""

import json
from typing import Any

import orjson

MAX_NESTING = 100  # The Bot API needs a dozen levels.
_WHOLE = range(-(2**63), 2**64)
_USERS = range(1, 2**63)


def parse(body: bytes) -> Any:
    """Parse JSON, first strictly, then with a lenient parser. Raises ValueError for what is not JSON."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            return json.loads(body.decode(errors="replace"))
        except RecursionError:
            raise ValueError("nested too deep") from None


def update_id_of(update: Any) -> int | None:
    """Return the id of an update; None for a value that has none and so is not an update."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int else None


def sender_of(update: dict[str, Any]) -> int:
    """Return the id of the user who caused an update; 0 if it names none, or is of an unknown kind."""
    for content in update.values():
        user = content.get("from") if isinstance(content, dict) else None
        number = user.get("id") if isinstance(user, dict) else None
        if type(number) is int and number in _USERS:
            return number
    return 0


def private_user_of(update: dict[str, Any]) -> dict[str, Any] | None:
    """Return the user of an update from a private chat, without the library's objects; None for any other update."""
    for content in update.values():
        user = content.get("from") if isinstance(content, dict) else None
        if isinstance(user, dict) and not user.get("is_bot"):
            around = content.get("message", content)  # The chat of a tap is that of its message.
            chat = around.get("chat") if isinstance(around, dict) else None
            return user if isinstance(chat, dict) and chat.get("type") == "private" else None
    return None


def storable(value: Any, levels: int = MAX_NESTING) -> Any:
    """Return a JSON value that can be stored: lone surrogates replaced, too large integers and too deep levels null.

    This takes as long as a turn; it is for updates that could not be stored as received.
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
