"""What follows a failed turn: another attempt, a newer version's, or none, with an apology and an alarm."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.engine.failures import is_failure
from bot.engine.inbound.turn import TurnHandler
from bot.engine.metrics import metrics
from bot.services.staff import alarms
from storage.database import TransactionLost
from storage.database.faults import is_fault
from storage.engine import inbox
from storage.engine.inbox_queue import ClaimedEvent
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.worker")

# Retry with backoff: an event that fails is retried after these delays and then set aside; its lane is free again
# within a minute.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (1, 3, 8, 18))
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1
# An event that fails by a fault of the database is not to blame, and is retried for half an hour.
MAX_ATTEMPTS_BY_FAULT = 100


def fail(session: Session, event: ClaimedEvent, problem: BaseException, turns: TurnHandler, now: datetime) -> None:
    """Postpone an event whose turn has failed, or set it aside after its last attempt, and tell who is concerned."""
    if left := turns.versions.retry_of(session, problem, event.received_at):
        delay, note = left
        inbox.postpone(session, event.id, attempts=event.attempts, due_at=now + delay, note=note)
        return
    attempts = event.attempts + 1
    note = name_of(problem)
    log.error("turn failed", extra={"event_id": event.id, "attempt": attempts, "problem": note}, exc_info=problem)
    if attempts < (MAX_ATTEMPTS_BY_FAULT if is_fault(problem) else MAX_ATTEMPTS):
        due = now + RETRY_DELAYS[min(attempts, len(RETRY_DELAYS)) - 1]
        inbox.postpone(session, event.id, attempts=attempts, due_at=due, note=note)
        metrics.failed("postponed")
        return
    if not inbox.set_aside(session, event.id, attempts=attempts, at=now, note=note):
        return
    metrics.failed("set_aside")
    # If one of these fails, too, the lane is free even so, and the log and the inbox hold the failure.
    with _logged(session, "apology failed", event):
        turns.apologise(session, event, now=now)
    with _logged(session, "alarm failed", event):
        alarms.raise_alarm(session, AlarmKind.TURN_SET_ASIDE, f"{event.id}", now=now)


def name_of(problem: BaseException) -> str:
    """Return the name of the exception that made a transaction fail."""
    cause = problem.__cause__ if isinstance(problem, TransactionLost) else None
    return type(cause or problem).__name__


@contextmanager
def _logged(session: Session, message: str, event: ClaimedEvent) -> Iterator[None]:
    """Run a block in a savepoint. An exception undoes the block and is logged, not raised."""
    try:
        with session.begin_nested():
            yield
    except BaseException as problem:
        if not is_failure(problem):
            raise
        log.error(message, extra={"event_id": event.id, "problem": type(problem).__name__}, exc_info=problem)
