"""SQLAlchemy engines for the two databases: SQLite for one process, PostgreSQL for any number of replicas."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event, make_url

from storage.database import remembered
from storage.database.dialects import SHARED_STATEMENTS

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "temp_store=MEMORY",  # A full temporary folder is no reason to roll back, and keeps no data.
    "secure_delete=ON",  # Deleted data is overwritten: a stolen file holds no data of deleted people.
    "cache_size=-64000",  # 64 MB: with the default of 2 MB, a turn on a million rows reads the disk at every step.
)


# Limits of every connection to PostgreSQL, in milliseconds. A turn that waits longer for a lock is handled again; a
# process that was stopped inside a transaction loses its locks.
POSTGRESQL_TIMEOUTS = {
    "lock_timeout": 15_000,
    "statement_timeout": 120_000,
    "idle_in_transaction_session_timeout": 60_000,
}
_DURABLE = (
    "SELECT set_config(name, 'on', false) FROM pg_settings "
    "WHERE name = 'synchronous_commit' AND setting = 'off' AND source <> 'client'"
)
# The driver reads times in this form only, whatever the database or the role prefers.
POSTGRESQL_STYLES = {"datestyle": "ISO"}
# Seconds, and milliseconds for tcp_user_timeout: a broken network is noticed within 30 seconds.
POSTGRESQL_CONNECTION = {
    "connect_timeout": "10",
    "keepalives": "1",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


def postgresql_engine(url: str, workers: int) -> Engine:
    """Return an engine with a connection for each worker, and some for other writing, reading and leader election.

    Parameters of the URL replace the limits, for example `?connect_timeout=3&options=-c lock_timeout=5s`.
    """
    options = {"pool_size": workers + 12, "max_overflow": 4, "execution_options": SHARED_STATEMENTS}
    own = postgresql_arguments(url, POSTGRESQL_TIMEOUTS)
    engine = create_engine(url, isolation_level="READ COMMITTED", hide_parameters=True, connect_args=own, **options)
    event.listen(engine, "connect", _require_durable_commits)
    return remembered.watch(engine)


def _require_durable_commits(connection: Any, _: object) -> None:
    """Let a commit be on disk when it is confirmed, whatever the role, the database or the server prefers.

    Telegram and the gateways repeat nothing that was confirmed to them. A value in the URL counts.
    """
    connection.autocommit = True
    connection.execute(_DURABLE)
    connection.autocommit = False


def single_engine(url: str, limits: Mapping[str, int] = POSTGRESQL_TIMEOUTS) -> Engine:
    """Return an engine for one connection before the desk runs. limits: those of PostgreSQL, in milliseconds."""
    own = {} if make_url(url).get_backend_name() == "sqlite" else postgresql_arguments(url, limits)
    return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=own)


def postgresql_arguments(url: str, limits: Mapping[str, int]) -> dict[str, str]:
    """Return the arguments of a connection: limits and keepalives, unless the URL has its own."""
    given = dict(make_url(url).query)
    options = " ".join(f"-c {name}={value}" for name, value in {**POSTGRESQL_STYLES, **limits}.items())
    own = {name: value for name, value in POSTGRESQL_CONNECTION.items() if name not in given}
    return {**own, "options": f"{options} {given.get('options', '')}".strip()}  # The later of two values counts.


def sqlite_engine(url: str, *, reading: bool = False) -> Engine:
    """Return an engine whose transactions take SQLite's write lock at once, or one that only reads."""
    options = {"timeout": 30, "check_same_thread": False, "isolation_level": None}
    shared = SHARED_STATEMENTS
    engine = create_engine(url, connect_args=options, pool_size=5, hide_parameters=True, execution_options=shared)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        for pragma in (*SQLITE_PRAGMAS, *(("query_only=ON",) if reading else ())):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and asks for the write lock later could only fail.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return remembered.watch(engine)
