"""Leader election: one process holds a leader role for a term, and loses it when it dies, stops or is cut off."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.database import Database
from storage.engine.leader_election import (
    DatabaseFileInUse,
    LeaderLease,
    LeaderRole,
    LeadershipLost,
    lock_database_file,
)

# Prints a line for each renewal, so that a test sees what a process that was stopped does when it continues.
HOLD = """
import sys, time
from storage.database import Database
from storage.engine.leader_election import LeaderLease, LeaderRole
lease = LeaderLease(Database(sys.argv[1]), LeaderRole.SENDING, lease_seconds=1, margin_seconds=0.3)
while True:
    print(lease.acquire(), lease.is_valid, flush=True)
    time.sleep(0.1)
"""
# For the versions before terms: they hold the lock only.
HOLD_LOCK_ONLY = """
import sys
from sqlalchemy import create_engine, text
connection = create_engine(sys.argv[1]).connect()
print(connection.execute(text("SELECT pg_try_advisory_lock(7302)")).scalar(), flush=True)
sys.stdin.read()
"""


def new_lease(database: Database, role: LeaderRole = LeaderRole.SENDING, **options: float) -> LeaderLease:
    """Return a lease with short times."""
    return LeaderLease(database, role, **{"lease_seconds": 1, "margin_seconds": 0.3, **options})  # type: ignore[arg-type]


@contextmanager
def process(code: str, url: str) -> Iterator["subprocess.Popen[str]"]:
    """Run code in another process; it is killed at the end."""
    command = [sys.executable, "-c", code, url]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        yield child
        child.kill()


def line_of(child: "subprocess.Popen[str]") -> str:
    """Return the next line that the process prints."""
    assert child.stdout is not None
    return child.stdout.readline().strip()


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    while not condition():
        time.sleep(0.05)


def require(database: Database, lease: LeaderLease) -> None:
    """Check the lease in a transaction."""
    with database.transaction() as session:
        lease.require(session)


def test_only_one_process_holds_a_role(postgresql_store: Database) -> None:
    one, other = new_lease(postgresql_store), new_lease(postgresql_store)
    assert [one.acquire(), one.acquire(), other.acquire()] == [True, True, False]
    assert [one.is_valid, other.is_valid] == [True, False]
    polling = new_lease(postgresql_store, LeaderRole.POLLING)
    assert polling.acquire()
    require(postgresql_store, one)
    with pytest.raises(LeadershipLost):
        require(postgresql_store, other)
    polling.release()
    one.release()
    assert not one.is_valid
    wait_for(other.acquire)
    require(postgresql_store, other)
    with pytest.raises(LeadershipLost):
        require(postgresql_store, one)
    other.release()


def test_a_released_role_is_free_before_the_lease_ends(postgresql_store: Database) -> None:
    one, other = new_lease(postgresql_store, lease_seconds=3_600), new_lease(postgresql_store, lease_seconds=3_600)
    assert one.acquire()
    one.release()
    wait_for(other.acquire)
    other.release()


def test_killing_the_holder_releases_the_role_when_the_lease_ends(postgresql_store: Database) -> None:
    other = new_lease(postgresql_store)
    with process(HOLD, postgresql_store.url) as holder:
        assert line_of(holder) == "True True"
        assert not other.acquire()
        holder.kill()
        holder.wait()
        wait_for(other.acquire)
    require(postgresql_store, other)
    other.release()


def test_a_stopped_holder_loses_the_role_and_does_nothing_when_it_continues(postgresql_store: Database) -> None:
    other = new_lease(postgresql_store)
    with process(HOLD, postgresql_store.url) as holder:
        assert line_of(holder) == "True True"
        holder.send_signal(signal.SIGSTOP)
        wait_for(other.acquire)
        holder.send_signal(signal.SIGCONT)
        for _ in range(3):
            assert other.acquire()
            line_of(holder)  # Lines from before the stop.
        wait_for(lambda: other.acquire() and line_of(holder) == "False False")
        require(postgresql_store, other)
    other.release()


def test_the_lock_of_an_earlier_version_is_respected(postgresql_store: Database) -> None:
    lease = new_lease(postgresql_store)
    with process(HOLD_LOCK_ONLY, postgresql_store.url) as holder:
        assert line_of(holder) == "True"
        for _ in range(15):
            assert not lease.acquire()
            time.sleep(0.1)
    wait_for(lease.acquire)
    lease.release()


def test_a_cut_connection_loses_the_role_which_the_same_process_takes_again(postgresql_store: Database) -> None:
    lease, other = new_lease(postgresql_store), new_lease(postgresql_store)
    assert lease.acquire()
    cut_locks(postgresql_store)
    assert not lease.acquire()
    assert lease.seconds_left > 0  # Nobody else can have the role yet: what is under way may end.
    lease.release()
    assert not lease.is_valid
    with pytest.raises(LeadershipLost):
        require(postgresql_store, lease)
    assert not other.acquire(), "the lease of the cut process is not over"
    other.release()
    wait_for(lease.acquire)
    require(postgresql_store, lease)
    lease.release()


def test_a_process_that_is_stopped_before_its_lease_begins_does_not_keep_the_role(postgresql_store: Database) -> None:
    lease, stopped = new_lease(postgresql_store), new_lease(postgresql_store)
    assert lease.acquire()
    cut_locks(postgresql_store)
    assert not stopped.acquire(), "it has the lock, and waits for the end of the lease"
    wait_for(lease.acquire)
    require(postgresql_store, lease)
    assert not stopped.acquire()
    for each in (lease, stopped):
        each.release()


def test_a_lease_is_valid_for_less_time_than_others_wait(postgresql_store: Database) -> None:
    now = [100.0]
    lease = LeaderLease(
        postgresql_store, LeaderRole.SENDING, lease_seconds=10, margin_seconds=4, monotonic=lambda: now[0]
    )
    validity = [lease.is_valid, lease.acquire(), lease.is_valid]
    for now[0] in (105.9, 106.0):
        validity.append(lease.is_valid)
    assert validity == [False, True, True, True, False]
    with pytest.raises(LeadershipLost):
        require(postgresql_store, lease)
    lease.release()


def frozen_lease(database: Database) -> LeaderLease:
    """Return the lease of a process whose own clock stands still, as that of a virtual machine that is paused."""
    return LeaderLease(database, LeaderRole.SENDING, lease_seconds=1, margin_seconds=0.3, monotonic=lambda: 100.0)


def test_a_process_whose_clock_stood_still_is_refused_by_its_term(postgresql_store: Database) -> None:
    paused, other = frozen_lease(postgresql_store), new_lease(postgresql_store)
    assert paused.acquire()
    wait_for(other.acquire)
    assert paused.is_valid, "its own clock does not tell"
    with pytest.raises(LeadershipLost):
        require(postgresql_store, paused)
    for lease in (paused, other):
        lease.release()


def test_on_sqlite_the_process_holds_every_role(lite: Database) -> None:
    one, other = new_lease(lite), new_lease(lite)
    assert [one.acquire(), other.acquire(), one.is_valid] == [True, True, True]
    require(lite, other)


def test_a_second_process_on_a_sqlite_file_is_refused(sqlite_url: str) -> None:
    first = lock_database_file(sqlite_url)
    assert first is not None
    with pytest.raises(DatabaseFileInUse):
        lock_database_file(sqlite_url)
    first.close()
    again = lock_database_file(sqlite_url)
    assert again is not None
    again.close()
    assert lock_database_file("postgresql+psycopg://chezhu@/x") is None


def cut_locks(database: Database) -> None:
    """End the connections that hold locks of roles."""
    with database.transaction() as session:
        session.connection().exec_driver_sql(
            # The list of locks covers the whole server, with the databases of tests that run at the same time.
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 1 AND pid <> pg_backend_pid()"
        )
