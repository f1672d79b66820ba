"""Photo views, notifications, expired rows and rules: rows of others stay unchanged."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import select

from storage import expired_rows
from storage.database import Database
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import photo_views
from storage.review.photo_views import PhotoView
from storage.review.reviews import Review
from storage.staff import rules
from storage.staff.rules import DatedRule
from storage.violations import notifications
from storage.violations.notifications import Mute, NotificationKind, ViolationNotification
from storage.violations.violations import Violation
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)


def test_open_photo_views_are_those_of_the_reviewer_and_the_case(lite: Database) -> None:
    with lite.transaction() as session:
        case, other = put(session, Review), put(session, Review)
        reviewer, colleague = put(session, Account), put(session, Account)
        expected = put(session, PhotoView, review_id=case, account_id=reviewer)
        put(session, PhotoView, review_id=case, account_id=reviewer, ended_at=NOW)
        put(session, PhotoView, review_id=case, account_id=colleague)
        put(session, PhotoView, review_id=other, account_id=reviewer)
        assert [row.id for row in photo_views.open_views(session, case, reviewer)] == [expected]


def test_a_notification_goes_to_one_person_once(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Person), put(session, Person)
        notified, unnotified, newer = (put(session, Violation) for _ in range(3))
        first, second = uuid4(), uuid4()
        assert notifications.record(session, one, notified, at=NOW)
        assert notifications.assign_batch(session, one, first) == 1
        for person, record in ((one, unnotified), (one, newer), (other, unnotified)):
            assert notifications.record(session, person, record, at=NOW)
        assert notifications.assign_batch(session, one, second) == 2
        assert notifications.of_batch(session, first) == [notified]
        assert set(notifications.of_batch(session, second)) == {unnotified, newer}
        notifications.delete_of_person(session, one)
        assert session.exec(select(ViolationNotification.person_id)).all() == [other]


def test_unmuting_one_kind_keeps_mutes_of_a_newer_version(lite: Database) -> None:
    with lite.transaction() as session:
        person, other = put(session, Person), put(session, Person)
        for each in (person, other):
            notifications.mute(session, each, NotificationKind.VIOLATION, at=NOW)
        session.connection().execute(text("PRAGMA ignore_check_constraints = ON"))
        newer = "INSERT INTO mutes SELECT person_id, 'newer', since FROM mutes WHERE person_id = :person"
        session.connection().execute(text(newer), {"person": person.hex})
        session.connection().execute(text("PRAGMA ignore_check_constraints = OFF"))
        notifications.unmute(session, person, NotificationKind.VIOLATION)
        left = session.connection().execute(text("SELECT kind FROM mutes ORDER BY kind")).scalars().all()
        assert left == ["newer", "violation"]
        assert session.exec(select(Mute.person_id).where(Mute.kind == NotificationKind.VIOLATION)).all() == [other]


def test_used_vehicle_codes_are_never_deleted(lite: Database) -> None:
    with lite.transaction() as session:
        for status in ("used", "expired", "cancelled", "open"):
            put(session, VehicleCode, status=status, expires_at=NOW)
        young = put(session, VehicleCode, status="expired", expires_at=NOW + HOUR)
        assert expired_rows.delete_expired(session, before=NOW + HOUR) == 3
        left = {row.status.value: row.id for row in session.exec(select(VehicleCode))}
        assert left.keys() == {"used", "expired"}
        assert left["expired"] == young


def test_a_rule_applies_until_its_last_moment(lite: Database) -> None:
    with lite.transaction() as session:
        for value, until in (("over", NOW), ("for now", NOW + HOUR), ("for good", None)):
            put(session, DatedRule, name=value, value=value, valid_from=NOW - HOUR, valid_until=until)
        assert {row.value for row in rules.current_and_future(session, at=NOW)} == {"for now", "for good"}
        assert [rules.in_force(session, name, at=NOW) for name in ("over", "for now", "for good")] == [
            None,
            "for now",
            "for good",
        ]
