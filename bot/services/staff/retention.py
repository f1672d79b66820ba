"""Retention of codes, timers and live certificate views: deleted after the days of the rule `spent_days`."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import expired_rows


def delete_expired(session: Session, now: datetime) -> None:
    """Delete old SMS codes, unused vehicle codes, finished timers and ended views past their retention."""
    days = rules.number(session, RuleName.SPENT_DAYS, at=now)
    expired_rows.delete_expired(session, before=now - timedelta(days=days))
