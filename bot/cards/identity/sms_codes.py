"""The notification that the text message of a code was not delivered."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.notification import Reader, notification_about
from bot.services.identity import sms_delivery_reports
from storage.identity.sms_codes import CodePurpose, SmsCode


@notification_about(sms_delivery_reports.UNDELIVERED, SmsCode)
def undelivered(session: Session, code: SmsCode, reader: Reader) -> Card | None:
    """To whoever requested the code. None if it was verified after all, or another one was sent."""
    if code.used_at is not None or code.ended_at is not None:
        return None
    key = "code-lost-owner" if code.purpose is CodePurpose.OWNER_APPROVAL else "code-lost"
    return Card(reader.texts(key))
