"""Notifications to staff: to everybody with a role, or to one member. In chat only, never by SMS."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.engine import outbox
from storage.engine.outbox import Channel
from storage.identity import accounts
from storage.identity.accounts import Account
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
    notified = [account for account in reachable if account.unreachable_since is None]
    notify_accounts(session, notification, subject, notified, at=at)
    return len(notified)


def notify_member(session: Session, notification: str, subject: UUID, member: StaffMember, *, at: datetime) -> None:
    """Notify one member of staff, serving or not, in the chat with each bot of the desk they use."""
    found = accounts.of_telegram_ids(session, [member.telegram_id])
    notify_accounts(session, notification, subject, found, at=at)


def notify_accounts(session: Session, notification: str, subject: UUID, to: Iterable[Account], *, at: datetime) -> None:
    """Put one notification for each of these accounts into the outbox."""
    for account in to:
        content = {"notice": notification, "subject": subject.hex, "account": account.id.hex, "sms": False}
        outbox.put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=at)
