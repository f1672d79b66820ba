"""Rates of incoming updates: a flood of one person is dropped before it is stored, and they are told once."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, select

from bot.engine.inbound.receiver import TOO_FAST, Receiver
from bot.engine.inbound.update_rates import BURST, MAX_PEOPLE, UpdateRates
from bot.engine.metrics import metrics
from storage.database import Database
from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.identity import accounts
from tests.engine.test_receiver import NOW, Telegram, count, update

Result = TypeVar("Result")

FLOODER, OTHER = 7, 8


class Clock:
    """A clock that is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock at its beginning."""
    return Clock()


def flood(count: int, user: int = FLOODER) -> list[dict[str, Any]]:
    """Return so many updates of a user."""
    return [update(at, user) for at in range(count)]


def test_a_burst_passes_and_then_the_rate(clock: Clock) -> None:
    rates, dropped = UpdateRates(clock), metrics.updates_dropped
    kept, slowed = rates.allow(flood(150))
    assert (kept, slowed) == (flood(150)[: int(BURST)], [FLOODER])
    assert metrics.updates_dropped == dropped + 50
    clock.now = 10
    kept, slowed = rates.allow(flood(30))
    assert (len(kept), slowed) == (10, [])


def test_whoever_has_been_quiet_is_told_again(clock: Clock) -> None:
    rates = UpdateRates(clock)
    rates.allow(flood(150))
    clock.now = BURST / 2 + 2
    kept, slowed = rates.allow(flood(60))
    assert (len(kept), slowed) == (52, [FLOODER])


def test_a_flood_takes_nothing_from_others(clock: Clock) -> None:
    rates = UpdateRates(clock)
    kept, slowed = rates.allow([*flood(300), *flood(50, OTHER)])
    assert (len(kept), slowed) == (150, [FLOODER])


def test_updates_of_nobody_and_about_the_bot_itself_always_pass(clock: Clock) -> None:
    rates = UpdateRates(clock)
    rates.allow(flood(150))
    blocked = {"update_id": 1, "my_chat_member": {"from": {"id": FLOODER}, "chat": {"id": FLOODER}}}
    nobody: list[Any] = [{"update_id": at, "poll": {}} for at in range(300)]
    assert rates.allow([blocked, *nobody, 5]) == ([blocked, *nobody, 5], [])
    rates.give_back([blocked] * 3, [])
    assert rates.allow(flood(1)) == ([], [])  # They take no token, and give none back.


def test_only_recent_people_are_remembered(clock: Clock) -> None:
    rates = UpdateRates(clock)
    rates.allow(flood(101))
    rates.allow([update(at, at) for at in range(10, 10 + MAX_PEOPLE)])
    assert len(rates._people) == MAX_PEOPLE
    assert rates.allow(flood(1)) == (flood(1), [])


async def test_a_flood_is_not_stored_and_its_sender_is_told_once(lite: Database, clock: Clock) -> None:
    with lite.transaction() as session:
        accounts.new(session, Telegram.id, FLOODER, language="zh-CN", at=NOW)
    receiver = Receiver(
        lite,
        Telegram(lite),  # type: ignore[arg-type]
        clock=lambda: NOW,
        after=lambda: None,
        rates=UpdateRates(clock),
    )
    for start in range(0, 200, 50):
        await receiver.receive([update(start + at, FLOODER) for at in range(50)])
    await receiver.receive([update(500 + at, OTHER) for at in range(150)])
    assert count(lite) == 2 * BURST
    with lite.reading() as session:
        assert told(session) == [
            {"notice": TOO_FAST, "subject": account_of(session).hex, "account": account_of(session).hex}
            | {"sms": False, "chat": FLOODER}
        ]


async def test_updates_that_are_not_stored_are_not_counted(lite: Database, clock: Clock) -> None:
    with lite.transaction() as session:
        accounts.new(session, Telegram.id, FLOODER, language="zh-CN", at=NOW)
    database = FailingDatabase(lite.url)
    receiver = Receiver(
        database,
        Telegram(database),  # type: ignore[arg-type]
        clock=lambda: NOW,
        after=lambda: None,
        rates=UpdateRates(clock),
    )
    for _ in range(20):
        with pytest.raises(OSError, match="disk full"):
            await receiver.receive(flood(int(BURST) + 1))
    database.fails = False
    await receiver.receive(flood(int(BURST) + 1))
    assert count(lite) == BURST
    with lite.reading() as session:
        assert len(told(session)) == 1
    database.close()


class FailingDatabase(Database):
    """A database that takes no writes for a while."""

    fails = True

    async def write_queue(self, work: Callable[[Session], Result]) -> Result:
        if self.fails:
            raise OSError("disk full")
        return await super().write_queue(work)


def told(session: Session) -> list[Any]:
    """Return what is on its way."""
    keyring, found = current_keyring(), session.exec(select(Delivery)).all()
    return [keyring.decrypt_json(each.payload, f"outbox:{each.reference}") for each in found]


def account_of(session: Session) -> Any:
    """Return the id of the flooder's account."""
    account = accounts.by_telegram(session, Telegram.id, FLOODER)
    assert account is not None
    return account.id
