"""The reviewers' group: an admin chooses it by adding the bot, and what is said in it decides nothing."""

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
    assert len(crew.heard()) == 1  # What waited before is in the welcome, and is not told again.


@pytest.mark.parametrize("role", [None, StaffRole.REVIEWER])
def test_a_stranger_gets_one_sentence_and_the_bot_leaves(app: AppDriver, chen: Actor, role: StaffRole | None) -> None:
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


def test_an_admin_whose_service_has_ended_is_a_stranger(app: AppDriver, chen: Actor) -> None:
    def end(session: Session) -> None:
        member = members.by_telegram(session, chen.id)
        assert member is not None
        member.ended_at = app.now
        session.add(member)

    app.write(end)
    crew = Crew(app, chen, by=chen)
    app.later(seconds=11)
    assert (serving(app), crew.standing) == ([], "left")


def test_the_newest_group_takes_the_place_of_the_one_before(
    app: AppDriver, crew: Crew, zhou: Actor, chen: Actor
) -> None:
    second = Crew(app, zhou, chen, by=chen)
    app.later(seconds=11)
    assert serving(app) == [second.id]
    assert "已换到另一个群" in crew.last()
    assert (crew.standing, second.standing) == ("left", "administrator")
    assert not chen.has_seen("不在审核群")


def test_an_old_report_of_a_removal_does_not_end_what_was_begun_again(app: AppDriver, crew: Crew, chen: Actor) -> None:
    """Two people's updates may arrive the wrong way round."""
    long_ago = app.look(groups.current).changed_at.replace(year=2020)
    app.write(lambda session: groups.end(session, crew.id, changed_at=long_ago, at=app.now))
    assert serving(app) == [crew.id]


def test_a_promotion_of_the_bot_changes_nothing(app: AppDriver, crew: Crew, zhou: Actor) -> None:
    crew.adds(zhou)
    app.later(seconds=11)
    assert (serving(app), crew.standing, len(crew.heard())) == ([crew.id], "administrator", 1)


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("mover", ["zhou", "chen"])
def test_a_group_that_becomes_a_supergroup_goes_on_and_what_waits_goes_with_it(
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


def test_a_supergroup_told_of_before_it_is_known_to_be_ours_is_not_left(
    app: AppDriver, zhou: Actor, chen: Actor
) -> None:
    """That the bot is in the new chat may be told before that it is the old one."""
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


def test_nothing_said_in_the_group_decides_anything(
    app: AppDriver, crew: Crew, driver: Citizen, owner: Citizen, zhou: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    before = len(zhou.messages())
    crew.says(zhou, "/take 1001")
    assert "请私聊我" in crew.last()
    assert len(crew.heard()) == 2
    for words in ("/pass 1001", "/queue@chezhu_bot", "同意", "/weather", "/queue@other_bot"):
        crew.says(zhou, words)
    assert len(crew.heard()) == 2  # Once a minute is enough.
    app.later(minutes=1)
    for words in ("你好 @chezhu_bot", "/weather", "/queue@other_bot"):
        crew.says(zhou, words)
    assert "请私聊我" not in crew.last()
    crew.says(zhou, "/weather@chezhu_bot")
    assert "请私聊我" in crew.last()
    assert len(zhou.messages()) == before


def test_in_a_group_of_strangers_no_command_is_answered(app: AppDriver, zhou: Actor) -> None:
    crew = Crew(app, zhou, by=zhou)
    crew.says(zhou, "/queue")
    assert crew.heard() == []


def test_the_group_is_spoken_to_in_the_language_of_its_admin(app: AppDriver) -> None:
    app.person("Anna", language="en")
    admin = app.person("Ben", language="en")
    cast.employ(app, admin, StaffRole.ADMIN)
    crew = Crew(app, admin, by=admin)  # He has never pressed start: his phone's language counts.
    assert "This is now the reviewers' group" in crew.last()
