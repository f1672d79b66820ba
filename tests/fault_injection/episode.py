"""An episode: people act their stories side by side, the desk dies where it is told and starts again, all adds up.

The same seed and the same deaths pass the same points: a failure is replayed by them.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.engine.desk import Desk
from tests.fault_injection import invariants, stories
from tests.fault_injection.at_once import AtOnce
from tests.fault_injection.harness import Ground, fresh_file
from tests.fault_injection.points import Killed, Points

ROUNDS = 300
LIVES = 50


@dataclass(frozen=True)
class Plan:
    """Which stories are acted, and with which random choices."""

    kind: str
    seed: int
    people: int = 1


@dataclass(frozen=True)
class Report:
    """How an episode went. passed: how many points there were, deaths that never came included."""

    plan: Plan
    conversations: int
    passed: int
    died_at: tuple[str, ...]
    repeated: int


class Broken(AssertionError):
    """Something was lost, doubled or out of step; says how to see it again."""


def run(
    plan: Plan,
    deaths: Iterable[int],
    template: Path,
    folder: Path,
    *,
    hold: Callable[[Ground], None] = invariants.hold,
) -> Report:
    """Act an episode. `hold` fails where something is amiss at its end. Raises Broken."""
    points = Points(deaths)
    kind = stories.KINDS[plan.kind]
    url = fresh_file(template, folder)
    ground = Ground(url, points, kind.speech)
    try:
        repeated = asyncio.run(_act(ground, kind, plan, hold))
    except AssertionError as problem:
        told = " ".join(f"--point {point}" for point in sorted(points.deaths))
        seen = f"python -m tests.fault_injection --kind {plan.kind} --seed {plan.seed} --people {plan.people} {told}"
        raise Broken(f"{problem}\ndied: {', '.join(points.died_at)}\nsee it again: {seen}") from problem
    finally:
        ground.close()
    return Report(plan, plan.people, points.passed, tuple(points.died_at), repeated)


async def _act(ground: Ground, kind: stories.Kind, plan: Plan, hold: Callable[[Ground], None]) -> int:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)  # What dies with the process is no news.
    loop.set_default_executor(AtOnce())
    random = Random(f"{plan.kind}|{plan.seed}")
    cast = kind.begin(ground, random, plan.people)
    house = _House(ground)
    waiting = list(cast.acts)
    while waiting:
        waiting = [story for story in waiting if _goes_on(story)]
        await house.work()
    await house.close()
    hold(ground)
    cast.adds_up()
    return len(ground.unwritten)


def _goes_on(story: Iterator[None]) -> bool:
    """Let a story do its next deed. False when it is over; what it does not see as it should fails here."""
    return next(story, story) is not story


@dataclass
class _House:
    """Where a desk works until it dies, and another takes its place."""

    ground: Ground
    desk: Desk | None = None
    offset: int = 0

    async def work(self) -> None:
        """Let everything happen that can happen now, through as many lives as it takes."""
        for _ in range(LIVES):
            try:
                await self._live()
            except Killed:
                await self.close()
                self.ground.bury()
            else:
                return
        raise AssertionError("it dies for ever")

    async def close(self) -> None:
        """Throw away whatever the process held in memory."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self.desk is not None:
            self.desk.parts.database.close()
        self.desk, self.offset = None, 0

    async def _live(self) -> None:
        if self.desk is None:
            self.desk = await self.ground.new_desk()
        for _ in range(ROUNDS):
            if not await self._round(self.desk):
                return
        raise AssertionError("the desk does not come to rest")

    async def _round(self, desk: Desk) -> bool:
        """Receive, handle and send once. False if there was nothing to do."""
        updates = await desk.parts.bot.call("getUpdates", timeout=0, offset=self.offset, limit=100)
        if updates:
            await desk.receiver.receive(updates)
            self.offset = updates[-1]["update_id"] + 1
        moved = await desk.worker.step()
        moved += await desk.sender.step()
        await desk.sender.settle()
        moved += await self.ground.bank.deliver()
        if self.ground.house_is_due:
            await desk.parts.database.write(desk.housekeeping.round)
            self.ground.house_is_due, moved = False, moved + 1
        await asyncio.sleep(0)  # A released button is a task of its own.
        self.ground.note()
        if self.ground.points.is_dead:
            raise Killed("elsewhere")
        return bool(updates or moved)
