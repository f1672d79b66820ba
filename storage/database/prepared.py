"""Statements of the hot path: compiled once, then run by the driver itself, at a sixth of the cost.

The library makes the words and the order of the values, so nothing is ever put together by hand; what a column's type
does to its values is still done. Anything else it offers (lists of values, defaults, returned keys) is not: for that
there is `execute`. It runs in the session's own transaction and savepoint, but flushes nothing first, and what the
database refuses comes as the driver's own error, which nobody here catches: the turn is rolled back as by any bug.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

Process = Callable[[Any], Any]


class Prepared:
    """One statement. `names`: the columns an INSERT fills; any other statement names its values by `bindparam`.

    A value that is not given is a KeyError, also for a column whose default the library would have filled in.
    """

    def __init__(self, statement: Executable, *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, _Ready] = {}

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Carry the statement out in the session's transaction."""
        self._execute(session, values)

    def first(self, session: Session, values: Mapping[str, Any]) -> list[Any] | None:
        """Return the first row of a question, None if there is none."""
        cursor, results = self._execute(session, values)
        found = cursor.fetchone()
        cursor.close()
        if found is None:
            return None
        return [read(value) for read, value in zip(results, found, strict=True)]

    def _execute(self, session: Session, values: Mapping[str, Any]) -> tuple[Any, list[Process]]:
        connection = session.connection()
        ready = self._compiled.get(connection.dialect.name)
        if ready is None:
            ready = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        driver = connection.connection.driver_connection
        assert driver is not None
        bound = [(name, write(values[name])) for name, write in ready.binds]
        given: Any = [value for _, value in bound] if ready.by_place else dict(bound)
        return driver.execute(ready.words, given), ready.results

    def _compile(self, dialect: Dialect) -> "_Ready":
        options = {"column_keys": list(self._names)} if self._names else {}
        compiled = self._statement.compile(dialect=dialect, **options)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        names = compiled.positiontup or list(compiled.binds)
        binds = [(name, _writer(compiled.binds[name].type, dialect)) for name in names]
        columns = getattr(self._statement, "selected_columns", ())
        results = [_reader(column.type, dialect) for column in columns]
        return _Ready(compiled.string, compiled.positiontup is not None, binds, results)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement in one dialect. by_place: its values stand in a list, else under their names."""

    words: str
    by_place: bool
    binds: list[tuple[str, Process]]
    results: list[Process]


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).bind_processor(dialect) or _same


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).result_processor(dialect, None) or _same


def _same(value: Any) -> Any:
    return value
