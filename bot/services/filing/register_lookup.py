"""Finding a car by plate and engine number, so that nobody can probe the register.

One answer for "no such plate" and "wrong engine number"; tries are limited a user and a car a day (RULES 2.2).
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
    """Plate and engine number do not belong together, or there is no such plate: one answer for both."""


class TooManyVehicleLookups(Refusal, key="refused-too-many-probes", offers=("menu",)):
    """This user, or for this car somebody, has tried too often today."""


def find(session: Session, plate_type: PlateType, plate: str, engine: str, *, by: Person, now: datetime) -> Vehicle:
    """Return the car with this plate whose engine number ends so. Raises VehicleNotFound or TooManyVehicleLookups."""
    vehicle = vehicles.by_plate(session, plate_type, plates.normalise(plate))
    require_tries_left(session, by.id, vehicle, now=now)
    index = vehicles.engine_index(engine_numbers.last_six(engine))
    if vehicle is None or vehicle.engine_index != index:
        where = vehicle.id if vehicle else None
        audit.record(session, audit.Action.REGISTER_PROBED, by=by.id, on=where, at=now)
        raise VehicleNotFound
    return vehicle


def require_tries_left(session: Session, person_id: UUID, vehicle: Vehicle | None = None, *, now: datetime) -> None:
    """See that this person may try again today, and for this car anybody. Raises TooManyVehicleLookups."""
    probed, since = audit.Action.REGISTER_PROBED, now - DAY
    mine = rules.number(session, RuleName.PROBES_PER_USER_A_DAY, at=now)
    if audit.count(session, probed, since=since, by=person_id) >= mine:
        raise TooManyVehicleLookups
    of_car = rules.number(session, RuleName.PROBES_PER_VEHICLE_A_DAY, at=now)
    if vehicle is not None and audit.count(session, probed, since=since, on=vehicle.id) >= of_car:
        raise TooManyVehicleLookups
