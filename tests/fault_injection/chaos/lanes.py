"""Watches in a chaos run whether a lane is held: whether its oldest event, though due, waits while others are handled.

It counts the turns of other lanes and not the time, so that a busy machine holds no lane.
"""

import time
from dataclasses import dataclass

from sqlalchemy import and_, func, not_, select
from sqlmodel import Session

from bot.engine import clock
from storage.database import table_of
from storage.engine.inbox import LEFT_TO_NEWER, MAX_POSTPONEMENT, Event, EventState
from tests.fault_injection.chaos.unknown_rows import MARK

# Times that an event is postponed at most: its five attempts, a minute of seconds in which it is left to a newer
# version, and faults of the database.
MAX_ATTEMPTS = 100

_inbox = table_of(Event)
# What nobody knows is left where it is.
_is_known = and_(
    _inbox.c.state == EventState.WAITING, not_(_inbox.c.key.startswith(MARK)), _inbox.c.note != LEFT_TO_NEWER
)
_oldest = select(func.min(_inbox.c.id)).where(_is_known).group_by(_inbox.c.lane)
_heads = select(_inbox.c.id, _inbox.c.lane, _inbox.c.attempts, _inbox.c.due_at).where(_inbox.c.id.in_(_oldest))


@dataclass
class Head:
    """The oldest event of a lane. handled: how many updates were handled when it became due; attempts: as seen."""

    event: int
    since: float
    handled: int
    seen: object = None
    attempts: int = 0


class Lanes:
    """The oldest event of each lane. `most`: how many updates were handled while one that was due waited."""

    def __init__(self) -> None:
        self._heads: dict[str, Head] = {}
        self.longest, self.most, self.attempts = 0.0, 0, 0

    def look(self, session: Session, handled: int) -> None:
        """Read the oldest event of each lane. handled: how many updates are handled by now."""
        moment, before, self._heads = clock.now(), self._heads, {}
        for row in session.connection().execute(_heads):
            head = before.get(row.lane)
            if head is None or head.event != row.id:
                head = Head(row.id, time.monotonic(), handled)
            self._heads[row.lane] = head
            is_due = not moment < row.due_at <= moment + MAX_POSTPONEMENT
            self._count(head, (row.attempts, row.due_at), handled, is_due=is_due)

    def _count(self, head: Head, seen: object, handled: int, *, is_due: bool) -> None:
        if head.seen != seen:
            head.seen, head.attempts = seen, head.attempts + 1
            head.handled = handled
        elif not is_due:
            head.handled = handled
        self.longest = max(self.longest, time.monotonic() - head.since)
        self.most = max(self.most, handled - head.handled)
        self.attempts = max(self.attempts, head.attempts)
