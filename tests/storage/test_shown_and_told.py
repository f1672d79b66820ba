"""What is before one reviewer, what one person has heard of, and what is spent: others' rows stay as they are."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import select

from storage import rules, spent, viewings, violation_news
from storage.accounts import Account
from storage.database import Database
from storage.people import Person
from storage.reviews import Review
from storage.rules import Rule
from storage.vehicle_codes import VehicleCode
from storage.viewings import Viewing
from storage.violation_news import Mute, NewsKind, ViolationNews
from storage.violations import Violation
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)


def test_a_reviewer_has_before_him_what_he_opened_of_this_case(lite: Database) -> None:
    with lite.transaction() as session:
        case, other = put(session, Review), put(session, Review)
        reviewer, colleague = put(session, Account), put(session, Account)
        meant = put(session, Viewing, review_id=case, account_id=reviewer)
        put(session, Viewing, review_id=case, account_id=reviewer, ended_at=NOW)
        put(session, Viewing, review_id=case, account_id=colleague)
        put(session, Viewing, review_id=other, account_id=reviewer)
        assert [row.id for row in viewings.going_on(session, case, reviewer)] == [meant]


def test_news_go_to_one_person_once(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Person), put(session, Person)
        told, untold, newer = (put(session, Violation) for _ in range(3))
        first, second = uuid4(), uuid4()
        assert violation_news.note(session, one, told, at=NOW)
        assert violation_news.send(session, one, first) == 1
        for person, record in ((one, untold), (one, newer), (other, untold)):
            assert violation_news.note(session, person, record, at=NOW)
        assert violation_news.send(session, one, second) == 2
        assert violation_news.of_batch(session, first) == [told]
        assert set(violation_news.of_batch(session, second)) == {untold, newer}
        violation_news.forget(session, one)
        assert session.exec(select(ViolationNews.person_id)).all() == [other]


def test_one_kind_of_news_is_heard_again_and_a_kind_of_a_newer_desk_stays_mute(lite: Database) -> None:
    with lite.transaction() as session:
        person, other = put(session, Person), put(session, Person)
        for each in (person, other):
            violation_news.mute(session, each, NewsKind.VIOLATION, at=NOW)
        session.connection().execute(text("PRAGMA ignore_check_constraints = ON"))
        newer = "INSERT INTO mutes SELECT person_id, 'newer', since FROM mutes WHERE person_id = :person"
        session.connection().execute(text(newer), {"person": person.hex})
        session.connection().execute(text("PRAGMA ignore_check_constraints = OFF"))
        violation_news.unmute(session, person, NewsKind.VIOLATION)
        left = session.connection().execute(text("SELECT kind FROM mutes ORDER BY kind")).scalars().all()
        assert left == ["newer", "violation"]
        assert session.exec(select(Mute.person_id).where(Mute.kind == NewsKind.VIOLATION)).all() == [other]


def test_a_code_that_was_used_tells_for_ever_how_a_filing_came(lite: Database) -> None:
    with lite.transaction() as session:
        for status in ("used", "expired", "cancelled", "open"):
            put(session, VehicleCode, status=status, expires_at=NOW)
        young = put(session, VehicleCode, status="expired", expires_at=NOW + HOUR)
        assert spent.forget(session, before=NOW + HOUR) == 3
        left = {row.status.value: row.id for row in session.exec(select(VehicleCode))}
        assert left.keys() == {"used", "expired"}
        assert left["expired"] == young


def test_a_rule_stands_until_its_last_moment(lite: Database) -> None:
    with lite.transaction() as session:
        for value, until in (("over", NOW), ("for now", NOW + HOUR), ("for good", None)):
            put(session, Rule, name=value, value=value, valid_from=NOW - HOUR, valid_until=until)
        assert {row.value for row in rules.standing(session, at=NOW)} == {"for now", "for good"}
        assert [rules.in_force(session, name, at=NOW) for name in ("over", "for now", "for good")] == [
            None,
            "for now",
            "for good",
        ]
