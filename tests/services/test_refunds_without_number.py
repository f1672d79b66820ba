"""Refunds that the desk did not send under the number of another order's, or under none: each is told by its own."""

import csv
import io
from datetime import timedelta

from sqlmodel import Session, select

from bot.adapters.payments.models import BillRow
from bot.cards.notification import Reader
from bot.cards.payments import notifications, reconciliation as cards
from bot.services.payments import differences, ledger_export, refunds
from bot.texts import texts
from storage.database import add
from storage.identity.accounts import Account
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import Refund, RefundState, RefundWay
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE, NOW
from tests.services.test_bills_in_any_order import back, failed, found, resolved
from tests.services.test_closings import DAY, NEXT, WECHAT, compared, paid, row

PART = 5_000


def corrections(session: Session) -> list[dict[str, str]]:
    file = io.StringIO()
    ledger_export.write(session, file, DAY, DAY)
    file.seek(0)
    return [each for each in csv.DictReader(file) if each["kind"] == "correction"]


def nameless_parts(session: Session, cashier: Account) -> tuple[PaymentOrder, Refund]:
    """Let a failed refund go back in two equal parts to which the provider gave no number."""
    order = paid(session, 1, 2 * PART)
    (refund,) = session.exec(select(Refund))
    failed(session, cashier, refund)
    first = back(order, "", PART)
    second = BillRow(first.kind, order.number, "T1", "", PART, NOW + timedelta(minutes=1))
    compared(session, row(order, 1, 2 * PART), first, second)
    return order, refund


def test_the_ledger_and_the_card_have_the_providers_number_and_none_where_it_gave_none(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    orders = [paid(session, 1), paid(session, 2), paid(session, 3)]
    backs = [back(each, number, 100) for each, number in zip(orders, ("1", "1", ""), strict=True)]
    compared(session, *(row(order, at) for at, order in enumerate(orders, 1)), *backs)
    shown = [cards.difference(texts("en"), each, []).text for each in found(session)]
    assert ["<code>1</code>" in each for each in shown] == [True, True, False]
    assert "—" in shown[2]
    assert f"{NOW:%Y%m%d}" not in shown[2].replace(orders[2].number, "")
    resolved(session, cashier)
    assert [each["refund"] for each in corrections(session)] == ["1", "1", ""]


def test_a_refund_that_was_stored_without_a_number_is_known_on_the_bill_read_anew(data: DataBuilder) -> None:
    session = data.session
    order = paid(session, 1)
    stored = {"day": DAY, "order": order.number, "ours": 0, "theirs": 100, "on_bill": True, "now": NEXT}
    assert differences.record(session, WECHAT, DifferenceKind.UNKNOWN_REFUND, "", **stored)  # type: ignore[arg-type]
    for _ in range(2):
        compared(session, row(order, 1), back(order, "", 100))
        assert [each.theirs for each in found(session)] == [100]
    compared(session, row(order, 1), back(order, "", 100), back(order, "", 200))
    assert [each.theirs for each in found(session)] == [100, 200]
    assert all(each.on_bill for each in found(session))


def test_refunds_without_a_number_stand_for_a_failed_one_that_then_has_none(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, refund = nameless_parts(session, cashier)
    assert not refunds.approve(session, refund.id, by=cashier, now=NEXT)
    assert (refund.state, refund.elsewhere, refund.reference) == (RefundState.DONE, RefundWay.CONSOLE, "")
    assert [each.ours for each in found(session)] == [PART, PART]
    card = notifications.refund_done.card(session, refund.id, Reader(refund.payer_person, texts("en")))
    assert card is not None
    assert "number <code>—</code>" in card.text
    compared(session, day=DAY + timedelta(days=1))
    assert refund.state is RefundState.DONE


def test_a_refund_without_a_number_explains_nothing_that_a_cashier_has_not_named(data: DataBuilder) -> None:
    session = data.session
    order = paid(session, 1, FINE + 1)
    (refund,) = session.exec(select(Refund))
    refund.state, refund.elsewhere, refund.done_at = RefundState.DONE, RefundWay.CONSOLE, NOW
    add(session, refund)
    compared(session, row(order, 1, FINE + 1), back(order, "", FINE + 1))
    difference = session.exec(select(BillDifference)).one()
    assert (difference.ours, difference.settled_at) == (0, None)
