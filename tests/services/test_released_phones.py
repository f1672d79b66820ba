"""A phone number on record that is somebody else's: two admins end the claim, and who has the number is free."""

import pytest
from sqlmodel import select

from bot.errors import OwnMatter
from bot.services.filing import eligibility
from bot.services.identity import accounts, limits, phone_changes, same_person
from bot.services.identity.limits import Limit
from bot.services.importing import people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext, RowChange
from bot.services.staff import wrong_verifications as service
from bot.services.staff.second_person import SecondAdminNeeded
from bot.services.staff.wrong_verifications import PersonWithoutPhone
from storage import audit
from storage.database import add
from storage.engine.outbox import Channel, Delivery
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.staff.proposals import ProposalStatus
from storage.staff.verification_withdrawals import WithdrawalSubject
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.own_builders import notified

PHONE, NEXT = "+8613811112222", "+8613811113333"


@pytest.fixture
def other(data: DataBuilder) -> Person:
    """Somebody who is on the blacklist, and on record with the phone number of the filer."""
    people.set_phone(data.filer, PHONE)
    person = data.person(blacklisted_until=NOW + 9 * HOUR)
    people.set_phone(person, PHONE)
    add(data.session, person)
    data.account(person)
    limits.record(data.session, Limit.BLACKLIST, limits.keys_of(data.session, person), until=NOW.date(), now=NOW)
    return person


def release(data: DataBuilder, person: Person) -> None:
    """Let one admin propose, and another confirm."""
    row = service.propose(data.session, person.id, WithdrawalSubject.PHONE, by=data.staff("admin"), now=NOW)
    service.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)


def imported(data: DataBuilder, person: Person, phone: str) -> RowChange:
    """Import a row of this person with this phone number."""
    cells = {"id_number": person.id_number, "name": person.name, "phone": phone, "points": "0"}
    row = PersonRow.model_validate(
        dict.fromkeys(people_import.PersonRow.model_fields, "") | cells, context={"today": NOW.date()}
    )
    return people_import.put(data.session, row, ImportContext(NOW))


def test_who_has_the_number_is_barred_until_the_claim_ends(data: DataBuilder, other: Person) -> None:
    assert eligibility.person_obstacles(data.session, data.filer, now=NOW)
    release(data, other)
    assert eligibility.person_obstacles(data.session, data.filer, now=NOW) == []
    assert (other.phone, other.phone_index, other.blacklisted_until) == ("", "", NOW + 9 * HOUR)
    assert not same_person.were_same(data.session, data.filer, other)


def test_both_sides_are_told(data: DataBuilder, other: Person) -> None:
    account = data.session.exec(select(Account).where(Account.person_id == other.id)).one()
    release(data, other)
    assert notified(data, account, "identity.phone-changed")
    lanes = data.session.exec(select(Delivery.lane).where(Delivery.channel == Channel.SMS)).all()
    assert lanes == [f"sms:{people.phone_index(PHONE)}"]
    assert audit.count(data.session, audit.Action.PHONE_RELEASED, since=NOW, on=other.id) == 1


def test_the_register_does_not_set_the_number_again_but_another(data: DataBuilder, other: Person) -> None:
    release(data, other)
    kept_back, set_anew = RowChange.PHONE_KEPT_BACK, RowChange.CHANGED
    for phone, kept, change in ((PHONE, "", kept_back), (NEXT, NEXT, set_anew), (PHONE, NEXT, kept_back)):
        assert imported(data, other, phone) is change
        assert other.phone == kept


def test_a_number_that_somebody_else_has_shown_to_be_theirs_is_kept_back(data: DataBuilder, other: Person) -> None:
    phone_changes.end_claims(data.session, [other], now=NOW)
    for phone, kept, change in (
        (PHONE, "", RowChange.PHONE_KEPT_BACK),
        (NEXT, NEXT, RowChange.CHANGED),
    ):
        assert imported(data, other, phone) is change
        assert other.phone == kept


def test_who_proves_the_number_may_have_it_in_the_register_again(data: DataBuilder, other: Person) -> None:
    release(data, other)
    phone_changes.replace(data.session, other, PHONE, now=NOW)  # By a new-number case, or a registration.
    assert not phone_changes.is_denied(data.session, other, PHONE)
    assert imported(data, other, NEXT) is RowChange.CHANGED
    assert imported(data, other, PHONE) is RowChange.CHANGED
    assert other.phone == PHONE


def test_a_proven_number_ends_no_claim_about_another_number_or_person(data: DataBuilder, other: Person) -> None:
    release(data, other)
    third = data.person()
    people.set_phone(third, PHONE)
    release(data, third)
    phone_changes.replace(data.session, other, NEXT, now=NOW)
    phone_changes.replace(data.session, data.filer, PHONE, now=NOW)
    assert [phone_changes.is_denied(data.session, each, PHONE) for each in (other, third)] == [True, True]


def test_who_has_nothing_to_do_with_one_number_is_not_one_person_by_that(data: DataBuilder, other: Person) -> None:
    strangers = [other, data.person()]
    for at, person in enumerate(strangers):
        people.set_phone(person, PHONE)
        person.phone_unconfirmed = True  # The register has an office number for both.
        phone_changes.prefer(data.session, person, f"+861381111555{at}", now=NOW)
    assert [phone_changes.is_denied(data.session, each, PHONE) for each in strangers] == [True, True]
    assert not same_person.may_be_same(data.session, *strangers)


def test_what_former_versions_have_kept_of_a_denied_number_counts_until_it_is_proven(
    data: DataBuilder, other: Person
) -> None:
    same_person.keep_keys(data.session, other, [f"denied-phone:{people.phone_index(NEXT)}"], now=NOW)
    assert imported(data, other, NEXT) is RowChange.PHONE_KEPT_BACK
    phone_changes.replace(data.session, other, NEXT, now=NOW)
    assert not phone_changes.is_denied(data.session, other, NEXT)


def test_the_number_of_the_register_does_not_replace_the_contact_that_was_shared_instead(data: DataBuilder) -> None:
    person, account = data.person(), data.account()
    accounts.detach(data.session, account, now=NOW)
    former, facts = person.phone, {"name": person.name, "id_number": person.id_number}
    accounts.register(data.session, account, **facts, phone=PHONE, verified_phone=former, now=NOW)
    assert imported(data, person, former) is RowChange.PHONE_KEPT_BACK
    assert person.phone == PHONE
    assert imported(data, person, NEXT) is RowChange.CHANGED


def test_one_admin_alone_ends_no_claim(data: DataBuilder, other: Person) -> None:
    admin = data.staff("admin")
    row = service.propose(data.session, other.id, WithdrawalSubject.PHONE, by=admin, now=NOW)
    with pytest.raises(SecondAdminNeeded):
        service.confirm(data.session, row.id, by=admin, now=NOW)
    assert other.phone == PHONE


def test_an_admin_decides_nothing_about_their_own_number(data: DataBuilder, other: Person) -> None:
    with pytest.raises(OwnMatter):
        service.propose(
            data.session, other.id, WithdrawalSubject.PHONE, by=data.staff("admin", person=data.filer), now=NOW
        )


def test_a_proposal_about_a_number_that_changes_is_withdrawn(data: DataBuilder, other: Person) -> None:
    row = service.propose(data.session, other.id, WithdrawalSubject.PHONE, by=data.staff("admin"), now=NOW)
    phone_changes.change(data.session, other, "+8613811114444", now=NOW)
    data.session.refresh(row)
    assert row.status is ProposalStatus.WITHDRAWN
    with pytest.raises(service.WithdrawalDecided):
        service.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)


def test_nothing_is_proposed_about_who_has_no_number(data: DataBuilder) -> None:
    person = data.person()
    people.set_phone(person, "")
    with pytest.raises(PersonWithoutPhone):
        service.propose(data.session, person.id, WithdrawalSubject.PHONE, by=data.staff("admin"), now=NOW)
