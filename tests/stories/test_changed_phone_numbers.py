"""An import that changes a person's phone number: who is told, and what the audit keeps."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.services.importing import people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext
from storage import audit
from storage.database import add
from storage.register import people
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import approve_by_two, asks_for_number
from tests.stories.privacy_steps import phone_of

FRESH = "+8613977778888"


def change(app: AppDriver, person: Citizen, *, silently: bool = False, **cells: str) -> None:
    """Import the person with other values."""

    def action(session: Session) -> None:
        found = session.get_one(Person, person.person_id)
        known = {"id_number": found.id_number, "name": found.name, "phone": found.phone, "points": "0"}
        row = dict.fromkeys(PersonRow.required(), "") | known | cells
        people_import.put(session, PersonRow.read(row, today=app.now.date()), ImportContext(app.now, silently=silently))

    app.write(action)
    app.settle()


def changes(app: AppDriver) -> int:
    """Return how many changes of phone numbers the audit names."""
    since = app.now - timedelta(days=1)
    return int(app.read(lambda session: audit.count(session, audit.Action.PHONE_CHANGED, since=since)))


@pytest.mark.parametrize("silently", [False, True])
def test_the_person_and_the_old_number_are_told(app: AppDriver, silently: bool) -> None:
    owner = cast.owner(app)
    before = len(owner.sms)
    change(app, owner, phone=FRESH, silently=silently)
    owner.sees("登记的手机号已换成", "8888")
    assert not owner.has_seen(FRESH.removeprefix("+86"))
    assert len(owner.sms) == before + 1
    assert "已不是您的手机号" in owner.sms[-1]
    assert changes(app) == 1


def test_a_number_that_is_removed_is_told(app: AppDriver) -> None:
    owner = cast.owner(app)
    change(app, owner, phone="")
    owner.sees("已没有您的手机号")
    assert "已不是您的手机号" in owner.sms[-1]


def test_a_file_that_repeats_a_number_which_staff_have_replaced_does_not_set_it(
    app: AppDriver, reviewer: Actor
) -> None:
    owner = cast.owner(app)
    asks_for_number(owner, FRESH)
    approve_by_two(app, reviewer)
    change(app, owner, phone=owner.phone)
    assert phone_of(owner) == FRESH
    assert not owner.has_seen("登记的手机号已换成")
    change(app, owner, phone="+8613966665555")
    owner.sees("登记的手机号已换成", "5555")


def test_an_equal_number_is_no_change(app: AppDriver) -> None:
    owner = cast.owner(app)
    change(app, owner, name="李大年")
    assert not owner.sms
    assert changes(app) == 0


def test_who_has_no_account_is_not_texted(app: AppDriver) -> None:
    owner = cast.owner(app)
    number = "45090319900517007X"
    app.write(lambda session: add(session, people.new(id_number=number, name="王小明", phone="+8613812345678")))
    change(app, owner, id_number=number, name="王小明", phone=FRESH)
    assert not app.sms("+8613812345678")
    assert not owner.has_seen("登记的手机号")
    assert changes(app) == 1


def test_who_gets_another_name_is_told_in_the_chat(app: AppDriver) -> None:
    owner = cast.owner(app)
    change(app, owner, name="赵六", silently=True)
    owner.sees("登记的姓名已换成 赵*", "不是您的姓名")
    assert not owner.sms


def test_who_keeps_the_name_or_has_no_account_is_not_told(app: AppDriver) -> None:
    owner = cast.owner(app)
    change(app, owner, phone=FRESH)
    assert not owner.has_seen("登记的姓名已换成")
    number = "45090319900517007X"
    app.write(lambda session: add(session, people.new(id_number=number, name="王小明", phone=FRESH)))
    change(app, owner, id_number=number, name="赵六", phone=FRESH)
    assert not owner.has_seen("登记的姓名已换成")
