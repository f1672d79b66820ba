"""Connections to PostgreSQL: their timeouts, and the refusal of a transaction pooler."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import InternalError, OperationalError

from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import load
from storage.database import Database
from storage.database.clock import server_time
from storage.database.engines import POSTGRESQL_CONNECTION, POSTGRESQL_TIMEOUTS, postgresql_engine
from storage.database.pooler import has_transaction_pooler, lost_timeouts
from tests.postgresql import Postgres
from tests.transaction_pooler import CarelessSessionPooler, TransactionPooler


@pytest.fixture(params=[TransactionPooler])
def pooled_url(request: pytest.FixtureRequest, postgres: Postgres) -> Iterator[str]:
    """The URL of a database behind a pooler of this kind."""
    name = postgres.create()
    with tempfile.TemporaryDirectory(prefix="pooler") as folder:
        pooler = request.param(Path(folder), postgres.folder)
        yield postgres.url(name).replace(str(postgres.folder), folder)
        pooler.close()
    postgres.drop(name)


def setting(engine: Engine, name: str) -> str:
    """Return a setting of a new connection."""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())


def test_every_connection_has_timeouts(postgresql_url: str) -> None:
    engine = postgresql_engine(postgresql_url, 1)
    found = {name: setting(engine, name) for name in POSTGRESQL_TIMEOUTS}
    assert found == {
        "lock_timeout": "15s",
        "statement_timeout": "2min",
        "idle_in_transaction_session_timeout": "1min",
    }
    engine.dispose()


def test_every_connection_notices_a_broken_network(postgresql_url: str) -> None:
    engine = postgresql_engine(f"{postgresql_url}&keepalives_idle=7", 1)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        found = driver.info.get_parameters()
    assert {name: found.get(name) for name in POSTGRESQL_CONNECTION} == {
        **POSTGRESQL_CONNECTION,
        "keepalives_idle": "7",
    }
    engine.dispose()


def test_parameters_of_the_url_replace_the_timeouts(postgresql_url: str) -> None:
    engine = postgresql_engine(f"{postgresql_url}&connect_timeout=3&options=-c lock_timeout=5s", 1)
    assert (setting(engine, "lock_timeout"), setting(engine, "statement_timeout")) == ("5s", "2min")
    engine.dispose()


@pytest.mark.parametrize(
    ("preferred", "url", "found"),
    [("off", "", "on"), ("remote_apply", "", "remote_apply"), ("off", "&options=-c synchronous_commit=off", "off")],
)
def test_what_is_confirmed_is_on_disk_whatever_the_database_prefers(
    postgresql_url: str, preferred: str, url: str, found: str
) -> None:
    plain = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {plain.url.database} SET synchronous_commit = {preferred}"))
    plain.dispose()
    engine = postgresql_engine(f"{postgresql_url}{url}", 1)
    assert setting(engine, "synchronous_commit") == found
    engine.dispose()


def test_times_are_read_in_whatever_form_the_database_prefers_to_write_them(postgresql_url: str) -> None:
    plain = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f"ALTER DATABASE {name} SET datestyle = 'German, DMY'"))
    plain.dispose()
    engine = postgresql_engine(postgresql_url, 1)
    assert server_time(engine).utcoffset() == timedelta()
    engine.dispose()


def test_a_statement_that_waits_too_long_for_a_lock_fails(postgresql_url: str) -> None:
    engine = postgresql_engine(f"{postgresql_url}&options=-c lock_timeout=50ms", 1)
    with engine.connect() as holder, engine.connect() as waiting:
        holder.execute(text("SELECT pg_advisory_xact_lock(1)"))
        with pytest.raises(OperationalError, match="lock timeout"):
            waiting.execute(text("SELECT pg_advisory_xact_lock(1)"))
    engine.dispose()


def test_connections_that_a_failover_has_left_read_only_are_replaced(postgresql_store: Database) -> None:
    with ExitStack() as stack:
        for connection in [stack.enter_context(postgresql_store.engine.connect()) for _ in range(5)]:
            connection.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
            connection.commit()
    with pytest.raises(InternalError, match="read-only"), postgresql_store.transaction() as session:
        session.execute(text("DELETE FROM inbox"))
    with postgresql_store.transaction() as session:
        session.execute(text("DELETE FROM inbox"))


def test_a_transaction_pooler_is_detected(pooled_url: str, postgresql_url: str) -> None:
    for url, expected in ((pooled_url, True), (postgresql_url, False)):
        database = Database(url, workers=2)
        assert has_transaction_pooler(database.engine) is expected
        database.close()


def test_a_desk_behind_a_transaction_pooler_does_not_start(pooled_url: str, tmp_path: Path) -> None:
    settings = load(_env_file=None, data_dir=tmp_path, database_url=pooled_url)
    with pytest.raises(OperatorError, match="transaction pooler"), open_database(settings, alone=True):
        pass


@pytest.mark.parametrize("pooled_url", [CarelessSessionPooler], indirect=True)
def test_a_desk_behind_a_pooler_that_drops_its_timeouts_does_not_start(pooled_url: str, tmp_path: Path) -> None:
    settings = load(_env_file=None, data_dir=tmp_path, database_url=pooled_url)
    with pytest.raises(OperatorError) as refused, open_database(settings, alone=True):
        pass
    assert "ALTER ROLE chezhu SET lock_timeout = 15000;" in str(refused.value)
    assert "transaction pooler" not in str(refused.value)


def test_timeouts_of_the_url_the_role_or_the_database_are_not_missed(postgresql_url: str) -> None:
    none = "&options=-c lock_timeout=0 -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    for url in (postgresql_url, postgresql_url + none):
        database = Database(url)
        assert lost_timeouts(database.engine) == []
        database.close()
    plain = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    assert lost_timeouts(plain) == sorted(POSTGRESQL_TIMEOUTS)
    with plain.connect() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f"ALTER DATABASE {name} SET lock_timeout = '5s'"))
    plain.dispose()
    assert lost_timeouts(plain) == ["idle_in_transaction_session_timeout", "statement_timeout"]
    plain.dispose()
