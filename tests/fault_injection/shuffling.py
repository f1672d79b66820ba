"""Lanes under fire: updates mixed and repeated, workers killed at random; order, loss and doubling are counted.

PostgreSQL: two receivers and several workers, each a process, all killed now and then.
SQLite: one process that receives and works, killed and started again.
"""

import asyncio
import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from bot.engine.clock import now
from bot.engine.inbound.receiver import store
from storage.database import Database
from storage.engine.inbox import Event
from tests import databases
from tests.fault_injection import children, counting
from tests.fault_injection.counting import Said

GRACE = 120.0
"""Seconds without any progress after which a run has failed."""


@dataclass(frozen=True)
class Plan:
    """How much, how many, and which random choices."""

    updates: int = 5_000
    users: int = 60
    seed: int = 0
    workers: int = 3
    seconds_between_kills: float = 1.0


@dataclass(frozen=True)
class Shuffled:
    """How a run went. problems: what was lost, doubled or out of order."""

    updates: int
    kills: int
    seconds: float
    problems: tuple[str, ...]


def receive(url: str, plan: Plan, part: int, parts: int) -> None:
    """Store a part of the updates, from where the last receiver died, in a process of its own."""
    databases.use_test_secret()
    database, random = Database(url), Random()
    mine = [said for said in _all(plan) if counting.teller(said, parts) == part]
    with database.reading() as session:  # They are kept in their order: the first that is not is found by halves.
        start = bisect_left(mine, True, key=lambda said: not counting.kept(session, said))
    for batch in counting.batches(mine, random, start=start):
        with database.transaction() as session:
            store(session, counting.BOT, batch, at=now())
            time.sleep(random.random() / 8)  # Others commit in between, under higher numbers.


def work(url: str) -> None:
    """Handle events until killed, in a process of its own."""
    databases.use_test_secret()
    asyncio.run(counting.lanes(Database(url)).run())


def receive_and_work(url: str, plan: Plan) -> None:
    """Do both in the one process SQLite allows."""
    databases.use_test_secret()
    asyncio.run(_both(url, plan))


async def _both(url: str, plan: Plan) -> None:
    database, random = Database(url), Random()
    working = asyncio.create_task(counting.lanes(database).run())
    with database.reading() as session:
        kept = session.execute(select(func.count()).select_from(Event)).scalar_one()
    for batch in counting.batches(_all(plan), random, start=kept):
        await database.write(partial(_store, batch))
    await working


def _store(batch: list[dict[str, Any]], session: Session) -> int:
    return store(session, counting.BOT, batch, at=now())


def run(url: str, plan: Plan, tell: Callable[[int], None] = lambda _: None) -> Shuffled:
    """Let all of them be handled while processes are killed. `tell` hears how many are done."""
    started = time.monotonic()
    fire = _Fire(url, plan)
    database = Database(url)
    done, progress = 0, time.monotonic()
    while done < plan.updates:
        fire.wait()
        with database.reading() as session:
            before, done = done, session.connection().exec_driver_sql(DONE).scalar_one()
        tell(done)
        if done > before:  # A busy machine starts processes slowly: killing them before they work would prove nothing.
            progress = time.monotonic()
            fire.shoot()
        if time.monotonic() - progress > GRACE:
            break
    fire.cease()
    with database.reading() as session:
        problems = counting.problems(session, plan.updates)
    database.close()
    return Shuffled(done, fire.kills, time.monotonic() - started, tuple(problems))


DONE = "SELECT count(*) FROM inbox WHERE state = 'done'"


class _Fire:
    """The processes of a run, and their end."""

    def __init__(self, url: str, plan: Plan) -> None:
        self._random, self._pause = Random(plan.seed), plan.seconds_between_kills
        if url.startswith("sqlite"):
            self._roles: list[tuple[Any, ...]] = [(receive_and_work, url, plan)]
        else:
            self._roles = [(receive, url, plan, part, 2) for part in range(2)] + [(work, url)] * plan.workers
        self._processes = [self._start(role) for role in self._roles]
        self.kills = 0

    def wait(self) -> None:
        """Let them work a little."""
        time.sleep(self._random.uniform(0.5, 1.5) * self._pause)

    def shoot(self) -> None:
        """Kill one of the processes and start another in its place."""
        at = self._random.randrange(len(self._processes))
        if self._processes[at].exitcode == 0:
            return  # A receiver that has told everything.
        self._processes[at].kill()
        self._processes[at].join()
        self.kills += 1
        self._processes[at] = self._start(self._roles[at])

    def cease(self) -> None:
        """End them all."""
        for process in self._processes:
            process.kill()
            process.join()

    def _start(self, role: tuple[Any, ...]) -> BaseProcess:
        return children.start(*role)


def _all(plan: Plan) -> list[Said]:
    return counting.messages(plan.users, plan.updates, Random(f"shuffling|{plan.seed}"))
