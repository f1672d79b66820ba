"""Validation of reply markup: inline keyboards, reply keyboards, their removal, forced replies.

The limits and the error descriptions are those of the Bot API.
"""

from typing import Any

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json

MAX_BUTTONS = 100
MAX_CALLBACK_DATA_BYTES = 64

_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def checked_markup(markup: object) -> Json | None:
    """Return any reply markup in its official form, None if there is none; raises BadRequest if it is invalid."""
    if markup is None or markup == "" or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        return checked_inline(markup)
    if "keyboard" in markup:
        rows = [[_key(button) for button in row] for row in _rows(markup["keyboard"])]
        return {**markup, "keyboard": rows}
    return markup


def checked_inline(markup: object) -> Json | None:
    """Return an inline keyboard, None if it has no rows; raises BadRequest for any other markup."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        raise BadRequest("inline keyboard expected")
    rows = [[_inline_button(button) for button in row] for row in _rows(markup["inline_keyboard"]) if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise BadRequest("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def find_button(message: Json, wanted: str) -> Json | None:
    """Return a message's inline button with this callback data, else the one with this label."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [button for row in rows for button in row]
    for field in ("callback_data", "text"):
        for button in buttons:
            if button.get(field) == wanted:
                return button
    return None


def _rows(rows: object) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BadRequest("can't parse keyboard: Array of Array of buttons expected")
    return rows


def _key(button: object) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise BadRequest("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"]:
        raise BadRequest("keyboard button text must be non-empty")
    return button


def _inline_button(button: object) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise BadRequest("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise BadRequest("inline keyboard button text is empty")
    if not any(button.get(action) not in (None, "") or action in _empty_allowed(button) for action in _ACTIONS):
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    return button


def _empty_allowed(button: Json) -> set[str]:
    return {"switch_inline_query", "switch_inline_query_current_chat", "callback_game"} & button.keys()


def _check_url(url: str) -> None:
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "http", url
    if scheme.lower() not in {"http", "https", "tg", "ton", "tonsite"}:
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if not rest or " " in rest or (scheme.lower() in {"http", "https"} and "." not in rest and "localhost" not in rest):
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
