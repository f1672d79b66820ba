"""Methods about the bot itself: its user, commands, name, descriptions and menu button."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import method
from bot.simulator.schema.reader import read_object

_MAX_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


@method()
def get_me(bot: BotAccount, call: Call) -> Json:
    """Return the bot's User object."""
    return bot.user


@method()
def log_out(bot: BotAccount, call: Call) -> bool:
    """Do nothing: the local server keeps every bot."""
    return True


@method()
def close(bot: BotAccount, call: Call) -> bool:
    """Do nothing: the local server keeps every bot."""
    return True


@method("commands")
def set_my_commands(bot: BotAccount, call: Call) -> bool:
    """Replace the commands of a scope and language."""
    bot.commands.set(*_scope(call), call.json("commands", "commands"))
    bot.shared.events.publish("commands", {})
    return True


@method()
def get_my_commands(bot: BotAccount, call: Call) -> list[Json]:
    """Return the commands of a scope and language."""
    return bot.commands.get(*_scope(call))


@method()
def delete_my_commands(bot: BotAccount, call: Call) -> bool:
    """Delete the commands of a scope and language."""
    bot.commands.delete(*_scope(call))
    bot.shared.events.publish("commands", {})
    return True


@method()
def set_my_name(bot: BotAccount, call: Call) -> bool:
    """Set the bot's name in a language."""
    return _set_text(bot, call, "name")


@method()
def get_my_name(bot: BotAccount, call: Call) -> Json:
    """Return the bot's name in a language."""
    return {"name": _text(bot, call, "name") or bot.user["first_name"]}


@method()
def set_my_description(bot: BotAccount, call: Call) -> bool:
    """Set the text that an empty chat shows."""
    return _set_text(bot, call, "description")


@method()
def get_my_description(bot: BotAccount, call: Call) -> Json:
    """Return the text that an empty chat shows."""
    return {"description": _text(bot, call, "description")}


@method()
def set_my_short_description(bot: BotAccount, call: Call) -> bool:
    """Set the text on the bot's profile."""
    return _set_text(bot, call, "short_description")


@method()
def get_my_short_description(bot: BotAccount, call: Call) -> Json:
    """Return the text on the bot's profile."""
    return {"short_description": _text(bot, call, "short_description")}


@method("user_id")
def get_user_profile_photos(bot: BotAccount, call: Call) -> Json:
    """Return no photos: people of the local Telegram have none."""
    if bot.find_user(call.number("user_id")) is None:
        raise BadRequest("user not found")
    return {"total_count": 0, "photos": []}


@method()
def set_chat_menu_button(bot: BotAccount, call: Call) -> bool:
    """Set the menu button of one private chat or of all."""
    button = read_object("MenuButton", call.json("menu_button", "menu button") or {"type": "default"}, "menu button")
    chat = _menu_chat(bot, call)
    if chat is None:
        bot.menu_button = button
    else:
        chat.menu_button = button
    bot.shared.events.publish("commands", {})
    return True


@method()
def get_chat_menu_button(bot: BotAccount, call: Call) -> Json:
    """Return the menu button of one private chat or the default."""
    chat = _menu_chat(bot, call)
    return (chat.menu_button if chat is not None else None) or bot.menu_button


def _menu_chat(bot: BotAccount, call: Call) -> Chat | None:
    return bot.find_chat(call.values["chat_id"]) if call.has("chat_id") else None


def _scope(call: Call) -> tuple[object, str]:
    return call.json("scope", "BotCommandScope"), call.text("language_code") or ""


def _set_text(bot: BotAccount, call: Call, kind: str) -> bool:
    text, language = call.text(kind) or "", call.text("language_code") or ""
    if len(text) > _MAX_LENGTHS[kind]:
        raise BadRequest(f"{kind.replace('_', ' ')} is too long")
    bot.texts[kind, language] = text
    bot.shared.events.publish("commands", {})
    return True


def _text(bot: BotAccount, call: Call, kind: str) -> str:
    return bot.texts.get((kind, call.text("language_code") or "")) or bot.texts.get((kind, ""), "")
