"""The part of the long run with random worlds of strangers and relatives, in parallel processes on both databases."""

import itertools
import logging
import math
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from random import Random

from tests import databases
from tests.fault_injection.long_run import MAX_FAILURES, OnProgress, Result
from tests.fault_injection.random_worlds import random_world, settled
from tests.fault_injection.random_worlds.driver import WatchedDesk
from tests.fault_injection.random_worlds.kept_worlds import KeptWorlds
from tests.fault_injection.random_worlds.random_world import Tally, WorldFailed
from tests.fault_injection.random_worlds.settled import Start

log = logging.getLogger(__name__)

KINDS = ("SQLite", "PostgreSQL")
World = tuple[str, int, Tally, str]  # Kind of its database, seed, what happened, what is wrong.


def worlds(
    *,
    count: int,
    seed: int,
    template: Path,
    folder: Path,
    on_progress: OnProgress,
    processes: int = 2,
    minutes: float = math.inf,
    tally: Path | None = None,
) -> list[Result]:
    """Let `count` worlds live on each database, with the seeds from `seed` on. Returns a line for each database.

    minutes: after which no more worlds begin. tally: a file in which worlds are kept; those of earlier runs count.
    """
    ends, kept = time.monotonic() + 60 * minutes, KeptWorlds(tally, KINDS)
    starts = {"SQLite": settled.on_sqlite(template, folder), "PostgreSQL": settled.on_postgresql(folder)}
    left = _left(kept, count, seed)
    with ProcessPoolExecutor(processes) as pool:

        def submit(how_many: int) -> Iterator[Future[World]]:
            for kind, number in itertools.islice(left, how_many):
                yield pool.submit(_world, kind, number, starts[kind])

        running = set(submit(2 * processes))
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for world in (each.result() for each in done):
                kept.add(*world)
                if problem := world[-1]:
                    log.error(problem)  # At once: the other worlds may live for hours.
            on_progress(kept.worlds())
            if max(len(each) for each in kept.wrong.values()) < MAX_FAILURES and time.monotonic() < ends:
                running |= set(submit(len(done)))
    return [_result(kept, kind) for kind in KINDS]


def _left(kept: KeptWorlds, count: int, seed: int) -> Iterator[tuple[str, int]]:
    """Yield the kind of database and the seed of each world that is still to live."""
    first = kept.first_seed(seed)
    left = {kind: count - tally.worlds for kind, tally in kept.tallies.items()}
    return iter([(kind, first + number) for number in range(count) for kind in KINDS if number < left[kind]])


def _result(kept: KeptWorlds, kind: str) -> Result:
    summary, wrong = kept.tallies[kind].summary(), tuple(kept.wrong[kind])
    return Result(f"strangers and relatives, {kind}", summary, 0, wrong, kept.minutes)


def _world(kind: str, seed: int, start: Start) -> World:
    """Let one world live."""
    databases.use_test_secret()
    database = start.copy()
    try:
        with closing(WatchedDesk(database.url, database)) as app:
            return kind, seed, random_world.live(start.settled.begin(app, Random(f"relatives|{seed}")), seed=seed), ""
    except WorldFailed as problem:
        return kind, seed, Tally(worlds=1), str(problem)
