"""Objections: who may object, how often, in how many words, and races."""

from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.errors import NotYours
from bot.services import objection_answers, objections
from bot.services.staff import work_handover
from storage.database import Database
from storage.objections import Objection
from storage.register.people import Person
from storage.staff import work_items
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.services.builders import NOW, DataBuilder
from tests.services.competing_transaction import competing, nothing_written, written
from tests.services.concurrency import in_order
from tests.services.own_builders import notices_of
from tests.storage.rows import put

SAID = "It was not my car at all."


@pytest.fixture
def record(data: DataBuilder) -> Violation:
    """A violation of the vehicle."""
    return data.session.get_one(Violation, put(data.session, Violation, vehicle_id=data.car.id))


def test_users_of_the_vehicle_object_and_after_a_decision_only_the_person_fined(
    data: DataBuilder, record: Violation
) -> None:
    assert objections.require_contestable(data.session, record.id, by=data.owner, now=NOW) == record
    with pytest.raises(objections.NotContestable):
        objections.require_contestable(data.session, record.id, by=data.stranger, now=NOW)
    put(data.session, Decision, violation_id=record.id, vehicle_id=data.car.id, person_id=data.filer.id)
    assert objections.require_contestable(data.session, record.id, by=data.filer, now=NOW) == record
    for somebody in (data.owner, data.stranger):
        with nothing_written(data.session), pytest.raises(objections.NotContestable):
            objections.make(data.session, record.id, SAID, [], by=somebody, now=NOW)
    with pytest.raises(NotYours):
        objections.require_contestable(data.session, uuid4(), by=data.owner, now=NOW)


def test_a_second_objection_is_refused_with_the_number_of_the_first(data: DataBuilder, record: Violation) -> None:
    first = objections.make(data.session, record.id, SAID, [], by=data.owner, now=NOW)
    for action in (
        lambda: objections.require_contestable(data.session, record.id, by=data.owner, now=NOW),
        lambda: objections.make(data.session, record.id, SAID, [], by=data.owner, now=NOW),
    ):
        with nothing_written(data.session), pytest.raises(objections.ObjectionOpen) as refused:
            action()
        assert refused.value.values == {"number": first.number}


def test_the_second_of_two_simultaneous_objections_is_refused(data: DataBuilder, record: Violation) -> None:
    first = written(data.session, Objection, violation_id=record.id, person_id=data.owner.id, number=4711)
    with (
        nothing_written(data.session),
        competing(data.session, "INSERT INTO counters", first),
        pytest.raises(objections.ObjectionOpen) as refused,
    ):
        objections.make(data.session, record.id, SAID, [], by=data.owner, now=NOW)
    assert refused.value.values == {"number": 4711}
    assert [each.number for each in data.session.exec(select(Objection))] == [4711]


@pytest.mark.parametrize("said", ["", "x" * (objections.MIN_LENGTH - 1), " " * 99, "x" * (objections.MAX_LENGTH + 1)])
def test_an_objection_too_short_or_too_long_is_refused(data: DataBuilder, record: Violation, said: str) -> None:
    with nothing_written(data.session), pytest.raises(objections.ObjectionWords):
        objections.make(data.session, record.id, said, [], by=data.owner, now=NOW)
    made = objections.make(data.session, record.id, SAID, [], by=data.owner, now=NOW)
    with nothing_written(data.session), pytest.raises(objections.ObjectionWords):
        objection_answers.answer(data.session, made.id, uphold=True, said=said, by=data.staff("reviewer"), now=NOW)


def test_the_first_of_two_leaves_an_objection_to_the_others(data: DataBuilder, record: Violation) -> None:
    first, second = data.staff("reviewer"), data.staff("reviewer")
    about = {"violation_id": record.id, "vehicle_id": data.car.id, "person_id": data.filer.id}
    put(data.session, Decision, state="paid", paid_at=NOW, fine=20_000, **about)
    made = objections.make(data.session, record.id, SAID, [], by=data.filer, now=NOW)
    item = work_items.find(data.session, "objection", made.id)
    assert item is not None
    work_handover.take(data.session, item.id, by=first, now=NOW)
    objection_answers.answer(data.session, made.id, uphold=True, said=SAID, by=first, now=NOW)
    assert item.taken_by is None
    assert notices_of(data.session, second)["objection.made"] == 2
    assert notices_of(data.session, first)["objection.made"] == 1
    assert objections.waiting(data.session, by=first) == []
    assert objections.waiting(data.session, by=second) == [made]
    with nothing_written(data.session), pytest.raises(work_handover.OwnWork):
        work_handover.take(data.session, item.id, by=first, now=NOW)
    with nothing_written(data.session), pytest.raises(objection_answers.SecondAnswerNeeded):
        objection_answers.answer(data.session, made.id, uphold=False, said=SAID, by=first, now=NOW)
    assert not objection_answers.may_answer(data.session, made, by=first)
    assert objection_answers.may_answer(data.session, made, by=second)
    work_handover.take(data.session, item.id, by=second, now=NOW)
    objection_answers.answer(data.session, made.id, uphold=False, said=SAID, by=second, now=NOW)
    assert not objection_answers.may_answer(data.session, made, by=second)


def test_nobody_contests_a_record_that_an_import_moves_at_the_same_time(database: Database) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        record, other = put(session, Violation, vehicle_id=data.car.id), data.vehicle(data.stranger).id
        owner = data.owner.id

    def move(session: Session) -> None:
        session.get_one(Violation, record).vehicle_id = other
        session.flush()

    def contest(session: Session) -> None:
        objections.make(session, record, SAID, [], by=session.get_one(Person, owner), now=NOW)

    assert in_order(database, move, contest) == ("passed", "NotContestable")
