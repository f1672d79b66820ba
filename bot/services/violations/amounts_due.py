"""What is due on a decision: late fee, last day to pay, payment reminders, and marking it as paid."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.violations import late_fees
from bot.services.violations.late_fees import FeeTerms
from storage.engine import outbox, timers
from storage.identity import accounts
from storage.violations import decisions, violations as records
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState

REMIND = "decision.remind"
DUE = outbox.soft_notification("decision.due")
REMINDER_AT = time(10)


def fee_terms(decision: Decision) -> FeeTerms:
    """Return the payment terms of a decision; later rules do not change them."""
    return FeeTerms(decision.pay_within_days, decision.late_permille)


def late_fee(decision: Decision, *, at: datetime) -> int:
    """Return the late fee of an unpaid decision at a moment, in fen."""
    return late_fees.fee_at(decision.fine, decision.decided_at, at, fee_terms(decision))


def pay_by(decision: Decision) -> date:
    """Return the last day without a late fee."""
    return late_fees.pay_by(decision.decided_at, fee_terms(decision))


def send_reminder(session: Session, decision_id: UUID, *, now: datetime) -> None:
    """Remind of a decision that is unpaid and not overdue, and schedule the next reminder."""
    decision = session.get(Decision, decision_id)
    if decision is None or decision.state is not DecisionState.UNPAID or local_time.date_of(now) > pay_by(decision):
        return
    outbox.notify(session, decision.person_id, DUE, decision.id, at=now)
    schedule_reminder(session, decision, now=now)


def mark_paid(session: Session, decision: Decision, *, at: datetime, fee: int) -> bool:
    """Mark a decision and its violation as paid. Returns False if the decision is no longer unpaid."""
    if decision.state is not DecisionState.UNPAID:
        return False
    if not decisions.move(session, decision, DecisionState.PAID, paid_at=at, late_fee=fee):
        return False
    violation = session.get_one(Violation, decision.violation_id)
    records.move(session, violation, ViolationState.PAID, at=(ViolationState.DECIDED,))
    timers.cancel(session, REMIND, decision.id)
    return True


def schedule_reminder(session: Session, decision: Decision, *, now: datetime) -> None:
    """Schedule the next reminder, at ten in the morning of its day, if there is one left."""
    account = accounts.of_person(session, decision.person_id)
    if account is None or decision.state is not DecisionState.UNPAID:
        return
    decided = local_time.date_of(decision.decided_at)
    for days in rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=now):
        due = local_time.at(decided + timedelta(days=days), REMINDER_AT)
        if due > now:
            timers.start(session, REMIND, decision.id, lane=account.lane, due_at=due)
            return
