"""Notifications to staff: to everybody with a role, or to one member. In chat only, never by SMS."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.engine import outbox
from storage.identity import accounts
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole


def notify_roles(
    session: Session,
    notification: str,
    subject: UUID,
    *roles: StaffRole,
    at: datetime,
    but: Collection[UUID | None] = (),
) -> int:
    """Notify everybody who has one of these roles now, except the members in `but`. Returns how many are notified.

    Staff whom no bot of the desk can write to (they never pressed Start, or blocked it) are left out.
    """
    found = [member for role in roles for member in members.with_role(session, role) if member.id not in but]
    reachable = accounts.of_telegram_ids(session, {member.telegram_id for member in found})
    notified = [account for account in reachable if account.can_be_notified]
    for account in notified:
        outbox.notify_account(session, account, notification, subject, at=at)
    return len(notified)


def notify_member(
    session: Session, notification: str, subject: UUID, member: StaffMember, *, at: datetime, about: str = ""
) -> None:
    """Notify one member of staff, serving or not, in the chat with each bot of the desk they use."""
    for account in accounts.of_telegram_ids(session, [member.telegram_id]):
        outbox.notify_account(session, account, notification, subject, at=at, about=about)
