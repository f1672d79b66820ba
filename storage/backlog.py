"""The backlog: pending events, deliveries, timers and reviews, counted in one query for monitoring."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select, text, union_all
from sqlmodel import Session

from storage.database import table_of
from storage.engine.inbox import IS_KNOWN, Event
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer
from storage.review.reviews import IS_OPEN, Review

# An event that is postponed for a while may be before others: so many of the oldest are compared.
OLDEST = 200


@dataclass(frozen=True, slots=True)
class Backlog:
    """The number of pending rows of one kind, and the age of the oldest.

    kind: inbox, outbox, timers or reviews; part: the channel of the outbox.
    groups: the number of lanes for inbox and outbox, the number of overdue ones for reviews.
    """

    kind: str
    part: str
    count: int
    oldest: datetime | None
    groups: int


def measure(session: Session, *, now: datetime) -> list[Backlog]:
    """Return the backlog. Only pending rows are read, by their partial indexes."""
    inbox, outbox, timers, reviews = table_of(Event), table_of(Delivery), table_of(Timer), table_of(Review)
    of_inbox = _line("inbox", literal(""), inbox.c.received_at, func.count(inbox.c.lane.distinct()))
    lanes = func.count(outbox.c.lane.distinct())
    of_outbox = _line("outbox", outbox.c.channel.cast(inbox.c.lane.type), outbox.c.created_at, lanes)
    of_timers = _line("timers", literal(""), timers.c.due_at, literal(0))
    overdue = func.coalesce(func.sum(case((reviews.c.due_at < now, 1), else_=0)), 0)
    of_reviews = _line("reviews", literal(""), reviews.c.submitted_at, overdue)
    query = union_all(
        of_inbox.where(text("inbox.state = 'waiting'")),
        of_outbox.where(text("outbox.state IN ('waiting', 'underway')")).group_by(outbox.c.channel),
        of_timers.where(text("timers.state = 'set'"), timers.c.due_at <= now),
        of_reviews.where(text(IS_OPEN)),
    )
    found = session.connection().execute(query).all()
    return [Backlog(row.kind, row.part, row.many, row.oldest, row.groups) for row in found]


def oldest_due(session: Session) -> datetime | None:
    """Return since when the longest waiting event is due; None if none waits. Only the OLDEST rows are looked at.

    Events of sources that this version does not know are left out: they wait for another one.
    """
    inbox = table_of(Event)
    first = select(inbox.c.due_at).where(text("inbox.state = 'waiting'"), text(IS_KNOWN))
    first = first.order_by(inbox.c.id).limit(OLDEST)
    waiting = first.subquery()
    return session.connection().execute(select(func.min(waiting.c.due_at))).scalar()


def _line(kind: str, part: Any, moment: Any, groups: Any) -> Any:
    oldest = func.min(moment).label("oldest")
    return select(
        literal(kind).label("kind"), part.label("part"), func.count().label("many"), oldest, groups.label("groups")
    )
