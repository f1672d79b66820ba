"""Words that may mean something else are asked about: behind `/approve N` and `/refuse N`, and among many others."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner, status
from tests.stories.test_approval_withdrawal import in_chat

ASKED = "还没有替您答复"


@pytest.mark.parametrize("words", ["/approve 1001 不同意", "/approve 1001 no, not yet"])
def test_an_approval_with_further_words_is_asked_about(app: AppDriver, driver: Citizen, words: str) -> None:
    owner = asked_owner(app, driver)
    owner.says(words)
    owner.sees(ASKED, "#1001")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("拒绝 #1001")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize("words", ["/refuse 1001 同意", "/refuse 1001 我同意他开", "/refuse 1001 ?"])
def test_a_refusal_with_words_that_are_no_reason_is_asked_about(app: AppDriver, driver: Citizen, words: str) -> None:
    owner = asked_owner(app, driver)
    owner.says(words)
    owner.sees(ASKED, "#1001")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("同意 #1001")
    assert status(app, driver) is FilingStatus.CHECKING


@pytest.mark.parametrize("words", ["/approve 1 1001", "/refuse 1001, 2"])
def test_of_several_numbers_none_is_dropped(app: AppDriver, driver: Citizen, words: str) -> None:
    owner = asked_owner(app, driver)
    owner.says(words)
    owner.sees(ASKED, "#1001")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("同意 #1001")
    assert status(app, driver) is FilingStatus.CHECKING


def test_words_that_say_the_same_need_no_question(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.says("/approve 1001 同意")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.says("/refuse 1001 同意")
    owner.sees(ASKED)
    assert status(app, driver) is FilingStatus.CHECKING
    owner.says("/refuse 1001 不同意")
    assert status(app, driver) is FilingStatus.REFUSED


def test_who_took_an_agreement_back_with_other_words_ends_it_by_a_button(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    owner.says("/refuse 1001 yes")
    owner.taps("终止 #1001")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize("words", ["帮我备案 桂A9X119", "备案桂A·9X119", "file 桂A9X119 for me"])
def test_a_plate_beside_the_wish_to_file_begins_the_application(driver: Citizen, words: str) -> None:
    driver.says(words)
    driver.sees("桂A·9X119", "发动机号")


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("我人脸识别老是不成功，手机摄像头换过了还是不行怎么弄", "身份核实"),
        ("face check fails again and again on my old samsung phone", "窗口"),
    ],
)
def test_what_may_be_the_identity_check_is_offered_beside_the_rest(driver: Citizen, words: str, other: str) -> None:
    driver.says(words)
    assert any(other in label for label in driver.labels())
    driver.taps("网办进度")
    driver.sees("申请")


def test_the_work_of_staff_is_offered_to_staff_alone(app: AppDriver, driver: Citizen) -> None:
    reviewer = cast.greeted(cast.reviewer(app))
    words = "待办马路边的树倒下来压到东西"
    driver.says(words)
    driver.sees("没明白")
    reviewer.says(words)
    reviewer.taps("待办")
    driver.says("/file")
    driver.says(words)
    driver.sees("车牌")
    assert "待办" not in driver.labels()
