"""Handling violations: missing phone number, records handled in the meantime, empty selection."""

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select

from bot.services.filing import my_vehicles
from bot.services.identity import consents, sms_codes
from bot.services.violations import decisions, violations
from storage.identity import sms_codes as code_store
from storage.identity.consents import ConsentText
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register import people
from storage.register.people import LicenceStatus, Person
from storage.violations.decisions import Decision
from storage.violations.violations import Violation, ViolationState
from tests.services import payment_builders
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import changed, competing, nothing_written


@pytest.fixture
def driver(data: DataBuilder) -> Person:
    """Create the vehicle's owner, who may handle its violations."""
    data.owner.licence_class, data.owner.licence_status = "C1", LicenceStatus.NORMAL
    data.session.flush()
    consents.agree(data.session, data.owner, ConsentText.VIOLATIONS, now=NOW)
    return data.owner


@pytest.fixture
def record(data: DataBuilder) -> Violation:
    """Create a violation."""
    return payment_builders.record(data.session, data.car, "V000001")


def decide(data: DataBuilder, driver: Person, chosen: list[Violation]) -> list[UUID]:
    subject = decisions.subject_of(driver, chosen)
    code_store.new(
        data.session,
        CodePurpose.PAYMENT,
        subject,
        to=people.phone_index(driver.phone),
        digits="123456",
        at=NOW,
        expires_at=NOW + HOUR,
    )
    ids = [each.id for each in chosen]
    return [each.id for each in decisions.decide(data.session, driver, data.car.id, ids, "123456", now=NOW)]


def test_each_decision_keeps_the_running_total_of_points(data: DataBuilder, driver: Person) -> None:
    driver.points, driver.points_reset_on = 2, date(2027, 5, 1)
    records = [payment_builders.record(data.session, data.car, f"V00000{points}", points=points) for points in (3, 1)]
    decide(data, driver, records)
    made = data.session.exec(select(Decision).order_by(Decision.number)).all()
    assert [each.points_after for each in made] == [2 + made[0].points, 6]
    assert driver.points == 6


def test_no_code_is_sent_without_a_phone_number_in_the_register(
    data: DataBuilder, driver: Person, record: Violation
) -> None:
    held = my_vehicles.find(data.session, driver, data.car.id, now=NOW)
    driver.phone = ""
    data.session.flush()
    with nothing_written(data.session), pytest.raises(decisions.NoPhoneForDecision):
        decisions.send_code(data.session, driver, held, [record], now=NOW)
    assert not data.session.exec(select(SmsCode)).all()


def test_an_empty_selection_cannot_be_handled(data: DataBuilder, driver: Person) -> None:
    held = my_vehicles.find(data.session, driver, data.car.id, now=NOW)
    with nothing_written(data.session), pytest.raises(violations.NothingChosen):
        decisions.send_code(data.session, driver, held, [], now=NOW)
    with pytest.raises(violations.NothingChosen):
        violations.require_handleable(data.session, driver, held, [], now=NOW)


def test_a_record_handled_in_the_meantime_is_not_decided_again(
    data: DataBuilder, driver: Person, record: Violation
) -> None:
    paid = changed(Violation, record.id, state=ViolationState.PAID)
    with competing(data.session, "UPDATE violations", paid), pytest.raises(violations.AlreadyHandled):
        decide(data, driver, [record])
    assert not data.session.exec(select(Decision)).all()


def test_an_unhandled_record_is_decided(data: DataBuilder, driver: Person, record: Violation) -> None:
    (made,) = decide(data, driver, [record])
    assert data.session.get_one(Decision, made).person_id == driver.id
    assert data.session.get_one(Violation, record.id).state is ViolationState.DECIDED
    with pytest.raises(sms_codes.CodeExpired):
        decisions.decide(data.session, driver, data.car.id, [record.id], "123456", now=NOW)


@pytest.mark.parametrize("state", [state for state in ViolationState if state is not ViolationState.UNHANDLED])
def test_one_handled_record_prevents_the_handling_of_the_whole_selection(
    data: DataBuilder, driver: Person, record: Violation, state: ViolationState
) -> None:
    held = my_vehicles.find(data.session, driver, data.car.id, now=NOW)
    other = payment_builders.record(data.session, data.car, "V000002")
    assert violations.refusals(data.session, driver, held, [record, other], now=NOW) == []
    other.state = state
    data.session.flush()
    (why,) = violations.refusals(data.session, driver, held, [record, other], now=NOW)
    assert isinstance(why, violations.AlreadyHandled)
