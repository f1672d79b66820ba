"""Raises alarms outside the turns. Without a database, the log is the only place that is left for them."""

import logging
from datetime import datetime
from functools import partial

from bot.engine.failures import is_failure
from bot.services.staff import alarms
from storage.database import Database
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.alarms")


async def raise_alarm(database: Database, kind: AlarmKind, subject: str, *, now: datetime) -> None:
    """Raise an alarm in a transaction of its own. subject: what staff know it by; no personal data."""
    try:
        await database.write(partial(alarms.raise_alarm, kind=kind, subject=subject, now=now))
    except BaseException as problem:
        if not is_failure(problem):
            raise
        log.exception("an alarm could not be stored", extra={"kind": kind.value, "subject": subject})
