"""Leases after the clock of the database was set: it keeps no dead holder in its role, and takes it from no other."""

import signal
import time

import pytest
from sqlalchemy import text

from storage.database import Database
from tests.storage.test_leader_election import HOLD, line_of, new_lease, process, wait_for


def set_ahead(database: Database, days: int) -> None:
    """Let the lease seem to have been renewed in the future: the database's clock has been set back since, or ahead."""
    with database.transaction() as session:
        statement = text("UPDATE leaders SET renewed_at = clock_timestamp() + make_interval(days => :days)")
        session.execute(statement, {"days": days})


def test_a_dead_holder_whose_database_had_a_clock_that_was_ahead_loses_the_role(postgresql_store: Database) -> None:
    with process(HOLD, postgresql_store.url) as holder:
        assert line_of(holder) == "True True"
        holder.kill()
        holder.wait()
    set_ahead(postgresql_store, 1)
    lease = new_lease(postgresql_store)
    began = time.monotonic()
    wait_for(lease.acquire)
    assert time.monotonic() - began >= 1, "the lease was taken before it was over"
    lease.release()


def test_a_stopped_holder_whose_database_had_a_clock_that_was_ahead_loses_the_role(postgresql_store: Database) -> None:
    with process(HOLD, postgresql_store.url) as holder:
        assert line_of(holder) == "True True"
        holder.send_signal(signal.SIGSTOP)
        set_ahead(postgresql_store, 1)
        lease = new_lease(postgresql_store)
        wait_for(lease.acquire)
        holder.send_signal(signal.SIGCONT)
        lease.release()


@pytest.mark.parametrize("days", [1, -1])
def test_a_holder_keeps_the_role_when_the_clock_of_the_database_jumps(postgresql_store: Database, days: int) -> None:
    holder, other = new_lease(postgresql_store), new_lease(postgresql_store)
    assert holder.acquire()
    ends = time.monotonic() + 1.5
    while time.monotonic() < ends:
        set_ahead(postgresql_store, days)
        assert not other.acquire()
        assert holder.acquire()
        time.sleep(0.1)
    holder.release()
    other.release()
