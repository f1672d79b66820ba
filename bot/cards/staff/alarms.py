"""Notification of an alarm."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from storage.staff.alarms import Alarm


@notification_about("alarm.raised", Alarm)
def raised_notification(session: Session, alarm: Alarm, reader: Reader) -> Card | None:
    """To the admins: the kind of fault, how often it occurred since the last alarm, and the newest subject."""
    what = reader.texts.plain(f"alarm-{alarm.kind.value.replace('_', '-')}")
    text = reader.texts("alarm", what=what, count=alarm.told, number=alarm.subject, at=alarm.last_at)
    return Card(text, ((go("audit", reader.texts),),))
