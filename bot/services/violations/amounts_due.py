"""What is due on a decision: late fee, last day to pay, payment reminders, and marking it as paid."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.violations import late_fees
from bot.services.violations.late_fees import FeeTerms
from storage import database
from storage.engine import outbox, timers
from storage.identity import accounts
from storage.violations import decisions, violations as records
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState

REMIND = "decision.remind"
DUE = outbox.soft_notification("decisions.due")
REMINDER_AT = time(10)


def fee_terms(decision: Decision) -> FeeTerms:
    """Return the payment terms of a decision; later rules do not change them."""
    return FeeTerms(decision.pay_within_days, decision.late_permille)


def due_since(decision: Decision) -> datetime:
    """Return when the time to pay began: with the decision, or when its money had gone back without the desk."""
    return decision.due_again_at or decision.decided_at


def late_fee(decision: Decision, *, at: datetime) -> int:
    """Return the late fee of an unpaid decision at a moment, in fen."""
    return late_fees.fee_at(decision.fine, due_since(decision), at, fee_terms(decision))


def pay_by(decision: Decision) -> date:
    """Return the last day without a late fee."""
    return late_fees.pay_by(due_since(decision), fee_terms(decision))


def remind_on(decision: Decision, days: Sequence[int]) -> list[date]:
    """Return the days of the reminders of a decision: some before it is overdue, and the first with a late fee."""
    decided, last = local_time.date_of(due_since(decision)), pay_by(decision)
    before = {decided + timedelta(days=each) for each in days}
    overdue = {last + timedelta(days=1)} if decision.fine and decision.late_permille else set()
    return sorted({day for day in before if day <= last} | overdue)


def send_reminder(session: Session, decision_id: UUID, *, now: datetime) -> None:
    """Remind of all decisions of a person whose day it is, once a day, and schedule the next reminder of this one."""
    decision = session.get(Decision, decision_id)
    if decision is None or decision.state is not DecisionState.UNPAID:
        return
    today, days = local_time.date_of(now), rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=now)
    unpaid = decisions.of_person(session, decision.person_id, DecisionState.UNPAID)
    due = [each for each in unpaid if today in remind_on(each, days) and each.reminded_on != today]
    if due and not any(each.reminded_on == today for each in unpaid):
        for each in due:
            each.reminded_on = today
            database.add(session, each)
        outbox.notify(session, decision.person_id, DUE, decision.person_id, at=now)
    schedule_reminder(session, decision, now=now)


def reminded_last(session: Session, person_id: UUID) -> list[Decision]:
    """Return the unpaid decisions that the last reminder named, newest first."""
    unpaid = decisions.of_person(session, person_id, DecisionState.UNPAID)
    last = max((each.reminded_on for each in unpaid if each.reminded_on), default=None)
    return [each for each in unpaid if last is not None and each.reminded_on == last]


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


def make_due_again(session: Session, decision: Decision, *, now: datetime) -> bool:
    """Let a paid decision be paid once more, with all its time to pay. Returns False if it is not paid."""
    if decision.state is not DecisionState.PAID:
        return False
    values = {"paid_at": None, "late_fee": 0, "due_again_at": now, "reminded_on": None}
    if not decisions.move(session, decision, DecisionState.UNPAID, **values):
        return False
    violation = session.get_one(Violation, decision.violation_id)
    records.move(session, violation, ViolationState.DECIDED, at=(ViolationState.PAID,))
    schedule_reminder(session, decision, now=now)
    return True


def schedule_reminder(session: Session, decision: Decision, *, now: datetime) -> None:
    """Schedule the next reminder, at ten in the morning of its day, if there is one left."""
    account = accounts.of_person(session, decision.person_id)
    if account is None or decision.state is not DecisionState.UNPAID:
        return
    for day in remind_on(decision, rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=now)):
        due = local_time.at(day, REMINDER_AT)
        if due > now:
            timers.start(session, REMIND, decision.id, lane=account.lane, due_at=due)
            return
