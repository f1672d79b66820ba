"""Flows: next step, back, cancel, park and resume; drafts are not lost, and buttons are stale after their step."""

from bot.engine.inbound import double_taps
from storage.audit import Action
from storage.engine import conversations
from storage.identity import accounts
from tests.engine import sample_flow
from tests.stories.app_driver import AppDriver


def test_three_steps_end_with_one_booking(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/book")
    person.sees("SEATS?")
    person.says("3")
    person.sees("DAY? 3")
    person.taps("Tuesday")
    person.sees("SURE? 3 tue")
    person.taps("Sure")
    person.sees("BOOKED #1001 3 tue")
    (booked,) = either_app.read(sample_flow.entries)
    assert (booked["number"], booked["seats"], booked["day"]) == (1001, "3", "tue")


def test_back_returns_to_the_previous_step_and_keeps_the_draft(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    person.taps("Tuesday")
    person.taps("‹")
    person.sees("DAY? 3")
    person.taps("‹")
    person.sees("SEATS? 3")
    person.says("/back")
    person.sees("不能退回", "SEATS? 3")


def test_a_flow_begins_with_an_empty_draft(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    person.says("/other")
    begun = app.read(lambda session: conversations.load(session, accounts.lane(app.bot.id, person.id)))
    assert (begun.flow, begun.draft, begun.parked["filing"]["draft"]["seats"]) == ("refusal", {}, "3")


def test_cancel_ends_the_flow_by_button_and_by_command(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.taps("取消")
    person.sees("已取消")
    person.says("3")
    person.sees("ECHO 3")
    person.says("/book")
    person.says("/cancel")
    person.says("/cancel")
    person.sees("没有进行中")


def test_a_flow_interrupted_by_another_is_parked_and_resumed_at_its_step(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    person.says("/other")
    person.sees("NOTE?")
    person.says("hello")
    assert person.has_seen("NOTED hello")
    person.taps("继续")
    person.sees("DAY? 3")
    person.taps("Monday")
    person.taps("Sure")
    person.sees("BOOKED #1001 3 mon")


def test_a_stale_button_is_explained_with_the_prompt_of_the_current_step(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    message, monday = person.button("Monday")
    person.taps("Monday")
    app.later(seconds=double_taps.SECONDS + 1)
    person.forges(monday, message["message_id"])
    person.sees("已经办过", "SURE? 3 mon")
    person.taps("Sure")
    person.forges(monday, message["message_id"])
    assert len(app.read(sample_flow.entries)) == 1
    assert not person.labels()


def test_a_second_tap_on_the_last_button_books_nothing(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/book")
    person.says("3")
    person.taps("Monday")
    message, sure = person.button("Sure")
    for _ in range(3):
        person.forges(sure, message["message_id"])
    assert len(either_app.read(sample_flow.entries)) == 1


def test_a_flow_continues_after_restarts(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/book")
    either_app.restart()
    person.says("3")
    either_app.restart()
    person.taps("Monday")
    either_app.restart()
    person.taps("Sure")
    person.sees("BOOKED #1001 3 mon")


def test_the_command_of_the_running_flow_shows_its_current_step(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("3")
    person.says("/book")
    person.sees("DAY? 3")
    person.taps("重新开始")
    person.sees("SEATS?")
    assert "3" not in person.last()


def test_a_flow_started_by_a_button_keeps_the_subject_of_the_button(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/window")
    person.taps("window 5")
    person.sees("DAY? 5")
    person.taps("Monday")
    person.taps("Sure")
    person.sees("BOOKED #1001 5 mon")


def test_an_unexpected_message_is_explained_with_the_prompt_of_the_step(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.sends_sticker()
    person.sees("SEATS?")
    person.says("3")
    person.sends_sticker()
    person.sees("DAY? 3")
    person.edits(person.messages()[0]["message_id"], "/cancel")
    person.sees("DAY? 3")


def test_a_refusal_rolls_back_the_turn(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/book")
    person.says("wrong")
    person.sees("SEATS?")
    assert either_app.read(lambda session: sample_flow.entries(session, Action.CODE_FAILED)) == []


def test_a_refusal_that_counts_keeps_what_the_turn_wrote(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/book")
    person.says("counted")
    person.sees("SEATS?")
    assert len(either_app.read(lambda session: sample_flow.entries(session, Action.CODE_FAILED))) == 1


def test_a_flow_refused_at_its_start_leaves_the_running_one_unchanged(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/other")
    person.says("/counted")
    assert len(app.read(lambda session: sample_flow.entries(session, Action.CODE_FAILED))) == 1
    person.says("hello")
    person.sees("NOTED hello")


def test_a_flow_ends_when_the_prompt_of_its_step_is_refused(app: AppDriver) -> None:
    person = app.person("小王")
    person.says("/book")
    person.says("0")
    person.sees("SEATS?")
    person.taps("取消")
    person.says("back to the hall")
    person.sees("ECHO back to the hall")


def test_the_result_of_a_task_is_an_event_of_the_lane(either_app: AppDriver) -> None:
    person = either_app.person("小王")
    person.says("/task")
    assert person.has_seen("ASKED True")
    person.sees("RESULT {'number': 42}")
