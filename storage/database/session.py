"""Sessions and transactions: the only module that commits.

On SQLite one session at a time writes, and read-only sessions run beside it; on PostgreSQL
as many sessions write as there are workers.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event, make_url
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from storage.database import remembered
from storage.database.damage import DamageWatch
from storage.database.engines import postgresql_engine, sqlite_engine
from storage.database.faults import FaultCause, cause_of
from storage.database.store_file import StoreFile

Result = TypeVar("Result")
Work = Callable[[Session], Result]

# Threads for transactions that are no turns, on PostgreSQL: for storing what arrives and claiming what leaves, which
# never waits for others; and for web pages, tasks and housekeeping.
QUEUE_WRITERS = 2
OTHER_WRITERS = 3
READERS = 4


class TransactionSession(Session):
    """The session of one transaction. It caches its connection, which the hot path needs in every turn.

    notes: what is told after the commit, see `note`. A savepoint that is rolled back takes its notes with it.
    """

    _cached: Connection | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.notes: list[str] = []
        self._notes_before: dict[SessionTransaction, int] = {}

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        """Return the transaction's connection."""
        if self._cached is None or arguments or options:
            self._cached = super().connection(*arguments, **options)
        return self._cached

    def expunge_all(self) -> None:
        """Let go of every row, and forget the answers that hold some."""
        super().expunge_all()
        remembered.forget(self)

    def begin_nested(self) -> SessionTransaction:
        """Begin a savepoint at once, because the cached connection would not begin it later."""
        nested = super().begin_nested()
        super().connection()
        self._notes_before[nested] = len(self.notes)
        return nested

    def forget_notes(self, undone: SessionTransaction) -> None:
        """Forget the notes of a savepoint that is rolled back."""
        if (kept := self._notes_before.get(undone)) is not None:
            del self.notes[kept:]


event.listen(TransactionSession, "after_soft_rollback", TransactionSession.forget_notes)


def note(session: Session, what: str) -> None:
    """Tell what watches the database of this, once the transaction is committed."""
    if isinstance(session, TransactionSession):
        session.notes.append(what)


def today(session: Session) -> date | None:
    """Return the day in the desk's time zone, None for a session of a database that was not told it."""
    day: Callable[[], date] | None = session.info.get("today")
    return day() if day is not None else None


def defer_checkpoint(session: Session) -> None:
    """Let the commits of this connection copy nothing from SQLite's -wal: `Database.checkpoint` does so beside others.

    Other connections, such as those of the desk, go on with it at their commits.
    """
    if session.connection().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA wal_autocheckpoint=0")


class Database:
    """A database with its engines, and thread pools for blocking work."""

    def __init__(self, url: str, *, workers: int = 1) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.workers = 1 if self.is_sqlite else workers
        self.engine = sqlite_engine(url) if self.is_sqlite else postgresql_engine(url, workers)
        self._readers = sqlite_engine(url, reading=True) if self.is_sqlite else self.engine
        self._file = StoreFile(url)
        self.damage = DamageWatch(*{self.engine, self._readers})
        # Receiving and sending never wait behind turns and pages that wait for a lock.
        self._turns = ThreadPoolExecutor(self.workers, thread_name_prefix="turns")
        self._writing = ThreadPoolExecutor(1 if self.is_sqlite else OTHER_WRITERS, thread_name_prefix="writing")
        self._queues = self._writing if self.is_sqlite else ThreadPoolExecutor(QUEUE_WRITERS, "queues")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="reading")
        self.watch: Callable[[Sequence[str]], None] | None = None  # Is given the notes of each committed transaction.
        self.today: Callable[[], date] | None = None  # Set by who has a clock: rows with a last day count until then.
        # One writer at a time in this process: a lock is fair and quick, SQLite's busy loop is neither.
        self._one_writer = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session in one transaction: committed at the end of the block, rolled back by any exception."""
        try:
            with self._one_writer or nullcontext(), self._writing_session() as session:
                self._file.require()
                yield session
        except Exception as problem:
            if not self.is_sqlite and cause_of(problem) is FaultCause.READ_ONLY:
                self.engine.dispose()  # A failover may have left these connections at a standby; new ones may not be.
            raise

    @contextmanager
    def _writing_session(self) -> Iterator[TransactionSession]:
        with TransactionSession(self.engine, expire_on_commit=False) as session:
            self._begin(session)
            yield session
            self._commit(session)
            if session.notes and self.watch is not None:
                self.watch(session.notes)

    def _commit(self, session: Session) -> None:
        session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a read-only session. On SQLite it never waits for the writer."""
        with Session(self._readers, expire_on_commit=False) as session:
            self._begin(session)
            yield session

    def checkpoint(self, *, beyond: int) -> None:
        """Copy SQLite's -wal into the store if it has more bytes than this, as far as nobody reads it.

        It holds no writer: others write meanwhile. For whoever defers it by `defer_checkpoint`.
        """
        wal = Path(f"{make_url(self.url).database}-wal")
        if self.is_sqlite and wal.exists() and wal.stat().st_size > beyond:
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.close()

    def _begin(self, session: Session) -> None:
        """Begin at once on SQLite: what a transaction leaves out of its queries is known before the first of them."""
        session.info["today"] = self.today
        if self.is_sqlite:
            session.connection()

    async def write(self, work: Work[Result]) -> Result:
        """Run `work` in one transaction on a writing thread, and return its result after the commit."""
        return await _on_thread(self._writing, self._in_transaction, work)

    async def write_turns(self, work: Work[Result]) -> Result:
        """Do the same on a thread for turns. There are as many of these as workers."""
        return await _on_thread(self._turns, self._in_transaction, work)

    async def write_queue(self, work: Work[Result]) -> Result:
        """Do the same on a thread for the queues: for work that waits for no row of the domain."""
        return await _on_thread(self._queues, self._in_transaction, work)

    async def read(self, work: Work[Result]) -> Result:
        """Run `work` in a read-only session on a reading thread, and return its result."""
        return await _on_thread(self._reading, self._in_reading, work)

    def _in_transaction(self, work: Work[Result]) -> Result:
        with self.transaction() as session:
            return work(session)

    def _in_reading(self, work: Work[Result]) -> Result:
        with self.reading() as session:
            return work(session)

    def close(self) -> None:
        """Stop the threads and close all connections."""
        self._turns.shutdown(wait=True)
        self._writing.shutdown(wait=True)
        self._queues.shutdown(wait=True)
        self._reading.shutdown(wait=True)
        self.engine.dispose()
        self._readers.dispose()


async def _on_thread(threads: ThreadPoolExecutor, run: Callable[[Work[Result]], Result], work: Work[Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(threads, _for_a_future, run, work)


def _for_a_future(run: Callable[[Work[Result]], Result], work: Work[Result]) -> Result:
    """Run work. Raises RuntimeError for a StopIteration: no future takes one, and who awaits it would wait for ever."""
    try:
        return run(work)
    except StopIteration as problem:
        raise RuntimeError("the work raised StopIteration") from problem
