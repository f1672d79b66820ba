"""Look-up of a vehicle by plate and engine number, protected against probing of the register.

An unknown plate and a wrong engine number get the same answer; attempts per person and per plate are limited a
day. Attempts with the person's other accounts count too. Attempts on a plate count in the same way whether or not the
register has it, so the limit tells nothing either. Two strangers cannot close a plate for who has its data: a person's
first attempts on a plate are compared until many people have used up theirs.
"""

from base64 import urlsafe_b64decode
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity import limits
from bot.services.identity.limits import Limit
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import engine_numbers, plates
from bot.services.values.plates import PlateType
from storage import audit
from storage.database.encryption import current_keyring
from storage.register import vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle

# The first attempts of one person on one plate in so many days have more room than the others on this plate.
FIRST_TRIES, FIRST_TRIES_DAYS, ROOM = 3, 30, 3


class VehicleNotFound(Refusal, key="refused-no-such-car", keeps=True, offers=("file",)):
    """There is no such plate, or the engine number is not its: one answer for both."""


class TooManyVehicleLookups(Refusal, key="refused-too-many-probes", offers=("file", "menu")):
    """Too many attempts today, by this user or on this plate. until: when the next may be made."""


def find(session: Session, plate_type: PlateType, plate: str, engine: str, *, by: Person, now: datetime) -> Vehicle:
    """Return the vehicle with this plate whose engine number ends in these characters.

    Raises VehicleNotFound or TooManyVehicleLookups.
    """
    plate = plates.normalise(plate)
    target = attempts_target(plate_type, plate)
    vehicle = vehicles.by_plate(session, plate_type, plate)
    require_tries_left(session, by, target, now=now)
    index = vehicles.engine_index(engine_numbers.last_six(engine))
    if vehicle is None or vehicle.engine_index != index:
        record_try(session, by, target, now=now)
        raise VehicleNotFound
    return vehicle


def require_tries_left(session: Session, person: Person, target: UUID | None = None, *, now: datetime) -> None:
    """Raise TooManyVehicleLookups if no attempts are left today for this person, or on this target."""
    keys, about = limits.keys_of(session, person), target.hex if target is not None else ""
    limits.lock(session, keys, about=about)
    mine = rules.number(session, RuleName.PROBES_PER_USER_A_DAY, at=now)
    until = limits.reached_until(session, Limit.VEHICLE_LOOKUP, keys, most=mine, now=now)
    if until is None and about:
        of_all, most = Limit.LOOKUP_OF_PLATE, _most_on_plate(session, keys, about, now=now)
        until = limits.reached_until(session, of_all, limits.EVERYBODY, most=most, now=now, about=about)
    if until is not None:
        raise TooManyVehicleLookups(until=local_time.at(until))


def record_try(session: Session, person: Person, target: UUID | None = None, *, now: datetime) -> None:
    """Count a failed attempt of this person, on this target."""
    audit.record(session, audit.Action.REGISTER_PROBED, by=person.id, on=target, at=now)
    keys = limits.keys_of(session, person)
    limits.record_today(session, Limit.VEHICLE_LOOKUP, keys, now=now)
    if target is not None:
        last = local_time.date_of(now) + timedelta(days=FIRST_TRIES_DAYS - 1)
        limits.record(session, Limit.FIRST_LOOKUP_OF_PLATE, keys, until=last, now=now, about=target.hex)
        limits.record_today(session, Limit.LOOKUP_OF_PLATE, limits.EVERYBODY, now=now, about=target.hex)


def attempts_target(plate_type: PlateType, plate: str) -> UUID:
    """Return the id under which attempts on a normalised plate are counted: a keyed hash, not a row's id."""
    index = current_keyring().blind_index("plate-attempts", f"{plate_type}:{plate}")
    return UUID(bytes=urlsafe_b64decode(index)[:16])


def _most_on_plate(session: Session, keys: Sequence[str], about: str, *, now: datetime) -> int:
    """Return after how many attempts of all people on a plate those of this person are refused for the day."""
    most = rules.number(session, RuleName.PROBES_PER_VEHICLE_A_DAY, at=now)
    first = Limit.FIRST_LOOKUP_OF_PLATE
    is_used_up = limits.reached_until(session, first, keys, most=FIRST_TRIES, now=now, about=about) is not None
    return most if is_used_up else most * ROOM
