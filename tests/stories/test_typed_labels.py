"""A typed label of a button presses it, and an address typed again while it is checked is the corrected one."""

import pytest

from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car as certificate_car

ADDRESS = "桂林市七星区育才路1号3栋502"


def at_relationship(app: AppDriver) -> Citizen:
    driver = cast.driver(app)
    cast.car(app, cast.owner(app))
    driver.says("/file 桂A12345 123456")
    driver.sees("您与车主是什么关系")
    return driver


def checking_a_paper_copy(app: AppDriver) -> Citizen:
    owner = cast.owner(app)
    certificate_car(app, owner)
    owner.says("/certificate 桂A12345")
    owner.taps("要纸质标志")
    owner.taps("邮寄")
    owner.says("桂林市七星区育才路2号")
    owner.sees("请核对", "育才路2号")
    return owner


@pytest.mark.parametrize("label", ["朋友", " 朋 友。", "👥 朋友"])
def test_a_typed_label_presses_its_button(app: AppDriver, label: str) -> None:
    driver = at_relationship(app)
    driver.says(label)
    driver.sees("请核对", "关系：朋友")
    driver.says("改关系")
    driver.sees("您与车主是什么关系")
    driver.says("表哥")
    driver.sees("请核对", "表哥")


def test_a_forwarded_label_presses_nothing(app: AppDriver) -> None:
    driver = cast.driver(app)
    cast.car(app, cast.owner(app))
    driver.says("朋友")
    typed = driver.messages()[-2]
    assert typed["text"] == "朋友"
    driver.says("/file 桂A12345 123456")
    driver.forwards(typed["message_id"])
    driver.sees("您与车主是什么关系")


def test_a_typed_label_agrees_to_no_text(app: AppDriver) -> None:
    guest = app.person("小王", "+8613812345678")
    guest.says("/start")
    guest.says("同意并开始注册")
    assert "同意并开始注册" in guest.labels(), "a typed label has agreed"
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")


def test_a_mistyped_address_is_corrected_by_typing_it_again_or_by_the_words_of_its_button(app: AppDriver) -> None:
    owner = checking_a_paper_copy(app)
    owner.says(ADDRESS)
    owner.sees("请核对", ADDRESS)
    owner.says("改地址")
    owner.sees("地址")
    owner.says("桂林市七星区育才路3号")
    owner.sees("请核对", "育才路3号")
    owner.says("好的")
    owner.sees("要改地址，请直接输入新地址")
    owner.says("3号")
    owner.sees("请写完整的地址")
    owner.taps("提交，不记住地址")
    owner.sees("#1001")
