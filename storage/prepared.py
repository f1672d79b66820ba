"""Statements of the hot path: compiled once, then run by the driver itself, at a sixth of the cost.

What a column's type does to its values is still done. Anything else the library offers
(lists of values, defaults, returned keys) is not: for that there is `execute`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

Process = Callable[[Any], Any]


class Prepared:
    """One statement. `names`: the columns an INSERT fills; any other statement names its values by `bindparam`."""

    def __init__(self, statement: Executable, *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, tuple[str, bool, list[tuple[str, Process]], list[Process]]] = {}

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Carry the statement out in the session's transaction."""
        self._execute(session, values)

    def first(self, session: Session, values: Mapping[str, Any]) -> list[Any] | None:
        """Return the first row of a question, None if there is none."""
        row, results = self._execute(session, values)
        found = row.fetchone()
        row.close()
        if found is None:
            return None
        return [read(value) for read, value in zip(results, found, strict=True)]

    def _execute(self, session: Session, values: Mapping[str, Any]) -> tuple[Any, list[Process]]:
        connection = session.connection()
        ready = self._compiled.get(connection.dialect.name)
        if ready is None:
            ready = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        words, positional, binds, results = ready
        driver = connection.connection.driver_connection
        assert driver is not None
        if positional:
            return driver.execute(words, [write(values[name]) for name, write in binds]), results
        return driver.execute(words, {name: write(values[name]) for name, write in binds}), results

    def _compile(self, dialect: Dialect) -> tuple[str, bool, list[tuple[str, Process]], list[Process]]:
        options = {"column_keys": list(self._names)} if self._names else {}
        compiled = self._statement.compile(dialect=dialect, **options)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        names = compiled.positiontup or list(compiled.binds)
        binds = [(name, _writer(compiled.binds[name].type, dialect)) for name in names]
        columns = getattr(self._statement, "selected_columns", ())
        results = [_reader(column.type, dialect) for column in columns]
        return compiled.string, compiled.positiontup is not None, binds, results


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).bind_processor(dialect) or _same


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).result_processor(dialect, None) or _same


def _same(value: Any) -> Any:
    return value
