"""The blacklist: false material is proposed by one member of staff and confirmed by another.

propose ──► confirm: no filing until an end date, open applications end      reject: nothing happens
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.errors import Refusal
from bot.services.filing import filings as filing_filings
from bot.services.review import case_decisions, queue
from bot.services.review.case_decisions import ReturnReason
from bot.services.review.queue import OwnCase
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import notifications, permissions
from storage import audit, database, files
from storage.engine import outbox
from storage.filing import filings as filing_store
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist, reviews
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.review.reviews import Review, ReviewStatus
from storage.staff.members import StaffMember, StaffRole

BLACKLIST_ROLES = (StaffRole.REVIEWER, StaffRole.ADMIN)
RETURN_REASONS = {
    FalseMaterial.ANOTHERS_DOCUMENT: ReturnReason.ANOTHERS_DOCUMENT,
    FalseMaterial.ANOTHER_PERSON: ReturnReason.ANOTHER_PERSON,
    FalseMaterial.ALTERED: ReturnReason.ALTERED,
}
"""With which reason the case goes back that is proposed from."""


class AlreadyProposed(Refusal, key="refused-already-proposed", offers=("blacklist",)):
    """Somebody has proposed this person already."""


class SamePerson(Refusal, key="refused-same-person", offers=("blacklist",)):
    """Whoever had a word in it before has no second one."""


class ListingDecided(Refusal, key="refused-listing-decided", offers=("blacklist",)):
    """The proposal or the appeal is decided."""


class BadFalseReason(Refusal, key="refused-bad-false-reason"):
    """What is false is one of 1, 2, 3."""


class StillInReview(Refusal, key="refused-still-in-review", offers=("blacklist",)):
    """An admin who reviews nothing has no word in a case before it went back."""


def propose(session: Session, review_id: UUID, reason: FalseMaterial, *, by: Account, now: datetime) -> BlacklistEntry:
    """Propose an applicant for the blacklist; a case that the reviewer still has goes back with this reason.

    Raises NotStaff, NoSuchCase, OwnCase, StillInReview, CaseDecided, AlreadyProposed, and what `review_cases.held`
    raises.
    """
    member = permissions.require(session, by, *BLACKLIST_ROLES)
    review, filing = queue.of_review(session, review_id)
    if queue.is_own(session, filing, by=by):
        raise OwnCase(number=filing.number)
    if review.status in reviews.OPEN_STATUSES:
        if StaffRole.REVIEWER not in member.role_set():
            raise StillInReview(number=filing.number)
        case_decisions.return_case(session, review.id, RETURN_REASONS[reason], by=by, now=now)
    elif review.status is not ReviewStatus.RETURNED:
        raise queue.CaseDecided(number=filing.number)
    listing = BlacklistEntry(
        person_id=filing.filer_id, review_id=review.id, reason=reason, proposed_by=member.id, proposed_at=now
    )
    try:
        with session.begin_nested():
            blacklist.new(session, listing)
    except IntegrityError:
        raise AlreadyProposed from None
    audit.record(session, audit.Action.BLACKLIST_PROPOSED, by=by.id, on=listing.id, at=now, reason=reason.value)
    notifications.notify_roles(session, "blacklist.proposed", listing.id, *BLACKLIST_ROLES, at=now, but=(member.id,))
    return listing


def find(session: Session, listing_id: UUID, *, by: Account) -> BlacklistEntry:
    """Return an entry to somebody who may decide on such. Raises NotStaff or ListingDecided."""
    permissions.require(session, by, *BLACKLIST_ROLES)
    listing = session.get(BlacklistEntry, listing_id)
    if listing is None:
        raise ListingDecided
    return listing


def confirm(session: Session, listing_id: UUID, *, by: Account, now: datetime) -> BlacklistEntry:
    """A second person agrees: no filing until the end date; what he has applied for ends; he is told how to appeal.

    Raises NotStaff, SamePerson, OwnCase or ListingDecided.
    """
    listing, member = _second(session, listing_id, by=by)
    person = database.lock_row(session, Person, listing.person_id)
    assert person is not None
    until = now + timedelta(days=rules.number(session, RuleName.BLACKLIST_DAYS, at=now))
    if not blacklist.close(session, listing, BlacklistStatus.CONFIRMED, by=member.id, at=now, until=until):
        raise ListingDecided  # Another was faster.
    audit.record(session, audit.Action.BLACKLIST_CONFIRMED, by=by.id, on=listing.id, at=now, until=until.isoformat())
    person.blacklisted_until = max(until, person.blacklisted_until or until)
    session.add(person)
    session.flush()
    for filing in filing_store.open_of_filer(session, person.id):
        filing_filings.refuse(session, filing, now=now, why="false-material")
        case_decisions.notify_owner(session, filing, "review.failed.owner", now=now)
    retain_evidence(session, listing, now=now)
    outbox.notify(session, person.id, "blacklist.listed", listing.id, at=now)
    return listing


def reject(session: Session, listing_id: UUID, *, by: Account, now: datetime) -> BlacklistEntry:
    """A second person does not agree: nothing happens to anybody. Raises like `confirm`."""
    listing, member = _second(session, listing_id, by=by)
    if not blacklist.close(session, listing, BlacklistStatus.REJECTED, by=member.id, at=now, until=None):
        raise ListingDecided
    audit.record(session, audit.Action.BLACKLIST_REJECTED, by=by.id, on=listing.id, at=now)
    return listing


def may_decide(session: Session, listing: BlacklistEntry, *, by: Account) -> bool:
    """Say whether this member of staff may decide on an entry that waits. Raises NotStaff."""
    member = permissions.require(session, by, *BLACKLIST_ROLES)
    waits = listing.status is BlacklistStatus.PROPOSED or listing.waits_for_appeal
    return waits and _bar(session, listing, member, by) is None


def require_uninvolved(session: Session, listing: BlacklistEntry, member: StaffMember, by: Account) -> None:
    """See that this member of staff may have a word in an entry. Raises OwnCase or SamePerson."""
    bar = _bar(session, listing, member, by)
    if bar is not None:
        raise bar


def retain_evidence(session: Session, listing: BlacklistEntry, *, now: datetime) -> None:
    """The photos are kept so many days from now: an appeal needs them."""
    review = evidence_of(session, listing)
    days = rules.number(session, RuleName.PHOTO_DAYS, at=now)
    for photo in (review.handheld_id, review.scene_id) if review else ():
        files.set_delete_at(session, photo, now + timedelta(days=days))


def evidence_of(session: Session, listing: BlacklistEntry) -> Review | None:
    """Return the round whose photos the entry is about."""
    return session.get(Review, listing.review_id) if listing.review_id else None


def _second(session: Session, listing_id: UUID, *, by: Account) -> tuple[BlacklistEntry, StaffMember]:
    listing = find(session, listing_id, by=by)
    member = permissions.require(session, by, *BLACKLIST_ROLES)
    require_uninvolved(session, listing, member, by)
    if listing.status is not BlacklistStatus.PROPOSED:
        raise ListingDecided
    return listing, member


def _bar(session: Session, listing: BlacklistEntry, member: StaffMember, by: Account) -> Refusal | None:
    """Return why this member of staff has no word in an entry: it is about him or his car, or he had one before."""
    review = evidence_of(session, listing)
    filing = queue.of_review(session, review.id)[1] if review else None
    if listing.person_id == by.person_id or (filing is not None and queue.is_own(session, filing, by=by)):
        return OwnCase(number=filing.number if filing else "?")
    return SamePerson() if member.id in (listing.proposed_by, listing.confirmed_by) else None
