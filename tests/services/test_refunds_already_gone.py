"""Refunds of what has gone back already, by the bill that has the payment: nobody gets it twice, or is told so."""

import pytest
from sqlmodel import Session, select

from bot.adapters.payments.models import BillRow
from bot.card import Card
from bot.cards.notification import Reader
from bot.cards.payments import notifications, refunds as cards
from bot.services.payments import payments, refunds, refunds_elsewhere
from bot.texts import texts
from storage.identity.accounts import Account
from storage.payments.payments import OrderCloseReason
from storage.payments.refunds import Refund, RefundReason, RefundState, RefundWay
from tests.services import payment_builders
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back
from tests.services.test_closings import compared, row
from tests.services.test_refunds_elsewhere import CASH, CONSOLE, above_the_limit, pay_back

PART = 5_000


def billed(session: Session, *gone: int) -> Refund:
    """Let a bill have the payment of an order that the gateway has sent back, and refunds of these amounts."""
    order = payment_builders.begun(session, payment_builders.debt(session, 1)).order
    assert order is not None
    payments.close(session, order, OrderCloseReason.REFUNDED, now=NOW)
    rows: list[BillRow] = [row(order, 1), *(back(order, f"CONSOLE-{at}", amount) for at, amount in enumerate(gone))]
    compared(session, *rows)
    return session.exec(select(Refund)).one()


def coming(session: Session, refund: Refund) -> Card | None:
    return notifications.refund_coming.card(session, refund.id, Reader(refund.payer_person, texts("en").at(NOW)))


def buttons(session: Session, refund: Refund) -> list[str]:
    card = cards.refund(session, texts("en").at(NOW), refund, may_approve=True)
    return [button.label for line in card.rows for button in line]


def test_what_has_gone_back_is_not_coming_and_is_closed_without_being_paid_in_cash(
    data: DataBuilder, cashier: Account
) -> None:
    session, refund = data.session, billed(data.session, FINE)
    assert (refund.reason, coming(session, refund)) == (RefundReason.LATE, None)
    assert "Paid back in cash or by transfer" not in buttons(session, refund)
    with pytest.raises(refunds_elsewhere.NothingLeft):
        pay_back(session, refund, CASH, cashier)
    assert not refunds.approve(session, refund.id, by=cashier, now=NOW)
    assert (refund.state, refund.elsewhere, refund.reference) == (RefundState.DONE, RefundWay.CONSOLE, "CONSOLE-0")


def test_only_what_is_left_is_paid_in_cash(data: DataBuilder, cashier: Account) -> None:
    session, refund = data.session, billed(data.session, PART)
    assert coming(session, refund) is not None
    assert "Paid back in cash or by transfer" in buttons(session, refund)
    asked = cards.ask_reference(session, texts("en"), refund, CASH).text
    assert "150 yuan" in asked
    pay_back(session, refund, CASH, cashier)
    assert (refund.state, refund.amount) == (RefundState.DONE, FINE - PART)


def test_the_second_cashier_confirms_no_cash_for_what_has_gone_back_meanwhile(
    data: DataBuilder, cashier: Account
) -> None:
    session, refund = data.session, billed(data.session)
    assert coming(session, refund) is not None
    above_the_limit(session, refund)
    pay_back(session, refund, CASH, cashier)
    order = refunds.order_of(session, refund)
    assert order is not None
    assert refund.state is RefundState.APPROVED
    compared(session, row(order, 1), back(order, "CONSOLE-0", FINE))
    second = data.staff("cashier")
    with pytest.raises(refunds_elsewhere.NothingLeft):
        refunds_elsewhere.confirm(session, refund.id, by=second, now=NOW)


def test_what_was_in_the_console_may_be_what_has_gone_back(data: DataBuilder, cashier: Account) -> None:
    refund = billed(data.session, FINE)
    pay_back(data.session, refund, CONSOLE, cashier, "CONSOLE-0")
    assert (refund.state, refund.amount) == (RefundState.DONE, FINE)


@pytest.fixture
def cashier(data: DataBuilder) -> Account:
    """A cashier."""
    return data.staff("cashier")
