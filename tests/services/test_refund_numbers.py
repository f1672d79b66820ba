"""Numbers of refunds: found as a cashier types them, and never given to another refund at the gateway."""

from uuid import uuid4

import pytest

from bot.services.payments import refund_numbers, refunds
from storage.payments import refunds as store
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundReason
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put


@pytest.fixture
def transaction(data: DataBuilder) -> PaymentTransaction:
    """A payment of the filer."""
    order = put(data.session, PaymentOrder, payer_id=data.filer.id, amount=100)
    return data.session.get_one(PaymentTransaction, put(data.session, PaymentTransaction, order_id=order, amount=100))


def propose(data: DataBuilder, transaction: PaymentTransaction) -> Refund:
    """Propose a refund of the payment."""
    return refunds.propose(data.session, transaction, 100, RefundReason.DOUBLE, about=uuid4(), now=NOW)


def test_a_number_that_is_given_again_is_another_one_at_the_gateway(
    data: DataBuilder, transaction: PaymentTransaction
) -> None:
    found = set()
    for _ in range(4):  # The numbers end in random digits: four equal ones do not happen.
        with data.session.begin_nested() as restored:
            refund = propose(data, transaction)
            found.add((refund.number, refund.gateway_number))
            restored.rollback()
    assert len({number for number, _ in found}) == 1
    assert len(found) > 1


@pytest.mark.parametrize("suffix", ["", "4711"])
def test_a_refund_is_found_by_every_form_of_its_number(
    data: DataBuilder, transaction: PaymentTransaction, suffix: str
) -> None:
    refund = propose(data, transaction)
    refund.suffix = suffix  # Those of 0.1.0 have none.
    data.session.add(refund)
    data.session.flush()
    cashier = data.staff("cashier")
    digits = f"{refund.number:08d}"
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(refund.number))  # As a Chinese keyboard types it.
    plain = (str(refund.number), wide, f"#{refund.number}", f"＃{wide}")
    for typed in (*plain, f"CZR{digits}", f"czr{digits}{suffix}", digits + suffix):
        assert refund_numbers.find_by_number(data.session, typed, by=cashier) == refund
    assert store.by_gateway_number(data.session, f"CZR{digits}{suffix}") == refund
    for other in (f"CZR{digits}0000", "CZR", f"CZ{digits}", f"{digits}{suffix}", f"CZR{refund.number}"):
        assert store.by_gateway_number(data.session, other) is None
    for other in ("CZR00009999", "CZR²²²²²²²²", "x"):
        with pytest.raises(refund_numbers.NoSuchRefund):
            refund_numbers.find_by_number(data.session, other, by=cashier)


@pytest.mark.parametrize(("typed", "named"), [("CZR", "CZR"), ("#", "#"), ("czr99", "99")])
def test_a_refusal_never_names_an_empty_number(data: DataBuilder, typed: str, named: str) -> None:
    with pytest.raises(refund_numbers.NoSuchRefund) as refused:
        refund_numbers.find_by_number(data.session, typed, by=data.staff("cashier"))
    assert refused.value.values == {"number": named}
