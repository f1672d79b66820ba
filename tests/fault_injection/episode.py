"""Episodes: people act their stories in parallel while the desk crashes at given points, and the result is checked.

The same seed and the same crash points give the same run, so that a failure can be repeated.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.engine.desk import Desk
from tests.fault_injection import invariants, stories
from tests.fault_injection.crash_points import CrashPoints, ProcessCrash
from tests.fault_injection.environment import Environment, fresh_file
from tests.fault_injection.in_process import ImmediateExecutor

ROUNDS = 300
MAX_RESTARTS = 50


@dataclass(frozen=True)
class Plan:
    """The kind of an episode, the seed of its random choices, and the number of people."""

    kind: str
    seed: int
    people: int = 1


@dataclass(frozen=True)
class Report:
    """The result of an episode. passed: the number of crash points passed; crashed_at: names of those that crashed."""

    plan: Plan
    conversations: int
    passed: int
    crashed_at: tuple[str, ...]
    repeated: int


class EpisodeFailed(AssertionError):
    """Something was lost, done twice or out of order; the message has the command that repeats the episode."""


def run(
    plan: Plan,
    crashes: Iterable[int],
    template: Path,
    folder: Path,
    *,
    check: Callable[[Environment], None] = invariants.check,
) -> Report:
    """Run an episode that crashes at these points. `check` is called at its end. Raises EpisodeFailed."""
    points = CrashPoints(crashes)
    kind = stories.KINDS[plan.kind]
    url = fresh_file(template, folder)
    environment = Environment(url, points, kind.definition)
    try:
        repeated = asyncio.run(_act(environment, kind, plan, check))
    except AssertionError as problem:
        at = " ".join(f"--point {point}" for point in sorted(points.crashes))
        repeat = f"python -m tests.fault_injection --kind {plan.kind} --seed {plan.seed} --people {plan.people} {at}"
        raise EpisodeFailed(f"{problem}\ncrashed: {', '.join(points.crashed_at)}\nrepeat: {repeat}") from problem
    finally:
        environment.close()
    return Report(plan, plan.people, points.passed, tuple(points.crashed_at), repeated)


async def _act(environment: Environment, kind: stories.Kind, plan: Plan, check: Callable[[Environment], None]) -> int:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)  # Tasks that are cancelled by a crash need no report.
    loop.set_default_executor(ImmediateExecutor())
    random = Random(f"{plan.kind}|{plan.seed}")
    scenario = kind.begin(environment, random, plan.people)
    runner = _DeskRunner(environment)
    waiting = list(scenario.stories)
    while waiting:
        waiting = [story for story in waiting if _step(story)]
        await runner.work()
    await runner.close()
    check(environment)
    scenario.check()
    return len(environment.unrecorded)


def _step(story: Iterator[None]) -> bool:
    """Let a story take its next step. Returns False when it has ended. Raises AssertionError if the story fails."""
    return next(story, story) is not story


@dataclass
class _DeskRunner:
    """Runs a desk until it crashes, and then another."""

    environment: Environment
    desk: Desk | None = None
    offset: int = 0

    async def work(self) -> None:
        """Let the desk do everything that is due, with as many restarts as it takes."""
        for _ in range(MAX_RESTARTS):
            try:
                await self._run_until_idle()
            except ProcessCrash:
                await self.close()
                self.environment.record_crash()
            else:
                return
        raise AssertionError("the desk crashes without end")

    async def close(self) -> None:
        """Discard everything that the process held in memory."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self.desk is not None:
            self.desk.parts.database.close()
        self.desk, self.offset = None, 0

    async def _run_until_idle(self) -> None:
        if self.desk is None:
            self.desk = await self.environment.new_desk()
        for _ in range(ROUNDS):
            if not await self._round(self.desk):
                return
        raise AssertionError("the desk does not become idle")

    async def _round(self, desk: Desk) -> bool:
        """Receive, handle and send once. Returns False if there was nothing to do."""
        updates = await desk.parts.bot.call("getUpdates", timeout=0, offset=self.offset, limit=100)
        if updates:
            await desk.receiver.receive(updates)
            self.offset = updates[-1]["update_id"] + 1
        moved = await desk.worker.step()
        moved += await desk.sender.step()
        await desk.sender.settle()
        moved += await self.environment.bank.deliver()
        if self.environment.housekeeping_is_due:
            await desk.parts.database.write(desk.housekeeping.round)
            self.environment.housekeeping_is_due, moved = False, moved + 1
        await asyncio.sleep(0)  # Answers to taps are sent by tasks of their own.
        self.environment.record_screens()
        if self.environment.points.has_crashed:
            raise ProcessCrash("elsewhere")
        return bool(updates or moved)
