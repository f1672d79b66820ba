"""On PostgreSQL a claim takes lanes in groups, by few queries, and goes on elsewhere where others hold the lanes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.database import Database
from storage.engine import outbox, outbox_queue
from storage.engine.lanes import RECENT, LaneCursor
from storage.engine.outbox import Channel
from tests.fault_injection import faulty_database
from tests.storage.test_lane_turns import lanes, put


def test_a_search_among_lanes_that_others_hold_goes_on_elsewhere(postgresql_store: Database, now: datetime) -> None:
    names = [f"lane {number:02}" for number in range(40)]
    with postgresql_store.transaction() as session:
        put(session, now, *names)
    cursor = LaneCursor()
    with postgresql_store.transaction() as session:
        assert lanes(session, now, cursor, limit=20) == names[:20]
    with postgresql_store.transaction() as holder, postgresql_store.transaction() as other:
        assert lanes(holder, now, LaneCursor(after=names[19]), limit=15) == names[20:35]
        places = set()
        for _ in range(20):
            cursor.after = names[19]
            assert lanes(other, now, cursor, limit=1) == [names[35]]
            assert cursor.after == names[35]
            places.add(cursor.begin(for_one=True)[0])
        assert len(places) > 5
    with postgresql_store.transaction() as session:
        cursor.after = names[19]
        assert lanes(session, now, cursor, limit=1) == [names[20]]
        assert cursor.after == names[20]


def test_a_claim_of_many_lanes_takes_few_queries(postgresql_store: Database, now: datetime) -> None:
    names = [f"lane {number:03}" for number in range(250)]
    with postgresql_store.transaction() as session:
        put(session, now, *names)
    queries = faulty_database.inject(postgresql_store)
    with postgresql_store.transaction() as holder, postgresql_store.transaction() as session:
        assert lanes(holder, now, LaneCursor(after=names[9]), limit=5) == names[10:15]
        cursor, before = LaneCursor(after=names[9]), queries.count
        assert lanes(session, now, cursor, limit=16) == names[15:31]
        assert queries.count - before <= 9
        assert lanes(session, now, cursor, limit=16) == names[31:47]


def test_a_look_for_many_deliveries_takes_few_queries(postgresql_store: Database, now: datetime) -> None:
    names = [f"lane {number:02}" for number in range(40)]
    with postgresql_store.transaction() as session:
        for name in names:
            outbox.put(session, Channel.CHAT, name, {}, at=now)
    queries, cursors = faulty_database.inject(postgresql_store), {channel: LaneCursor() for channel in Channel}
    with postgresql_store.transaction() as session:
        for urgent in (False, False, True):
            before = queries.count
            found = outbox_queue.next_deliveries(
                session, now=now, limit=40, channels=[Channel.CHAT], cursors=cursors, urgent=urgent
            )
            assert [each.lane for each in found] == names
    assert queries.count - before < 9


@pytest.mark.parametrize("urgent", [False, True])
def test_a_look_that_finds_only_postponed_deliveries_takes_few_queries(
    postgresql_store: Database, now: datetime, urgent: bool
) -> None:
    later = now + timedelta(minutes=5)
    with postgresql_store.transaction() as session:
        for number in range(RECENT + 50):
            outbox.put(session, Channel.CHAT, f"lane {number:03}", {}, at=now, due_at=later)
    queries, cursors = faulty_database.inject(postgresql_store), {channel: LaneCursor() for channel in Channel}
    with postgresql_store.transaction() as session:
        before = queries.count
        look: dict[str, Any] = {"limit": 20, "channels": [Channel.CHAT], "cursors": cursors, "urgent": urgent}
        assert outbox_queue.next_deliveries(session, now=now, **look) == []
    assert cursors[Channel.CHAT].is_cut
    assert queries.count - before < 15
