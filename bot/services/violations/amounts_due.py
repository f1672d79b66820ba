"""What is owed on a decision: the late fee of a day, the reminders of days 10 and 14, and that it is paid (RULES 6)."""

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
from storage.violations import decisions
from storage.violations import violations as records
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import ViolationState

REMIND = "decision.remind"
REMINDER_AT = time(10)


def fee_terms(decision: Decision) -> FeeTerms:
    """Return the terms this decision was made under; later notices do not change them."""
    return FeeTerms(decision.pay_within_days, decision.late_permille)


def late_fee(decision: Decision, *, at: datetime) -> int:
    """Return the late fee at a moment, in fen."""
    return late_fees.fee_at(decision.fine, decision.decided_at, at, fee_terms(decision))


def pay_by(decision: Decision) -> date:
    """Return the last day without a fee."""
    return late_fees.pay_by(decision.decided_at, fee_terms(decision))


def send_reminder(session: Session, decision_id: UUID, *, now: datetime) -> None:
    """Remind of a decision that is not paid, and set the next reminder. Paid, revoked or overdue meanwhile: nothing."""
    decision = decisions.get(session, decision_id)
    if decision is None or decision.state is not DecisionState.UNPAID or local_time.date_of(now) > pay_by(decision):
        return
    outbox.notify(session, decision.person_id, "decision.due", decision.id, at=now)
    schedule_reminder(session, decision, now=now)


def mark_paid(session: Session, decision: Decision, *, at: datetime, fee: int) -> bool:
    """Write down that a decision is paid. False if it is not unpaid any more."""
    if decision.state is not DecisionState.UNPAID:
        return False
    if not decisions.move(session, decision, DecisionState.PAID, paid_at=at, late_fee=fee):
        return False
    violation = records.get(session, decision.violation_id)
    assert violation is not None
    records.move(session, violation, ViolationState.PAID, at=(ViolationState.DECIDED,))
    timers.cancel(session, REMIND, decision.id)
    return True


def schedule_reminder(session: Session, decision: Decision, *, now: datetime) -> None:
    """Set the next reminder at ten in the morning of its day; after the last one there is none."""
    account = accounts.of_person(session, decision.person_id)
    if account is None or decision.state is not DecisionState.UNPAID:
        return
    decided = local_time.date_of(decision.decided_at)
    for days in rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=now):
        due = local_time.at(decided + timedelta(days=days), REMINDER_AT)
        if due > now:
            timers.start(session, REMIND, decision.id, lane=account.lane, due_at=due)
            return
