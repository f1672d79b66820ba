"""Phone numbers that the register sets: nothing is kept of one that its person has never confirmed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.services.identity import accounts, limits, phone_changes, same_person, sms_codes, unlocking
from bot.services.identity.limits import Limit
from bot.services.importing import people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext
from bot.services.privacy import confirmation
from bot.services.privacy.confirmation import PrivacyAct
from storage.filing import owner_blocks
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import Somebody, obstacles, of_car, sign_up
from tests.services.sms_builders import sent

DAY = timedelta(days=1)
WRONG, RIGHT = "+8613911112222", "+8613911113333"


def correct(data: DataBuilder, person: Person, *phones: str) -> None:
    """Change the phone number in the register to each of these."""
    for phone in phones:
        phone_changes.change(data.session, person, phone, now=NOW)
    data.session.flush()


@pytest.fixture
def barred(data: DataBuilder) -> Somebody:
    """Somebody on the blacklist, whom an owner has blocked."""
    first = sign_up(data)
    first.person.blacklisted_until = NOW + 9 * DAY
    owner_blocks.block(data.session, data.car.id, first.person.id, by=data.owner.id, at=NOW)
    return first


def test_a_corrected_number_bars_nobody_who_really_has_it(data: DataBuilder, barred: Somebody) -> None:
    own, other = barred.person.phone, sign_up(data, phone=WRONG).person
    correct(data, barred.person, WRONG)
    assert obstacles(data, other) == ["UsedByOthers"]
    correct(data, barred.person, own)
    assert obstacles(data, other) == []
    assert of_car(data, other) == []
    assert not same_person.were_same(data.session, other, barred.person)


def test_what_is_done_meanwhile_does_not_count_for_the_number(data: DataBuilder) -> None:
    first, other = sign_up(data, registered=True), sign_up(data, phone=WRONG).person
    own = first.person.phone
    correct(data, first.person, WRONG)
    limits.record_application(data.session, limits.keys_of(data.session, first.person), now=NOW)
    assert limits.count(data.session, Limit.APPLICATION_OF_DAY, limits.keys_of(data.session, other), now=NOW) == 0
    correct(data, first.person, own)
    assert (
        limits.count(data.session, Limit.APPLICATION_OF_DAY, limits.keys_of(data.session, first.person), now=NOW) == 1
    )


def test_what_others_do_with_the_number_counts(data: DataBuilder) -> None:
    first, other = sign_up(data), sign_up(data, phone=WRONG).person
    limits.record_application(data.session, limits.keys_of(data.session, other), now=NOW)
    correct(data, first.person, WRONG)
    assert (
        limits.count(data.session, Limit.APPLICATION_OF_DAY, limits.keys_of(data.session, first.person), now=NOW) == 1
    )


def test_a_number_that_is_put_back_is_confirmed(data: DataBuilder, barred: Somebody) -> None:
    own = barred.person.phone
    correct(data, barred.person, WRONG, own)
    assert not barred.person.phone_unconfirmed
    correct(data, barred.person, RIGHT)
    assert obstacles(data, sign_up(data, phone=own).person) == ["UsedByOthers"]


def by_unlocking(data: DataBuilder, one: Somebody) -> None:
    accounts.sign_out(data.session, one.account, now=NOW)
    unlocking.unlock(data.session, one.account, code(data, one, CodePurpose.UNLOCK), now=NOW)


def by_a_code_of_privacy(data: DataBuilder, one: Somebody) -> None:
    digits = code(data, one, CodePurpose.PRIVACY)
    confirmation.confirm(data.session, one.account, one.person, PrivacyAct.DELETION, digits, now=NOW)


def by_registering(data: DataBuilder, one: Somebody) -> None:
    accounts.detach(data.session, one.account, now=NOW)
    facts = {"name": one.person.name, "id_number": one.person.id_number}
    accounts.register(data.session, one.account, **facts, phone=one.person.phone, verified_phone="", now=NOW)


def code(data: DataBuilder, one: Somebody, purpose: CodePurpose) -> str:
    phone, row = one.person.phone, one.account.id
    sms_codes.send(data.session, purpose, row, phone=phone, key="sms-code-unlock", by=row, now=NOW)
    return sent(data.session)


@pytest.mark.parametrize("confirm", [by_unlocking, by_a_code_of_privacy, by_registering])
def test_a_number_that_is_confirmed_is_kept(
    data: DataBuilder, confirm: Callable[[DataBuilder, Somebody], None]
) -> None:
    first = sign_up(data, registered=True)
    first.person.blacklisted_until = NOW + 9 * DAY
    correct(data, first.person, WRONG)
    confirm(data, first)
    correct(data, first.person, RIGHT)
    other = sign_up(data, phone=WRONG).person
    assert obstacles(data, other) == ["UsedByOthers"]
    assert same_person.were_same(data.session, first.person, other)


def test_a_number_of_the_first_import_is_unconfirmed(data: DataBuilder) -> None:
    number = "45090319900517007X"
    for phone in (WRONG, RIGHT):
        cells = {"id_number": number, "name": "王小明", "phone": phone, "points": "0"}
        row = PersonRow.read(dict.fromkeys(PersonRow.required(), "") | cells, today=NOW.date())
        people_import.put(data.session, row, ImportContext(NOW))
    found = people.by_id_number(data.session, number)
    assert found is not None
    assert not same_person.were_same(data.session, found, sign_up(data, phone=WRONG).person)
