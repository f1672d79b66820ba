"""Leader election: one process holds a leader role, and the end of the process releases it."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.engine.leader_election import DatabaseFileInUse, LeaderLock, LeaderRole, lock_database_file

HOLD = """
import sys
from storage.database import Database
from storage.engine.leader_election import LeaderLock, LeaderRole
lock = LeaderLock(Database(sys.argv[1]), LeaderRole.SENDING)
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def test_only_one_process_holds_a_role(postgresql_store: Database) -> None:
    one, other = (LeaderLock(postgresql_store, LeaderRole.SENDING) for _ in range(2))
    assert [one.acquire(), one.acquire(), other.acquire()] == [True, True, False]
    polling = LeaderLock(postgresql_store, LeaderRole.POLLING)
    assert polling.acquire()
    polling.release()
    one.release()
    while not other.acquire():  # The server notices a closed connection a moment later.
        pass
    other.release()


def test_killing_the_holder_releases_the_role(postgresql_store: Database) -> None:
    command = [sys.executable, "-c", HOLD, postgresql_store.url]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        other = LeaderLock(postgresql_store, LeaderRole.SENDING)
        assert not other.acquire()
        holder.kill()
        holder.wait()
        while not other.acquire():
            pass
        other.release()


def test_a_lost_connection_loses_the_role_which_can_be_taken_again(postgresql_store: Database) -> None:
    lock = LeaderLock(postgresql_store, LeaderRole.SENDING)
    assert lock.acquire()
    postgresql_store.engine.dispose()
    with postgresql_store.transaction() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    assert not lock.acquire()
    assert lock.acquire()
    lock.release()


def test_on_sqlite_the_process_holds_every_role(lite: Database) -> None:
    assert LeaderLock(lite, LeaderRole.SENDING).acquire()
    assert LeaderLock(lite, LeaderRole.SENDING).acquire()


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
