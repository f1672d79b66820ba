"""Days of which there can be no bill: before the desk took payments, or longer ago than the providers keep bills."""

from datetime import date, timedelta

import pytest

from bot.errors import Refusal
from bot.services.payments import bill_days, bill_requests
from bot.services.payments.periods import Period
from tests.services.builders import DataBuilder
from tests.services.test_closings import DAY, NEXT, paid


def refusal(data: DataBuilder, since: date, until: date | None = None) -> type[Refusal] | None:
    try:
        bill_requests.require_bills(data.session, Period(since, until or since), now=NEXT)
    except Refusal as refused:
        return type(refused) if refused.values["day"] < refused.values["since"] else None
    return None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, None),
        (1, bill_requests.BillsBeforeDesk),
        (bill_requests.BILL_DAYS - 1, bill_requests.BillsBeforeDesk),
        (bill_requests.BILL_DAYS, bill_requests.BillsNotKept),
    ],
)
def test_days_of_which_there_can_be_no_bill_are_refused(
    data: DataBuilder, days: int, expected: type[Refusal] | None
) -> None:
    paid(data.session, 1)
    assert refusal(data, DAY - timedelta(days=days)) is expected
    is_kept = expected is not bill_requests.BillsNotKept
    assert refusal(data, DAY - timedelta(days=days), DAY) is (None if is_kept else expected)  # With days that can be.


def test_before_the_first_payment_every_day_that_is_kept_can_be_named(data: DataBuilder) -> None:
    kept = bill_days.date_of(NEXT) - timedelta(days=bill_requests.BILL_DAYS)
    assert refusal(data, kept) is None
    assert refusal(data, kept - timedelta(days=1)) is bill_requests.BillsNotKept
