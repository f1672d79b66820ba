"""Overdue identity cases: reviewers and admins are told when one is due, and again every working day."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.review import identity_cases
from bot.services.values import working_days
from storage import audit
from storage.engine import timers
from storage.review.identity_cases import IdentityCase
from storage.staff.members import StaffRole


def notify(session: Session, case_id: UUID, *, lane: str, now: datetime) -> int:
    """Notify reviewers and admins whom the case does not concern, until it is decided. Returns how many."""
    case = session.get(IdentityCase, case_id)
    if case is None or not case.is_open or case.due_at > now:
        return 0
    told = identity_cases.tell_staff(session, case, "identity.overdue", StaffRole.REVIEWER, StaffRole.ADMIN, now=now)
    audit.record(session, audit.Action.IDENTITY_OVERDUE, by=None, on=case.id, at=now, told=told)
    timers.start(session, identity_cases.DUE_TIMER, case.id, lane=lane, due_at=working_days.next_end(now))
    return told
