"""Orders comparisons of the payment providers' bills, which the desk carries out."""

from datetime import date, datetime

from sqlmodel import Session

from bot.runtime.operator_error import OperatorError
from bot.services.payments import periods
from bot.services.payments.periods import Period
from bot.tasks import payments as payment_tasks
from storage.payments.payments import PaymentProvider

MOST_DAYS = 366


def order(session: Session, since: date | None, until: date | None, *, now: datetime) -> int:
    """Order the comparison of these days, yesterday by default. Returns how many days. Raises OperatorError."""
    yesterday = periods.yesterday(now).until
    period = Period(since or until or yesterday, until or yesterday)
    days = period.days()
    if not days or period.until > yesterday or len(days) > MOST_DAYS:
        raise OperatorError(f"The days end with yesterday at the latest, and are {MOST_DAYS} at most.")
    for day in days:
        for provider in PaymentProvider:
            payment_tasks.order_reconciliation(session, provider, day, now=now)
    return len(days)
