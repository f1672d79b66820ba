"""How each kind of file is checked, taken over and written out again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.services.importing import organisations, people, staff, vehicles, violations
from bot.services.importing.kinds import Kind
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import Change, Import, ImportRow
from bot.services.importing.staff import StaffRow
from bot.services.importing.vehicles import VehicleRow
from bot.services.importing.violations import ViolationRow


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
