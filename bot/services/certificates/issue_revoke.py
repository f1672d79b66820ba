"""Certificates issued by an inspection station after a pass, and taken back by it for some hours, else by two people.

/issue ──► check: the legal month, and all that forbids it ──► issue, which checks everything once more
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours, OwnMatter, Refusal, raise_all
from bot.services.certificates import certificates, eligibility, lookup, revocations
from bot.services.certificates.eligibility import RenewalTooEarly
from bot.services.organisations import vehicles_of_staff
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import permissions
from bot.services.values import text_cleaning
from bot.services.values.months import Month
from bot.services.values.plates import PlateType
from storage import database
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate
from storage.certificates.revocation_proposals import RevocationProposal
from storage.identity.accounts import Account
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole

ISSUERS = (StaffRole.STATION, StaffRole.ADMIN)
REVOKERS = (StaffRole.STATION, StaffRole.ADMIN)
_LINE = re.compile(r"(?:(\d{2})\s+)?(.+?)(?:\s+(\d{4}-\d{2}))?")


class InvalidIssueLine(Refusal, key="refused-bad-issue-line"):
    """Not a plate (with its type before it where several vehicles share it) and perhaps a month."""


class PlateNotUnique(Refusal, key="refused-plate-not-unique"):
    """Plates of several types read like this; the type must be typed before it."""


class MonthOutOfRange(Refusal, key="refused-month-out-of-range"):
    """Not the month until which the inspection calendar lets a passed vehicle go. month, legal: YYYY-MM."""


class NothingToRevoke(Refusal, key="refused-nothing-to-revoke"):
    """The vehicle has no active certificate."""


class NotOwnCertificate(Refusal, key="refused-not-own-certificate", offers=("menu",)):
    """A station takes back only what it has issued itself: alone for so many hours, then with an admin."""


class NoReason(Refusal, key="refused-no-reason"):
    """A revocation needs a reason, which its holder is told."""


@dataclass(frozen=True, slots=True)
class StationCheck:
    """What a station sees before it signs.

    valid_until: of the present certificate, None if there was none; month: of the new one; unmet: all that forbids it.
    """

    vehicle: Vehicle
    valid_until: Month | None
    month: Month | None
    open_violations: int
    unmet: tuple[Refusal, ...]


def check(session: Session, words: str, *, by: Account, now: datetime) -> StationCheck:
    """Return what is known of a vehicle that has passed: `桂A12345`, `桂A12345 2028-06`, `02 桂A12345`.

    Raises NotStaff, InvalidIssueLine, NoSuchPlate, PlateNotUnique, OwnMatter or MonthOutOfRange.
    """
    permissions.require(session, by, *ISSUERS)
    found = _LINE.fullmatch(words.strip())
    if found is None:
        raise InvalidIssueLine
    checked = _check(session, _vehicle(session, found[2], found[1], by=by), now=now)
    if found[3] and checked.month is not None:
        _require_month(found[3], checked.month)
    return checked


def issue(session: Session, vehicle_id: UUID, month: str, *, by: Account, now: datetime) -> Certificate:
    """Issue the certificate of a vehicle that has passed, valid until the month that was shown.

    Raises NotStaff, NotYours, OwnMatter, every condition that is not met, or MonthOutOfRange.
    """
    permissions.require(session, by, *ISSUERS)
    vehicle = database.lock_row(session, Vehicle, vehicle_id)
    if vehicle is None:
        raise NotYours
    if vehicles_of_staff.is_used(session, vehicle, by=by):
        raise OwnMatter
    checked = _check(session, vehicle, now=now)
    raise_all(list(checked.unmet))
    assert checked.month is not None
    _require_month(month, checked.month)
    return certificates.issue_after_inspection(session, vehicle, checked.month, by=by.id, now=now)


def _check(session: Session, vehicle: Vehicle, *, now: datetime) -> StationCheck:
    """Compute the check. After a revocation by staff the vehicle is inspected for the same period once more."""
    present = eligibility.valid_until(session, vehicle)
    again = present is not None and _is_due_once_more(session, vehicle, present, now=now)
    registered = vehicle.first_registered_on
    counted = present or (Month.of(registered) if registered else None)
    unmet = eligibility.unmet_conditions(session, vehicle, now=now, month=counted, at_station=True)
    following = eligibility.next_certificate(session, vehicle, now=now, month=counted)
    month = present if again else following.renewal.next_valid_until if following else None
    return StationCheck(
        vehicle,
        present,
        month,
        eligibility.open_violations(session, [vehicle.id])[vehicle.id],
        tuple(one for one in unmet if not (again and isinstance(one, RenewalTooEarly))),
    )


def _is_due_once_more(session: Session, vehicle: Vehicle, present: Month, *, now: datetime) -> bool:
    """Return whether staff revoked the certificate of the present period, so that only an inspection brings it back.

    A revoked certificate of a later month leaves the period before it as it was: the next one follows that. A
    certificate that counts again since a station has taken back its own leaves nothing to be done once more.
    """
    newest, active = store.newest_of(session, vehicle.id), store.active_of(session, vehicle.id)
    return (
        present >= Month.of(local_time.date_of(now))
        and (active is None or active.valid_until < str(present))
        and newest is not None
        and newest.valid_until == str(present)
        and certificates.was_revoked_by_staff(session, newest, present)
    )


def _require_month(typed: str, legal: Month) -> None:
    if typed != str(legal):
        raise MonthOutOfRange(month=typed, legal=str(legal))


def revoke(
    session: Session, words: str, *, by: Account, now: datetime
) -> tuple[Vehicle, Certificate, RevocationProposal | None]:
    """Revoke a certificate, or propose it: `桂A12345 reason`.

    What somebody has issued within the hours of the rule they take back at once, and what was valid before counts
    again; later, and for what others have issued, an admin has to confirm it. A station proposes for its own
    certificates only.

    Raises NotStaff, NoSuchPlate, PlateNotUnique, OwnMatter, NothingToRevoke, NotOwnCertificate, NoReason or
    RevocationProposedAlready.
    """
    member = permissions.require(session, by, *REVOKERS)
    typed = re.fullmatch(r"(?:(\d{2})\s+)?(\S+)(?:\s+(.+))?", words.strip(), re.DOTALL)
    why = text_cleaning.display_safe(" ".join((typed[3] or "").split())[:200]) if typed is not None else ""
    if typed is None or not why:
        raise NoReason
    vehicle = _vehicle(session, typed[2], typed[1], by=by)
    certificate = store.active_of(session, vehicle.id)
    if certificate is None:
        raise NothingToRevoke
    hours = rules.number(session, RuleName.STATION_REVOKE_HOURS, at=now)
    is_issuer = certificate.issued_by == by.id
    if StaffRole.ADMIN not in member.role_set() and not is_issuer:
        raise NotOwnCertificate(hours=hours)
    if not is_issuer or now > certificate.issued_at + timedelta(hours=hours):
        return vehicle, certificate, revocations.propose(session, certificate, why, by=by, member=member, now=now)
    certificates.take_back(session, certificate, by=by.id, note=why, now=now)
    return vehicle, certificate, None


def _vehicle(session: Session, typed: str, plate_type: str | None, *, by: Account) -> Vehicle:
    """Return the vehicle with a typed plate, unless it is one that this member of staff uses."""
    found = lookup.vehicles_with_plate(session, typed, plate_type)
    if len(found) > 1:
        raise PlateNotUnique(types=", ".join(sorted(PlateType(one.plate_type).value for one in found)))
    if vehicles_of_staff.is_used(session, found[0], by=by):
        raise OwnMatter
    return found[0]
