"""Leadership: one holds an office, and his death frees it."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.engine.leader_election import Leadership, Office, SecondProcess, guard_file

HOLD = """
import sys
from storage.database import Database
from storage.engine.leader_election import Leadership, Office
office = Leadership(Database(sys.argv[1]), Office.SENDING)
print(office.take(), flush=True)
sys.stdin.read()
"""


def test_only_one_holds_an_office(postgresql_store: Database) -> None:
    one, other = (Leadership(postgresql_store, Office.SENDING) for _ in range(2))
    assert [one.take(), one.take(), other.take()] == [True, True, False]
    polling = Leadership(postgresql_store, Office.POLLING)
    assert polling.take()
    polling.leave()
    one.leave()
    while not other.take():  # The server hears of a closed connection a moment later.
        pass
    other.leave()


def test_an_office_is_free_the_moment_its_holder_is_killed(postgresql_store: Database) -> None:
    command = [sys.executable, "-c", HOLD, postgresql_store.url]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        other = Leadership(postgresql_store, Office.SENDING)
        assert not other.take()
        holder.kill()
        holder.wait()
        while not other.take():
            pass
        other.leave()


def test_one_who_lost_his_connection_has_lost_the_office_and_may_take_it_again(postgresql_store: Database) -> None:
    office = Leadership(postgresql_store, Office.SENDING)
    assert office.take()
    postgresql_store.engine.dispose()
    with postgresql_store.transaction() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    assert not office.take()
    assert office.take()
    office.leave()


def test_on_sqlite_the_one_process_holds_every_office(lite: Database) -> None:
    assert Leadership(lite, Office.SENDING).take()
    assert Leadership(lite, Office.SENDING).take()


def test_a_second_process_on_a_sqlite_file_is_refused(sqlite_url: str) -> None:
    first = guard_file(sqlite_url)
    assert first is not None
    with pytest.raises(SecondProcess):
        guard_file(sqlite_url)
    first.close()
    again = guard_file(sqlite_url)
    assert again is not None
    again.close()
    assert guard_file("postgresql+psycopg://chezhu@/x") is None
