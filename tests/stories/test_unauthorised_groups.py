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
from storage.staff.groups import StaffGroup
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.group_chat import GroupChat, serving_groups
from tests.stories.review_steps import case


@pytest.fixture
def stranger(app: AppDriver) -> Actor:
    return app.person("路人", language="zh-hans")


def deliveries(app: AppDriver) -> list[tuple[str, str]]:
    """Return state and note of the deliveries to groups."""
    found = app.read(lambda session: stored(session, outbox.Delivery))
    return [(row.state.value, row.note) for row in found if row.channel is outbox.Channel.GROUP]


def test_updates_about_the_bots_own_membership_are_requested() -> None:
    assert "my_chat_member" in ALLOWED_UPDATES


def test_a_former_group_is_unauthorised_when_no_admin_adds_the_bot(
    app: AppDriver, admin: Actor, stranger: Actor
) -> None:
    group = GroupChat(app, admin, stranger, by=admin)
    group.removes(stranger)
    group.adds(stranger)
    app.later(seconds=11)
    assert (serving_groups(app), group.bot_membership) == ([], "left")
    assert "退出本群" in group.last()


def test_an_unauthorised_group_is_kept_if_an_admin_registers_it_in_time(
    app: AppDriver, admin: Actor, stranger: Actor
) -> None:
    group = GroupChat(app, stranger, admin, by=stranger)
    group.removes(stranger)
    group.adds(admin)
    app.later(seconds=11)
    assert (serving_groups(app), group.bot_membership) == ([group.id], "administrator")
    assert not any("退出本群" in words for words in group.bot_texts())


def test_an_unauthorised_group_is_left_under_its_new_id_too(app: AppDriver, stranger: Actor) -> None:
    group = GroupChat(app, stranger, by=stranger, kind="group")
    group.migrates(stranger, reported=False)
    app.later(seconds=11)
    assert (group.bot_membership, len(group.bot_texts())) == ("left", 1)


def test_an_unauthorised_group_without_write_access_is_left_silently(
    app: AppDriver, admin: Actor, stranger: Actor
) -> None:
    group = GroupChat(app, stranger, by=stranger)
    app.world.bot.chats[group.id].blocked = True
    app.later(seconds=11)
    assert [state for state, _ in deliveries(app)] == ["done", "done"]
    assert not admin.has_seen("发不出去")


def test_a_channel_is_left_at_once_whoever_added_the_bot(app: AppDriver, admin: Actor) -> None:
    group = GroupChat(app, admin, by=admin)
    before = app.read(lambda session: stored(session, StaffGroup))
    group.removes(admin)
    app.world.bot.chats[group.id].shape["type"] = "channel"
    group.adds(admin)
    app.settle()
    assert group.bot_membership == "left"
    assert len(app.read(lambda session: stored(session, StaffGroup))) == len(before)


FAULTS = ({"too_many": [1.0, 5]}, {"server_error": 1.0}, {"drop": 1.0})


def send_during(app: AppDriver, fault: dict[str, Any]) -> None:
    """Let the sender try once during this fault of the Bot API."""
    app.world.faults.set(fault)
    app.wait(app.desk.sender.step())
    app.wait(app.desk.sender.settle())
    app.world.faults.clear()


@pytest.mark.parametrize("fault", FAULTS)
def test_group_messages_survive_a_fault_of_the_bot_api(app: AppDriver, admin: Actor, fault: dict[str, Any]) -> None:
    group = GroupChat(app, admin, by=admin)
    app.write(lambda session: groups.notify(session, "group.private", uuid4(), at=app.now))
    send_during(app, fault)
    assert [state for state, _ in deliveries(app)] == ["done", "waiting"]
    app.later(minutes=1)
    assert "请私聊我" in group.last()
    assert [state for state, _ in deliveries(app)] == ["done", "done"]
    assert serving_groups(app) == [group.id]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_during_a_migration_loses_nothing(app: AppDriver, admin: Actor, fault: dict[str, Any]) -> None:
    """The answer to a message names the new id, and the migration is stored then."""
    group = GroupChat(app, admin, by=admin, kind="group")
    group.migrates(admin, reported=False)
    app.write(lambda session: groups.notify(session, "group.private", uuid4(), at=app.now))
    send_during(app, fault)
    app.later(minutes=1)
    assert "请私聊我" in group.last()
    assert serving_groups(app) == [group.id]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_bot_leaves_once_the_fault_is_over(app: AppDriver, stranger: Actor, fault: dict[str, Any]) -> None:
    group = GroupChat(app, stranger, by=stranger)
    app.now += timedelta(seconds=11)
    send_during(app, fault)
    assert group.bot_membership == "administrator"
    app.later(minutes=1)
    assert group.bot_membership == "left"
    assert "退出本群" in group.last()


def test_a_message_that_telegram_refuses_reaches_each_reviewer_and_the_admins(app: AppDriver, admin: Actor) -> None:
    """Nobody may write in the group; it stays the reviewers' group."""
    reviewer = cast.greeted(cast.reviewer(app))
    group = GroupChat(app, admin, reviewer, by=admin)
    case(app, cast.driver(app), cast.car(app, cast.owner(app)))
    app.use(
        notifications={
            **every_notification(),
            "group.cases": card_that_telegram_refuses,
            "group.overdue": card_that_telegram_refuses,
        }
    )
    app.later(days=2)
    reviewer.sees("超时", "#1001")
    assert admin.has_seen("发不出去")
    assert serving_groups(app) == [group.id]


def card_that_telegram_refuses(session: Session, subject: UUID, reader: Reader) -> Card:
    """Return a card that Telegram refuses."""
    return Card("<b>not closed")


def test_an_admin_without_an_account_can_register_a_group(app: AppDriver) -> None:
    admin = app.person("管理员", language="zh-hans")
    member = cast.employ(app, admin, StaffRole.ADMIN)
    group = GroupChat(app, admin, by=admin)
    (row,) = app.read(lambda session: stored(session, StaffGroup))
    assert (row.chat_id, row.chosen_by) == (group.id, member.id)
