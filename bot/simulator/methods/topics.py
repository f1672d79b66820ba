"""Methods about the topics of forums, and of private chats with a bot that has them."""

from bot.simulator import topics
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.members import administered
from bot.simulator.methods.registry import method

MAX_NAME_LENGTH = 128
COLOURS = (7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047)
_NOT_MODIFIED = "TOPIC_NOT_MODIFIED"


@method("chat_id", "name")
def create_forum_topic(bot: BotAccount, call: Call) -> Json:
    """Create a topic."""
    chat = _forum(bot, call)
    colour = call.number("icon_color") or COLOURS[0]
    if colour not in COLOURS:
        raise BadRequest("wrong forum topic icon color specified")
    icon = call.text("icon_custom_emoji_id")
    topic = {"name": _name(call), "icon_color": colour, **({"icon_custom_emoji_id": icon} if icon else {})}
    return topics.add(bot, chat, bot.sender, topic)


@method("chat_id", "message_thread_id")
def edit_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Change the name or the icon of a topic."""
    chat, thread, topic = _topic(bot, call)
    change = {"name": _name(call)} if call.text("name") else {}
    if call.has("icon_custom_emoji_id"):
        change["icon_custom_emoji_id"] = call.text("icon_custom_emoji_id") or ""
    if all(topic.get(key, "") == value for key, value in change.items()):
        raise BadRequest(_NOT_MODIFIED)
    topic |= change
    bot.post(chat, bot.sender, {"forum_topic_edited": change, **topics.in_topic(thread)})
    return True


@method("chat_id", "message_thread_id")
def close_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Close a topic."""
    chat, thread, topic = _topic(bot, call)
    return _set_closed(bot, chat, topic, True, topics.in_topic(thread))


@method("chat_id", "message_thread_id")
def reopen_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Open a closed topic again."""
    chat, thread, topic = _topic(bot, call)
    return _set_closed(bot, chat, topic, False, topics.in_topic(thread))


@method("chat_id", "message_thread_id")
def delete_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Delete a topic with its messages."""
    chat, thread, _ = _topic(bot, call)
    for message_id in topics.messages(chat, thread):
        chat.delete(message_id)
        bot.publish_change(chat, message_id, "delete")
    del chat.topics[str(thread)]
    return True


@method("chat_id", "message_thread_id")
def unpin_all_forum_topic_messages(bot: BotAccount, call: Call) -> bool:
    """Unpin the messages of a topic."""
    chat, thread, _ = _topic(bot, call)
    return _unpin(chat, thread)


@method("chat_id", "name")
def edit_general_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Rename the General topic."""
    chat, name = _group_forum(bot, call), _name(call)
    topic = topics.general(chat)
    if topic["name"] == name:
        raise BadRequest(_NOT_MODIFIED)
    topic["name"] = name
    bot.post(chat, bot.sender, {"forum_topic_edited": {"name": name}})
    return True


@method("chat_id")
def close_general_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Close the General topic."""
    chat = _group_forum(bot, call)
    return _set_closed(bot, chat, topics.general(chat), True, {})


@method("chat_id")
def reopen_general_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Open the General topic; it is shown again if it was hidden."""
    chat = _group_forum(bot, call)
    topics.general(chat)["is_hidden"] = False
    return _set_closed(bot, chat, topics.general(chat), False, {})


@method("chat_id")
def hide_general_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Hide the General topic, which closes it."""
    chat = _group_forum(bot, call)
    topic = topics.general(chat)
    _set_hidden(bot, chat, topic, True)
    topic["is_closed"] = True
    return True


@method("chat_id")
def unhide_general_forum_topic(bot: BotAccount, call: Call) -> bool:
    """Show the General topic again."""
    chat = _group_forum(bot, call)
    _set_hidden(bot, chat, topics.general(chat), False)
    return True


@method("chat_id")
def unpin_all_general_forum_topic_messages(bot: BotAccount, call: Call) -> bool:
    """Unpin the messages of the General topic."""
    return _unpin(_group_forum(bot, call), topics.GENERAL)


def _set_closed(bot: BotAccount, chat: Chat, topic: Json, is_closed: bool, place: Json) -> bool:
    if topic["is_closed"] == is_closed:
        raise BadRequest(_NOT_MODIFIED)
    topic["is_closed"] = is_closed
    bot.post(chat, bot.sender, {"forum_topic_closed" if is_closed else "forum_topic_reopened": {}, **place})
    return True


def _set_hidden(bot: BotAccount, chat: Chat, topic: Json, is_hidden: bool) -> None:
    if topic["is_hidden"] == is_hidden:
        raise BadRequest(_NOT_MODIFIED)
    topic["is_hidden"] = is_hidden
    bot.post(chat, bot.sender, {"general_forum_topic_hidden" if is_hidden else "general_forum_topic_unhidden": {}})


def _unpin(chat: Chat, thread: int) -> bool:
    inside = set(topics.messages(chat, thread))
    chat.pinned = [each for each in chat.pinned if each not in inside]
    return True


def _forum(bot: BotAccount, call: Call) -> Chat:
    """Return the chat of a call, which has topics; in a group the bot is an administrator."""
    chat = bot.find_chat(call.values["chat_id"])
    if not topics.has_topics(bot, chat):
        raise BadRequest("the chat is not a forum")
    return bot.writable_chat(chat.id, messages=0) if chat.private else _group_forum(bot, call)


def _group_forum(bot: BotAccount, call: Call) -> Chat:
    chat = administered(bot, call, "the chat is not a forum", "not enough rights to manage topics")
    if not topics.has_topics(bot, chat):
        raise BadRequest("the chat is not a forum")
    return chat


def _topic(bot: BotAccount, call: Call) -> tuple[Chat, int, Json]:
    chat, thread = _forum(bot, call), call.number("message_thread_id")
    if thread == topics.GENERAL or str(thread) not in chat.topics:
        raise BadRequest("TOPIC_ID_INVALID")
    return chat, thread, chat.topics[str(thread)]


def _name(call: Call) -> str:
    name = (call.text("name") or "").strip()
    if not name or utf16_length(name) > MAX_NAME_LENGTH:
        raise BadRequest("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    return name
