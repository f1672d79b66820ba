"""What must be true of a desk's books once every day is closed: they agree with the gateways' ledgers to the fen."""

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

from sqlmodel import select

from bot.simulator.gateways.ledger import Ledger
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import OPEN_ORDERS, PaymentLine, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from tests.fault_injection import payment_invariants
from tests.fault_injection.environment import Environment
from tests.stories.app_driver import AppDriver


def rows(app: AppDriver, kind: type[Any]) -> list[Any]:
    """Return every row of a table."""
    return app.read(lambda session: list(session.exec(select(kind)).all()))  # type: ignore[no-any-return]


def check(app: AppDriver, ledgers: list[Ledger]) -> Counter[str]:
    """Check books, closings and ledgers. Returns how many payments settled and were returned. Raises AssertionError."""
    payment_invariants.check(cast(Environment, SimpleNamespace(read=app.read, ledgers=ledgers)))
    assert not [order for order in rows(app, PaymentOrder) if order.state in OPEN_ORDERS], "an order is open"
    assert not [refund for refund in rows(app, Refund) if refund.is_unfinished], "money is in between"
    late = rows(app, BillDifference)
    odd = [each for each in late if each.kind is not DifferenceKind.AFTER_CLOSING or each.settled_at is None]
    assert not odd, f"differences: {odd}"
    transactions = rows(app, PaymentTransaction)
    lines = rows(app, PaymentLine)
    numbers = sorted(line.receipt_number for line in lines if line.receipt_number)
    settled = {each.order_id for each in transactions if each.settles}
    paid = [line for line in lines if line.order_id in settled]
    assert numbers == list(range(1, len(paid) + 1)), f"receipts {numbers} of {len(paid)} lines"
    if transactions:
        for ledger in ledgers:
            corrected = sum(each.ours for each in late if each.provider.value == ledger.provider)
            _check_closings(rows(app, DailyClosing), ledger, corrected)
    unmatched = sum(not each.settles for each in transactions)
    return Counter({"settled": len(settled), "unmatched": unmatched, "booked after closing": len(late)})


def _check_closings(closings: list[DailyClosing], ledger: Ledger, corrected: int) -> None:
    """The last balance is what the gateway holds, and all days together have all that moved.

    corrected: what was reported after the closing of its day.
    """
    own = sorted((each for each in closings if each.provider.value == ledger.provider), key=lambda each: each.day)
    paid = [transaction for trade in ledger.trades.values() for transaction in trade.transactions]
    came = sum(each.amount_fen for each in paid)
    back = sum(refund.amount_fen for each in paid for refund in each.refunds)
    assert own, "no day is closed"
    assert own[-1].balance == came - back, f"{ledger.provider}: balance {came - back}: {own}"
    assert sum(each.corrected for each in own) == corrected, f"{ledger.provider}: corrected {corrected}: {own}"
    assert sum(each.received for each in own) == came - corrected, f"{ledger.provider}: received {came}: {own}"
    assert sum(each.refunded for each in own) == back, f"{ledger.provider}: refunded {back}: {own}"
