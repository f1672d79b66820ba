"""Topics of a forum, or of a private chat with a bot that has them: which there are, and what is in them."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.json_types import Json

GENERAL = 1  # Of each forum. Its messages carry no thread.


def has_topics(bot: BotAccount, chat: Chat) -> bool:
    """Return whether a chat is divided into topics."""
    return bool(bot.user.get("has_topics_enabled")) if chat.private else bool(chat.shape.get("is_forum"))


def general(chat: Chat) -> Json:
    """Return the topic of a forum that it begins with."""
    return chat.topics.setdefault(str(GENERAL), {"name": "General", "is_closed": False, "is_hidden": False})


def add(bot: BotAccount, chat: Chat, by: Json, topic: Json) -> Json:
    """Create a topic; its first message says so. Returns the official ForumTopic. by: the User who creates it."""
    message = bot.post(chat, by, {"forum_topic_created": topic})
    thread = message["message_id"]
    message |= in_topic(thread)
    chat.topics[str(thread)] = {**topic, "is_closed": False, "creator": by["id"]}
    return {"message_thread_id": thread, **topic}


def in_topic(thread: int) -> Json:
    """Return the fields of a message in a topic."""
    return {"message_thread_id": thread, "is_topic_message": True}


def messages(chat: Chat, thread: int) -> list[int]:
    """Return the ids of the messages in a topic. The General one has those that are in no other."""
    wanted = None if thread == GENERAL else thread
    return [key for key, message in chat.messages.items() if message.get("message_thread_id") == wanted]
