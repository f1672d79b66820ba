"""Penalty decisions (行政处罚决定): an SMS code to the driver's phone, then one decision for each selected record.

select ──► send_code ──► decide ──► (paid, or reminded on days 10 and 14) ──► late fee from day 16

Points are added in the transaction of the decision, with the person's row locked, so that two requests at once
cannot exceed the points of a cycle.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours, Refusal
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.identity import consents, phone_changes, present_people, sms_codes
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import decision_numbers, plates
from bot.services.violations import (
    amounts_due,
    authorities,
    handling_rules,
    licence_points as point_rules,
    overtaken_objections,
    parties,
    violations,
)
from bot.services.violations.violations import AlreadyHandled
from storage import audit, database
from storage.database import counters
from storage.engine import timers
from storage.identity import accounts
from storage.identity.consents import ConsentText
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person
from storage.violations import decisions, violations as records
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation, ViolationState


class NoPhoneForDecision(Refusal, key="refused-no-phone", offers=("identity", "menu")):
    """The register has no phone number of this person, so that no code can be sent."""


class TermsNotAgreed(Refusal, key="refused-terms-not-agreed"):
    """The person has not agreed to the version of the handling rules in force."""


class NothingToPay(Refusal, key="refused-nothing-to-pay", offers=("violations",)):
    """Every decision here is paid or revoked."""


def subject_of(person: Person, chosen: Sequence[Violation]) -> UUID:
    """Return the subject of an SMS code: this person and exactly these records."""
    return uuid5(person.id, " ".join(sorted(violation.id.hex for violation in chosen)))


def send_code(
    session: Session, person: Person, held: HeldVehicle, chosen: Sequence[Violation], *, now: datetime
) -> None:
    """Send a code to the person's phone, unless one for the same records is still valid.

    Raises NoPhoneForDecision, what `violations.require_handleable` raises, and what `sms_codes.send` raises.
    """
    violations.require_handleable(session, person, held, chosen, now=now)
    if not person.phone:
        raise NoPhoneForDecision
    subject = subject_of(person, chosen)
    if not sms_codes.is_usable(session, CodePurpose.PAYMENT, subject, phone=person.phone, now=now):
        resend_code(session, person, held, chosen, now=now)


def resend_code(
    session: Session, person: Person, held: HeldVehicle, chosen: Sequence[Violation], *, now: datetime
) -> None:
    """Send another code. Raises what `sms_codes.send` raises."""
    sms_codes.send(
        session,
        CodePurpose.PAYMENT,
        subject_of(person, chosen),
        phone=person.phone,
        key="sms-payment-code",
        now=now,
        by=person.id,
        report_to=accounts.of_person(session, person.id),
        plate=plates.display(held.vehicle.plate),
        count=str(len(chosen)),
    )


def decide(
    session: Session, person: Person, vehicle_id: UUID, chosen: Sequence[UUID], digits: str, *, now: datetime
) -> list[Decision]:
    """Decide on these records of one vehicle, after checking the code and every condition again.

    Raises TermsNotAgreed, NotYours, what `sms_codes.verify` raises, and what `violations.require_handleable` raises.
    """
    held_person = present_people.lock(session, person.id)
    held = parties.find(session, held_person, vehicle_id, now=now)
    for violation_id in sorted(chosen):
        database.lock_row(session, Violation, violation_id)
    found = violations.load_selected(session, held, chosen)
    subject = subject_of(held_person, found)
    sms_codes.verify(session, CodePurpose.PAYMENT, subject, digits, by=person.id, now=now, phone=held_person.phone)
    phone_changes.confirm(session, held_person)
    violations.require_handleable(session, held_person, held, found, now=now)
    if not handling_rules.has_agreed(session, held_person, now=now):
        raise TermsNotAgreed
    _add_points(session, held_person, sum(violation.points for violation in found), now=now)
    for violation in found:
        overtaken_objections.end(session, violation, by=held_person, now=now)
    batch, made = uuid4(), []
    points = held_person.points - sum(violation.points for violation in found)
    for violation in found:
        points += violation.points
        made.append(_make(session, held_person, violation, batch, points_after=points, now=now))
    return made


def find(session: Session, decision_id: UUID, *, by: Person) -> Decision:
    """Return a decision on this person, or about a vehicle that they own or act for. Raises NotYours."""
    decision = session.get(Decision, decision_id)
    if decision is None or not may_see(session, decision, by):
        raise NotYours
    return decision


def may_see(session: Session, decision: Decision, person: Person) -> bool:
    """Return whether a decision is on this person, or about a vehicle that they owned or act for when it happened."""
    if decision.person_id == person.id:
        return True
    occurred_at = session.get_one(Violation, decision.violation_id).occurred_at
    owner = parties.owner_at(session, decision.vehicle_id, occurred_at)
    return owner is not None and owner.id == person.id


def payable(session: Session, subject: UUID, *, by: Person) -> list[Decision]:
    """Return the unpaid decisions of a subject: one decision, decisions made together, or all on a person (`by.id`).

    Raises NotYours or NothingToPay.
    """
    single = session.get(Decision, subject)
    if single is not None:
        found = [single]
    elif subject == by.id:
        found = decisions.of_person(session, by.id, DecisionState.UNPAID)
    else:
        found = decisions.of_batch(session, subject)
    if any(not may_see(session, decision, by) for decision in found) or (not found and subject != by.id):
        raise NotYours
    unpaid = [decision for decision in found if decision.state is DecisionState.UNPAID]
    if not unpaid:
        raise NothingToPay
    return unpaid


def revoke(session: Session, decision: Decision, *, now: datetime) -> None:
    """Revoke a decision because an objection was upheld, and subtract its points if their cycle is still running."""
    person = database.lock_row(session, Person, decision.person_id)
    assert person is not None
    if not decisions.move(session, decision, DecisionState.REVOKED, revoked_at=now):
        raise AlreadyHandled
    if decision.cycle_ends == person.points_reset_on:
        person.points = max(0, person.points - decision.points)
        session.add(person)
    timers.cancel(session, amounts_due.REMIND, decision.id)
    audit.record(session, audit.Action.DECISION_REVOKED, by=None, on=decision.id, at=now)


def _make(
    session: Session, person: Person, violation: Violation, batch: UUID, *, points_after: int, now: datetime
) -> Decision:
    """Move the record on and store its decision. Raises AlreadyHandled if another transaction was first."""
    to = ViolationState.DECIDED if violation.fine else ViolationState.PAID
    if not records.move(session, violation, to, at=(ViolationState.UNHANDLED,)):
        raise AlreadyHandled
    decision = Decision(
        number=_number(session, violation.authority_code, now=now),
        batch_id=batch,
        violation_id=violation.id,
        person_id=person.id,
        vehicle_id=violation.vehicle_id,
        fine=violation.fine,
        points=violation.points,
        cycle_ends=person.points_reset_on,
        points_after=points_after,
        decided_at=now,
        pay_within_days=rules.number(session, RuleName.PAY_WITHIN_DAYS, at=now),
        late_permille=rules.number(session, RuleName.LATE_FEE_PERMILLE, at=now),
        reconsideration_days=rules.number(session, RuleName.RECONSIDERATION_DAYS, at=now),
        terms_version=consents.VERSIONS[ConsentText.VIOLATIONS],
        state=DecisionState.UNPAID if violation.fine else DecisionState.PAID,
        paid_at=None if violation.fine else now,
    )
    database.add(session, decision)
    audit.record(session, audit.Action.DECISION_MADE, by=person.id, on=decision.id, at=now, points=violation.points)
    amounts_due.schedule_reminder(session, decision, now=now)
    return decision


def _number(session: Session, authority: str, *, now: datetime) -> str:
    """Return the next decision number of an authority, with the check character by its own rule."""
    overrides = decision_numbers.parse_overrides(rules.words(session, RuleName.CHECK_RULES, at=now)) or {}
    serial = counters.next_number(session, f"decision:{authority}")
    rule = authorities.check_rule(session, authority, overrides)
    return decision_numbers.make(authority, decision_numbers.SIMPLE_PROCEDURE, serial, rule)


def _add_points(session: Session, person: Person, more: int, *, now: datetime) -> None:
    """Add points to the present cycle; one that is over is closed first. The person's row is locked."""
    today = local_time.date_of(now)
    so_far = violations.points_so_far(session, person, now=now)
    if person.points_reset_on is not None and person.points_reset_on <= today:
        person.points_reset_on = point_rules.next_reset(person.points_reset_on, after=today)
    person.points = so_far + more
    session.add(person)
    session.flush()


def person_of(session: Session, decision: Decision) -> Person:
    """Return the person a decision is on."""
    return session.get_one(Person, decision.person_id)
