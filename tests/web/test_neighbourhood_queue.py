"""The fair queue: whoever floods it keeps nobody else from a place, and nothing of it is left behind."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest

from bot.web.neighbourhood_queue import NeighbourhoodQueue, QueueFull, QueueLimits

STRANGERS = "203.0.113.{}"
HONEST = "198.51.100.1"


class Callers:
    """Requests at a queue, which work until they are told to finish."""

    def __init__(self, queue: NeighbourhoodQueue) -> None:
        self.queue = queue
        self.working: list[str] = []
        self.refused: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, addresses: Iterable[str]) -> None:
        """Let one request of each address come, one after the other."""
        for address in addresses:
            self.ends[address] = asyncio.Event()
            self.tasks[address] = asyncio.create_task(self._ask(address))
            await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def finish(self, address: str) -> None:
        """Let the work of a request end."""
        self.ends[address].set()
        for _ in range(4):
            await asyncio.sleep(0)

    async def _ask(self, address: str) -> None:
        try:
            with self.queue.enter(address) as entry:
                async with self.queue.turn(entry):
                    self.working.append(address)
                    await self.ends[address].wait()
        except QueueFull:
            self.refused.append(address)


@asynccontextmanager
async def callers(places: int, **limits: float) -> AsyncIterator[Callers]:
    """Yield callers at a queue, of which nothing may be left at the end."""
    found = Callers(NeighbourhoodQueue(places, QueueLimits(**{"near": 100, "wide": 100, **limits})))  # type: ignore[arg-type]
    yield found
    for task in found.tasks.values():
        task.cancel()
    await asyncio.gather(*found.tasks.values(), return_exceptions=True)
    queue = found.queue
    assert (queue._busy, queue._waiting, dict(queue._here), dict(queue._working)) == (0, [], {}, {})


async def test_a_caller_passes_those_who_wait_with_many() -> None:
    async with callers(1) as found:
        flood = [STRANGERS.format(at) for at in range(8)]
        await found.come(flood)
        await found.come([HONEST])
        await found.finish(flood[0])
        assert found.working == [flood[0], HONEST]


@pytest.mark.parametrize("other", [HONEST, "2001:db8::1"])
async def test_no_neighbourhood_holds_every_place(other: str) -> None:
    async with callers(2) as found:
        await found.come([STRANGERS.format(1), STRANGERS.format(2), "203.0.114.1"])
        assert found.working == [STRANGERS.format(1)]
        await found.come([other])
        assert found.working == [STRANGERS.format(1), other]


async def test_a_full_queue_makes_room_for_other_neighbourhoods() -> None:
    async with callers(1, waiting=4) as found:
        flood = [STRANGERS.format(at) for at in range(6)]
        await found.come(flood)
        assert found.refused == flood[5:]
        await found.come([HONEST])
        assert found.refused == [flood[5], flood[4]]
        await found.finish(flood[0])
        assert found.working[1] == HONEST


async def test_a_caller_passes_many_neighbourhoods_that_ask_all_the_time() -> None:
    async with callers(1, waiting=4) as found:
        flood = [f"{at}.0.0.1" for at in range(20, 30)]
        await found.come(flood)
        assert found.refused == flood[5:]
        await found.come([f"{at}.0.0.2" for at in range(21, 30)])
        await found.come([HONEST])
        assert found.refused[-1] != HONEST
        await found.finish(flood[0])
        assert found.working[1] == HONEST


@pytest.mark.parametrize(("pattern", "limit"), [("203.0.113.{}", 2), ("203.0.{}.1", 3), ("2001:db8::{}", 2)])
async def test_a_neighbourhood_has_its_share_of_the_queue(pattern: str, limit: int) -> None:
    async with callers(1, near=2, wide=3) as found:
        await found.come(pattern.format(at) for at in range(6))
        assert len(found.refused) == 6 - limit
        await found.finish(pattern.format(0))
        await found.come([pattern.format(9)])
        assert len(found.refused) == 6 - limit


async def test_who_has_used_least_of_late_is_next() -> None:
    now = 0.0
    async with callers(1) as found:
        found.queue.clock = lambda: now
        await found.come([HONEST])
        now = 5
        await found.come(["192.0.2.1", "198.51.100.2"])
        await found.finish(HONEST)
        await found.come(["192.0.2.2"])
        now = 6
        await found.finish("192.0.2.1")
        assert found.working[1:] == ["192.0.2.1", "192.0.2.2"]
        now = 600
        await found.come(["192.0.3.3"])
        await found.finish("192.0.2.2")
        assert found.working[3] == "198.51.100.2"


async def test_nobody_waits_for_ever() -> None:
    async with callers(1, wait_seconds=0.01) as found:
        await found.come([HONEST, "192.0.2.1"])
        await asyncio.gather(found.tasks["192.0.2.1"])
        assert found.refused == ["192.0.2.1"]


async def test_a_place_that_is_given_to_somebody_who_leaves_goes_on() -> None:
    async with callers(1) as found:
        await found.come([HONEST, "192.0.2.1", "192.0.3.1"])
        found.ends[HONEST].set()
        await asyncio.sleep(0)
        found.tasks["192.0.2.1"].cancel()
        await found.finish(HONEST)
        assert found.working == [HONEST, "192.0.3.1"]


async def test_a_place_rests_after_work() -> None:
    async with callers(1) as found:
        found.queue.rest = 1.0
        await found.come([HONEST, "192.0.2.1"])
        await asyncio.sleep(0.05)
        await found.finish(HONEST)
        assert (found.tasks[HONEST].done(), found.working) == (True, [HONEST]), "whoever has worked does not wait"
        async with asyncio.timeout(5):
            while found.working != [HONEST, "192.0.2.1"]:  # noqa: ASYNC110 - a rest has no event
                await asyncio.sleep(0.01)
        await found.finish("192.0.2.1")
        await asyncio.sleep(0.3)
