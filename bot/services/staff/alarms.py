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

    subject: a number or an id by which staff find it; no personal data.
    """
    alarm = alarms.lock(session, kind, at=now)
    alarm.subject, alarm.last_at = subject, now
    alarm.count, alarm.untold = alarm.count + 1, alarm.untold + 1
    if alarm.told_at is None or now - alarm.told_at >= MIN_INTERVAL:
        alarm.told, alarm.untold, alarm.told_at = alarm.untold, 0, now
        if not notifications.notify_roles(session, "alarm.raised", alarm.id, StaffRole.ADMIN, at=now):
            log.error("an alarm reaches no admin", extra={"kind": kind.value, "subject": subject})
        audit.record(session, audit.Action.ALARM_RAISED, by=None, on=alarm.id, at=now, kind=kind.value, subject=subject)
    session.add(alarm)
    session.flush()
    return alarm
