"""Vehicles of a file compared with the register, a batch at a time."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from bot import local_time
from bot.services.certificates import certificates
from bot.services.importing.comparison import (
    ChangedRow,
    ImportComparison,
    NewRow,
    ReadRow,
    differs,
    encrypt,
    new_values,
)
from bot.services.importing.rows import ImportContext
from bot.services.importing.vehicles import UNKNOWN_OWNER, VehicleRow
from bot.services.values import identity_documents
from bot.services.values.months import Month
from storage.organisations import organisations
from storage.register import people
from storage.register.vehicles import Vehicle, VehicleState

Owners = Mapping[str, dict[str, UUID | None]]


def compare(session: Session, rows: Sequence[ReadRow], context: ImportContext) -> ImportComparison:
    """Compare vehicles with the register: which are unknown to it, which it has with the same data, and all others."""
    result, read = ImportComparison(), [cast(VehicleRow, each.row) for each in rows]
    known, owners = _known(session, [row.plate for row in read]), _owners(session, [row.owner for row in read])
    for each, row in zip(rows, read, strict=True):
        owner = owners.get(identity_documents.normalise(row.owner))
        vehicle = known.get((row.plate_type, row.plate))
        if owner is None:
            result.faults.append((each.line, UNKNOWN_OWNER))
        elif vehicle is None:
            result.new.append(_new(each, row, owner, context))
        elif differs(vehicle, {**row.columns_of_vehicle(), **owner}):
            result.changed.append(ChangedRow(each.line, each.cells))
        else:
            result.unchanged += 1
    return result


def taken(session: Session, rows: Sequence[NewRow]) -> set[int]:
    """Return the lines of new rows whose plate is in the register meanwhile, or whose owner is another one now."""
    plates = [row.values["plate"] for row in rows]
    known = set(session.exec(select(Vehicle.plate_type, Vehicle.plate).where(col(Vehicle.plate).in_(plates))))
    owners = {row.values["owner_person_id"] for row in rows} - {None}
    gone = owners - people.who_hold(session, owners)
    return {
        row.line
        for row in rows
        if (row.values["plate_type"], row.values["plate"]) in known or row.values["owner_person_id"] in gone
    }


def follow(session: Session, vehicle_id: UUID, cells: Mapping[str, str], context: ImportContext) -> None:
    """Issue the certificate of a new vehicle."""
    certificates.on_vehicle_changed(session, session.get_one(Vehicle, vehicle_id), context.now)


def _known(session: Session, plates: Sequence[str]) -> dict[tuple[str, str], Vehicle]:
    found = session.exec(select(Vehicle).where(col(Vehicle.plate).in_(plates)))
    return {(vehicle.plate_type, vehicle.plate): vehicle for vehicle in found}


def _owners(session: Session, cells: Sequence[str]) -> Owners:
    """Return the owner's columns of a vehicle by ID number or credit code."""
    numbers = {identity_documents.normalise(cell) for cell in cells}
    holders = people.holders(session, numbers)
    companies = organisations.by_credit_codes(session, numbers)
    return {
        **{code: {"owner_person_id": None, "owner_organisation_id": each.id} for code, each in companies.items()},
        **{number: {"owner_person_id": each, "owner_organisation_id": None} for number, each in holders.items()},
    }


def _new(each: ReadRow, row: VehicleRow, owner: Mapping[str, UUID | None], context: ImportContext) -> NewRow:
    given = row.columns_of_vehicle()
    encrypted = {name: given.pop(name) for name in ("engine_number", "vin")}
    values = new_values(Vehicle, plate_type=row.plate_type, plate=row.plate, **owner, **given)
    for name, text in encrypted.items():
        encrypt(Vehicle, values, name, text)
    is_over = "" < row.inspection_valid_until < str(Month.of(local_time.date_of(context.now)))
    return NewRow(each.line, values, each.cells, has_sequel=row.state is VehicleState.NORMAL and not is_over)
