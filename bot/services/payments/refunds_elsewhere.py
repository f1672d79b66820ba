"""Refunds that were paid back without the gateway: from the provider's console, or in cash or by transfer.

A cashier says so, with the number under which it was done; above the limit another cashier confirms it. The refund is
done then, and is never sent. Nobody pays in cash what bills say has gone back already. If every bill that could have it
has come, and none has it, what was said to be in the console is not: the refund waits for the cashiers once more, until
a later bill has it under its number after all.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.payments import differences, refund_amounts, refunds
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import work_news
from bot.services.values import text_cleaning
from storage import audit
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.payments import payments, refunds as store
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import OrderState
from storage.payments.refunds import Refund, RefundState, RefundWay

NOT_ON_BILL = "refund.not-on-bill"
_REFERENCE = re.compile(r"[0-9A-Za-z/_.#-]{4,64}", re.ASCII)


class ReferenceUnreadable(Refusal, key="refused-refund-reference"):
    """The number of a refund has 4 to 64 letters, digits or signs such as - and /."""


class NothingLeft(Refusal, key="refused-refund-nothing-left", offers=("refund",)):
    """By the bills all of it has gone back already, so that nothing is paid in cash: its approval closes it."""


def parse_reference(typed: str) -> str:
    """Return the number under which money was paid back, in capitals. Raises ReferenceUnreadable."""
    reference = text_cleaning.unify(typed).strip()
    if not _REFERENCE.fullmatch(reference):
        raise ReferenceUnreadable
    return reference


def pay_back(session: Session, refund_id: UUID, way: RefundWay, typed: str, *, by: Account, now: datetime) -> Refund:
    """Mark a refund as paid back elsewhere, or above the limit have a second cashier confirm it.

    Of what is paid in cash the amount is what is left. Raises what `require_may_pay_back` and `parse_reference` raise.
    """
    refund, reference = require_may_pay_back(session, refund_id, way, by=by), parse_reference(typed)
    if way is RefundWay.CASH:
        refund_amounts.take_rest(session, refund)
    if refund.amount > rules.number(session, RuleName.REFUND_FOUR_EYES_FEN, at=now):
        first = {"first_by": by.id, "first_person": by.person_id, "second_by": None, "second_person": None}
        said = {"elsewhere": way, "reference": reference}
        refunds.move(session, refund, RefundState.APPROVED, by=by, now=now, **first, **said)
    else:
        _end(session, refund, way, by=by, now=now, reference=reference)
    return refund


def require_may_pay_back(session: Session, refund_id: UUID, way: RefundWay, *, by: Account) -> Refund:
    """Return an open refund that this cashier may say was paid back so, and lock it.

    Raises NothingLeft and what `refunds.require_may_approve` raises.
    """
    refund = refunds.require_may_approve(session, refund_id, by=by)
    if not owed(session, refund, way):
        raise NothingLeft
    return refund


def owed(session: Session, refund: Refund, way: RefundWay) -> int:
    """Return how much is paid back so, in fen: what was in the console may be among what the bills have."""
    return refund_amounts.left(session, refund) if way is RefundWay.CASH else refund.amount


def confirm(session: Session, refund_id: UUID, *, by: Account, now: datetime) -> Refund:
    """Confirm as the second cashier what the first has said.

    Raises NothingLeft and what `refunds.require_may_approve` raises.
    """
    refund = refunds.require_may_approve(session, refund_id, by=by)
    if refund.state is not RefundState.APPROVED or refund.elsewhere is None or refunds.lacks_first(session, refund):
        raise refunds.RefundAlreadyMoved
    if not owed(session, refund, refund.elsewhere):
        raise NothingLeft
    _end(session, refund, refund.elsewhere, by=by, now=now, second_by=by.id, second_person=by.person_id)
    return refund


def take_back(session: Session, refund: Refund, *, now: datetime) -> None:
    """Let a refund wait again that no bill has; payer and cashiers are told. Its reference stays, for the cashiers."""
    ways = {"elsewhere": None, "done_at": None, "proposed_at": now}  # Its clock begins anew.
    people = {"first_by": None, "first_person": None, "second_by": None, "second_person": None}
    if not store.move(session, refund, RefundState.PROPOSED, **ways, **people):
        return
    order = refunds.order_of(session, refund)
    if order is not None and order.state is OrderState.REFUNDED:
        payments.move(session, order, OrderState.REFUNDING)
    audit.record(session, audit.Action.REFUND_PROPOSED, by=None, on=refund.id, at=now, reason=refund.reason.value)
    if refund.payer_person is not None:
        outbox.notify(session, refund.payer_person, NOT_ON_BILL, refund.id, at=now)
    work_news.arrive(session, refunds.WORK, refund.id, now=now)


def explain(session: Session, difference: BillDifference, *, now: datetime) -> None:
    """Resolve an unknown refund that is done if a cashier has named it, and the amounts agree.

    What was taken back, as it was on no bill, is done then.
    """
    if difference.settled_at is not None or difference.refund_state is not RefundState.DONE:
        return
    for refund in refund_amounts.named_by(session, difference):
        if refund.is_taken_back and refund.amount == difference.theirs:
            refunds.finish(session, refund, now=now, elsewhere=RefundWay.CONSOLE)
    if refund_amounts.take_known(session, difference):
        differences.withdraw(session, difference.provider, difference.kind, difference.reference, now=now)


def _end(session: Session, refund: Refund, way: RefundWay, *, by: Account, now: datetime, **values: Any) -> None:
    refunds.end(session, refund, way, by=by, now=now, **values)
    if way is RefundWay.CONSOLE:
        refund_amounts.take_from_elsewhere(session, refund)
