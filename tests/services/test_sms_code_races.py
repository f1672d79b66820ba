"""Races for SMS codes, on both databases: the limits hold."""

from uuid import uuid4

from storage.database import Database
from tests.services.concurrency import outcomes
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


def test_concurrent_requests_stay_within_the_daily_limit(database: Database) -> None:
    found = outcomes(database, [lambda session: send(session, subject=uuid4())] * 24)
    assert found.count("passed") == 10
    assert found.count("CodeDailyLimitReached") == 14
