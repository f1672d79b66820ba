"""Deciding identity cases: reviewers take a case, compare photos and facts, and approve or reject it with a reason.

taken ──► approved: the person is verified, and bound to the account that asked
     │    (a case that needs two returns to the queue after the first approval; the second, by somebody else, decides,
     │    if who gave the first is a reviewer still; or else it takes the place of the first)
     └──► rejected: nothing changes

Locks are taken in one order: the people by their ids, the accounts by their ids, the case.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import person_merges, phone_changes, shared_numbers
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.review import (
    identity_alerts,
    identity_bindings,
    identity_cases as identity_cases_service,
    identity_digests,
    identity_holders,
    identity_queue,
)
from bot.services.review.identity_bindings import Concerned
from bot.services.review.identity_cases import IdentityCaseClosed
from bot.services.review.identity_queue import IdentityCaseNotHeld
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import reasons
from bot.services.values.text_cleaning import display_safe
from storage import audit, database, files, merged_people
from storage.engine import outbox
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus

MIN_CHARACTERS, MAX_CHARACTERS = 2, 200


class IdentityReasonMissing(Refusal, key="refused-identity-reason"):
    """The reason is missing, too short or too long. Values: least, most characters."""


class HolderHasTime(Refusal, key="refused-identity-wait", offers=("identity",)):
    """The holder of the identity may object until then. Values: number, until."""


class IdentityCaseOutdated(Refusal, key="refused-identity-outdated", offers=("identity",)):
    """Since it was opened, the account or the person was bound elsewhere, by whichever act. Value: number."""


def parse_reason(words: str) -> str:
    """Return the reason, harmless. Raises ReasonIsAnswer or IdentityReasonMissing."""
    reasons.require_statement(words)
    said = display_safe(" ".join(words.split()))
    if not MIN_CHARACTERS <= len(said) <= MAX_CHARACTERS:
        raise IdentityReasonMissing(least=MIN_CHARACTERS, most=MAX_CHARACTERS)
    return said


def reject(session: Session, case_id: UUID, reason: str, *, by: Account, now: datetime) -> IdentityCase:
    """Reject a case; the applicant reads the reason, and the holder is told that nothing changes.

    Raises ReasonIsAnswer, IdentityReasonMissing, and what `identity_queue.require_held` raises.
    """
    said, case = parse_reason(reason), identity_queue.require_held(session, case_id, by=by, now=now)
    identity_digests.lock(session, case)
    _decide(session, case, IdentityCaseStatus.REJECTED, said, by=by, now=now)
    applicant = session.get_one(Account, case.account_id)
    identity_digests.tell_end(session, case, lane=applicant.lane, now=now)
    outbox.notify_account(session, applicant, "identity.decided", case.id, at=now)
    return case


def approve(
    session: Session, case_id: UUID, reason: str, *, by: Account, now: datetime, counts: bool | None = None
) -> IdentityCase:
    """Approve a case: the person is verified and bound to the account, and their other account ends for good.

    The first of two approvals changes nothing else: another reviewer has to approve it too. counts: whether who else
    has declared the number is the same person, to be answered if anything is held against them (`shared_matters`). If
    two differ, it counts until staff answer again.
    Raises ReasonIsAnswer, IdentityReasonMissing, HolderHasTime, IdentityCaseOutdated, SharedNumberUnanswered,
    OnlyAdminMoves, NumberHeldByOther, and what `identity_queue.require_held` raises.
    """
    said, case = parse_reason(reason), identity_queue.require_held(session, case_id, by=by, now=now)
    if case.outdated:
        raise IdentityCaseOutdated(number=case.reference)
    until = identity_holders.waits_until(session, case, now=now)
    if until is not None and now < until:
        raise HolderHasTime(number=case.reference, until=until)
    shared = shared_matters(session, case, now=now)
    shared_numbers.require_answer(shared, counts)
    if identity_queue.is_first_approval(session, case):
        return _approve_first(session, case, by=by, now=now, counts=counts)
    account, concerned = _lock(session, case)
    _require_unchanged(case, concerned.person, account, concerned.old)
    _decide(session, case, IdentityCaseStatus.APPROVED, said, by=by, now=now)
    identity_alerts.close(session, case, now=now)
    answered_by = by.id if case.first_counts in (None, counts) else None  # Or it counts until staff answer anew.
    counted = bool(counts or case.first_counts)
    shared_numbers.answer(session, concerned.person, shared, counts=counted, by=answered_by, now=now)
    identity_bindings.bind(session, case, account, concerned, by=by, now=now)
    return case


def shared_matters(session: Session, case: IdentityCase, *, now: datetime) -> list[SharedMatter]:
    """Return what is held against others who have declared the ID number of a case."""
    _, number = identity_queue.identity_of(session, case)
    found = people.by_id_number(session, number) if number else None
    own = session.get(Person, case.person_id) if case.person_id is not None else None
    target = found if found is not None and not identity_holders.is_displaced(found, case) else own
    is_about_own = target is not None and target.id_number == number
    return shared_numbers.matters(session, target if is_about_own else None, number, now=now, but={case.person_id})


def _approve_first(
    session: Session, case: IdentityCase, *, by: Account, now: datetime, counts: bool | None
) -> IdentityCase:
    """Record the first approval, and tell the other reviewers that a second is needed."""
    former = case.first_reviewer
    if not identity_case_status.approve_first(
        session, case, reviewer=by.id, person=by.person_id, at=now, former=former, counts=counts
    ):
        raise IdentityCaseNotHeld(number=case.reference)  # Withdrawn or decided at the same time.
    audit.record(session, audit.Action.IDENTITY_APPROVED_FIRST, by=by.id, on=case.id, at=now, kind=case.kind.value)
    identity_cases_service.tell_reviewers(session, case, now=now)
    return case


def _decide(
    session: Session, case: IdentityCase, to: IdentityCaseStatus, reason: str, *, by: Account, now: datetime
) -> None:
    """Store the decision. The photos are kept for `photo_days` from now."""
    if not identity_case_status.decide(session, case, to, reviewer=by.id, at=now, reason=reason):
        # Disputed, stopped, outdated, withdrawn or decided at the same time.
        raise (IdentityCaseNotHeld if case.is_open else IdentityCaseClosed)(number=case.reference)
    approved = to is IdentityCaseStatus.APPROVED
    action = audit.Action.IDENTITY_APPROVED if approved else audit.Action.IDENTITY_REJECTED
    audit.record(session, action, by=by.id, on=case.id, at=now, kind=case.kind.value)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    for photo in case.photo_ids.values():
        files.set_delete_at(session, photo, now + timedelta(days=days))


def _lock(session: Session, case: IdentityCase) -> tuple[Account, Concerned]:
    """Lock and return the account that asks, and whom its approval concerns."""
    phone_changes.lock_claim(session, case.phone)
    person, displaced = _lock_people(session, case)
    duplicate = person_merges.duplicate_of(session, person, case.person_id)
    former = phone_changes.lock_former_holders(session, person, case.phone)
    former = [each for each in former if each.id not in (case.person_id, person.id)]
    if duplicate is not None:
        merged_people.lock(session, duplicate.id)
    account, old = _lock_accounts(session, case, person)
    return account, Concerned(person, old, displaced, duplicate, former)


def _lock_people(session: Session, case: IdentityCase) -> tuple[Person, Person | None]:
    """Return whom the account shall belong to, and whose verification that withdraws, locked with whom it belongs to.

    That is who holds the typed ID number, or a new person of that number; without one, the account's own person. A
    person of another name who is verified with the number but not on record does not hold it any more.
    """
    found = people.by_id_number(session, case.id_number) if case.id_number else None
    if found is not None and found.id not in (case.holder_id, case.person_id):
        raise IdentityCaseOutdated(number=case.reference)  # Nobody has told them.
    displaced = found if found is not None and identity_holders.is_displaced(found, case) else None
    keeps_person = case.kind is IdentityCaseKind.VERIFY or not case.id_number
    own = case.person_id if keeps_person else None
    target_id = found.id if found is not None and displaced is None else own
    concerned = {target_id, case.person_id, found.id if found is not None else None}
    for each in sorted(one for one in concerned if one is not None):
        database.lock_row(session, Person, each)
    if target_id is None:
        # Its ID number is claimed with the verification, after that of the displaced person is withdrawn.
        declared = people.new(id_number=case.id_number, name=case.name, registered=False)
        return database.add(session, declared), displaced
    return session.get_one(Person, target_id), displaced


def _require_unchanged(case: IdentityCase, person: Person, account: Account, old: Account | None) -> None:
    """Check that nothing has changed since the holder was told. Raises IdentityCaseOutdated."""
    is_new = old is not None and case.holder_id != person.id
    is_complete = not account.is_deleted and person.name != "" and person.id_number != ""
    if account.person_id != case.person_id or is_new or not is_complete:
        raise IdentityCaseOutdated(number=case.reference)


def _lock_accounts(session: Session, case: IdentityCase, person: Person) -> tuple[Account, Account | None]:
    """Return the account that asks, and the other account of the person, both locked."""
    old = accounts.of_person(session, person.id)
    for each in sorted({case.account_id, *([old.id] if old is not None else [])}):
        database.lock_row(session, Account, each)
    account = session.get_one(Account, case.account_id)
    return account, old if old is not None and old.id != account.id and old.person_id == person.id else None
