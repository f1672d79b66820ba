"""People who delete their account and sign up again meet the limits, the owner's block and the blacklist again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from storage.database import add
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner, withdraw
from tests.stories.privacy_steps import deletes
from tests.stories.registration_steps import registers


def with_the_telegram_user(app: AppDriver, driver: Citizen) -> Actor:
    """Sign up with another ID number and phone number."""
    driver.phone = "+8613811110000"
    registers(driver, number=cast.id_number(77))
    return driver


def with_the_id_number(app: AppDriver, driver: Citizen) -> Actor:
    """Sign up with another phone number and Telegram user."""
    guest = app.person("王小明", "+8613811110000")
    registers(guest, number=driver.id_number)
    return guest


SignUp = Callable[[AppDriver, Citizen], Actor]
by_any_key = pytest.mark.parametrize(
    "sign_up", [with_the_telegram_user, with_the_id_number], ids=["Telegram", "number"]
)


@pytest.fixture
def declared(app: AppDriver, driver: Citizen) -> Citizen:
    """The driver as somebody of whom the register knows nothing, verified."""

    def action(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        person.registered, person.verified_at = False, app.now
        add(session, person)

    app.write(action)
    return driver


def signed_up(app: AppDriver, declared: Citizen, sign_up: SignUp) -> Actor:
    """Delete the account, sign up again, and let staff verify the new identity."""
    deletes(declared)
    again = sign_up(app, declared)
    cast.verify(app, again)
    return again


@by_any_key
def test_an_application_counts_for_its_day(app: AppDriver, declared: Citizen, sign_up: SignUp) -> None:
    asked_owner(app, declared)
    withdraw(declared)
    again = signed_up(app, declared, sign_up)
    again.says("/file")
    again.sees("目前不能申请备案", "会计算在内")
    app.later(days=1)
    again.says("/file")
    again.sees("备案非本人机动车：先看")


@by_any_key
def test_the_owner_stays_rid_of_who_is_blocked(app: AppDriver, declared: Citizen, sign_up: SignUp) -> None:
    owner = asked_owner(app, declared)
    owner.taps("拒绝")
    owner.taps("以后不接受")
    again = signed_up(app, declared, sign_up)
    app.later(days=1)
    again.says("/file 02 桂A12345 123456")
    again.sees("车主不接受您对这辆车的申请")


@by_any_key
def test_the_blacklist_is_met_again(app: AppDriver, declared: Citizen, sign_up: SignUp) -> None:
    def list_them(session: Any) -> None:
        person = session.get_one(Person, declared.person_id)
        person.blacklisted_until = app.now + timedelta(days=30)
        add(session, person)

    app.write(list_them)
    again = signed_up(app, declared, sign_up)
    again.says("/file")
    again.sees("因提供过虚假材料")
    assert "黑名单申诉" in again.labels()


def test_the_refusal_is_told_in_english(app: AppDriver, driver: Citizen) -> None:
    other = cast.citizen(app, "Li", cast.id_number(31), driver.phone, language="en")

    def list_them(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        person.blacklisted_until = app.now + timedelta(days=30)
        add(session, person)

    app.write(list_them)
    other.says("/file")
    other.sees("You cannot apply with this phone number", "once our staff confirm that you are another")
    other.sees("Some limits end at midnight")
