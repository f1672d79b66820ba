"""A file of organisations repeats what the register said before: it does not undo a hand-over at the desk."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.services.importing import organisation_batches, organisations as organisation_import
from bot.services.importing.comparison import ReadRow
from bot.services.importing.organisations import HANDED_OVER, OrganisationRow
from bot.services.importing.rows import ImportContext, RowChange
from bot.services.organisations import organisations as service
from storage.database import Database
from storage.identity import accounts
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.concurrency import in_order

CODE = "91450100MADEMQC017"
LATER = NOW + 2 * HOUR


@pytest.fixture
def company(data: DataBuilder) -> Organisation:
    """An organisation that its administrator by the register, the owner, has handed over to the stranger."""
    company, user = handed_out(data)
    service.hand_over(data.session, company, user, by=data.owner, now=NOW + HOUR)
    return data.session.get_one(Organisation, company)


def handed_out(data: DataBuilder) -> tuple[UUID, UUID]:
    """Return the ids of an organisation of the owner, and of its user, the stranger."""
    found = data.session.get_one(Organisation, data.organisation(data.owner))
    found.credit_code = CODE
    for person in (data.owner, data.stranger, data.filer):
        data.account(person)
        person.registered = True
    user = organisations.add_member(data.session, found.id, data.stranger.id, seat=1, person_seat=0, at=NOW)
    assert user is not None
    return found.id, user.id


def row(person: Person) -> OrganisationRow:
    cells = {"credit_code": CODE, "name": "firm", "phone": "", "administrator_id_number": person.id_number}
    return OrganisationRow.read(cells, today=NOW.date())


def imported(data: DataBuilder, person: Person) -> RowChange:
    """Import a row with this administrator."""
    return organisation_import.put(data.session, row(person), ImportContext(LATER, silently=True))


def test_a_hand_over_that_is_under_way_is_not_undone(database: Database) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        company, user = handed_out(data)
        owner = data.owner.id
        named = row(data.owner)

    def hand_over(session: Session) -> None:
        service.hand_over(session, company, user, by=session.get_one(Person, owner), now=NOW + HOUR)

    def follow_file(session: Session) -> None:
        organisation_import.put(session, named, ImportContext(LATER, silently=True))

    assert in_order(database, hand_over, follow_file) == ("passed", "passed")
    with database.reading() as session:
        seated = organisations.administrator(session, company)
        assert seated is not None
        assert seated.person_id != owner


def administrator(data: DataBuilder, company: Organisation) -> Any:
    seated = organisations.administrator(data.session, company.id)
    return seated.person_id if seated is not None else None


def test_the_same_row_again_leaves_the_administrator_and_warns_the_operator(
    data: DataBuilder, company: Organisation
) -> None:
    found = organisation_batches.compare(data.session, [ReadRow(2, row(data.owner), {})], ImportContext(LATER))
    assert (found.unchanged, found.kept_back) == (1, [(2, HANDED_OVER)])
    assert imported(data, data.owner) is RowChange.UNCHANGED
    assert administrator(data, company) == data.stranger.id
    assert organisations.member(data.session, company.id, data.owner.id) is not None


def test_another_person_in_the_register_counts_and_then_the_former_one_does(
    data: DataBuilder, company: Organisation
) -> None:
    for person in (data.filer, data.owner):
        found = organisation_batches.compare(data.session, [ReadRow(2, row(person), {})], ImportContext(LATER))
        assert (len(found.changed), found.kept_back) == (1, [])
        assert imported(data, person) is RowChange.CHANGED
        assert administrator(data, company) == person.id


def test_who_was_named_counts_if_nobody_can_act_instead(data: DataBuilder, company: Organisation) -> None:
    data.seat(company.id, None)
    assert imported(data, data.owner) is RowChange.CHANGED
    assert administrator(data, company) == data.owner.id


def test_who_was_named_counts_if_the_administrator_has_no_account(data: DataBuilder, company: Organisation) -> None:
    account = accounts.of_person(data.session, data.stranger.id)
    assert account is not None
    account.person_id = account.registered_at = None
    data.session.add(account)
    assert imported(data, data.owner) is RowChange.CHANGED
    assert administrator(data, company) == data.owner.id


def test_a_second_hand_over_is_not_undone_either(data: DataBuilder, company: Organisation) -> None:
    user = organisations.add_member(data.session, company.id, data.filer.id, seat=2, person_seat=0, at=NOW + HOUR)
    assert user is not None
    service.hand_over(data.session, company.id, user.id, by=data.stranger, now=LATER)
    assert imported(data, data.owner) is RowChange.UNCHANGED
    assert administrator(data, company) == data.filer.id
    assert imported(data, data.stranger) is RowChange.CHANGED
