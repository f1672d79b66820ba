"""Payment orders: created for unpaid decisions, made at a gateway, polled until they are paid or closed.

start ──► ordered (QR code, link) ──► paid (see settlement)
   │         └── polled until final; expires; the payer may change to the other provider ──► closed
   └──► refused by the gateway, or no answer ──► closed
closed ──► asked for again for a day, in case money arrives late

The order number is stored before the first call to the gateway, so a repeated call cannot create a second payment.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours, Refusal
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.violations import amounts_due, decisions
from storage import audit, database
from storage.database import counters
from storage.engine import button_removal, timers
from storage.identity import accounts
from storage.payments import payments
from storage.payments.payments import OrderCloseReason, OrderState, PaymentLine, PaymentOrder, PaymentProvider
from storage.register.people import Person
from storage.violations import decisions as decision_store
from storage.violations.decisions import Decision, DecisionState

POLL, EXPIRE, AFTER = "payment.poll", "payment.expire", "payment.after"
POLL_INTERVALS = (10, 10, 10, 20, 30, 60)  # Seconds between queries to the gateway; the last is repeated.
EXPIRY_GRACE = timedelta(seconds=5)
# When a closed order is asked for again, counted from its closing: money may have been on its way.
AFTER_CLOSING = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 1_440))


class PaymentUnderWay(Refusal, key="refused-payment-under-way", offers=("violations",)):
    """One of these decisions is paid, or being paid, by another order."""


class OrderOver(Refusal, key="refused-order-over", offers=("violations",)):
    """The order is paid or closed already."""


def start(
    session: Session, subject: UUID, provider: PaymentProvider, *, by: Person, lane: str, now: datetime
) -> PaymentOrder:
    """Create an order for one decision, for decisions made together, or for everything a person owes.

    lane: the payer's, in which later events of the order are handled. Raises NotYours, NothingToPay or
    PaymentUnderWay.
    """
    wanted = decisions.payable(session, subject, by=by)
    held = decision_store.lock_all(session, [decision.id for decision in wanted])
    if any(decision.state is not DecisionState.UNPAID for decision in held):
        raise PaymentUnderWay
    minutes = rules.number(session, RuleName.ORDER_MINUTES, at=now)
    fees = {decision.id: amounts_due.late_fee(decision, at=now) for decision in held}
    order = PaymentOrder(
        number=_number(session, now),
        provider=provider,
        payer_id=by.id,
        lane=lane,
        # The amount is fixed for the life of the order: a late fee does not grow in it at midnight.
        amount=sum(decision.fine + fees[decision.id] for decision in held),
        created_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    lines = [
        PaymentLine(order_id=order.id, decision_id=each.id, fine=each.fine, late_fee=fees[each.id]) for each in held
    ]
    if not database.try_add(session, order, *lines):
        raise PaymentUnderWay
    audit.record(session, audit.Action.PAYMENT_ORDERED, by=by.id, on=order.id, at=now, provider=provider.value)
    timers.start(session, POLL, order.id, lane=lane, due_at=now + timedelta(seconds=POLL_INTERVALS[0]))
    timers.start(session, EXPIRE, order.id, lane=lane, due_at=order.expires_at + EXPIRY_GRACE)
    return order


def open_order(session: Session, wanted: Sequence[Decision]) -> PaymentOrder | None:
    """Return the open order for one of these decisions."""
    order = payments.order_holding(session, [decision.id for decision in wanted])
    return order if order is not None and order.state in payments.OPEN_ORDERS else None


def find(session: Session, order_id: UUID, *, by: Person) -> PaymentOrder:
    """Return an order of this payer. Raises NotYours."""
    order = session.get(PaymentOrder, order_id)
    if order is None or order.payer_id != by.id:
        raise NotYours
    return order


def find_open(session: Session, order_id: UUID, *, by: Person) -> PaymentOrder:
    """Return an order of this payer that is neither paid nor closed. Raises NotYours or OrderOver."""
    order = find(session, order_id, by=by)
    if order.state not in payments.OPEN_ORDERS:
        raise OrderOver
    return order


def take_order_result(
    session: Session, order: PaymentOrder, *, code: str | None, refused: bool = False, now: datetime
) -> bool:
    """Take the gateway's answer to a new order. Returns True if there is a payment code.

    A refused order is closed.
    """
    if refused:
        close(session, order, OrderCloseReason.REFUSED, now=now)
        return False
    if code is None or order.state is not OrderState.CREATED:
        return False
    return payments.move(session, order, OrderState.ORDERED, code=code)


def close(session: Session, order: PaymentOrder, reason: OrderCloseReason, *, now: datetime) -> bool:
    """Close an unpaid order and free its decisions for another. Returns False if it is paid or closed already."""
    if order.state not in payments.OPEN_ORDERS:
        return False
    if not payments.move(session, order, OrderState.CLOSED, closed_at=now, close_reason=reason):
        return False
    payments.release_decisions(session, order.id)
    end_waiting(session, order, now=now)
    if reason is not OrderCloseReason.REFUSED:
        _ask_after_closing(session, order, now=now)
    audit.record(session, audit.Action.PAYMENT_CLOSED, by=order.payer_id, on=order.id, at=now, why=reason.value)
    return True


def give_up(session: Session, order: PaymentOrder, *, now: datetime) -> bool:
    """Close an order for which no gateway has given a payment code. Returns False if it has one, or is over.

    Nobody can have paid it, as nobody has seen a code; the gateway may still have created it, so that it is asked for,
    and closed there, afterwards.
    """
    return order.state is OrderState.CREATED and close(session, order, OrderCloseReason.NO_ANSWER, now=now)


def check_closed(session: Session, order_id: UUID, *, now: datetime) -> PaymentOrder | None:
    """Return the closed order to query at the gateway now, and schedule the next query. None if it is not closed."""
    order = session.get(PaymentOrder, order_id)
    if order is None or order.state is not OrderState.CLOSED:
        return None
    _ask_after_closing(session, order, now=now)
    return order


def poll(session: Session, order_id: UUID, *, now: datetime) -> PaymentOrder | None:
    """Return the order to query at the gateway now, and schedule the next query. None once it is final."""
    order = session.get(PaymentOrder, order_id)
    if order is None or order.state not in payments.OPEN_ORDERS:
        return None
    order.polls += 1
    session.add(order)
    session.flush()
    seconds = POLL_INTERVALS[min(order.polls, len(POLL_INTERVALS) - 1)]
    timers.start(session, POLL, order.id, lane=order.lane, due_at=now + timedelta(seconds=seconds))
    return order


def expire(session: Session, order_id: UUID, *, now: datetime) -> PaymentOrder | None:
    """Return the expired order to close at the gateway, and schedule another try. None once it is final."""
    order = session.get(PaymentOrder, order_id)
    if order is None or order.state not in payments.OPEN_ORDERS:
        return None
    timers.start(session, EXPIRE, order.id, lane=order.lane, due_at=now + timedelta(seconds=POLL_INTERVALS[-1]))
    return order


def _ask_after_closing(session: Session, order: PaymentOrder, *, now: datetime) -> None:
    assert order.closed_at is not None
    due = next((order.closed_at + each for each in AFTER_CLOSING if order.closed_at + each > now), None)
    if due is not None:
        timers.start(session, AFTER, order.id, lane=order.lane, due_at=due)


def end_waiting(session: Session, order: PaymentOrder, *, now: datetime) -> None:
    """Stop polling, and take the buttons that ask for the payment: the order is final."""
    timers.cancel(session, POLL, order.id)
    timers.cancel(session, EXPIRE, order.id)
    account = accounts.of_person(session, order.payer_id)
    if account is not None:
        button_removal.take_about(session, account, topic(order), at=now)


def topic(order: PaymentOrder) -> str:
    """Return what the messages are about that ask the payer for the payment of an order."""
    return f"payment-order:{order.id}"


def _number(session: Session, now: datetime) -> str:
    """Return a new order number: day, running number, random digits in case a restored backup repeats the number."""
    running = counters.next_number(session, "payment")
    return f"{payments.NUMBER_PREFIX}{local_time.local(now):%Y%m%d}{running:08d}{secrets.randbelow(10_000):04d}"
