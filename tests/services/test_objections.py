"""Who may object, how often, and in how many words; and what is left when two object at once."""

from uuid import uuid4

import pytest
from sqlmodel import select

from bot.errors import NotYours
from bot.services import objections
from storage.objections import Objection
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.services.builders import NOW, Street
from tests.services.concurrent_actors import faster, nothing_written, written
from tests.storage.rows import put

SAID = "It was not my car at all."


@pytest.fixture
def record(street: Street) -> Violation:
    """What a camera recorded of the car."""
    return street.session.get_one(Violation, put(street.session, Violation, vehicle_id=street.car.id))


def test_only_who_holds_the_car_objects_and_later_only_who_was_fined(street: Street, record: Violation) -> None:
    assert objections.require_contestable(street.session, record.id, by=street.owner, now=NOW) == record
    with pytest.raises(objections.NotContestable):
        objections.require_contestable(street.session, record.id, by=street.stranger, now=NOW)
    put(street.session, Decision, violation_id=record.id, vehicle_id=street.car.id, person_id=street.filer.id)
    assert objections.require_contestable(street.session, record.id, by=street.filer, now=NOW) == record
    for somebody in (street.owner, street.stranger):
        with nothing_written(street.session), pytest.raises(objections.NotContestable):
            objections.make(street.session, record.id, SAID, [], by=somebody, now=NOW)
    with pytest.raises(NotYours):
        objections.require_contestable(street.session, uuid4(), by=street.owner, now=NOW)


def test_a_second_objection_is_told_the_number_of_the_first(street: Street, record: Violation) -> None:
    first = objections.make(street.session, record.id, SAID, [], by=street.owner, now=NOW)
    for deed in (
        lambda: objections.require_contestable(street.session, record.id, by=street.owner, now=NOW),
        lambda: objections.make(street.session, record.id, SAID, [], by=street.owner, now=NOW),
    ):
        with nothing_written(street.session), pytest.raises(objections.ObjectionOpen) as refused:
            deed()
        assert refused.value.values == {"number": first.number}


def test_of_two_who_object_at_once_one_is_told_of_the_other(street: Street, record: Violation) -> None:
    first = written(street.session, Objection, violation_id=record.id, person_id=street.filer.id, number=4711)
    with (
        nothing_written(street.session),
        faster(street.session, "SELECT counters", first),
        pytest.raises(objections.ObjectionOpen) as refused,
    ):
        objections.make(street.session, record.id, SAID, [], by=street.owner, now=NOW)
    assert refused.value.values == {"number": 4711}
    assert [each.number for each in street.session.exec(select(Objection))] == [4711]


@pytest.mark.parametrize("said", ["", "x" * (objections.MIN_LENGTH - 1), " " * 99, "x" * (objections.MAX_LENGTH + 1)])
def test_an_objection_says_something_in_a_few_sentences(street: Street, record: Violation, said: str) -> None:
    with nothing_written(street.session), pytest.raises(objections.ObjectionWords):
        objections.make(street.session, record.id, said, [], by=street.owner, now=NOW)
    made = objections.make(street.session, record.id, SAID, [], by=street.owner, now=NOW)
    with nothing_written(street.session), pytest.raises(objections.ObjectionWords):
        objections.answer(street.session, made.id, uphold=True, said=said, by=street.staff("reviewer"), now=NOW)
