"""What the reviewers' group hears: cases by their numbers, and what waits too long; nothing about anybody."""

from storage import audit
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.review_steps import case
from tests.stories.staff_cast import Crew, done, serving


def test_cases_are_told_by_number_and_those_of_a_minute_together(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen
) -> None:
    car = cast.car(app, owner)
    first, second, late = cast.crowd(app, 3)
    for at, applicant in enumerate((driver, first, second)):
        case(app, applicant, car, seed=at)
    app.later(minutes=1)
    assert len(crew.heard()) == 2
    assert "新到待审件 3 件" in crew.last()
    assert "#1001  #1002  #1003" in crew.last()
    everything = " ".join(crew.heard())
    assert not any(secret in everything for secret in (driver.name, owner.name, driver.id_number, car.plate))
    link = crew.messages()[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link == "https://t.me/chezhu_bot?start=queue"
    case(app, late, cast.car(app, owner, plate="桂A54321"), seed=9)
    app.later(minutes=1)
    assert "新到待审件 1 件" in crew.last()
    assert "#1004" in crew.last()


def test_a_case_that_is_decided_within_the_minute_is_not_told(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    zhou.says("/take")
    zhou.taps("通过")
    app.later(minutes=1)
    assert len(crew.heard()) == 1


def test_the_link_of_the_group_leads_to_the_queue(app: AppDriver, crew: Crew, zhou: Actor) -> None:
    zhou.says("/start queue")
    zhou.sees("没有待审件")
    stranger = app.person("路人", language="zh-hans")
    stranger.says("/start queue")
    assert "待审件" not in stranger.last()


def test_an_overdue_case_goes_to_the_group_and_to_the_admins(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor, chen: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    assert "超时" in crew.last()
    assert "#1001 已等待 17 个工作小时" in crew.last()  # From ten on Wednesday: 7½ hours, then 8½, then one.
    chen.sees("超时", "#1001")
    assert not zhou.has_seen("超时")
    app.later(days=1)
    assert len(crew.heard()) == 4


def test_without_a_group_each_reviewer_is_told(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor, chen: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    zhou.sees("超时", "#1001")
    chen.sees("超时", "#1001")


def test_when_the_bot_is_removed_the_admins_hear_of_it_and_each_reviewer_is_told_again(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor, chen: Actor
) -> None:
    crew.removes(zhou)
    assert serving(app) == []
    chen.sees("已不在审核群里")
    assert done(app, audit.Action.GROUP_LOST) == 1
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    zhou.sees("超时", "#1001")
    crew.adds(chen)
    assert serving(app) == [crew.id]


def test_a_bot_that_was_removed_while_the_desk_was_down_finds_out_by_a_refused_message(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor, chen: Actor
) -> None:
    app.world.bot.chats[crew.id].blocked = True
    case(app, driver, cast.car(app, owner))
    app.later(minutes=1)
    assert serving(app) == []
    chen.sees("已不在审核群里")
    app.later(days=2)
    zhou.sees("超时", "#1001")


def test_an_alarm_that_the_group_refuses_reaches_each_reviewer(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor, chen: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    app.later(minutes=1)
    app.world.bot.chats[crew.id].blocked = True
    app.later(days=2)
    zhou.sees("超时", "#1001")
    assert serving(app) == []
    assert chen.has_seen("超时")
