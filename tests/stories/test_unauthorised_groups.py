"""Unauthorised groups, which the bot leaves, and faults of the Bot API, in which no message is lost."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from bot.card import Card
from bot.cards.notification import Reader
from bot.engine.inbound.receiver import ALLOWED_UPDATES
from bot.services.staff import groups
from handlers import every_notification
from storage.engine import outbox
from storage.staff.groups import Group
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.review_steps import case
from tests.stories.staff_cast import Crew, serving


@pytest.fixture
def stranger(app: AppDriver) -> Actor:
    return app.person("路人", language="zh-hans")


def deliveries(app: AppDriver) -> list[tuple[str, str]]:
    """Return state and note of the deliveries to groups."""
    found = app.look(lambda session: stored(session, outbox.Delivery))
    return [(row.state.value, row.note) for row in found if row.channel is outbox.Channel.GROUP]


def test_updates_about_the_bots_own_membership_are_requested() -> None:
    assert "my_chat_member" in ALLOWED_UPDATES


def test_a_former_group_is_unauthorised_when_no_admin_adds_the_bot(
    app: AppDriver, chen: Actor, stranger: Actor
) -> None:
    crew = Crew(app, chen, stranger, by=chen)
    crew.removes(stranger)
    crew.adds(stranger)
    app.later(seconds=11)
    assert (serving(app), crew.standing) == ([], "left")
    assert "退出本群" in crew.last()


def test_an_unauthorised_group_is_kept_if_an_admin_registers_it_in_time(
    app: AppDriver, chen: Actor, stranger: Actor
) -> None:
    crew = Crew(app, stranger, chen, by=stranger)
    crew.removes(stranger)
    crew.adds(chen)
    app.later(seconds=11)
    assert (serving(app), crew.standing) == ([crew.id], "administrator")
    assert not any("退出本群" in words for words in crew.heard())


def test_an_unauthorised_group_is_left_under_its_new_id_too(app: AppDriver, stranger: Actor) -> None:
    crew = Crew(app, stranger, by=stranger, kind="group")
    crew.migrates(stranger, told=False)
    app.later(seconds=11)
    assert (crew.standing, len(crew.heard())) == ("left", 1)


def test_an_unauthorised_group_without_write_access_is_left_silently(
    app: AppDriver, chen: Actor, stranger: Actor
) -> None:
    crew = Crew(app, stranger, by=stranger)
    app.world.bot.chats[crew.id].blocked = True
    app.later(seconds=11)
    assert [state for state, _ in deliveries(app)] == ["done", "done"]
    assert not chen.has_seen("发不出去")


def test_a_channel_is_left_at_once_whoever_added_the_bot(app: AppDriver, chen: Actor) -> None:
    crew = Crew(app, chen, by=chen)
    before = app.look(lambda session: stored(session, Group))
    crew.removes(chen)
    app.world.bot.chats[crew.id].shape["type"] = "channel"
    crew.adds(chen)
    app.settle()
    assert crew.standing == "left"
    assert len(app.look(lambda session: stored(session, Group))) == len(before)


FAULTS = ({"too_many": [1.0, 5]}, {"server_error": 1.0}, {"drop": 1.0})


def stumble(app: AppDriver, fault: dict[str, Any]) -> None:
    """Let the sender try once during this fault of the Bot API."""
    app.world.faults.set(fault)
    app.wait(app.desk.sender.step())
    app.wait(app.desk.sender.settle())
    app.world.faults.clear()


@pytest.mark.parametrize("fault", FAULTS)
def test_group_messages_survive_a_fault_of_the_bot_api(app: AppDriver, chen: Actor, fault: dict[str, Any]) -> None:
    crew = Crew(app, chen, by=chen)
    app.write(lambda session: groups.notify(session, "group.private", uuid4(), at=app.now))
    stumble(app, fault)
    assert [state for state, _ in deliveries(app)] == ["done", "waiting"]
    app.later(minutes=1)
    assert "请私聊我" in crew.last()
    assert [state for state, _ in deliveries(app)] == ["done", "done"]
    assert serving(app) == [crew.id]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_during_a_migration_loses_nothing(app: AppDriver, chen: Actor, fault: dict[str, Any]) -> None:
    """The answer to a message names the new id, and the migration is stored then."""
    crew = Crew(app, chen, by=chen, kind="group")
    crew.migrates(chen, told=False)
    app.write(lambda session: groups.notify(session, "group.private", uuid4(), at=app.now))
    stumble(app, fault)
    app.later(minutes=1)
    assert "请私聊我" in crew.last()
    assert serving(app) == [crew.id]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_bot_leaves_once_the_fault_is_over(app: AppDriver, stranger: Actor, fault: dict[str, Any]) -> None:
    crew = Crew(app, stranger, by=stranger)
    app.now += timedelta(seconds=11)
    stumble(app, fault)
    assert crew.standing == "administrator"
    app.later(minutes=1)
    assert crew.standing == "left"
    assert "退出本群" in crew.last()


def test_a_message_that_telegram_refuses_reaches_each_reviewer_and_the_admins(app: AppDriver, chen: Actor) -> None:
    """Nobody may write in the group; it stays the reviewers' group."""
    zhou = cast.greeted(cast.reviewer(app))
    crew = Crew(app, chen, zhou, by=chen)
    case(app, cast.driver(app), cast.car(app, cast.owner(app)))
    app.use(notifications={**every_notification(), "group.cases": unspeakable, "group.overdue": unspeakable})
    app.later(days=2)
    zhou.sees("超时", "#1001")
    assert chen.has_seen("发不出去")
    assert serving(app) == [crew.id]


def unspeakable(session: Session, subject: UUID, reader: Reader) -> Card:
    """Return a card that Telegram refuses."""
    return Card("<b>not closed")


def test_an_admin_without_an_account_can_register_a_group(app: AppDriver) -> None:
    admin = app.person("管理员", language="zh-hans")
    member = cast.employ(app, admin, StaffRole.ADMIN)
    crew = Crew(app, admin, by=admin)
    (group,) = app.look(lambda session: stored(session, Group))
    assert (group.chat_id, group.chosen_by) == (crew.id, member.id)
