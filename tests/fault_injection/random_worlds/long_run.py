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
from tests.fault_injection.random_worlds.random_world import Tally, WorldFailed
from tests.fault_injection.random_worlds.settled import Start

log = logging.getLogger(__name__)

KINDS = ("SQLite", "PostgreSQL")


def worlds(
    *,
    count: int,
    seed: int,
    template: Path,
    folder: Path,
    on_progress: OnProgress,
    processes: int = 2,
    minutes: float = math.inf,
) -> list[Result]:
    """Let `count` worlds live on each database, with the seeds from `seed` on. Returns a line for each database.

    minutes: after which no more worlds begin.
    """
    ends = time.monotonic() + 60 * minutes
    starts = {"SQLite": settled.on_sqlite(template, folder), "PostgreSQL": settled.on_postgresql(folder)}
    left = iter([(kind, number) for number in range(seed, seed + count) for kind in KINDS])
    tallies, wrong = {kind: Tally() for kind in KINDS}, {kind: list[str]() for kind in KINDS}
    with ProcessPoolExecutor(processes) as pool:

        def submit(how_many: int) -> Iterator[Future[tuple[str, Tally, str]]]:
            for kind, number in itertools.islice(left, how_many):
                yield pool.submit(_world, kind, number, starts[kind])

        running = set(submit(2 * processes))
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for each in done:
                kind, tally, problem = each.result()
                tallies[kind].add(tally)
                if problem:
                    log.error(problem)  # At once: the other worlds may live for hours.
                    wrong[kind].append(problem)
            on_progress(sum(tally.worlds for tally in tallies.values()) // len(KINDS))
            if max(len(each) for each in wrong.values()) < MAX_FAILURES and time.monotonic() < ends:
                running |= set(submit(len(done)))
    return [
        Result(f"strangers and relatives, {kind}", tallies[kind].summary(), 0, tuple(wrong[kind])) for kind in KINDS
    ]


def _world(kind: str, seed: int, start: Start) -> tuple[str, Tally, str]:
    """Let one world live. Returns the kind of its database, what happened, and what is wrong."""
    databases.use_test_secret()
    database = start.copy()
    try:
        with closing(WatchedDesk(database.url, database)) as app:
            return kind, random_world.live(start.settled.begin(app, Random(f"relatives|{seed}")), seed=seed), ""
    except WorldFailed as problem:
        return kind, Tally(worlds=1), str(problem)
