"""Whoever verifies somebody reads what is held against others who have declared the ID number, and answers."""

from datetime import timedelta
from typing import Any

import pytest

from storage.database import add
from storage.filing.filings import FilingStatus
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast, identity_case_steps as steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car
from tests.stories.registration_steps import NUMBER, registers
from tests.stories.review_steps import case, filing_of

ASKED = "还有人申报过这个身份证号"


def list_declarer(app: AppDriver, id_number: str) -> None:
    """Let somebody be on the blacklist who only declares this number."""

    def action(session: Any) -> None:
        other = people.new(id_number=id_number, name="王小明", phone="+8613700000009", registered=False)
        other.blacklisted_until = app.now + timedelta(days=30)
        add(session, other)

    app.write(action)


@pytest.fixture
def reviewer(app: AppDriver) -> Actor:
    """A reviewer who can be told of cases."""
    return cast.greeted(cast.reviewer(app))


def asks_again(app: AppDriver, reviewer: Actor) -> Actor:
    """Return who asks to be verified with the number, and whose case the reviewer has taken and cannot just approve."""
    list_declarer(app, NUMBER)
    second = app.person("王小明", "+8613812345678")
    registers(second)
    steps.asks(second, "核实我的身份", contact=False)
    steps.take(reviewer)
    reviewer.sees(ASKED)
    reviewer.sees("黑名单至")
    reviewer.says("/identity 1001 approve 证件、人脸与登记一致")
    reviewer.sees(ASKED)
    app.later(seconds=11)
    steps.take(reviewer)
    return second


def test_a_reviewer_answers_by_button_that_it_is_another_person(app: AppDriver, reviewer: Actor) -> None:
    second = asks_again(app, reviewer)
    reviewer.taps("通过：不是同一个人")
    reviewer.says("证件、人脸与登记一致")
    second.says("/file")
    assert "因提供过虚假材料" not in second.last()


def test_a_reviewer_answers_by_command_that_it_is_the_same_person(app: AppDriver, reviewer: Actor) -> None:
    second = asks_again(app, reviewer)
    reviewer.says("/identity 1001 approve 同一人 证件、人脸与登记一致")
    second.says("/file")
    second.sees("因提供过虚假材料")


def test_who_reviews_photos_answers_too(app: AppDriver, reviewer: Actor) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    list_declarer(app, driver.id_number)

    def declare(session: Any) -> None:
        session.get_one(Person, driver.person_id).registered = False

    review = case(app, driver, car(app, owner))
    app.write(declare)
    reviewer.says("/take")
    reviewer.sees(ASKED)
    reviewer.says("/pass 1001")
    reviewer.sees(ASKED)
    reviewer.says("/pass 1001 other")
    assert filing_of(app, review).status is FilingStatus.ACTIVE


def test_an_admin_who_verifies_a_member_answers_too(app: AppDriver) -> None:
    admin, member = (
        cast.greeted(cast.reviewer(app, "管理员", (StaffRole.ADMIN,))),
        app.person("王小明", "+8613812345678"),
    )
    registers(member)
    list_declarer(app, NUMBER)
    cast.appoint(app, member, StaffRole.REVIEWER)
    admin.says("/staff")
    admin.taps("王小明")
    admin.sees(ASKED)
    admin.taps("已核对证件：不是同一个人")
    assert steps.person_of(app, member).verified_at is not None
