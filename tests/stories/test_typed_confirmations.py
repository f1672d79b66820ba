"""A yes or no right below the card that asks whether to stop, unbind or withdraw does what its button does."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import select

from storage.filing.filings import FilingStatus
from storage.register.vehicles import Vehicle
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, status
from tests.stories.test_approval_withdrawal import complete, in_chat


@pytest.mark.parametrize("word", ["是", "yes", "确定", "撤回"])
def test_the_filer_withdraws_by_a_word(app: AppDriver, driver: Citizen, word: str) -> None:
    owner = asked_owner(app, driver)
    driver.taps("撤回申请")
    driver.says(word)
    driver.sees("已撤回")
    assert status(app, driver) is FilingStatus.WITHDRAWN
    owner.sees("撤回了备案")


@pytest.mark.parametrize("word", ["嗯", "ok", "👌"])
def test_a_nod_is_asked_about_before_a_withdrawal(app: AppDriver, driver: Citizen, word: str) -> None:
    asked_owner(app, driver)
    driver.taps("撤回申请")
    driver.says(word)
    driver.sees("不能恢复", "回复“是”")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    driver.taps("撤回 #1001 桂A·12345")
    assert status(app, driver) is FilingStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("word", "seen", "state"),
    [("是", "已撤回", FilingStatus.WITHDRAWN), ("不", "待车主确认", FilingStatus.WAITING_OWNER)],
)
def test_a_clear_word_after_a_nod_is_taken(
    app: AppDriver, driver: Citizen, word: str, seen: str, state: FilingStatus
) -> None:
    asked_owner(app, driver)
    driver.taps("撤回申请")
    driver.says("嗯")
    assert driver.labels()[-2:] == ["撤回 #1001 桂A·12345", "不撤回，继续办理"]
    driver.says(word)
    driver.sees(seen)
    assert status(app, driver) is state


@pytest.mark.parametrize("word", ["不", "no", "不要"])
def test_the_filer_goes_on_by_a_word(app: AppDriver, driver: Citizen, word: str) -> None:
    asked_owner(app, driver)
    driver.taps("撤回申请")
    driver.says(word)
    driver.sees("待车主确认")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


@pytest.mark.parametrize("word", ["是的", "yes", "终止"])
def test_the_owner_stops_by_a_word(app: AppDriver, driver: Citizen, word: str) -> None:
    owner = in_chat(app, driver)
    owner.taps("终止")
    owner.says(word)
    owner.sees("您已收回同意")
    assert status(app, driver) is FilingStatus.REFUSED


def test_the_owner_keeps_the_agreement_by_a_word(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    owner.taps("终止")
    owner.says("不")
    owner.sees("我的车：申请和备案")
    owner.says("是")
    assert status(app, driver) is FilingStatus.CHECKING


@pytest.mark.parametrize("word", ["是", "不"])
def test_a_filing_is_unbound_or_kept_by_a_word(app: AppDriver, driver: Citizen, word: str) -> None:
    in_chat(app, driver)
    complete(app, driver)
    app.later(minutes=1)
    violation_steps.violation(app, app.read(lambda session: session.exec(select(Vehicle)).one()), occurred_at=app.now)
    app.use(tasks=violation_steps.QUICK_DOCUMENTS)
    violation_steps.decide(app, driver)
    driver.says("/vehicles")
    driver.taps("12345")
    driver.taps("解除备案")
    driver.says(word)
    assert status(app, driver) is (FilingStatus.ENDED if word == "是" else FilingStatus.ACTIVE)


@pytest.mark.parametrize("words", [("是",), ("嗯", "是"), ("不",)])
def test_the_owner_unbinds_or_keeps_from_the_page_of_requests(
    app: AppDriver, driver: Citizen, words: Sequence[str]
) -> None:
    owner = in_chat(app, driver)
    owner.says("/approvals")
    complete(app, driver)
    owner.taps("终止 #1001")
    for word in words:
        owner.says(word)
    assert status(app, driver) is (FilingStatus.ACTIVE if "不" in words else FilingStatus.ENDED)
    left = [message for message in owner.messages() if "解除" in str(message.get("reply_markup"))]
    assert not left or "不" in words


def test_a_word_below_an_unbinding_at_once_is_no_answer(app: AppDriver, driver: Citizen) -> None:
    in_chat(app, driver)
    complete(app, driver)
    driver.says("/cancel")
    driver.says("/vehicles")
    driver.taps("12345")
    driver.taps("解除备案")
    assert status(app, driver) is FilingStatus.ENDED
    driver.says("是")
    assert "这一步不用再办" not in driver.last()


def test_a_word_confirms_nothing_once_something_else_is_the_newest_message(app: AppDriver, driver: Citizen) -> None:
    """Nor as a reply to another message, nor with a number."""
    owner = in_chat(app, driver)
    owner.says("/menu")
    menu = int(owner.messages()[-1]["message_id"])
    owner.taps("终止")
    owner.replies(menu, "yes")
    owner.says("/approvals")
    owner.taps("终止 #1001")
    owner.says("/menu")
    owner.says("是")
    assert status(app, driver) is FilingStatus.CHECKING
    driver.says("/progress 1001")
    driver.taps("撤回申请")
    driver.says("yes #1001")
    assert status(app, driver) is FilingStatus.CHECKING


def test_approve_with_a_number_says_what_was_answered(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    owner.says("/approve 1001")
    owner.sees("#1001 您已经同意", "实人认证")
    assert "我的车：申请和备案" in owner.labels()
    third = cast.third(app)
    third.says("/approve 1001")
    third.sees("没有编号为 #1001")


def test_a_typed_answer_to_two_questions_names_both_and_the_way_to_the_page(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    third = cast.third(app)
    apply(third)
    owner.says("/menu")
    owner.says("同意")
    owner.sees("这 2 份申请")
    assert owner.labels()[-1] == "我的车：申请和备案"


@pytest.mark.parametrize("answer", ["同意", "/approve 1001", "拒绝", "/refuse 1001", "tap"])
def test_no_message_that_has_asked_keeps_its_buttons(app: AppDriver, driver: Citizen, answer: str) -> None:
    """The reminder is answered in any way: the question before it no longer asks."""
    owner = asked_owner(app, driver)
    app.later(hours=25)
    assert [len(question_buttons(message)) for message in owner.messages()[-2:]] == [2, 2]
    owner.taps("同意") if answer == "tap" else owner.says(answer)
    asked = [message for message in owner.messages() if question_buttons(message)]
    assert asked == []
    assert owner.has_seen("不再需要您答复：您未同意" if answer in ("拒绝", "/refuse 1001") else "您已同意 ")


def question_buttons(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row if button["text"] in ("同意", "拒绝")]


@pytest.mark.parametrize("end", ["tap", "word", "unbind"])
def test_who_ends_a_filing_has_no_other_message_with_its_buttons(app: AppDriver, driver: Citizen, end: str) -> None:
    owner = in_chat(app, driver)
    if end == "unbind":
        complete(app, driver)
    owner.says("/approvals")
    if end == "word":
        owner.says("终止 #1001")
    else:
        owner.taps("解除 #1001" if end == "unbind" else "终止 #1001")
        owner.taps("确定终止") if end == "tap" else None
    about = [message for message in owner.messages() if "可以设期限" in (message.get("text") or "")]
    assert about == []
    assert owner.has_seen("不用再处理")


def test_a_button_for_the_code_leads_on_once_the_owner_has_agreed(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    driver.says("/progress 1001")
    message, data = driver.button("输入验证码")
    owner.taps("同意")
    driver.forges(data, message["message_id"])
    [card] = [each for each in driver.messages() if each["message_id"] == message["message_id"]]
    assert "待实人认证" in card["text"]
    assert not driver.has_seen("已进入下一步或已有结果")


def interrupted(app: AppDriver, driver: Citizen) -> tuple[Citizen, Citizen]:
    """Return an owner who is asked whether to stop an application when a question arrives, and the latter's filer."""
    owner, other = in_chat(app, driver), cast.third(app)
    cast.car(app, owner, "桂B22222", "B222222", vin="LSVAM4187C2184848")
    owner.taps("终止")
    apply(other, "/file 02 桂B22222 222222")
    return owner, other


@pytest.mark.parametrize("word", ["是", "yes", "终止"])
def test_a_yes_below_a_question_that_arrived_in_between_is_asked_about(
    app: AppDriver, driver: Citizen, word: str
) -> None:
    owner, other = interrupted(app, driver)
    owner.says(word)
    owner.sees("您指的是哪一份", "#1001", "#1002")
    assert (status(app, driver), status(app, other)) == (FilingStatus.CHECKING, FilingStatus.WAITING_OWNER)
    owner.taps("终止 #1001")
    assert (status(app, driver), status(app, other)) == (FilingStatus.REFUSED, FilingStatus.WAITING_OWNER)


def test_a_no_below_a_question_that_arrived_in_between_is_asked_about(app: AppDriver, driver: Citizen) -> None:
    owner, other = interrupted(app, driver)
    owner.says("不")
    assert status(app, other) is FilingStatus.WAITING_OWNER
    owner.taps("拒绝 #1002")
    assert (status(app, driver), status(app, other)) == (FilingStatus.CHECKING, FilingStatus.REFUSED)


def test_a_filer_who_is_asked_as_an_owner_in_between_withdraws_by_a_button(app: AppDriver, driver: Citizen) -> None:
    asked_owner(app, driver)
    other = cast.third(app)
    cast.car(app, driver, "桂B22222", "B222222", vin="LSVAM4187C2184848")
    driver.taps("撤回申请")
    apply(other, "/file 02 桂B22222 222222")
    driver.says("是")
    assert (status(app, driver), status(app, other)) == (FilingStatus.WAITING_OWNER, FilingStatus.WAITING_OWNER)
    driver.taps("撤回 #1001")
    assert status(app, driver) is FilingStatus.WITHDRAWN


def test_words_of_an_answer_and_what_follows_other_cards_need_no_question(app: AppDriver, driver: Citizen) -> None:
    owner, other = interrupted(app, driver)
    owner.says("拒绝")
    assert status(app, other) is FilingStatus.REFUSED
