"""Pseudonyms of lanes: after the deletion of an account no row of the engine holds the Telegram id.

A lane is made of the Telegram id. What is still to be handled or sent goes on under the pseudonym of the account.
"""

from sqlalchemy import func, text, update
from sqlmodel import Session

from storage.database import table_of
from storage.engine.inbox import IS_SET_ASIDE, IS_WAITING, Event, EventSource
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer

_outbox, _inbox, _timers = table_of(Delivery), table_of(Event), table_of(Timer)


def replace(session: Session, lane: str, pseudonym: str) -> None:
    """Move the rows of a lane to its pseudonym: deliveries, timers, results of tasks, and failed events.

    Updates that wait in the lane stay: a deleted account does not handle them, they come from a new user.
    Failed events lose what the person wrote.
    """
    connection = session.connection()
    connection.execute(update(_outbox).where(_outbox.c.lane == lane).values(lane=pseudonym))
    # Tasks have lanes of their own, which end with the person's.
    of_tasks = (
        _outbox.c.lane >= "task:",
        _outbox.c.lane < "task;",
        _outbox.c.lane.endswith(f":{lane}", autoescape=True),
    )
    connection.execute(update(_outbox).where(*of_tasks).values(lane=func.replace(_outbox.c.lane, lane, pseudonym)))
    set_timers = update(_timers).where(_timers.c.lane == lane, text("state = 'set'"))
    connection.execute(set_timers.values(lane=pseudonym))
    waiting = update(_inbox).where(_inbox.c.lane == lane, text(IS_WAITING), _inbox.c.source != EventSource.TELEGRAM)
    connection.execute(waiting.values(lane=pseudonym))
    set_aside = update(_inbox).where(_inbox.c.lane == lane, text(IS_SET_ASIDE))
    connection.execute(set_aside.values(lane=pseudonym, payload=b""))
