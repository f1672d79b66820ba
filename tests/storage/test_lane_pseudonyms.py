"""Pseudonyms of lanes: only the rows of this lane move, and updates that wait are not moved."""

from uuid import uuid4

from sqlmodel import Session, select

from storage.database import Database
from storage.engine import inbox, lane_pseudonyms, timers
from storage.engine.inbox import Event, EventSource, EventState
from storage.engine.timers import Timer
from tests.storage.rows import NOW

LANE, OTHER, PSEUDONYM = "1:7", "1:8", "1:9"


def event(session: Session, source: EventSource, lane: str) -> int:
    key = uuid4().hex
    inbox.put(session, [inbox.NewEvent(source, key, lane, {})], at=NOW)
    row = session.exec(select(Event).where(Event.key == key)).one()
    assert row.id is not None
    return row.id


def lanes(session: Session, *events: int) -> list[str]:
    session.expire_all()
    return [session.get_one(Event, each).lane for each in events]


def test_results_move_and_updates_stay(lite: Database) -> None:
    with lite.transaction() as session:
        result, update = event(session, EventSource.RESULT, LANE), event(session, EventSource.TELEGRAM, LANE)
        others = event(session, EventSource.RESULT, OTHER)
        lane_pseudonyms.replace(session, LANE, PSEUDONYM)
        assert lanes(session, result, update, others) == [PSEUDONYM, LANE, OTHER]


def test_failed_events_of_the_lane_move_and_lose_what_was_written(lite: Database) -> None:
    with lite.transaction() as session:
        mine, others = event(session, EventSource.TELEGRAM, LANE), event(session, EventSource.TELEGRAM, OTHER)
        for each in (mine, others):
            session.get_one(Event, each).state = EventState.SET_ASIDE
        session.flush()
        lane_pseudonyms.replace(session, LANE, PSEUDONYM)
        assert lanes(session, mine, others) == [PSEUDONYM, OTHER]
        assert session.get_one(Event, mine).payload == b""
        assert session.get_one(Event, others).payload != b""


def test_only_timers_of_the_lane_move(lite: Database) -> None:
    with lite.transaction() as session:
        for lane in (LANE, OTHER):
            timers.start(session, "lapse", uuid4(), lane=lane, due_at=NOW)
        lane_pseudonyms.replace(session, LANE, PSEUDONYM)
        session.expire_all()
        assert {timer.lane for timer in session.exec(select(Timer))} == {PSEUDONYM, OTHER}
