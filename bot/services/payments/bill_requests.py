"""Requests for daily bills: those of every day since a provider came into use, once they are ready."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.adapters.payments.models import CHINA
from bot.errors import Refusal
from bot.services.payments import bill_days
from bot.services.payments.periods import Period
from storage.payments import bill_differences, daily_closings
from storage.payments.bill_differences import DifferenceKind, Reconciliation
from storage.payments.payments import PaymentProvider

# Both providers publish the bill of a day at ten on the next.
BILL_READY_AT = time(10, 30)
RETRY_AFTER = timedelta(hours=1)
# For how many days back bills are asked for after an outage: the providers keep them for three months.
BILL_DAYS = 90
# After which the bill of a day that seemed to be without business is asked for once more, and for how many days back.
ASKED_AGAIN_AFTER = timedelta(days=1)
ASKED_AGAIN_DAYS = 7


class BillsNotKept(Refusal, key="refused-bills-not-kept", offers=("refund",)):
    """The providers do not keep the bill of a day any more. day: which; since: the first day of which they do."""


class BillsBeforeDesk(Refusal, key="refused-bills-before-desk", offers=("refund",)):
    """The desk took no payments yet. day: on which day; since: the first day of which there is a bill of ours."""


def require_bills(session: Session, period: Period, *, now: datetime) -> None:
    """Check that there can be bills of these days. Raises BillsNotKept or BillsBeforeDesk."""
    kept = bill_days.date_of(now) - timedelta(days=BILL_DAYS)
    if period.since < kept:
        raise BillsNotKept(day=period.since, since=kept)
    used = [day for each in PaymentProvider if (day := first_day_in_use(session, each))]
    if used and period.until < min(used):
        raise BillsBeforeDesk(day=period.until, since=min(used))


def due(session: Session, providers: Iterable[PaymentProvider], *, now: datetime) -> list[tuple[PaymentProvider, date]]:
    """Return the bills to compare now, and record that they were requested.

    These are the bills of all days up to yesterday that were not requested yet, once yesterday's are ready, and those
    requested before that never arrived, of days that are not closed. A day that seemed to be without business is asked
    for once more on the next: a late bill, and what is on it alone, would never be seen.
    """
    local = bill_days.local(now)
    if local.time() < BILL_READY_AT:
        return []
    wanted, yesterday = list(providers), local.date() - timedelta(days=1)
    found = [
        (one, day)
        for one in wanted
        for day in _days_without_request(session, one, yesterday)
        if bill_differences.begin_reconciliation(session, one, day, at=now)
    ]
    unfinished = bill_differences.unfinished_reconciliations(session, asked_before=now - RETRY_AFTER)
    empty = [each for one in wanted for each in _empty(session, one, yesterday - ASKED_AGAIN_AFTER)]
    for stuck in (*unfinished, *empty):
        if stuck.provider in wanted:
            bill_differences.mark_requested_again(session, stuck, at=now)
            found.append((stuck.provider, stuck.day))
    return found


def ready_at(day: date) -> datetime:
    """Return when the bill of a day can be there."""
    return datetime.combine(day + timedelta(days=1), BILL_READY_AT, CHINA)


def is_final(compared: Reconciliation) -> bool:
    """Return whether a day was compared with its bill. Without a line it may only be late, until it is asked for again.

    A line is lacking on days without business: the providers have no bill of them.
    """
    if compared.done_at is None:
        return False
    return compared.lines > 0 or compared.done_at >= ready_at(compared.day) + ASKED_AGAIN_AFTER


def is_expected(session: Session, provider: PaymentProvider, day: date) -> bool:
    """Return whether a payment or refund of that day is booked or reported, so that its bill cannot be empty."""
    span = Period(day, day).span
    return bool(
        daily_closings.payments_of(session, provider, day, day, span=span)
        or daily_closings.refunds_of(session, provider, day, day, span=span)
        or [
            known
            for known in bill_differences.of_days(session, provider, day, since=day)
            if known.kind is DifferenceKind.UNKNOWN_REFUND
        ]
    )


def first_day_in_use(session: Session, provider: PaymentProvider) -> date | None:
    """Return the day of a provider's first payment or first request for a bill. None if it was never used."""
    paid_at = daily_closings.first_payment_at(session, provider)
    known = [bill_differences.first_day(session, provider), bill_days.date_of(paid_at) if paid_at else None]
    return min((day for day in known if day is not None), default=None)


def _empty(session: Session, provider: PaymentProvider, until: date) -> list[Reconciliation]:
    """Return the comparisons without a line that are to be repeated, up to the one of this day."""
    since = until - timedelta(days=ASKED_AGAIN_DAYS)
    found = bill_differences.reconciliations(session, provider, until, since=since)
    return [
        each
        for each in found
        if each.done_at is not None and not each.lines and each.asked_at < ready_at(each.day) + ASKED_AGAIN_AFTER
    ]


def _days_without_request(session: Session, provider: PaymentProvider, until: date) -> list[date]:
    """Return the days whose bills were never requested, from the provider's first day in use on."""
    earliest = until - timedelta(days=BILL_DAYS - 1)
    first = max(earliest, first_day_in_use(session, provider) or until)
    requested = bill_differences.requested_days(session, provider, since=earliest)
    days = [first + timedelta(days=each) for each in range((until - first).days + 1)]
    return [day for day in days if day not in requested]
