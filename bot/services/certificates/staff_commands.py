"""Issuing and taking back by staff: a station's pass, an administrator's revocation."""

import re
from datetime import datetime

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.certificates import certificates
from bot.services.certificates.verification import NoSuchPlate
from bot.services.staff import permissions
from bot.services.values import plates, text_cleaning
from bot.services.values.months import Month
from bot.services.values.plates import PlateType
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate
from storage.identity.accounts import Account
from storage.register import vehicles
from storage.register.vehicles import Vehicle, VehicleState
from storage.staff.members import StaffRole

ISSUERS = (StaffRole.STATION, StaffRole.ADMIN)
REVOKERS = (StaffRole.ADMIN,)
_LINE = re.compile(r"(?:(\d{2})\s+)?(.+?)\s+(\d{4}-\d{2})")


class BadIssueLine(Refusal):
    """Not a plate (with its type before it where two cars share it) and a month."""

    key = "refused-bad-issue-line"


class SeveralCars(Refusal):
    """Cars of several plate types have this plate; the type must stand before it."""

    key = "refused-several-cars"


class NothingToRevoke(Refusal):
    """The car has no active certificate."""

    key = "refused-nothing-to-revoke"


class NoReason(Refusal):
    """A mark is taken back only with a reason; it stands in the notice to its holder."""

    key = "refused-no-reason"


def issue(session: Session, words: str, *, by: Account, now: datetime) -> tuple[Vehicle, Certificate]:
    """Issue after a pass: `桂A12345 2028-06`, or `02 桂A12345 2028-06`.

    Raises NotStaff, BadIssueLine, NoSuchPlate, SeveralCars, VehicleNotNormal, MonthOver.
    """
    permissions.require(session, by, *ISSUERS)
    found = _LINE.fullmatch(words.strip())
    if found is None:
        raise BadIssueLine
    try:
        month = Month.parse(found[3])
    except ValueError:
        raise BadIssueLine from None
    vehicle = _vehicle(session, found[2], found[1])
    if vehicle.state is not VehicleState.NORMAL:
        raise certificates.VehicleNotNormal
    certificate = certificates.pass_station(session, vehicle, month, by=by.id, now=now)
    return vehicle, certificate


def revoke(session: Session, words: str, *, by: Account, now: datetime) -> tuple[Vehicle, Certificate]:
    """Take a mark back: `桂A12345 reason`. Raises NotStaff, NoSuchPlate, SeveralCars, NothingToRevoke, NoReason."""
    permissions.require(session, by, *REVOKERS)
    typed = re.fullmatch(r"(?:(\d{2})\s+)?(\S+)(?:\s+(.+))?", words.strip())
    if typed is None or not typed[3]:
        raise NoReason
    vehicle = _vehicle(session, typed[2], typed[1])
    certificate = store.active_of(session, vehicle.id)
    if certificate is None:
        raise NothingToRevoke
    certificates.revoke(session, certificate, by=by.id, note=text_cleaning.display_safe(typed[3][:200]), now=now)
    return vehicle, certificate


def _vehicle(session: Session, typed: str, plate_type: str | None) -> Vehicle:
    plate = plates.normalise(typed)
    found = vehicles.by_plate_alone(session, plate)
    if plate_type is not None:
        found = [one for one in found if one.plate_type == plate_type]
    if not found:
        raise NoSuchPlate(plate=plate[:12])
    if len(found) > 1:
        raise SeveralCars(types=", ".join(sorted(PlateType(one.plate_type).value for one in found)))
    return found[0]
