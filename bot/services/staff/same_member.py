"""Whether an account and a member of staff are the same person, for acts that two different people must do."""

from uuid import UUID

from sqlmodel import Session

from bot.services.identity.same_person import are_same
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember


def is_same_member(session: Session, member_id: UUID | None, by: Account) -> bool:
    """Return whether this account and this current or former member of staff are the same person."""
    member = session.get(StaffMember, member_id) if member_id else None
    if member is None:
        return False
    theirs = accounts.of_telegram_ids(session, [member.telegram_id])
    return member.telegram_id == by.telegram_id or any(are_same(session, account, by) for account in theirs)


def same_members(session: Session, person: Person) -> list[UUID]:
    """Return the members of staff, serving or not, who are this person, under whichever identity."""
    return [
        member.id
        for member in members.all_members(session)
        if any(are_same(session, each, person) for each in accounts.of_telegram_ids(session, [member.telegram_id]))
    ]
