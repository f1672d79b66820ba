"""The notification that the text message of a code was not delivered."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.cards.notification import Notification, Reader
from bot.services.identity import sms_receipts
from storage.identity.sms_codes import CodePurpose, SmsCode


def undelivered(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To whoever requested the code. None if it was verified after all, or another one was sent."""
    code = session.get(SmsCode, subject)
    if code is None or code.used_at is not None or code.ended_at is not None:
        return None
    key = "code-lost-owner" if code.purpose is CodePurpose.OWNER_CONSENT else "code-lost"
    return Card(reader.texts(key))


NOTIFICATIONS: dict[str, Notification] = {sms_receipts.UNDELIVERED: undelivered}
