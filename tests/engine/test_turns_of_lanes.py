"""Every lane has its turn, whatever the others hold: searches of workers that meet, batches that end early, timers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from bot.engine.inbound.fired_timers import BESIDE_OTHERS, MAX_SECONDS, FiredTimers
from storage.database import Database
from storage.engine import inbox, timers
from storage.engine.lanes import LaneCursor, heads, in_turn

NAMES = [f"1:{number}" for number in range(1000, 1400)]
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def search(cursor: LaneCursor, count: int, *, for_one: bool = False, names: Sequence[str] = NAMES) -> list[str]:
    """Return the lanes that a search from the cursor finds."""
    rows: list[list[Any]] = [[name] for name in names]
    walk = heads(cursor, in_turn(rows, lane_at=0), lane_at=0, most=1000, for_one=for_one)
    return [row[0] for row in islice(walk, count)]


def test_every_lane_has_its_turn_although_the_others_seen_are_held() -> None:
    cursor, seen = LaneCursor(), set[str]()
    for _ in range(2 * len(NAMES) // 10 + 2):
        for lane in search(cursor, 10):
            cursor.note(lane, is_free=False)
            seen.add(lane)
        cursor.leave_crowd()
    assert seen == set(NAMES)


def test_lanes_that_were_claimed_in_vain_come_first_and_keep_no_others_from_their_turn() -> None:
    cursor = LaneCursor()
    assert search(cursor, 5) == NAMES[:5]
    cursor.give_back(NAMES[2])
    assert search(cursor, 1, for_one=True) == [NAMES[2]]
    assert search(cursor, 5) == NAMES[2:7]
    cursor.give_back(NAMES[3])
    assert search(cursor, 5) == NAMES[5:10]
    assert search(cursor, 5) == NAMES[3:8]
    assert search(cursor, 1, for_one=True) == [NAMES[10]], "a search for several took it"


def test_timers_fire_no_faster_than_their_turns_follow(store: Database) -> None:
    clock = [100.0]
    firing = FiredTimers(6, monotonic=lambda: clock[0])
    with store.transaction() as session:
        for number in range(20):
            timers.start(session, "t", uuid4(), lane=f"1:{number}", due_at=NOW + timedelta(seconds=number))
        later = NOW + timedelta(hours=1)
        assert [firing.fire(session, now=later, limit=4, rounds=at) for at in range(3)] == [4, 2, 0]
        first = session.execute(text("SELECT min(id) FROM inbox")).scalar_one()
        inbox.finish(session, [first, first + 1], at=later)
        assert [firing.fire(session, now=later, limit=4, rounds=at) for at in range(3, 5)] == [2, 0]
        clock[0] += MAX_SECONDS
        fired = firing.fire(session, now=later, limit=4, rounds=5)
        assert fired == 4, "a lane that is blocked keeps the timers of all others"


def test_a_timer_that_becomes_due_in_a_round_that_has_fired_none_waits_for_no_other(store: Database) -> None:
    firing = FiredTimers(40, monotonic=lambda: 100.0)
    with store.transaction() as session:
        timers.start(session, "t", uuid4(), lane="1:1000", due_at=NOW)
        early = NOW - timedelta(seconds=1)
        assert [firing.fire(session, now=moment, limit=20, rounds=1) for moment in (early, NOW)] == [0, 1]


def test_timers_fire_once_a_round_and_fewer_beside_other_events_but_do_not_wait_for_ever(store: Database) -> None:
    clock = [100.0]
    firing = FiredTimers(40, monotonic=lambda: clock[0])

    def fire(rounds: int) -> int:
        return firing.fire(session, now=NOW, limit=20, rounds=rounds)

    with store.transaction() as session:
        for number in range(100):
            timers.start(session, "t", uuid4(), lane=f"1:{number}", due_at=NOW)
        firing.note_turn(inbox.EventSource.TIMER)
        assert [fire(1), fire(1)] == [20, 0], "more fire before all lanes have had their turn"
        firing.note_turn(inbox.EventSource.TELEGRAM)
        assert fire(2) == 0, "more wait than beside people"
        clock[0] += MAX_SECONDS
        firing.note_turn(inbox.EventSource.TELEGRAM)
        assert fire(2) == BESIDE_OTHERS, "a round without an end keeps timers from firing"
        clock[0] += MAX_SECONDS
        assert fire(3) == 20
