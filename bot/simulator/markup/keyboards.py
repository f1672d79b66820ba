"""Validation of reply markup: inline keyboards, reply keyboards, their removal, forced replies.

Only known fields stay, and one action a button. The order in which actions win, the limits and the descriptions of
errors are those of the official server.
"""

from typing import Any

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json
from bot.simulator.markup.urls import check_url
from bot.simulator.schema.reader import read_object

MAX_BUTTONS = 100
MAX_CALLBACK_DATA_BYTES = 64
MAX_COPIED_CHARACTERS = 256

_STYLES = {"danger", "success", "primary"}
_LOOK = ("text", "icon_custom_emoji_id", "style")
# The first of these that a button has is its action; a url and callback data must not be empty.
_INLINE_ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_KEY_ACTIONS = (
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
    "request_users",
    "request_chat",
    "request_managed_bot",
)
_KEYBOARD = ("is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective")


def checked_markup(markup: object) -> Json | None:
    """Return any reply markup in its official form, None if there is none; raises BadRequest if it is invalid."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    keys, buttons = _rows(markup, "keyboard", _key), _rows(markup, "inline_keyboard", _inline_button)
    if keys:
        return {"keyboard": keys, **_options("ReplyKeyboardMarkup", {**markup, "keyboard": []}, _KEYBOARD)}
    if buttons:
        return {"inline_keyboard": _not_too_long(buttons)}
    if markup.get("remove_keyboard") is True:
        return _options("ReplyKeyboardRemove", markup, ("remove_keyboard", "selective"))
    if markup.get("force_reply") is True:
        return _options("ForceReply", markup, ("force_reply", "input_field_placeholder", "selective"))
    return None


def checked_inline(markup: object) -> Json | None:
    """Return an inline keyboard, None if it has no rows; raises BadRequest for any other markup."""
    checked = checked_markup(markup)
    if checked is not None and "inline_keyboard" not in checked:
        raise BadRequest("inline keyboard expected")
    return checked


def find_button(message: Json, wanted: str) -> Json | None:
    """Return a message's inline button with this callback data, else the one with this label."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [button for row in rows for button in row]
    for field in ("callback_data", "text"):
        for button in buttons:
            if button.get(field) == wanted:
                return button
    return None


def _rows(markup: Json, field: str, button: Any) -> list[list[Json]]:
    rows = markup.get(field)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        kind = "" if field == "keyboard" else " of the InlineKeyboardMarkup"
        raise BadRequest(f'field "{field}"{kind} must be an Array of Arrays')
    return [[button(each) for each in row] for row in rows if row]


def _not_too_long(rows: list[list[Json]]) -> list[list[Json]]:
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise BadRequest("reply markup is too long")
    return rows


def _options(type_name: str, markup: Json, names: tuple[str, ...]) -> Json:
    """Return the options of a markup that are set: false and empty ones are left out, as at Telegram."""
    read = read_object(type_name, markup, "reply keyboard markup")
    return {name: read[name] for name in names if read.get(name)}


def _key(button: object) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    label = "keyboard button"
    if not isinstance(button, dict):
        raise BadRequest(f"can't parse {label}: KeyboardButton must be a String or an Object")
    read = read_object("KeyboardButton", button, label)
    if not read["text"]:
        raise BadRequest("keyboard button text must be non-empty")
    action = next((name for name in _KEY_ACTIONS if read.get(name)), None)
    return _with_action(read, action, label)


def _inline_button(button: object) -> Json:
    label = "inline keyboard button"
    if not isinstance(button, dict):
        raise BadRequest(f"can't parse {label}: InlineKeyboardButton must be an Object")
    read = read_object("InlineKeyboardButton", button, label)
    if not read["text"].strip():
        raise BadRequest("inline keyboard button text is empty")
    if "callback_data" in read and not 1 <= len(read["callback_data"].encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    action = next((name for name in _INLINE_ACTIONS if read.get(name) or name in _empty_allowed(read)), None)
    if action is None:
        raise BadRequest(f"can't parse {label}: Text buttons are unallowed in the inline keyboard")
    if action == "url":
        check_url(read["url"], f"inline keyboard button URL '{read['url']}'")
    if action == "copy_text" and not 1 <= len(read["copy_text"]["text"]) <= MAX_COPIED_CHARACTERS:
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    return _with_action(read, action, label)


def _with_action(button: Json, action: str | None, label: str) -> Json:
    """Return a button with its look and at most one action."""
    style = button.get("style")
    if style is not None and style not in _STYLES:
        raise BadRequest(f"can't parse {label}: unsupported style specified")
    return {name: button[name] for name in (*_LOOK, action) if name in button}


def _empty_allowed(button: Json) -> set[str]:
    allowed = {"switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"}
    return (allowed | {"callback_game"}) & button.keys()
