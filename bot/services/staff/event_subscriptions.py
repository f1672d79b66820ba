"""Subscriptions of other systems to what happened: the operator makes and ends them, and the admins hear of both."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.adapters.event_signature import new_secret
from bot.services.staff import notifications, published_events
from bot.services.staff.published_events import PublishedEvent
from storage import audit, audit_chain, database
from storage.staff import event_subscriptions as store
from storage.staff.event_subscriptions import EventSubscription
from storage.staff.members import StaffRole

# So many events of a subscription wait in its queue; the others stay where they are, however long its receiver is down.
MAX_QUEUED = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,30}", re.ASCII)


class SubscriptionExists(Exception):
    """A subscription of this name serves already."""


class InvalidSubscriptionName(ValueError):
    """Names have 2 to 31 of a-z, 0-9 and hyphens."""


class UnknownPosition(ValueError):
    """No event with this number has been put into the queue."""


def add(
    session: Session, name: str, url: str, types: Collection[str], *, now: datetime
) -> tuple[EventSubscription, str]:
    """Make a subscription to what happens from now on. Returns it, and its secret, which nothing shows again.

    Raises InvalidSubscriptionName or SubscriptionExists.
    """
    if not _NAME.fullmatch(name):
        raise InvalidSubscriptionName(name)
    if store.by_name(session, name) is not None:
        raise SubscriptionExists(name)
    end, secret = audit_chain.chain_length(session), new_secret()
    row = EventSubscription(name=name, url=url, types=" ".join(sorted(types)), position=end, created_at=now)
    row.secret = secret
    database.add(session, row)
    _record(session, row, audit.Action.EVENTS_SUBSCRIBED, "events.subscribed", now)
    return row, secret


def end(session: Session, subscription: EventSubscription, *, now: datetime) -> bool:
    """End a subscription: what waits for it is not sent any more. Returns False if it had ended already."""
    if not store.end(session, subscription, at=now):
        return False
    _record(session, subscription, audit.Action.EVENTS_UNSUBSCRIBED, "events.unsubscribed", now)
    return True


def replay(session: Session, subscription: EventSubscription, first: int, *, now: datetime) -> bool:
    """Send the events from this number on again. Returns False if others have moved on meanwhile: try again.

    Raises UnknownPosition.
    """
    if not 0 < first <= subscription.position:
        raise UnknownPosition(first)
    if not store.move(session, subscription, to=first - 1):
        return False
    audit.record(session, audit.Action.EVENTS_REPLAYED, by=None, on=subscription.id, at=now, first=first)
    return True


def queue_of(subscription: EventSubscription) -> str:
    """Return the name of its queue: its events are sent one after the other."""
    return subscription.id.hex


def take_next(session: Session, subscription: EventSubscription, *, waiting: int) -> tuple[PublishedEvent, ...]:
    """Return the events that are to be put into its queue now, and move it on. waiting: how many are in it."""
    room = MAX_QUEUED - waiting
    if room <= 0:
        return ()
    page = published_events.after(session, subscription.position, subscription.wanted, limit=room)
    if page.position == subscription.position or not store.move(session, subscription, to=page.position):
        return ()
    return page.events


def _record(session: Session, row: EventSubscription, action: audit.Action, news: str, now: datetime) -> None:
    audit.record(session, action, by=None, on=row.id, at=now, subscription=row.name, types=row.types)
    notifications.notify_roles(session, news, row.id, StaffRole.ADMIN, at=now)
