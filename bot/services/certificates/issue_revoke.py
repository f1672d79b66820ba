"""Certificates issued by an inspection station after a pass, and revoked by an admin."""

import re
from datetime import datetime

from sqlmodel import Session

from bot.errors import OwnMatter, Refusal
from bot.services.certificates import certificates, lookup
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import permissions
from bot.services.values import text_cleaning
from bot.services.values.months import Month
from bot.services.values.plates import PlateType
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate
from storage.identity.accounts import Account
from storage.register.vehicles import Vehicle, VehicleState
from storage.staff.members import StaffRole

ISSUERS = (StaffRole.STATION, StaffRole.ADMIN)
REVOKERS = (StaffRole.ADMIN,)
_LINE = re.compile(r"(?:(\d{2})\s+)?(.+?)\s+(\d{4}-\d{2})")


class InvalidIssueLine(Refusal, key="refused-bad-issue-line"):
    """Not a plate (with its type before it where several vehicles share it) and a month."""


class PlateNotUnique(Refusal, key="refused-plate-not-unique"):
    """Plates of several types read like this; the type must be typed before it."""


class NothingToRevoke(Refusal, key="refused-nothing-to-revoke"):
    """The vehicle has no active certificate."""


class NoReason(Refusal, key="refused-no-reason"):
    """A revocation needs a reason, which its holder is told."""


def issue(session: Session, words: str, *, by: Account, now: datetime) -> tuple[Vehicle, Certificate]:
    """Issue a certificate after a pass: `桂A12345 2028-06`, or `02 桂A12345 2028-06` with the plate type.

    Raises NotStaff, InvalidIssueLine, NoSuchPlate, PlateNotUnique, OwnMatter, AbnormalVehicleState or MonthOutOfRange.
    """
    permissions.require(session, by, *ISSUERS)
    found = _LINE.fullmatch(words.strip())
    if found is None:
        raise InvalidIssueLine
    try:
        month = Month.parse(found[3])
    except ValueError:
        raise InvalidIssueLine from None
    vehicle = _vehicle(session, found[2], found[1], by=by)
    if vehicle.state is not VehicleState.NORMAL:
        raise certificates.AbnormalVehicleState
    certificate = certificates.issue_after_inspection(session, vehicle, month, by=by.id, now=now)
    return vehicle, certificate


def revoke(session: Session, words: str, *, by: Account, now: datetime) -> tuple[Vehicle, Certificate]:
    """Revoke a certificate: `桂A12345 reason`.

    Raises NotStaff, NoSuchPlate, PlateNotUnique, OwnMatter, NothingToRevoke or NoReason.
    """
    permissions.require(session, by, *REVOKERS)
    typed = re.fullmatch(r"(?:(\d{2})\s+)?(\S+)(?:\s+(.+))?", words.strip())
    if typed is None or not typed[3]:
        raise NoReason
    vehicle = _vehicle(session, typed[2], typed[1], by=by)
    certificate = store.active_of(session, vehicle.id)
    if certificate is None:
        raise NothingToRevoke
    certificates.revoke(session, certificate, by=by.id, note=text_cleaning.display_safe(typed[3][:200]), now=now)
    return vehicle, certificate


def _vehicle(session: Session, typed: str, plate_type: str | None, *, by: Account) -> Vehicle:
    """Return the vehicle with a typed plate, unless it is one that this member of staff uses."""
    found = lookup.vehicles_with_plate(session, typed, plate_type)
    if len(found) > 1:
        raise PlateNotUnique(types=", ".join(sorted(PlateType(one.plate_type).value for one in found)))
    if vehicles_of_staff.is_used(session, found[0], by=by):
        raise OwnMatter
    return found[0]
