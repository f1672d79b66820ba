"""Staff permissions: who may do what at the desk, by role. Every staff act asks here, in its own transaction.

A locked account has no duty until its person unlocks it.
"""

from sqlmodel import Session

from bot.errors import NotStaff
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole


def require(session: Session, account: Account, *roles: StaffRole) -> StaffMember:
    """Return the member of staff whose account this is, if they have one of these roles now. Raises NotStaff."""
    member = _find(session, account.telegram_id, *roles)
    if member is None or account.locked_at is not None:
        raise NotStaff
    return member


def has_role(session: Session, account: Account, *roles: StaffRole) -> bool:
    """Return whether this account belongs to a member of staff who has one of these roles now."""
    return account.locked_at is None and _find(session, account.telegram_id, *roles) is not None


def roles_of(session: Session, account: Account) -> frozenset[StaffRole]:
    """Return the staff roles of this account now; most accounts have none."""
    return members.roles(session, account.telegram_id) if account.locked_at is None else frozenset()


def find(session: Session, telegram_id: int, *roles: StaffRole) -> StaffMember | None:
    """Return the member with this Telegram ID if they have one of these roles now.

    For people who may have no account yet: staff are known by their Telegram ID.
    """
    if any(account.locked_at is not None for account in accounts.of_telegram_ids(session, [telegram_id])):
        return None
    return _find(session, telegram_id, *roles)


def _find(session: Session, telegram_id: int, *roles: StaffRole) -> StaffMember | None:
    member = members.by_telegram(session, telegram_id)
    return member if member is not None and _has_any(member, roles) else None


def _has_any(member: StaffMember, roles: tuple[StaffRole, ...]) -> bool:
    return not member.role_set().isdisjoint(roles)
