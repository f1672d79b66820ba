"""Whose job is next, and how much memory running jobs share."""

import asyncio

import pytest

from bot.adapters.sandbox.fair_queue import FairQueue, on_behalf_of
from bot.adapters.sandbox.memory import MEBIBYTE, MIN_TOTAL, MemoryBudget, available


async def order(*jobs: tuple[str, bool]) -> list[str]:
    """Return the order in which jobs (requester, heavy) run that arrive while the only place is taken."""
    queue, done = FairQueue(1), []

    async def job(name: str, requester: str, heavy: bool) -> None:
        with on_behalf_of(requester):
            async with queue.place(heavy=heavy):
                done.append(name)

    async with queue.place(heavy=False):
        tasks = [asyncio.create_task(job(f"{who}{at}", who, heavy)) for at, (who, heavy) in enumerate(jobs)]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert queue.jobs == 0
    return done


async def test_nobodys_second_photo_comes_before_the_first_of_another() -> None:
    jobs = [("A", False), ("A", False), ("A", False), ("B", False), ("C", False), ("B", False)]
    assert await order(*jobs) == ["A0", "B3", "C4", "A1", "B5", "A2"]


async def test_heavy_jobs_come_after_everybodys_quick_ones() -> None:
    assert await order(("A", True), ("B", False), ("B", False), ("C", True)) == ["B1", "B2", "A0", "C3"]


async def test_a_cancelled_job_gives_its_place_to_the_next() -> None:
    queue = FairQueue(1)

    async def job() -> str:
        async with queue.place(heavy=False):
            return "done"

    async with queue.place(heavy=False):
        first, second = asyncio.create_task(job()), asyncio.create_task(job())
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
    assert await second == "done"
    assert queue.jobs == 0


async def test_as_many_jobs_run_as_there_are_places() -> None:
    queue, running = FairQueue(2), []

    async def job(at: int) -> None:
        async with queue.place(heavy=False):
            running.append(at)
            await asyncio.sleep(0)
            assert len(running) <= 2
            running.remove(at)

    await asyncio.gather(*map(job, range(9)))


async def test_jobs_wait_while_others_have_reserved_the_memory() -> None:
    budget, log = MemoryBudget(1000 * MEBIBYTE), []

    async def job(name: str, amount: int) -> None:
        async with budget.reserved(amount * MEBIBYTE):
            log.append(name)
            await asyncio.sleep(0.01)
            log.append(name.lower())

    await asyncio.gather(job("A", 300), job("B", 300), job("C", 200), job("D", 9000))
    assert log == ["A", "a", "B", "C", "b", "c", "D", "d"]


async def test_a_cancelled_job_keeps_no_memory() -> None:
    budget = MemoryBudget(1000 * MEBIBYTE)

    async def job() -> None:
        async with budget.reserved(500 * MEBIBYTE):
            await asyncio.sleep(60)

    tasks = [asyncio.create_task(job()) for _ in range(2)]
    await asyncio.sleep(0)
    for task in reversed(tasks):
        task.cancel()
        await asyncio.wait([task])
    async with asyncio.timeout(1), budget.reserved(500 * MEBIBYTE):
        pass


@pytest.mark.parametrize(("limit", "expected"), [(2048, 1536), (600, 256), (100, 256)])
def test_the_desks_own_process_is_left_its_memory(limit: int, expected: int) -> None:
    assert available(limit * MEBIBYTE) == expected * MEBIBYTE


def test_without_a_setting_the_machine_is_the_limit() -> None:
    assert available() >= MIN_TOTAL


def test_idle_workers_and_running_jobs_share_the_memory() -> None:
    budget = MemoryBudget(1200 * MEBIBYTE, workers=3)
    assert (budget.idle_share, budget.for_jobs) == (200 * MEBIBYTE, 600 * MEBIBYTE)
