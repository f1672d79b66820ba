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
from tests.stories.review_steps import case
from tests.stories.staff_cast import Crew, done, serving


def test_a_group_becomes_the_reviewers_group_when_an_admin_adds_the_bot(
    app: AppDriver, driver: Citizen, owner: Citizen, zhou: Actor, chen: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    crew = Crew(app, zhou, chen, by=chen)
    assert "本群现在是审核群" in crew.last()
    assert "待审 1 件" in crew.last()
    chen.sees("审核群已设定")
    assert serving(app) == [crew.id]
    assert done(app, audit.Action.GROUP_CHOSEN) == 1
    app.later(minutes=2)
    assert len(crew.heard()) == 1  # The welcome counts earlier cases; they are not announced again.


@pytest.mark.parametrize("role", [None, StaffRole.REVIEWER])
def test_the_bot_leaves_a_group_to_which_no_admin_added_it(app: AppDriver, chen: Actor, role: StaffRole | None) -> None:
    stranger = app.person("路人", language="zh-hans")
    if role is not None:
        cast.employ(app, stranger, role)
    accounts = len(app.look(lambda session: stored(session, Account)))
    crew = Crew(app, stranger, chen, by=stranger)
    app.later(seconds=11)
    assert len(crew.heard()) == 1
    assert "退出本群" in crew.last()
    assert crew.standing == "left"
    assert serving(app) == []
    assert len(app.look(lambda session: stored(session, Account))) == accounts


def test_a_former_admin_cannot_register_a_group(app: AppDriver, chen: Actor) -> None:
    def end(session: Session) -> None:
        member = members.by_telegram(session, chen.id)
        assert member is not None
        member.ended_at = app.now
        session.add(member)

    app.write(end)
    crew = Crew(app, chen, by=chen)
    app.later(seconds=11)
    assert (serving(app), crew.standing) == ([], "left")


def test_a_new_group_replaces_the_earlier_one(app: AppDriver, crew: Crew, zhou: Actor, chen: Actor) -> None:
    second = Crew(app, zhou, chen, by=chen)
    app.later(seconds=11)
    assert serving(app) == [second.id]
    assert "已换到另一个群" in crew.last()
    assert (crew.standing, second.standing) == ("left", "administrator")
    assert not chen.has_seen("不在审核群")


def test_a_late_update_about_a_removal_does_not_end_the_newer_group(app: AppDriver, crew: Crew, chen: Actor) -> None:
    """Updates of two people may arrive in the wrong order."""
    long_ago = app.look(groups.current).changed_at.replace(year=2020)
    app.write(lambda session: groups.end(session, crew.id, changed_at=long_ago, at=app.now))
    assert serving(app) == [crew.id]


def test_a_promotion_of_the_bot_changes_nothing(app: AppDriver, crew: Crew, zhou: Actor) -> None:
    crew.adds(zhou)
    app.later(seconds=11)
    assert (serving(app), crew.standing, len(crew.heard())) == ([crew.id], "administrator", 1)


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("mover", ["zhou", "chen"])
def test_queued_messages_follow_a_group_that_becomes_a_supergroup(
    app: AppDriver, zhou: Actor, chen: Actor, driver: Citizen, owner: Citizen, told: bool, mover: str
) -> None:
    crew = Crew(app, zhou, chen, by=chen, kind="group")
    case(app, driver, cast.car(app, owner))
    crew.migrates({"zhou": zhou, "chen": chen}[mover], told=told)
    app.later(minutes=1)
    assert [words for words in crew.heard() if "#1001" in words] == [crew.last()]
    assert len(crew.heard()) == 1
    assert (serving(app), crew.standing) == ([crew.id], "administrator")
    assert done(app, audit.Action.GROUP_MOVED) == 1


def test_a_supergroup_is_not_left_if_its_migration_is_reported_late(app: AppDriver, zhou: Actor, chen: Actor) -> None:
    """Telegram may report the new chat before it reports the migration."""
    crew = Crew(app, zhou, chen, by=chen, kind="group")
    app.ask("POST", f"/world/groups/{crew.id}/migrate", json={"by": zhou.id})
    updates = [orjson.loads(update.body) for update in app.world.bot.updates.pending]
    app.world.bot.updates.pending.clear()
    for update in reversed(updates):
        app.wait(app.desk.receiver.receive([update]))
        app.settle()
    moved = app.world.bot.chats[crew.id].moved_to
    assert moved is not None
    crew.id = moved
    app.later(seconds=11)
    assert (serving(app), crew.standing, crew.heard()) == ([moved], "administrator", [])


def test_messages_in_the_group_decide_nothing(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    before = len(zhou.messages())
    crew.says(zhou, "/take 1001")
    assert "请私聊我" in crew.last()
    assert len(crew.heard()) == 2
    for words in ("/pass 1001", "/queue@chezhu_bot", "同意", "/weather", "/queue@other_bot"):
        crew.says(zhou, words)
    assert len(crew.heard()) == 2  # At most one answer a minute.
    app.later(minutes=1)
    for words in ("你好 @chezhu_bot", "/weather", "/queue@other_bot"):
        crew.says(zhou, words)
    assert "请私聊我" not in crew.last()
    crew.says(zhou, "/weather@chezhu_bot")
    assert "请私聊我" in crew.last()
    assert len(zhou.messages()) == before


def test_commands_in_an_unauthorised_group_are_not_answered(app: AppDriver, zhou: Actor) -> None:
    crew = Crew(app, zhou, by=zhou)
    crew.says(zhou, "/queue")
    assert crew.heard() == []


def test_the_group_gets_messages_in_the_language_of_its_admin(app: AppDriver) -> None:
    app.person("Anna", language="en")
    admin = app.person("Ben", language="en")
    cast.employ(app, admin, StaffRole.ADMIN)
    crew = Crew(app, admin, by=admin)  # They have no account, so the language of their Telegram client counts.
    assert "This is now the reviewers' group" in crew.last()
