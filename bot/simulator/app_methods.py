"""What a Mini App asks the client to do with Telegram: keep values in the cloud, hand over the contact, send data.

Methods and limits: https://core.telegram.org/bots/webapps#cloudstorage
"""

import json
import re
from collections.abc import Callable

from bot.simulator import mini_apps, user_actions
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json
from bot.simulator.world import World

MAX_KEYS = 1024
MAX_VALUE_CHARACTERS = 4096
MAX_DATA_BYTES = 4096
_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)


class MethodRefused(Exception):
    """The method is answered with an error. Its text is the word that Telegram answers with."""


def send_data(bot: BotAccount, chat: Chat, person: SimulatedPerson, data: object, button: object) -> Json:
    """Send the data of a Mini App that a key of the reply keyboard has opened. button: the key's label.

    Returns the service message. Raises WorldError 400 for other data, and if the keyboard has no such key.
    """
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise WorldError(400, f"data is a text of 1 to {MAX_DATA_BYTES} bytes.")
    keys = [key for row in (chat.keyboard or {}).get("keyboard", []) for key in row]
    if not any(key["text"] == button and "web_app" in key for key in keys):
        raise WorldError(400, "The keyboard has no such key with a Mini App.")
    content = {"web_app_data": {"data": data, "button_text": button}}
    message = user_actions.send_message(bot, chat, person, content)
    chat.fold_keyboard(str(button))
    return message


def invoke(world: World, bot: BotAccount, person: SimulatedPerson, method: object, given: object) -> Json:
    """Do a method of the cloud for a Mini App: {"result"}, or {"error"} with Telegram's word for what is wrong."""
    params = given if isinstance(given, dict) else {}
    chat = bot.chat_with(person.id)
    try:
        if method == "getRequestedContact":
            return {"result": _contact(world, bot, chat, person)}
        if method not in _STORAGE:
            raise MethodRefused("METHOD_INVALID")
        result = _STORAGE[str(method)](chat.cloud, params)
    except MethodRefused as refused:
        return {"error": str(refused)}
    bot.shared.events.publish("storage", {"person": person.id}, person=person.id)
    return {"result": result}


def _save(cloud: dict[str, str], params: Json) -> bool:
    key, value = _key(params.get("key")), params.get("value")
    if not isinstance(value, str) or len(value) > MAX_VALUE_CHARACTERS:
        raise MethodRefused("VALUE_INVALID")
    if key not in cloud and len(cloud) >= MAX_KEYS:
        raise MethodRefused("QUOTA_EXCEEDED")
    cloud[key] = value
    return True


def _values(cloud: dict[str, str], params: Json) -> dict[str, str]:
    return {key: cloud.get(key, "") for key in _keys(params)}


def _delete(cloud: dict[str, str], params: Json) -> bool:
    for key in _keys(params):
        cloud.pop(key, None)
    return True


_STORAGE: dict[str, Callable[[dict[str, str], Json], object]] = {
    "saveStorageValue": _save,
    "getStorageValues": _values,
    "deleteStorageValues": _delete,
    "getStorageKeys": lambda cloud, _: list(cloud),
}


def _keys(params: Json) -> list[str]:
    keys = params.get("keys")
    if not isinstance(keys, list):
        raise MethodRefused("KEY_INVALID")
    return [_key(key) for key in keys]


def _key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise MethodRefused("KEY_INVALID")
    return value


def _contact(world: World, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> str:
    """Return the person's contact, signed as launch data are; empty unless they have shared it in the chat."""
    shared = (message.get("contact", {}).get("user_id") for message in chat.messages.values())
    if person.id not in shared:
        return ""
    card = json.dumps(person.contact(), ensure_ascii=False, separators=(",", ":"))
    return mini_apps.signed(world, bot, {"contact": card, "auth_date": str(int(world.clock()))})
