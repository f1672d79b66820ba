"""Subscriptions: addresses of other systems to which the desk sends what happened, each event signed."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.database import UuidRow, big_integer, encrypted_bytes, instant, partial_index, update_if
from storage.database.encryption import EncryptedField
from storage.retention import without_personal_data


class EventSubscription(UuidRow, table=True):
    """One subscription. Its secret signs what it gets, and has the form of Standard Webhooks.

    types: of the events that it gets, separated by blanks. position: of the last event that was put into its queue.
    """

    __tablename__ = "event_subscriptions"
    __table_args__ = (partial_index("uq_event_subscriptions_name", "name", unique=True, where="ended_at IS NULL"),)

    name: str
    url: str
    types: str
    sealed_secret: bytes = encrypted_bytes()
    position: int = big_integer()
    created_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)

    secret = EncryptedField("sealed_secret")

    @property
    def wanted(self) -> frozenset[str]:
        """The types of the events that it gets."""
        return frozenset(self.types.split())


without_personal_data(EventSubscription, "addresses of other systems, and the secrets that sign what they get")


def serving(session: Session) -> list[EventSubscription]:
    """Return the subscriptions that have not ended, oldest first."""
    query = select(EventSubscription).where(col(EventSubscription.ended_at).is_(None))
    return list(session.exec(query.order_by(col(EventSubscription.created_at), col(EventSubscription.name))))


def by_name(session: Session, name: str) -> EventSubscription | None:
    """Return the subscription of this name, unless it has ended."""
    query = select(EventSubscription).where(EventSubscription.name == name, col(EventSubscription.ended_at).is_(None))
    return session.exec(query).one_or_none()


def move(session: Session, subscription: EventSubscription, *, to: int) -> bool:
    """Move the position from where it was read. Returns False if another transaction has moved it, or ended it."""
    is_same, serves = (
        col(EventSubscription.position) == subscription.position,
        col(EventSubscription.ended_at).is_(None),
    )
    return update_if(session, subscription, is_same, serves, position=to)


def end(session: Session, subscription: EventSubscription, *, at: datetime) -> bool:
    """End a subscription, and keep its secret no longer. Returns False if it has ended already."""
    serves = col(EventSubscription.ended_at).is_(None)
    return update_if(session, subscription, serves, ended_at=at, sealed_secret=b"")
