"""Alarms: admins are notified of a fault at once, and of repetitions together, at most every 15 minutes.

If no admin can be reached, the log says so: it is the only place that is left.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services.staff import notifications
from storage import audit
from storage.staff import alarms
from storage.staff.alarms import Alarm, AlarmKind
from storage.staff.members import StaffRole

log = logging.getLogger("chezhu.alarms")

MIN_INTERVAL = timedelta(minutes=15)


def raise_alarm(session: Session, kind: AlarmKind, subject: str, *, now: datetime) -> Alarm:
    """Record a fault, and notify the admins unless they were notified of this kind less than 15 minutes ago.

    Those that come meanwhile are told together by `tell_repetitions`.
    subject: a number or an id by which staff find it; no personal data.
    """
    alarm = alarms.lock(session, kind, at=now)
    alarm.subject, alarm.last_at = subject, now
    alarm.count, alarm.untold = alarm.count + 1, alarm.untold + 1
    if not _was_told_lately(alarm, now):
        _tell(session, alarm, now)
    session.add(alarm)
    session.flush()
    return alarm


def tell_repetitions(session: Session, now: datetime) -> None:
    """Notify the admins of what was raised within the 15 minutes after a notification. A housekeeping job.

    Many faults are raised only once while they last, and would otherwise be told with the next of their kind, or never.
    """
    for kind in alarms.untold(session):
        alarm = alarms.lock(session, kind, at=now)
        if alarm.untold and not _was_told_lately(alarm, now):
            _tell(session, alarm, now)
            session.add(alarm)


def _was_told_lately(alarm: Alarm, now: datetime) -> bool:
    """Return whether less than 15 minutes have passed. A moment further ahead was stored by a wrong clock."""
    return alarm.told_at is not None and abs(now - alarm.told_at) < MIN_INTERVAL


def _tell(session: Session, alarm: Alarm, now: datetime) -> None:
    kind, subject = alarm.kind.value, alarm.subject
    alarm.told, alarm.untold, alarm.told_at = alarm.untold, 0, now
    if not notifications.notify_roles(session, "alarm.raised", alarm.id, StaffRole.ADMIN, at=now):
        log.error("an alarm reaches no admin", extra={"kind": kind, "subject": subject})
    audit.record(session, audit.Action.ALARM_RAISED, by=None, on=alarm.id, at=now, kind=kind, subject=subject)
