"""Violations: what cameras recorded. Once a record is decided its facts stand; another file cannot change them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import field_validator, model_validator
from sqlmodel import Session, col, select

from bot.money import to_yuan
from bot.services.importing import portraits
from bot.services.importing.cells import Moment, Needed, Points, Words, Yuan
from bot.services.importing.rows import (
    Column,
    ImportContext,
    ImportRow,
    InvalidRow,
    RowChange,
    RowFault,
    apply,
    cell,
    faults_of,
)
from bot.services.values import plates
from bot.services.values.plates import PlateType
from bot.services.violations import notifications
from storage import database
from storage.register import vehicles
from storage.register.vehicles import Vehicle
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState

MOST_POINTS = 12


class ViolationRow(ImportRow):
    """One record. An empty photo leaves the one on record."""

    number: Needed
    plate_type: PlateType
    plate: Needed
    occurred_at: Moment
    place: Needed
    act_code: Needed
    act: Needed
    provision: Words
    basis: Words
    fine_yuan: Yuan
    points: Points
    authority_code: Needed
    photo: Words

    @property
    def key(self) -> str:
        """One number, one record."""
        return self.number

    @model_validator(mode="before")
    @classmethod
    def _normalised(cls, given: Any) -> Any:
        return {**given, "plate": plates.normalise(given.get("plate", ""))}

    @field_validator("points")
    @classmethod
    def _of_one_cycle(cls, points: int) -> int:
        if points > MOST_POINTS:
            raise ValueError(f"has to be a whole number from 0 to {MOST_POINTS}")
        return points

    @field_validator("authority_code")
    @classmethod
    def _six_digits(cls, code: str) -> str:
        if not re.fullmatch(r"\d{6}", code, re.ASCII):
            raise ValueError("has to be the six digits of an authority")
        return code


def put(session: Session, row: ViolationRow, by: ImportContext) -> RowChange:
    """Take a record over. Raises WrongRow for an unknown car, and for other facts of a record that is decided."""
    vehicle = _car(session, row.plate_type, row.plate)
    names = {"occurred_at", "place", "act_code", "act", "provision", "basis", "points", "authority_code"}
    values = {**row.model_dump(include=names), "fine": row.fine_yuan, "vehicle_id": vehicle.id}
    violation = violations.by_number(session, row.number)
    if violation is None:
        violation = database.add(session, Violation(number=row.number, recorded_at=by.now, **values))
        _take_photo(session, violation, row.photo, by)
        if not by.silently:
            notifications.schedule(session, violation, now=by.now)
        return RowChange.NEW
    changed = apply(violation, values)
    if changed and violation.state is not ViolationState.UNHANDLED:
        raise InvalidRow(RowFault("", f"other facts than on record, but it is {violation.state} already"))
    changed = _take_photo(session, violation, row.photo, by) or changed
    session.add(violation)
    return RowChange.CHANGED if changed else RowChange.UNCHANGED


def lacking(session: Session, cells: Mapping[Column, str], by: ImportContext) -> Iterator[RowFault]:
    """Return what the register, or the folder, lacks for these cells."""
    if cells["plate_type"] in set(PlateType):  # Of another type there is no car: that is said of the type.
        yield from faults_of(lambda: _car(session, cells["plate_type"], plates.normalise(cells["plate"])))
    if photo := cells["photo"].strip():
        yield from faults_of(lambda: by.picture(photo, "photo"))


def cells(session: Session) -> Iterator[dict[str, str]]:
    """Return every record as a row of a file. The photo stays in the store."""
    question = select(Violation, Vehicle).join(Vehicle, col(Vehicle.id) == col(Violation.vehicle_id))
    for violation, vehicle in session.exec(question.order_by(col(Violation.number))):
        same = set(ViolationRow.columns()) - {"plate_type", "plate", "fine_yuan", "photo"}
        yield {name: cell(getattr(violation, name)) for name in same} | {
            "plate_type": vehicle.plate_type,
            "plate": vehicle.plate,
            "fine_yuan": to_yuan(violation.fine),
            "photo": "",
        }


def _car(session: Session, plate_type: str, plate: str) -> Vehicle:
    vehicle = vehicles.by_plate(session, plate_type, plate)
    if vehicle is None:
        raise InvalidRow(RowFault("plate", "no car in the register has this plate; import vehicles first"))
    return vehicle


def _take_photo(session: Session, violation: Violation, name: str, by: ImportContext) -> bool:
    """Keep the evidence. False if there is none, or it is the one on record."""
    content = by.picture(name, "photo") if name else None
    if content is None:
        return False
    fresh = portraits.keep(session, content, "photo", instead_of=violation.photo_id, kind="evidence", at=by.now)
    violation.photo_id = fresh or violation.photo_id
    session.add(violation)
    return fresh is not None
