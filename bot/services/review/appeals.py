"""Appeals against the blacklist: made once by the person, decided by somebody who had no word in the entry.

appeal ──► lift: he may file again      uphold: it stands until its end
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.review import blacklist as entries
from bot.services.review.blacklist import JUDGES, ListingDecided
from bot.services.staff import notifications, permissions
from bot.services.values import text_cleaning
from storage import audit, database
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist
from storage.review.blacklist import FalseMaterial, Listing, ListingStatus

MOST_WORDS = 500


class NotListed(Refusal):
    """There is nothing to appeal against."""

    key = "refused-not-listed"
    offers = ("menu",)


class AlreadyAppealed(Refusal):
    """One appeal was made, and one there is."""

    key = "refused-already-appealed"
    offers = ("menu",)


class AppealTooLong(Refusal):
    """An appeal has a few words, and not too many."""

    key = "refused-appeal-too-long"


def appealable(session: Session, person: Person, *, now: datetime) -> Listing:
    """Return the entry this person may appeal against. Raises NotListed or AlreadyAppealed."""
    if person.blacklisted_until is None or person.blacklisted_until <= now:
        raise NotListed
    found = blacklist.in_force(session, person.id, at=now)
    if not found:  # It came with the register, from before the desk.
        return Listing(
            person_id=person.id,
            reason=FalseMaterial.REGISTER,
            status=ListingStatus.CONFIRMED,
            proposed_at=now,
            until=person.blacklisted_until,
        )
    free = next((entry for entry in found if entry.appealed_at is None), None)
    if free is None:
        raise AlreadyAppealed
    return free


def appeal(session: Session, person: Person, words: str, *, now: datetime) -> Listing:
    """The person says why the entry is wrong; somebody who had no word in it decides.

    Raises AppealTooLong, NotListed or AlreadyAppealed.
    """
    said = text_cleaning.display_safe(words)
    if not 0 < len(said) <= MOST_WORDS:
        raise AppealTooLong(most=MOST_WORDS)
    held = database.lock_row(session, Person, person.id) or person
    listing = appealable(session, held, now=now)
    if listing not in session:
        blacklist.new(session, listing)
    if not blacklist.make_appeal(session, listing, said, at=now):
        raise AlreadyAppealed
    audit.record(session, audit.Action.BLACKLIST_APPEALED, by=person.id, on=listing.id, at=now)
    entries.keep_evidence(session, listing, now=now)
    but = (listing.proposed_by, listing.confirmed_by)
    notifications.notify_roles(session, "blacklist.appealed", listing.id, *JUDGES, at=now, but=but)
    return listing


def decide(session: Session, listing_id: UUID, *, lift: bool, by: Account, now: datetime) -> Listing:
    """A third person decides: lifted, the person may file again; else it stands. He is told.

    Raises NotStaff, SamePerson, OwnCase or ListingDecided.
    """
    listing = entries.find(session, listing_id, by=by)
    member = permissions.require(session, by, *JUDGES)
    entries.check(session, listing, member, by)
    if not listing.waits_for_appeal:
        raise ListingDecided
    person = database.lock_row(session, Person, listing.person_id)
    assert person is not None
    to = ListingStatus.LIFTED if lift else ListingStatus.CONFIRMED
    if not blacklist.decide_appeal(session, listing, to, by=member.id, at=now):
        raise ListingDecided
    action = audit.Action.BLACKLIST_LIFTED if lift else audit.Action.BLACKLIST_UPHELD
    audit.record(session, action, by=by.id, on=listing.id, at=now)
    if lift:
        left = blacklist.in_force(session, person.id, at=now)
        person.blacklisted_until = left[0].until if left else None
        session.add(person)
    outbox.post(session, person.id, "blacklist.lifted" if lift else "blacklist.upheld", listing.id, at=now)
    return listing
