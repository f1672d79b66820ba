"""Deletes finished rows of a queue, a window of the oldest numbers at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Table, select
from sqlmodel import Session

WINDOW = 2000


@dataclass
class DeletionCursor:
    """The number after which the next window begins: rows that are still open at the beginning hide no others."""

    after: int = 0


def delete_window(
    session: Session,
    table: Table,
    ended: ColumnElement[bool],
    cursor: DeletionCursor,
    *,
    made_at: "Column[datetime]",
    done_before: datetime,
    limit: int = WINDOW,
) -> int:
    """Delete the rows of the next window that ended before this moment. Returns how many.

    Numbers are in order of arrival: after a window that reaches younger rows, the next one is the first again.
    """
    query = select(table.c.id, made_at).where(table.c.id > cursor.after).order_by(table.c.id).limit(limit)
    window = session.connection().execute(query).all()
    if not window:
        cursor.after = 0
        return 0
    first, (last, made) = window[0].id, window[-1]
    cursor.after = last if len(window) == limit and made < done_before else 0
    old = table.delete().where(table.c.id >= first, table.c.id <= last, ended, table.c.done_at < done_before)
    return session.connection().execute(old).rowcount
