"""People who have only declared an identity are verified once before an owner gets a text message in their name."""

import pytest
from sqlmodel import Session

from bot.services.filing import approvals, may_text
from bot.services.identity.levels import IdentityLevel, level_of
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.face_check_steps import filing_of
from tests.stories.filing_steps import apply, status
from tests.stories.identity_case_steps import approve, asks, person_of


@pytest.fixture
def declared(app: AppDriver) -> Citizen:
    """李建国, who is not in the register and has only declared his identity."""
    driver = cast.driver(app)

    def action(session: Session) -> None:
        person = session.get_one(Person, driver.person_id)
        person.registered = False
        session.add(person)

    app.write(action)
    return driver


def test_an_owner_gets_a_text_message_only_after_the_verification(
    app: AppDriver, declared: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    cast.car(app, owner)
    declared.says("/file 02 桂A12345 123456")
    declared.sees("身份还没有核实", "给车主发短信之前")
    assert not owner.sms
    declared.taps("身份核实")
    declared.sees("请选择要办的事")
    declared.says("/cancel")
    asks(declared, "核实我的身份", contact=False)
    declared.says("/file 02 桂A12345 123456")
    declared.sees("核实申请 #ID1001 已经提交", "有结果")
    approve(reviewer)
    declared.sees("您的身份已核实")
    assert level_of(person_of(app, declared)) is IdentityLevel.VERIFIED
    apply(declared)
    assert owner.sms
    assert status(app, declared) is FilingStatus.WAITING_OWNER


def test_the_choice_of_the_way_says_it_before_a_plate_is_typed(app: AppDriver, declared: Citizen) -> None:
    declared.says("/file")
    declared.taps("短信")
    declared.sees("身份还没有核实")
    assert "身份核实" in declared.labels()


def test_a_line_typed_in_the_flow_is_refused_too(app: AppDriver, declared: Citizen, owner: Citizen) -> None:
    cast.car(app, owner)
    declared.says("/file")
    declared.says("02 桂A12345 123456")
    declared.sees("身份还没有核实")


def test_no_code_is_sent_for_an_application_of_somebody_who_is_only_declared(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    """An application from before this rule, or of a person whose verification was revoked, sends no further code."""
    cast.car(app, owner)
    apply(driver)
    filing, sent = filing_of(app, driver), len(owner.sms)

    def resend(session: Session) -> None:
        person = session.get_one(Person, driver.person_id)
        person.registered = False
        with pytest.raises(may_text.NotVerified):
            approvals.resend(session, filing, by=person, now=app.now)

    app.write(resend)
    assert len(owner.sms) == sent


def test_people_on_record_keep_their_order(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    cast.car(app, owner)
    apply(driver)
    assert owner.sms
