"""Updates and queries match the intended rows, and no similar ones."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from storage.certificates import certificates, views
from storage.certificates.certificates import Certificate
from storage.certificates.views import CertificateView
from storage.database import Database, counters
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.payments import bill_differences
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider
from storage.register.vehicles import Vehicle, VehicleState
from storage.staff import alarms
from storage.staff.alarms import AlarmKind
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)
SUBJECT = uuid4()
OVER = {"status": "revoked", "closed_at": NOW}


def test_each_kind_of_alarm_has_a_row_of_its_own(lite: Database) -> None:
    with lite.transaction() as session:
        for kind in AlarmKind:
            assert alarms.lock(session, kind, at=NOW).kind is kind
            assert alarms.lock(session, kind, at=NOW).kind is kind


def test_each_counter_has_numbers_of_its_own(lite: Database) -> None:
    with lite.transaction() as session:
        assert [counters.next_number(session, name) for name in ("one", "one", "other", "one")] == [
            1001,
            1002,
            1001,
            1003,
        ]


def test_views_before_the_present_owner_are_not_listed(lite: Database) -> None:
    with lite.transaction() as session:
        car = put(session, Vehicle)
        for hours in (0, 2):
            put(session, CertificateView, vehicle_id=car, at=NOW + hours * HOUR)
        assert len(views.of_vehicle(session, car)) == 2
        (view,) = views.of_vehicle(session, car, since=NOW + HOUR)
        assert view.at == NOW + 2 * HOUR


def certificate(session: Session, **values: object) -> Certificate:
    fields = {"valid_until": "2027-03", "reminded_at": NOW, "expires_at": NOW + HOUR, **values}
    return session.get_one(Certificate, put(session, Certificate, **fields))


def test_only_active_certificates_without_a_reminder_are_due_for_one(lite: Database) -> None:
    with lite.transaction() as session:
        active = certificate(session)
        certificate(session, reminded_at=NOW + HOUR)
        certificate(session, **OVER)
        assert certificates.due_for_reminder(session, "2027-03", since=NOW + HOUR) == [active]


def test_expired_certificates_are_not_listed_as_closed(lite: Database) -> None:
    with lite.transaction() as session:
        closed = certificate(session, **OVER)
        certificate(session, **OVER, expires_at=NOW)
        certificate(session)
        assert [number for number, _ in certificates.closed_before_expiry(session, now=NOW)] == [closed.number]


def test_valid_certificates_of_abnormal_vehicles_are_listed(lite: Database) -> None:
    with lite.transaction() as session:
        abnormal = certificate(session, vehicle_id=put(session, Vehicle, state=VehicleState.LOCKED))
        certificate(session, vehicle_id=put(session, Vehicle, state=VehicleState.LOCKED), **OVER)
        certificate(session, vehicle_id=put(session, Vehicle, state=VehicleState.LOCKED), expires_at=NOW)
        certificate(session)
        assert certificates.of_abnormal_vehicles(session, now=NOW) == [abnormal.number]


def test_an_ended_code_keeps_the_moment_it_ended(lite: Database) -> None:
    def made(session: Session, hours: int) -> SmsCode:
        at = NOW + hours * HOUR
        return sms_codes.new(
            session, CodePurpose.PAYMENT, SUBJECT, to="x", digits="123456", at=at, expires_at=at + HOUR
        )

    with lite.transaction() as session:
        first, _, _ = (made(session, hours) for hours in (0, 1, 2))
        session.refresh(first)
        assert first.ended_at == NOW + HOUR


@pytest.mark.parametrize("provider", PaymentProvider)
def test_a_difference_belongs_to_one_provider(lite: Database, provider: PaymentProvider) -> None:
    with lite.transaction() as session:
        put(session, BillDifference, provider=provider, kind=DifferenceKind.WRONG_AMOUNT, reference="1")
        for each in PaymentProvider:
            found = bill_differences.find(session, each, DifferenceKind.WRONG_AMOUNT, "1")
            assert (found is not None) is (each is provider)


def test_a_reconciliation_is_finished_for_its_day_and_provider_alone(lite: Database) -> None:
    with lite.transaction() as session:
        days = [(provider, date(2026, 11, day)) for provider in PaymentProvider for day in (23, 24)]
        for provider, day in days:
            assert bill_differences.begin_reconciliation(session, provider, day, at=NOW)
        bill_differences.finish_reconciliation(session, *days[0], at=NOW, lines=3, received=0, refunded=0)
        left = bill_differences.unfinished_reconciliations(session, asked_before=NOW + HOUR)
        assert {(each.provider, each.day) for each in left} == set(days[1:])
        assert bill_differences.unfinished_reconciliations(session, asked_before=NOW) == []
        put(session, DailyClosing, provider=days[3][0], day=days[3][1])
        left = bill_differences.unfinished_reconciliations(session, asked_before=NOW + HOUR)
        assert [(each.provider, each.day) for each in left] == [days[1]]  # A closed day is not asked for again.
