"""Violations of a file compared with the register, a batch at a time."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from bot.services.importing import pictures
from bot.services.importing.comparison import ChangedRow, ImportComparison, NewRow, ReadRow, differs, new_values
from bot.services.importing.pictures import CleanPicture
from bot.services.importing.rows import ImportContext, InvalidRow
from bot.services.importing.violations import UNKNOWN_VEHICLE, ViolationRow, other_facts
from bot.services.violations import notifications
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation, ViolationState


def compare(session: Session, rows: Sequence[ReadRow], context: ImportContext) -> ImportComparison:
    """Compare violations with those on record: which are new, which have the same facts, and all others."""
    result, read = ImportComparison(), [cast(ViolationRow, each.row) for each in rows]
    known, cars = _known(session, [row.number for row in read]), _vehicles(session, [row.plate for row in read])
    for each, row in zip(rows, read, strict=True):
        vehicle_id = cars.get((row.plate_type, row.plate))
        try:
            if vehicle_id is None:
                raise InvalidRow(UNKNOWN_VEHICLE)
            _compare(session, each, vehicle_id, known.get(row.number), context, result)
        except InvalidRow as wrong:
            result.faults.extend((each.line, fault) for fault in wrong.faults)
    return result


def taken(session: Session, rows: Sequence[NewRow]) -> set[int]:
    """Return the lines of new rows whose number is on record meanwhile."""
    numbers = {row.values["number"]: row.line for row in rows}
    return {numbers[each] for each in session.exec(select(Violation.number).where(col(Violation.number).in_(numbers)))}


def follow(session: Session, violation_id: UUID, cells: Mapping[str, str], context: ImportContext) -> None:
    """Tell whom a new record concerns."""
    if not context.silently:
        notifications.schedule(session, session.get_one(Violation, violation_id), now=context.now)


def _compare(
    session: Session,
    each: ReadRow,
    vehicle_id: UUID,
    violation: Violation | None,
    context: ImportContext,
    result: ImportComparison,
) -> None:
    row = cast(ViolationRow, each.row)
    is_changed = violation is not None and differs(violation, row.columns_of_violation(vehicle_id))
    if violation is not None and is_changed and violation.state is not ViolationState.UNHANDLED:
        raise InvalidRow(other_facts(violation))
    picture = _picture(session, row, violation, context)
    if violation is None:
        facts = row.columns_of_violation(vehicle_id)
        values = new_values(Violation, number=row.number, recorded_at=context.now, **facts)
        result.new.append(NewRow(each.line, values, each.cells, picture, has_sequel=not context.silently))
    elif is_changed or picture is not None:
        result.changed.append(ChangedRow(each.line, each.cells, picture))
    else:
        result.unchanged += 1


def _known(session: Session, numbers: Sequence[str]) -> dict[str, Violation]:
    found = session.exec(select(Violation).where(col(Violation.number).in_(numbers)))
    return {violation.number: violation for violation in found}


def _vehicles(session: Session, plates: Sequence[str]) -> dict[tuple[str, str], UUID]:
    found = session.exec(select(Vehicle.plate_type, Vehicle.plate, Vehicle.id).where(col(Vehicle.plate).in_(plates)))
    return {(plate_type, plate): vehicle_id for plate_type, plate, vehicle_id in found}


def _picture(
    session: Session, row: ViolationRow, violation: Violation | None, context: ImportContext
) -> CleanPicture | None:
    if not row.photo:
        return None
    content = cast(bytes, context.picture(row.photo, "photo"))
    on_record = violation.photo_id if violation is not None else None
    return pictures.fresh(session, content, "photo", instead_of=on_record, kind="evidence")
