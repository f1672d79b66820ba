"""`doctor` compares the clock with that of the database server and with the end of the audit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli import doctor, doctor_clock
from bot.cli.doctor_result import Level
from bot.engine.server_clock import MAX_OFFSET
from bot.runtime.database import open_database
from bot.settings import Settings
from storage import audit
from storage.database import Database
from tests.cli.conftest import NOW, settings_of


def server_at(seconds: int) -> Callable[[object], datetime]:
    """Return the reading of a database server whose clock is off by this."""
    return lambda _: NOW + timedelta(seconds=seconds)


def test_a_machine_whose_clock_differs_from_the_database_servers_fails(postgresql_url: str, tmp_path: Path) -> None:
    with open_database(settings_of(tmp_path, database_url=postgresql_url)) as database:
        for offset, words in ((45, "45 s ahead of"), (-45, "45 s behind")):
            (found,) = doctor_clock.check(database, now=NOW, read=server_at(-offset))
            what = f"the clock of this machine is {words} that of the database server"
            assert (found.level, found.what) == (Level.FAIL, what)
        for offset in (20, -20):
            assert not list(doctor_clock.check(database, now=NOW, read=server_at(offset)))
        assert not list(doctor_clock.check(database, now=datetime.now(UTC)))


def test_an_audit_that_ends_in_the_future_is_a_warning(database: Database) -> None:
    assert not list(doctor_clock.check(database, now=NOW))
    with database.transaction() as session:
        audit.record(session, audit.Action.RULE_SET, by=None, on=None, at=NOW)
    assert not list(doctor_clock.check(database, now=NOW - MAX_OFFSET))
    (found,) = doctor_clock.check(database, now=NOW - timedelta(hours=1))
    assert (found.level, found.what) == (Level.WARN, "the clock is 3600 s behind the newest entry of the audit")


def test_the_doctor_compares_the_clock(settings: Settings, database: Database) -> None:
    with database.transaction() as session:
        audit.record(session, audit.Action.RULE_SET, by=None, on=None, at=NOW.replace(year=NOW.year + 100))
    assert [each for each in doctor.all_checks(settings) if "behind the newest entry of the audit" in each.what]
