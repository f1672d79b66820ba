"""Look-up of a vehicle by plate and engine number, protected against probing of the register.

An unknown plate and a wrong engine number get the same answer; attempts per user and per vehicle are limited a day.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import engine_numbers, plates
from bot.services.values.plates import PlateType
from storage import audit
from storage.register import vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle

DAY = timedelta(days=1)


class VehicleNotFound(Refusal, key="refused-no-such-car", keeps=True):
    """There is no such plate, or the engine number is not its: one answer for both."""


class TooManyVehicleLookups(Refusal, key="refused-too-many-probes", offers=("menu",)):
    """Too many attempts today, by this user or on this vehicle."""


def find(session: Session, plate_type: PlateType, plate: str, engine: str, *, by: Person, now: datetime) -> Vehicle:
    """Return the vehicle with this plate whose engine number ends in these characters.

    Raises VehicleNotFound or TooManyVehicleLookups.
    """
    vehicle = vehicles.by_plate(session, plate_type, plates.normalise(plate))
    require_tries_left(session, by.id, vehicle, now=now)
    index = vehicles.engine_index(engine_numbers.last_six(engine))
    if vehicle is None or vehicle.engine_index != index:
        where = vehicle.id if vehicle else None
        audit.record(session, audit.Action.REGISTER_PROBED, by=by.id, on=where, at=now)
        raise VehicleNotFound
    return vehicle


def require_tries_left(session: Session, person_id: UUID, vehicle: Vehicle | None = None, *, now: datetime) -> None:
    """Raise TooManyVehicleLookups if no attempts are left today for this person, or on this vehicle."""
    probed, since = audit.Action.REGISTER_PROBED, now - DAY
    mine = rules.number(session, RuleName.PROBES_PER_USER_A_DAY, at=now)
    if audit.count(session, probed, since=since, by=person_id) >= mine:
        raise TooManyVehicleLookups
    of_car = rules.number(session, RuleName.PROBES_PER_VEHICLE_A_DAY, at=now)
    if vehicle is not None and audit.count(session, probed, since=since, on=vehicle.id) >= of_car:
        raise TooManyVehicleLookups
