"""Whether a payment is a member of staff's own matter: as payer, as the person fined, or by the vehicle it is about."""

from sqlmodel import Session

from bot.services.identity.same_person import may_be_same
from bot.services.organisations import vehicles_of_staff
from storage.identity.accounts import Account
from storage.payments import payments
from storage.payments.payments import PaymentOrder
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision
from storage.violations.violations import Violation


def is_own(session: Session, order: PaymentOrder, *, by: Account) -> bool:
    """Return whether this person pays, is fined, or owned or used a vehicle when it was in a violation, or since."""
    decisions = [session.get_one(Decision, line.decision_id) for line in payments.lines_of(session, order.id)]
    people = {order.payer_id, *(decision.person_id for decision in decisions)}
    if any(may_be_same(session, by, session.get_one(Person, each)) for each in people):
        return True
    return any(_is_about_own_vehicle(session, decision, by=by) for decision in decisions)


def _is_about_own_vehicle(session: Session, decision: Decision, *, by: Account) -> bool:
    vehicle = session.get_one(Vehicle, decision.vehicle_id)
    since = session.get_one(Violation, decision.violation_id).occurred_at
    return vehicles_of_staff.is_used(session, vehicle, by=by, since=since)
