"""Who may see and pay a decision: its person and the owner of the vehicle."""

from uuid import uuid4

import pytest

from bot.errors import NotYours
from bot.services.violations import decisions
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put


def decision(data: DataBuilder, state: DecisionState = DecisionState.UNPAID) -> Decision:
    violation = put(data.session, Violation, vehicle_id=data.car.id)
    values = {"violation_id": violation, "person_id": data.filer.id, "vehicle_id": data.car.id}
    paid = NOW if state is DecisionState.PAID else None
    return data.session.get_one(Decision, put(data.session, Decision, state=state, paid_at=paid, **values))


def test_a_decision_is_visible_to_its_person_and_to_the_owner(data: DataBuilder) -> None:
    made = decision(data)
    for somebody in (data.filer, data.owner):
        assert decisions.find(data.session, made.id, by=somebody) == made
        assert decisions.payable(data.session, made.id, by=somebody) == [made]
        assert decisions.payable(data.session, made.batch_id, by=somebody) == [made]
    for subject in (made.id, made.batch_id):
        with pytest.raises(NotYours):
            decisions.payable(data.session, subject, by=data.stranger)
    with pytest.raises(NotYours):
        decisions.find(data.session, made.id, by=data.stranger)


def test_an_unknown_decision_is_not_found(data: DataBuilder) -> None:
    with pytest.raises(NotYours):
        decisions.payable(data.session, uuid4(), by=data.filer)
    with pytest.raises(decisions.NothingToPay):
        decisions.payable(data.session, data.filer.id, by=data.filer)


@pytest.mark.parametrize("state", [DecisionState.PAID, DecisionState.REVOKED])
def test_a_paid_or_revoked_decision_is_not_payable(data: DataBuilder, state: DecisionState) -> None:
    made = decision(data, state)
    with pytest.raises(decisions.NothingToPay):
        decisions.payable(data.session, made.id, by=data.filer)


def test_all_of_a_persons_decisions_are_payable_together(data: DataBuilder) -> None:
    made = decision(data)
    assert decisions.payable(data.session, data.filer.id, by=data.filer) == [made]
    with pytest.raises(decisions.NothingToPay):
        decisions.payable(data.session, data.stranger.id, by=data.stranger)
