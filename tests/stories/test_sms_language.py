"""Text messages are in the language of who receives them, and begin with one signature."""

import re

from sqlmodel import Session

from storage.register import people
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply

CHINESE, ENGLISH = "【车主服务台】", "[Vehicle owners' desk] "


def english_owner(app: AppDriver) -> Citizen:
    owner = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002", language="en")
    cast.car(app, owner)
    return owner


def test_the_owner_gets_the_code_in_their_own_language(app: AppDriver) -> None:
    """Of several people with the phone number, the one on record decides."""
    driver, declared = cast.driver(app), cast.citizen(app, "赵敏", cast.id_number(7), "+8613800000077")
    owner = english_owner(app)

    def share_number(session: Session) -> None:
        person = session.get_one(Person, declared.person_id)
        person.registered = False
        people.set_phone(person, owner.phone)
        session.add(person)

    app.write(share_number)
    apply(driver)
    assert owner.sms[-1].startswith(f"{ENGLISH}Code ")
    assert owner.sms[-1].count("desk]") == 1


def test_who_has_no_account_gets_chinese_codes_and_notifications(app: AppDriver) -> None:
    driver = cast.citizen(app, "李建国", cast.id_number(1), "+8613800000001", language="en")
    phone = "+8613800000009"
    cast.car(app, cast.register_person(app, "赵铁柱", cast.id_number(9), phone))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("Friend")
    driver.taps("Confirm and ask the owner")
    driver.says(re.findall(r"\d{6}", app.sms(phone)[-1])[0])
    assert [text.startswith(CHINESE) and text.count("【") == 1 for text in app.sms(phone)] == [True, True]
    assert "验证码已被使用" in app.sms(phone)[-1]
