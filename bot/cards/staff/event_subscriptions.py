"""Notifications about subscriptions of other systems to what happens, to the admins."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.texts import Texts
from storage.staff.event_subscriptions import EventSubscription


@notification_about("events.subscribed", EventSubscription)
def subscribed_notification(session: Session, row: EventSubscription, reader: Reader) -> Card | None:
    """To the admins: another system gets what happens from now on."""
    return _card("events-subscribed", row, reader, types=_types(row, reader.texts))


@notification_about("events.unsubscribed", EventSubscription)
def unsubscribed_notification(session: Session, row: EventSubscription, reader: Reader) -> Card | None:
    """To the admins: another system gets nothing more."""
    return _card("events-unsubscribed", row, reader)


def _card(key: str, row: EventSubscription, reader: Reader, **values: str) -> Card:
    return Card(reader.texts(key, name=row.name, url=row.url, **values), ((go("audit", reader.texts),),))


def _types(row: EventSubscription, words: Texts) -> str:
    separator = "、" if words.language == "zh-CN" else ", "
    keys = [f"event-type-{each.replace('.', '-').replace('_', '-')}" for each in sorted(row.wanted)]
    return separator.join(words.plain(key) for key in keys)
