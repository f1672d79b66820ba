"""The sandbox pool under jobs that sleep, spin, exhaust memory, crash, return another type and flood."""

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvloop

from bot.adapters.sandbox import process
from bot.adapters.sandbox.confinement import Protection
from bot.adapters.sandbox.errors import JobInterrupted, JobTimeout, SandboxBusy, WorkerFailed, WorkerUnusable
from bot.adapters.sandbox.memory import MEBIBYTE, MemoryBudget
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool
from bot.adapters.sandbox.process import WorkerLimits
from tests.adapters.sandbox import hostile_jobs as jobs

TIGHT = WorkerLimits(memory=600 * MEBIBYTE, response=MEBIBYTE)
PROCESS_ID = SandboxJob(jobs.process_id, 20)
SLEEP = SandboxJob(jobs.sleep, 20)
SPIN = SandboxJob(jobs.spin, 20)


async def test_a_warm_worker_is_reused() -> None:
    async with SandboxPool() as pool:
        assert await pool.run(PROCESS_ID) == await pool.run(PROCESS_ID)


async def test_a_worker_is_replaced_after_its_number_of_jobs() -> None:
    async with SandboxPool(jobs_per_worker=2) as pool:
        first, second, third = [await pool.run(PROCESS_ID) for _ in range(3)]
        assert first == second != third


async def test_pictures_arrive_complete_and_separate() -> None:
    async with SandboxPool() as pool:
        assert await pool.run(SandboxJob(jobs.lengths, 20), b"", b"x" * 3_000_000, b"yy") == [0, 3_000_000, 2]


async def test_options_and_returned_values_are_converted_by_the_annotations() -> None:
    value = jobs.Everything(jobs.SampleColour.RED, jobs.MOMENT, (1, "二"))
    async with SandboxPool() as pool:
        assert await pool.run(SandboxJob(jobs.same, 20), value=value) == value
        assert await pool.run(SandboxJob(jobs.every_byte, 20)) == bytes(range(256))


@pytest.mark.parametrize(
    ("job", "error"), [(replace(SLEEP, elapsed=0.2), JobInterrupted), (replace(SPIN, seconds=0.2), JobTimeout)]
)
async def test_a_job_beyond_its_limits_is_killed_and_its_worker_replaced(
    job: SandboxJob[Any, int], error: type[Exception]
) -> None:
    async with SandboxPool() as pool:
        before = await pool.run(PROCESS_ID)
        with pytest.raises(error):
            await pool.run(job)
        assert await pool.run(PROCESS_ID) != before


@pytest.mark.parametrize("function", [jobs.exhaust_memory, jobs.crash, jobs.return_text, jobs.flood, jobs.fail])
async def test_a_worker_that_fails_raises_an_error_and_the_next_job_is_executed(function: Any) -> None:
    async with SandboxPool(limits=TIGHT) as pool:
        with pytest.raises(WorkerFailed) as failed:
            await pool.run(SandboxJob(function, 20))
        assert "secret" not in str(failed.value)
        assert await pool.run(PROCESS_ID)


async def test_a_worker_that_lacks_something_is_not_the_fault_of_the_picture(caplog: pytest.LogCaptureFixture) -> None:
    async with SandboxPool(limits=TIGHT) as pool:
        with pytest.raises(WorkerUnusable):
            await pool.run(SandboxJob(jobs.lack_a_model, 20))
    assert [vars(record)["error"] for record in caplog.records if record.name == "chezhu.sandbox"] == [
        "PermissionError"
    ]


async def test_output_of_a_library_is_not_parsed_as_a_response() -> None:
    async with SandboxPool() as pool:
        assert await pool.run(SandboxJob(jobs.print_noise, 20)) == await pool.run(PROCESS_ID)


async def test_a_hostile_job_does_not_block_the_event_loop() -> None:
    async with SandboxPool() as pool:
        await pool.run(PROCESS_ID)
        hostile = asyncio.ensure_future(pool.run(replace(SPIN, seconds=0.3)))
        turns = 0
        while not hostile.done():
            await asyncio.sleep(0.005)
            turns += 1
        assert isinstance(hostile.exception(), JobTimeout)
        assert turns >= 5


async def test_more_jobs_than_may_wait_are_refused() -> None:
    async with SandboxPool(max_waiting=2) as pool:
        asked = [pool.run(PROCESS_ID) for _ in range(5)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(answer, SandboxBusy) for answer in answers) == 2
        assert len({answer for answer in answers if isinstance(answer, int)}) == 1


async def test_a_hostile_job_does_not_delay_a_second_worker() -> None:
    async with SandboxPool(workers=2) as pool:
        hostile = asyncio.ensure_future(pool.run(SLEEP))
        assert await pool.run(PROCESS_ID)
        hostile.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hostile


async def test_a_cancellation_while_a_worker_starts_leaves_no_process() -> None:
    before = _children()
    starting = asyncio.ensure_future(process.start(TIGHT, ()))
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await asyncio.get_running_loop().shutdown_default_executor()  # The thread that starts it has ended.
    for _ in range(500):
        if _children() <= before:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


def _children() -> set[str]:
    """Return the processes that this one has started and that have not ended."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = file.read_text().rpartition(")")[2].split()[:2]
            found |= {file.parent.name} if parent == str(os.getpid()) and state != "Z" else set()
    return found


async def test_a_job_whose_worker_is_killed_is_tried_once_more_in_a_fresh_one() -> None:
    async with SandboxPool() as pool:
        await pool.run(PROCESS_ID)
        pool._idle[0].process.kill()
        assert await pool.run(PROCESS_ID)
        with pytest.raises(JobInterrupted):
            await pool.run(SandboxJob(jobs.be_killed, 20))


async def test_a_signal_from_the_terminal_does_not_reach_a_worker() -> None:
    async with SandboxPool() as pool:
        worker = await pool.run(PROCESS_ID)
        assert os.getsid(worker) == worker


async def test_a_job_that_waits_too_long_is_busy() -> None:
    async with SandboxPool(max_wait_seconds=0.05) as pool:
        running = asyncio.ensure_future(pool.run(SLEEP))
        await asyncio.sleep(0)
        with pytest.raises(SandboxBusy):
            await pool.run(PROCESS_ID)
        running.cancel()
        await asyncio.wait([running])


async def test_a_worker_that_has_grown_too_large_is_replaced() -> None:
    async with SandboxPool(memory=MemoryBudget(0, workers=100)) as pool:
        assert await pool.run(PROCESS_ID) != await pool.run(PROCESS_ID)


async def test_a_worker_gets_no_more_memory_than_its_job_may_use() -> None:
    async with SandboxPool() as pool:
        assert await pool.run(SandboxJob(jobs.take, 20, memory=200 * MEBIBYTE), mebibytes=100)
        with pytest.raises(WorkerFailed, match="MemoryError"):
            await pool.run(SandboxJob(jobs.take, 20, memory=50 * MEBIBYTE), mebibytes=150)


async def test_a_worker_does_not_choose_its_memory() -> None:
    async with SandboxPool() as pool:
        keep = SandboxJob(jobs.keep, 20, memory=600 * MEBIBYTE)
        keeping = await pool.run(keep, mebibytes=100)
        assert await pool.run(SandboxJob(jobs.pretend, 20)) == keeping
        with pytest.raises(WorkerFailed, match="MemoryError"):
            await pool.run(SandboxJob(jobs.take, 20, memory=50 * MEBIBYTE), mebibytes=150)
        assert await pool.run(keep, mebibytes=500) == keeping
        assert await pool.run(PROCESS_ID) != keeping, "what it keeps it could use at once"


async def test_the_successor_of_a_killed_worker_is_ready_before_the_next_job() -> None:
    async with SandboxPool(prepare=(jobs.__name__,)) as pool:
        keeping = asyncio.create_task(pool.keep_warm())
        with pytest.raises(JobTimeout):
            await pool.run(replace(SPIN, seconds=0.1))
        await asyncio.sleep(0.05)
        async with pool._starting:
            ready = pool._idle[0].process.pid
        assert await pool.run(PROCESS_ID) == ready
        keeping.cancel()
        await asyncio.wait([keeping])


async def test_where_everything_is_required_an_incomplete_worker_executes_nothing() -> None:
    prepare = (f"{jobs.__name__}:lose_libseccomp",)
    async with SandboxPool(prepare=prepare) as pool:
        assert await pool.warm() == (Protection.SECCOMP,)
        assert await pool.run(PROCESS_ID)
    async with SandboxPool(prepare=prepare, requires_all=True) as pool:
        with pytest.raises(JobInterrupted):
            await pool.run(PROCESS_ID)
    async with SandboxPool(requires_all=True) as pool:
        assert await pool.run(PROCESS_ID)


async def test_cancelling_a_job_kills_its_worker() -> None:
    async with SandboxPool() as pool:
        before = await pool.run(PROCESS_ID)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.run(SLEEP), 0.1)
        assert await pool.run(PROCESS_ID) != before


async def test_a_closed_pool_refuses_jobs() -> None:
    pool = SandboxPool()
    await pool.run(PROCESS_ID)
    await pool.aclose()
    with pytest.raises(SandboxBusy):
        await pool.run(PROCESS_ID)


async def test_a_worker_has_no_secrets_and_cannot_write_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHEZHU_SECRET_KEY", "the key")
    async with SandboxPool() as pool:
        found = await pool.run(SandboxJob(jobs.environment, 20), path=str(tmp_path / "note"))
    assert not [name for name in found if name.startswith("CHEZHU") or name == "WROTE"]


def test_the_pool_works_on_uvloop() -> None:
    async def story() -> None:
        async with SandboxPool() as pool:
            before = await pool.run(PROCESS_ID)
            with pytest.raises(JobTimeout):
                await pool.run(replace(SPIN, seconds=0.2))
            assert await pool.run(PROCESS_ID) != before

    uvloop.run(story())
