"""Staff: who may do what at the desk, asked in the very transaction of the deed; and news for staff."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotStaff
from storage.engine import outbox
from storage.engine.outbox import Channel
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole


def require(session: Session, account: Account, *roles: StaffRole) -> StaffMember:
    """Return this account's place among the staff, if it has one of these roles now. Raises NotStaff."""
    member = members.by_telegram(session, account.telegram_id)
    if member is None or not member.role_set() & set(roles):
        raise NotStaff
    return member


def tell(
    session: Session, notice: str, subject: UUID, *roles: StaffRole, at: datetime, but: Collection[UUID | None] = ()
) -> int:
    """Tell everybody who has one of these roles now, but for these members. Returns how many are told.

    Only in chat, and only where the desk can write: staff who never pressed start cannot be reached.
    """
    found = [member for role in roles for member in members.with_role(session, role) if member.id not in but]
    reachable = accounts.of_telegram_ids(session, {member.telegram_id for member in found})
    told = [account for account in reachable if account.unreachable_since is None]
    for account in told:
        content = {"notice": notice, "subject": subject.hex, "account": account.id.hex, "sms": False}
        outbox.put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=at)
    return len(told)


def tell_one(session: Session, notice: str, subject: UUID, member: StaffMember, *, at: datetime) -> None:
    """Tell one member of staff, serving or not, in the chat with whichever bot of the desk he has."""
    for account in accounts.of_telegram_ids(session, [member.telegram_id]):
        content = {"notice": notice, "subject": subject.hex, "account": account.id.hex, "sms": False}
        outbox.put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=at)
