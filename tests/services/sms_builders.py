"""SMS codes, sent and verified without a chat."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from bot.services.identity import sms_codes
from storage.database.encryption import current_keyring
from storage.engine import outbox_queue
from storage.engine.outbox import Delivery
from storage.identity.sms_codes import CodePurpose, SmsCode
from tests.services.concurrency import NOW

PHONE = "+8613812345678"
SUBJECT = uuid4()


def send(
    session: Session,
    *,
    at: datetime = NOW,
    subject: UUID = SUBJECT,
    phone: str = PHONE,
    purpose: CodePurpose = CodePurpose.PAYMENT,
    **more: Any,
) -> SmsCode:
    """Send a code."""
    return sms_codes.send(session, purpose, subject, phone=phone, key="sms-code", now=at, **more)


def verify(
    session: Session,
    digits: str,
    *,
    at: datetime = NOW,
    subject: UUID = SUBJECT,
    purpose: CodePurpose = CodePurpose.PAYMENT,
    by: UUID | None = None,
) -> None:
    """Verify a code."""
    sms_codes.verify(session, purpose, subject, digits, by=by, now=at)


def texted(session: Session) -> dict[str, Any]:
    """Return the newest queued text message: to, key and values."""
    return outbox_queue.next_deliveries(session, now=NOW + timedelta(days=3), limit=10)[-1].content


def notifications(session: Session) -> set[tuple[UUID, str]]:
    """Return the queued notifications: recipient and key. People who are no users get them by SMS."""
    contents = (
        current_keyring().decrypt_json(row.payload, f"outbox:{row.reference}") for row in session.exec(select(Delivery))
    )
    return {(UUID(each["person"]), each["notice"]) for each in contents if "notice" in each}


def sent(session: Session) -> str:
    """Return the digits in it."""
    return str(texted(session)["values"]["code"])


def other_digits(digits: str) -> str:
    """Return other digits."""
    return f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}}"
