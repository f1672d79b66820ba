"""What reviewers and applicants of identity cases read: what was told to whom, the facts in full, the way on."""

from uuid import uuid4

import pytest
from sqlmodel import Session

from bot.services.review import identity_cases as service
from bot.services.review.identity_cases import IdentityRequest
from bot.services.review.identity_numbers import SameNumber
from storage import audit
from storage.review.identity_cases import IdentityCaseKind
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import account_of, approve, asks, case_of, lost, take, to_photos
from tests.stories.registration_steps import registers, to_contact


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", "+8613812345678", "zh-hans")


def test_the_reviewer_reads_what_was_told_to_whom(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    for each in (1, 2):
        stranger = app.person("李建国", f"+861381234567{each}", "zh-hans")
        asks(stranger, "登不上", name="李建国", id_number=driver.id_number, seed=each)
    take(reviewer)
    reviewer.sees("已在聊天里通知持有人", "已给登记的手机发过")
    assert not any(label == "通过" for label in reviewer.labels())
    reviewer.says("/identity 1001 release")
    take(reviewer, 1002)
    reviewer.sees("还没有通知持有人的账号", "还没有通知登记的手机")
    reviewer.says("/identity 1002 release")
    app.later(hours=73)
    take(reviewer, 1002)
    reviewer.sees("已用短信通知登记的手机")
    assert "通过" in reviewer.labels()


def test_who_has_taken_a_case_compares_it_in_full(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    lost(guest, driver)
    take(reviewer)
    assert reviewer.has_seen(f"证件号码：{driver.id_number}")
    assert reviewer.has_seen("姓名：李建国")
    since, case = app.now, case_of(app)
    assert app.read(lambda session: audit.count(session, audit.Action.PHOTO_VIEWED, since=since, on=case.id)) == 3
    app.later(minutes=31)
    assert not reviewer.has_seen(driver.id_number)


def test_a_second_approval_is_no_new_case(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    other = cast.greeted(cast.reviewer(app, "审核员小何"))
    lost(guest, driver)
    app.later(hours=72)
    approve(reviewer)
    other.sees("已有一位工作人员通过")


def test_a_case_closes_the_registration_that_led_to_it(guest: Actor) -> None:
    guest.says("/start")
    guest.taps("同意")
    asks(guest, "登不上", name="李建国", id_number=cast.id_number(9))
    guest.sees("已提交核实")


def test_what_was_entered_to_register_is_kept_by_a_tap(app: AppDriver, driver: Citizen) -> None:
    guest = app.person("李建国", "+8613912345678", "zh-hans")
    to_contact(guest, "李建国", driver.id_number)
    guest.shares_contact()
    guest.says("/identity")
    guest.taps("登不上")
    guest.taps("同意，继续")
    for _ in ("name", "ID number", "phone"):
        assert guest.labels()[0].startswith("沿用：")
        guest.taps("沿用")
    guest.sees("手持证件照片")


def test_the_number_on_record_is_no_new_number(app: AppDriver, driver: Citizen) -> None:
    to_photos(driver, "换了手机号")
    assert driver.has_seen("不用更换")
    driver.says("/identity")
    assert driver.has_seen("接着办，或者重新开始")
    driver.taps("重新开始")
    assert driver.has_seen("请选择要办的事")
    driver.taps("换了手机号")
    app.write(lambda session: _refused(session, app, driver))


def test_who_has_lost_the_number_may_be_verified(app: AppDriver, guest: Actor) -> None:
    registers(guest, "王小明", cast.id_number(7))
    cast.register_person(app, "王小明", cast.id_number(7), "+8613800000007")
    for command in ("/menu", "/privacy"):
        guest.says(command)
        guest.sees("已登记在别人名下")
        guest.taps("身份核实")
        guest.sees("请选择要办的事")
        assert "核实我的身份" in guest.labels()
        guest.says("/cancel")
    guest.says("/vehicles")
    guest.sees("登记在别人名下")


def _refused(session: Session, app: AppDriver, driver: Citizen) -> None:
    request = IdentityRequest(IdentityCaseKind.NEW_NUMBER, uuid4(), uuid4(), phone=driver.phone)
    with pytest.raises(SameNumber):
        service.open_case(session, account_of(app, driver), request, now=app.now)
