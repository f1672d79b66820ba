"""Staff permissions: who may do what at the desk, by role. Every staff act asks here, in its own transaction.

Only a registered person whose identity is verified has duties: without a person nobody could tell whether a matter is
their own. To whom an operator gave roles before that is checked by an admin or the operator, too: a face check says who
somebody is, not whether they are the one who was meant. A locked account has no duty until its person unlocks it.
"""

from sqlmodel import Session

from bot.errors import NotStaff
from bot.services.identity.levels import IdentityLevel, level_of
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole


class StaffNotRegistered(NotStaff, key="refused-staff-not-registered", offers=("start",)):
    """This Telegram user is a member of staff, but no registered person yet."""


class StaffNotVerified(NotStaff, key="refused-staff-not-verified", offers=("identity", "menu")):
    """The identity of this member of staff is not verified yet: an identity case or an admin can do it."""


class StaffNotChecked(StaffNotVerified, key="refused-staff-not-checked", offers=("menu",)):
    """An admin or the operator has yet to compare this member of staff with their ID document."""


class StaffSignedOut(NotStaff, key="refused-staff-signed-out", offers=("start",)):
    """This member of staff has signed out: the duties rest until they unlock the account."""


def require(session: Session, account: Account, *roles: StaffRole) -> StaffMember:
    """Return the member of staff whose account this is, if they have one of these roles now.

    Raises NotStaff; of the members themselves StaffSignedOut, StaffNotRegistered or StaffNotVerified, which are its
    subclasses.
    """
    member = _find(session, account.telegram_id, *roles)
    if member is None:
        raise NotStaff
    if account.locked_at is not None:
        raise StaffSignedOut
    obstacle = _identity_missing(session, account, member)
    if obstacle is not None:
        raise obstacle
    return member


def has_role(session: Session, account: Account, *roles: StaffRole) -> bool:
    """Return whether this account belongs to a member of staff who has one of these roles now, and may serve."""
    member = _find(session, account.telegram_id, *roles)
    return member is not None and _may_serve(session, account, member)


def roles_of(session: Session, account: Account) -> frozenset[StaffRole]:
    """Return the staff roles of this account now; most accounts have none."""
    member = _serving(session, account.telegram_id)
    return member.role_set() if member is not None and _may_serve(session, account, member) else frozenset()


def obstacle(session: Session, account: Account) -> NotStaff | None:
    """Return why a member of staff may not serve yet; None for all others."""
    member = _serving(session, account.telegram_id)
    return _identity_missing(session, account, member) if member is not None else None


def has_signed_out(session: Session, account: Account) -> bool:
    """Return whether a member of staff has locked this account: their roles rest until they unlock it."""
    return account.locked_at is not None and bool(members.roles(session, account.telegram_id))


def find(session: Session, telegram_id: int, *roles: StaffRole) -> StaffMember | None:
    """Return the member with this Telegram ID if they have one of these roles now and an account that may serve.

    For events that name a Telegram user and no account. A locked account with any bot of the desk rules it out.
    """
    known = accounts.of_telegram_ids(session, [telegram_id])
    if any(account.locked_at is not None for account in known):
        return None
    member = _find(session, telegram_id, *roles) if known else None
    return member if member is not None and any(_may_serve(session, each, member) for each in known) else None


def _find(session: Session, telegram_id: int, *roles: StaffRole) -> StaffMember | None:
    member = members.by_telegram(session, telegram_id)
    return member if member is not None and _has_any(member, roles) else None


def _serving(session: Session, telegram_id: int) -> StaffMember | None:
    member = members.by_telegram(session, telegram_id)
    return member if member is not None and member.role_set() else None


def _has_any(member: StaffMember, roles: tuple[StaffRole, ...]) -> bool:
    return not member.role_set().isdisjoint(roles)


def _may_serve(session: Session, account: Account, member: StaffMember) -> bool:
    return account.locked_at is None and _identity_missing(session, account, member) is None


def _identity_missing(session: Session, account: Account, member: StaffMember) -> NotStaff | None:
    """Return what this account of a member lacks to serve: a person, a verified one, or the check of who they are."""
    person = session.get(Person, account.person_id) if account.person_id else None
    if person is None:
        return StaffNotRegistered()
    if member.awaits_check:
        return StaffNotChecked()
    return None if level_of(person) is IdentityLevel.VERIFIED else StaffNotVerified()
