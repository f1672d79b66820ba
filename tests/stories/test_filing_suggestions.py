"""Filing: what the desk asks about a mistyped plate or engine number is answered by a plain yes, a no or a tap."""

import pytest

from tests.stories import cast
from tests.stories.app_driver import AppDriver


@pytest.mark.parametrize("yes", ["是", "是的", "yes", "ok"])
def test_a_plain_yes_takes_the_engine_number_that_was_asked_about(app: AppDriver, yes: str) -> None:
    driver = cast.driver(app)
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345")
    driver.says("A123456")
    driver.sees("123456", "吗？")
    driver.says(yes)
    driver.sees("您与车主是什么关系")


def test_a_tap_takes_it_as_well_and_a_no_asks_again(app: AppDriver) -> None:
    driver = cast.driver(app)
    cast.car(app, cast.owner(app))
    driver.says("/file")
    driver.says("桂A12345 9123456")
    driver.says("不是")
    driver.sees("没有看到发动机号")
    driver.says("是")
    driver.sees("答复")
    driver.says("9123456")
    driver.taps("是，123456")
    driver.sees("您与车主是什么关系")


@pytest.mark.parametrize(("words", "shown"), [("what", "没有数字"), ("wife", "没有数字"), ("ok", "一句答复")])
def test_words_are_no_engine_number(app: AppDriver, words: str, shown: str) -> None:
    driver = cast.driver(app)
    cast.car(app, cast.owner(app))
    driver.says("/file 桂A12345")
    driver.says(words)
    driver.sees(shown)


def test_an_engine_number_without_a_digit_is_taken_once_it_is_confirmed(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner, engine="LJABCDEF")
    driver.says("/file 桂A12345")
    driver.says("abcdef")
    driver.sees("没有数字")
    driver.says("是的")
    driver.sees("您与车主是什么关系")


@pytest.mark.parametrize("begin", [["/file", "桂A1234O"], ["/file 桂A1234O"], ["/file", "桂Α12340"]])
def test_a_plate_with_the_likely_character_is_taken_by_a_yes(app: AppDriver, begin: list[str]) -> None:
    driver = cast.driver(app)
    for words in begin:
        driver.says(words)
    driver.says("对")
    driver.sees("桂A·12340", "后六位")


def test_a_plate_typed_in_place_of_the_engine_number_corrects_the_plate(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file 桂A12346")
    driver.says("桂A12345")
    driver.sees("桂A·12345", "后六位")
