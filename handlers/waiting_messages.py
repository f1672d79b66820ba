"""Messages that say that a task is at work: one for what is sent together, in whose place the result is shown."""

from uuid import UUID

from bot.card import Card
from bot.context import AWAITING, DeskContext
from storage.engine import chat_messages


def say(context: DeskContext, card: Card, reference: UUID) -> None:
    """Say that the task with this reference is at work, unless the newest message of the chat says so of another."""
    if not chat_messages.newest_topic(context.session, context.account.lane).startswith(AWAITING):
        context.await_result(card, reference)


def was_said(context: DeskContext) -> bool:
    """Return whether the chat was told that the task of this turn's result was at work."""
    about = f"{AWAITING}{context.incoming.reference.replace('-', '')}"
    return chat_messages.last_about(context.session, [about], context.account.lane) is not None
