"""Deleting messages of the desk from a chat, behind what is sent to it before."""

from datetime import datetime

from sqlmodel import Session

from storage.engine import chat_messages
from storage.engine.outbox import BUTTONS, Channel, DeliveryPolicy, put
from storage.identity.accounts import Account


def take(session: Session, account: Account, message_id: int | None, *, at: datetime) -> None:
    """Delete this message, if there is one. It counts as replaced (`chat_messages.is_replaced`)."""
    if message_id is not None:
        content = {"chat": account.telegram_id, "delete": message_id}
        put(session, Channel.CHAT, account.lane, content, at=at, policy=DeliveryPolicy.EDIT, about=BUTTONS)


def take_fleeting(session: Session, account: Account, message_id: int, *, at: datetime) -> None:
    """Delete this message if it shows something for a time only: the person has gone on from it."""
    if chat_messages.is_fleeting(session, account.lane, message_id):
        take(session, account, message_id, at=at)
