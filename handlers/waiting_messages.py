"""Messages that say that a task is at work: one for what is sent together, deleted once its result is there."""

from uuid import uuid4

from bot.card import Card
from bot.context import DeskContext
from storage.engine import chat_messages, outbox

TOPIC = "waiting"


def say(context: DeskContext, card: Card) -> None:
    """Say that a task is at work, unless the newest message of the chat does."""
    if chat_messages.newest_topic(context.session, context.account.lane) != TOPIC:
        context.say(card, about=TOPIC)


def delete(context: DeskContext) -> None:
    """Delete the newest of these messages. One that has not arrived yet stays."""
    message_id = chat_messages.newest_about(context.session, TOPIC, context.account.lane)
    if message_id is not None:
        content = {"chat": context.account.telegram_id, "delete": message_id}
        outbox.put(context.session, outbox.Channel.CHAT, f"deletion:{uuid4().hex}", content, at=context.now)
