"""SQLAlchemy engines for the two databases: SQLite for one process, PostgreSQL for any number of replicas."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "secure_delete=ON",  # Deleted data is overwritten: a stolen file holds no data of deleted people.
    "cache_size=-64000",  # 64 MB: with the default of 2 MB, a turn on a million rows reads the disk at every step.
)


def postgresql_engine(url: str, workers: int) -> Engine:
    """Return an engine with a connection for each worker, and some for reading and leader election."""
    size = {"pool_size": workers + 6, "max_overflow": 4}
    return create_engine(url, isolation_level="READ COMMITTED", hide_parameters=True, **size)


def sqlite_engine(url: str, *, reading: bool = False) -> Engine:
    """Return an engine whose transactions take SQLite's write lock at once, or one that only reads."""
    options = {"timeout": 30, "check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=options, pool_size=5, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        for pragma in (*SQLITE_PRAGMAS, *(("query_only=ON",) if reading else ())):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and asks for the write lock later could only fail.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
