"""Notifications to the reviewers' group: new and overdue cases by number, without personal data."""

from functools import partial

from sqlmodel import Session, select

from bot.services import objections
from storage import audit
from storage.database import add
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.violations.violations import Violation
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.group_chat import GroupChat, audited, serving_groups
from tests.stories.review_steps import case


def test_cases_submitted_in_one_minute_are_announced_together_by_number(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen
) -> None:
    car = cast.car(app, owner)
    first, second, late = cast.crowd(app, 3)
    for at, applicant in enumerate((driver, first, second)):
        case(app, applicant, car, seed=at)
    app.later(minutes=1)
    assert len(group.bot_texts()) == 2
    assert "新到待办 3 件" in group.last()
    assert "#1001  #1002  #1003" in group.last()
    everything = " ".join(group.bot_texts())
    assert not any(secret in everything for secret in (driver.name, owner.name, driver.id_number, car.plate))
    link = group.messages()[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link == "https://t.me/chezhu_bot?start=queue"
    case(app, late, cast.car(app, owner, plate="桂A54321"), seed=9)
    app.later(minutes=1)
    assert "新到待办 1 件" in group.last()
    assert "#1004" in group.last()


def test_a_case_decided_within_the_minute_is_not_announced(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("通过")
    app.later(minutes=1)
    assert len(group.bot_texts()) == 1


def test_the_link_in_the_group_opens_the_queue(app: AppDriver, group: GroupChat, reviewer: Actor) -> None:
    reviewer.says("/start queue")
    reviewer.sees("现在没有待办")
    stranger = app.person("路人", language="zh-hans")
    stranger.says("/start queue")
    assert "待办" not in stranger.last()


def test_an_overdue_case_is_reported_to_the_group_and_the_admins(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    assert "超时" in group.last()
    assert "#1001 已等待 17 个工作小时" in group.last()  # From ten on Wednesday: 7½ hours, then 8½, then one.
    admin.sees("超时", "#1001")
    assert not reviewer.has_seen("超时")
    app.later(days=1)
    assert len(group.bot_texts()) == 3


def test_without_a_group_every_reviewer_is_notified(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    reviewer.sees("超时", "#1001")
    admin.sees("超时", "#1001")


def test_after_the_bot_is_removed_admins_are_notified_and_reviewers_alone(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    group.removes(reviewer)
    assert serving_groups(app) == []
    admin.sees("已不在审核群里")
    assert audited(app, audit.Action.GROUP_LOST) == 1
    case(app, driver, cast.car(app, owner))
    app.later(days=2)
    reviewer.sees("超时", "#1001")
    group.adds(admin)
    assert serving_groups(app) == [group.id]


def test_a_removal_during_downtime_is_noticed_by_a_refused_message(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    app.world.bot.chats[group.id].blocked = True
    case(app, driver, cast.car(app, owner))
    app.later(minutes=1)
    assert serving_groups(app) == []
    admin.sees("已不在审核群里")
    app.later(days=2)
    reviewer.sees("超时", "#1001")


def test_a_notification_that_the_group_refuses_reaches_each_reviewer(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    app.later(minutes=1)
    app.world.bot.chats[group.id].blocked = True
    app.later(days=2)
    reviewer.sees("超时", "#1001")
    assert serving_groups(app) == []
    assert admin.has_seen("超时")


def test_the_group_hears_of_every_kind_of_reviewers_work(
    app: AppDriver, group: GroupChat, reviewer: Actor, admin: Actor
) -> None:
    owner = violation_steps.owing(app)
    row = app.read(lambda session: session.exec(select(Violation)).one())
    person = owner.person_id

    def begin(session: Session) -> None:
        by = session.get_one(Person, person)
        objections.make(session, row.id, "我没有闯红灯。", [], by=by, now=app.now)

    app.write(begin)
    entry = BlacklistEntry(person_id=person, reason=FalseMaterial.ALTERED, proposed_at=app.now)
    app.write(partial(add, row=entry))
    app.later(minutes=2)
    assert "异议 #" in group.last()
    assert "黑名单" in group.last()
    assert "李" not in group.last()
    assert not reviewer.has_seen("异议")
    assert admin.has_seen("黑名单")
    app.later(days=20)
    assert any("超时" in text and "异议 #" in text for text in group.bot_texts())
