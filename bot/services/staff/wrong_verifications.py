"""Withdrawing a wrong verification, or a phone number that is somebody else's: one admin proposes, another confirms.

propose ──► confirm: the person is no longer verified, or has no phone number    refuse, withdraw: nothing changes
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import OwnMatter, Refusal
from bot.services.identity import phone_changes, verification
from bot.services.identity.same_person import may_be_same
from bot.services.staff import permissions, work_news
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

    Raises NotStaff, PersonNotVerified, PersonWithoutPhone, OwnMatter or WithdrawalProposedAlready.
    """
    member = permissions.require(session, by, StaffRole.ADMIN)
    person = session.get(Person, person_id)
    if about is WithdrawalSubject.PHONE and (person is None or not person.phone):
        raise PersonWithoutPhone
    if person is None or (about is WithdrawalSubject.VERIFICATION and person.verified_at is None):
        raise PersonNotVerified
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

    Raises like `find`, and SecondAdminNeeded, FirstHasLeft, PersonWithoutPhone, or PersonNotVerified if the person is
    no longer verified, or verified again.
    """
    row, member = _find(session, row_id, by=by)
    PROPOSALS.require_second(session, row, by=by)
    person = database.lock_row(session, Person, row.person_id)
    if row.about is WithdrawalSubject.PHONE:
        if person is None or not person.phone:
            raise PersonWithoutPhone
        PROPOSALS.confirm(session, row, member, by=by, now=now)
        phone_changes.release(session, person, by=by.id, now=now)
        return row
    if person is None or person.verified_at is None or person.verified_at > row.proposed_at:
        raise PersonNotVerified
    PROPOSALS.confirm(session, row, member, by=by, now=now)
    verification.withdraw(session, person, by=by.id, now=now)
    if accounts.of_person(session, person.id) is not None:  # People without one are told by SMS.
        outbox.notify(session, person.id, "identity.unverified", person.id, at=now)
    return row


def refuse(session: Session, row_id: UUID, *, by: Account, now: datetime) -> VerificationWithdrawal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises like `find`."""
    row, member = _find(session, row_id, by=by)
    PROPOSALS.refuse(session, row, member, by=by, now=now)
    return row


def _find(session: Session, row_id: UUID, *, by: Account) -> tuple[VerificationWithdrawal, StaffMember]:
    row, member = PROPOSALS.find(session, row_id, by=by)
    if may_be_same(session, by, session.get_one(Person, row.person_id)):
        raise OwnMatter
    return row, member
