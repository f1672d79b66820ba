"""Prepared statements for the hot path: compiled once, then run by the database driver itself, at a sixth of the cost.

SQLAlchemy compiles the SQL and orders the parameters, and column types still convert values. Its other features
(lists of values, defaults, returned keys) are not supported: use `execute` for those. A statement runs in the
session's own transaction and savepoint, but flushes nothing first. A refused statement raises the driver's own
exception, which nothing catches: the turn is rolled back as by any bug.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, UpdateBase
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

Converter = Callable[[Any], Any]


class PreparedStatement:
    """One statement. `names`: the columns an INSERT fills; any other statement names its parameters by `bindparam`.

    A missing value raises KeyError, also for a column whose default SQLAlchemy would have filled in.
    """

    def __init__(self, statement: UpdateBase | Select[Any], *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Run the statement in the session's transaction."""
        self._execute(session, values)

    def first(self, session: Session, values: Mapping[str, Any]) -> list[Any] | None:
        """Return the first row of a SELECT, None if there is none."""
        cursor, results = self._execute(session, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else _read(results, found)

    def all(self, session: Session, values: Mapping[str, Any]) -> list[list[Any]]:
        """Return the rows of a SELECT."""
        cursor, results = self._execute(session, values)
        found = cursor.fetchall()
        cursor.close()
        return [_read(results, row) for row in found]

    def _execute(self, session: Session, values: Mapping[str, Any]) -> tuple[Any, list[Converter]]:
        connection = session.connection()
        statement = self._compiled.get(connection.dialect.name)
        if statement is None:
            statement = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        driver = connection.connection.driver_connection
        assert driver is not None
        given_values = {**statement.constants, **values}
        bound = [(name, write(given_values[name])) for name, write in statement.binds]
        given: Any = [value for _, value in bound] if statement.is_positional else dict(bound)
        return driver.execute(statement.sql, given), statement.results

    def _compile(self, dialect: Dialect) -> "_Compiled":
        options: dict[str, Any] = {"column_keys": list(self._names)} if self._names else {}
        compiled = self._statement.compile(dialect=dialect, **options)
        assert isinstance(compiled, SQLCompiler)
        names = compiled.positiontup or list(compiled.binds)
        binds = [(name, _writer(compiled.binds[name].type, dialect)) for name in names]
        constants = {name: compiled.binds[name].value for name in names if not compiled.binds[name].required}
        columns = getattr(self._statement, "selected_columns", ())
        results = [_reader(column.type, dialect) for column in columns]
        return _Compiled(compiled.string, compiled.positiontup is not None, binds, constants, results)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement compiled for one dialect.

    is_positional: its parameters are a list, otherwise a dictionary. constants: values that are part of the statement.
    """

    sql: str
    is_positional: bool
    binds: list[tuple[str, Converter]]
    constants: dict[str, Any]
    results: list[Converter]


def _read(results: list[Converter], row: Sequence[Any]) -> list[Any]:
    return [read(value) for read, value in zip(results, row, strict=True)]


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Converter:
    return kind.dialect_impl(dialect).bind_processor(dialect) or _same


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Converter:
    return kind.dialect_impl(dialect).result_processor(dialect, None) or _same


def _same(value: Any) -> Any:
    return value
