"""Methods about the bot itself: who it is, its commands, its descriptions, its menu button."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call

_LONGEST = {"name": 64, "description": 512, "short_description": 120}
_MENU_BUTTONS = {"default", "commands", "web_app"}


def get_me(bot: BotAccount, call: Call) -> Json:
    """Who the bot is: `getMe`."""
    return bot.user


def leave(bot: BotAccount, call: Call) -> bool:
    """Take note of `logOut` and `close`; this server goes on."""
    return True


def set_my_commands(bot: BotAccount, call: Call) -> bool:
    """Replace a list of commands: `setMyCommands`."""
    bot.commands.set(*_scope(call), call.structure("commands", "commands"))
    bot.world.events.publish("commands", {})
    return True


def get_my_commands(bot: BotAccount, call: Call) -> list[Json]:
    """Read one list of commands: `getMyCommands`."""
    return bot.commands.get(*_scope(call))


def delete_my_commands(bot: BotAccount, call: Call) -> bool:
    """Remove a list of commands: `deleteMyCommands`."""
    bot.commands.delete(*_scope(call))
    bot.world.events.publish("commands", {})
    return True


def set_my_name(bot: BotAccount, call: Call) -> bool:
    """Name the bot, by language: `setMyName`."""
    return _set_text(bot, call, "name")


def get_my_name(bot: BotAccount, call: Call) -> Json:
    """Read its name: `getMyName`."""
    return {"name": _text(bot, call, "name") or bot.user["first_name"]}


def set_my_description(bot: BotAccount, call: Call) -> bool:
    """Say what an empty chat shows: `setMyDescription`."""
    return _set_text(bot, call, "description")


def get_my_description(bot: BotAccount, call: Call) -> Json:
    """Read what an empty chat shows: `getMyDescription`."""
    return {"description": _text(bot, call, "description")}


def set_my_short_description(bot: BotAccount, call: Call) -> bool:
    """Say what the profile shows: `setMyShortDescription`."""
    return _set_text(bot, call, "short_description")


def get_my_short_description(bot: BotAccount, call: Call) -> Json:
    """Read what the profile shows: `getMyShortDescription`."""
    return {"short_description": _text(bot, call, "short_description")}


def set_chat_menu_button(bot: BotAccount, call: Call) -> bool:
    """Choose the menu button of one private chat or of all: `setChatMenuButton`."""
    button = call.structure("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _MENU_BUTTONS:
        raise BadRequest("can't parse menu button: MenuButton has unsupported type")
    chat = _menu_chat(bot, call)
    if chat is None:
        bot.menu_button = button
    else:
        chat.menu_button = button
    bot.world.events.publish("commands", {})
    return True


def get_chat_menu_button(bot: BotAccount, call: Call) -> Json:
    """Read the menu button: `getChatMenuButton`."""
    chat = _menu_chat(bot, call)
    return (chat.menu_button if chat is not None else None) or bot.menu_button


def _menu_chat(bot: BotAccount, call: Call) -> Chat | None:
    return bot.find_chat(call.values["chat_id"]) if call.has("chat_id") else None


def _scope(call: Call) -> tuple[Json | None, str]:
    scope = call.structure("scope", "BotCommandScope")
    return scope if isinstance(scope, dict) else None, call.text("language_code") or ""


def _set_text(bot: BotAccount, call: Call, kind: str) -> bool:
    text, language = call.text(kind) or "", call.text("language_code") or ""
    if len(text) > _LONGEST[kind]:
        raise BadRequest(f"{kind.replace('_', ' ')} is too long")
    bot.texts[kind, language] = text
    bot.world.events.publish("commands", {})
    return True


def _text(bot: BotAccount, call: Call, kind: str) -> str:
    return bot.texts.get((kind, call.text("language_code") or "")) or bot.texts.get((kind, ""), "")
