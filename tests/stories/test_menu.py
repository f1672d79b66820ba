"""Menu, help, language, and messages that no flow waits for."""

import pytest

from tests.stories import cast, pictures
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen


def test_an_unregistered_person_sees_the_menu(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/menu")
    guest.sees("您还没有注册")
    assert "注册 / 登录" in guest.labels()


def test_the_language_follows_the_telegram_language_and_can_be_changed(app: AppDriver) -> None:
    guest = app.person("Ann", language="en")
    guest.says("/menu")
    guest.sees("You are not registered yet")
    guest.says("/language")
    guest.taps("中文")
    guest.sees("以后用中文")
    guest.says("/menu")
    guest.sees("您还没有注册")


def test_staff_see_their_commands_first(app: AppDriver) -> None:
    reviewer = cast.reviewer(app)
    reviewer.says("/start")
    reviewer.sees("车主服务台")
    assert reviewer.labels()[0] == "待办"
    assert "备案非本人机动车" in reviewer.labels()


def test_the_full_menu_leaves_out_what_nobody_needs(driver: Citizen) -> None:
    driver.says("/menu")
    driver.taps("更多")
    assert "我的资料" in driver.labels()
    assert not {"填写出生日期", "黑名单申诉"} & set(driver.labels())


def test_unknown_text_is_answered_with_menu_and_help(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("今天天气真好")
    guest.sees("没明白您的意思")
    guest.taps("菜单")
    guest.sees("您还没有注册")


def test_messages_of_other_kinds_get_their_own_answer(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/menu")
    guest.sends_photo(pictures.photo(1))
    guest.sees("没有读到二维码")
    guest.sends_photo(pictures.photo(1), as_file=True)
    guest.sees("没有读到二维码")
    for does in (guest.sends_sticker, guest.shares_contact, lambda: guest.forwards(1)):
        guest.says("/help")
        does()
        guest.sees("现在用不到")
        assert "菜单" in guest.labels()
    guest.edits(1, "x")
    guest.sees("请重新发一条")


def test_forged_callback_data_is_refused_with_an_explanation(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/language")
    guest.forges("language.en..AAAAAAAAAAA")
    guest.sees("不能用")


def test_callback_data_made_for_another_person_is_refused(app: AppDriver) -> None:
    guest, other = app.person("小王"), app.person("小李")
    guest.says("/language")
    other.says("/language")
    _, data = guest.button("English")
    other.forges(data)
    other.sees("不能用")
    other.says("/menu")
    other.sees("您还没有注册")


def test_an_unknown_command_offers_the_menu(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/abracadabra")
    guest.sees("没有这个命令")
    assert "菜单" in guest.labels()


@pytest.mark.parametrize("words", ["取消", "cancel", "/cancel"])
def test_cancelling_while_nothing_is_open_says_so(driver: Citizen, words: str) -> None:
    driver.says(words)
    driver.sees("没有进行中")
