"""The owner takes an agreement back by words, as a reply, with a number, or right below the message about it."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, code_of, status
from tests.stories.test_approval_withdrawal import by_code, by_qr, complete, in_chat
from tests.stories.test_authority import applied_to_organisation, hand_over
from tests.stories.test_owner_requests import file
from tests.stories.test_typed_answers import question_of, say_something_else


def last_message(citizen: Citizen) -> int:
    """Return the id of the newest message."""
    return int(citizen.messages()[-1]["message_id"])


@pytest.mark.parametrize("text", ["拒绝", "终止", "撤回同意", "refuse", "Stop!", "withdraw"])
def test_a_word_right_below_the_agreement_takes_it_back(app: AppDriver, driver: Citizen, text: str) -> None:
    owner = in_chat(app, driver)
    owner.says(text)
    owner.sees("您已收回同意", "#1001")
    driver.sees("车主已收回同意", "车主收回了同意")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize("agree", [in_chat, by_code, by_qr])
def test_a_reply_takes_back_what_was_agreed_in_any_way(app: AppDriver, driver: Citizen, agree: object) -> None:
    assert callable(agree)
    owner = agree(app, driver)
    told = last_message(owner)
    say_something_else(owner)
    owner.replies(told, "终止")
    owner.sees("您已收回同意")
    assert status(app, driver) is FilingStatus.REFUSED


def test_a_reply_to_the_question_takes_back_what_the_code_has_agreed_to(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    asked = question_of(owner)
    driver.says(code_of(owner))
    owner.replies(asked, "拒绝")
    owner.sees("您已收回同意")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize("text", ["/refuse 1001", "/refuse 1001 不熟", "拒绝 #1001", "withdraw 1001"])
def test_a_number_takes_back(app: AppDriver, driver: Citizen, text: str) -> None:
    owner = by_qr(app, driver)
    say_something_else(owner)
    owner.says(text)
    owner.sees("您已收回同意")
    assert ("没有转告对方" in owner.last()) == (text == "/refuse 1001 不熟")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize("text", ["no", "不", "不行"])
def test_a_bare_or_weak_no_below_the_agreement_is_asked_about(app: AppDriver, driver: Citizen, text: str) -> None:
    owner = in_chat(app, driver)
    owner.says(text)
    owner.sees("您说的是这一份吗")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.taps("终止 #1001 桂A·12345")
    owner.sees("您已收回同意")


def test_a_stop_after_another_message_is_asked_about(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    say_something_else(owner)
    owner.says("不要")
    assert "终止 #1001 桂A·12345" not in owner.labels()
    owner.says("撤回同意")
    assert owner.labels() == ["终止 #1001 桂A·12345", "我的车：申请和备案"]
    assert status(app, driver) is FilingStatus.CHECKING


def test_a_stop_answers_no_open_question(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    filed = file(app, cast.third(app), cast.car(app, owner, plate="桂B22222"))
    say_something_else(owner)
    owner.says("终止")
    assert owner.labels()[:2] == ["拒绝 #1001 桂A·12345", f"解除 #{filed.number} 桂B·22222"]
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.says("拒绝")
    assert owner.labels()[:1] == ["拒绝 #1001 桂A·12345"]


def test_after_completion_words_lead_to_unbinding(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    complete(app, driver)
    owner.says("终止")
    owner.sees("确定解除 李*国")
    assert status(app, driver) is FilingStatus.ACTIVE
    owner.taps("不解除")
    owner.says("解除备案")
    owner.taps("解除 #1001 桂A·12345")
    owner.sees("已解除")
    assert status(app, driver) is FilingStatus.ENDED
    owner.says("/refuse 1001")
    owner.sees("#1001 已经解除")


def test_a_stop_in_a_step_that_takes_text_is_asked_about(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    owner.says("/file 02")
    owner.says("/file")
    owner.taps("短信验证备案")
    owner.says("终止")
    assert owner.labels() == ["终止 #1001 桂A·12345", "我的车：申请和备案", "不是，继续填写"]
    assert status(app, driver) is FilingStatus.CHECKING


def test_the_former_administrator_and_strangers_take_nothing_back(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    old.taps("同意")
    told = last_message(old)
    hand_over(old, "欧阳")
    old.replies(told, "拒绝")
    old.sees("找不到这一项")
    for who in (old, driver):
        for text in ("/refuse 1001", "终止 #1001", "终止"):
            who.says(text)
            assert status(app, driver) is FilingStatus.CHECKING
    new.says("终止 #1001")
    new.sees("您已收回同意")


def test_in_english_words_take_back(app: AppDriver, driver: Citizen) -> None:
    owner = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002", language="en")
    cast.car(app, owner)
    apply(driver)
    owner.says("yes")
    owner.sees("reply “stop”")
    owner.says("/menu")
    owner.says("stop")
    owner.sees("Do you mean this one?")
    owner.taps("Stop #1001")
    owner.sees("You have withdrawn your approval")


def test_an_owner_who_shows_a_code_is_in_no_application(app: AppDriver, driver: Citizen) -> None:
    owner = by_qr(app, driver)
    owner.says("终止")
    owner.sees("您已收回同意")
    owner.says("/file")
    owner.sees("先看这几条")


def test_a_second_stop_right_after_the_first_ends_nothing_else(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    filed = file(app, cast.third(app), cast.car(app, owner, plate="桂B22222"))
    owner.says("收回同意 #1001")
    owner.says("收回同意")
    owner.sees("#1001", "刚才已经收回同意", "还要结束别的")
    assert owner.labels()[0] == f"解除 #{filed.number} 桂B·22222"
    app.later(minutes=11)
    owner.says("收回同意")
    owner.sees("确定解除", f"#{filed.number}")  # Nothing has ended yet.


def test_a_stop_is_about_what_was_agreed_to_after_the_one_that_was_stopped(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    one, other = cast.crowd(app, 2)
    file(app, one, cast.car(app, owner, plate="桂B22222"))
    owner.says("收回同意 #1001")
    newer = file(app, other, cast.car(app, owner, plate="桂B33333"), active=False)
    say_something_else(owner)
    owner.says("终止")
    owner.sees("您说的是这一份吗")
    assert owner.labels()[:-1] == [f"终止 #{newer.number} 桂B·33333"]


@pytest.mark.parametrize("text", ["取消", "算了", "cancel"])
def test_who_cancels_right_below_the_agreement_is_asked_whether_to_stop_it(
    app: AppDriver, driver: Citizen, text: str
) -> None:
    owner = in_chat(app, driver)
    owner.says(text)
    owner.sees("您说的是这一份吗", "#1001")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.taps("终止 #1001 桂A·12345")
    assert status(app, driver) is FilingStatus.REFUSED
    owner.says(text)
    owner.sees("现在没有进行中的办理")


@pytest.mark.parametrize("page", ["我的车：申请和备案", "菜单"])
def test_a_reply_to_a_message_that_shows_something_else_by_now_is_asked_about(
    app: AppDriver, driver: Citizen, page: str
) -> None:
    owner = in_chat(app, driver)
    message = owner.messages()[-1]["message_id"]
    owner.taps("我的车：申请和备案")
    if page == "菜单":
        owner.taps(page)
    owner.replies(message, "拒绝")
    owner.sees("您说的是这一份吗", "#1001")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.taps("终止 #1001")
    assert status(app, driver) is FilingStatus.REFUSED
