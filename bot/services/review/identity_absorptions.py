"""Absorbing what the holder of an ID number declared in an account that they have lost: one person, one account.

It is the same person by number, name and phone number, or as staff have answered. On that answer alone nobody gets what
two have to decide about, such as an organisation: then two reviewers have to answer, in one identity case.

Locks are taken in one order: the people by their ids, what is to be moved, the accounts by their ids.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import joined_people
from bot.services.identity import absorptions, accounts as account_service, person_merges
from bot.services.review import identity_endings, identity_moves, identity_stakes
from bot.services.staff import moved_members
from bot.services.staff.moved_members import OnlyAdminMoves
from storage import database, merged_people
from storage.engine import outbox
from storage.identity import accounts, shared_numbers
from storage.identity.accounts import Account
from storage.payments import payments
from storage.register import people
from storage.register.people import Person
from storage.review import identity_cases
from storage.review.identity_cases import IdentityCaseStatus


def absorb(session: Session, other_id: UUID, *, now: datetime) -> bool:
    """Let everything of a row that only declares an ID number become its holder's, whose account is the only one then.

    Both accounts are told. Returns False, with nothing changed, if it is not the same person (any more), or an admin
    is needed whom nobody could replace.
    """
    found = session.get(Person, other_id)
    holder = people.other_holder(session, found) if found is not None else None
    if found is None or holder is None:
        return False
    for each in sorted((holder.id, found.id)):
        database.lock_row(session, Person, each)
    merged_people.lock(session, found.id)
    own, lost = _lock_accounts(session, holder, found)
    if own is None or not _may_absorb(session, holder, found, own):
        return False
    try:
        with session.begin_nested():
            _merge(session, holder, found, own, lost, now=now)
    except OnlyAdminMoves:
        return False
    return True


def _lock_accounts(session: Session, holder: Person, other: Person) -> tuple[Account | None, Account | None]:
    """Return the accounts of both, locked."""
    own, lost = accounts.of_person(session, holder.id), accounts.of_person(session, other.id)
    for each in sorted(one.id for one in (own, lost) if one is not None):
        database.lock_row(session, Account, each)
    return own, lost


def _may_absorb(session: Session, holder: Person, other: Person, own: Account) -> bool:
    """Return whether both are the same person, now that they are locked."""
    if people.other_holder(session, other) is not holder:
        return False
    if absorptions.are_alike(holder, other):
        return True
    row = shared_numbers.of_person(session, holder.id).get(other.id)
    if row is None or not absorptions.is_same_by_staff(row):
        return False
    return not identity_stakes.of_person(session, other) or _have_two_answered(session, own, row.answered_by)


def _have_two_answered(session: Session, own: Account, second: UUID | None) -> bool:
    """Return whether two reviewers have answered in the same identity case that it is one person."""
    return any(
        case.status is IdentityCaseStatus.APPROVED and case.first_counts is True and case.reviewer == second
        for case in identity_cases.of_account(session, own.id)
    )


def _merge(
    session: Session, holder: Person, other: Person, own: Account, lost: Account | None, *, now: datetime
) -> None:
    row = shared_numbers.of_person(session, holder.id).get(other.id)
    by, phone = row.answered_by if row is not None else None, other.phone
    if lost is not None:
        account_service.end(session, lost, now=now)
        moved_members.end_service(session, lost, person=holder, by=by, now=now)
        outbox.notify_account(session, lost, "identity.absorbed-account", lost.id, at=now)
        if phone and phone != holder.phone:
            language = lost.language
            outbox.put_sms(session, phone, "sms-account-absorbed", at=now, lane=other.phone_index, language=language)
    person_merges.merge(session, other, holder, by=by, now=now)
    joined_people.settle(session, other, holder, now=now)
    payments.move_to_lane(session, holder.id, own.lane)
    if lost is not None:
        identity_moves.take_buttons(session, lost, holder, now=now)
        identity_moves.move_business(session, lost.lane, own, holder, now=now)
        identity_endings.end_of_account(session, lost, now=now)
    outbox.notify(session, holder.id, "identity.absorbed", holder.id, at=now)
