"""While few rows wait, PostgreSQL reads them by number, and passes no rows that were handled before."""

import math
import time
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from storage.engine import inbox, inbox_queue, outbox, outbox_queue
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.lanes import LATE, RECENT, WALK_SHARE, WALKS, LaneCursor, RecentRows
from storage.engine.outbox import Channel


def put(session: Session, now: datetime, *lanes: str) -> None:
    """Put one event into each lane."""
    taken = session.execute(text("SELECT count(*) FROM inbox")).scalar_one()
    events = [NewEvent(EventSource.RESULT, f"{taken + at}", lane, {}) for at, lane in enumerate(lanes)]
    inbox.put(session, events, at=now)


def handle(store: Database, now: datetime, cursor: LaneCursor, limit: int = 9) -> list[str]:
    """Claim and finish. Returns the lanes."""
    with store.transaction() as session:
        events = inbox_queue.claim(session, now=now, limit=limit, cursor=cursor)
        inbox.finish(session, [event.id for event in events], at=now)
    return [event.lane for event in events]


def read_by_number(first: int) -> LaneCursor:
    """Return a cursor that no longer goes from lane to lane."""
    cursor = LaneCursor()
    cursor.recent.first, cursor.recent._walk_at = first, math.inf
    return cursor


def rows_read(session: Session) -> int:
    """Return how many index entries this connection has read so far."""
    query = text(
        "SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(oid)), 0) FROM pg_class "
        "WHERE relname IN ('ix_inbox_lane_waiting', 'ix_inbox_waiting', 'inbox_pkey', 'pk_inbox')"
    )
    return int(session.execute(query).scalar_one())


def test_a_claim_beside_a_held_snapshot_passes_no_handled_rows(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.reading() as reader:
        reader.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        reader.execute(text("SELECT count(*) FROM inbox")).all()
        with postgresql_store.transaction() as session:
            put(session, now, *(f"lane {number}" for number in range(5 * LATE)))
        with postgresql_store.transaction() as session:
            inbox.finish(session, range(1, 5 * LATE + 1), at=now)
            put(session, now, "a", "b")
        cursor = read_by_number(0)
        assert handle(postgresql_store, now, cursor, limit=1) == ["a"]
        with postgresql_store.transaction() as session:
            before = rows_read(session)
            assert [event.lane for event in inbox_queue.claim(session, now=now, limit=9, cursor=cursor)] == ["b"]
            assert LATE <= rows_read(session) - before < 2 * LATE


def test_lanes_take_turns_in_both_ways(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        put(session, now, "b", "a", "c", "b", "a")
    cursor = read_by_number(0)
    found = [handle(postgresql_store, now, cursor, limit=2) for _ in range(4)]
    assert found == [["a", "b"], ["c", "a"], ["b"], []]


def test_a_number_that_commits_late_is_found_and_its_lane_is_as_quick_as_others(
    postgresql_store: Database, now: datetime
) -> None:
    with postgresql_store.transaction() as session:
        put(session, now, "late", "late", "late")
    cursor = read_by_number(10**9)
    assert handle(postgresql_store, now, cursor) == []
    cursor.recent._walk_at = 0.0
    assert handle(postgresql_store, now, cursor) == ["late"]
    assert not cursor.recent.walks_now()
    assert [handle(postgresql_store, now, cursor) for _ in range(3)] == [["late"], ["late"], []]


def test_the_oldest_of_a_lane_is_claimed_though_a_later_one_was_read(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        put(session, now, "a", "a")
    with postgresql_store.transaction() as session:
        (event,) = inbox_queue.claim(session, now=now, limit=9, cursor=read_by_number(2))
        assert event.id == 1


def test_many_rows_are_not_read_by_number() -> None:
    recent = RecentRows(_walk_at=math.inf)
    assert recent.read(range(LATE, LATE + RECENT - 1))
    assert not recent.read(range(2 * LATE, 2 * LATE + RECENT))
    assert recent.first == LATE
    assert [recent.walks_now() for _ in range(WALKS + 1)] == [True] * WALKS + [False]


def test_the_longer_a_walk_takes_the_rarer_it_is() -> None:
    recent, now = RecentRows(first=9), time.monotonic()
    assert recent.walks_now()
    recent.walked(now - 10, [7, 8])
    assert not recent.walks_now()
    assert recent.first == 7
    assert recent._walk_at - now > 10 / WALK_SHARE - 1


@pytest.mark.parametrize("urgent", [False, True])
def test_deliveries_of_every_channel_are_read_by_number(
    postgresql_store: Database, now: datetime, urgent: bool
) -> None:
    cursors = {channel: LaneCursor() for channel in Channel}
    cursors[Channel.CHAT] = read_by_number(3)
    with postgresql_store.transaction() as session:
        for lane in ("late", "late", "b", "a"):
            outbox.put(session, Channel.CHAT, lane, {}, at=now)
        outbox.put(session, Channel.CHAT, "b", {outbox.NOTIFICATION_KEY: "approval.asked"}, at=now)
        outbox.put(session, Channel.CHAT, "told", {outbox.NOTIFICATION_KEY: "approval.asked"}, at=now)
        outbox.put(session, Channel.SMS, "sms:1", {}, at=now)

        def found() -> list[int]:
            next_ones = outbox_queue.next_deliveries(session, now=now, limit=9, cursors=cursors, urgent=urgent)
            return [delivery.id for delivery in next_ones]

        told = [] if urgent else [6]
        assert found() == [3, 4, *told, 7]
        cursors[Channel.CHAT].recent._walk_at = 0.0
        assert found() == found() == [1, 3, 4, *told, 7]


def test_the_oldest_delivery_of_a_chat_is_found_though_a_later_one_was_read(
    postgresql_store: Database, now: datetime
) -> None:
    cursors = {Channel.CHAT: read_by_number(2)}
    with postgresql_store.transaction() as session:
        for _ in range(2):
            outbox.put(session, Channel.CHAT, "a", {}, at=now)
        next_ones = outbox_queue.next_deliveries(session, now=now, limit=9, channels=[Channel.CHAT], cursors=cursors)
        assert [delivery.id for delivery in next_ones] == [1]
