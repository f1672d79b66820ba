"""Share codes: the owner lets a renter, insurer or buyer view the certificate for some days, or once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.certificates import certificates
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage import audit
from storage.audit import Action
from storage.certificates import share_codes as store
from storage.certificates.share_codes import ShareCode
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person

LENGTH = 10  # Characters of a code: 49 bits.
SHORTEST_PART = 4  # Characters of one group.
MAX_OPEN = 10
SINGLE_USE = 0  # In place of days: for a single view.


class TooManyShareCodes(Refusal, key="refused-too-many-share-codes", offers=("certificate",)):
    """As many codes are open as allowed; one must be revoked first."""


class ShareCodeEnded(Refusal, key="refused-share-code-ended", offers=("verify",)):
    """The code is revoked, expired or used up, or its maker no longer owns the vehicle."""


@dataclass(frozen=True, slots=True)
class NewShareCode:
    """A new share code with its text, which is shown only once."""

    share: ShareCode
    code: str


def make(session: Session, person: Person, vehicle_id: UUID, days: int, *, now: datetime) -> NewShareCode:
    """Make a code for some days, or (SINGLE_USE) for one view within the longest time allowed.

    Raises TooManyShareCodes, and what `certificates.require_owner` and `get_or_issue` raise.
    """
    certificates.require_owner(session, person, vehicle_id, now=now)
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
    """Revoke a code. Raises NotYours for another person's code, or one revoked already."""
    share = session.get(ShareCode, share_id)
    if share is None or share.made_by != by.id or not store.revoke(session, share, at=now):
        raise NotYours
    audit.record(session, Action.CERTIFICATE_UNSHARED, by=by.id, on=share.id, at=now)
    return share


def find(session: Session, text: str) -> ShareCode | None:
    """Return the share code with a typed text, None if there is none."""
    code = code_in(text)
    return store.by_code(session, code) if code is not None else None


def code_in(text: str) -> str | None:
    """Return the share code that a text is, without the blanks between its groups; None for any other text."""
    return short_codes.parse(text, LENGTH)


def of_maker(session: Session, account: Account, text: str, *, now: datetime) -> ShareCode | None:
    """Return the share code with this text if it counts, and this account's holder made it and may use the desk."""
    share = find(session, text) if account.is_signed_in else None
    if share is None or share.made_by != account.person_id or not _counts(session, share, now=now):
        return None
    return None if people.is_contested(session, session.get_one(Person, share.made_by)) else share


def is_incomplete(text: str) -> bool:
    """Whether a typed text looks like the first groups of a code."""
    return any(short_codes.parse(text, length) is not None for length in range(SHORTEST_PART, LENGTH))


def use(session: Session, share: ShareCode, *, now: datetime) -> None:
    """Count a view by this code. Raises ShareCodeEnded if it is no longer valid."""
    if not _counts(session, share, now=now) or not store.use(session, share, at=now):
        raise ShareCodeEnded


def _counts(session: Session, share: ShareCode, *, now: datetime) -> bool:
    """Whether a code is open, and its maker still decides for the vehicle."""
    owner = authority.acting_owner(session, share.vehicle_id)
    return owner is not None and owner.id == share.made_by and share.is_open(now)
