"""Who has had the owner's phone number does not agree for the owner with a code that goes there."""

import re

import pytest

from tests.stories import cast, registration_steps as registration
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import account_of, person_of
from tests.stories.registration_steps import confirms

SHARED = "+8613800000002"


def by_code(app: AppDriver, guest: Actor, name: str, number: str) -> Citizen:
    """Register somebody on record with another phone number, by the code to the shared one."""
    registration.to_code(guest, name, number)
    guest.says(re.findall(r"验证码 (\d{8})", app.sms(SHARED)[-1])[-1])
    confirms(guest)
    app.later(minutes=2)
    return Citizen(app, guest.id, name, account_of(app, guest), person_of(app, guest))


@pytest.fixture
def son(app: AppDriver) -> Citizen:
    """Somebody whose phone number on record was that of his mother, who owns a car or administers its organisation."""
    cast.register_person(app, "王小明", registration.NUMBER, SHARED)
    return by_code(app, app.person("王小明", "+8613812345678"), "王小明", registration.NUMBER)


@pytest.mark.parametrize("of_an_organisation", [False, True])
def test_a_former_phone_number_gives_nobody_the_owners_consent(
    app: AppDriver, owner: Citizen, son: Citizen, of_an_organisation: bool
) -> None:
    cast.car(app, cast.organisation(app, owner) if of_an_organisation else owner)
    before = len(app.sms(SHARED))
    son.says("/file 02 桂A12345 123456")
    son.sees("用过同一个手机号", "窗口")
    assert len(app.sms(SHARED)) == before


def test_two_accounts_opened_by_codes_to_one_phone_number_are_one(app: AppDriver, son: Citizen) -> None:
    mother = cast.register_person(app, "王秀英", cast.id_number(2), SHARED)
    cast.car(app, mother)
    by_code(app, app.person("王秀英", "+8613812345679"), "王秀英", mother.id_number)
    son.says("/file 02 桂A12345 123456")
    son.sees("用过同一个手机号")
