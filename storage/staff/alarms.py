"""Alarms: internal faults, one row and counter for each kind, so that a flood of one fault causes one notification."""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlmodel import Session, col, select

from storage.database import UuidRow, add_once, choice, instant
from storage.retention import without_personal_data


class AlarmKind(StrEnum):
    """The kinds of faults."""

    TURN_SET_ASIDE = "turn_set_aside"
    DELIVERY_GIVEN_UP = "delivery_given_up"
    DIFFERENCE_FOUND = "difference_found"
    TASK_FAILED = "task_failed"
    CODES_GUESSED = "codes_guessed"
    LOOP_FAILED = "loop_failed"
    DISK_LOW = "disk_low"
    TOKEN_CONFLICT = "token_conflict"
    EVENTS_WAIT = "events_wait"
    PROCESS_MISSING = "process_missing"
    GATEWAY_KEY = "gateway_key"
    BILL_UNREADABLE = "bill_unreadable"
    AUDIT_TAMPERED = "audit_tampered"
    STORE_DAMAGED = "store_damaged"
    CLOCK_WRONG = "clock_wrong"


class Alarm(UuidRow, table=True):
    """One kind of fault. `subject`: the number of the newest, nothing personal; `untold`: not yet notified."""

    __tablename__ = "alarms"

    kind: AlarmKind = choice(AlarmKind, unique=True)
    subject: str = ""
    count: int = 0
    untold: int = 0
    last_at: datetime = instant()
    told_at: datetime | None = instant(default=None)
    told: int = 0


without_personal_data(Alarm, "kinds and counts of alarms")


def lock(session: Session, kind: AlarmKind, *, at: datetime) -> Alarm:
    """Load the row of this kind, inserted if it is missing, and lock it until the end of the transaction."""
    first = {"id": uuid4(), "kind": kind, "subject": "", "count": 0, "untold": 0, "last_at": at, "told": 0}
    add_once(session, Alarm, first)
    query = (
        select(Alarm)
        .where(Alarm.kind == kind)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return session.exec(query).one()


def untold(session: Session) -> list[AlarmKind]:
    """Return the kinds of which faults were raised since the admins were notified last."""
    return [alarm.kind for alarm in session.exec(select(Alarm).where(col(Alarm.untold) > 0).order_by(Alarm.kind))]
