"""The part of the long run with random worlds of strangers and relatives, in parallel processes on both databases."""

import itertools
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from tests import databases
from tests.fault_injection.long_run import MAX_FAILURES, OnProgress, Result
from tests.fault_injection.random_worlds import random_world
from tests.fault_injection.random_worlds.random_world import Tally, WorldFailed
from tests.postgresql import Postgres

KINDS = ("SQLite", "PostgreSQL")


def worlds(
    *, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress, processes: int = 2
) -> list[Result]:
    """Let `count` worlds live on each database, with the seeds from `seed` on. Returns a line for each database."""
    postgres = Postgres.of_this_run()
    prepared = postgres.prepared("every_table", databases.fill)
    left = iter([(kind, number) for number in range(seed, seed + count) for kind in KINDS])
    tallies, wrong = {kind: Tally() for kind in KINDS}, {kind: list[str]() for kind in KINDS}
    with ProcessPoolExecutor(processes) as pool:

        def submit(how_many: int) -> Iterator[Future[tuple[str, Tally, str]]]:
            for kind, number in itertools.islice(left, how_many):
                yield pool.submit(_world, kind, number, template, folder, postgres, prepared)

        running = set(submit(2 * processes))
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for each in done:
                kind, tally, problem = each.result()
                tallies[kind].add(tally)
                wrong[kind] += [problem] if problem else []
            on_progress(sum(tally.worlds for tally in tallies.values()) // len(KINDS))
            if max(len(each) for each in wrong.values()) < MAX_FAILURES:
                running |= set(submit(len(done)))
    return [
        Result(f"strangers and relatives, {kind}", tallies[kind].summary(), 0, tuple(wrong[kind])) for kind in KINDS
    ]


def _world(
    kind: str, seed: int, template: Path, folder: Path, postgres: Postgres, prepared: str
) -> tuple[str, Tally, str]:
    """Let one world live. Returns the kind of its database, what happened, and what is wrong."""
    own = folder / f"relatives-{kind}-{seed}"
    own.mkdir()
    name = "" if kind == "SQLite" else postgres.create(prepared)
    try:
        url = postgres.url(name) if name else databases.sqlite_copy(template, own)
        return kind, random_world.run(url, seed=seed), ""
    except WorldFailed as problem:
        return kind, Tally(worlds=1), str(problem)
    finally:
        if name:
            postgres.drop(name)
        for path in own.iterdir():
            path.unlink()
        own.rmdir()
