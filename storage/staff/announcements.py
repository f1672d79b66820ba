"""Announcements: a rule sent to all registered users, in batches, so that other deliveries are not delayed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, instant
from storage.identity.accounts import Account
from storage.retention import without_personal_data

LOWEST_ID = UUID(int=0)


class Announcement(UuidRow, table=True):
    """One rule to be announced. `reached`: the account, in order of ids, up to which it was sent."""

    __tablename__ = "announcements"

    rule_id: UUID = Field(foreign_key="rules.id", unique=True)
    begun_at: datetime = instant()
    reached: UUID | None = None
    told: int = 0
    finished_at: datetime | None = instant(default=None)


without_personal_data(Announcement, "how far a changed rule was announced")


def next_slice(session: Session, announcement: Announcement, *, limit: int) -> list[Account]:
    """Return the next registered, reachable users."""
    query = select(Account).where(
        col(Account.unreachable_since).is_(None),
        col(Account.locked_at).is_(None),
        col(Account.registered_at) <= announcement.begun_at,
        col(Account.id) > (announcement.reached or LOWEST_ID),
    )
    return list(session.exec(query.order_by(col(Account.id)).limit(limit)))


def advance(
    session: Session, announcement: Announcement, recipients: list[Account], *, at: datetime, limit: int
) -> bool:
    """Record how far it was sent. Returns whether there may be more users."""
    if recipients:
        announcement.reached = recipients[-1].id
    announcement.told += len(recipients)
    is_over = len(recipients) < limit
    announcement.finished_at = at if is_over else None
    add(session, announcement)
    return not is_over
