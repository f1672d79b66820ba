"""Appeals against the blacklist: made once by the person, decided by somebody who had no word in the entry.

appeal ──► lift: he may file again      uphold: it stands until its end
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.review import blacklist as entries
from bot.services.review.blacklist import BLACKLIST_ROLES, ListingDecided
from bot.services.staff import notifications, permissions
from bot.services.values import text_cleaning
from storage import audit, database
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import blacklist
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial

MAX_CHARACTERS = 500


class NotListed(Refusal, key="refused-not-listed", offers=("menu",)):
    """There is nothing to appeal against."""


class AlreadyAppealed(Refusal, key="refused-already-appealed", offers=("menu",)):
    """One appeal was made, and one there is."""


class AppealTooLong(Refusal, key="refused-appeal-too-long"):
    """An appeal has a few words, and not too many."""


def appealable(session: Session, person: Person, *, now: datetime) -> BlacklistEntry:
    """Return the entry this person may appeal against. Raises NotListed or AlreadyAppealed."""
    if person.blacklisted_until is None or person.blacklisted_until <= now:
        raise NotListed
    found = blacklist.in_force(session, person.id, at=now)
    if not found:  # It came with the register, from before the desk.
        return BlacklistEntry(
            person_id=person.id,
            reason=FalseMaterial.REGISTER,
            status=BlacklistStatus.CONFIRMED,
            proposed_at=now,
            until=person.blacklisted_until,
        )
    free = next((entry for entry in found if entry.appealed_at is None), None)
    if free is None:
        raise AlreadyAppealed
    return free


def appeal(session: Session, person: Person, words: str, *, now: datetime) -> BlacklistEntry:
    """The person says why the entry is wrong; somebody who had no word in it decides.

    Raises AppealTooLong, NotListed or AlreadyAppealed.
    """
    said = text_cleaning.display_safe(words)
    if not 0 < len(said) <= MAX_CHARACTERS:
        raise AppealTooLong(most=MAX_CHARACTERS)
    held = database.lock_row(session, Person, person.id) or person
    listing = appealable(session, held, now=now)
    if listing not in session:
        blacklist.new(session, listing)
    if not blacklist.make_appeal(session, listing, said, at=now):
        raise AlreadyAppealed
    audit.record(session, audit.Action.BLACKLIST_APPEALED, by=person.id, on=listing.id, at=now)
    entries.retain_evidence(session, listing, now=now)
    but = (listing.proposed_by, listing.confirmed_by)
    notifications.notify_roles(session, "blacklist.appealed", listing.id, *BLACKLIST_ROLES, at=now, but=but)
    return listing


def decide(session: Session, listing_id: UUID, *, lift: bool, by: Account, now: datetime) -> BlacklistEntry:
    """A third person decides: lifted, the person may file again; else it stands. He is told.

    Raises NotStaff, SamePerson, OwnCase or ListingDecided.
    """
    listing = entries.find(session, listing_id, by=by)
    member = permissions.require(session, by, *BLACKLIST_ROLES)
    entries.require_uninvolved(session, listing, member, by)
    if not listing.waits_for_appeal:
        raise ListingDecided
    person = database.lock_row(session, Person, listing.person_id)
    assert person is not None
    to = BlacklistStatus.LIFTED if lift else BlacklistStatus.CONFIRMED
    if not blacklist.decide_appeal(session, listing, to, by=member.id, at=now):
        raise ListingDecided
    action = audit.Action.BLACKLIST_LIFTED if lift else audit.Action.BLACKLIST_UPHELD
    audit.record(session, action, by=by.id, on=listing.id, at=now)
    if lift:
        left = blacklist.in_force(session, person.id, at=now)
        person.blacklisted_until = left[0].until if left else None
        session.add(person)
    outbox.notify(session, person.id, "blacklist.lifted" if lift else "blacklist.upheld", listing.id, at=now)
    return listing
