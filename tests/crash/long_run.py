"""The parts of the long run, each of which answers with its figures."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests import stores
from tests.crash import episode, killing, races, shuffling
from tests.crash.episode import Broken, Plan
from tests.postgresql import Postgres

SHARE = 20
"""Episodes one process runs at a time."""

PEOPLE = 8
"""Who act while a real process is killed."""

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Result:
    """One line of the report."""

    what: str
    how_many: str
    repeated: int
    wrong: tuple[str, ...]


def episodes(*, count: int, seed: int, template: Path, folder: Path, tell: Tell, processes: int = 2) -> Result:
    """Kill so many conversations at points drawn at random, in processes side by side."""
    plans = list(_plans(count, Random(f"long|{seed}")))
    shares = [plans[at : at + SHARE] for at in range(0, len(plans), SHARE)]
    done, repeated, deaths, wrong = 0, 0, 0, []
    with ProcessPoolExecutor(processes, initializer=stores.use_test_secret) as pool:
        running = [pool.submit(_share, share, template, folder, at) for at, share in enumerate(shares)]
        for share in as_completed(running):
            told = share.result()
            done, repeated, deaths = done + told[0], repeated + told[1], deaths + told[2]
            wrong += told[3]
            tell(done)
    return Result("conversations killed", f"{done:,} conversations, {deaths:,} deaths", repeated, tuple(wrong))


def killed_processes(*, count: int, seed: int, template: Path, folder: Path, tell: Tell) -> Result:
    """Kill so many real processes, a handful under each group of people."""
    kills, people, repeated, wrong = 0, 0, 0, []
    while kills < count:
        try:
            run = killing.run(
                stores.sqlite_copy(template, folder), conversations=PEOPLE, kills=count - kills, seed=seed + kills
            )
        except AssertionError as problem:
            wrong.append(f"seed {seed + kills}: {problem}")
            break
        kills, people, repeated = kills + run.kills, people + run.conversations, repeated + run.repeated
        tell(kills)
    return Result("processes killed", f"{kills:,} kills, {people:,} people", repeated, tuple(wrong))


def shuffled(url: str, *, count: int, seed: int, tell: Tell) -> Result:
    """Mix and repeat so many updates while processes are killed."""
    plan = shuffling.Plan(updates=count, users=max(60, count // 200), seed=seed, seconds_between_kills=2.0)
    told = shuffling.run(url, plan, tell)
    return Result(f"updates mixed, {_kind(url)}", f"{told.updates:,} updates, {told.kills} kills", 0, told.problems)


def raced(url: str, *, count: int, seed: int, tell: Tell) -> Result:
    """Run so many races."""
    processes = 1 if url.startswith("sqlite") else 4
    wrong = races.rounds(url, count=count, racers=50, processes=processes, seed=seed, tell=tell)
    return Result(f"races, {_kind(url)}", f"{count:,} rounds of 50", 0, tuple(wrong))


def stores_of_both_kinds(postgres: Postgres, template: Path, folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Give, for each kind of database, its name and what makes a fresh store and answers with its URL."""
    fresh = (folder / f"store-{number}" for number in itertools.count())

    def on_sqlite() -> str:
        own = next(fresh)
        own.mkdir()
        return stores.sqlite_copy(template, own)

    yield "SQLite", on_sqlite
    yield "PostgreSQL", lambda: postgres.url(stores.postgresql_copy(postgres))


def _plans(count: int, random: Random) -> Iterator[tuple[Plan, list[int]]]:
    """Draw episodes until so many conversations are in them: some with one death, some with many."""
    while count > 0:
        plan = Plan(random.choice(["booking", "booking", "filing"]), random.randrange(10**9), random.randrange(1, 7))
        first = random.randrange(1, 30 + 30 * plan.people)
        many = random.random() < 0.5
        yield plan, list(range(first, 4_000, random.randrange(50 + 25 * plan.people, 400))) if many else [first]
        count -= plan.people


def _share(
    share: list[tuple[Plan, list[int]]], template: Path, folder: Path, number: int
) -> tuple[int, int, int, list[str]]:
    own = folder / f"share-{number}"
    own.mkdir()
    done, repeated, deaths, wrong = 0, 0, 0, []
    for plan, points in share:
        try:
            report = episode.run(plan, points, template, own)
        except Broken as problem:
            wrong.append(str(problem))
        else:
            repeated, deaths = repeated + report.repeated, deaths + len(report.died_at)
            done += plan.people if report.died_at else 0
    return done, repeated, deaths, wrong


def _kind(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"
