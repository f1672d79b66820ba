"""One episode of a chaos run: updates arrive while disturbances follow each other; then all end, and it is checked."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from tests.fault_injection.chaos import checks, disturbances, journal, unknown_rows
from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.chaos.child import ChildPlan
from tests.fault_injection.chaos.controls import Controls
from tests.fault_injection.chaos.disturbances import Scene
from tests.fault_injection.chaos.flows import MARKS
from tests.fault_injection.chaos.journal import Journal
from tests.fault_injection.chaos.lanes import MAX_ATTEMPTS, Lanes
from tests.fault_injection.chaos.missing_guards import TRANSACTION_CHECK
from tests.fault_injection.chaos.processes import Processes, wait
from tests.fault_injection.chaos.telegram import Traffic
from tests.fault_injection.chaos.unknown_rows import MARK

# Updates that wait at most: Telegram hands out more when these are handled.
BACKLOG = 3_000
TURNS = 20  # Of every other lane, while the oldest event of a lane is due and waits.
PAUSE = 0.2
LANES_EVERY = 5  # Looks: reading the oldest event of each lane takes as long as a few turns.
# Without progress, one each pause, which are longer on a busy machine. An event that always fails takes half a minute.
LOOKS = 450
START_LOOKS = 600
PAST = datetime(2026, 1, 1, tzinfo=UTC)

# What nobody knows is left where it is; everything else must be handled.
_IS_KNOWN = f"key NOT LIKE '{MARK}%'"
_waiting = text(
    "SELECT 'inbox ' || source || ' ' || lane || ' ' || key || ' attempts ' || attempts || ' due ' || due_at || ' ' "
    f"|| note FROM inbox WHERE state = 'waiting' AND {_IS_KNOWN} UNION ALL "
    "SELECT 'outbox ' || channel || ' ' || lane || ' ' || id || ' attempts ' || attempts || ' due ' || due_at || ' ' "
    f"|| note FROM outbox WHERE state IN ('waiting', 'underway') AND about <> '{MARK}' UNION ALL "
    "SELECT 'timer ' || kind || ' due ' || due_at FROM timers WHERE state = 'set' LIMIT 20"
)
_failed = text("SELECT note FROM outbox WHERE state = 'failed' AND policy <> 'once' AND note <> :given_up LIMIT 5")


@dataclass(frozen=True)
class Shape:
    """The size of an episode. processes: on PostgreSQL.

    pace: how long disturbances last, 1 for up to three seconds. faults: of a million statements, how many fail from the
    start. patience: looks without progress after which the episode ends, and has failed.
    """

    updates: int = 20_000
    people: int = 250
    disturbances: int = 36
    processes: int = 3
    pace: float = 1.0
    faults: int = 0
    patience: int = LOOKS


class Episode:
    """One episode on a database. `first`: the number of its first update, as a store holds many episodes.

    until: words of a problem that ends the episode, when a guard is missing.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        shape: Shape,
        seed: int,
        *,
        first: int = 1,
        newer: bool = False,
        without: str = "",
        until: str = "",
    ) -> None:
        self._until = until
        self._before = 0  # The number of the last event of earlier episodes.
        self._shape, self._numbers = shape, range(first, first + shape.updates)
        self._database, self._controls, self._lanes = Database(url), Controls(), Lanes()
        self._journal = Journal(folder / "journal")
        self._random, self._given_up, self._looks = Random(f"chaos|{seed}"), 0, 0
        self._traffic = Traffic(seed, shape.people, self._numbers)
        self._plan = ChildPlan(url, self._journal.path, self._traffic, 0, seed, newer, without)
        self._is_noticed = False  # That a guard is missing, before the end.
        count = 1 if self._database.is_sqlite else shape.processes
        self._processes = Processes(self._plan, count, self._controls, self._journal, self._random)

    def run(self, on_progress: Callable[[int], None] = lambda _: None) -> Findings:
        """Run the episode and check it."""
        MARKS.metadata.create_all(self._database.engine)
        unknown_rows.allow(self._database)
        with self._database.reading() as session:
            self._given_up = checks.count_given_up(session)
            self._before = session.execute(text("SELECT coalesce(max(id), 0) FROM inbox")).scalar_one()
        self._controls.fault_rate = self._shape.faults
        self._processes.start_all()
        try:
            self._wait_until_started()
            with ExitStack() as held:
                self._disturb(self._scene(held), on_progress)
                waiting = [] if self._is_noticed else self._wait_until_idle()
            return self._findings(waiting)
        finally:
            self._processes.kill_all()
            self._journal.close()
            self._database.close()

    def _wait_until_started(self) -> None:
        """Wait until every process runs: on a busy machine one could do everything before another has started."""
        for _ in range(START_LOOKS):
            started = {entry.slot for entry in journal.read(self._journal.path) if entry.what == "started"}
            if len(started) == len(self._processes.newer):
                return
            wait(PAUSE)

    def _scene(self, held: ExitStack) -> Scene:
        chats = sorted({self._traffic.chat(number) for number in self._numbers[:1000]})
        return Scene(
            self._database, self._processes, self._controls, self._journal, self._random, chats, held, self._shape.pace
        )

    def _disturb(self, scene: Scene, on_progress: Callable[[int], None]) -> None:
        """Hand the updates out as they are handled, with disturbances spread over them; then end all of these."""
        names = disturbances.drawn(scene, self._shape.disturbances)
        step = len(self._numbers) / (self._shape.disturbances + 1)
        handled, due, left, name = 0, step, self._shape.patience, next(names, None)
        while (handled < len(self._numbers) or name) and left and not self._is_noticed:
            before, handled = handled, self._handled()
            left = self._shape.patience if handled > before else left - 1
            on_progress(handled)
            self._controls.limit = min(self._numbers[-1], self._numbers[0] + handled + BACKLOG)
            self._processes.replace_ended()
            if name is not None and (handled >= due or handled == len(self._numbers)):
                disturbances.cause(scene, name)
                name, due = next(names, None), due + step
            wait(PAUSE)
        disturbances.end_all(scene)

    def _handled(self) -> int:
        """Return how many updates are handled or set aside."""
        with self._database.reading() as session:
            done = session.execute(text("SELECT count(*) FROM chaos_marks WHERE kind = 'update'")).scalar_one()
            handled = int(done) + len(checks.set_aside(session, self._numbers, first=self._before))
            self._is_noticed = self._notices(session)
            self._looks += 1
            if self._looks % LANES_EVERY == 0:
                self._lanes.look(session, handled)
            return handled

    def _notices(self, session: Session) -> bool:
        """Return whether it shows already that a guard is missing."""
        if self._plan.without == TRANSACTION_CHECK:
            return checks.torn(session) > 0
        return self._until != "" and any(self._until in problem for problem in self._check(session).problems)

    def _check(self, session: Session) -> Findings:
        entries = list(journal.read(self._journal.path))
        given_up = checks.count_given_up(session) - self._given_up
        return checks.check(session, entries, self._numbers, given_up=given_up)

    def _wait_until_idle(self) -> list[str]:
        """Wait until nothing is left to do. Returns what waits even then."""
        before, left = list[str](), self._shape.patience
        while True:
            self._processes.replace_ended()
            with self._database.reading() as session:
                self._lanes.look(session, len(self._numbers))
                waiting = list(session.execute(_waiting).scalars())
            before, left = waiting, (left - 1 if waiting == before else self._shape.patience)
            if not waiting or not left:
                return waiting
            if all(each.startswith("timer") for each in waiting):
                self._fire_timers()
            wait(PAUSE)

    def _fire_timers(self) -> None:
        """Let the moment of every timer come: those set by a wrong clock are due later than a day from now."""
        with self._database.transaction() as session:
            session.execute(text("UPDATE timers SET due_at = :now WHERE state = 'set'"), {"now": PAST})

    def _findings(self, waiting: list[str]) -> Findings:
        with self._database.reading() as session:
            if not self._database.is_sqlite:  # The checks between the queries take minutes on a busy machine.
                session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            findings = self._check(session)
            if self._plan.without == TRANSACTION_CHECK:
                findings.problems.append(f"done without its effects, or with them twice: {checks.torn(session)}")
            failed = list(session.execute(_failed, {"given_up": checks.GIVEN_UP}).scalars())
        findings.problems += self._processes.problems + [f"left at the end: {each}" for each in waiting]
        findings.problems += unknown_rows.take_away(self._database) + [f"a delivery failed: {each}" for each in failed]
        if self._lanes.most > TURNS * self._shape.people:
            findings.problems.append(f"a lane was held while {self._lanes.most:,} updates were handled")
        if self._lanes.attempts > MAX_ATTEMPTS:
            findings.problems.append(f"an event was postponed {self._lanes.attempts} times")
        with self._database.transaction() as session:
            session.execute(text("DELETE FROM chaos_marks"))
        return replace(findings, held=self._lanes.longest, turns=self._lanes.most)
