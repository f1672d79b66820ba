"""Rows of a version that no process of a chaos run knows: of a source, a channel, a policy and a timer of its own.

They lie in the lanes of known rows. Nobody may wait for them, or touch them; only a timer is set aside in the end.
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import Session

from bot.engine import clock
from bot.engine.newer_versions import UNKNOWN_PATIENCE
from storage.database import Database
from storage.database.columns import UtcMoment
from storage.engine import inbox, outbox
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.outbox import Channel
from storage.identity.accounts import lane
from tests.fault_injection.chaos.telegram import BOT

MARK = "chaos.never"
# The constraints that a newer version has replaced by its own.
CONSTRAINTS = (("inbox", "source"), ("outbox", "channel"), ("outbox", "policy"))
_events = text("SELECT source, state, attempts, note, received_at, done_at FROM inbox WHERE key LIKE :key").columns(
    received_at=UtcMoment, done_at=UtcMoment
)


def allow(database: Database) -> None:
    """Remove the constraints that know only the sources, channels and policies of this version."""
    with database.transaction() as session:
        for table, column in () if database.is_sqlite else CONSTRAINTS:
            session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS ck_{table}_{column}"))


def put(database: Database, chats: Sequence[int]) -> None:
    """Put one row of each kind into the lanes of these chats."""
    with database.transaction() as session:
        _check_constraints(session, database, on=False)
        for chat in chats:
            _put(session, lane(BOT, chat), chat)
        _check_constraints(session, database, on=True)


def _put(session: Session, own_lane: str, chat: int) -> None:
    now, key = clock.now(), f"{MARK} {uuid4().hex}"
    events = [
        NewEvent(EventSource.RESULT, key, own_lane, {}),
        NewEvent(EventSource.TIMER, key, own_lane, {"kind": MARK, "subject": uuid4().hex}),
    ]
    inbox.put(session, events, at=now)
    session.execute(text("UPDATE inbox SET source = 'newer' WHERE source = 'result' AND key = :key"), {"key": key})
    for column in ("channel", "policy"):
        reference = outbox.put(session, Channel.CHAT, own_lane, {"chat": chat}, at=now, about=MARK)
        change = text(f"UPDATE outbox SET {column} = 'newer' WHERE reference = :reference").bindparams(
            reference=reference if session.get_bind().dialect.name != "sqlite" else reference.hex
        )
        session.execute(change)


def take_away(database: Database) -> list[str]:
    """Delete the rows, as the version that knows them would. Returns what was done to them."""
    with database.transaction() as session:
        events = session.execute(_events, {"key": f"{MARK}%"}).all()
        deliveries = session.execute(
            text("SELECT channel, policy, state, attempts, note FROM outbox WHERE about = :about"), {"about": MARK}
        ).all()
        session.execute(text("DELETE FROM inbox WHERE key LIKE :key"), {"key": f"{MARK}%"})
        session.execute(text("DELETE FROM outbox WHERE about = :about"), {"about": MARK})
    wrong = [f"event {tuple(row)}" for row in events if _was_touched(row)]
    wrong += [f"delivery {tuple(row)}" for row in deliveries if row[2:] != ("waiting", 0, "")]
    return [f"a row of an unknown version was touched: {each}" for each in wrong]


def _was_touched(event: Any) -> bool:
    """Return whether somebody has handled an event before its time: an unknown timer is set aside after a while."""
    if event.state == "waiting":
        return bool(event.source == "newer" and event.attempts)
    return not (event.state == "set_aside" and event.done_at - event.received_at >= UNKNOWN_PATIENCE)


def _check_constraints(session: Session, database: Database, *, on: bool) -> None:
    if database.is_sqlite:
        session.execute(text(f"PRAGMA ignore_check_constraints = {'OFF' if on else 'ON'}"))
