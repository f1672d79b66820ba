"""Answers of gateways about refunds: another amount ends nothing, and a provider that is not set up is waited for."""

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import GatewayRefundState
from bot.cli import doctor_payments
from bot.cli.doctor_result import Level
from bot.services.payments import closings, differences, refund_answers, refunds
from storage.database import Database
from storage.engine.timers import Timer, TimerState
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentOrder, PaymentProvider
from storage.payments.refunds import Refund, RefundState
from storage.staff.alarms import Alarm, AlarmKind
from tests.services.builders import DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.services.own_builders import notices_of
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import DAY, NEXT, compared, paid, row

ALL = FINE + 1


def sent(data: DataBuilder) -> tuple[PaymentOrder, Refund]:
    """Let too much come, and a cashier send it back."""
    session = data.session
    order = paid(session, 1, ALL)
    refund = session.exec(select(Refund)).one()
    assert refunds.approve(session, refund.id, by=data.staff("cashier"), now=NOW)
    return order, refund


def timer(session: Session) -> Timer:
    return session.exec(select(Timer).where(Timer.kind == refunds.POLL, Timer.state == TimerState.SET)).one()


@pytest.mark.parametrize("amount", [0, ALL - 1, ALL + 1])
def test_another_amount_is_a_difference_and_the_bill_says_what_is_true(data: DataBuilder, amount: int) -> None:
    session = data.session
    order, refund = sent(data)
    for _ in range(2):
        refund_answers.take_result(session, refund, GatewayRefundState.DONE, amount=amount, lane="1:1", now=NOW)
    assert refund.state is RefundState.SENT
    assert timer(session).due_at == NOW + refund_answers.POLL_INTERVAL
    found = session.exec(select(BillDifference)).one()
    assert (found.kind, found.ours, found.theirs) == (DifferenceKind.REFUND_AMOUNT, ALL, amount)
    billed = ALL - 1
    compared(session, row(order, 1, ALL), back(order, refund.gateway_number, billed))
    assert (refund.state, found.theirs) == (RefundState.DONE, billed)
    differences.resolve(session, found.id, by=data.staff("cashier"), now=NEXT)
    wechat, _ = closings.close(session, DAY, by=data.staff("cashier"), now=NEXT)
    assert (wechat.refunded, wechat.balance) == (billed, ALL - billed)


@pytest.mark.parametrize("amount", [ALL, None])
def test_the_amount_that_was_asked_for_ends_it(data: DataBuilder, amount: int | None) -> None:
    _, refund = sent(data)
    refund_answers.take_result(data.session, refund, GatewayRefundState.DONE, amount=amount, lane="1:1", now=NOW)
    assert refund.state is RefundState.DONE
    assert data.session.exec(select(BillDifference)).all() == []


@pytest.mark.parametrize("answer", GatewayRefundState)
def test_an_answer_about_a_refund_that_is_not_with_the_gateway_changes_nothing(
    data: DataBuilder, answer: GatewayRefundState
) -> None:
    session = data.session
    paid(session, 1, ALL)
    refund = session.exec(select(Refund)).one()
    with nothing_written(session):
        refund_answers.take_result(session, refund, answer, amount=ALL + 1, lane="1:1", now=NOW)
    assert refund.state is RefundState.PROPOSED
    assert session.exec(select(Timer).where(Timer.kind == refunds.POLL)).all() == []
    assert session.exec(select(BillDifference)).all() == []


def test_a_refund_waits_for_a_provider_that_is_not_set_up_any_more_and_an_alarm_says_so(data: DataBuilder) -> None:
    session = data.session
    _, refund = sent(data)
    refund_answers.wait_for_settings(session, refund, lane="1:1", now=NOW)
    assert refund.state is RefundState.SENT
    assert timer(session).due_at == NOW + refund_answers.NOT_SET_UP_INTERVAL
    alarm = session.exec(select(Alarm).where(Alarm.kind == AlarmKind.GATEWAY_KEY)).one()
    assert alarm.subject == "NOT_SET_UP wechat"
    refund_answers.take_result(session, refund, GatewayRefundState.DONE, amount=ALL, lane="1:1", now=NEXT)
    refund_answers.wait_for_settings(session, refund, lane="1:1", now=NEXT)
    assert (refund.state, alarm.count) == (RefundState.DONE, 1)


def test_doctor_names_a_provider_that_is_not_set_up_and_has_refunds(database: Database) -> None:
    with database.transaction() as session:
        paid(session, 1, ALL)
    (found,) = doctor_payments.check_refunds(database, {PaymentProvider.ALIPAY})
    assert (found.level, found.what.endswith("wechat is not set up, and refunds wait for it: 1")) == (Level.FAIL, True)
    assert list(doctor_payments.check_refunds(database, {PaymentProvider.WECHAT})) == []


def test_the_cashiers_hear_each_time_that_a_refund_has_failed(data: DataBuilder) -> None:
    """The gateway may decline it within a second of being sent once more."""
    session, cashier = data.session, data.staff("cashier")
    paid(session, 1, ALL)
    refund = session.exec(select(Refund)).one()
    for times in (1, 2, 3):
        assert refunds.approve(session, refund.id, by=cashier, now=NOW)
        refund_answers.take_result(session, refund, GatewayRefundState.FAILED, lane="1:1", now=NOW)
        assert notices_of(session, cashier) == {"refund.waits": times + 1}
