"""SMS delivery reports: whoever requested a code is notified if its text message was not delivered."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.engine import outbox, sms_delivery_reports
from storage.identity.accounts import Account
from storage.identity.sms_codes import SmsCode

UNDELIVERED = "code.lost"
KEY_PREFIX = "code:"


def delivery_key(code_id: UUID) -> str:
    """Return the key under which the outbox finds the text message of a code."""
    return f"{KEY_PREFIX}{code_id.hex}"


def record(session: Session, reference: UUID, *, arrived: bool, why: str, now: datetime) -> bool:
    """Record a delivery report once. Returns False if the message is unknown or its report was recorded before."""
    if not sms_delivery_reports.record(session, reference, arrived=arrived, why=why):
        return False
    if not arrived:
        notify_undelivered(session, reference, now=now)
    return True


def notify_undelivered(session: Session, reference: UUID, *, now: datetime) -> None:
    """Notify whoever requested the code in this message that it was not delivered; ignore other messages."""
    key = sms_delivery_reports.subject_of(session, reference)
    code = session.get(SmsCode, UUID(hex=key.removeprefix(KEY_PREFIX))) if key.startswith(KEY_PREFIX) else None
    account = session.get(Account, code.asked_by) if code is not None and code.asked_by is not None else None
    if code is not None and account is not None:
        outbox.notify_account(session, account, UNDELIVERED, code.id, at=now)
