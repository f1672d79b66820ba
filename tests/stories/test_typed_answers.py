"""Typed answers: each yes or no answers one question: the one replied to, or the only and newest one."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, begin, code_of, status, withdraw

REQUESTS = "我的车：申请和备案"


def question_of(owner: Citizen) -> int:
    """Return the id of the newest message that asks the owner."""
    asked = [each for each in owner.messages() if "有人想备案" in (each.get("text") or "")]
    return int(asked[-1]["message_id"])


def say_something_else(owner: Citizen) -> None:
    """Have the desk say something after the question."""
    owner.says("/menu")


@pytest.fixture
def owner(app: AppDriver, driver: Citizen) -> Citizen:
    """The owner, who has just been asked about the driver."""
    return asked_owner(app, driver)


@pytest.mark.parametrize("text", ["好的", "👌", "嗯", "ok"])
def test_a_weak_word_about_something_else_is_no_answer(
    app: AppDriver, driver: Citizen, owner: Citizen, text: str
) -> None:
    say_something_else(owner)
    owner.says(text)
    assert status(app, driver) is FilingStatus.WAITING_OWNER


@pytest.mark.parametrize(
    ("text", "label", "then"),
    [("同意", "同意 #1001 桂A·12345", "您已同意"), ("拒绝", "拒绝 #1001 桂A·12345", "您已拒绝")],
)
def test_a_clear_word_after_another_message_is_asked_about(
    app: AppDriver, driver: Citizen, owner: Citizen, text: str, label: str, then: str
) -> None:
    say_something_else(owner)
    owner.says(text)
    owner.sees("下面的申请")
    assert owner.labels() == [label, REQUESTS]
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps(label)
    owner.sees(then)


@pytest.mark.parametrize("text", ["好的", "同意", "👌"])
def test_a_reply_to_the_question_answers_it_after_other_messages(
    app: AppDriver, driver: Citizen, owner: Citizen, text: str
) -> None:
    say_something_else(owner)
    owner.replies(question_of(owner), text)
    owner.sees("您已同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_a_reply_to_a_withdrawn_application_does_not_answer_another(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    withdrawn = question_of(owner)
    driver.says("/progress 1001")
    withdraw(driver)
    third = cast.third(app)
    apply(third)
    owner.replies(withdrawn, "同意")
    owner.sees("已经有了答复")
    assert status(app, third) is FilingStatus.WAITING_OWNER


def test_a_number_names_the_application(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    third = cast.third(app)
    apply(third)
    owner.says("同意")
    assert owner.labels() == ["同意 #1001 桂A·12345", "同意 #1002 桂A·12345", REQUESTS]
    owner.says("同意 #1002")
    owner.sees("您已同意", "#1002")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_a_reply_to_one_question_that_names_another_is_asked_about(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    first = question_of(owner)
    third = cast.third(app)
    apply(third)
    owner.replies(first, "同意 #1002")
    assert owner.labels() == ["同意 #1001 桂A·12345", "同意 #1002 桂A·12345", REQUESTS]
    assert [status(app, driver), status(app, third)] == [FilingStatus.WAITING_OWNER] * 2


def test_a_clear_word_at_a_step_that_takes_text_is_asked_about(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    other = cast.third(app)
    cast.car(app, other, plate="桂A54321", engine="X99654321")
    begin(owner, "/file 02 桂A54321 654321")
    owner.taps("改关系")
    owner.says("拒绝")
    owner.sees("下面的申请")
    assert "不是，继续填写" in owner.labels()
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("不是，继续填写")
    assert "朋友" in owner.labels()


@pytest.mark.parametrize("text", ["好的", "A12345", "123456", "🚗", "……", "同意"])
def test_what_is_no_relationship_is_not_taken_for_one(app: AppDriver, text: str) -> None:
    filer = cast.driver(app)
    cast.car(app, cast.owner(app))
    begin(filer, "/file 02 桂A12345 123456")
    filer.taps("改关系")
    filer.taps("其他")
    filer.says(text)
    filer.sees("看不出您与车主的关系")
    assert "确认，请车主验证" not in filer.labels()


def test_a_number_of_an_application_that_asks_somebody_else_is_no_answer(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    third = cast.third(app)
    third.says("同意 #1001")
    driver.says("同意 #1001")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_a_reminder_can_be_answered_by_a_reply(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    app.later(hours=24, minutes=1)
    reminder = owner.messages()[-1]["message_id"]
    say_something_else(owner)
    owner.replies(reminder, "不同意")
    owner.sees("您已拒绝")
    assert status(app, driver) is FilingStatus.REFUSED


def test_going_on_after_the_step_was_left_is_outdated(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    other = cast.third(app)
    cast.car(app, other, plate="桂A54321", engine="X99654321")
    begin(owner, "/file 02 桂A54321 654321")
    owner.taps("改关系")
    owner.says("拒绝")
    message, data = owner.button("不是，继续填写")
    owner.says("/cancel")
    owner.forges(data, message["message_id"])
    assert owner.has_seen("已经办过")


def test_a_clear_word_with_no_open_question_leads_to_the_applications(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    owner.taps("同意")
    owner.says("同意")
    owner.sees("没有等您答复的申请")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.taps("我的车")
    assert "终止 #1001" in owner.labels()


def test_a_clear_word_in_a_flow_is_left_to_its_step_without_a_question(app: AppDriver) -> None:
    person = cast.driver(app)
    person.says("/file")
    person.says("同意")
    person.sees("车牌里不会有")


@pytest.mark.parametrize("text", ["谁啊", "这个人我认识", "不认识", "好的"])
def test_other_words_are_answered_with_the_open_question(
    app: AppDriver, driver: Citizen, owner: Citizen, text: str
) -> None:
    say_something_else(owner)
    owner.says(text)
    owner.sees("没明白您的意思", "#1001")
    assert owner.labels() == ["同意 #1001 桂A·12345", "拒绝 #1001 桂A·12345", REQUESTS, "菜单"]
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("拒绝 #1001 桂A·12345")
    owner.sees("您已拒绝")


def test_other_words_without_a_question_are_not_understood(owner: Citizen) -> None:
    owner.taps("同意")
    say_something_else(owner)
    owner.says("这个人我认识")
    owner.sees("没明白您的意思")
    assert "同意 #1001 桂A·12345" not in owner.labels()


def test_words_below_the_use_of_a_code_offer_to_stop(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    driver.says(code_of(owner))
    owner.says("我没有同意！")
    owner.sees("没明白您的意思", "#1001")
    owner.taps("终止 #1001 桂A·12345")
    assert status(app, driver) is FilingStatus.REFUSED


@pytest.mark.parametrize("words", [("谁啊", "拒绝"), ("谁啊", "嗯", "拒绝")])
def test_a_refusal_below_what_was_not_understood_stops_it(
    app: AppDriver, driver: Citizen, owner: Citizen, words: tuple[str, ...]
) -> None:
    driver.says(code_of(owner))
    for word in words[:-1]:
        owner.says(word)
        owner.sees("没明白您的意思", "#1001")
    owner.says(words[-1])
    assert status(app, driver) is FilingStatus.REFUSED


def test_what_was_not_understood_loses_its_buttons_with_the_answer(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    owner.says("谁啊")
    owner.says("好的")  # Right below a message that asks for a button it is no answer.
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.says("/approve 1001 同意")
    assert not [each for each in owner.messages() if "同意 #1001" in str(each.get("reply_markup"))]
