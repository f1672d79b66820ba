"""Moving a lane: what is still to happen for a person goes on in the lane of their new account."""

from collections.abc import Collection

from sqlalchemy import select, text, update
from sqlmodel import Session

from storage.database import table_of
from storage.engine.inbox import IS_WAITING, Event, EventSource
from storage.engine.timers import Timer

_inbox, _timers = table_of(Event), table_of(Timer)


def move(session: Session, lane: str, to: str, *, but: Collection[str]) -> None:
    """Move the timers that are set, except these kinds, and the waiting events that are not from Telegram.

    A row that another transaction is handling stays where it is: whoever handles it may wait for this one.
    """
    connection = session.connection()
    kept = select(_timers.c.id).where(_timers.c.lane == lane, text("state = 'set'"), _timers.c.kind.not_in(but))
    found = connection.execute(kept.with_for_update(skip_locked=True, key_share=True)).scalars().all()
    connection.execute(update(_timers).where(_timers.c.id.in_(found)).values(lane=to))
    waiting = select(_inbox.c.id).where(_inbox.c.lane == lane, text(IS_WAITING))
    waiting = waiting.where(_inbox.c.source != EventSource.TELEGRAM).with_for_update(skip_locked=True, key_share=True)
    found = connection.execute(waiting).scalars().all()
    connection.execute(update(_inbox).where(_inbox.c.id.in_(found)).values(lane=to))
