"""Counts and recipients include the intended rows and no others."""

from datetime import timedelta

from storage.database import Database
from storage.filing import filings
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff import announcements
from storage.staff.announcements import Announcement
from storage.staff.rules import DatedRule
from storage.violations import decisions
from storage.violations.decisions import Decision
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)


def test_an_announcement_goes_to_registered_reachable_users(lite: Database) -> None:
    with lite.transaction() as session:
        announcement = session.get_one(Announcement, put(session, Announcement, rule_id=put(session, DatedRule)))
        meant = put(session, Account, person_id=put(session, Person), registered_at=NOW)
        put(session, Account)
        put(session, Account, person_id=put(session, Person), registered_at=NOW + HOUR)
        put(session, Account, person_id=put(session, Person), registered_at=NOW, unreachable_since=NOW)
        assert [account.id for account in announcements.next_slice(session, announcement, limit=10)] == [meant]


def test_applications_are_counted_by_person_and_time(lite: Database) -> None:
    with lite.transaction() as session:
        one = put(session, Person)
        for hours in (0, 2):
            put(session, Filing, filer_id=one, applied_at=NOW + hours * HOUR)
        put(session, Filing, applied_at=NOW + 2 * HOUR)
        assert filings.count_applied(session, [one], since=NOW + HOUR) == 1
        assert filings.count_applied(session, [one], since=NOW) == 2


def test_unpaid_decisions_are_counted_by_person_and_vehicle(lite: Database) -> None:
    with lite.transaction() as session:
        one, car = put(session, Person), put(session, Vehicle)
        put(session, Decision, person_id=one, vehicle_id=car)
        put(session, Decision, person_id=one)
        put(session, Decision, vehicle_id=car)
        put(session, Decision, person_id=one, vehicle_id=car, state="revoked")
        assert decisions.unpaid_on(session, one, car) == 1
