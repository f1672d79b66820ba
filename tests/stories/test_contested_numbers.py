"""Declared ID numbers: the real person is never locked out, and who declared their number is told and stopped."""

import pytest
from sqlmodel import Session

from bot.services.identity import verification
from storage.database import add
from storage.filing.filings import FilingStatus
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car, show_live
from tests.stories.registration_steps import NUMBER, contest, person_of, registers, row
from tests.stories.review_steps import case, filing_of


@pytest.fixture
def squatter(app: AppDriver) -> Actor:
    """Somebody who has declared 王小明's ID number."""
    actor = app.person("占号", "+8613899999999")
    registers(actor)
    actor.sees("注册成功")
    return actor


def verify(app: AppDriver, actor: Actor) -> None:
    """Verify a registered person, as staff do."""
    found = person_of(app, actor)
    app.write(lambda session: verification.verify(session, session.get_one(Person, found.id), now=app.now))
    app.later(seconds=1)


def test_who_declares_a_number_first_keeps_nobody_out(app: AppDriver, squatter: Actor) -> None:
    real = app.person("小王", "+8613812345678")
    registers(real)
    real.sees("注册成功")
    assert person_of(app, real).id != person_of(app, squatter).id


def test_the_first_declarer_is_told_once_and_stopped_when_another_is_verified(app: AppDriver, squatter: Actor) -> None:
    real = app.person("小王", "+8613812345678")
    registers(real)
    verify(app, real)
    squatter.sees("通过核实", "账号还在", "/identity")
    assert "身份核实" in squatter.labels()
    before = len(squatter.messages())
    verify(app, real)
    assert len(squatter.messages()) == before
    squatter.says("/file")
    squatter.sees("不能用这个身份办理", "身份核实")
    assert "身份核实" in squatter.labels()
    real.says("/file")
    assert not real.has_seen("不能用这个身份办理")


def test_the_stopped_declarer_reaches_their_own_data_and_may_delete_the_account(
    app: AppDriver, squatter: Actor
) -> None:
    real = app.person("小王", "+8613812345678")
    registers(real)
    verify(app, real)
    squatter.says("/vehicles")
    squatter.sees("不能用这个身份办理")
    squatter.says("/privacy")
    assert not squatter.last().startswith("您注册时填的身份证号")
    assert "删除我的账号" in squatter.labels()
    assert "导出我的全部资料" in squatter.labels()


def test_the_notification_is_not_sent_if_the_number_is_free_again(app: AppDriver, squatter: Actor) -> None:
    def act(session: Session) -> None:
        real = add(session, people.new(id_number=NUMBER, name="王小明", phone="", registered=False))
        verification.verify(session, real, now=app.now)
        people.erase(real)
        add(session, real)

    app.write(act)
    app.later(seconds=1)
    assert not squatter.has_seen("通过核实")


def test_a_reviewer_cannot_pass_who_declares_somebody_elses_number(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    reviewer = cast.reviewer(app)
    review = case(app, driver, cast.car(app, owner))
    contest(app, driver)
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    reviewer.sees("不能给申请人认证", "退回")
    assert filing_of(app, review).status is FilingStatus.IN_REVIEW
    assert row(app, driver.person_id).verified_at is None


def test_a_live_certificate_ends_when_the_number_is_somebody_elses(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
    shown = owner.messages()[-1]["message_id"]
    contest(app, owner)
    app.later(minutes=1)
    (message,) = [each for each in owner.messages() if each["message_id"] == shown]
    assert "有效" not in (message.get("text") or message.get("caption") or "")


def test_an_officer_finds_everybody_who_declares_a_number_with_their_level(app: AppDriver, squatter: Actor) -> None:
    real = app.person("小王", "+8613812345678")
    registers(real)
    verify(app, real)
    officer = cast.reviewer(app, "警官", (StaffRole.OFFICER,))
    officer.says(f"/find {NUMBER}")
    officer.sees("已实人认证", "自行申报（未核实）")
    assert officer.last().index("已实人认证") < officer.last().index("自行申报（未核实）")


def test_the_stopped_declarer_may_ask_to_be_verified_and_for_another_number(app: AppDriver, squatter: Actor) -> None:
    squatter.says("/identity")
    before = set(squatter.labels())
    real = app.person("小王", "+8613812345678")
    registers(real)
    verify(app, real)
    squatter.says("/identity")
    assert before <= set(squatter.labels())
    assert "核实我的身份" in before
