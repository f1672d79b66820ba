"""Claiming goes from lane to lane: a long, held or postponed lane costs the others nothing, and each gets its turn."""

import math
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from storage.engine import inbox, inbox_queue, outbox, outbox_queue
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.lanes import MAX_EXAMINED, LaneCursor, heads
from storage.engine.outbox import Channel


def put(session: Session, now: datetime, *lanes: str, count: int = 1) -> None:
    """Put so many events into each lane."""
    numbers = range(count)
    events = [NewEvent(EventSource.RESULT, f"{lane} {number}", lane, {}) for number in numbers for lane in lanes]
    inbox.put(session, events, at=now)


def lanes(session: Session, now: datetime, cursor: LaneCursor, limit: int = 2) -> list[str]:
    """Claim, and return the lanes in the order of the search."""
    return [event.lane for event in inbox_queue.claim(session, now=now, limit=limit, cursor=cursor)]


def test_lanes_take_turns(database: Database, now: datetime) -> None:
    cursor = LaneCursor()
    with database.transaction() as session:
        put(session, now, "a", "b", "c", "d", "e", count=3)
        assert [lanes(session, now, cursor) for _ in range(3)] == [["a", "b"], ["c", "d"], ["e", "a"]]


def test_a_turn_ends_when_every_lane_was_looked_at(database: Database, now: datetime) -> None:
    cursor = LaneCursor(after="b")
    with database.transaction() as session:
        put(session, now, "a", "b", "c")
        assert lanes(session, now, cursor, limit=9) == ["c", "a", "b"]
        assert lanes(session, now, LaneCursor(after="z"), limit=9) == ["a", "b", "c"]


def test_walks_that_share_a_cursor_take_each_lane_once() -> None:
    cursor, names = LaneCursor(after="b"), ["a", "b", "c", "d"]

    def find_after(lane: str) -> list[str] | None:
        return next(([name] for name in names if name > lane), None)

    walk, other = (heads(cursor, find_after, lane_at=0, most=9) for _ in range(2))
    found = [next(walk), next(walk), next(other), next(other), next(other), *walk]
    assert [row[0] for row in found] == ["c", "d", "a", "b", "c", "a", "b"]


def test_a_search_that_has_met_more_held_lanes_than_free_ones_goes_on_elsewhere() -> None:
    cursor = LaneCursor(after="z")
    for lane, is_free in (("a", False), ("b", True), ("c", False)):
        cursor.note(lane, is_free=is_free)
    cursor.leave_crowd()
    place, in_order = cursor.begin(for_one=False)
    assert (place in ("a", "b", "c"), in_order) == (True, False)
    assert cursor.begin(for_one=False) == ("z", True)
    for lane, is_free in (("a", False), ("b", True)):
        cursor.note(lane, is_free=is_free)
    cursor.leave_crowd()
    assert cursor.begin(for_one=True) == ("z", True)


def test_postponed_lanes_are_passed_over(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        put(session, now, "a", "b", count=2)
        first = inbox_queue.claim(session, now=now, limit=1)[0]
        inbox.postpone(session, first.id, attempts=1, due_at=now + timedelta(seconds=1), note="bug")
        assert lanes(session, now, LaneCursor(), limit=9) == ["b"]


def test_a_look_at_many_lanes_in_vain_ends_and_goes_on_later(database: Database, now: datetime) -> None:
    cursor = LaneCursor()
    with database.transaction() as session:
        put(session, now, *(f"lane {number:04}" for number in range(MAX_EXAMINED + 50)))
        for number in range(1, MAX_EXAMINED + 51):
            inbox.postpone(session, number, attempts=1, due_at=now + timedelta(seconds=1), note="bug")
        put(session, now, "z")
        assert lanes(session, now, cursor) == []
        assert lanes(session, now, cursor) == ["z"]


def test_a_held_lane_is_passed_over_and_is_next_when_it_is_free(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        put(session, now, "a", "b", count=2)
    with postgresql_store.transaction() as holder, postgresql_store.transaction() as other:
        assert lanes(holder, now, LaneCursor(), limit=1) == ["a"]
        cursor = LaneCursor()
        assert lanes(other, now, cursor, limit=9) == ["b"]
    with postgresql_store.transaction() as other:
        assert lanes(other, now, cursor, limit=1) == ["a"]


def test_a_lane_whose_oldest_row_alone_is_locked_is_held(postgresql_store: Database, now: datetime) -> None:
    with postgresql_store.transaction() as session:
        put(session, now, "a", "b", count=2)
    with postgresql_store.transaction() as earlier_version, postgresql_store.transaction() as other:
        earlier_version.execute(text("SELECT id FROM inbox WHERE lane = 'a' ORDER BY id LIMIT 1 FOR UPDATE"))
        assert lanes(other, now, LaneCursor(), limit=9) == ["b"]


@pytest.mark.parametrize("analysed", [False, True])
def test_a_claim_reads_as_much_beside_a_long_lane_as_without(
    postgresql_store: Database, now: datetime, analysed: bool
) -> None:
    with postgresql_store.transaction() as session:
        put(session, now, *(f"lane {number}" for number in range(50)))
    with postgresql_store.transaction() as session:
        put(session, now, "a long lane", count=20_000)
        if analysed:
            session.execute(text("ANALYZE inbox"))
    with postgresql_store.transaction() as session:
        assert lanes(session, now, LaneCursor(), limit=1) == ["a long lane"]
        before = _rows_read(session)
        assert lanes(session, now, LaneCursor(after="a long lane"), limit=2) == ["lane 0", "lane 1"]
        assert _rows_read(session) - before < 20


def _rows_read(session: Session) -> int:
    """Return how many index entries and rows this transaction has read of the inbox so far."""
    query = text(
        "SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(oid)), 0) FROM pg_class "
        "WHERE relname IN ('inbox', 'ix_inbox_lane_waiting', 'ix_inbox_waiting', 'uq_inbox_source_key')"
    )
    return int(session.execute(query).scalar_one())


def test_deliveries_of_a_channel_take_turns_and_busy_and_late_lanes_are_passed_over(
    database: Database, now: datetime
) -> None:
    cursors = {channel: LaneCursor() for channel in Channel}

    def found(session: Session, *busy: str) -> list[str]:
        next_ones = outbox_queue.next_deliveries(session, now=now, limit=2, busy=busy, cursors=cursors)
        return [delivery.lane for delivery in next_ones]

    with database.transaction() as session:
        for lane in ("a", "b", "c", "d", "a"):
            outbox.put(session, Channel.CHAT, lane, {}, at=now)
        outbox.put(session, Channel.CHAT, "e", {}, at=now, due_at=now + timedelta(minutes=20))
        assert [found(session), found(session), found(session)] == [["a", "b"], ["c", "d"], ["a", "b"]]
        assert found(session, "c") == ["a", "d"]
        outbox.put(session, Channel.SMS, "sms:1", {}, at=now)
        assert "sms:1" in found(session)


def test_lanes_with_an_answer_come_first_and_keep_their_order(database: Database, now: datetime) -> None:
    notification = {outbox.NOTIFICATION_KEY: "approval.asked"}
    with database.transaction() as session:
        for lane in ("a", "b", "c"):
            outbox.put(session, Channel.CHAT, lane, notification, at=now)
        outbox.put(session, Channel.CHAT, "c", {"answer": 1}, at=now)
        outbox.put(session, Channel.CHAT, "d", {"answer": 2}, at=now)
        urgent = outbox_queue.next_deliveries(session, now=now, limit=9, urgent=True)
        assert [(each.lane, each.is_urgent, each.content) for each in urgent] == [
            ("c", True, notification),
            ("d", True, {"answer": 2}),
        ]
        outbox_queue.mark_delivered(session, [(each, None) for each in urgent], at=now)
        (answer,) = outbox_queue.next_deliveries(session, now=now, limit=9, urgent=True)
        assert answer.content == {"answer": 1}
        rest = outbox_queue.next_deliveries(session, now=now, limit=9, busy=["c"])
        assert [(each.lane, each.is_urgent) for each in rest] == [("a", False), ("b", False)]


@pytest.mark.parametrize("by_number", [False, True])
def test_digests_and_reminders_stand_behind_everything_else_of_their_chat(
    database: Database, now: datetime, by_number: bool
) -> None:
    digest = {outbox.NOTIFICATION_KEY: outbox.soft_notification("certificate.views")}
    question = {outbox.NOTIFICATION_KEY: "approval.asked"}
    cursors = {channel: LaneCursor() for channel in Channel}
    if by_number:
        cursors[Channel.CHAT].recent._walk_at = math.inf
    sent = []
    with database.transaction() as session:
        for content, about in ((digest, ""), (digest, "filing"), (digest, ""), (question, ""), ({"answer": 1}, "")):
            outbox.put(session, Channel.CHAT, "a", content, at=now, about=about)
        while found := outbox_queue.next_deliveries(session, now=now, limit=9, cursors=cursors):
            outbox_queue.mark_delivered(session, [(each, None) for each in found], at=now)
            sent += [each.id for each in found]
    assert sent == [2, 4, 5, 1, 3], "one that is about something may be replaced, and keeps its place"


def test_an_answer_does_not_wait_for_digests_of_its_chat(database: Database, now: datetime) -> None:
    digest: dict[str, Any] = {outbox.NOTIFICATION_KEY: outbox.soft_notification("certificate.views")}
    with database.transaction() as session:
        for content in (*[digest] * 5, {"answer": 1}):
            outbox.put(session, Channel.CHAT, "a", content, at=now)
        (first,) = outbox_queue.next_deliveries(session, now=now, limit=9, urgent=True)
        assert first.content == {"answer": 1}


def test_a_look_for_answers_beside_one_chat_with_many_waiting_reads_little(
    postgresql_store: Database, now: datetime
) -> None:
    with postgresql_store.transaction() as session:
        outbox.put(session, Channel.CHAT, "held", {"answer": 0}, at=now, due_at=now + timedelta(seconds=30))
        session.execute(
            text(
                "INSERT INTO outbox (reference, channel, lane, about, policy, payload, created_at, due_at, attempts, "
                "state, note) SELECT gen_random_uuid(), channel, lane, about, policy, payload, created_at, created_at, "
                "0, state, note FROM outbox, generate_series(1, 20000)"
            )
        )
        outbox.put(session, Channel.CHAT, "z", {"answer": 1}, at=now)
    with postgresql_store.transaction() as session:
        for urgent in (True, False):
            found = outbox_queue.next_deliveries(session, now=now, limit=9, urgent=urgent)
            assert [each.lane for each in found] == ["z"]
        query = "SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class WHERE relname LIKE '%outbox%'"
        assert session.execute(text(query)).scalar_one() < 60


def test_an_event_that_an_earlier_version_handles_meanwhile_is_not_taken(
    postgresql_store: Database, now: datetime
) -> None:
    found = inbox_queue._of_lanes._compile(postgresql_store.engine.dialect).sql
    waiting = found.replace("= (SELECT inbox.id", "= (SELECT inbox.id + length(pg_sleep(1)::text)", 1)
    values = {"lanes": ["a"], "now": now, "latest": now, "param_1": 1}
    with postgresql_store.transaction() as session:
        put(session, now, "a")
    with postgresql_store.transaction() as session, ThreadPoolExecutor(1) as other:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        claimed = other.submit(lambda: driver.execute(waiting, values).fetchall())
        with postgresql_store.transaction() as earlier_version:
            inbox.finish(earlier_version, [1], at=now)
        assert not claimed.done()
        assert claimed.result() == []
