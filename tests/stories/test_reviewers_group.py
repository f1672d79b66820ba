"""The reviewers' group: registered when an admin adds the bot; messages in it decide nothing."""

import orjson
import pytest
from sqlmodel import Session

from storage import audit
from storage.identity.accounts import Account
from storage.staff import groups, members
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.group_chat import GroupChat, audited, serving_groups
from tests.stories.review_steps import case


def test_a_group_becomes_the_reviewers_group_when_an_admin_adds_the_bot(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    group = GroupChat(app, reviewer, admin, by=admin)
    assert "本群现在是审核群" in group.last()
    assert "待办 1 件" in group.last()
    admin.sees("审核群已设定")
    assert serving_groups(app) == [group.id]
    assert audited(app, audit.Action.GROUP_CHOSEN) == 1
    app.later(minutes=2)
    assert len(group.bot_texts()) == 1  # The welcome counts earlier cases; they are not announced again.


@pytest.mark.parametrize("role", [None, StaffRole.REVIEWER])
def test_the_bot_leaves_a_group_to_which_no_admin_added_it(
    app: AppDriver, admin: Actor, role: StaffRole | None
) -> None:
    stranger = app.person("路人", language="zh-hans")
    if role is not None:
        cast.employ(app, stranger, role)
    accounts = len(app.read(lambda session: stored(session, Account)))
    group = GroupChat(app, stranger, admin, by=stranger)
    app.later(seconds=11)
    assert len(group.bot_texts()) == 1
    assert "退出本群" in group.last()
    assert group.bot_membership == "left"
    assert serving_groups(app) == []
    assert len(app.read(lambda session: stored(session, Account))) == accounts


def test_a_former_admin_cannot_register_a_group(app: AppDriver, admin: Actor) -> None:
    def end(session: Session) -> None:
        member = members.by_telegram(session, admin.id)
        assert member is not None
        member.ended_at = app.now
        session.add(member)

    app.write(end)
    group = GroupChat(app, admin, by=admin)
    app.later(seconds=11)
    assert (serving_groups(app), group.bot_membership) == ([], "left")


def test_a_new_group_replaces_the_earlier_one(app: AppDriver, group: GroupChat, reviewer: Actor, admin: Actor) -> None:
    second = GroupChat(app, reviewer, admin, by=admin)
    app.later(seconds=11)
    assert serving_groups(app) == [second.id]
    assert "已换到另一个群" in group.last()
    assert (group.bot_membership, second.bot_membership) == ("left", "administrator")
    assert not admin.has_seen("不在审核群")


def test_a_late_update_about_a_removal_does_not_end_the_newer_group(
    app: AppDriver, group: GroupChat, admin: Actor
) -> None:
    """Updates of two people may arrive in the wrong order."""
    long_ago = app.read(groups.current).changed_at.replace(year=2020)
    app.write(lambda session: groups.end(session, group.id, changed_at=long_ago, at=app.now))
    assert serving_groups(app) == [group.id]


def test_a_promotion_of_the_bot_changes_nothing(app: AppDriver, group: GroupChat, reviewer: Actor) -> None:
    group.adds(reviewer)
    app.later(seconds=11)
    assert (serving_groups(app), group.bot_membership, len(group.bot_texts())) == ([group.id], "administrator", 1)


@pytest.mark.parametrize("reported", [True, False])
@pytest.mark.parametrize("mover", ["reviewer", "admin"])
def test_queued_messages_follow_a_group_that_becomes_a_supergroup(
    app: AppDriver, reviewer: Actor, admin: Actor, driver: Citizen, owner: Citizen, reported: bool, mover: str
) -> None:
    group = GroupChat(app, reviewer, admin, by=admin, kind="group")
    case(app, driver, cast.car(app, owner))
    group.migrates({"reviewer": reviewer, "admin": admin}[mover], reported=reported)
    app.later(minutes=1)
    assert [words for words in group.bot_texts() if "#1001" in words] == [group.last()]
    assert len(group.bot_texts()) == 1
    assert (serving_groups(app), group.bot_membership) == ([group.id], "administrator")
    assert audited(app, audit.Action.GROUP_MOVED) == 1


def test_a_supergroup_is_not_left_if_its_migration_is_reported_late(
    app: AppDriver, reviewer: Actor, admin: Actor
) -> None:
    """Telegram may report the new chat before it reports the migration."""
    group = GroupChat(app, reviewer, admin, by=admin, kind="group")
    app.ask("POST", f"/world/groups/{group.id}/migrate", json={"by": reviewer.id})
    updates = [orjson.loads(update.body) for update in app.world.bot.updates.pending]
    app.world.bot.updates.pending.clear()
    for update in reversed(updates):
        app.wait(app.desk.receiver.receive([update]))
        app.settle()
    moved = app.world.bot.chats[group.id].moved_to
    assert moved is not None
    group.id = moved
    app.later(seconds=11)
    assert (serving_groups(app), group.bot_membership, group.bot_texts()) == ([moved], "administrator", [])


def test_messages_in_the_group_decide_nothing(
    app: AppDriver, group: GroupChat, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    before = len(reviewer.messages())
    group.says(reviewer, "/take 1001")
    assert "请私聊我" in group.last()
    assert len(group.bot_texts()) == 2
    for words in ("/pass 1001", "/queue@chezhu_bot", "同意", "/weather", "/queue@other_bot"):
        group.says(reviewer, words)
    assert len(group.bot_texts()) == 2  # At most one answer a minute.
    app.later(minutes=1)
    for words in ("你好 @chezhu_bot", "/weather", "/queue@other_bot"):
        group.says(reviewer, words)
    assert "请私聊我" not in group.last()
    group.says(reviewer, "/weather@chezhu_bot")
    assert "请私聊我" in group.last()
    assert len(reviewer.messages()) == before


def test_commands_in_an_unauthorised_group_are_not_answered(app: AppDriver, reviewer: Actor) -> None:
    group = GroupChat(app, reviewer, by=reviewer)
    group.says(reviewer, "/queue")
    assert group.bot_texts() == []


def test_the_group_gets_messages_in_the_language_of_its_admin(app: AppDriver) -> None:
    app.person("Anna", language="en")
    admin = app.person("Ben", language="en")
    cast.employ(app, admin, StaffRole.ADMIN)
    group = GroupChat(app, admin, by=admin)
    assert "This is now the reviewers' group" in group.last()
