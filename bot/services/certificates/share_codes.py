"""Share codes: the holder lets a renter, an insurer or a buyer see his certificate, for some days or a single look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.certificates import certificates
from bot.services.filing import eligibility
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage import audit, database
from storage.audit import Action
from storage.certificates import share_codes as store
from storage.certificates.share_codes import ShareCode
from storage.register import vehicles
from storage.register.people import Person

LENGTH = 10
"""Characters of a code: 49 bits, which nobody tries out."""
MAX_OPEN = 10
SINGLE_USE = 0
"""In place of days: for a single look."""


class TooManyShareCodes(Refusal, key="refused-too-many-share-codes"):
    """As many codes as may be are open; one must be taken back first."""


class ShareCodeEnded(Refusal, key="refused-share-code-ended", offers=("verify",)):
    """The code was taken back, has run out, was looked at once already, or its maker has not the car any more."""


@dataclass(frozen=True, slots=True)
class NewShareCode:
    """A share code as it is shown, this once."""

    share: ShareCode
    code: str


def make(session: Session, person: Person, vehicle_id: UUID, days: int, *, now: datetime) -> NewShareCode:
    """Make a code for so many days, or (days = ONCE) for a single look within the longest time. Owners only."""
    certificates.require_owner(session, person, vehicle_id)
    database.lock_row(session, Person, person.id)
    certificates.get_or_issue(session, person, vehicle_id, now=now)
    if len(store.open_of(session, vehicle_id, person.id, now=now)) >= MAX_OPEN:
        raise TooManyShareCodes(limit=MAX_OPEN)
    longest = rules.number(session, RuleName.SHARE_DAYS, at=now)
    code = short_codes.make(LENGTH)
    share = store.new(
        session,
        code,
        vehicle_id=vehicle_id,
        made_by=person.id,
        made_at=now,
        expires_at=now + timedelta(days=min(days, longest) or longest),
        single_use=days == SINGLE_USE,
    )
    audit.record(session, Action.CERTIFICATE_SHARED, by=person.id, on=share.id, at=now, days=days)
    return NewShareCode(share, code)


def revoke(session: Session, share_id: UUID, *, by: Person, now: datetime) -> ShareCode:
    """Take a code back. Raises NotYours for somebody else's, or one taken back already."""
    share = store.get(session, share_id)
    if share is None or share.made_by != by.id or not store.revoke(session, share, at=now):
        raise NotYours
    audit.record(session, Action.CERTIFICATE_UNSHARED, by=by.id, on=share.id, at=now)
    return share


def find(session: Session, text: str) -> ShareCode | None:
    """Return the share whose code somebody typed, None if it is none."""
    code = short_codes.parse(text, LENGTH)
    return store.by_code(session, code) if code is not None else None


def use(session: Session, share: ShareCode, *, now: datetime) -> None:
    """Count a look by this code. Raises ShareOver if it shows nothing any more."""
    vehicle = vehicles.get(session, share.vehicle_id)
    owner = eligibility.acting_owner(session, vehicle) if vehicle else None
    if owner is None or owner.id != share.made_by or not share.is_open(now) or not store.use(session, share, at=now):
        raise ShareCodeEnded
