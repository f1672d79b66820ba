"""When a delivery that its gateway keeps refusing is given up, and what else fails without its fault."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.engine.outbound.delivery_results import DeliveryUnknown, NotDelivered
from bot.engine.outbound.retries import MAX_AGE, MAX_FAILURES, MAX_FAILURES_BESIDE_OTHERS
from storage.database import Database
from storage.engine import outbox
from storage.identity import accounts
from storage.staff.alarms import Alarm, AlarmKind
from tests.engine.scripted_sender import Desk, ScriptedSender
from tests.engine.test_chat_sender import PHONE, notes, register, tell
from tests.stories.app_driver import AppDriver, stored

LONG = 100
PAUSE = timedelta(minutes=5)


class Gateway(ScriptedSender):
    """A gateway that refuses "bad", and is up or not."""

    def __init__(self, problem: Exception, *, is_up: bool) -> None:
        super().__init__(bad=[problem] * LONG)
        self.is_up = is_up

    async def gateway_answers(self) -> bool:
        return self.is_up


async def fail(desk: Desk, times: int, *, beside: bool) -> None:
    """Let "bad" fail so many times, with another delivery between two failures if `beside`."""
    for number in range(times):
        if beside:
            desk.put(f"other {number}", lane="1:8")
        await desk.settle()
        desk.now += PAUSE


@pytest.mark.parametrize("problem", [NotDelivered(), DeliveryUnknown()])
async def test_a_delivery_that_fails_while_others_arrive_is_given_up(lite: Database, problem: Exception) -> None:
    desk = Desk(lite, Gateway(problem, is_up=True))
    desk.put("bad", "after")
    await fail(desk, MAX_FAILURES_BESIDE_OTHERS, beside=True)
    assert "after" not in desk.channel_sender.sent
    await fail(desk, 1, beside=True)
    assert desk.states()[:2] == ["failed", "done"]
    assert desk.channel_sender.sent.count("bad") == MAX_FAILURES_BESIDE_OTHERS + 1


async def test_a_network_that_drops_calls_for_minutes_gives_nothing_up(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender(bad=[DeliveryUnknown()] * (MAX_FAILURES_BESIDE_OTHERS + 3)))
    desk.put("bad")
    for failures in range(MAX_FAILURES_BESIDE_OTHERS + 4):
        desk.put(f"other {failures}", lane="1:8")
        await desk.settle()
        desk.now += timedelta(seconds=2**failures / 2)
    assert set(desk.states()) == {"done"}


async def test_a_delivery_alone_is_given_up_if_its_gateway_answers(lite: Database) -> None:
    desk = Desk(lite, Gateway(NotDelivered(), is_up=True))
    desk.put("bad", "after")
    await fail(desk, MAX_FAILURES_BESIDE_OTHERS + 1, beside=False)
    assert desk.states() == ["waiting", "waiting"]
    await fail(desk, MAX_FAILURES, beside=False)
    assert desk.states() == ["failed", "done"]


async def test_an_outage_gives_nothing_up_for_days(lite: Database) -> None:
    desk = Desk(lite, Gateway(NotDelivered(), is_up=False))
    desk.put("bad", "after")
    await fail(desk, MAX_FAILURES + 5, beside=False)
    assert desk.states() == ["waiting", "waiting"]
    desk.now += MAX_AGE
    await desk.settle()
    assert desk.states() == ["failed", "done"]


async def test_a_delivery_of_a_later_day_is_not_old_when_it_first_fails(lite: Database) -> None:
    desk = Desk(lite, Gateway(NotDelivered(), is_up=False))
    desk.put("bad")
    desk.now += MAX_AGE * 2
    await fail(desk, MAX_FAILURES - 1, beside=False)
    assert desk.states() == ["waiting"]


async def test_a_rate_limit_gives_nothing_up(lite: Database) -> None:
    desk = Desk(lite, Gateway(NotDelivered(1.0), is_up=True))
    desk.put("bad")
    await fail(desk, MAX_FAILURES + 5, beside=True)
    assert desk.states()[0] == "waiting"


def refuse_for_ever(app: AppDriver, words: str) -> None:
    """Let the Bot API answer messages with these words with 500."""
    app.world.faults.set({"forced_errors": [{"text": words, "code": 500}]})


def wait_for_the_end(app: AppDriver) -> None:
    """Let so much time pass that every delivery is tried to its end."""
    for _ in range(MAX_FAILURES + 5):
        app.later(minutes=6)


def test_a_person_whose_message_always_fails_gets_the_later_ones(app: AppDriver) -> None:
    person, other = app.person("Ann"), app.person("Bob")
    person.says("hello")
    other.says("hello")
    lane = accounts.lane(app.bot.id, person.id)
    bad = {"chat": person.id, "card": {"text": "BAD"}}
    refuse_for_ever(app, "BAD")
    app.write(lambda session: outbox.put(session, outbox.Channel.CHAT, lane, bad, at=app.now))
    wait_for_the_end(app)
    person.says("and on")
    person.sees("ECHO and on")
    assert [state for _, state, _ in notes(app)].count("failed") == 1
    alarms = app.read(lambda session: [alarm.kind for alarm in stored(session, Alarm)])
    assert alarms == [AlarmKind.DELIVERY_GIVEN_UP]
    assert person.has_seen("新消息")


def test_important_news_that_telegram_never_takes_is_sent_by_sms(app: AppDriver) -> None:
    person = app.person("Ann")
    person.says("hello")
    tell_to = register(app, person)
    refuse_for_ever(app, "NEWS")
    tell(app, tell_to, uuid4())
    wait_for_the_end(app)
    assert len(app.sms(PHONE)) == 1
