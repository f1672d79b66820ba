"""Methods about a chat's title, description and pinned messages."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import utf16_length
from bot.simulator.messages import quoted
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.members import administered
from bot.simulator.methods.registry import method

MAX_TITLE_LENGTH = 128
MAX_DESCRIPTION_LENGTH = 255


@method("chat_id", "title")
def set_chat_title(bot: BotAccount, call: Call) -> bool:
    """Rename a group; its members see a service message."""
    chat = administered(bot, call, "can't change title of private chats", "not enough rights to change chat title")
    title = (call.text("title") or "").strip()
    if not title or utf16_length(title) > MAX_TITLE_LENGTH:
        raise BadRequest("title must be non-empty" if not title else "title is too long")
    if title == chat.shape["title"]:
        raise BadRequest("chat title is not modified")
    chat.shape = {**chat.shape, "title": title}
    bot.post(chat, bot.sender, {"new_chat_title": title})
    return True


@method("chat_id")
def set_chat_description(bot: BotAccount, call: Call) -> bool:
    """Set the description of a group; empty removes it."""
    chat = administered(bot, call, "can't change private chat description", "not enough rights to set chat description")
    description = (call.text("description") or "").strip()[:MAX_DESCRIPTION_LENGTH]
    if description == (chat.description or ""):
        raise BadRequest("chat description is not modified")
    chat.description = description
    return True


@method("chat_id", "message_id")
def pin_chat_message(bot: BotAccount, call: Call) -> bool:
    """Pin a message; the chat gets a service message unless it is pinned already."""
    chat = _pinning(bot, call)
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise BadRequest("message to pin not found")
    if "pinned_message" in message:
        raise BadRequest("service messages can't be pinned")
    if message["message_id"] in chat.pinned:
        return True
    chat.pinned.append(message["message_id"])
    bot.post(chat, bot.sender, {"pinned_message": quoted(message)})
    return True


@method("chat_id")
def unpin_chat_message(bot: BotAccount, call: Call) -> bool:
    """Unpin a message, by default the one pinned last."""
    chat = _pinning(bot, call)
    wanted = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise BadRequest("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


@method("chat_id")
def unpin_all_chat_messages(bot: BotAccount, call: Call) -> bool:
    """Unpin all messages."""
    _pinning(bot, call).pinned.clear()
    return True


def _pinning(bot: BotAccount, call: Call) -> Chat:
    chat = bot.find_chat(call.values["chat_id"])
    if not chat.private and chat.bot_status != "administrator":
        raise BadRequest("not enough rights to manage pinned messages in the chat")
    return bot.writable_chat(call.values["chat_id"], messages=0)
