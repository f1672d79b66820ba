"""Whose decision it is: his on whom it is, and his who speaks for the car; nobody else sees or pays it."""

from uuid import uuid4

import pytest

from bot.errors import NotYours
from bot.services.violations import decisions
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services.builders import NOW, Street
from tests.storage.rows import put


def decision(street: Street, state: DecisionState = DecisionState.UNPAID) -> Decision:
    violation = put(street.session, Violation, vehicle_id=street.car.id)
    values = {"violation_id": violation, "person_id": street.filer.id, "vehicle_id": street.car.id}
    paid = NOW if state is DecisionState.PAID else None
    return street.session.get_one(Decision, put(street.session, Decision, state=state, paid_at=paid, **values))


def test_a_decision_is_seen_by_the_two_it_concerns(street: Street) -> None:
    made = decision(street)
    for somebody in (street.filer, street.owner):
        assert decisions.find(street.session, made.id, by=somebody) == made
        assert decisions.payable(street.session, made.id, by=somebody) == [made]
        assert decisions.payable(street.session, made.batch_id, by=somebody) == [made]
    for subject in (made.id, made.batch_id):
        with pytest.raises(NotYours):
            decisions.payable(street.session, subject, by=street.stranger)
    with pytest.raises(NotYours):
        decisions.find(street.session, made.id, by=street.stranger)


def test_nothing_is_known_of_what_is_not_there(street: Street) -> None:
    with pytest.raises(NotYours):
        decisions.payable(street.session, uuid4(), by=street.filer)
    with pytest.raises(decisions.NothingToPay):
        decisions.payable(street.session, street.filer.id, by=street.filer)


@pytest.mark.parametrize("state", [DecisionState.PAID, DecisionState.REVOKED])
def test_what_is_paid_or_revoked_is_not_paid_again(street: Street, state: DecisionState) -> None:
    made = decision(street, state)
    with pytest.raises(decisions.NothingToPay):
        decisions.payable(street.session, made.id, by=street.filer)


def test_all_of_ones_own_are_ones_own(street: Street) -> None:
    made = decision(street)
    assert decisions.payable(street.session, street.filer.id, by=street.filer) == [made]
    with pytest.raises(decisions.NothingToPay):
        decisions.payable(street.session, street.stranger.id, by=street.stranger)
