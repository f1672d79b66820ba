"""Transactions that once waited for each other in a circle, played step by step on two connections to PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.engine.housekeeping import Housekeeping
from bot.errors import SeveralRefusals
from bot.services import objection_answers
from bot.services.filing import filings, vehicle_codes
from bot.services.identity import limits
from bot.services.payments import payments
from storage.database import Database, add, lock_row
from storage.engine import inbox_queue, timers
from storage.filing.filings import FilingWay, Relationship
from storage.objections import Objection
from storage.payments.payments import PaymentProvider
from storage.register import people
from storage.register.people import Person
from tests import databases
from tests.postgresql import Postgres
from tests.services.builders import DataBuilder, staff_account
from tests.services.payment_builders import NOW, debt

AS_A_FRIEND: dict[str, Any] = {"relationship": Relationship.FRIEND, "relationship_text": "", "now": NOW}


@pytest.fixture
def replicas(postgres: Postgres) -> Iterator[Database]:
    """A database on PostgreSQL, for several connections."""
    databases.use_test_secret()
    name = databases.postgresql_copy(postgres)
    database = Database(postgres.url(name), workers=2)
    yield database
    database.close()
    postgres.drop(name)


@contextmanager
def beside(database: Database) -> Iterator[Session]:
    """Begin another transaction that fails if it waits for a lock, and commit it."""
    with database.transaction() as session:
        session.execute(text("SET LOCAL lock_timeout = '1s'"))
        yield session


def test_paying_does_not_wait_for_who_upholds_an_objection(replicas: Database) -> None:
    with replicas.transaction() as session:
        owed, reviewer = debt(session, 1), staff_account(session, 20, "reviewer")
        made = Objection(
            number=1,
            violation_id=owed.decision.violation_id,
            person_id=owed.person.id,
            sealed_said=b"",
            photos="",
            made_at=NOW,
        )
        add(session, made)
    with replicas.transaction() as upholding:
        lock_row(upholding, Person, owed.person.id)
        with beside(replicas) as paying:
            payments.start(paying, owed.decision.id, PaymentProvider.WECHAT, by=owed.person, lane="1:1", now=NOW)
        with pytest.raises(objection_answers.PaymentFirst):
            objection_answers.answer(upholding, made.id, uphold=True, said="You are right.", by=reviewer, now=NOW)
        upholding.rollback()


def test_firing_does_not_wait_for_who_cancels_timers(replicas: Database) -> None:
    first, second = uuid4(), uuid4()
    with replicas.transaction() as session:
        for at, subject in enumerate((first, second)):
            timers.start(session, "reminder", subject, lane="1:7", due_at=NOW + timedelta(seconds=at))
    with replicas.transaction() as cancelling:
        timers.cancel(cancelling, "reminder", second)
        with beside(replicas) as firing:
            assert len(timers.fire(firing, now=NOW + timedelta(hours=1), limit=9)) == 1
        timers.cancel(cancelling, "reminder", first)
    with replicas.transaction() as session:
        (event,) = inbox_queue.claim(session, now=NOW + timedelta(hours=1), limit=9)
        assert event.content["subject"] == first.hex
        assert len(timers.fire(session, now=NOW + timedelta(hours=1))) == 0


async def test_housekeeping_gives_way_to_a_turn_and_goes_on(replicas: Database) -> None:
    with replicas.transaction() as session:
        person = debt(session, 1).person
    done: list[str] = []

    def change(session: Session, _: object) -> None:
        session.execute(text("UPDATE people SET points = 1 WHERE id = :id"), {"id": person.id})

    class Ended(Exception):
        """The rounds are over."""

    def end(session: Session, _: object) -> None:
        done.append("next job")
        raise Ended

    keeping = Housekeeping(replicas, clock=lambda: NOW, jobs=(change, end))
    with replicas.transaction() as turn:
        lock_row(turn, Person, person.id)
        with pytest.raises(Ended):
            await keeping.run()
    assert done == ["next job"]


def test_applying_by_qr_code_waits_for_the_limits_before_it_locks_rows(replicas: Database) -> None:
    """Two accounts with one phone number apply for one car: one by QR code, one by SMS."""
    with replicas.transaction() as session:
        data = DataBuilder(session)
        by_qr, by_sms, car_id = data.filer.id, data.stranger.id, data.car.id
        for person in (data.filer, data.stranger):
            people.set_phone(person, "+8613900000009")
            data.account(person)
        code = vehicle_codes.create(session, car_id, by=data.owner, lane="1:1", now=NOW)
        vehicle_codes.scan(session, short=code.short, by=data.filer, now=NOW)

    def apply_by_qr() -> None:
        with replicas.transaction() as session:
            person = session.get_one(Person, by_qr)
            vehicle_codes.apply(session, code.code.id, by=person, lane="1:3", **AS_A_FRIEND)

    with ThreadPoolExecutor(1) as pool:
        with replicas.transaction() as applying:
            person = applying.get_one(Person, by_sms)
            limits.lock(applying, limits.keys_of(applying, person))
            waiting = pool.submit(apply_by_qr)
            wait_for_somebody_who_waits(applying)
            filings.apply(applying, person, car_id, way=FilingWay.SMS, **AS_A_FRIEND)
        with pytest.raises(SeveralRefusals):
            waiting.result()


def wait_for_somebody_who_waits(session: Session) -> None:
    """Return when another transaction waits for an advisory lock."""
    query = text(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
    )
    for _ in range(500):
        if session.execute(query).scalar():
            return
        sleep(0.01)
    raise TimeoutError
