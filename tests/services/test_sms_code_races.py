"""Races for SMS codes, on both databases: the limits hold."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bot.services.staff import wrong_code_reports
from storage.database import Database
from storage.identity import accounts, sms_codes as store, wrong_codes
from storage.identity.sms_codes import CodePurpose
from storage.identity.wrong_codes import WrongCode
from storage.register import people
from storage.staff.alarms import Alarm, AlarmKind
from tests.services.concurrency import NOW, counted, outcomes
from tests.services.sms_builders import PHONE, other_digits, send, sent, verify


def test_of_many_concurrent_verifications_one_succeeds(database: Database) -> None:
    with database.transaction() as session:
        send(session)
        digits = sent(session)
    found = outcomes(database, [lambda session: verify(session, digits)] * 8)
    assert found.count("passed") == 1


def test_concurrent_attempts_are_all_counted(database: Database) -> None:
    with database.transaction() as session:
        send(session)
        digits = sent(session)
    wrong = other_digits(digits)
    found = outcomes(database, [lambda session: verify(session, wrong)] * 16)
    assert found.count("CodeWrong") == 4
    assert found.count("CodeTriesExhausted") == 12


@pytest.mark.parametrize(("purpose", "most"), [(CodePurpose.PAYMENT, 10), (CodePurpose.REGISTRATION, 8)])
def test_concurrent_requests_stay_within_the_daily_limit(database: Database, purpose: CodePurpose, most: int) -> None:
    def request(session: Session) -> None:
        code = send(session, subject=uuid4(), purpose=purpose)
        store.use(session, code, at=NOW)  # After a used code there is no pause.

    assert counted(database, [request] * 24) == {"passed": most, "CodeDailyLimitReached": 24 - most}


def test_of_concurrent_requests_for_one_phone_number_one_is_sent_in_a_minute(database: Database) -> None:
    found = counted(database, [lambda session: send(session, subject=uuid4())] * 8)
    assert found == {"passed": 1, "CodeTooSoon": 7}


def test_concurrent_requests_of_one_requester_stay_within_their_limit(database: Database) -> None:
    with database.transaction() as session:
        account = accounts.new(session, 1, 7, language="en", at=NOW)

    def request(session: Session, number: int) -> None:
        phone = f"+86139000000{number:02}"
        send(session, subject=uuid4(), phone=phone, purpose=CodePurpose.OWNER_APPROVAL, report_to=account)

    counts = counted(database, [partial(request, number=number) for number in range(16)])
    assert counts == {"passed": 10, "OwnerCodesUsedUp": 6}


@pytest.mark.parametrize("count", [8, 24])
def test_concurrent_guesses_of_many_accounts_stay_within_the_limit(database: Database, count: int) -> None:
    """Each account has a code of its own for the same phone number; the digits of six are compared, no more."""
    to, until = people.phone_index(PHONE), NOW + timedelta(minutes=5)
    subjects = [uuid4() for _ in range(count)]
    with database.transaction() as session:
        for subject in subjects:
            sent: dict[str, Any] = {"to": to, "digits": "271828", "at": NOW, "expires_at": until}
            store.new(session, CodePurpose.OWNER_APPROVAL, subject, **sent)

    def guess(session: Session, subject: UUID) -> None:
        verify(session, "000000", subject=subject, purpose=CodePurpose.OWNER_APPROVAL, by=subject)

    counts = counted(database, [partial(guess, subject=subject) for subject in subjects])
    assert counts == {"CodeWrong": 6, "CodeTooShort": count - 6}
    with database.reading() as session:
        assert len(session.exec(select(WrongCode)).all()) == 6
        assert [run.run_length for run in wrong_codes.unreported_runs(session, limit=5)] == [6]


def test_a_run_is_reported_once_by_concurrent_housekeeping(database: Database) -> None:
    with database.transaction() as session:
        sent: dict[str, Any] = {"to": "x", "digits": "271828", "at": NOW, "expires_at": NOW}
        row = wrong_codes.new(session, store.new(session, CodePurpose.UNLOCK, uuid4(), **sent), at=NOW)
        row.run_length = 10
        session.add(row)
    counted(database, [lambda session: wrong_code_reports.report_runs(session, NOW)] * 8)
    with database.reading() as session:
        (alarm,) = session.exec(select(Alarm)).all()
        assert (alarm.kind, alarm.count) == (AlarmKind.CODES_GUESSED, 1)
