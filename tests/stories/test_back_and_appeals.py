"""Words about the conversation itself, “go back” and 返回, and an appeal without saying against what."""

import pytest

from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen


def test_back_at_a_step_with_words_may_be_the_answer(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says("go back")
    driver.sees("要回到上一步，请点")
    driver.taps("是这一步的回答")
    driver.sees("请核对", "go back")


@pytest.mark.parametrize("said", ["我要求取消这条记录。", "This was not me, cancel it"])
def test_an_objection_that_asks_to_cancel_is_taken(app: AppDriver, said: str) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)
    driver.taps("交通违法")
    driver.taps("我的待缴罚款")
    driver.taps("决定书")
    driver.taps("提出异议")
    driver.says(said)
    driver.sees("要取消办理，还是这一步的回答")
    assert driver.labels() == ["是这一步的回答", "取消"]
    driver.taps("是这一步的回答")
    driver.taps("提交异议")
    driver.sees("已提交")


def test_back_outside_a_flow_opens_the_menu(driver: Citizen) -> None:
    driver.says("返回")
    driver.sees("请选择要办理的事项")


def test_an_appeal_alone_is_asked_about(driver: Citizen) -> None:
    driver.says("申诉")
    driver.sees("您要办的是不是这个")
    assert len(driver.labels()) >= 2


@pytest.mark.parametrize("ends", ["answered", "asked again", "said otherwise", "cancelled"])
def test_the_question_which_was_meant_loses_its_buttons_with_the_step(
    app: AppDriver, driver: Citizen, ends: str
) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says("查违章")
    first = driver.button("是这一步的回答")[0]["message_id"]
    if ends == "answered":
        driver.taps("是这一步的回答")
    elif ends == "asked again":
        driver.says("菜单")
    else:
        driver.says("我们是邻居" if ends == "said otherwise" else "/cancel")
    assert not any(
        message.get("reply_markup", {}).get("inline_keyboard")
        for message in driver.messages()
        if message["message_id"] == first
    )


@pytest.mark.parametrize("word", ["上一步", "back"])
def test_the_word_on_the_button_goes_back_and_cancels_no_first_step(app: AppDriver, driver: Citizen, word: str) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.says(word)
    driver.sees("这一步不能退回")
    driver.taps("朋友")
    driver.says(word)
    driver.sees("您与车主是什么关系")
