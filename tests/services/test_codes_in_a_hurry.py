"""Codes by SMS when many are at it at once, on both databases: nothing gives way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from bot.errors import Refusal
from bot.services import codes
from storage import outbox, schema, sealing
from storage.codes import Code, Purpose
from storage.database import Database

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PHONE = "+8613812345678"
SUBJECT = uuid4()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    sealing.use(sealing.Keyring((b"a secret of the tests, 32 bytes.",)))
    database = Database(database_url, workers=8)
    schema.metadata.create_all(database.engine)
    yield database
    database.close()


def send(session: Session, *, at: datetime = NOW, subject: UUID = SUBJECT, phone: str = PHONE, **more: Any) -> Code:
    return codes.send(session, Purpose.REGISTRATION, subject, phone=phone, key="sms-code", now=at, **more)


def check(session: Session, digits: str, *, at: datetime = NOW, subject: UUID = SUBJECT) -> None:
    codes.check(session, Purpose.REGISTRATION, subject, digits, by=None, now=at)


def texted(session: Session) -> dict[str, Any]:
    """Return the newest text message that waits: to, key and values."""
    return outbox.heads(session, now=NOW + timedelta(days=3), most=10)[-1].content


def sent(session: Session) -> str:
    return str(texted(session)["values"]["code"])


def other(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06}"


def outcomes(database: Database, deeds: list[Any]) -> list[str]:
    """Do all of this at once, each in a transaction that keeps what a refusal keeps; say how each went."""

    def one(deed: Any) -> str:
        with database.transaction() as session:
            try:
                deed(session)
            except Refusal as refusal:
                if not refusal.keeps:
                    session.rollback()
                return type(refusal).__name__
        return "passed"

    with ThreadPoolExecutor(8) as threads:
        return sorted(threads.map(one, deeds))


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
    assert found.count("CodeUsedUp") == 12


def test_the_day_cap_holds_when_many_ask_at_once(database: Database) -> None:
    found = outcomes(database, [lambda session: send(session, subject=uuid4())] * 24)
    assert found.count("passed") == 10
    assert found.count("CodeDayCap") == 14
