"""A wrong date of birth: two admins take it away, and the person types it again."""

import pytest

from bot.cards.staff import wrong_verifications as cards
from bot.errors import OwnMatter
from bot.services.identity import ages
from bot.services.importing import people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext
from bot.services.staff import wrong_verifications as service
from bot.services.staff.find_person import FoundPerson
from bot.services.staff.second_person import SecondAdminNeeded
from bot.services.staff.wrong_verifications import PersonWithoutBirthDate
from bot.texts import texts
from storage import audit
from storage.register import people
from storage.register.people import Person
from storage.staff.proposals import ProposalStatus
from storage.staff.verification_withdrawals import WithdrawalSubject
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import notified
from tests.stories import cast

PASSPORT, MISTYPED = "foreign_passport:USA123456789", "2015-05-17"


@pytest.fixture
def person(data: DataBuilder) -> Person:
    """Somebody verified who has mistyped their date of birth."""
    data.filer.id_number, data.filer.verified_at, data.filer.birth_date = PASSPORT, NOW, MISTYPED
    data.session.flush()
    return data.filer


def test_two_admins_let_a_date_of_birth_be_typed_again(data: DataBuilder, person: Person) -> None:
    account = data.account(person)
    row = service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)
    with pytest.raises(ages.BirthDateKnown):
        ages.declare_birth_date(data.session, person, "1990-05-17", now=NOW)
    service.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)
    assert (person.birth_date, person.verified_at) == ("", NOW), "nothing else is withdrawn"
    assert notified(data, account, "identity.birth-date-withdrawn")
    assert audit.count(data.session, audit.Action.BIRTH_DATE_WITHDRAWN, since=NOW, on=person.id) == 1
    ages.declare_birth_date(data.session, person, "1990-05-17", now=NOW)
    assert ages.filing_obstacles(data.session, person, now=NOW) == []


def test_one_admin_alone_takes_no_date_away(data: DataBuilder, person: Person) -> None:
    admin = data.staff("admin")
    row = service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=admin, now=NOW)
    with pytest.raises(SecondAdminNeeded):
        service.confirm(data.session, row.id, by=admin, now=NOW)
    assert person.birth_date == MISTYPED


def test_an_admin_takes_their_own_date_away_in_no_part(data: DataBuilder, person: Person) -> None:
    own = data.staff("admin", person=person)
    with pytest.raises(OwnMatter):
        service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=own, now=NOW)
    row = service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)
    with pytest.raises(OwnMatter):
        service.confirm(data.session, row.id, by=own, now=NOW)


def test_only_a_date_that_is_stored_is_taken_away(data: DataBuilder, person: Person) -> None:
    row = service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)
    person.birth_date = ""
    data.session.flush()
    with pytest.raises(PersonWithoutBirthDate):
        service.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)
    with pytest.raises(PersonWithoutBirthDate):
        service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)


def test_a_date_that_the_number_carries_is_not_taken_away(data: DataBuilder, person: Person) -> None:
    def offered() -> bool:
        return "出生日期" in str(cards.rows(data.session, [FoundPerson(person, None, [])], texts("zh-CN")))

    assert offered()
    row = service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)
    service.refuse(data.session, row.id, by=data.staff("admin"), now=NOW)
    person.id_number = cast.id_number(900)
    data.session.flush()
    assert not offered()
    with pytest.raises(PersonWithoutBirthDate):
        service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)


@pytest.mark.parametrize(
    ("born", "status"), [("1990-05-17", ProposalStatus.WITHDRAWN), (MISTYPED, ProposalStatus.OPEN)]
)
def test_a_date_that_the_register_corrects_ends_the_proposal(
    data: DataBuilder, person: Person, born: str, status: ProposalStatus
) -> None:
    people.set_phone(person, "")
    person.id_number_index = people.id_number_index(PASSPORT)
    data.session.flush()
    row = service.propose(data.session, person.id, WithdrawalSubject.BIRTH_DATE, by=data.staff("admin"), now=NOW)
    cells = dict.fromkeys(PersonRow.model_fields, "") | {"id_number": PASSPORT, "name": person.name, "birth_date": born}
    new = PersonRow.model_validate(cells | {"points": "0"}, context={"today": NOW.date()})
    people_import.put(data.session, new, ImportContext(NOW))
    assert (person.birth_date, row.status) == (born, status)
