"""Accounts: one account a person, also under concurrency; on both databases."""

from functools import partial
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from bot.services.identity import accounts
from bot.services.identity.accounts import IdentityMismatch
from bot.services.importing.people import PersonRow, put
from bot.services.importing.rows import ImportContext
from storage import audit
from storage.database import Database, add
from storage.identity import accounts as store, consents
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from tests.services.competing_transaction import competing, removed
from tests.services.concurrency import NOW, outcomes

NUMBER = "45090319900517007X"
PHONE = "+8613812345678"


def guests(database: Database, count: int) -> list[UUID]:
    with database.transaction() as session:
        return [store.get_or_create(session, 1, 100 + at, language="zh-CN", at=NOW).id for at in range(count)]


def in_register(database: Database, **fields: object) -> UUID:
    with database.transaction() as session:
        person = people.new(id_number=NUMBER, name="王小明", phone=PHONE)
        for field, value in fields.items():
            setattr(person, field, value)
        return add(session, person).id


def register(session: Session, account_id: UUID, *, name: str = "王小明") -> None:
    account = session.get(Account, account_id)
    assert account is not None
    accounts.register(session, account, name=name, id_number=NUMBER, phone=PHONE, verified_phone="", now=NOW)


def bound(database: Database) -> list[Account]:
    with database.reading() as session:
        return list(session.exec(select(Account).where(col(Account.person_id).is_not(None))))


@pytest.mark.parametrize("round_number", range(5))
def test_of_many_accounts_that_claim_a_registered_person_one_registers(database: Database, round_number: int) -> None:
    person_id = in_register(database)
    claims = [partial(register, account_id=one) for one in guests(database, 8)]
    assert outcomes(database, claims) == ["PersonAlreadyRegistered"] * 7 + ["passed"]
    assert [account.person_id for account in bound(database)] == [person_id]


@pytest.mark.parametrize("round_number", range(5))
def test_of_many_accounts_that_declare_the_same_id_number_one_registers(database: Database, round_number: int) -> None:
    claims = [partial(register, account_id=one) for one in guests(database, 8)]
    assert outcomes(database, claims) == ["PersonAlreadyRegistered"] * 7 + ["passed"]
    with database.reading() as session:
        [person] = session.exec(select(Person)).all()
    assert [account.person_id for account in bound(database)] == [person.id]


def test_declaring_a_used_id_number_under_another_name_reveals_nothing(database: Database) -> None:
    first, second = guests(database, 2)
    assert outcomes(database, [lambda session: register(session, first)]) == ["passed"]
    assert outcomes(database, [lambda session: register(session, second, name="李大山")]) == ["IdentityMismatch"]


def test_an_account_registers_once(database: Database) -> None:
    [guest] = guests(database, 1)
    assert outcomes(database, [lambda session: register(session, guest)]) == ["passed"]
    assert outcomes(database, [lambda session: register(session, guest)]) == ["AlreadyRegistered"]


def test_another_phone_in_the_register_has_to_be_verified(database: Database) -> None:
    in_register(database)
    [guest] = guests(database, 1)

    def claim(session: Session, verified_phone: str) -> None:
        account = session.get(Account, guest)
        assert account is not None
        accounts.register(
            session,
            account,
            name="王小明",
            id_number=NUMBER,
            phone="+8613911112222",
            verified_phone=verified_phone,
            now=NOW,
        )

    assert outcomes(database, [lambda session: claim(session, "")]) == ["PhoneNotVerified"]
    assert outcomes(database, [lambda session: claim(session, "+8613911112222")]) == ["PhoneNotVerified"]
    assert outcomes(database, [lambda session: claim(session, PHONE)]) == ["passed"]


def test_no_audit_entry_links_an_account_to_a_person(database: Database) -> None:
    [guest] = guests(database, 1)
    outcomes(database, [lambda session: register(session, guest)])
    with database.reading() as session:
        entries = session.exec(select(audit.AuditEntry)).all()
        [person] = session.exec(select(Person)).all()
        [agreement] = consents.of_person(session, person.id)
    named = [{entry.by, entry.on} for entry in entries]
    assert {guest, None} in named
    assert {person.id, agreement.id} in named
    assert not [pair for pair in named if guest in pair and person.id in pair]


@pytest.mark.parametrize(
    ("name", "phone", "stays"),
    [("王小明", PHONE, True), ("王 小明", PHONE, True), ("王大明", PHONE, False), ("王小明", "+8613911112222", False)],
)
def test_a_self_declared_person_keeps_the_account_only_if_the_imported_data_agree(
    database: Database, name: str, phone: str, stays: bool
) -> None:
    [guest] = guests(database, 1)
    outcomes(database, [lambda session: register(session, guest)])
    cells = {"id_number": NUMBER, "name": name, "phone": phone, "licence_class": "C1", "points": "0"}
    empty = dict.fromkeys(("licence_number", "licence_status", "points_reset_on", "portrait"), "")
    imported = PersonRow.model_validate(cells | empty, context={"today": NOW.date()})
    with database.transaction() as session:
        put(session, imported, ImportContext(NOW))
    with database.reading() as session:
        person = people.by_id_number(session, NUMBER)
    assert person is not None
    assert (person.registered, person.name, person.phone) == (True, name, phone)
    assert bool(bound(database)) is stays


def test_importing_an_erased_person_restores_the_data(database: Database) -> None:
    with database.transaction() as session:
        person = people.new(id_number=NUMBER, name="王小明", phone=PHONE, registered=False)
        people.erase(add(session, person))
        accounts.reconcile_self_declared(session, person, id_number=NUMBER, name="王小明", phone=PHONE, now=NOW)
        assert person.id_number == NUMBER


def test_registering_as_a_person_removed_meanwhile_is_refused(session: Session) -> None:
    person_id = add(session, people.new(id_number=NUMBER, name="王小明", phone=PHONE, registered=False)).id
    account = store.get_or_create(session, 1, 100, language="zh-CN", at=NOW)
    with (
        competing(session, "FROM people WHERE people.id = ", removed(Person, person_id)),
        pytest.raises(IdentityMismatch),
    ):
        register(session, account.id)
    assert account.person_id is None
