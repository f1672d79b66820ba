"""What follows from a text message that did not arrive: who waits for a code is told so, and what he can do."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.engine import outbox, sms_receipts
from storage.engine.outbox import Channel
from storage.identity import accounts, sms_codes

LOST = "code.lost"
ABOUT = "code:"


def about(code_id: UUID) -> str:
    """Return what the outbox knows a code's text message by."""
    return f"{ABOUT}{code_id.hex}"


def take(session: Session, reference: UUID, *, arrived: bool, why: str, now: datetime) -> bool:
    """Write a receipt down, once. False if the message is none of ours, or its receipt came before."""
    if not sms_receipts.write(session, reference, arrived=arrived, why=why):
        return False
    if not arrived:
        tell_lost(session, reference, now=now)
    return True


def tell_lost(session: Session, reference: UUID, *, now: datetime) -> None:
    """Tell who waits for the code in this message that it did not arrive; other messages have nobody who waits."""
    told = sms_receipts.about(session, reference)
    code = sms_codes.get(session, UUID(hex=told.removeprefix(ABOUT))) if told.startswith(ABOUT) else None
    account = accounts.get(session, code.asked_by) if code is not None and code.asked_by is not None else None
    if code is None or account is None:
        return
    content = {"notice": LOST, "subject": code.id.hex, "account": account.id.hex, "sms": False}
    outbox.put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=now)
