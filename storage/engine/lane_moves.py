"""Moving a lane: what is still to happen for a person goes on in the lane of their new account."""

from collections.abc import Collection

from sqlalchemy import func, select, text, update
from sqlmodel import Session

from storage.database import table_of
from storage.engine.inbox import IS_WAITING, Event, EventSource
from storage.engine.outbox import IS_OPEN, Channel, Delivery
from storage.engine.timers import Timer

_inbox, _outbox, _timers = table_of(Event), table_of(Delivery), table_of(Timer)


def move(session: Session, lane: str, to: str, *, but: Collection[str]) -> None:
    """Move the timers that are set, except these kinds, the waiting events that are not from Telegram, and the tasks.

    The result of a task that is running comes back in the lane that its row has then. A row that another transaction
    is handling stays where it is: whoever handles it may wait for this one.
    """
    connection = session.connection()
    kept = select(_timers.c.id).where(_timers.c.lane == lane, text("state = 'set'"), _timers.c.kind.not_in(but))
    found = connection.execute(kept.with_for_update(skip_locked=True, key_share=True)).scalars().all()
    connection.execute(update(_timers).where(_timers.c.id.in_(found)).values(lane=to))
    waiting = select(_inbox.c.id).where(_inbox.c.lane == lane, text(IS_WAITING))
    waiting = waiting.where(_inbox.c.source != EventSource.TELEGRAM).with_for_update(skip_locked=True, key_share=True)
    found = connection.execute(waiting).scalars().all()
    connection.execute(update(_inbox).where(_inbox.c.id.in_(found)).values(lane=to))
    # Tasks have lanes of their own, which end with the person's.
    tasks = select(_outbox.c.id).where(_outbox.c.channel == Channel.TASK, text(IS_OPEN))
    tasks = tasks.where(_outbox.c.lane.endswith(f":{lane}", autoescape=True))
    found = connection.execute(tasks.with_for_update(skip_locked=True, key_share=True)).scalars().all()
    renamed = func.replace(_outbox.c.lane, lane, to)
    connection.execute(update(_outbox).where(_outbox.c.id.in_(found)).values(lane=renamed))
