"""The blacklist (黑名单) for false material: an entry is proposed by one member of staff, confirmed by another.

propose ──► confirm: no applications until an end date, open ones are refused      reject: nothing changes
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import left_people, limits, shared_numbers as shared_number_service
from bot.services.identity.same_person import may_be_same
from bot.services.review import case_decisions, listed_applications, queue
from bot.services.review.queue import OwnCase
from bot.services.review.return_reasons import ReturnReason
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import departures, notifications, permissions, work_news
from bot.services.staff.same_member import is_one_of
from storage import audit, database, files
from storage.engine import outbox
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist, reviews
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffMember, StaffRole

BLACKLIST_ROLES = (StaffRole.REVIEWER, StaffRole.ADMIN)
LISTING, APPEAL = "listing", "appeal"  # Kinds of work.
DECIDED = "blacklist.decided"
# The reason with which the case is returned when its applicant is proposed.
RETURN_REASONS = {
    FalseMaterial.ANOTHERS_DOCUMENT: ReturnReason.ANOTHERS_DOCUMENT,
    FalseMaterial.ANOTHER_PERSON: ReturnReason.ANOTHER_PERSON,
    FalseMaterial.ALTERED: ReturnReason.ALTERED,
}


class AlreadyProposed(Refusal, key="refused-already-proposed", offers=("blacklist",)):
    """There is an open proposal for this person already."""


class AlreadyInvolved(Refusal, key="refused-same-person", offers=("blacklist",)):
    """Whoever proposed or confirmed an entry may not decide it again."""


class EntryDecided(Refusal, key="refused-listing-decided", offers=("blacklist",)):
    """The proposal or the appeal is decided."""


class InvalidFalseReason(Refusal, key="refused-bad-false-reason", offers=("queue",)):
    """A reason to propose is one of 1, 2, 3."""


class StillInReview(Refusal, key="refused-still-in-review", offers=("blacklist",)):
    """An admin who is no reviewer may propose an applicant only after the case was returned."""


def require_may_propose(
    session: Session, review_id: UUID, *, by: Account, now: datetime
) -> tuple[StaffMember, Review, Filing]:
    """Return who proposes, the case and its application: one that this reviewer has taken, or that was returned.

    Raises what `propose` raises, except AlreadyProposed.
    """
    member = permissions.require(session, by, *BLACKLIST_ROLES)
    review, filing = queue.of_review(session, review_id)
    if queue.is_own(session, filing, by=by):
        raise OwnCase(number=filing.number)
    if review.status in reviews.OPEN_STATUSES:
        if StaffRole.REVIEWER not in member.role_set():
            raise StillInReview(number=filing.number)
        queue.require_held(session, review_id, by=by, now=now)
    elif review.status is not ReviewStatus.RETURNED:
        raise queue.CaseDecided(number=filing.number)
    return member, review, filing


def propose(session: Session, review_id: UUID, reason: FalseMaterial, *, by: Account, now: datetime) -> BlacklistEntry:
    """Propose an applicant for the blacklist. A case that the reviewer has taken is returned with this reason.

    Raises NotStaff, NoSuchCase, OwnCase, StillInReview, CaseDecided, AlreadyProposed, and what `queue.require_held`
    raises.
    """
    member, review, filing = require_may_propose(session, review_id, by=by, now=now)
    if review.status in reviews.OPEN_STATUSES:
        case_decisions.return_case(session, review.id, RETURN_REASONS[reason], by=by, now=now)
    entry = BlacklistEntry(
        person_id=filing.filer_id,
        review_id=review.id,
        reason=reason,
        proposed_by=member.id,
        proposed_person=by.person_id,
        proposed_at=now,
    )
    if not database.try_add(session, entry):
        raise AlreadyProposed
    audit.record(session, audit.Action.BLACKLIST_PROPOSED, by=by.id, on=entry.id, at=now, reason=reason.value)
    work_news.arrive(session, LISTING, entry.id, now=now)
    return entry


def waiting(session: Session, *, by: Account) -> tuple[list[BlacklistEntry], list[BlacklistEntry]]:
    """Return the unconfirmed entries and the undecided appeals that do not concern the reader. Raises NotStaff."""
    permissions.require(session, by, *BLACKLIST_ROLES)
    found, appealed = blacklist.proposals(session), blacklist.appeals(session)
    return [each for each in found if not is_own(session, each, by=by)], [
        each for each in appealed if not is_own(session, each, by=by)
    ]


def find(session: Session, entry_id: UUID, *, by: Account) -> BlacklistEntry:
    """Return an entry to staff who decide on the blacklist. Raises NotStaff, EntryDecided or OwnCase."""
    permissions.require(session, by, *BLACKLIST_ROLES)
    entry = session.get(BlacklistEntry, entry_id)
    if entry is None:
        raise EntryDecided
    if is_own(session, entry, by=by):
        filing = _filing_of(session, entry)
        raise OwnCase(number=filing.number if filing else "?")
    return entry


def is_own(session: Session, entry: BlacklistEntry, *, by: Account) -> bool:
    """Return whether an entry is about this account's person, or about a case of their own."""
    filing = _filing_of(session, entry)
    person = session.get_one(Person, entry.person_id)
    return may_be_same(session, by, person) or (filing is not None and queue.is_own(session, filing, by=by))


def confirm(session: Session, entry_id: UUID, *, by: Account, now: datetime) -> BlacklistEntry:
    """Confirm an entry as a second person: open applications are refused, and the person is told how to appeal.

    The applications of the person's other accounts are refused too, and of who has come back. If who proposed it has
    left, the proposal becomes this member's, and somebody else confirms it.

    Raises NotStaff, AlreadyInvolved, OwnCase or EntryDecided.
    """
    entry, member = _second(session, entry_id, by=by)
    if _take_over(session, entry, member, by=by, now=now):
        return entry
    limits.lock(session, limits.keys_of(session, session.get_one(Person, entry.person_id)))
    person = database.lock_row(session, Person, entry.person_id)
    assert person is not None
    back = listed_applications.come_back(session, person)
    at = left_people.moment_apart(now) if back else now
    until = at + timedelta(days=rules.number(session, RuleName.BLACKLIST_DAYS, at=now))
    if not blacklist.close(
        session, entry, BlacklistStatus.CONFIRMED, by=member.id, person=by.person_id, at=at, until=until
    ):
        raise EntryDecided  # Another transaction was first.
    audit.record(session, audit.Action.BLACKLIST_CONFIRMED, by=by.id, on=entry.id, at=at, until=until.isoformat())
    person.blacklisted_until = max(until, person.blacklisted_until or until)
    session.add(person)
    session.flush()
    shared_number_service.reach_holder(session, person, now=at)
    listed_applications.refuse(session, person, back, now=now)
    retain_evidence(session, entry, now=at)
    outbox.notify(session, person.id, "blacklist.listed", entry.id, at=at)
    _tell_proposer(session, entry, now=now)
    return entry


def reject(session: Session, entry_id: UUID, *, by: Account, now: datetime) -> BlacklistEntry:
    """Reject an entry as a second person. Raises like `confirm`."""
    entry, member = _second(session, entry_id, by=by)
    if not blacklist.close(
        session, entry, BlacklistStatus.REJECTED, by=member.id, person=by.person_id, at=now, until=None
    ):
        raise EntryDecided
    audit.record(session, audit.Action.BLACKLIST_REJECTED, by=by.id, on=entry.id, at=now)
    _tell_proposer(session, entry, now=now)
    return entry


def _tell_proposer(session: Session, entry: BlacklistEntry, *, now: datetime) -> None:
    proposer = session.get(StaffMember, entry.proposed_by) if entry.proposed_by else None
    if proposer is not None and departures.has_role(session, proposer.id, *BLACKLIST_ROLES):
        notifications.notify_member(session, DECIDED, entry.id, proposer, at=now)


def may_decide(session: Session, entry: BlacklistEntry, *, by: Account) -> bool:
    """Return whether this member of staff may decide the entry or its appeal. Raises NotStaff."""
    permissions.require(session, by, *BLACKLIST_ROLES)
    is_open = entry.status is BlacklistStatus.PROPOSED or entry.waits_for_appeal
    return is_open and not is_own(session, entry, by=by) and not is_involved(session, entry, by)


def find_for_second(session: Session, entry_id: UUID, *, by: Account) -> tuple[BlacklistEntry, StaffMember]:
    """Return an entry together with the member of staff, who may decide it.

    Raises NotStaff, EntryDecided, OwnCase or AlreadyInvolved.
    """
    entry = find(session, entry_id, by=by)
    member = permissions.require(session, by, *BLACKLIST_ROLES)
    if is_involved(session, entry, by):
        raise AlreadyInvolved
    return entry, member


def retain_evidence(session: Session, entry: BlacklistEntry, *, now: datetime) -> None:
    """Keep the photos for `photo_days` from now: an appeal needs them."""
    review = evidence_of(session, entry)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    for photo in (review.handheld_id, review.scene_id) if review else ():
        files.set_delete_at(session, photo, now + timedelta(days=days))


def evidence_of(session: Session, entry: BlacklistEntry) -> Review | None:
    """Return the review whose photos the entry is about."""
    return session.get(Review, entry.review_id) if entry.review_id else None


def _take_over(session: Session, entry: BlacklistEntry, member: StaffMember, *, by: Account, now: datetime) -> bool:
    """Make a former member's proposal this member's. Returns False if who proposed it still serves."""
    if entry.proposed_by is None or departures.has_role(session, entry.proposed_by, *BLACKLIST_ROLES):
        return False
    if not blacklist.take_over(session, entry, by=member.id, person=by.person_id, at=now):
        return False  # Another was first, and this one is the second person.
    audit.record(session, audit.Action.BLACKLIST_PROPOSED, by=by.id, on=entry.id, at=now, reason=entry.reason.value)
    work_news.arrive(session, LISTING, entry.id, now=now)
    return True


def _second(session: Session, entry_id: UUID, *, by: Account) -> tuple[BlacklistEntry, StaffMember]:
    entry, member = find_for_second(session, entry_id, by=by)
    if entry.status is not BlacklistStatus.PROPOSED:
        raise EntryDecided
    return entry, member


def _filing_of(session: Session, entry: BlacklistEntry) -> Filing | None:
    review = evidence_of(session, entry)
    return queue.of_review(session, review.id)[1] if review else None


def is_involved(session: Session, entry: BlacklistEntry, by: Account) -> bool:
    """Return whether this member of staff has proposed or confirmed the entry, under whichever identity."""
    acted = (entry.proposed_by, entry.proposed_person, entry.confirmed_by, entry.confirmed_person)
    return is_one_of(session, by, *acted)
