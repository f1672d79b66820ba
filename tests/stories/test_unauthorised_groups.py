"""Groups that are none of ours, and a Bot API that stumbles: the bot leaves, and what it has to say is not lost."""

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
from tests.stories.app_driver import Town, stored
from tests.stories.review_steps import case
from tests.stories.staff_cast import Crew, serving


@pytest.fixture
def stranger(town: Town) -> Actor:
    return town.person("路人", language="zh-hans")


def deliveries(town: Town) -> list[tuple[str, str]]:
    """State and note of what left for groups."""
    found = town.look(lambda session: stored(session, outbox.Delivery))
    return [(row.state.value, row.note) for row in found if row.channel is outbox.Channel.GROUP]


def test_telegram_is_asked_for_what_happens_to_the_bot_itself() -> None:
    assert "my_chat_member" in ALLOWED_UPDATES


def test_a_group_that_was_ours_is_a_strangers_when_a_stranger_adds_the_bot(
    town: Town, chen: Actor, stranger: Actor
) -> None:
    crew = Crew(town, chen, stranger, by=chen)
    crew.removes(stranger)
    crew.adds(stranger)
    town.later(seconds=11)
    assert (serving(town), crew.standing) == ([], "left")
    assert "退出本群" in crew.last()


def test_a_strangers_group_is_kept_if_an_admin_makes_it_ours_meanwhile(
    town: Town, chen: Actor, stranger: Actor
) -> None:
    crew = Crew(town, stranger, chen, by=stranger)
    crew.removes(stranger)
    crew.adds(chen)
    town.later(seconds=11)
    assert (serving(town), crew.standing) == ([crew.id], "administrator")
    assert not any("退出本群" in words for words in crew.heard())


def test_a_strangers_group_is_left_under_its_new_number_too(town: Town, stranger: Actor) -> None:
    crew = Crew(town, stranger, by=stranger, kind="group")
    crew.migrates(stranger, told=False)
    town.later(seconds=11)
    assert (crew.standing, len(crew.heard())) == ("left", 1)


def test_a_group_that_lets_nobody_write_is_left_without_a_word_and_without_an_alarm(
    town: Town, chen: Actor, stranger: Actor
) -> None:
    crew = Crew(town, stranger, by=stranger)
    town.world.bot.chats[crew.id].blocked = True
    town.later(seconds=11)
    assert [state for state, _ in deliveries(town)] == ["done", "done"]
    assert not chen.has_seen("发不出去")


def test_a_channel_is_left_at_once_whoever_added_the_bot(town: Town, chen: Actor) -> None:
    crew = Crew(town, chen, by=chen)
    before = town.look(lambda session: stored(session, Group))
    crew.removes(chen)
    town.world.bot.chats[crew.id].shape["type"] = "channel"
    crew.adds(chen)
    town.settle()
    assert crew.standing == "left"
    assert len(town.look(lambda session: stored(session, Group))) == len(before)


FAULTS = ({"too_many": [1.0, 5]}, {"server_error": 1.0}, {"drop": 1.0})


def stumble(town: Town, fault: dict[str, Any]) -> None:
    """Let the sender try once while the Bot API does this."""
    town.world.faults.set(fault)
    town.wait(town.desk.sender.step())
    town.wait(town.desk.sender.settle())
    town.world.faults.clear()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_group_is_told_outlives_a_fault(town: Town, chen: Actor, fault: dict[str, Any]) -> None:
    crew = Crew(town, chen, by=chen)
    town.write(lambda session: groups.notify(session, "group.private", uuid4(), at=town.now))
    stumble(town, fault)
    assert [state for state, _ in deliveries(town)] == ["done", "waiting"]
    town.later(minutes=1)
    assert "请私聊我" in crew.last()
    assert [state for state, _ in deliveries(town)] == ["done", "done"]
    assert serving(town) == [crew.id]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_on_the_way_to_the_new_number_loses_nothing(town: Town, chen: Actor, fault: dict[str, Any]) -> None:
    """The old number leads to the new one again, and the move is written down then."""
    crew = Crew(town, chen, by=chen, kind="group")
    crew.migrates(chen, told=False)
    town.write(lambda session: groups.notify(session, "group.private", uuid4(), at=town.now))
    stumble(town, fault)
    town.later(minutes=1)
    assert "请私聊我" in crew.last()
    assert serving(town) == [crew.id]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_bot_leaves_when_the_fault_is_over(town: Town, stranger: Actor, fault: dict[str, Any]) -> None:
    crew = Crew(town, stranger, by=stranger)
    town.now += timedelta(seconds=11)
    stumble(town, fault)
    assert crew.standing == "administrator"
    town.later(minutes=1)
    assert crew.standing == "left"
    assert "退出本群" in crew.last()


def test_words_that_telegram_does_not_take_reach_each_reviewer_and_the_admins(town: Town, chen: Actor) -> None:
    """The group is there, but nobody may write in it: it stays the reviewers' group."""
    zhou = cast.greeted(cast.reviewer(town))
    crew = Crew(town, chen, zhou, by=chen)
    case(town, cast.driver(town), cast.car(town, cast.owner(town)))
    town.use(notifications={**every_notification(), "group.cases": unspeakable, "group.overdue": unspeakable})
    town.later(days=2)
    zhou.sees("超时", "#1001")
    assert chen.has_seen("发不出去")
    assert serving(town) == [crew.id]


def unspeakable(session: Session, subject: UUID, reader: Reader) -> Card:
    """A card that Telegram refuses."""
    return Card("<b>not closed")


def test_an_admin_without_an_account_chooses_the_group_all_the_same(town: Town) -> None:
    admin = town.person("管理员", language="zh-hans")
    member = cast.employ(town, admin, StaffRole.ADMIN)
    crew = Crew(town, admin, by=admin)
    (group,) = town.look(lambda session: stored(session, Group))
    assert (group.chat_id, group.chosen_by) == (crew.id, member.id)
