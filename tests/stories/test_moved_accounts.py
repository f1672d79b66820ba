"""After an identity case the person's applications go on in their new account."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.face_check_steps import agreed, filing_of, to_selfie
from tests.stories.filing_steps import apply, asked_owner, status
from tests.stories.identity_case_steps import approve_by_two, asks
from tests.stories.test_ended_steps import labels_of
from tests.stories.test_qr_filing import set_rule

PHONE = "+8613812345678"


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", PHONE, "zh-hans")


def move(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, *, hours: int = 72) -> None:
    """Move the driver to the other account; the holder does not object."""
    asks(guest, "登不上", name=driver.name, id_number=driver.id_number)
    approve_by_two(app, reviewer, hours=hours)
    assert guest.has_seen("核实通过")


def test_the_lapse_of_an_application_reaches_the_new_account(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    set_rule(app, "identity_wait_hours", "1")  # Otherwise the application lapses meanwhile.
    asked_owner(app, driver)
    move(app, driver, guest, reviewer, hours=1)
    before = driver.last()
    app.later(days=7)
    assert status(app, driver) is FilingStatus.LAPSED
    assert guest.has_seen("桂A·12345")
    assert driver.last() == before


def test_the_old_chat_asks_an_owner_nothing_more(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    set_rule(app, "identity_wait_hours", "1")
    owner, car = asked_owner(app, driver), "桂B22222"
    other = cast.third(app)
    cast.car(app, owner, car, "B222222", vin="LSVAM4187C2184848")
    apply(other, f"/file 02 {car} 222222")
    owner.taps("同意")
    new = app.person(owner.name, PHONE, "zh-hans")
    move(app, owner, new, reviewer, hours=1)
    assert not labels_of(owner) & {"同意", "拒绝", "终止", "30 天"}
    assert {"同意", "拒绝"} <= labels_of(new)
    for words in ("同意", "谁啊", "123456"):
        owner.says(words)
        owner.sees("这个账号已停用")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_the_old_chat_asks_a_filer_nothing_more(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    set_rule(app, "identity_wait_hours", "1")
    asked_owner(app, driver)
    assert "重新发送验证码" in labels_of(driver)
    move(app, driver, guest, reviewer, hours=1)
    assert not labels_of(driver) & {"重新发送验证码", "撤回申请", "先离开"}


def test_a_check_that_was_under_way_begins_again_in_the_new_account(
    app: AppDriver, guest: Actor, reviewer: Actor
) -> None:
    driver = agreed(app)
    to_selfie(driver)
    move(app, driver, guest, reviewer)
    guest.sees("原来没做完的认证已停止")
    guest.taps("开始实人认证")
    guest.sees("自拍照")
    assert filing_of(app, driver).status is FilingStatus.CHECKING
