"""The laboratory under jobs that sleep, spin, swallow, crash, lie and flood."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import uvloop
from pydantic import TypeAdapter

from bot.adapters.sandbox.pool import Job, Laboratory, LaboratoryBusy, TookTooLong, WorkerLost
from bot.adapters.sandbox.process import MEBIBYTE, Limits
from tests.adapters.pictures import hostile_jobs

TIGHT = Limits(memory=600 * MEBIBYTE, answer=MEBIBYTE)


def job(name: str, shape: Any = int, seconds: float = 20) -> Job[Any]:
    return Job(f"{hostile_jobs.HERE}.{name}", TypeAdapter(shape), seconds)


NUMBER = job("number")


async def test_a_warm_worker_is_used_again() -> None:
    async with Laboratory() as laboratory:
        assert await laboratory.run(NUMBER) == await laboratory.run(NUMBER)


async def test_a_worker_is_replaced_after_its_number_of_jobs() -> None:
    async with Laboratory(jobs_a_worker=2) as laboratory:
        first, second, third = [await laboratory.run(NUMBER) for _ in range(3)]
        assert first == second != third


async def test_pictures_arrive_whole_and_apart() -> None:
    async with Laboratory() as laboratory:
        assert await laboratory.run(job("lengths", list[int]), b"", b"x" * 3_000_000, b"yy") == [0, 3_000_000, 2]


@pytest.mark.parametrize("name", ["sleep", "spin"])
async def test_a_job_that_overruns_is_killed_and_its_worker_replaced(name: str) -> None:
    async with Laboratory() as laboratory:
        before = await laboratory.run(NUMBER)
        with pytest.raises(TookTooLong):
            await laboratory.run(job(name), seconds=0.2)
        assert await laboratory.run(NUMBER) != before


@pytest.mark.parametrize("name", ["swallow", "crash", "lie", "flood", "fail"])
async def test_a_worker_that_breaks_is_an_answer_too_and_the_next_job_is_served(name: str) -> None:
    async with Laboratory(limits=TIGHT) as laboratory:
        with pytest.raises(WorkerLost) as lost:
            await laboratory.run(job(name))
        assert "secret" not in str(lost.value)
        assert await laboratory.run(NUMBER)


async def test_what_libraries_print_is_not_taken_for_an_answer() -> None:
    async with Laboratory() as laboratory:
        assert await laboratory.run(job("chatter")) == await laboratory.run(NUMBER)


async def test_a_hostile_job_leaves_the_desk_free() -> None:
    async with Laboratory() as laboratory:
        await laboratory.run(NUMBER)
        hostile = asyncio.ensure_future(laboratory.run(job("spin"), seconds=0.3))
        turns = 0
        while not hostile.done():
            await asyncio.sleep(0.005)
            turns += 1
        assert isinstance(hostile.exception(), TookTooLong)
        assert turns >= 5


async def test_more_than_may_wait_are_sent_away() -> None:
    async with Laboratory(waiting=2) as laboratory:
        asked = [laboratory.run(NUMBER) for _ in range(5)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(answer, LaboratoryBusy) for answer in answers) == 2
        assert len({answer for answer in answers if isinstance(answer, int)}) == 1


async def test_one_hostile_photo_does_not_hold_up_a_second_worker() -> None:
    async with Laboratory(workers=2) as laboratory:
        hostile = asyncio.ensure_future(laboratory.run(job("sleep")))
        assert await laboratory.run(NUMBER)
        hostile.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hostile


async def test_a_job_given_up_takes_its_worker_along() -> None:
    async with Laboratory() as laboratory:
        before = await laboratory.run(NUMBER)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(laboratory.run(job("sleep")), 0.1)
        assert await laboratory.run(NUMBER) != before


async def test_a_closed_laboratory_takes_no_more() -> None:
    laboratory = Laboratory()
    await laboratory.run(NUMBER)
    await laboratory.aclose()
    with pytest.raises(LaboratoryBusy):
        await laboratory.run(NUMBER)


async def test_a_worker_knows_no_secret_and_writes_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHEZHU_SECRET_KEY", "the key")
    async with Laboratory() as laboratory:
        found = await laboratory.run(job("surroundings", list[str]), path=str(tmp_path / "note"))
    assert not [name for name in found if name.startswith("CHEZHU") or name == "WROTE"]


def test_it_works_on_the_loop_that_the_desk_runs_on() -> None:
    async def story() -> None:
        async with Laboratory() as laboratory:
            before = await laboratory.run(NUMBER)
            with pytest.raises(TookTooLong):
                await laboratory.run(job("spin"), seconds=0.2)
            assert await laboratory.run(NUMBER) != before

    uvloop.run(story())
