"""Whether members of staff are the same person, for matters of their own and for acts that two people must do.

Their keys of now and of before count, so that a change of phone number or account makes nobody a second person.
"""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from bot.services.identity.same_person import may_be_same
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember


def is_one_of(session: Session, by: Account, *acted: UUID | None) -> bool:
    """Return whether this account's person, under whichever identity, is one of those who have acted.

    acted: ids of members of staff (serving or not), accounts or people, as a row names them; None is nobody.
    """
    return any(may_be_same(session, each, by) for who in acted if who is not None for each in _found(session, who))


def accounts_of(session: Session, who: UUID) -> list[Account]:
    """Return the accounts of who has acted: the id of a member of staff, serving or not, or of an account."""
    return [each for each in _found(session, who) if isinstance(each, Account)]


def same_members(session: Session, *people: Person) -> list[UUID]:
    """Return the members of staff, serving or not, who are one of these people, under whichever identity."""
    return concerned_members(session, lambda account: any(may_be_same(session, account, each) for each in people))


def concerned_members(session: Session, is_own: Callable[[Account], bool]) -> list[UUID]:
    """Return the members of staff, serving or not, for any of whose accounts the function returns True."""
    return [
        member.id
        for member in members.all_members(session)
        if any(is_own(account) for account in accounts.of_telegram_ids(session, [member.telegram_id]))
    ]


def _found(session: Session, who: UUID) -> list[Account] | list[Person]:
    member = session.get(StaffMember, who)
    if member is not None:
        return accounts.of_telegram_ids(session, [member.telegram_id])
    account = session.get(Account, who)
    if account is not None:
        return [account]
    person = session.get(Person, who)
    return [person] if person is not None else []
