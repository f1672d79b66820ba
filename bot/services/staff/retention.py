"""How long rows are kept that have done their work; whatever is evidence, or counts for money, has rules of its own."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import expired_rows


def forget(session: Session, now: datetime) -> None:
    """Delete spent codes, timers and shown certificates once their days are over."""
    days = rules.number(session, RuleName.SPENT_DAYS, at=now)
    expired_rows.forget(session, before=now - timedelta(days=days))
