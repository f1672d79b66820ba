"""What waits in the store: events, deliveries, timers, reviews; all of it in one question, for those who watch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, case, func, literal, select, text, union_all
from sqlmodel import Session

from storage.engine.inbox import Event
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer
from storage.review.reviews import OPEN_TEXT, Review


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one kind wait, and since when the oldest does.

    kind: inbox, outbox, timers or reviews; part: the channel of the outbox.
    groups: lanes of inbox and outbox; of reviews those that are overdue.
    """

    kind: str
    part: str
    count: int
    oldest: datetime | None
    groups: int


def everything(session: Session, *, now: datetime) -> list[Waiting]:
    """Return what waits. Only rows that wait are looked at, by the partial indexes they stand in."""
    inbox, outbox, timers, reviews = _table(Event), _table(Delivery), _table(Timer), _table(Review)
    of_inbox = _line("inbox", literal(""), inbox.c.received_at, func.count(inbox.c.lane.distinct()))
    of_outbox = _line("outbox", outbox.c.channel.cast(inbox.c.lane.type), outbox.c.created_at, _lanes(outbox))
    of_timers = _line("timers", literal(""), timers.c.due_at, literal(0))
    overdue = func.coalesce(func.sum(case((reviews.c.due_at < now, 1), else_=0)), 0)
    of_reviews = _line("reviews", literal(""), reviews.c.submitted_at, overdue)
    question = union_all(
        of_inbox.where(text("inbox.state = 'waiting'")),
        of_outbox.where(text("outbox.state IN ('waiting', 'underway')")).group_by(outbox.c.channel),
        of_timers.where(text("timers.state = 'set'"), timers.c.due_at <= now),
        of_reviews.where(OPEN_TEXT),
    )
    found = session.connection().execute(question).all()
    return [Waiting(row.kind, row.part, row.many, row.oldest, row.groups) for row in found]


def _line(kind: str, part: Any, moment: Any, groups: Any) -> Any:
    oldest = func.min(moment).label("oldest")
    return select(
        literal(kind).label("kind"), part.label("part"), func.count().label("many"), oldest, groups.label("groups")
    )


def _lanes(table: Table) -> Any:
    return func.count(table.c.lane.distinct())


def _table(kind: Any) -> Table:
    found: Table = kind.__table__
    return found
