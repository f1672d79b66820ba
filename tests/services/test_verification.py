"""The holder of an ID number: record and verification win over declarations, also in races on both databases."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.errors import NumberContested
from bot.services.filing import eligibility
from bot.services.identity import verification
from bot.services.identity.verification import NumberHeldByOther
from bot.services.importing.people import PersonRow, put
from bot.services.importing.rows import ImportContext, InvalidRow, RowChange
from bot.services.organisations import web_sessions
from storage import audit
from storage.database import Database, add
from storage.engine import outbox_queue
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW, outcomes

NUMBER = "45090319900517007X"
NAME, PHONE = "王小明", "+8613812345678"
LATER_COLUMNS = ("licence_number", "licence_class", "licence_status", "points_reset_on", "portrait")


def declared(session: Session, at: int = 0, *, name: str = NAME, phone: str = PHONE, **fields: Any) -> Person:
    """Add a person with an account who has declared the number."""
    person = add(session, people.new(id_number=NUMBER, name=name, phone=phone, registered=False))
    for field, value in fields.items():
        setattr(person, field, value)
    account = accounts.new(session, 1, 100 + at, language="zh-CN", at=NOW)
    account.person_id, account.registered_at = person.id, NOW
    add(session, account)
    return add(session, person)


def imported(session: Session, *, name: str = NAME, phone: str = PHONE, **more: str) -> RowChange:
    """Import the person of the number."""
    cells = {"id_number": NUMBER, "name": name, "phone": phone, "points": "0"} | dict.fromkeys(LATER_COLUMNS, "") | more
    row = PersonRow.model_validate(cells, context={"today": NOW.date()})
    return put(session, row, ImportContext(NOW))


def holder(session: Session) -> Person:
    found = people.by_id_number(session, NUMBER)
    assert found is not None
    return found


def told(session: Session) -> list[UUID]:
    """Return who is told that the number is somebody else's."""
    queued = outbox_queue.next_deliveries(session, now=NOW, limit=100)
    return [UUID(each.content["person"]) for each in queued if each.content.get("notice") == "identity.contested"]


def test_the_first_verification_takes_the_number_and_tells_the_other_declarers_once(session: Session) -> None:
    one, two, three = (declared(session, at) for at in range(3))
    erased = declared(session, 3)
    people.erase(erased)
    without_account = add(session, people.new(id_number=NUMBER, name=NAME, phone=PHONE, registered=False))
    assert people.by_id_number(session, NUMBER) is None
    verification.verify(session, two, now=NOW)
    assert holder(session).id == two.id
    assert sorted(told(session)) == sorted([one.id, three.id])
    verification.verify(session, two, now=NOW)
    assert len(told(session)) == 2
    contested = [people.is_contested(session, each) for each in (one, two, three, without_account)]
    assert contested == [True, False, True, True]
    assert audit.count(session, audit.Action.NUMBER_CONTESTED, since=NOW, on=one.id) == 1


def test_nobody_else_is_verified_under_a_held_number(session: Session) -> None:
    one, two = declared(session, 1), declared(session, 2)
    verification.verify(session, one, now=NOW)
    with pytest.raises(NumberHeldByOther):
        verification.verify(session, two, now=NOW)
    assert two.verified_at is None
    assert told(session) == [two.id]


def test_deletion_releases_the_number(session: Session) -> None:
    one, two = declared(session, 1), declared(session, 2)
    verification.verify(session, one, now=NOW)
    people.erase(one)
    add(session, one)
    verification.verify(session, two, now=NOW)
    assert holder(session).id == two.id


@pytest.mark.parametrize("round_number", range(3))
def test_of_simultaneous_verifications_of_one_number_exactly_one_wins(database: Database, round_number: int) -> None:
    with database.transaction() as session:
        ids = [declared(session, at).id for at in range(6)]

    def verify(session: Session, *, person_id: UUID) -> None:
        verification.verify(session, session.get_one(Person, person_id), now=NOW)

    ended = outcomes(database, [partial(verify, person_id=each) for each in ids])
    assert ended == ["NumberHeldByOther"] * 5 + ["passed"]
    with database.reading() as session:
        assert sorted(told(session)) == sorted(set(ids) - {holder(session).id})


@pytest.mark.parametrize(("name", "phone"), [(NAME, PHONE), ("王 小明", PHONE)])
def test_who_has_declared_what_the_register_says_is_put_on_record(session: Session, name: str, phone: str) -> None:
    person = declared(session)
    assert imported(session, name=name, phone=phone) is RowChange.CHANGED
    assert (holder(session).id, holder(session).name, person.registered) == (person.id, name, True)
    assert accounts.of_person(session, person.id) is not None
    assert told(session) == []


@pytest.mark.parametrize(("name", "phone"), [("王大明", PHONE), (NAME, "+8613911112222")])
def test_who_has_declared_something_else_is_told_and_keeps_the_account(session: Session, name: str, phone: str) -> None:
    person = declared(session)
    assert imported(session, name=name, phone=phone) is RowChange.NEW
    assert holder(session).id != person.id
    assert (person.name, person.phone, person.registered) == (NAME, PHONE, False)
    assert accounts.of_person(session, person.id) is not None
    assert told(session) == [person.id]
    assert imported(session, name=name, phone=phone) is RowChange.UNCHANGED
    assert told(session) == [person.id]


def test_of_two_equal_declarations_none_is_put_on_record(session: Session) -> None:
    one, two = declared(session, 1), declared(session, 2)
    assert imported(session) is RowChange.NEW
    assert holder(session).id not in (one.id, two.id)
    assert sorted(told(session)) == sorted([one.id, two.id])


def test_a_verified_person_of_that_name_is_put_on_record_with_another_phone(session: Session) -> None:
    person, other = declared(session, 1), declared(session, 2)
    verification.verify(session, person, now=NOW)
    assert imported(session, phone="+8613911112222") is RowChange.CHANGED
    assert (holder(session).id, person.phone) == (person.id, "+8613911112222")
    assert told(session) == [other.id]


def test_a_verified_person_of_another_name_is_verified_no_more_when_the_register_disagrees(session: Session) -> None:
    person = declared(session)
    verification.verify(session, person, now=NOW)
    assert imported(session, name="王大明", phone="+8613911112222") is RowChange.NEW
    assert (person.verified_at, holder(session).name) == (None, "王大明")
    assert told(session) == [person.id]


OTHER = "+8613911112222"


def own_car(data: DataBuilder, person: Person) -> None:
    data.vehicle(person)


def file_car(data: DataBuilder, person: Person) -> None:
    data.filing(filer_id=person.id)


def be_registered(data: DataBuilder, person: Person) -> None:
    imported(data.session)


def do_nothing(data: DataBuilder, person: Person) -> None:
    pass


@pytest.mark.parametrize(
    ("prepare", "phone"), [(do_nothing, PHONE), (own_car, OTHER), (file_car, OTHER), (be_registered, OTHER)]
)
def test_another_name_of_a_verified_person_is_left_to_the_operator(
    data: DataBuilder, prepare: Callable[[DataBuilder, Person], None], phone: str
) -> None:
    person = declared(data.session, 900)
    verification.verify(data.session, person, now=NOW)
    prepare(data, person)
    with pytest.raises(InvalidRow) as refused:
        imported(data.session, name="王小名", phone=phone)
    assert [fault.column for fault in refused.value.faults] == ["name"]
    assert (person.verified_at, holder(data.session).id, person.name, person.phone) == (NOW, person.id, NAME, PHONE)
    imported(data.session)
    assert (person.registered, person.verified_at, holder(data.session).id) == (True, NOW, person.id)


@pytest.mark.parametrize("prepare", [own_car, be_registered])
def test_a_change_of_name_that_the_operator_confirms_keeps_the_person(
    data: DataBuilder, prepare: Callable[[DataBuilder, Person], None]
) -> None:
    person = declared(data.session, 900)
    verification.verify(data.session, person, now=NOW)
    prepare(data, person)
    assert imported(data.session, name="王晓", name_changed="yes") is RowChange.CHANGED
    assert (holder(data.session).id, person.name, person.verified_at) == (person.id, "王晓", None)
    queued = outbox_queue.next_deliveries(data.session, now=NOW, limit=100)
    assert [each.content["notice"] for each in queued if "notice" in each.content] == ["identity.renamed"]
    assert imported(data.session, name="王晓", name_changed="yes") is RowChange.UNCHANGED


def test_who_is_told_of_a_record_is_not_told_again_of_its_verification(session: Session) -> None:
    person = declared(session)
    imported(session, name="王大明")
    verification.verify(session, holder(session), now=NOW)
    assert told(session) == [person.id]


def test_a_row_erased_before_is_not_revived_by_an_import(session: Session) -> None:
    person = declared(session)
    people.erase(person)
    add(session, person)
    assert imported(session) is RowChange.NEW
    assert (person.name, person.registered) == ("", False)


def test_a_contested_person_may_neither_apply_nor_use_the_portal(data: DataBuilder) -> None:
    session = data.session
    person = declared(session, 900)
    account = accounts.of_person(session, person.id)
    assert account is not None
    data.seat(data.organisation(data.owner), person)
    code, _ = web_sessions.make_code(session, account, now=NOW)
    token, _ = web_sessions.sign_in(session, code, address="1", device="", now=NOW)
    assert eligibility.person_obstacles(session, person, now=NOW) == []
    assert web_sessions.find(session, token, now=NOW) is not None
    verification.verify(session, declared(session, 901), now=NOW)
    [obstacle] = eligibility.person_obstacles(session, person, now=NOW)
    assert isinstance(obstacle, NumberContested)
    assert web_sessions.find(session, token, now=NOW) is None
