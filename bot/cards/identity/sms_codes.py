"""The news of a code: its text message did not arrive."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.cards.notification import Notification, Reader
from bot.services.identity import sms_receipts
from storage.identity.sms_codes import CodePurpose, SmsCode


def lost(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To who waits for it: what to do. Nothing if it was typed after all, or another was sent meanwhile."""
    code = session.get(SmsCode, subject)
    if code is None or code.used_at is not None or code.ended_at is not None:
        return None
    key = "code-lost-owner" if code.purpose is CodePurpose.OWNER_CONSENT else "code-lost"
    return Card(reader.texts(key))


NOTIFICATIONS: dict[str, Notification] = {sms_receipts.UNDELIVERED: lost}
