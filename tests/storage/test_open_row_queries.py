"""Open rows and their owners: timers, vehicle codes, proposals, staff, sign-in codes."""

from datetime import timedelta
from uuid import uuid4

from sqlmodel import select

from storage.database import Database
from storage.engine import timers
from storage.engine.timers import Timer, TimerState
from storage.filing import vehicle_codes
from storage.filing.filings import Filing
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.accounts import Account
from storage.organisations import sign_in_codes, web_sessions
from storage.organisations.organisations import Organisation
from storage.organisations.sign_in_codes import SignInCode
from storage.organisations.web_sessions import WebSession
from storage.register import vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import face_checks
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState
from storage.staff import members, proposals
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)


def test_cancelling_a_timer_keeps_fired_ones_and_those_of_other_rows(lite: Database) -> None:
    fired, stopped, other = uuid4(), uuid4(), uuid4()
    with lite.transaction() as session:
        timers.start(session, "remind", fired, lane="1:7", due_at=NOW)
        assert len(timers.fire(session, now=NOW)) == 1
        for subject in (stopped, other):
            timers.start(session, "remind", subject, lane="1:7", due_at=NOW + HOUR)
        for subject in (fired, stopped):
            timers.cancel(session, "remind", subject)
        timers.cancel(session, "lapse", other)
        assert {row.subject: row.state for row in session.exec(select(Timer))} == {
            fired: TimerState.FIRED,
            stopped: TimerState.CANCELLED,
            other: TimerState.SET,
        }


def test_vehicle_codes_are_found_by_vehicle_and_by_person(lite: Database) -> None:
    with lite.transaction() as session:
        car, maker, taker = put(session, Vehicle), put(session, Person), put(session, Person)
        used = put(session, VehicleCode, vehicle_id=car, made_by=maker, status="used", used_by=taker)
        open_one = put(session, VehicleCode, vehicle_id=car, made_by=maker)
        put(session, VehicleCode)
        assert {row.id for row in vehicle_codes.unapplied_of_vehicle(session, car)} == {used, open_one}
        assert {row.id for row in vehicle_codes.of_person(session, maker)} == {used, open_one}
        assert [row.id for row in vehicle_codes.of_person(session, taker)] == [used]


def test_vehicles_of_an_organisation_are_found(lite: Database) -> None:
    with lite.transaction() as session:
        own, other = put(session, Organisation), put(session, Organisation)
        expected, _ = (put(session, Vehicle, owner_person_id=None, owner_organisation_id=each) for each in (own, other))
        assert [row.id for row in vehicles.of_organisation(session, own)] == [expected]


def test_staff_are_found_by_telegram_id_and_only_open_proposals_are_listed(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, StaffMember, telegram_id=1), put(session, StaffMember, telegram_id=2)
        found = members.by_telegram(session, 2)
        assert found is not None
        assert found.id == other
        assert members.by_telegram(session, 3) is None
        waits = put(session, StaffProposal, proposed_by=one)
        put(session, StaffProposal, proposed_by=one, status="refused", decided_by=other, decided_at=NOW)
        assert [row.id for row in proposals.open_ones(session, StaffProposal)] == [waits]


def test_a_newer_sign_in_code_leaves_ended_ones_unchanged(lite: Database) -> None:
    with lite.transaction() as session:
        account, later = put(session, Account), NOW + HOUR
        used = put(session, SignInCode, account_id=account, used_at=NOW)
        ended = put(session, SignInCode, account_id=account, ended_at=NOW)
        sign_in_codes.new(session, account, "ABCDEFGH", at=later, until=later + HOUR)
        session.expire_all()
        assert session.get_one(SignInCode, used).ended_at is None
        assert session.get_one(SignInCode, ended).ended_at == NOW
        sign_in_codes.delete_old(session, made_before=later)
        assert session.exec(select(SignInCode.made_at)).all() == [later]


def test_ended_sessions_keep_the_moment_they_ended(lite: Database) -> None:
    with lite.transaction() as session:
        person = put(session, Person)
        before, now, other = (
            put(session, WebSession, person_id=each, ended_at=ended)
            for each, ended in ((person, NOW), (person, None), (put(session, Person), None))
        )
        assert web_sessions.end_all(session, person, at=NOW + HOUR) == 1
        session.expire_all()
        ended = [session.get_one(WebSession, row).ended_at for row in (before, now, other)]
        assert ended == [NOW, NOW + HOUR, None]


def test_an_attempt_without_a_result_is_not_the_last_result(lite: Database) -> None:
    with lite.transaction() as session:
        filing = put(session, Filing)
        put(session, FaceCheckAttempt, filing_id=filing, state="asked")
        assert face_checks.last_of(session, filing) is None
        assert face_checks.count(session, filing, FaceCheckAttemptState.FAILED) == 0
        found = face_checks.open_of(session, filing)
        assert found is not None
        face_checks.move(session, found, FaceCheckAttemptState.FAILED, decided_at=NOW)
        assert face_checks.last_of(session, filing) == found
        assert face_checks.open_of(session, filing) is None
