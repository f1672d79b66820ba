"""What the desk keeps of a person's violations and payments: told to him; all of it are records that stay.

Money that is on its way forbids him to go: whose turn would its news be?
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.payments import payments as service
from storage import objections
from storage.objections import Objection
from storage.payments import payments, refunds
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import UNFINISHED
from storage.register.people import Person
from storage.violations import decisions, notifications
from storage.violations.decisions import Decision


class RefundComing(Refusal):
    """Money is about to go back to him."""

    offers = ("violations",)


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return his decisions, what he paid, what he objected to, and which news he has muted."""
    return {
        "decisions": [_decision(each) for each in decisions.of_person(session, person.id)],
        "payments": [_order(each) for each in payments.of_payer(session, person.id)],
        "objections": [_objection(each) for each in objections.of_person(session, person.id)],
        "muted_news": [kind.value for kind in notifications.muted(session, person.id)],
    }


def forget(session: Session, person: Person, now: datetime) -> None:
    """Forget what he wanted to hear of; decisions and payments stay, by ids that lead to no account."""
    notifications.forget(session, person.id)


def obstacles(session: Session, person: Person, now: datetime) -> list[Refusal]:
    """Return why he cannot go now: a payment under way, or money that is about to come back."""
    found = service.obstacles(session, person, now)
    for order in payments.of_payer(session, person.id):
        for transaction in payments.transactions_of(session, order.id):
            going = [each for each in refunds.of_transaction(session, transaction.id) if each.state in UNFINISHED]
            found += [RefundComing(number=each.gateway_number) for each in going]
    return found


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "fine_fen": decision.fine,
        "late_fee_fen": decision.late_fee,
        "points": decision.points,
        "state": decision.state.value,
        "decided_at": decision.decided_at.isoformat(),
        "paid_at": decision.paid_at.isoformat() if decision.paid_at else None,
        "agreed_terms": decision.terms_version,
    }


def _order(order: PaymentOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "provider": order.provider.value,
        "amount_fen": order.amount,
        "state": order.state.value,
        "begun_at": order.created_at.isoformat(),
        "paid_at": order.paid_at.isoformat() if order.paid_at else None,
    }


def _objection(objection: Objection) -> dict[str, Any]:
    return {
        "number": objection.number,
        "said": objection.said,
        "state": objection.state.value,
        "answer": objection.answer,
        "made_at": objection.made_at.isoformat(),
    }
