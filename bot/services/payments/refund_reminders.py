"""The clock of refunds: until when cashiers decide, and the reminder once a day of those that are overdue."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services.payments import refunds
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.payments import refunds as store
from storage.payments.refunds import Refund

REMINDER_INTERVAL = timedelta(days=1)


def due_at(session: Session, refund: Refund) -> datetime:
    """Return until when cashiers have to let the money go."""
    days = rules.number(session, RuleName.REFUND_DAYS, at=refund.proposed_at)
    return refund.proposed_at + timedelta(days=days)


def remind(session: Session, now: datetime) -> None:
    """Remind the cashiers, once a day, of refunds that are overdue. A housekeeping job."""
    days, before = rules.number(session, RuleName.REFUND_DAYS, at=now), now - REMINDER_INTERVAL
    late = store.overdue(session, proposed_before=now - timedelta(days=days), reminded_before=before)
    for refund in late:
        if store.remind(session, refund, at=now, reminded_before=before):
            refunds.notify_cashiers(session, refund, now=now)
