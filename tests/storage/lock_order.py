"""Records in which order transactions lock rows, and compares it with the order that docs/scaling.md names.

It watches what SQLAlchemy executes: UPDATE, DELETE and SELECT … FOR UPDATE, also on SQLite, which locks no rows, and
the calls of `database.lock_name`. A transaction may lock any number of rows of one table, but none of a table that
comes before one of which it holds a lock, except rows that it has locked or inserted before. It locks the names of one
kind in the order of the alphabet. A turn begins without locks: a later one of the same transaction waits for none.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Delete, Insert, Select, Update, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter
from sqlmodel import Session

from storage.database import Database, NamedLock
from storage.database.rows import lock_observers

# Rows of other tables are locked only together with a row of these, or last.
LOCK_ORDER = (
    *(NamedLock.REGISTER_ROW, NamedLock.CLOSING),
    *(NamedLock.LIMIT, NamedLock.IDENTITY_PHOTO, NamedLock.IDENTITY_DIGEST),
    *(NamedLock.ADDRESS, NamedLock.PHONE_NUMBER_FIRST, NamedLock.PHONE_CLAIM),
    *("people", "vehicles", "organisations", "filings", "approvals"),
    NamedLock.OWNER_DIGEST,
    *("accounts", "decisions", "payment_orders", "violations"),
    *(NamedLock.PHONE_NUMBER_LAST, NamedLock.REQUESTER, NamedLock.PHONE_NUMBER_SUM),
    NamedLock.RECEIPT,
)

# Tables that SELECT statements lock, by the form of the statement: SQLAlchemy takes long to find the table.
_LOCKED: dict[object, str] = {}


@dataclass
class Held:
    """What a transaction has locked: rows by table and names by kind, what it has inserted, and the last in order."""

    thread: int
    rows: dict[str, set[UUID | str]] = field(default_factory=dict)
    inserted: set[UUID] = field(default_factory=set)
    last: str = ""
    statement: object = ""


class LockOrderRecorder:
    """Listens to one database, and keeps every lock that was taken in another order."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self._held: dict[int, Held] = {}

    def begin(self, connection: Connection) -> None:
        """Begin a transaction."""
        self._held[id(connection)] = Held(threading.get_ident())

    def end(self, connection: Connection) -> None:
        """End it."""
        self._held.pop(id(connection), None)

    def begin_turn(self, *_: object) -> None:
        """Forget what this thread holds: a turn begins by loading its account from the query of `turn_state`."""
        for held in self._held.values():
            if held.thread == threading.get_ident():
                held.rows, held.last = {}, ""

    def executed(
        self, connection: Connection, statement: Any, many: Sequence[Any], one: Mapping[str, Any], _: Any, result: Any
    ) -> None:
        """Note what a statement has locked."""
        if isinstance(statement, Select) and statement._for_update_arg is None:
            return  # At once, as most statements are such.
        held = self._held.get(id(connection))
        if held is None:
            return
        values = [each for group in (many or [one]) for each in (group if isinstance(group, list) else [group])]
        if isinstance(statement, Insert):
            held.inserted |= {each["id"] for each in values if isinstance(each.get("id"), UUID)}
            return
        table = _locks(statement)
        if table not in LOCK_ORDER or (not isinstance(statement, Select) and result.rowcount == 0):
            return
        rows = _compared(statement, values) - held.inserted
        if rows and not rows <= held.rows.get(table, set()):
            self._lock(held, table, rows, statement)

    def named(self, session: Session, kind: NamedLock, name: str) -> None:
        """Note an advisory lock."""
        held = self._held.get(id(session.connection()))
        if held is None or name in held.rows.get(kind, set()):
            return
        later = sorted(f"{each}" for each in held.rows.get(kind, set()) if f"{each}" > name)
        if later:
            self.wrong.append(f"{kind} {name} after {kind} {later[0]}")
        self._lock(held, kind, {name}, f"lock_name({kind}, {name})")

    def _lock(self, held: Held, table: str, rows: Set[UUID | str], statement: object) -> None:
        if held.last and LOCK_ORDER.index(table) < LOCK_ORDER.index(held.last):
            self.wrong.append(f"{table} after {held.last}:\n{held.statement}\nTHEN\n{statement}")
        else:
            held.last, held.statement = table, statement
        held.rows.setdefault(table, set()).update(rows)


@contextmanager
def watched(database: Database) -> Iterator[LockOrderRecorder]:
    """Fail at the end of the block if a transaction has locked rows in another order."""
    recorder, engine = LockOrderRecorder(), database.engine
    listeners = (
        (engine, "begin", recorder.begin),
        (engine, "commit", recorder.end),
        (engine, "rollback", recorder.end),
        (engine, "after_execute", recorder.executed),
        (Session, "detached_to_persistent", recorder.begin_turn),
    )
    for target, name, listener in listeners:
        event.listen(target, name, listener)

    def observe(session: Session, kind: NamedLock, name: str) -> None:
        if session.get_bind() is engine:
            recorder.named(session, kind, name)

    lock_observers.append(observe)
    try:
        yield recorder
    finally:
        lock_observers.remove(observe)
        for target, name, listener in listeners:
            event.remove(target, name, listener)
    if recorder.wrong:
        pytest.fail("Locked in another order than LOCK_ORDER:\n" + "\n".join(recorder.wrong), pytrace=False)


def _locks(statement: Any) -> str:
    """Return the table of which a statement locks rows, empty if it locks none."""
    if isinstance(statement, Update | Delete):
        return str(getattr(statement.table, "name", ""))
    locking = statement._for_update_arg if isinstance(statement, Select) else None
    if locking is None or locking.read or locking.skip_locked:
        return ""
    key = statement._generate_cache_key()
    form = key.key if key is not None else statement
    if form not in _LOCKED:
        _LOCKED[form] = str(getattr(statement.get_final_froms()[0], "name", ""))
    return _LOCKED[form]


def _compared(statement: Any, values: Sequence[Any]) -> set[UUID]:
    """Return the ids that a statement compares in its WHERE."""
    found: set[UUID] = set()
    for element in visitors.iterate(statement.whereclause) if statement.whereclause is not None else ():
        if isinstance(element, BindParameter):
            given = [element.value, *(each[element.key] for each in values if element.key in each)]
            for value in given:
                found.update(one for one in (value if isinstance(value, list) else [value]) if isinstance(one, UUID))
    return found
