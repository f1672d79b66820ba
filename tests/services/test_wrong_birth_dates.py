"""A wrong date of birth: two admins take it away, and the person types it again."""

import pytest

from bot.errors import OwnMatter
from bot.services.identity import ages
from bot.services.staff import wrong_verifications as service
from bot.services.staff.second_person import SecondAdminNeeded
from bot.services.staff.wrong_verifications import PersonWithoutBirthDate
from storage import audit
from storage.register.people import Person
from storage.staff.verification_withdrawals import WithdrawalSubject
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import notified

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
