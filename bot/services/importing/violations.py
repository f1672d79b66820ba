"""Import of violations recorded by cameras. Once a violation is decided, no file changes its facts.

A record that moves to another vehicle becomes another owner's: both are told.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import field_validator
from sqlmodel import Session, col, select

from bot import profile
from bot.money import to_yuan
from bot.services.importing import choices, pictures
from bot.services.importing.cells import PastMoment, Plate, PlateTypeCell, Points, RequiredText, Text, Yuan
from bot.services.importing.rows import (
    CellFault,
    ImportContext,
    ImportRow,
    InvalidRow,
    RowChange,
    RowFault,
    cell,
    update_row,
)
from bot.services.values import plates
from bot.services.values.plates import PlateType
from bot.services.violations import corrections, notifications, parties
from storage import database
from storage.register import vehicles
from storage.register.vehicles import Vehicle
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState

MAX_POINTS = 12
UNKNOWN_VEHICLE = RowFault("plate", "unknown-vehicle")


class ViolationRow(ImportRow):
    """One violation. An empty photo keeps the one on record."""

    number: RequiredText
    plate_type: PlateTypeCell
    plate: Plate
    occurred_at: PastMoment
    place: RequiredText
    act_code: RequiredText
    act: RequiredText
    provision: Text
    basis: Text
    fine_yuan: Yuan
    points: Points
    authority_code: RequiredText
    photo: Text

    @property
    def key(self) -> str:
        """One violation for each number."""
        return self.number

    def columns_of_violation(self, vehicle_id: UUID) -> dict[str, Any]:
        """Return the columns of the record that the row changes."""
        names = {"occurred_at", "place", "act_code", "act", "provision", "basis", "points", "authority_code"}
        return {**self.model_dump(include=names), "fine": self.fine_yuan, "vehicle_id": vehicle_id}

    @field_validator("act_code")
    @classmethod
    def _of_the_profile(cls, code: str) -> str:
        if not profile.has_act(code):
            raise CellFault("act-left-out")
        return code

    @field_validator("points")
    @classmethod
    def _of_one_cycle(cls, points: int) -> int:
        if points > MAX_POINTS:
            raise CellFault("whole-number", most=str(MAX_POINTS))
        return points

    @field_validator("authority_code")
    @classmethod
    def _six_digits(cls, code: str) -> str:
        if not re.fullmatch(r"\d{6}", code, re.ASCII):
            raise CellFault("authority-code")
        return code


def put(session: Session, row: ViolationRow, context: ImportContext) -> RowChange:
    """Import a violation. Raises InvalidRow for an unknown vehicle, and for other facts of a decided violation."""
    vehicle = _car(session, row.plate_type, row.plate)
    values = row.columns_of_violation(vehicle.id)
    violation = violations.by_number(session, row.number)
    if violation is None:
        violation = database.add(session, Violation(number=row.number, recorded_at=context.now, **values))
        _take_photo(session, violation, row.photo, context)
        if not context.silently:
            notifications.schedule(session, violation, now=context.now)
        return RowChange.NEW
    database.lock_row(session, Violation, violation.id)  # Nobody decides on it or contests it meanwhile.
    vehicle_id = violation.vehicle_id
    people = parties.people_of(session, vehicle_id, violation.occurred_at, now=context.now)
    changed = update_row(violation, values)
    if changed and violation.state is not ViolationState.UNHANDLED:
        raise InvalidRow(other_facts(violation))
    changed = _take_photo(session, violation, row.photo, context) or changed
    session.add(violation)
    session.flush()
    corrections.follow(
        session, violation, vehicle_id=vehicle_id, people=people, silently=context.silently, now=context.now
    )
    return RowChange.CHANGED if changed else RowChange.UNCHANGED


def lookups(session: Session, cells: Mapping[str, str], context: ImportContext) -> Iterator[Callable[[], object]]:
    """Look up the vehicle in the register, and the photo in the folder."""
    plate_type = choices.plate_type(cells["plate_type"])
    if plate_type in set(PlateType):  # An unknown plate type is a fault of its own column.
        yield lambda: _car(session, plate_type, plates.normalise(cells["plate"]))
    if photo := cells["photo"].strip():
        yield lambda: context.picture(photo, "photo")


def export_rows(session: Session) -> Iterator[dict[str, str]]:
    """Return every violation as a row of a file, without the photo."""
    question = select(Violation, Vehicle).join(Vehicle, col(Vehicle.id) == col(Violation.vehicle_id))
    for violation, vehicle in session.exec(question.order_by(col(Violation.number))):
        same = set(ViolationRow.columns()) - {"plate_type", "plate", "fine_yuan", "photo"}
        yield {name: cell(getattr(violation, name)) for name in same} | {
            "plate_type": vehicle.plate_type,
            "plate": vehicle.plate,
            "fine_yuan": to_yuan(violation.fine),
            "photo": "",
        }


def other_facts(violation: Violation) -> RowFault:
    """Return why a row cannot change the facts of a decided violation."""
    return RowFault("", "other-facts", {"state": violation.state.value})


def _car(session: Session, plate_type: str, plate: str) -> Vehicle:
    vehicle = vehicles.by_plate(session, plate_type, plate)
    if vehicle is None:
        raise InvalidRow(UNKNOWN_VEHICLE)
    return vehicle


def _take_photo(session: Session, violation: Violation, name: str, context: ImportContext) -> bool:
    """Store the photo. Returns False if there is none, or it is the one on record."""
    content = context.picture(name, "photo") if name else None
    if content is None:
        return False
    fresh = pictures.keep(session, content, "photo", instead_of=violation.photo_id, kind="evidence", at=context.now)
    violation.photo_id = fresh or violation.photo_id
    session.add(violation)
    return fresh is not None
