"""Daily closings (日结): a cashier closes each day in order, once its totals agree with both bills to the fen.

A day can be closed when it is over, its bills are compared and no difference of it is open. What cashiers have resolved
is booked as the bill has it, and counts in totals and balance. Where a bill cannot be had, such as that of a provider
that is no longer set up, a cashier closes the day with the reason: then the desk's own records count (`missing_bills`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import money
from bot.errors import Refusal
from bot.services.payments import bill_days, bill_requests, differences, missing_bills, periods, receipts
from bot.services.payments.periods import Period
from bot.services.staff import permissions
from storage import audit
from storage.identity.accounts import Account
from storage.payments import bill_differences, daily_closings
from storage.payments.bill_differences import Reconciliation
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider
from storage.staff.members import StaffRole


class NothingToClose(Refusal, key="refused-nothing-to-close", offers=("refund",)):
    """Every day that is over is closed, or there is no payment yet."""


class NotReconciled(Refusal, key="refused-day-not-reconciled", offers=("closing", "refund")):
    """The bill of the day is not compared yet. day, provider: which."""


class DifferencesOpen(Refusal, key="refused-differences-open", offers=("refund",)):
    """A difference of the day, or of one before it, is open. day, provider: of which bill."""


class TotalsDisagree(Refusal, key="refused-totals-disagree", offers=("closing", "refund")):
    """The totals differ, although every difference is resolved.

    ours, theirs: yuan received; back, returned: yuan refunded; day, provider: which.
    """


class DayClosed(Refusal, key="refused-day-closed", offers=("closing",)):
    """Another cashier has closed the day."""


@dataclass(frozen=True)
class DayTotals:
    """One day with one provider: what we booked with what resolved differences change, and its bill. Amounts in fen.

    changed_received, changed_refunded: of it, what the resolved differences have added.
    """

    provider: PaymentProvider
    day: date
    payments: int
    received: int
    settled: int
    refunds: int
    refunded: int
    balance: int
    changed_received: int
    changed_refunded: int
    billed: Reconciliation | None


def next_day(session: Session, *, by: Account, now: datetime) -> date:
    """Return the first day that is over and not closed. Raises NotStaff or NothingToClose."""
    permissions.require(session, by, StaffRole.CASHIER)
    newest = [found.day for each in PaymentProvider if (found := daily_closings.newest(session, each))]
    first = daily_closings.first_payment_at(session)
    if not newest and first is None:
        raise NothingToClose
    day = min(newest) + timedelta(days=1) if newest else bill_days.date_of(first or now)
    if day >= bill_days.date_of(now):
        raise NothingToClose
    return day


def totals(session: Session, day: date) -> list[DayTotals]:
    """Return the totals of a day with each provider."""
    return [_totals(session, provider, day) for provider in PaymentProvider]


def obstacle(session: Session, found: DayTotals) -> Refusal | None:
    """Return why this day cannot be closed."""
    about = {"day": found.day, "provider": found.provider.value}
    used_since = bill_requests.first_day_in_use(session, found.provider)
    if used_since is None or used_since > found.day:
        return None  # The provider is not in use yet.
    if found.billed is None or found.billed.done_at is None:
        is_idle = not (found.payments or found.refunds or found.received or found.refunded)
        is_idle = is_idle and not bill_differences.has_open(session, found.provider, found.day)
        return None if is_idle and missing_bills.is_gone(session, found.provider) else NotReconciled(**about)
    if bill_differences.has_open(session, found.provider, found.day):
        return DifferencesOpen(**about)
    if (found.billed.received, found.billed.refunded) != (found.received, found.refunded):
        ours, theirs = money.yuan(max(0, found.received)), money.yuan(found.billed.received)
        back, returned = money.yuan(max(0, found.refunded)), money.yuan(found.billed.refunded)
        return TotalsDisagree(ours=ours, theirs=theirs, back=back, returned=returned, **about)
    return None


def may_lack_bill(session: Session, day: date, *, now: datetime) -> list[PaymentProvider]:
    """Return the providers of which this day can be closed without a bill. Empty if anything else forbids it."""
    found = [each for each in totals(session, day) if obstacle(session, each) is not None]
    lacking = [each.provider for each in found if missing_bills.is_missing(session, each.provider, day, now=now)]
    return lacking if len(lacking) == len(found) else []


def require_may_lack_bill(session: Session, day: date, *, by: Account, now: datetime) -> None:
    """Check that a day can be closed without a bill. Raises NotStaff, NothingToClose, DayClosed or NotReconciled."""
    if next_day(session, by=by, now=now) != day:
        raise DayClosed
    for found in totals(session, day):
        problem = obstacle(session, found)
        if problem is not None and not may_lack_bill(session, day, now=now):
            raise problem


def close(session: Session, day: date, *, reason: str = "", by: Account, now: datetime) -> list[DailyClosing]:
    """Close a day with every provider. reason: why it is closed without the bills that cannot be had.

    Raises NotStaff, NothingToClose, DayClosed, ReasonForClosing or what `obstacle` returns.
    """
    for provider in sorted(PaymentProvider):
        daily_closings.begin(session, provider)
    if next_day(session, by=by, now=now) != day:
        raise DayClosed
    receipts.number_all(session, *Period(day, day).span)
    lacking = may_lack_bill(session, day, now=now) if reason else []
    words = missing_bills.parse_reason(reason) if lacking else ""
    for provider in lacking:
        missing_bills.stand_in(session, provider, day)
    closed = []
    for found in totals(session, day):
        problem = obstacle(session, found)
        if problem is not None and found.provider not in lacking:
            raise problem
        closing = _closing(session, found, by=by, now=now)
        closing.reason = words if found.provider in lacking else ""
        if not daily_closings.put(session, closing):
            raise DayClosed
        closed.append(closing)
    without = {"without_bill": [each.value for each in lacking]} if lacking else {}
    audit.record(session, audit.Action.DAY_CLOSED, by=by.id, on=None, at=now, day=str(day), **without)
    return closed


def _totals(session: Session, provider: PaymentProvider, day: date) -> DayTotals:
    span = Period(day, day).span
    paid = daily_closings.payments_of(session, provider, day, day, span=span)
    back = daily_closings.refunds_billed(session, provider, day, day)
    held = daily_closings.received_until(session, provider, day, span[1])
    received, settled, refunded = differences.resolved(session, provider, day, since=day)
    all_received, _, all_refunded = differences.resolved(session, provider, day, since=periods.FIRST)
    return DayTotals(
        provider=provider,
        day=day,
        payments=len(paid),
        received=sum(each.amount for each in paid) + received,
        settled=sum(each.amount for each in paid if each.settles) + settled,
        refunds=len(back),
        refunded=sum(each.amount for each in back) + refunded,
        balance=held + all_received - daily_closings.refunded_until(session, provider, day) - all_refunded,
        changed_received=received,
        changed_refunded=refunded,
        billed=session.get(Reconciliation, (provider, day)),
    )


def _closing(session: Session, found: DayTotals, *, by: Account, now: datetime) -> DailyClosing:
    before = daily_closings.newest(session, found.provider)
    expected = (before.balance if before else 0) + found.received - found.refunded
    return DailyClosing(
        provider=found.provider,
        day=found.day,
        closed_at=now,
        closed_by=by.id,
        payments=found.payments,
        received=found.received,
        settled=found.settled,
        refunds=found.refunds,
        refunded=found.refunded,
        corrected=found.balance - expected,
        balance=found.balance,
    )
