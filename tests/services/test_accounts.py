"""Accounts: one account a person, also under concurrency; on both databases."""

from functools import partial
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from bot.services.identity import accounts
from bot.services.identity.accounts import IdentityMismatch, PhoneNotVerified
from storage import audit
from storage.database import Database, add
from storage.identity import accounts as store, consents
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from tests.services.competing_transaction import changed, competing, removed
from tests.services.concurrency import NOW, in_order, outcomes
from tests.services.identity_case_builders import ID_NUMBER

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


def register(session: Session, account_id: UUID, *, name: str = "王小明", id_number: str = NUMBER) -> None:
    account = session.get(Account, account_id)
    assert account is not None
    accounts.register(session, account, name=name, id_number=id_number, phone=PHONE, verified_phone="", now=NOW)


def bound(database: Database) -> list[Account]:
    with database.reading() as session:
        return list(session.exec(select(Account).where(col(Account.person_id).is_not(None))))


@pytest.mark.parametrize("round_number", range(5))
def test_of_many_accounts_that_claim_a_registered_person_one_registers(database: Database, round_number: int) -> None:
    person_id = in_register(database)
    claims = [partial(register, account_id=one) for one in guests(database, 8)]
    assert outcomes(database, claims) == ["PersonAlreadyRegistered"] * 7 + ["passed"]
    assert [account.person_id for account in bound(database)] == [person_id]


def test_of_two_who_show_one_phone_number_at_once_one_has_it(database: Database) -> None:
    first, second = guests(database, 2)
    both = [partial(register, account_id=first), partial(register, account_id=second, id_number=ID_NUMBER)]
    assert in_order(database, *both) == ("passed", "passed")
    with database.reading() as session:
        phones = [session.get_one(Person, each.person_id).phone for each in bound(database)]
    assert sorted(phones) == ["", PHONE]


def test_a_declaration_reserves_no_id_number(database: Database) -> None:
    first, second, third = guests(database, 3)
    claims = [partial(register, account_id=first), partial(register, account_id=second)]
    assert outcomes(database, claims) == ["passed", "passed"]
    assert outcomes(database, [lambda session: register(session, third, name="李大山")]) == ["passed"]
    assert len({account.person_id for account in bound(database)}) == 3


@pytest.mark.parametrize("phone", ["+8613911112222", ""])
def test_who_has_not_proven_the_phone_on_record_only_declares_the_identity(database: Database, phone: str) -> None:
    in_register(database)
    with database.transaction() as session:
        people.set_phone(session.exec(select(Person)).one(), phone)
    assert outcomes(database, [partial(register, account_id=guests(database, 1)[0])]) == ["passed"]
    with database.reading() as session:
        holder = people.by_id_number(session, NUMBER)
        [account] = bound(database)
        assert holder is not None
        assert account.person_id != holder.id
        assert len(people.declared(session, NUMBER)) == 1


@pytest.mark.parametrize("fields", [{"registered": True}, {"registered": False, "verified_at": NOW}])
def test_declaring_the_id_number_of_somebody_on_record_or_verified_is_a_declaration_of_its_own(
    database: Database, fields: dict[str, object]
) -> None:
    in_register(database, **fields)
    first, second, third = guests(database, 3)
    assert outcomes(database, [lambda session: register(session, first, name="李大山")]) == ["passed"]
    with database.transaction() as session:
        person_id = session.get_one(Account, first).person_id
        assert person_id is not None
        declarer, holder = session.get_one(Person, person_id), people.by_id_number(session, NUMBER)
        assert holder is not None
        assert holder.id != declarer.id
        assert not people.is_contested(session, declarer)
        assert people.declared(session, NUMBER) == [declarer]
        assert not people.set_verified(session, declarer, at=NOW)
    assert outcomes(database, [lambda session: register(session, second)]) == ["passed"]
    assert outcomes(database, [lambda session: register(session, third)]) == ["PersonAlreadyRegistered"]


def test_an_account_registers_once(database: Database) -> None:
    [guest] = guests(database, 1)
    assert outcomes(database, [lambda session: register(session, guest)]) == ["passed"]
    assert outcomes(database, [lambda session: register(session, guest)]) == ["AlreadyRegistered"]


def test_another_phone_in_the_register_has_to_be_verified(database: Database) -> None:
    person_id = in_register(database)
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

    assert outcomes(database, [lambda session: claim(session, "+8613911112222")]) == ["PhoneNotVerified"]
    assert outcomes(database, [lambda session: claim(session, PHONE)]) == ["passed"]
    assert [account.person_id for account in bound(database)] == [person_id]


def test_no_audit_entry_links_an_account_to_a_person(database: Database) -> None:
    [guest] = guests(database, 1)
    outcomes(database, [lambda session: register(session, guest)])
    with database.reading() as session:
        entries = session.exec(select(audit.AuditEntry)).all()
        [person] = session.exec(select(Person)).all()
        agreement, _ = consents.of_person(session, person.id)
    named = [{entry.by, entry.on} for entry in entries]
    assert {guest, None} in named
    assert {person.id, agreement.id} in named
    assert not [pair for pair in named if guest in pair and person.id in pair]


def test_registering_as_a_person_removed_meanwhile_is_refused(session: Session) -> None:
    person_id = add(session, people.new(id_number=NUMBER, name="王小明", phone=PHONE)).id
    account = store.get_or_create(session, 1, 100, language="zh-CN", at=NOW)
    with (
        competing(session, "FROM people WHERE people.id = ", removed(Person, person_id)),
        pytest.raises(IdentityMismatch),
    ):
        register(session, account.id)
    assert account.person_id is None


def test_a_phone_number_that_changes_while_the_person_is_locked_is_not_proven(session: Session) -> None:
    person_id = add(session, people.new(id_number=NUMBER, name="王小明", phone=PHONE)).id
    account = store.get_or_create(session, 1, 100, language="zh-CN", at=NOW)
    lost = changed(Person, person_id, phone_index="", sealed_phone=b"")
    with competing(session, "FROM people WHERE people.id = ", lost), pytest.raises(PhoneNotVerified):
        register(session, account.id)
    assert account.person_id is None
