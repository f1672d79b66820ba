"""Two processes that could do housekeeping at a takeover: one that stalls and the next never work at the same time."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.engine import clock
from bot.engine.housekeeping import Housekeeping
from bot.engine.leadership import FencedDatabase, as_leader
from storage import audit, audit_chain, audit_verification
from storage.audit import Action
from storage.database import Database
from storage.engine.leader_election import LeaderLease, LeaderRole, LeadershipLost

LEASE_SECONDS, MARGIN_SECONDS = 1.0, 0.3
LATE = 2 * LEASE_SECONDS


class Work:
    """The job of both: it notes who begins and who ends. The first one stalls until it may go on."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []
        self.stalls, self.goes_on = threading.Event(), threading.Event()

    def of(self, name: str) -> Callable[[Session, datetime], None]:
        """Return the job of one process: it adds an entry to the audit."""

        def job(session: Session, now: datetime) -> None:
            self.notes.append((name, "begins"))
            audit.record(session, Action.FILING_APPLIED, by=uuid4(), on=uuid4(), at=now)
            if not self.stalls.is_set():
                self.stalls.set()
                self.goes_on.wait()
            self.notes.append((name, "ends"))

        return job


@pytest.fixture
def other(postgresql_store: Database) -> Iterator[Database]:
    """The same database in another process."""
    with closing(Database(postgresql_store.url)) as database:
        yield database


def housekeeper(database: Database, work: Work, name: str) -> "asyncio.Task[None]":
    """Start the housekeeping loop of a process."""
    lease = LeaderLease(database, LeaderRole.HOUSEKEEPING, lease_seconds=LEASE_SECONDS, margin_seconds=MARGIN_SECONDS)
    keeping = Housekeeping(FencedDatabase(database, lease), clock=clock.now, jobs=(work.of(name),), pause=0.1)

    async def run() -> None:
        while True:  # As the desk's loops do, after a role is lost.
            await as_leader(lease, keeping.run)()

    return asyncio.create_task(run())


async def test_a_housekeeper_that_stalls_and_the_next_one_do_not_overlap(
    postgresql_store: Database, other: Database
) -> None:
    work = Work()
    stalled = housekeeper(postgresql_store, work, "stalled")
    await asyncio.to_thread(work.stalls.wait)
    following = housekeeper(other, work, "next")
    await asyncio.sleep(LATE)
    assert work.notes == [("stalled", "begins")]
    work.goes_on.set()
    while len(work.notes) < 8:  # noqa: ASYNC110 - the job runs in a thread
        await asyncio.sleep(0.05)
    for task in (stalled, following):
        task.cancel()
    await asyncio.gather(stalled, following, return_exceptions=True)
    begun, ended = work.notes[0::2], work.notes[1::2]
    assert [name for name, _ in begun[: len(ended)]] == [name for name, _ in ended]
    assert {what for _, what in begun} == {"begins"}
    with postgresql_store.transaction() as session:
        audit_chain.extend_chain(session, now=datetime.now(UTC))
        assert audit_verification.first_fault(session) is None


async def test_a_housekeeper_that_wakes_up_after_a_takeover_changes_nothing(
    postgresql_store: Database, other: Database
) -> None:
    leases = [
        LeaderLease(each, LeaderRole.HOUSEKEEPING, lease_seconds=LEASE_SECONDS, margin_seconds=MARGIN_SECONDS)
        for each in (postgresql_store, other)
    ]
    assert await asyncio.to_thread(leases[0].acquire)
    while not await asyncio.to_thread(leases[1].acquire):  # noqa: ASYNC110 - no event of another process
        await asyncio.sleep(0.1)
    work = Work()
    work.stalls.set()
    late = Housekeeping(FencedDatabase(postgresql_store, leases[0]), clock=clock.now, jobs=(work.of("late"),))
    with pytest.raises(LeadershipLost):
        await late.run()
    assert work.notes == []
    for lease in leases:
        lease.release()


def bug(session: Session, now: datetime) -> None:
    """A job that always fails, for example at one row."""
    raise LookupError("a bug")


async def test_a_job_that_always_fails_keeps_no_other_from_running_and_is_reported(
    store: Database, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[int] = []

    def note(session: Session, now: datetime) -> None:
        runs.append(len(runs))

    keeping = Housekeeping(store, clock=clock.now, jobs=(bug, note, bug, note), pause=0)
    for _ in range(2):
        with pytest.raises(LookupError, match="a bug"):
            await keeping.run()
    assert runs == [0, 1, 2, 3]
    assert [record.message for record in caplog.records] == ["a housekeeping job failed"]  # Not at each of four runs.
    assert vars(caplog.records[0])["job"] == "bug"


class Failing:
    """A job with a state, which fails."""

    def __call__(self, session: Session, now: datetime) -> None:
        bug(session, now)


async def test_each_job_that_fails_is_named_whatever_it_is_made_of(
    store: Database, caplog: pytest.LogCaptureFixture
) -> None:
    keeping = Housekeeping(store, clock=clock.now, jobs=(partial(bug), Failing()), pause=0)
    with pytest.raises(LookupError, match="a bug"):
        await keeping.run()
    assert [vars(record)["job"] for record in caplog.records] == ["bug", "Failing"]


class LostLease(LeaderLease):
    """A lease that is lost at the first renewal."""

    def __init__(self, database: Database, notes: list[str]) -> None:
        super().__init__(database, LeaderRole.HOUSEKEEPING)
        self._notes, self.left = notes, [True, False]

    @property
    def is_valid(self) -> bool:
        """Yes: only the renewal says that it is lost."""
        return True

    def acquire(self) -> bool:
        """Take it, then lose it."""
        return self.left.pop(0)

    def release(self) -> None:
        """Note that the role is free."""
        self._notes.append("released")


async def test_while_another_process_has_the_role_a_loop_waits_as_it_is_told(lite: Database) -> None:
    notes: list[str] = []

    async def wait(seconds: float) -> None:
        notes.append("waited")

    async def loop() -> None:
        notes.append("ran")

    lease = LostLease(lite, notes)
    lease.left = [False, False, True, True]
    await as_leader(lease, loop, wait)()
    assert notes == ["waited", "waited", "ran", "released"]


async def test_a_role_that_is_lost_is_free_only_when_its_loop_has_ended(lite: Database) -> None:
    notes: list[str] = []

    async def loop() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(5):  # What is under way ends or is cancelled.
                await asyncio.sleep(0)
            notes.append("ended")

    await as_leader(LostLease(lite, notes), loop)()
    assert notes == ["ended", "released"]


async def test_a_job_waits_for_a_lock_no_longer_than_turns_may_wait_for_it(postgresql_store: Database) -> None:
    waits: list[str] = []

    def job(session: Session, now: datetime) -> None:
        waits.append(session.execute(text("SHOW lock_timeout")).scalar_one())

    keeping = asyncio.create_task(Housekeeping(postgresql_store, clock=clock.now, jobs=(job,)).run())
    while not waits:  # noqa: ASYNC110 - the job has no event for it
        await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.wait([keeping])
    assert waits == ["200ms"]
