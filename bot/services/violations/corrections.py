"""Corrections: an import moves a record to another vehicle, or to the time of another owner.

Whose it is now is told of it as of a new record. Whose it was is told that it is not theirs, and their objection ends.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.violations import notifications, parties
from storage import audit, objections
from storage.engine import outbox
from storage.objections import ObjectionState
from storage.violations import notifications as store
from storage.violations.violations import Violation


def follow(
    session: Session, violation: Violation, *, vehicle_id: UUID, people: Sequence[UUID], silently: bool, now: datetime
) -> None:
    """Act on what a record's correction means for people. vehicle_id, people: whose it was before.

    silently: as `ImportContext.silently`; an objection ends all the same.
    """
    present = parties.people_of(session, violation.vehicle_id, violation.occurred_at, now=now)
    if violation.vehicle_id == vehicle_id and present == list(people):
        return
    gone = [each for each in people if each not in present]
    untold = store.forget(session, violation.id, gone)
    objector = _end_objection(session, violation, present, silently=silently, now=now)
    if silently:
        return
    for person_id in gone:
        if person_id not in untold and person_id != objector:
            due = notifications.after_quiet_hours(session, now)
            outbox.notify(session, person_id, "violation.not-yours", vehicle_id, at=due)
    notifications.schedule(session, violation, now=now)


def _end_objection(
    session: Session, violation: Violation, present: Sequence[UUID], *, silently: bool, now: datetime
) -> UUID | None:
    """End the open objection of somebody whose record it no longer is. Returns who made it."""
    objection = objections.open_on(session, violation.id)
    if objection is None or objection.person_id in present:
        return None
    if not objections.close(session, objection, ObjectionState.WITHDRAWN, at=now, by=None):
        return None  # Staff have answered first.
    audit.record(session, audit.Action.OBJECTION_WITHDRAWN, by=None, on=objection.id, at=now)
    if not silently:
        outbox.notify(session, objection.person_id, "objection.moved", objection.id, at=now)
    return objection.person_id
