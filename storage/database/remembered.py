"""Results of reads that are remembered within a transaction.

One turn asks the same question many times, such as which keys count for a person. Between two statements that write or
lock, the answer is the same. After a lock everything is read afresh, because another transaction may have committed
meanwhile; rows among the answers keep their attributes until `lock_row`. Statements of `prepared` are not noticed: they
write tables of the engine, about which nothing is remembered. When a session lets go of its rows, as between the turns
of a batch and after a turn that is rolled back, every answer is forgotten.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, event, inspect
from sqlmodel import Session, SQLModel

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Read = Callable[Concatenate[Session, Arguments], Answer]

_ANSWERS, _CHANGES = "remembered", "changes"
# Words of SELECT statements that lock rows or names.
_LOCKING = (" FOR ", "pg_advisory")
_ANY_TABLE = ""
_UNKNOWN: Any = object()
# Tables whose changes are counted by themselves.
_counted: set[str] = set()


def remembered(read: Read[Arguments, Answer]) -> Read[Arguments, Answer]:
    """Remember the answers of a function that only reads, until the transaction writes or locks anything.

    They are known by the arguments; rows count by their primary key. The answer must not be changed by whoever gets it.
    About rows that the session does not hold nothing is remembered.
    """
    return _remembered(read, _ANY_TABLE)


def remembered_for_transaction(table: str) -> Callable[[Read[Arguments, Answer]], Read[Arguments, Answer]]:
    """Remember the answers of a function that reads only this table, until the transaction writes to it, or ends.

    What others commit meanwhile is not seen: for what may stay the same for the whole of a transaction.
    """
    _counted.add(table)
    return lambda read: _remembered(read, table)


def forget(session: Session) -> None:
    """Forget every answer: its rows are detached, or what it has read is rolled back."""
    session.info.pop(_ANSWERS, None)


def watch(engine: Engine) -> Engine:
    """Notice what each connection of an engine writes and locks."""
    event.listen(engine, "begin", _begun)
    event.listen(engine, "before_cursor_execute", _before_statement)
    return engine


def _remembered(read: Read[Arguments, Answer], table: str) -> Read[Arguments, Answer]:
    @wraps(read)
    def ask(session: Session, /, *about: Arguments.args, **named: Arguments.kwargs) -> Answer:
        if session.new or session.dirty or session.deleted:
            session.flush()
        if any(isinstance(each, SQLModel) and each not in session for each in (*about, *named.values())):
            return read(session, *about, **named)
        key = read, *map(_name, about), *((name, _name(each)) for name, each in sorted(named.items()))
        answer: Answer = _known(session, table).get(key, _UNKNOWN)
        if answer is _UNKNOWN:
            answer = read(session, *about, **named)
            _known(session, table)[key] = answer
        return answer

    return ask


def _known(session: Session, table: str) -> dict[Hashable, Any]:
    """Return the answers that are known since the last change that counts."""
    changes = session.connection().info[_CHANGES][table]
    answers: dict[str, tuple[int, dict[Hashable, Any]]] = session.info.setdefault(_ANSWERS, {})
    if table not in answers or answers[table][0] != changes:
        answers[table] = changes, {}
    return answers[table][1]


def _begun(connection: Connection) -> None:
    _count(connection, _ANY_TABLE, *_counted)


def _before_statement(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
    if statement.startswith("SELECT") and not any(word in statement for word in _LOCKING):
        return
    ends_more = statement.startswith("ROLLBACK")  # To a savepoint.
    _count(connection, _ANY_TABLE, *(table for table in _counted if ends_more or _names(statement, table)))


def _names(statement: str, table: str) -> bool:
    return re.search(rf"\b{table}\b", statement) is not None


def _count(connection: Connection, *tables: str) -> None:
    connection.info.setdefault(_CHANGES, Counter()).update(tables)


def _name(about: Any) -> Any:
    return inspect(about).identity_key if isinstance(about, SQLModel) else about
