"""What goes on after an identity case: timers and events of the old account, and comparisons that are under way."""

from uuid import uuid4

from sqlmodel import Session, select

from bot.services.certificates import live_views
from bot.services.filing import filings as filing_service
from bot.services.review import face_checks, face_verdicts, identity_moves
from bot.services.review.face_verdicts import FaceCheckVerdict
from storage.database import add
from storage.engine import inbox, timers
from storage.engine.inbox import Event, EventSource, EventState, NewEvent
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState
from storage.review.photos import Photo, PhotoState
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import account
from tests.storage.rows import put

MOVING = (filing_service.LAPSE, filing_service.REMIND, filing_service.TERM, filing_service.TERM_REMIND)


def moved(session: Session, person: Person, lane: str) -> Account:
    """Move what goes on in this lane to the new account of the person."""
    new = account(session, 202, person)
    identity_moves.move_business(session, lane, new, person, now=NOW)
    return new


def filing(session: Session, person: Person, data: DataBuilder) -> Filing:
    key = put(session, Filing, vehicle_id=data.car.id, filer_id=person.id, status=FilingStatus.CHECKING.value)
    return session.get_one(Filing, key)


def test_timers_move_except_those_of_the_old_chat(session: Session) -> None:
    person, lane = DataBuilder(session).filer, "1:101"
    for kind in (*MOVING, *identity_moves.CHAT_TIMERS):
        timers.start(session, kind, uuid4(), lane=lane, due_at=NOW)
    timers.start(session, filing_service.LAPSE, uuid4(), lane="1:555", due_at=NOW)
    new = moved(session, person, lane)
    where = {kind: set(session.exec(select(Timer.lane).where(Timer.kind == kind)).all()) for kind in MOVING}
    assert where == dict.fromkeys(MOVING, {new.lane}) | {filing_service.LAPSE: {new.lane, "1:555"}}
    stay = session.exec(select(Timer.kind).where(Timer.lane == lane)).all()
    assert set(stay) == set(identity_moves.CHAT_TIMERS)
    assert live_views.REFRESH in stay


def test_waiting_events_move_except_messages(session: Session) -> None:
    person, lane = DataBuilder(session).filer, "1:101"
    inbox.put(session, [NewEvent(source, source.value, lane, {}) for source in EventSource], at=NOW)
    inbox.put(session, [NewEvent(EventSource.RESULT, "done", lane, {})], at=NOW)
    done = session.exec(select(Event).where(Event.key == "done")).one()
    done.state = EventState.DONE
    add(session, done)
    new = moved(session, person, lane)
    session.expire_all()
    found = {event.key: event.lane for event in session.exec(select(Event)).all()}
    assert {key for key, each in found.items() if each == new.lane} == {"timer", "result", "notice"}
    assert {key for key, each in found.items() if each == lane} == {"telegram", "done"}


def test_a_comparison_under_way_ends_without_a_result(session: Session) -> None:
    data = DataBuilder(session)
    case = filing(session, data.filer, data)
    photo = session.get_one(Photo, put(session, Photo, filing_id=case.id, state=PhotoState.EXAMINING.value))
    state = FaceCheckAttemptState.COMPARING
    attempt = add(
        session, FaceCheckAttempt(filing_id=case.id, digits="1234", asked_at=NOW, state=state, photo_id=photo.id)
    )
    moved(session, data.filer, "1:101")
    assert attempt.state is FaceCheckAttemptState.UNAVAILABLE
    assert face_verdicts.decide(session, photo, None, now=NOW).verdict is FaceCheckVerdict.LATE
    assert face_checks.ask(session, case, now=NOW).state is FaceCheckAttemptState.ASKED


def test_questions_that_wait_are_asked_in_the_new_account_at_once(data: DataBuilder) -> None:
    pending = data.approval(data.filing())
    other = data.filing(filer_id=data.stranger.id)
    data.approval(other, status=ApprovalStatus.APPROVED)
    new = moved(data.session, data.owner, "1:101")
    found = data.session.exec(select(Delivery).where(Delivery.lane == new.lane))
    assert [row.about for row in found] == [pending.topic]
