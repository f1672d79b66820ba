"""How each kind of file is checked, taken over and written out again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services import certificates
from bot.services.importing import organisations, people, staff, vehicles, violations
from bot.services.importing.kinds import Kind
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import Change, Import, ImportRow
from bot.services.importing.staff import StaffRow
from bot.services.importing.vehicles import VehicleChange, VehicleRow
from bot.services.importing.violations import ViolationRow
from storage.vehicles import Vehicle


@dataclass(frozen=True)
class Importer:
    """How a kind is checked, taken over and written out again."""

    row: type[ImportRow]
    put: Callable[[Session, Any, Import], Change]
    cells: Callable[[Session], Iterator[dict[str, str]]]


EVERY_IMPORTER: dict[Kind, Importer] = {
    Kind.PEOPLE: Importer(PersonRow, people.put, people.cells),
    Kind.ORGANISATIONS: Importer(OrganisationRow, organisations.put, organisations.cells),
    Kind.VEHICLES: Importer(VehicleRow, vehicles.put, vehicles.cells),
    Kind.VIOLATIONS: Importer(ViolationRow, violations.put, violations.cells),
    Kind.STAFF: Importer(StaffRow, staff.put, staff.cells),
}


def _certificate_follows(session: Session, vehicle: Vehicle, change: VehicleChange, now: datetime) -> None:
    certificates.on_vehicle_changed(session, vehicle, now, owner_changed=change.owner_changed)


vehicles.on_vehicle_changed.append(_certificate_follows)
