"""Retention of codes, timers, live certificate views and limit records.

Limit records are deleted after their last day, the others after the days of the rule `spent_days`.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import local_time
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import expired_rows
from storage.identity import limit_records


def delete_expired(session: Session, now: datetime) -> None:
    """Delete old SMS codes, unused vehicle codes, finished timers, ended views and ended limit records."""
    days = rules.number(session, RuleName.SPENT_DAYS, at=now)
    expired_rows.delete_expired(session, before=now - timedelta(days=days))
    limit_records.delete_ended(session, before=local_time.date_of(now))
