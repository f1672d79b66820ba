"""Objections that end because the record's owner acts: a filer's objection closes no record to its owner."""

from datetime import datetime

from sqlmodel import Session

from bot.services.violations import parties
from storage import audit, objections
from storage.engine import outbox
from storage.objections import Objection, ObjectionState
from storage.register.people import Person
from storage.violations.violations import Violation

OVERTAKEN = "objection.overtaken"


def barring(session: Session, violation: Violation, person: Person, *, now: datetime) -> Objection | None:
    """Return the open objection that closes a record to this person.

    Others' objections do not close it to who has owned the vehicle when it happened, and to nobody once the record is
    not the objector's any more.
    """
    objection = objections.open_on(session, violation.id)
    if objection is None or objection.person_id == person.id:
        return objection
    owner = parties.owner_at(session, violation.vehicle_id, violation.occurred_at)
    if owner is not None and owner.id == person.id:
        return None
    return objection if parties.may_see(session, violation, objection.person_id, now=now) else None


def end(session: Session, violation: Violation, *, by: Person, now: datetime) -> None:
    """End the open objection of somebody else, because this person handles or contests the record; its maker is told.

    Called after `barring` has let the person act, with the record locked.
    """
    objection = objections.open_on(session, violation.id)
    if objection is None or objection.person_id == by.id:
        return
    if objections.close(session, objection, ObjectionState.WITHDRAWN, at=now, by=by.id):
        audit.record(session, audit.Action.OBJECTION_WITHDRAWN, by=by.id, on=objection.id, at=now)
        outbox.notify(session, objection.person_id, OVERTAKEN, objection.id, at=now)
