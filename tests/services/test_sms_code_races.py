"""Codes by SMS when many are at it at once, on both databases: nothing gives way."""

from uuid import uuid4

from storage.database import Database
from tests.services.concurrency import outcomes
from tests.services.sms_builders import check, other, send, sent


def test_of_many_who_type_the_right_code_at_once_one_passes(database: Database) -> None:
    with database.transaction() as session:
        send(session)
        digits = sent(session)
    found = outcomes(database, [lambda session: check(session, digits)] * 8)
    assert found.count("passed") == 1


def test_tries_that_race_are_all_counted(database: Database) -> None:
    with database.transaction() as session:
        send(session)
        digits = sent(session)
    wrong = other(digits)
    found = outcomes(database, [lambda session: check(session, wrong)] * 16)
    assert found.count("CodeWrong") == 4
    assert found.count("CodeTriesExhausted") == 12


def test_the_day_cap_holds_when_many_ask_at_once(database: Database) -> None:
    found = outcomes(database, [lambda session: send(session, subject=uuid4())] * 24)
    assert found.count("passed") == 10
    assert found.count("CodeDailyLimitReached") == 14
