"""Personal data: payment orders; all of them are records that stay."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.payments.payments import PaymentUnderWay
from bot.services.privacy.keeper import Keeper, erase_nothing
from storage.payments import payments, refunds
from storage.payments.payments import PaymentOrder
from storage.register.people import Person


class RefundComing(Refusal, key="refused-refund-coming", offers=("violations",)):
    """Money is about to go back to the person. number: of the refund at the gateway."""


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every payment order."""
    return {"payments": [_order(each) for each in payments.of_payer(session, person.id)]}


def obstacles(session: Session, person: Person, now: datetime) -> list[Refusal]:
    """Return payments under way and unfinished refunds: nobody could be notified of how they end."""
    found: list[Refusal] = [PaymentUnderWay()] if payments.open_of_payer(session, person.id) else []
    for order in payments.of_payer(session, person.id):
        for transaction in payments.transactions_of(session, order.id):
            unfinished = [each for each in refunds.of_transaction(session, transaction.id) if each.is_unfinished]
            found += [RefundComing(number=each.gateway_number) for each in unfinished]
    return found


KEEPER = Keeper(export, erase_nothing, obstacles)


def _order(order: PaymentOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "provider": order.provider,
        "amount_fen": order.amount,
        "state": order.state,
        "begun_at": order.created_at.isoformat(),
        "paid_at": order.paid_at.isoformat() if order.paid_at else None,
    }
