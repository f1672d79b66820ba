"""Races for SMS codes, on both databases: the limits hold."""

from functools import partial
from uuid import uuid4

import pytest
from sqlmodel import Session

from storage.database import Database
from storage.identity import accounts, sms_codes as store
from storage.identity.sms_codes import CodePurpose
from tests.services.concurrency import NOW, counted, outcomes
from tests.services.sms_builders import other_digits, send, sent, verify


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


@pytest.mark.parametrize(("purpose", "most"), [(CodePurpose.PAYMENT, 10), (CodePurpose.OWNER_CONSENT, 8)])
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
        send(session, subject=uuid4(), phone=phone, purpose=CodePurpose.OWNER_CONSENT, report_to=account)

    counts = counted(database, [partial(request, number=number) for number in range(16)])
    assert counts == {"passed": 10, "CodeDailyLimitReached": 6}
