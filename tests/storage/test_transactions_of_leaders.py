"""A takeover and the transactions of the last holder: one that works is waited for, one that was stopped is ended."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.database import Database
from storage.engine.leader_election import LeaderRole
from tests.storage.test_leader_election import cut_locks, frozen_lease, new_lease, require, wait_for


def impatient(database: Database) -> Database:
    """Return the same database by connections that wait for locks a moment only."""
    return Database(f"{database.url}&options=-c lock_timeout=100ms")


def test_a_takeover_waits_for_a_transaction_that_the_holder_has_begun(postgresql_store: Database) -> None:
    one, its_database = frozen_lease(postgresql_store), impatient(postgresql_store)
    other = new_lease(its_database, lease_seconds=0.1, margin_seconds=0)
    assert one.acquire()
    with ThreadPoolExecutor(1) as thread, postgresql_store.transaction() as session:
        one.require(session)
        assert one.acquire(), "a renewal does not wait"
        cut_locks(postgresql_store)
        working = thread.submit(session.execute, text("SELECT pg_sleep(0.6)"))
        while not working.done():
            assert not other.acquire()
    wait_for(other.acquire)
    for lease in (one, other):
        lease.release()
    its_database.close()


def test_a_transaction_in_which_the_holder_was_stopped_ends_with_its_lease(postgresql_store: Database) -> None:
    one, its_database = frozen_lease(postgresql_store), impatient(postgresql_store)
    other, polling = new_lease(its_database), new_lease(postgresql_store, LeaderRole.POLLING, lease_seconds=60)
    assert one.acquire()
    assert polling.acquire()
    with postgresql_store.transaction() as of_other_role, Session(postgresql_store.engine) as stopped:
        polling.require(of_other_role)
        one.require(stopped)
        attempts = itertools.count()
        while not other.acquire():
            assert next(attempts) < 100
            time.sleep(0.05)
        with pytest.raises(DBAPIError):
            stopped.execute(text("SELECT 1"))
        assert of_other_role.execute(text("SELECT 1")).scalar() == 1
    require(its_database, other)
    for lease in (one, other, polling):
        lease.release()
    its_database.close()
