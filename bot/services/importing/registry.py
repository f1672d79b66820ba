"""How each kind of file is validated, imported and exported."""

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


def _nothing(session: Session, cells: Mapping[Column, str], context: ImportContext) -> Iterator[RowFault]:
    return iter(())


@dataclass(frozen=True)
class Importer:
    """How a kind of file is validated, imported and exported.

    find_missing: the faults of cells that refer to a missing row or file, for rows that are invalid already.
    """

    row: type[ImportRow]
    put: Callable[[Session, Any, ImportContext], RowChange]
    export_rows: Callable[[Session], Iterator[dict[str, str]]]
    find_missing: Callable[[Session, Mapping[Column, str], ImportContext], Iterator[RowFault]] = _nothing


IMPORTERS: dict[ImportKind, Importer] = {
    ImportKind.PEOPLE: Importer(PersonRow, people.put, people.export_rows, people.find_missing),
    ImportKind.ORGANISATIONS: Importer(
        OrganisationRow, organisations.put, organisations.export_rows, organisations.find_missing
    ),
    ImportKind.VEHICLES: Importer(VehicleRow, vehicles.put, vehicles.export_rows, vehicles.find_missing),
    ImportKind.VIOLATIONS: Importer(ViolationRow, violations.put, violations.export_rows, violations.find_missing),
    ImportKind.STAFF: Importer(StaffRow, staff.put, staff.export_rows),
}
