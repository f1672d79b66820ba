"""How each kind of file is validated, imported and exported."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.services.importing import (
    organisation_batches,
    organisations,
    people,
    people_batches,
    staff,
    staff_batches,
    vehicle_batches,
    vehicles,
    violation_batches,
    violations,
)
from bot.services.importing.comparison import ImportComparison, NewRow, ReadRow
from bot.services.importing.kinds import ImportKind
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext, ImportRow, RowChange, RowFault, faults_of
from bot.services.importing.staff import StaffRow
from bot.services.importing.vehicles import VehicleRow
from bot.services.importing.violations import ViolationRow
from storage.organisations.organisations import Organisation
from storage.register.hidden_rows import ImportedRow
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffMember
from storage.violations.violations import Violation


@dataclass(frozen=True)
class Importer:
    """How a kind of file is validated, imported and exported.

    lookups: what the cells refer to, each looked up by a function that raises InvalidRow if it is missing; so that the
    faults of a row that is invalid already are complete.
    """

    row: type[ImportRow]
    put: Callable[[Session, Any, ImportContext], RowChange]
    export_rows: Callable[[Session], Iterator[dict[str, str]]]
    lookups: Callable[[Session, Mapping[str, str], ImportContext], Iterable[Callable[[], object]]] = lambda *_: ()

    def missing(self, session: Session, cells: Mapping[str, str], context: ImportContext) -> list[RowFault]:
        """Return the faults of cells that refer to a missing row or file."""
        return [fault for look_up in self.lookups(session, cells, context) for fault in faults_of(look_up)]


IMPORTERS: dict[ImportKind, Importer] = {
    ImportKind.PEOPLE: Importer(PersonRow, people.put, people.export_rows, people.lookups),
    ImportKind.ORGANISATIONS: Importer(
        OrganisationRow, organisations.put, organisations.export_rows, organisations.lookups
    ),
    ImportKind.VEHICLES: Importer(VehicleRow, vehicles.put, vehicles.export_rows, vehicles.lookups),
    ImportKind.VIOLATIONS: Importer(ViolationRow, violations.put, violations.export_rows, violations.lookups),
    ImportKind.STAFF: Importer(StaffRow, staff.put, staff.export_rows),
}


@dataclass(frozen=True)
class StagedImporter:
    """How a kind of file is compared with the register and staged.

    compare: a batch of rows. taken: which of these new rows the register has meanwhile, by line. follow: what follows
    from a new row of this id, with the cells that it needs. picture: the kind of the row's picture, and the column of
    its id. compare_whole: the faults of rows that are wrong together.
    """

    table: type[ImportedRow]
    compare: Callable[[Session, Sequence[ReadRow], ImportContext], ImportComparison]
    taken: Callable[[Session, Sequence[NewRow]], set[int]]
    follow: Callable[[Session, UUID, Mapping[str, str], ImportContext], None]
    picture: tuple[str, str] = ("", "")
    compare_whole: Callable[[Session, Sequence[ReadRow]], list[tuple[int, RowFault]]] | None = None


def _nothing_follows(session: Session, row_id: UUID, cells: Mapping[str, str], context: ImportContext) -> None:
    """Do nothing: of new people others hear by the job `declared`."""


STAGED: dict[ImportKind, StagedImporter] = {
    ImportKind.PEOPLE: StagedImporter(
        Person, people_batches.compare, people_batches.taken, _nothing_follows, ("portrait", "portrait_id")
    ),
    ImportKind.ORGANISATIONS: StagedImporter(
        Organisation, organisation_batches.compare, organisation_batches.taken, organisation_batches.follow
    ),
    ImportKind.VEHICLES: StagedImporter(
        Vehicle, vehicle_batches.compare, vehicle_batches.taken, vehicle_batches.follow
    ),
    ImportKind.VIOLATIONS: StagedImporter(
        Violation,
        violation_batches.compare,
        violation_batches.taken,
        violation_batches.follow,
        ("evidence", "photo_id"),
    ),
    ImportKind.STAFF: StagedImporter(
        StaffMember,
        staff_batches.compare,
        staff_batches.taken,
        staff_batches.follow,
        compare_whole=staff_batches.compare_whole,
    ),
}
