"""Answering objections: staff uphold or reject them in their own words.

open ──► upheld: the violation is cancelled, its decision revoked, its points removed, a refund proposed
     │   (a paid decision: by two people, one after the other)
     └─► rejected: nothing changes
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services import objections
from bot.services.payments import payments, refunds
from bot.services.staff import departures, work_news
from bot.services.violations import decisions
from storage import audit, database, objections as store
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.objections import Objection, ObjectionState
from storage.payments import payments as payment_store
from storage.payments.refunds import RefundReason
from storage.register.people import Person
from storage.violations import decisions as decision_store, violations
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState


class SecondAnswerNeeded(Refusal, key="refused-second-answer-needed", offers=("objections",)):
    """Another reviewer decides about an objection against a paid decision that this one has upheld."""


class FirstAnswerUnseen(Refusal, key="refused-first-answer-unseen", offers=("objections",)):
    """Another reviewer has upheld it since it was shown to this one, who would decide without their answer."""


class PaymentFirst(Refusal, key="refused-payment-first", offers=("objections",)):
    """A payment for the decision is in progress; the objection can be answered afterwards."""


def answer(
    session: Session,
    objection_id: UUID,
    *,
    uphold: bool,
    said: str,
    by: Account,
    now: datetime,
    shown: str | None = None,
) -> Objection:
    """Answer an objection. If upheld, the violation is cancelled, its decision revoked and a refund proposed.

    Two people uphold one against a paid decision; after the first it stays open, and their answer is shown to the
    second, who decides then. shown: `objections.stage_of` it when it was shown to this reviewer, None where nothing is
    known of that; it is compared once nobody else can answer. Raises what `objections.find` raises, ObjectionAnswered,
    ObjectionWords, PaymentFirst, FirstAnswerUnseen or SecondAnswerNeeded.
    """
    objection = objections.find(session, objection_id, by=by)
    _lock(session, objection)
    require_other(session, objection, by=by)
    require_seen(objection, shown)
    words = objections.parse_words(said)
    if uphold and _lacks_first(session, objection):
        return _uphold_first(session, objection, words, by=by, now=now)
    objection.answer = words
    to = ObjectionState.UPHELD if uphold else ObjectionState.REJECTED
    if not store.close(session, objection, to, at=now, by=by.id, person=by.person_id):
        raise objections.ObjectionAnswered
    audit.record(session, audit.Action.OBJECTION_ANSWERED, by=by.id, on=objection.id, at=now, to=to.value)
    outbox.notify(session, objection.person_id, "objection.answered", objection.id, at=now)  # Before its refund.
    if uphold:
        _cancel(session, objection, now=now)
    return objection


def may_answer(session: Session, objection: Objection, *, by: Account) -> bool:
    """Return whether this reviewer can answer an objection that is not their own: open, and not upheld by them."""
    is_open = objection.state is ObjectionState.OPEN
    return is_open and not objections.upheld_first(session, objection, by=by)


def require_other(session: Session, objection: Objection, *, by: Account) -> None:
    """Check that this reviewer is not the first of two who have upheld an open objection. Raises SecondAnswerNeeded."""
    is_open = objection.state is ObjectionState.OPEN
    if is_open and objections.upheld_first(session, objection, by=by):
        raise SecondAnswerNeeded


def is_seen(objection: Objection, shown: str | None) -> bool:
    """Return whether nobody has upheld an open objection since it was shown; None if nothing is known of that."""
    return shown is None or objection.state is not ObjectionState.OPEN or shown == objections.stage_of(objection)


def require_seen(objection: Objection, shown: str | None) -> None:
    """Check that nobody has upheld an open objection since it was shown. Raises FirstAnswerUnseen."""
    if not is_seen(objection, shown):
        raise FirstAnswerUnseen


def takes_two(session: Session, objection: Objection) -> bool:
    """Return whether two people must uphold it: what was paid goes back."""
    decision = decision_store.of_violation(session, objection.violation_id)
    return decision is not None and decision.state is DecisionState.PAID and decision.fine > 0


def _lock(session: Session, objection: Objection) -> None:
    """Lock an objection with its decision, in the order of deciding: nobody else answers it meanwhile."""
    decision = decision_store.of_violation(session, objection.violation_id)
    if decision is not None:
        database.lock_row(session, Person, decision.person_id)
        decision_store.lock_all(session, [decision.id])
    database.lock_row(session, Objection, objection.id)


def _lacks_first(session: Session, objection: Objection) -> bool:
    """Return whether this is the first of the two who uphold it."""
    if not takes_two(session, objection):
        return False
    return not departures.account_has_role(session, objection.first_by, *objections.ANSWERERS)


def _uphold_first(session: Session, objection: Objection, words: str, *, by: Account, now: datetime) -> Objection:
    before, objection.answer = objection.first_by, words
    if not store.uphold_first(session, objection, by=by.id, person=by.person_id, instead_of=before):
        raise objections.ObjectionAnswered
    audit.record(session, audit.Action.OBJECTION_UPHELD_FIRST, by=by.id, on=objection.id, at=now)
    work_news.arrive(session, objections.WORK.name, objection.id, now=now)
    return objection


def _cancel(session: Session, objection: Objection, *, now: datetime) -> None:
    """Cancel the violation and revoke its decision. Locks the person first, in the order of deciding."""
    violation = session.get_one(Violation, objection.violation_id)
    decision = decision_store.of_violation(session, violation.id)
    if decision is not None:
        database.lock_row(session, Person, decision.person_id)
        decision_store.lock_all(session, [decision.id])
        _give_back(session, decision, now=now)
        decisions.revoke(session, decision, now=now)
    violations.move(session, violation, ViolationState.CANCELLED)


def _give_back(session: Session, decision: Decision, *, now: datetime) -> None:
    """Propose a refund of what was paid for the decision. Raises PaymentFirst."""
    if payments.open_order(session, [decision]) is not None:
        raise PaymentFirst
    if decision.state is not DecisionState.PAID or not decision.fine:
        return
    order = payment_store.order_holding(session, [decision.id])
    transaction = payment_store.settling_transaction(session, order.id) if order else None
    if transaction is not None:
        cost = decision.fine + decision.late_fee
        refunds.propose(session, transaction, cost, RefundReason.REVOKED, about=decision.id, now=now)
