"""Rows of an import that is not switched yet: they are in their tables, and no query of the desk finds them.

SQLite has one writer, so an import writes in many short transactions. Its rows carry its number, and every session
that begins while it is staged leaves them out of its queries. The switch changes the state of the import, one row, and
with that all its rows are there. PostgreSQL needs none of it: there an import writes in one transaction.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, SessionTransaction, with_loader_criteria
from sqlmodel import Session, SQLModel, col

from storage.database import big_integer

STAGED = "SELECT id FROM imports WHERE open_slot = 1 AND state = 'staging'"
_KEY = "hidden import"


class ImportedRow(SQLModel):
    """A row that an import may bring. `import_id`: the import that brought it, if it was staged."""

    import_id: int | None = big_integer(default=None)


def hidden_import(session: Session) -> int | None:
    """Return the import whose rows this session does not find, or None."""
    found: int | None = session.info.get(_KEY)
    return found


@event.listens_for(Session, "after_begin")
def _note_staged_import(session: Session, _: SessionTransaction, connection: Connection) -> None:
    """Have this transaction leave out the rows of the import that is staged, if there is one."""
    if connection.dialect.name != "sqlite":
        return
    known, hidden = session.info.get(_KEY), _staged(connection)
    if hidden is not None and known is None:
        event.listen(session, "do_orm_execute", _leave_out)
    if hidden is not None or known is not None:
        session.info[_KEY] = hidden


def _staged(connection: Connection) -> int | None:
    driver: Any = connection.connection.driver_connection
    try:
        row = driver.execute(STAGED).fetchone()
    except sqlite3.OperationalError as problem:
        if "no such table" in str(problem):  # A store before revision 0044 has no imports.
            return None
        raise OperationalError(STAGED, None, problem) from problem  # The transaction may be rolled back by now.
    return row[0] if row else None


def _leave_out(state: ORMExecuteState) -> None:
    hidden = state.session.info.get(_KEY)
    if hidden is not None and state.is_select and not state.is_column_load:
        state.statement = state.statement.options(*(_is_not_of(kind, hidden) for kind in ImportedRow.__subclasses__()))


def _is_not_of(kind: type[ImportedRow], hidden: int) -> LoaderCriteriaOption:
    return with_loader_criteria(kind, col(kind.import_id).is_distinct_from(hidden), include_aliases=True)
