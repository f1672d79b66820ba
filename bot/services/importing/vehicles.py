"""Import of vehicles. Filings of a sold or scrapped vehicle end, and applications for a locked or stolen one.

Certificates follow the register.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, model_validator
from sqlmodel import Session, col, select

from bot import profile
from bot.services.certificates import certificates
from bot.services.filing import endings, owner_blocks, vehicle_changes
from bot.services.importing import choices
from bot.services.importing.cells import (
    Count,
    Day,
    EngineNumber,
    Marking,
    Month,
    PastDay,
    Plate,
    PlateTypeCell,
    RequiredText,
    Seats,
    Text,
    YesNo,
)
from bot.services.importing.rows import (
    CellFault,
    ImportContext,
    ImportRow,
    InvalidRow,
    RowChange,
    RowFault,
    cells_of,
    update_row,
)
from bot.services.organisations import authority
from bot.services.values import engine_numbers, identity_documents, plates
from storage import database
from storage.filing.filings import EndReason
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState, VehicleUse

UNKNOWN_OWNER = RowFault("owner", "unknown-owner")
GONE = frozenset({VehicleState.SCRAPPED, VehicleState.CANCELLED, VehicleState.MOVED_AWAY})


class VehicleRow(ImportRow):
    """One vehicle. `owner`: an ID number or a credit code."""

    plate_type: PlateTypeCell
    plate: Plate
    owner: RequiredText
    engine_number: EngineNumber
    vin: Marking
    model: Marking
    colour: Text
    seats: Seats
    use: Annotated[VehicleUse, BeforeValidator(lambda text: choices.value_of(text, choices.USES))]
    manufactured_on: PastDay
    first_registered_on: PastDay
    inspection_valid_until: Month
    insurance_valid_until: Day
    tax_paid_until: Day
    state: Annotated[VehicleState, BeforeValidator(lambda text: choices.value_of(text, choices.STATES))]
    is_van: YesNo = False
    casualty_accident: YesNo = False
    modified: YesNo = False
    open_accidents: Count = 0
    key_vehicle: YesNo = False

    @property
    def key(self) -> str:
        """One vehicle for each plate of a plate type."""
        return f"{self.plate_type} {self.plate}"

    def columns_of_vehicle(self) -> dict[str, Any]:
        """Return the columns of the vehicle that the row changes, without the owner's."""
        values = self.model_dump(include=self.model_fields_set - {"plate_type", "plate", "owner"})
        compared = engine_numbers.compared(self.engine_number, self.vin)
        return {**values, "engine_index": vehicles.engine_index(compared) if compared else ""}

    @model_validator(mode="after")
    def _fits_its_type(self) -> "VehicleRow":
        if not profile.has_plate_type(self.plate_type.value):
            raise CellFault("plate-type-left-out", type=self.plate_type.value)
        if problem := plates.check(self.plate, self.plate_type):
            raise CellFault("plate-type", type=self.plate_type.value, reason=problem.reason.replace("_", "-"))
        return self


def put(session: Session, row: VehicleRow, context: ImportContext) -> RowChange:
    """Import a vehicle. If it was sold, scrapped or moved away, its filings end first, to notify the old owner."""
    owner = _owner(session, row.owner)
    vehicle = vehicles.by_plate(session, row.plate_type, row.plate)
    if vehicle is None:
        vehicle = Vehicle(plate_type=row.plate_type, plate=row.plate, engine_index="", sealed_vin=b"")
        vehicle.engine_number = ""
        _write(vehicle, row, owner)
        certificates.on_vehicle_changed(session, database.add(session, vehicle), context.now)
        return RowChange.NEW
    before, owner_changed = vehicle.state, any(getattr(vehicle, name) != value for name, value in owner.items())
    former = authority.acting_owner(session, vehicle.id)
    if owner_changed or (row.state in GONE and before not in GONE):
        reason = EndReason.OWNER_CHANGED if owner_changed else EndReason.VEHICLE_GONE
        endings.end_all_of(session, vehicle, reason, now=context.now)
    elif row.state not in (before, VehicleState.NORMAL):
        endings.refuse_all_of(session, vehicle, now=context.now, why="vehicle-state")
    if not _write(vehicle, row, owner):
        return RowChange.UNCHANGED
    session.add(vehicle)
    session.flush()
    blocks = owner_blocks.resume_corrected(session, vehicle, now=context.now) if owner_changed else 0
    if owner_changed and not context.silently:
        vehicle_changes.notify_of_sale(session, vehicle, former=former, blocks=blocks, now=context.now)
    if vehicle.state is not before and not context.silently:
        vehicle_changes.notify_of_state(session, vehicle, now=context.now)
    certificates.on_vehicle_changed(session, vehicle, context.now, owner_changed=owner_changed)
    return RowChange.CHANGED


def lookups(session: Session, cells: Mapping[str, str], context: ImportContext) -> Iterator[Callable[[], object]]:
    """Look up the owner."""
    yield lambda: _owner(session, cells["owner"])


def export_rows(session: Session) -> Iterator[dict[str, str]]:
    """Return every vehicle as a row of a file."""
    for vehicle in session.exec(select(Vehicle).order_by(col(Vehicle.plate_type), col(Vehicle.plate))):
        yield cells_of(values_of(session, vehicle))


def values_of(session: Session, vehicle: Vehicle) -> dict[str, Any]:
    """Return the values of a vehicle's row."""
    names = [name for name in VehicleRow.columns() if name != "owner"]
    return {name: getattr(vehicle, name) for name in names} | {"owner": _owner_number(session, vehicle)}


def _write(vehicle: Vehicle, row: VehicleRow, owner: dict[str, UUID | None]) -> bool:
    return update_row(vehicle, {**row.columns_of_vehicle(), **owner})


def _owner(session: Session, text: str) -> dict[str, UUID | None]:
    """Return the owner's columns of the vehicle, found by ID number or credit code. Raises InvalidRow."""
    number = identity_documents.normalise(text)
    person = people.by_id_number(session, number)
    if person is not None:
        return {"owner_person_id": person.id, "owner_organisation_id": None}
    organisation = organisations.by_credit_code(session, number)
    if organisation is not None:
        return {"owner_person_id": None, "owner_organisation_id": organisation.id}
    raise InvalidRow(UNKNOWN_OWNER)


def _owner_number(session: Session, vehicle: Vehicle) -> str:
    if vehicle.owner_person_id is not None:
        return identity_documents.as_written(session.get_one(Person, vehicle.owner_person_id).id_number)
    return session.get_one(Organisation, vehicle.owner_organisation_id).credit_code
