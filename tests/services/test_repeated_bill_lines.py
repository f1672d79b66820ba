"""Bills on which a payment or a refund has several lines: each is one difference, and the day can be closed."""

import pytest

from bot.services.payments import closings
from storage.payments.payments import OrderState
from tests.services import payment_builders
from tests.services.builders import DataBuilder
from tests.services.payment_builders import FINE
from tests.services.test_bills_in_any_order import back, found, resolved
from tests.services.test_closings import DAY, NEXT, compared, paid, row


def test_lines_that_repeat_on_a_bill_are_a_difference_and_the_day_can_be_closed(data: DataBuilder) -> None:
    session, cashier = data.session, data.staff("cashier")
    order, missed = paid(session, 1), payment_builders.begun(session, payment_builders.debt(session, 2)).order
    assert missed is not None
    rows = [row(order, 1), row(missed, 2), back(order, "CONSOLE", 100), back(order, "", 50)] * 2
    for _ in range(2):
        compared(session, *rows)
        kinds = {each.reference: (each.ours, each.theirs, each.settled_at is None) for each in found(session)}
        assert kinds["T1"] == kinds["T2"] == (FINE, 2 * FINE, True)
        assert kinds["CONSOLE"] == (0, 200, True)
        assert [values for reference, values in kinds.items() if reference.startswith(order.number)] == [(0, 100, True)]
    assert missed.state is OrderState.PAID
    with pytest.raises(closings.DifferencesOpen):
        closings.close(session, DAY, by=cashier, now=NEXT)
    resolved(session, cashier)
    compared(session, *rows)  # It finds nothing new.
    assert all(each.settled_at is not None for each in found(session))
    wechat, _ = closings.close(session, DAY, by=cashier, now=NEXT)
    assert (wechat.received, wechat.refunded) == (4 * FINE, 300)
