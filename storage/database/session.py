"""The database: its engines, the transaction, and the kinds of column everything kept is made of.

This is the only place that commits. SQLite serves one machine (one writer, other
readers by a door of their own); PostgreSQL serves any number of replicas.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, Engine, Integer, LargeBinary, create_engine, event, make_url
from sqlalchemy import DateTime as AnyDateTime
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel, select

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.model_config["defer_build"] = True  # Tables validate nothing: building their validators delays every start.

Row = TypeVar("Row", bound=SQLModel)
Answer = TypeVar("Answer")

# What is deleted is overwritten: a stolen file tells nothing of who has gone.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "secure_delete=ON")
CACHE = "cache_size=-64000"  # 64 MB: with the default of two, a turn on a million rows asks the disk at every step.

BigNumber = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows only in a column declared INTEGER.


class UtcMoment(TypeDecorator[datetime]):
    """A moment with its zone, kept in UTC. A naive one is refused: SQLite would forget the difference."""

    impl = AnyDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the database the moment in UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def instant(**options: Any) -> Any:
    """Return a column for a moment: aware, stored in UTC."""
    return Field(sa_type=UtcMoment, **options)


def choice(kind: type[StrEnum], **options: Any) -> Any:
    """Return a column for an enum, kept as its text under a CHECK constraint (SQLModel would keep the name)."""
    column = EnumColumn(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(sa_type=column, **options)


def fen(**options: Any) -> Any:
    """Return a column for money: whole fen, 1/100 yuan, never a float."""
    return Field(sa_type=BigInteger, **options)


def number(**options: Any) -> Any:
    """Return a column for a 64-bit number (a Telegram id, a running row number)."""
    return Field(sa_type=BigNumber, **options)


def sealed_bytes(**options: Any) -> Any:
    """Return a column for what `storage.database.encryption` has sealed."""
    return Field(sa_type=LargeBinary, **options)


class TransactionLost(Exception):
    """The database took the whole transaction back, not only the savepoint: all of it must be done again."""


class OneTransaction(Session):
    """The session of one transaction. Its connection is looked up once: the hot path asks for it at every turn."""

    _found: Connection | None = None

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        """Return the transaction's connection."""
        if self._found is None or arguments or options:
            self._found = super().connection(*arguments, **options)
        return self._found

    def begin_nested(self) -> SessionTransaction:
        """Begin a savepoint, now: what follows may use the connection without asking."""
        nested = super().begin_nested()
        super().connection()
        return nested


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Do something whole or not at all inside the transaction; afterwards nothing that was loaded holds any more.

    A fifth of the cost of `begin_nested`, but it does not survive a flush that the database refuses:
    then TransactionLost is raised, and the whole transaction is to be done again with `begin_nested`.
    """
    driver = session.connection().connection.driver_connection
    assert driver is not None
    driver.execute("SAVEPOINT turn")
    try:
        yield
        session.flush()
    except BaseException as problem:
        session.expunge_all()
        if not session.is_active:
            raise TransactionLost from problem
        driver.execute("ROLLBACK TO SAVEPOINT turn")
        driver.execute("RELEASE SAVEPOINT turn")
        raise
    session.expunge_all()
    driver.execute("RELEASE SAVEPOINT turn")


class Database:
    """The store, with a door for writing, a door for reading, and threads that may wait for it."""

    def __init__(self, url: str, *, workers: int = 1) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.workers = 1 if self.is_sqlite else workers
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url, workers)
        self._readers = _sqlite_engine(url, reading=True) if self.is_sqlite else self.engine
        self._writing = ThreadPoolExecutor(self.workers, thread_name_prefix="writing")
        self._reading = ThreadPoolExecutor(4, thread_name_prefix="reading")
        # One writer at a time in this process: waiting on a lock is fair and quick, SQLite's busy loop is neither.
        self._one_writer = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open the one transaction of a piece of work: committed at its end, rolled back by any exception."""
        with self._one_writer or nullcontext(), self._writing_session() as session:
            yield session

    @contextmanager
    def _writing_session(self) -> Iterator[Session]:
        with OneTransaction(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads. On SQLite it never waits for the writer."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session

    async def write(self, work: Callable[[Session], Answer]) -> Answer:
        """Do the work in one transaction on a writing thread, and answer when it is committed."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, self._in_transaction, work)

    async def read(self, work: Callable[[Session], Answer]) -> Answer:
        """Ask something of the store on a reading thread."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._in_reading, work)

    def _in_transaction(self, work: Callable[[Session], Answer]) -> Answer:
        with self.transaction() as session:
            return work(session)

    def _in_reading(self, work: Callable[[Session], Answer]) -> Answer:
        with self.reading() as session:
            return work(session)

    def close(self) -> None:
        """Let go of every thread and connection."""
        self._writing.shutdown(wait=True)
        self._reading.shutdown(wait=True)
        self.engine.dispose()
        self._readers.dispose()


def hold(session: Session, kind: type[Row], key: Any) -> Row | None:
    """Load a row afresh and lock it until the end of the transaction.

    When a rule spans rows, the row they hang from is held first: on PostgreSQL two
    turns would else both read the old count. SQLite's one writer makes this a plain read.
    """
    primary = kind.__table__.primary_key.columns[0]  # type: ignore[attr-defined]
    question = select(kind).where(primary == key).with_for_update().execution_options(populate_existing=True)
    return session.exec(question).one_or_none()


def add(session: Session, row: Row) -> Row:
    """Write a new row at once, so that rows that point to it can follow in any order."""
    session.add(row)
    session.flush()
    return row


def add_once(session: Session, kind: type[Row], values: dict[str, Any]) -> bool:
    """Write a new row unless one with a key of its own is there. False if it is: whoever wrote it came first."""
    connection = session.connection()
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    question = insert(kind.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
    # Without the option PostgreSQL's driver does not say how many rows there were.
    return connection.execute(question, values, execution_options={"preserve_rowcount": True}).rowcount == 1


def _postgresql_engine(url: str, workers: int) -> Engine:
    size = {"pool_size": workers + 6, "max_overflow": 4}
    return create_engine(url, isolation_level="READ COMMITTED", hide_parameters=True, **size)


def _sqlite_engine(url: str, *, reading: bool = False) -> Engine:
    options = {"timeout": 30, "check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=options, pool_size=5, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        for pragma in (*PRAGMAS, CACHE, *(("query_only=ON",) if reading else ())):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # The writer's lock is taken at once: a read that later wants to write could only fail.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
