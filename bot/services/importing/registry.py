"""How each kind of file is checked, taken over and written out again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.services.importing import organisations, people, staff, vehicles, violations
from bot.services.importing.kinds import ImportKind
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import Column, ImportContext, ImportRow, RowChange, RowFault
from bot.services.importing.staff import StaffRow
from bot.services.importing.vehicles import VehicleRow
from bot.services.importing.violations import ViolationRow


def _nothing(session: Session, cells: Mapping[Column, str], by: ImportContext) -> Iterator[RowFault]:
    return iter(())


@dataclass(frozen=True)
class Importer:
    """How a kind is checked, taken over and written out again.

    lacking: what the register, or the folder, lacks for these cells; asked of rows that have another fault already.
    """

    row: type[ImportRow]
    put: Callable[[Session, Any, ImportContext], RowChange]
    cells: Callable[[Session], Iterator[dict[str, str]]]
    lacking: Callable[[Session, Mapping[Column, str], ImportContext], Iterator[RowFault]] = _nothing


EVERY_IMPORTER: dict[ImportKind, Importer] = {
    ImportKind.PEOPLE: Importer(PersonRow, people.put, people.cells, people.lacking),
    ImportKind.ORGANISATIONS: Importer(OrganisationRow, organisations.put, organisations.cells, organisations.lacking),
    ImportKind.VEHICLES: Importer(VehicleRow, vehicles.put, vehicles.cells, vehicles.lacking),
    ImportKind.VIOLATIONS: Importer(ViolationRow, violations.put, violations.cells, violations.lacking),
    ImportKind.STAFF: Importer(StaffRow, staff.put, staff.cells),
}
