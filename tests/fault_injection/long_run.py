"""Parts of the long run: episodes, killed processes, shuffled updates and races, each with its result."""

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests import databases
from tests.fault_injection import episode, killing, races, shuffling, stories
from tests.fault_injection.episode import EpisodeFailed, Plan
from tests.postgresql import Postgres

SHARE = 20  # Episodes that one process runs at a time.
PEOPLE = 8  # People in a run with killed processes.
MAX_FAILURES = 20  # Failed episodes after which no more are started.

OnProgress = Callable[[int], None]
Drawn = tuple[Plan, list[int]]  # An episode and its crash points.


@dataclass(frozen=True)
class Result:
    """One line of the report. minutes: what earlier runs took that count as well."""

    what: str
    how_many: str
    repeated: int
    wrong: tuple[str, ...]
    minutes: float = 0.0


@dataclass
class Tally:
    """Results of episodes by kind: people whose desk crashed, crashes, repeated messages and failures."""

    people: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add the other one's figures."""
        self.people += other.people
        self.crashes += other.crashes
        self.repeated += other.repeated
        self.wrong += other.wrong

    def line(self, kind: str) -> Result:
        """Return the line of the report for one kind."""
        many = f"{self.people[kind]:,} conversations, {self.crashes[kind]:,} crashes"
        wrong = tuple(problem for of_kind, problem in self.wrong if of_kind == kind)
        return Result(f"conversations: {kind}", many, self.repeated[kind], wrong)


def episodes(
    *, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress, processes: int = 2
) -> list[Result]:
    """Crash `count` conversations at random points, in parallel processes. Returns a line for each kind."""
    plans, total, number = _plans(Random(f"long|{seed}")), Tally(), itertools.count()
    with ProcessPoolExecutor(processes, initializer=databases.use_test_secret) as pool:

        def submit() -> Future[Tally]:
            share = list(itertools.islice(plans, SHARE))
            return pool.submit(_share, share, template, folder, next(number))

        running = {submit() for _ in range(2 * processes)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for share in done:
                total.add(share.result())
            on_progress(total.people.total())
            if total.people.total() < count and len(total.wrong) < MAX_FAILURES:
                running |= {submit() for _ in done}
    return [total.line(kind) for kind in stories.KINDS]


def killed_processes(*, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress) -> Result:
    """Kill `count` real processes, several for each group of people."""
    kills, people, repeated, wrong = 0, 0, 0, []
    while kills < count:
        try:
            run = killing.run(
                databases.sqlite_copy(template, folder), conversations=PEOPLE, kills=count - kills, seed=seed + kills
            )
        except AssertionError as problem:
            wrong.append(f"seed {seed + kills}: {problem}")
            break
        kills, people, repeated = kills + run.kills, people + run.conversations, repeated + run.repeated
        on_progress(kills)
    return Result("processes killed", f"{kills:,} kills, {people:,} people", repeated, tuple(wrong))


def shuffled(url: str, *, count: int, seed: int, on_progress: OnProgress) -> Result:
    """Reorder and repeat `count` updates while processes are killed."""
    pause = max(2.0, count / 200_000)  # Longer runs kill less often, as a start takes a second.
    plan = shuffling.Plan(updates=count, users=max(60, count // 200), seed=seed, seconds_between_kills=pause)
    result = shuffling.run(url, plan, on_progress)
    found = f"{result.updates:,} updates, {result.kills} kills"
    return Result(f"updates mixed, {_kind(url)}", found, 0, result.problems)


def raced(url: str, *, count: int, seed: int, on_progress: OnProgress) -> Result:
    """Run `count` races."""
    processes = 1 if url.startswith("sqlite") else 4
    wrong = races.rounds(url, count=count, racers=50, processes=processes, seed=seed, on_progress=on_progress)
    return Result(f"races, {_kind(url)}", f"{count:,} rounds of 50", 0, tuple(wrong))


def stores_of_both_kinds(postgres: Postgres, template: Path, folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Return the name of each kind of database and a function that creates a database and returns its URL."""
    fresh = (folder / f"store-{number}" for number in itertools.count())

    def on_sqlite() -> str:
        own = next(fresh)
        own.mkdir()
        return databases.sqlite_copy(template, own)

    yield "SQLite", on_sqlite
    yield "PostgreSQL", lambda: postgres.url(databases.postgresql_copy(postgres))


def _plans(random: Random) -> Iterator[Drawn]:
    """Draw episodes without end: some with one crash, some with many."""
    kinds, shares = list(stories.KINDS), [kind.share for kind in stories.KINDS.values()]
    while True:
        plan = Plan(random.choices(kinds, shares)[0], random.randrange(10**9), random.randrange(1, 7))
        alone, each_other = stories.KINDS[plan.kind].points
        about = alone + each_other * (plan.people - 1)
        first = random.randrange(1, about)
        many = random.random() < 0.5
        yield (
            plan,
            list(range(first, 20 * about, random.randrange(50 + 25 * plan.people, 2 * about))) if many else [first],
        )


def _share(share: list[Drawn], template: Path, folder: Path, number: int) -> Tally:
    own = folder / f"share-{number}"
    own.mkdir()
    tally = Tally()
    for plan, points in share:
        try:
            report = episode.run(plan, points, template, own)
        except EpisodeFailed as problem:
            tally.wrong.append((plan.kind, str(problem)))
            tally.people[plan.kind] += plan.people
        else:
            tally.crashes[plan.kind] += len(report.crashed_at)
            tally.repeated[plan.kind] += report.repeated
            tally.people[plan.kind] += plan.people if report.crashed_at else 0
    shutil.rmtree(own)
    return tally


def _kind(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"
