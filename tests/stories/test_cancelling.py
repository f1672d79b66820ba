"""/cancel, and the words for it, outside of flows: what goes on is named, with the way to end it."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast, certificate_steps
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner, status
from tests.stories.identity_case_steps import lost

GOES_ON = "没有取消什么"


@pytest.mark.parametrize("words", ["取消", "算了", "不办了", "/cancel", "never mind"])
def test_an_application_that_goes_on_is_named(app: AppDriver, driver: Citizen, words: str) -> None:
    asked_owner(app, driver)
    driver.taps("先离开")
    driver.says(words)
    driver.sees(GOES_ON)
    assert driver.labels() == ["#1001 桂A·12345 待车主确认", "菜单"]
    driver.taps("#1001")
    driver.button("撤回申请")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_owner_and_filer_are_led_to_what_they_can_end(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    certificate_steps.file(app, driver, cast.car(app, owner))
    app.settle()
    owner.says("/menu")
    owner.says("算了")
    owner.sees(GOES_ON)
    owner.taps("我的车：申请和备案")
    owner.button("解除 #1001")
    driver.says("取消")
    driver.taps("我的机动车")
    driver.taps("解除备案")
    owner.says("取消")
    owner.sees("没有进行中的办理")


def test_what_a_guest_has_left_and_asked_for_is_named(app: AppDriver, driver: Citizen) -> None:
    guest = app.person("李建国", "+8613812345678", "zh-hans")
    lost(guest, driver)
    guest.says("/verify")
    guest.says("/menu")
    guest.says("/identity")
    guest.says("/verify")
    guest.says("取消")
    guest.says("取消")
    guest.sees(GOES_ON)
    assert guest.labels() == ["身份核实 #ID1001 处理中", "菜单"]
    guest.says("进度")
    guest.sees("核实申请 #ID1001")
