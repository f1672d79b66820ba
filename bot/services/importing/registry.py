"""How each kind of file is checked, taken over and written out again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.services.importing import organisations, people, staff, vehicles, violations
from bot.services.importing.kinds import Kind
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import Change, Column, Fault, Import, ImportRow
from bot.services.importing.staff import StaffRow
from bot.services.importing.vehicles import VehicleRow
from bot.services.importing.violations import ViolationRow


def _nothing(session: Session, cells: Mapping[Column, str], by: Import) -> Iterator[Fault]:
    return iter(())


@dataclass(frozen=True)
class Importer:
    """How a kind is checked, taken over and written out again.

    lacking: what the register, or the folder, lacks for these cells; asked of rows that have another fault already.
    """

    row: type[ImportRow]
    put: Callable[[Session, Any, Import], Change]
    cells: Callable[[Session], Iterator[dict[str, str]]]
    lacking: Callable[[Session, Mapping[Column, str], Import], Iterator[Fault]] = _nothing


EVERY_IMPORTER: dict[Kind, Importer] = {
    Kind.PEOPLE: Importer(PersonRow, people.put, people.cells, people.lacking),
    Kind.ORGANISATIONS: Importer(OrganisationRow, organisations.put, organisations.cells, organisations.lacking),
    Kind.VEHICLES: Importer(VehicleRow, vehicles.put, vehicles.cells, vehicles.lacking),
    Kind.VIOLATIONS: Importer(ViolationRow, violations.put, violations.cells, violations.lacking),
    Kind.STAFF: Importer(StaffRow, staff.put, staff.cells),
}
