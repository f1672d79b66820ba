"""Agreed texts can be read again, unless one has changed."""

from storage.identity.consents import ConsentText
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.test_consents import age, taps_button


def test_agreed_texts_can_be_read_again(app: AppDriver, driver: Citizen) -> None:
    driver.says("/terms")
    driver.taps("再看服务条款")
    driver.sees("服务条款与个人信息说明", "2026-12 版")
    driver.taps("上一步")
    driver.taps("再看由服务商传送")
    driver.sees("短信服务商")
    assert not any("同意" in label for label in driver.labels())
    taps_button(driver, "read-text", ConsentText.FACE)
    assert not driver.has_seen("人脸信息同意书")


def test_a_text_that_has_changed_is_asked_instead_of_read(app: AppDriver, driver: Citizen) -> None:
    driver.says("/terms")
    age(app, driver, ConsentText.TERMS)
    driver.taps("再看由服务商传送")
    driver.sees("服务条款与个人信息说明")
    driver.taps("继续同意")
    driver.sees("已记录您的同意")
