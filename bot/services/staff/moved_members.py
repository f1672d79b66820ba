"""End of service of a member whose Telegram account gets another person, or none: duties go with the Telegram user.

The admins are told, and may appoint the person again with the account that they have then.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.staff import departures, notifications, work_freeing
from bot.services.staff.departures import LastAdmin
from storage import audit, database
from storage.engine import outbox
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole


class OnlyAdminMoves(Refusal, key="refused-identity-only-admin", offers=("identity",)):
    """To a reviewer: the account belongs to the only admin; another one has to be appointed first."""


def serving(session: Session, account: Account) -> StaffMember | None:
    """Return the serving member of staff with this Telegram user."""
    member = members.by_telegram(session, account.telegram_id)
    return member if member is not None and member.ended_at is None else None


def end_service(session: Session, account: Account, *, person: Person | None, by: UUID | None, now: datetime) -> None:
    """End the service of the member with this Telegram user, in the transaction in which the account changes hands.

    person: who no longer serves, if they have another account, in which they are told; the admins are told too. by: the
    account that decides it, None if it follows by itself.
    Raises OnlyAdminMoves.
    """
    members.lock_serving(session)
    member = serving(session, account)
    if member is None:
        return
    if StaffRole.ADMIN in member.role_set():
        try:
            departures.require_other_admin(session, member, acts=True)
        except LastAdmin as problem:
            raise OnlyAdminMoves from problem
    member.ended_at = now
    database.add(session, member)
    departures.end_begun(session, member, now=now)
    audit.record(session, audit.Action.STAFF_CHANGED, by=by, on=member.id, at=now, ended=True, moved=True)
    notifications.notify_roles(session, "staff.moved", member.id, StaffRole.ADMIN, at=now, but=(member.id,))
    if person is not None:
        outbox.notify(session, person.id, "staff.changed", member.id, at=now, sms=False)


def lose_verification(session: Session, person: Person, *, now: datetime) -> None:
    """Let the duties of a person rest until they are verified again. Raises OnlyAdminMoves."""
    account = accounts.of_person(session, person.id)
    members.lock_serving(session)
    member = serving(session, account) if account is not None else None
    if member is not None and StaffRole.ADMIN in member.role_set():
        try:
            departures.require_other_admin(session, member, acts=True)
        except LastAdmin as problem:
            raise OnlyAdminMoves from problem
    let_duties_rest(session, person, now=now)


def let_duties_rest(session: Session, person: Person, *, now: datetime) -> None:
    """Free what a member of staff has taken who is not verified any more, and tell the admins; others have no duty."""
    account = accounts.of_person(session, person.id)
    member = serving(session, account) if account is not None else None
    if account is None or member is None:
        return
    work_freeing.free_all(session, account, now=now)
    notifications.notify_roles(session, "staff.unverified", member.id, StaffRole.ADMIN, at=now, but=(member.id,))
