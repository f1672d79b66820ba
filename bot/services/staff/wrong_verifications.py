"""Withdrawing a wrong verification or date of birth, or a phone number that is somebody else's, by two admins.

propose ──► confirm: the person is not verified any more, or has no phone number or date of birth, and is told
       └──► refuse, withdraw: nothing changes
"""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlmodel import Session

from bot.errors import OwnMatter, Refusal
from bot.services.identity import ages, phone_changes, verification
from bot.services.identity.same_person import may_be_same
from bot.services.organisations import unverified_filers
from bot.services.staff import moved_members, permissions, work_news
from bot.services.staff.second_person import Proposals
from storage import audit, database
from storage.engine import outbox
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff.members import StaffMember, StaffRole
from storage.staff.verification_withdrawals import VerificationWithdrawal, WithdrawalSubject

WORK = "withdrawal"  # A kind of work.


class PersonNotVerified(Refusal, key="refused-person-not-verified", offers=("find",)):
    """The person is not verified, or was verified again after the proposal."""


class PersonWithoutPhone(Refusal, key="refused-person-without-phone", offers=("find",)):
    """The person has no phone number, or another one since the proposal."""


class PersonWithoutBirthDate(Refusal, key="refused-person-without-birth-date", offers=("find",)):
    """No date of birth was typed or imported for the person: there is none, or their ID number carries it."""


class WithdrawalProposedAlready(Refusal, key="refused-withdrawal-proposed-already", offers=("menu",)):
    """There is an open proposal for this person."""


class WithdrawalDecided(Refusal, key="refused-withdrawal-decided", offers=("menu",)):
    """The proposal is decided or withdrawn."""


PROPOSALS = Proposals(VerificationWithdrawal, WithdrawalDecided, audit.Action.WITHDRAWAL_REFUSED)


def propose(
    session: Session,
    person_id: UUID,
    about: WithdrawalSubject = WithdrawalSubject.VERIFICATION,
    *,
    by: Account,
    now: datetime,
) -> VerificationWithdrawal:
    """Propose to withdraw what a person has; the other admins whom it does not concern are told.

    Raises NotStaff, what `_having` raises, OwnMatter or WithdrawalProposedAlready.
    """
    member = permissions.require(session, by, StaffRole.ADMIN)
    person = _having(session.get(Person, person_id), about)
    if may_be_same(session, by, person):
        raise OwnMatter
    assert by.person_id is not None  # Members of staff are registered.
    row = VerificationWithdrawal(
        person_id=person.id, about=about, proposed_by=member.id, proposed_person=by.person_id, proposed_at=now
    )
    if not database.try_add(session, row):
        raise WithdrawalProposedAlready
    audit.record(session, audit.Action.WITHDRAWAL_PROPOSED, by=by.id, on=row.id, at=now)
    work_news.arrive(session, WORK, row.id, now=now)
    return row


def find(session: Session, row_id: UUID, *, by: Account) -> VerificationWithdrawal:
    """Return an open proposal to an admin whom it does not concern. Raises NotStaff, WithdrawalDecided, OwnMatter."""
    return _find(session, row_id, by=by)[0]


def confirm(session: Session, row_id: UUID, *, by: Account, now: datetime) -> VerificationWithdrawal:
    """Confirm a proposal as a second admin: the person keeps their account, and is told.

    Without their verification duties rest, and the owners of the vehicles that they use are told.

    Raises like `find`, and SecondAdminNeeded, FirstHasLeft, what `_having` raises, or PersonNotVerified if the person
    was verified again.
    """
    row, member = _find(session, row_id, by=by)
    PROPOSALS.require_second(session, row, by=by)
    person = _having(database.lock_row(session, Person, row.person_id), row.about)
    is_verification = row.about is WithdrawalSubject.VERIFICATION
    if is_verification and person.verified_at is not None and person.verified_at > row.proposed_at:
        raise PersonNotVerified
    PROPOSALS.confirm(session, row, member, by=by, now=now)
    _withdraw(session, person, row.about, by=by.id, now=now)
    return row


def refuse(session: Session, row_id: UUID, *, by: Account, now: datetime) -> VerificationWithdrawal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises like `find`."""
    row, member = _find(session, row_id, by=by)
    PROPOSALS.refuse(session, row, member, by=by, now=now)
    return row


def _having(person: Person | None, about: WithdrawalSubject) -> Person:
    """Return a person who has what is withdrawn.

    Raises PersonNotVerified, PersonWithoutPhone or PersonWithoutBirthDate.
    """
    match about:
        case WithdrawalSubject.VERIFICATION:
            if person is None or person.verified_at is None:
                raise PersonNotVerified
        case WithdrawalSubject.PHONE:
            if person is None or not person.phone:
                raise PersonWithoutPhone
        case WithdrawalSubject.BIRTH_DATE:
            if person is None or not ages.has_birth_date_besides(person):
                raise PersonWithoutBirthDate
        case _:
            assert_never(about)
    return person


def _withdraw(session: Session, person: Person, about: WithdrawalSubject, *, by: UUID, now: datetime) -> None:
    match about:
        case WithdrawalSubject.VERIFICATION:
            verification.withdraw(session, person, by=by, now=now)
            moved_members.let_duties_rest(session, person, now=now)
            unverified_filers.tell_owners(session, person, now=now)
            if accounts.of_person(session, person.id) is not None:  # People without one are told by SMS.
                outbox.notify(session, person.id, "identity.unverified", person.id, at=now)
        case WithdrawalSubject.PHONE:
            phone_changes.release(session, person, by=by, now=now)
        case WithdrawalSubject.BIRTH_DATE:
            ages.withdraw_birth_date(session, person, by=by, now=now)
        case _:
            assert_never(about)


def _find(session: Session, row_id: UUID, *, by: Account) -> tuple[VerificationWithdrawal, StaffMember]:
    row, member = PROPOSALS.find(session, row_id, by=by)
    if may_be_same(session, by, session.get_one(Person, row.person_id)):
        raise OwnMatter
    return row, member
