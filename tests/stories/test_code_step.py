"""The step that waits for the owner's code ends with the owner's answer, however it comes."""

import pytest
from sqlmodel import Session, select

from bot.services.filing import endings
from storage.filing.filings import EndReason, FilingStatus
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.rules import DatedRule
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, code_of, status, withdraw
from tests.stories.registration_steps import other_than


@pytest.fixture
def owner(app: AppDriver, driver: Citizen) -> Citizen:
    """The owner of the car for which the driver has just applied."""
    return asked_owner(app, driver)


def test_a_late_code_leads_to_the_identity_check(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    owner.taps("同意")
    driver.sees("车主同意了", "手持身份证或驾驶证照片")
    driver.says(code_of(owner))
    driver.sees("手持身份证或驾驶证照片")
    assert status(app, driver) is FilingStatus.CHECKING


def test_an_owner_without_a_phone_number_is_asked_in_the_chat_alone(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    app.write(lambda session: people.set_phone(session.get_one(Person, owner.person_id), ""))
    driver.says(code_of(owner))
    driver.sees("现在没有车主的手机号，发不了验证码", "在聊天里点“同意”就行")
    assert driver.labels()[:2] == ["撤回申请", "先离开"]
    owner.says("/approve 1001")
    assert status(app, driver) is FilingStatus.CHECKING


def test_who_wants_to_cancel_at_a_step_that_is_left_reads_the_name_of_its_button(
    driver: Citizen, owner: Citizen
) -> None:
    driver.says("请取消一下")
    driver.sees("要先离开，还是这一步的回答")
    assert driver.labels() == ["是这一步的回答", "先离开"]
    owner.taps("同意")
    driver.says("请取消一下")
    driver.sees("要先离开，请点“先离开”")


def test_after_a_refusal_the_step_is_over(driver: Citizen, owner: Citizen) -> None:
    code = code_of(owner)
    owner.taps("拒绝")
    driver.says(code)
    driver.sees("车主没有同意")
    driver.says("123456")
    driver.sees("现在没有步骤在等验证码")


def test_after_a_sale_the_step_does_not_show_the_new_owners_phone(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    buyer = cast.third(app)

    def sell(session: Session) -> None:
        vehicle = session.exec(select(Vehicle)).one()
        vehicle.owner_person_id = buyer.person_id
        endings.end_all_of(session, vehicle, EndReason.OWNER_CHANGED, now=app.now)

    app.write(sell)
    driver.says("哪里填验证码")
    assert driver.has_seen("申请 #1001")
    assert not driver.has_seen(buyer.phone[-4:])


def test_the_owner_is_told_of_a_withdrawal_after_they_agreed(driver: Citizen, owner: Citizen) -> None:
    owner.taps("同意")
    driver.says("/progress 1001")
    withdraw(driver)
    owner.sees("撤回了备案")


def test_a_code_typed_after_leaving_the_step_counts(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    driver.taps("先离开")
    driver.says(code_of(owner))
    driver.sees("车主已同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_other_digits_after_leaving_the_step_are_a_wrong_code(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    driver.taps("先离开")
    driver.says("000000" if code_of(owner) != "000000" else "000001")
    driver.sees("验证码不对")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


@pytest.mark.parametrize("way", ["The code is {}", "车主的验证码是 {}。"])
def test_the_code_counts_behind_a_word_for_it(app: AppDriver, driver: Citizen, owner: Citizen, way: str) -> None:
    driver.taps("先离开")
    driver.says(way.format(code_of(owner)))
    driver.sees("车主已同意")


def test_the_step_takes_the_code_behind_a_word_for_it(driver: Citizen, owner: Citizen) -> None:
    driver.says(f"验证码：{code_of(owner)}")
    driver.sees("车主已同意")


@pytest.mark.parametrize(("text", "said"), [("12345", "没有编号为"), ("第 123456 号", "这串数字是哪一项要的")])
def test_what_is_no_code_is_no_try(app: AppDriver, driver: Citizen, owner: Citizen, text: str, said: str) -> None:
    driver.taps("先离开")
    driver.says(text)
    driver.sees(said)


def test_of_two_applications_the_person_says_which_the_code_is_for(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    code = code_of(owner)
    driver.taps("先离开")
    rule = DatedRule(name="filings_a_day", value="2", valid_from=app.now, set_at=app.now)
    app.write(lambda session: session.add(rule))
    cast.car(app, cast.third(app), plate="桂B66666")
    apply(driver, "/file 02 桂B66666 123456")
    driver.taps("先离开")
    driver.says(code)
    driver.sees("这串数字是哪一项要的")
    driver.taps("车主的验证码：#1001 桂A·12345")
    driver.says(code)
    driver.sees("车主已同意")


def test_digits_without_a_usable_code_lead_to_the_step(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    driver.taps("先离开")
    code = code_of(owner)
    app.later(minutes=60)
    driver.says(code)
    driver.taps("车主的验证码：#1001")
    driver.sees("现在没有可以输入的验证码")


def test_digits_lead_back_to_a_flow_that_was_left(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.says("/identity")
    driver.taps("换了手机号")
    driver.says("/cancel")
    driver.says("123456")
    driver.taps("继续办理：备案")


def test_digits_are_no_code_once_the_owner_has_refused(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    driver.taps("先离开")
    code = code_of(owner)
    owner.taps("拒绝")
    driver.says(code)
    driver.sees("车主没有同意")
    driver.says(other_than(code))
    driver.sees("现在没有步骤在等验证码")
