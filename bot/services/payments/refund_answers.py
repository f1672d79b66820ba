"""The gateways' answers about refunds: which end one, which fail it, and which are waited for.

Another amount than the one that was asked for ends nothing: it is a difference, and the bill says what is true. A
provider that is not set up any more says nothing about what was sent to it: such a refund waits, with an alarm.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.adapters.payments.models import GatewayRefundState
from bot.services.payments import bill_days, differences, refund_withdrawals, refunds
from bot.services.payments.missing_bills import NOT_SET_UP
from bot.services.staff import alarms, work_news
from storage.engine import timers
from storage.payments import refunds as store
from storage.payments.bill_differences import DifferenceKind
from storage.payments.refunds import Refund, RefundState
from storage.staff.alarms import AlarmKind

POLL_INTERVAL = timedelta(seconds=60)
NOT_SET_UP_INTERVAL = timedelta(hours=1)  # Until an operator has set the provider up again.


def take_result(
    session: Session,
    refund: Refund,
    state: GatewayRefundState | None,
    *,
    amount: int | None = None,
    refused: bool = False,
    lane: str,
    now: datetime,
) -> None:
    """Take the gateway's answer about a refund; one that is not final is queried again in the cashier's lane.

    amount: by the answer, in fen; None if it says none.
    """
    if refund.state is not RefundState.SENT:
        return
    if state is GatewayRefundState.DONE and amount in (None, refund.amount):
        refunds.finish(session, refund, now=now)
    elif refused or state in (GatewayRefundState.FAILED, GatewayRefundState.ABSENT):
        if store.move(session, refund, RefundState.FAILED):
            work_news.arrive(session, refunds.WORK, refund.id, now=now)
            refund_withdrawals.withdraw_booked_out(session, refunds.transaction_of(session, refund), now=now)
    else:
        if state is GatewayRefundState.DONE:
            _record_amount(session, refund, amount or 0, now=now)
        timers.start(session, refunds.POLL, refund.id, lane=lane, due_at=now + POLL_INTERVAL)


def wait_for_settings(session: Session, refund: Refund, *, lane: str, now: datetime) -> None:
    """Let a refund wait that was sent to a provider which is not set up any more, and raise an alarm."""
    if refund.state is RefundState.SENT:
        say_not_set_up(session, refund, now=now)
        timers.start(session, refunds.POLL, refund.id, lane=lane, due_at=now + NOT_SET_UP_INTERVAL)


def say_not_set_up(session: Session, refund: Refund, *, now: datetime) -> None:
    """Raise an alarm: a refund cannot be sent, or asked about, as its provider is not set up."""
    provider = refunds.transaction_of(session, refund).provider
    alarms.raise_alarm(session, AlarmKind.GATEWAY_KEY, f"{NOT_SET_UP} {provider.value}", now=now)


def _record_amount(session: Session, refund: Refund, amount: int, *, now: datetime) -> None:
    paid = refunds.transaction_of(session, refund)
    differences.record(
        session,
        paid.provider,
        DifferenceKind.REFUND_AMOUNT,
        refund.gateway_number,
        day=bill_days.date_of(now),
        order=paid.order_number,
        ours=refund.amount,
        theirs=amount,
        now=now,
    )
