"""Leaving a step of an application keeps the application; withdrawing asks first and names what it costs."""

from collections.abc import Callable

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.face_check_steps import to_selfie
from tests.stories.filing_steps import apply, asked_owner, code_of, status, withdraw
from tests.stories.pictures import give_portrait


@pytest.fixture
def owner(app: AppDriver, driver: Citizen) -> Citizen:
    """The owner of the car for which the driver has just applied."""
    give_portrait(app, driver)
    return asked_owner(app, driver)


def to_consent(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    owner.taps("同意")


def to_face(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    owner.taps("同意")
    to_selfie(driver)


def to_photos(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    to_consent(app, driver, owner)
    driver.taps("不比对人脸")


STEPS: dict[str, Callable[[AppDriver, Citizen, Citizen], None]] = {
    "code": lambda app, driver, owner: None,
    "consent": to_consent,
    "face": to_face,
    "photos": to_photos,
}


@pytest.mark.parametrize("word", ["先离开", "取消", "/cancel", "Cancel"])
@pytest.mark.parametrize("step", STEPS)
def test_leaving_a_step_keeps_the_application_and_says_how_to_come_back(
    app: AppDriver, driver: Citizen, owner: Citizen, step: str, word: str
) -> None:
    STEPS[step](app, driver, owner)
    before = status(app, driver)
    assert "取消" not in driver.labels()
    if word == "先离开":
        driver.taps(word)
    else:
        driver.says(word)
    driver.sees("没有撤回", "#1001", "/progress")
    assert "撤回申请" in driver.labels()
    assert status(app, driver) is before
    driver.taps("输入验证码" if before is FilingStatus.WAITING_OWNER else "开始实人认证")
    assert not driver.has_seen("已取消")
    assert "先离开" in driver.labels()


@pytest.mark.parametrize("step", STEPS)
def test_every_step_offers_to_withdraw_and_asks_first(
    app: AppDriver, driver: Citizen, owner: Citizen, step: str
) -> None:
    STEPS[step](app, driver, owner)
    before = status(app, driver)
    driver.taps("撤回申请")
    driver.sees("确定撤回申请 #1001", "会通知车主", "今天不能再申请", "今年还可以申请 4 次")
    assert status(app, driver) is before
    driver.taps("不撤回")
    assert status(app, driver) is before
    withdraw(driver)
    driver.sees("已撤回，会通知车主", "明天起可以")
    assert status(app, driver) is FilingStatus.WITHDRAWN
    owner.sees("撤回了备案")
    driver.says("123456")
    driver.sees("现在没有步骤在等验证码")


def test_a_withdrawal_on_a_later_day_leaves_today_free(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    app.later(days=1)
    driver.says("/progress 1001")
    driver.taps("撤回申请")
    driver.sees("今天还可以申请 1 次，今年还可以申请 4 次")


def test_the_last_application_of_the_year_is_named(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    withdraw(driver)
    for _ in range(4):
        app.later(days=1)
        apply(driver)
        driver.taps("撤回申请")
        last = driver.last()
        driver.taps("确认撤回")
    assert "明年可以再申请" in last


def test_a_confirmation_that_is_out_of_date_withdraws_nothing(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    driver.taps("撤回申请")
    message, confirmed = driver.button("确认撤回")
    owner.taps("拒绝")
    driver.forges(confirmed, message["message_id"])
    assert driver.has_seen("已有结果")
    assert status(app, driver) is FilingStatus.REFUSED
    driver.says("/progress 1001")
    assert "撤回申请" not in driver.labels()


def test_the_decision_ends_the_step_and_says_how_it_ended(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    owner.taps("拒绝")
    assert driver.has_seen("#1001")
    driver.says("/cancel")
    driver.sees("现在没有进行中的办理")
    assert "撤回申请" not in driver.labels()


def test_withdrawing_one_application_does_not_end_another_flow(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    app.later(days=1)
    cast.car(app, owner, plate="桂A12346")
    driver.says("/cancel")
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.says("/progress 1001")
    withdraw(driver)
    driver.says("桂A12346")
    driver.sees("发动机号后六位")


def test_a_withdrawal_ends_a_parked_code_step(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    code = code_of(owner)
    driver.says("/privacy")
    driver.says("/progress 1001")
    withdraw(driver)
    driver.says(code)
    driver.sees("#1001", "已撤回", "可以再申请")
