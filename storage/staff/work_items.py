"""Pieces of work of the staff: since when each waits, until when, who has heard of it, and who has taken it.

One row for each open piece, whatever its kind; the piece itself is a row of another table, such as a case or a refund.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Table, exists, func, text
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.database import UuidRow, add_once, instant, partial_index, table_of, update_if
from storage.retention import RetentionPeriod, delete_after, older

IS_OPEN = "ended_at IS NULL"
IS_UNTOLD = f"told_at IS NULL AND {IS_OPEN}"
IS_UNREMINDED = f"reminded_at IS NULL AND {IS_OPEN}"
IS_UNALARMED = f"alarmed_at IS NULL AND {IS_OPEN}"
IS_TAKEN = f"taken_by IS NOT NULL AND {IS_OPEN}"
HAS_ENDED = "ended_at IS NOT NULL"


class EndedWork(NamedTuple):
    """The kind of a piece that has ended, when it began, when it was due, and when it ended."""

    kind: str
    since: datetime
    due_at: datetime
    ended_at: datetime


class WorkItem(UuidRow, table=True):
    """One piece of work. `subject`: the row it is about; `stage`: of a row that needs staff more than once.

    `told_at`, `reminded_at`, `alarmed_at`: when whoever may do it had first news, a reminder, the overdue alarm.
    `unreached_at`: when nobody could be told. `taken_by`: a member of staff; a lease stands in the row itself.
    What has ended is for figures only, and says no more what it was about: `subject` is the row itself.
    """

    __tablename__ = "work_items"
    __table_args__ = (
        partial_index("uq_work_items_open", "kind", "subject", unique=True, where=IS_OPEN),
        partial_index("ix_work_items_clock", "kind", "due_at", where=IS_OPEN),
        partial_index("ix_work_items_untold", "since", where=IS_UNTOLD),
        partial_index("ix_work_items_unreminded", "due_at", where=IS_UNREMINDED),
        partial_index("ix_work_items_unalarmed", "due_at", where=IS_UNALARMED),
        partial_index("ix_work_items_taken", "taken_by", where=IS_TAKEN),
        partial_index("ix_work_items_ended", "ended_at", where=HAS_ENDED),
    )

    kind: str
    subject: UUID
    stage: str = ""
    since: datetime = instant()
    due_at: datetime = instant()
    told_at: datetime | None = instant(default=None)
    unreached_at: datetime | None = instant(default=None)
    reminded_at: datetime | None = instant(default=None)
    alarmed_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)
    taken_by: UUID | None = Field(default=None, foreign_key="staff.id")


delete_after(RetentionPeriod.EXPIRED_ROW_DAYS, WorkItem, older("ended_at"))


def begin(
    session: Session, kind: str, subject: UUID, *, stage: str, since: datetime, due_at: datetime
) -> WorkItem | None:
    """Insert an open piece of work, or begin another stage of it. Returns None if it stands there already."""
    values = {"kind": kind, "subject": subject, "stage": stage, "since": since, "due_at": due_at}
    is_new = add_once(session, WorkItem, {"id": uuid4(), **values})
    item = find(session, kind, subject)
    if item is None or is_new:
        return item
    again: dict[str, Any] = {"stage": stage, "due_at": due_at, "told_at": None, "unreached_at": None, "taken_by": None}
    if due_at > item.due_at:
        again |= {"reminded_at": None, "alarmed_at": None}
    return (
        item
        if update_if(session, item, col(WorkItem.ended_at).is_(None), col(WorkItem.stage) != stage, **again)
        else None
    )


def find(session: Session, kind: str, subject: UUID) -> WorkItem | None:
    """Return the open piece of work of this kind about this row."""
    query = select(WorkItem).where(WorkItem.kind == kind, WorkItem.subject == subject, text(IS_OPEN))
    return session.exec(query).one_or_none()


def of_kind(session: Session, kind: str, *, limit: int) -> list[WorkItem]:
    """Return the open pieces of a kind, the earliest due first."""
    query = select(WorkItem).where(WorkItem.kind == kind, text(IS_OPEN)).order_by(col(WorkItem.due_at))
    return list(session.exec(query.limit(limit)))


def of_member(session: Session, member_id: UUID) -> list[WorkItem]:
    """Return the open pieces that this member of staff has taken."""
    query = select(WorkItem).where(WorkItem.taken_by == member_id, text(IS_TAKEN))
    return list(session.exec(query.order_by(col(WorkItem.due_at))))


def untold(session: Session, *, limit: int) -> list[WorkItem]:
    """Return the open pieces of which nobody has heard, without those that nobody could be told of, oldest first."""
    fresh = select(WorkItem).where(text(IS_UNTOLD), col(WorkItem.unreached_at).is_(None))
    return list(session.exec(fresh.order_by(col(WorkItem.since)).limit(limit)))


def unreached(session: Session, *, limit: int, turn: int = 0) -> list[WorkItem]:
    """Return open pieces of which nobody could be told so far, oldest first; of many another part each turn."""
    waiting = text(IS_UNTOLD), col(WorkItem.unreached_at).is_not(None)
    count = session.exec(select(func.count()).select_from(WorkItem).where(*waiting)).one()
    part = turn % max(1, -(-count // limit))
    query = select(WorkItem).where(*waiting).order_by(col(WorkItem.since), col(WorkItem.id))
    return list(session.exec(query.offset(part * limit).limit(limit)))


def to_remind(session: Session, *, due_after: datetime, due_before: datetime, limit: int) -> list[WorkItem]:
    """Return the open pieces that are due between these moments and of which nobody was reminded.

    Overdue ones are not reminded of any more, so that they keep no other piece from its reminder, however many.
    """
    query = select(WorkItem).where(text(IS_UNREMINDED), WorkItem.due_at > due_after, WorkItem.due_at <= due_before)
    return list(session.exec(query.order_by(col(WorkItem.due_at)).limit(limit)))


def overdue(session: Session, *, now: datetime, limit: int) -> list[WorkItem]:
    """Return the open pieces that are overdue without an alarm."""
    query = select(WorkItem).where(text(IS_UNALARMED), WorkItem.due_at <= now)
    return list(session.exec(query.order_by(col(WorkItem.due_at)).limit(limit)))


def told_together(session: Session, item: WorkItem, moment: str, kinds: Collection[str]) -> list[WorkItem]:
    """Return the open pieces of these kinds that had the same news as this one. moment: the column that says when."""
    column = getattr(WorkItem, moment)
    query = select(WorkItem).where(col(WorkItem.kind).in_(kinds), text(IS_OPEN), column == getattr(item, moment))
    return list(session.exec(query.order_by(col(WorkItem.due_at), col(WorkItem.since))))


def count_told(session: Session, kind: str, *, since: datetime) -> int:
    """Return of how many open pieces of this kind somebody was told since then."""
    query = select(func.count()).select_from(WorkItem).where(WorkItem.kind == kind, text(IS_OPEN))
    return int(session.exec(query.where(col(WorkItem.told_at) > since)).one())


def mark(session: Session, item: WorkItem, moment: str, *, at: datetime) -> bool:
    """Note that news was given. Returns False if another process was first."""
    return update_if(session, item, col(getattr(WorkItem, moment)).is_(None), **{moment: at})


def take(session: Session, item: WorkItem, *, by: UUID | None, instead_of: UUID | None) -> bool:
    """Give a piece to a member of staff, or to nobody. Returns False if it has ended, or somebody else has it now."""
    is_theirs = col(WorkItem.taken_by) == instead_of if instead_of else col(WorkItem.taken_by).is_(None)
    return update_if(session, item, col(WorkItem.ended_at).is_(None), is_theirs, taken_by=by)


def forget_news(session: Session, item: WorkItem) -> None:
    """Have first news of a piece given once more: it is free again."""
    update_if(session, item, col(WorkItem.ended_at).is_(None), told_at=None, unreached_at=None)


def subjects_without(session: Session, kind: str, model: type[SQLModel], is_open: str, *, limit: int) -> list[UUID]:
    """Return the rows of a table that are open and of which no piece of work of this kind is."""
    return list(session.exec(_without_piece(kind, model, is_open, limit)))


def end_closed(session: Session, kind: str, model: type[SQLModel], is_open: str, *, at: datetime) -> list[WorkItem]:
    """End the pieces of a kind whose rows are not open any more, and return them."""
    found = session.exec(_closed(kind, model, is_open)).all()
    return [item for item in found if end(session, item, at=at)]


# Both are built once for each kind: housekeeping asks every few seconds, and to build one takes longer than to ask it.
@cache
def _without_piece(kind: str, model: type[SQLModel], is_open: str, limit: int) -> SelectOfScalar[UUID]:
    table = table_of(model)
    known = exists().where(col(WorkItem.kind) == kind, col(WorkItem.subject) == table.c.id, text(IS_OPEN))
    return select(table.c.id).where(text(is_open), ~known).limit(limit)


@cache
def _closed(kind: str, model: type[SQLModel], is_open: str) -> SelectOfScalar[WorkItem]:
    table: Table = table_of(model)
    still = exists().where(table.c.id == col(WorkItem.subject), text(is_open))
    return select(WorkItem).where(col(WorkItem.kind) == kind, text(IS_OPEN), ~still)


def end(session: Session, item: WorkItem, *, at: datetime) -> bool:
    """End a piece, and keep of it what figures need, to the minute. Returns False if it has ended.

    It shares the moments of its news with the pieces of other people: from it, nothing leads on to anybody's matter.
    """
    since, due, ended = (each.replace(second=0, microsecond=0) for each in (item.since, item.due_at, at))
    values: dict[str, Any] = {"subject": item.id, "since": since, "due_at": due, "ended_at": ended}
    return update_if(session, item, col(WorkItem.ended_at).is_(None), **values)


def counts(session: Session, kinds: Collection[str], *, now: datetime) -> list[tuple[str, int, int, datetime]]:
    """Return of these kinds, where any is open: how many, how many are overdue, and since when the oldest waits."""
    is_open = col(WorkItem.kind).in_(kinds), text(IS_OPEN)
    overdue_of = select(WorkItem.kind, func.count()).where(*is_open, WorkItem.due_at <= now).group_by(WorkItem.kind)
    late = dict(session.exec(overdue_of).all())
    query = select(WorkItem.kind, func.count(), func.min(WorkItem.since)).where(*is_open).group_by(WorkItem.kind)
    return [(kind, many, late.get(kind, 0), oldest) for kind, many, oldest in session.exec(query)]


def ended_since(session: Session, since: datetime) -> list[EndedWork]:
    """Return every piece that has ended since then."""
    query = select(WorkItem.kind, WorkItem.since, WorkItem.due_at, WorkItem.ended_at)
    found = session.exec(query.where(text(HAS_ENDED), col(WorkItem.ended_at) >= since))
    return [EndedWork(kind, begun, due, ended) for kind, begun, due, ended in found if ended is not None]
