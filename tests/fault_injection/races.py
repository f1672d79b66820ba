"""Races: many want the same thing at the same moment, and the limits hold; nobody meets an error that is none of his.

On SQLite the racers are threads of the one process, on PostgreSQL threads of several processes.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from typing import Any

from bot.errors import Refusal
from storage.database import Database
from tests import databases
from tests.fault_injection import racing
from tests.fault_injection.racing import Deed, Race

HEAD_START = 0.03
"""Seconds until all racers start, so that every process has its own ready."""


class Track:
    """Where races are run: a store, and racers that wait for the start."""

    def __init__(self, url: str, *, racers: int, processes: int = 1) -> None:
        self.database = Database(url, workers=8)
        self.racers = racers
        self._url, self._processes = url, processes
        self._pool: ProcessPoolExecutor | None = None

    @contextmanager
    def open(self) -> Iterator["Track"]:
        """Have the other processes ready, where there are any."""
        if self._processes == 1:
            yield self
        else:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["tests.fault_injection.races"])
            with ProcessPoolExecutor(
                self._processes, mp_context=context, initializer=_move_in, initargs=(self._url, self.racers)
            ) as self._pool:
                yield self
        self.database.close()

    def run(self, race: Race) -> list[str]:
        """Let them race. Returns how each ended: "done", the name of a refusal, or "error: …" for anything else."""
        start = time.time() + HEAD_START
        if self._pool is None:
            return _race(self.database, race.deeds, start)
        shares = [race.deeds[at :: self._processes] for at in range(self._processes)]
        running = [self._pool.submit(_race_there, share, start) for share in shares]
        return [end for share in running for end in share.result()]


def rounds(url: str, *, count: int, racers: int, processes: int, seed: int, tell: Callable[[int], None]) -> list[str]:
    """Run so many races. Returns what went wrong in any of them."""
    random, wrong = Random(f"races|{seed}"), []
    with Track(url, racers=racers, processes=processes).open() as track:
        for number in range(count):
            kind = list(racing.KINDS)[number % len(racing.KINDS)]
            race = racing.KINDS[kind](track.database, random, racers)
            ends = track.run(race)
            errors = [end for end in ends if end.startswith("error")]
            with track.database.reading() as session:
                told = race.holds(session, ends)
            wrong += [f"round {number}, {kind}: {problem}" for problem in [*errors, told] if problem]
            tell(number + 1)
    return wrong


_here: list[Database] = []


def _move_in(url: str, racers: int) -> None:
    databases.use_test_secret()
    _here[:] = [Database(url, workers=racers)]


def _race_there(deeds: Sequence[Deed], start: float) -> list[str]:
    return _race(_here[0], deeds, start)


def _race(database: Database, deeds: Sequence[Deed], start: float) -> list[str]:
    """Do every deed in a transaction and a thread of its own, all at once."""
    line = threading.Barrier(max(1, len(deeds)))

    def act(deed: Deed) -> str:
        line.wait()
        time.sleep(max(0.0, start - time.time()))
        return attempt(database, *deed)

    with ThreadPoolExecutor(max(1, len(deeds))) as threads:
        return list(threads.map(act, deeds))


def attempt(database: Database, name: str, about: tuple[Any, ...]) -> str:
    """Do one deed as a turn would: a refusal rolls back, unless it keeps what was counted."""
    try:
        with database.transaction() as session:
            try:
                done = racing.DEEDS[name](session, *about)
            except Refusal as refusal:
                if not refusal.keeps:
                    raise
                return type(refusal).__name__
            return "done" if done is not False else "not done"
    except Refusal as refusal:
        return type(refusal).__name__
    except Exception as problem:
        return f"error: {name} {type(problem).__name__} {problem}"
