"""A PostgreSQL store that the desk's role may not write to does not start, and `doctor` says why.

It reads well, so nothing else would notice before the first person writes.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.cli import doctor_database
from bot.cli.doctor_result import Level
from bot.runtime.database import DatabaseNotResponding, open_database
from bot.runtime.operator_error import WrongConfiguration
from bot.settings import Settings
from storage.audit import Action, record
from tests.cli.conftest import NOW, settings_of

ROLE = "desk_without_rights"
TABLES, SEQUENCES = "ALL TABLES IN SCHEMA public", "ALL SEQUENCES IN SCHEMA public"
RIGHTS = [f"GRANT ALL ON {TABLES} TO {ROLE}", f"GRANT ALL ON {SEQUENCES} TO {ROLE}"]


@pytest.fixture
def owner_url(postgresql_url: str, tmp_path: Path) -> Iterator[str]:
    """A store of another role than the desk's, which may do nothing there yet."""
    with open_database(settings_of(tmp_path, database_url=postgresql_url)):
        pass
    change(postgresql_url, f"CREATE ROLE {ROLE} LOGIN")
    yield postgresql_url
    change(postgresql_url, f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


def change(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def of_role(owner_url: str, folder: Path) -> Settings:
    url = make_url(owner_url).set(username=ROLE).render_as_string(hide_password=False)
    return settings_of(folder, database_url=url)


@pytest.mark.parametrize(
    ("missing", "names"),
    [
        (f"REVOKE INSERT ON audit FROM {ROLE}", "1 tables or sequences of this store (audit)"),
        (f"REVOKE DELETE ON inbox FROM {ROLE}", "1 tables or sequences of this store (inbox)"),
        (f"REVOKE USAGE, UPDATE ON audit_id_seq FROM {ROLE}", "1 tables or sequences of this store (audit_id_seq)"),
    ],
)
def test_a_store_that_the_role_may_not_write_to_does_not_start(
    owner_url: str, tmp_path: Path, missing: str, names: str
) -> None:
    change(owner_url, *RIGHTS)
    settings = of_role(owner_url, tmp_path)
    with open_database(settings, alone=True):
        pass
    assert doctor_database.database_check(settings).level is Level.OK
    change(owner_url, missing)
    refused = rf"The role {ROLE} may not use {re.escape(names)}.*pg_restore --no-owner --role={ROLE}"
    with pytest.raises(WrongConfiguration, match=refused):
        open_database(settings, alone=True).__enter__()
    found = doctor_database.database_check(settings)
    assert found.level is Level.FAIL
    assert re.search(refused, f"{found.what}. {found.advice}")


def test_the_doctor_knows_a_database_that_takes_no_writes(postgresql_url: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url=postgresql_url)
    with open_database(settings):
        pass
    read_only = settings.model_copy(
        update={"database_url": f"{postgresql_url}&options=-c%20default_transaction_read_only%3Don"}
    )
    found = doctor_database.database_check(read_only)
    assert (found.level, found.what) == (Level.FAIL, "the database does not respond: read-only")
    assert doctor_database.database_check(settings).level is Level.OK


def test_a_command_without_the_right_says_so(owner_url: str, tmp_path: Path) -> None:
    change(owner_url, RIGHTS[0])
    with (
        pytest.raises(DatabaseNotResponding, match="no permission. The role in CHEZHU_DATABASE_URL must own"),
        open_database(of_role(owner_url, tmp_path)) as database,
        database.transaction() as session,
    ):
        record(session, Action.STAFF_CHANGED, at=NOW, by=None, on=None)
