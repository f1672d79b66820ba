"""Handling records of a car: for whom no code can be sent, who handles them first, and what nobody chose."""

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
from tests.services.concurrent_actors import changed, competing, nothing_written


@pytest.fixture
def driver(data: DataBuilder) -> Person:
    """The owner, who may handle what his car was seen doing."""
    data.owner.licence_class, data.owner.licence_status = "C1", LicenceStatus.NORMAL
    data.session.flush()
    consents.agree(data.session, data.owner, ConsentText.VIOLATIONS, now=NOW)
    return data.owner


@pytest.fixture
def record(data: DataBuilder) -> Violation:
    """What a camera recorded."""
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


def test_without_a_phone_in_the_register_no_code_is_made(data: DataBuilder, driver: Person, record: Violation) -> None:
    held = my_vehicles.find(data.session, driver, data.car.id)
    driver.phone = ""
    data.session.flush()
    with nothing_written(data.session), pytest.raises(decisions.NoPhone):
        decisions.send_code(data.session, driver, held, [record], now=NOW)
    assert not data.session.exec(select(SmsCode)).all()


def test_nothing_is_handled_where_nothing_was_chosen(data: DataBuilder, driver: Person) -> None:
    held = my_vehicles.find(data.session, driver, data.car.id)
    with nothing_written(data.session), pytest.raises(violations.NothingChosen):
        decisions.send_code(data.session, driver, held, [], now=NOW)
    with pytest.raises(violations.NothingChosen):
        violations.require_handleable(data.session, driver, held, [], now=NOW)


def test_a_record_that_is_handled_just_then_is_not_decided_on_again(
    data: DataBuilder, driver: Person, record: Violation
) -> None:
    paid = changed(Violation, record.id, state=ViolationState.PAID)
    with competing(data.session, "UPDATE violations", paid), pytest.raises(violations.AlreadyHandled):
        decide(data, driver, [record])
    assert not data.session.exec(select(Decision)).all()


def test_a_record_that_nobody_handled_is_decided_on(data: DataBuilder, driver: Person, record: Violation) -> None:
    (made,) = decide(data, driver, [record])
    assert data.session.get_one(Decision, made).person_id == driver.id
    assert data.session.get_one(Violation, record.id).state is ViolationState.DECIDED
    with pytest.raises(sms_codes.CodeExpired):
        decisions.decide(data.session, driver, data.car.id, [record.id], "123456", now=NOW)


@pytest.mark.parametrize("state", [state for state in ViolationState if state is not ViolationState.UNHANDLED])
def test_what_is_handled_stands_in_the_way_of_all_that_is_chosen_with_it(
    data: DataBuilder, driver: Person, record: Violation, state: ViolationState
) -> None:
    held = my_vehicles.find(data.session, driver, data.car.id)
    other = payment_builders.record(data.session, data.car, "V000002")
    assert violations.refusals(data.session, driver, held, [record, other], now=NOW) == []
    other.state = state
    data.session.flush()
    (why,) = violations.refusals(data.session, driver, held, [record, other], now=NOW)
    assert isinstance(why, violations.AlreadyHandled)
