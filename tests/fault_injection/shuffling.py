"""Reordered and repeated updates while processes are killed at random: nothing is lost, repeated or out of order.

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
from bot.engine.inbound.receiver import store_updates
from storage.database import Database
from storage.engine.inbox import Event
from tests import databases
from tests.fault_injection import children, counting
from tests.fault_injection.counting import NumberedMessage

# Seconds without any progress after which a run has failed.
NO_PROGRESS_TIMEOUT = 120.0


@dataclass(frozen=True)
class Plan:
    """The size of a run and the seed of its random choices."""

    updates: int = 5_000
    users: int = 60
    seed: int = 0
    workers: int = 3
    seconds_between_kills: float = 1.0


@dataclass(frozen=True)
class Shuffled:
    """The result of a run. problems: what was lost, handled twice or out of order."""

    updates: int
    kills: int
    seconds: float
    problems: tuple[str, ...]


def receive(url: str, plan: Plan, part: int, parts: int) -> None:
    """Store a part of the updates, from where the last receiver was killed, in a process of its own."""
    databases.use_test_secret()
    database, random = Database(url), Random()
    mine = [numbered for numbered in _all(plan) if counting.receiver_of(numbered, parts) == part]
    with database.reading() as session:  # They are stored in order: bisection finds the first that is not.
        start = bisect_left(mine, True, key=lambda numbered: not counting.is_stored(session, numbered))
    for batch in counting.batches(mine, random, start=start):
        with database.transaction() as session:
            store_updates(session, counting.BOT, batch, at=now())
            time.sleep(random.random() / 8)  # Others commit higher numbers in between.


def work(url: str) -> None:
    """Handle events until killed, in a process of its own."""
    databases.use_test_secret()
    asyncio.run(counting.event_worker(Database(url)).run())


def receive_and_work(url: str, plan: Plan) -> None:
    """Receive and handle updates in the one process that SQLite allows."""
    databases.use_test_secret()
    asyncio.run(_both(url, plan))


async def _both(url: str, plan: Plan) -> None:
    database, random = Database(url), Random()
    working = asyncio.create_task(counting.event_worker(database).run())
    with database.reading() as session:
        kept = session.execute(select(func.count()).select_from(Event)).scalar_one()
    for batch in counting.batches(_all(plan), random, start=kept):
        await database.write(partial(_store, batch))
    await working


def _store(batch: list[dict[str, Any]], session: Session) -> int:
    return store_updates(session, counting.BOT, batch, at=now())


def run(url: str, plan: Plan, on_progress: Callable[[int], None] = lambda _: None) -> Shuffled:
    """Handle all updates while processes are killed. `on_progress` is called with the number of handled ones."""
    started = time.monotonic()
    processes = _Processes(url, plan)
    database = Database(url)
    done, progress = 0, time.monotonic()
    while done < plan.updates:
        processes.wait()
        with database.reading() as session:
            before, done = done, session.connection().exec_driver_sql(HANDLED).scalar_one()
        on_progress(done)
        if done > before:  # On a busy machine processes start slowly; one must have worked before it is killed.
            progress = time.monotonic()
            processes.kill()
        if time.monotonic() - progress > NO_PROGRESS_TIMEOUT:
            break
    processes.kill_all()
    with database.reading() as session:
        problems = counting.problems(session, plan.updates)
    database.close()
    return Shuffled(done, processes.kills, time.monotonic() - started, tuple(problems))


HANDLED = "SELECT count(*) FROM inbox WHERE state = 'done'"


class _Processes:
    """The processes of a run, which can be killed and started again."""

    def __init__(self, url: str, plan: Plan) -> None:
        self._random, self._pause = Random(plan.seed), plan.seconds_between_kills
        if url.startswith("sqlite"):
            self._roles: list[tuple[Any, ...]] = [(receive_and_work, url, plan)]
        else:
            self._roles = [(receive, url, plan, part, 2) for part in range(2)] + [(work, url)] * plan.workers
        self._processes = [self._start(role) for role in self._roles]
        self.kills = 0

    def wait(self) -> None:
        """Let the processes work for a random time."""
        time.sleep(self._random.uniform(0.5, 1.5) * self._pause)

    def kill(self) -> None:
        """Kill one of the processes and start another in its place."""
        at = self._random.randrange(len(self._processes))
        if self._processes[at].exitcode == 0:
            return  # A receiver that has finished.
        self._processes[at].kill()
        self._processes[at].join()
        self.kills += 1
        self._processes[at] = self._start(self._roles[at])

    def kill_all(self) -> None:
        """Kill all processes."""
        for process in self._processes:
            process.kill()
            process.join()

    def _start(self, role: tuple[Any, ...]) -> BaseProcess:
        return children.start(*role)


def _all(plan: Plan) -> list[NumberedMessage]:
    return counting.messages(plan.users, plan.updates, Random(f"shuffling|{plan.seed}"))
