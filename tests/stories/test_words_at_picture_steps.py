"""The words for another picture, at a step that takes one: they are about that step, and leave no flow."""

import pytest

from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.identity_case_steps import sends_photos, to_photos
from tests.stories.test_objections import SAID, open_record, photo

WORDS = ["重新拍照", "补照片", "selfie", "retake the photo"]


@pytest.mark.parametrize("words", WORDS)
def test_an_identity_case_asks_for_its_photo_again(app: AppDriver, words: str) -> None:
    guest = app.person("李建国", "+8613812345678", "zh-hans")
    to_photos(guest, name="李建国", id_number=cast.id_number(8))
    guest.says(words)
    guest.sees("第一张：手持证件照片")
    assert not guest.has_seen("您正在办理这一项")
    sends_photos(guest)
    guest.button("提交核实")


@pytest.mark.parametrize("words", WORDS)
def test_an_objection_asks_for_its_photos_again(app: AppDriver, words: str) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says(SAID)
    driver.says(words)
    driver.sees("有证据照片吗")
    driver.sends_photo(photo())
    driver.taps("提交异议（照片 1 张）")
    driver.sees("异议 #1001 已提交")
