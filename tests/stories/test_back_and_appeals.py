"""Words about the conversation itself, “go back” and 返回, and an appeal without saying against what."""

from tests.stories import cast
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


def test_back_outside_a_flow_opens_the_menu(driver: Citizen) -> None:
    driver.says("返回")
    driver.sees("请选择要办理的事项")


def test_an_appeal_alone_is_asked_about(driver: Citizen) -> None:
    driver.says("申诉")
    driver.sees("您要办的是不是这个")
    assert len(driver.labels()) >= 2
