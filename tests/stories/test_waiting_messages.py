"""Messages that say that something is being done go once it is, and a code that is sent again is announced."""

from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner
from tests.stories.pictures import jpeg
from tests.stories.qr_steps import picture_of, showing


def test_a_code_that_was_read_leaves_no_message_behind(app: AppDriver, driver: Citizen) -> None:
    owner = showing(app)
    driver.says("/file")
    driver.taps("扫码备案")
    driver.sends_photo(jpeg(picture_of(app, owner)))
    assert "朋友" in driver.labels()
    assert not driver.has_seen("正在识别")


def test_a_code_that_is_sent_again_is_announced(app: AppDriver, driver: Citizen) -> None:
    asked_owner(app, driver)
    app.later(seconds=61)
    driver.taps("重新发送验证码")
    driver.sees("正在重新发送，之前的验证码不再有效", "正在发往车主手机")
    driver.says("/file")
    assert not driver.last().startswith("正在重新发送")
