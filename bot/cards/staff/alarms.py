"""Notification of an alarm."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from storage.staff.alarms import Alarm


def raised_notice(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the admins: the kind of fault, how often it occurred since the last alarm, and the newest subject."""
    alarm = session.get(Alarm, subject)
    if alarm is None:
        return None
    what = reader.texts.plain(f"alarm-{alarm.kind.value.replace('_', '-')}")
    text = reader.texts("alarm", what=what, count=alarm.told, number=alarm.subject, at=alarm.last_at)
    return Card(text, ((go("audit", reader.texts),),))


NOTIFICATIONS: dict[str, Notification] = {"alarm.raised": raised_notice}
