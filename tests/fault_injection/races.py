"""Race tests: many transactions want the same thing at the same time; the limits hold, without unexpected errors.

On SQLite the racers are threads of the one process, on PostgreSQL threads of several processes.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from typing import Any

from bot.errors import Refusal
from storage.database import Database
from tests import databases, fork_server
from tests.fault_injection import racing
from tests.fault_injection.racing import Race, RaceAction

# Seconds until all threads start, so that every process has its threads ready.
HEAD_START = 0.03


class Track:
    """Runs races on a database, with threads of one or several processes."""

    def __init__(self, url: str, *, racers: int, processes: int = 1) -> None:
        self.database = Database(url, workers=8)
        self.racers = racers
        self._url, self._processes = url, processes
        self._pool: ProcessPoolExecutor | None = None

    @contextmanager
    def open(self) -> Iterator["Track"]:
        """Start the other processes, if any."""
        if self._processes == 1:
            yield self
        else:
            with ProcessPoolExecutor(
                self._processes,
                mp_context=fork_server.context(),
                initializer=_open_database,
                initargs=(self._url, self.racers),
            ) as self._pool:
                yield self
        self.database.close()

    def run(self, race: Race) -> list[str]:
        """Run a race. Returns how each action ended: "done", the name of a refusal, or "error: …" for anything else."""
        start = time.time() + HEAD_START
        if self._pool is None:
            return _race(self.database, race.actions, start)
        shares = [race.actions[at :: self._processes] for at in range(self._processes)]
        running = [self._pool.submit(_race_in_process, share, start) for share in shares]
        return [end for share in running for end in share.result()]


def rounds(
    url: str, *, count: int, racers: int, processes: int, seed: int, on_progress: Callable[[int], None]
) -> list[str]:
    """Run `count` races. Returns what went wrong in any of them."""
    random, wrong = Random(f"races|{seed}"), []
    with Track(url, racers=racers, processes=processes).open() as track:
        for number in range(count):
            kind = list(racing.KINDS)[number % len(racing.KINDS)]
            race = racing.KINDS[kind](track.database, random, racers)
            ends = track.run(race)
            errors = [end for end in ends if end.startswith("error")]
            with track.database.reading() as session:
                found = race.check(session, ends)
            wrong += [f"round {number}, {kind}: {problem}" for problem in [*errors, found] if problem]
            on_progress(number + 1)
    return wrong


_here: list[Database] = []


def _open_database(url: str, racers: int) -> None:
    databases.use_test_secret()
    _here[:] = [Database(url, workers=racers)]


def _race_in_process(actions: Sequence[RaceAction], start: float) -> list[str]:
    return _race(_here[0], actions, start)


def _race(database: Database, actions: Sequence[RaceAction], start: float) -> list[str]:
    """Carry out every action in a transaction and a thread of its own, all at the same time."""
    line = threading.Barrier(max(1, len(actions)))

    def act(action: RaceAction) -> str:
        line.wait()
        time.sleep(max(0.0, start - time.time()))
        return attempt(database, *action)

    with ThreadPoolExecutor(max(1, len(actions))) as threads:
        return list(threads.map(act, actions))


def attempt(database: Database, name: str, about: tuple[Any, ...]) -> str:
    """Carry out one action as a turn would: a refusal rolls back, unless it keeps counted attempts."""
    try:
        with database.transaction() as session:
            try:
                done = racing.ACTIONS[name](session, *about)
            except Refusal as refusal:
                if not refusal.keeps:
                    raise
                return type(refusal).__name__
            return "done" if done is not False else "not done"
    except Refusal as refusal:
        return type(refusal).__name__
    except Exception as problem:
        return f"error: {name} {type(problem).__name__} {problem}"
