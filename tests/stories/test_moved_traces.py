"""No trace leads from an old Telegram id to a moved person after their deletion, nor from an account to who left it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.services.privacy import data_requests
from bot.services.rules.catalogue import number
from bot.services.rules.names import RuleName
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import approve_by_two, asks, lost, person_of
from tests.stories.privacy_steps import deletes
from tests.stories.registration_steps import registers
from tests.stories.test_deletion_traces import every_row, fill, reached


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", "+8613812345678", "zh-hans")


def test_the_old_telegram_id_of_a_moved_person_leads_nowhere_after_the_deletion(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor
) -> None:
    vehicle, person, old = fill(app, driver), driver.person_id, driver.account.id
    app.later(seconds=5)
    lost(guest, driver)
    approve_by_two(app, reviewer)
    assert reached(every_row(app), driver.id) & {person.hex, old.hex}
    app.later(seconds=9)
    deletes(guest)
    app.settle()
    app.later(seconds=9)
    for actor in (driver, guest):
        actor.says("/start")
        actor.sees("服务条款")
        app.later(seconds=9)
    rows = every_row(app)
    for actor in (driver, guest):
        assert reached(rows, actor.id).isdisjoint({person.hex, vehicle.hex, old.hex})


def test_an_account_does_not_lead_to_who_has_left_it(app: AppDriver, guest: Actor, reviewer: Actor) -> None:
    app.later(seconds=5)
    registers(guest, "李建国", cast.id_number(9))
    app.later(seconds=5)
    asks(guest, "核实我的身份", contact=False, seed=3)
    guest.says("/identity")
    guest.taps("撤回申请")
    guest.taps("确认撤回")
    left = person_of(app, guest).id
    app.later(seconds=5)
    right = cast.register_person(app, "李大国", cast.id_number(8), "+8613800000008")
    asks(guest, "登记错了人", name="李大国", id_number=cast.id_number(8))
    approve_by_two(app, reviewer, 1002)
    assert person_of(app, guest).id == right.id
    app.later(days=number(RuleName.GUEST_DAYS, None))
    app.run_housekeeping()
    assert stored(app, left).name == "李建国"
    app.later(seconds=1)
    app.run_housekeeping()
    assert (stored(app, left).name, stored(app, left).id_number) == ("", "")
    assert left.hex not in reached(every_row(app), guest.id)


def stored(app: AppDriver, person_id: object) -> Person:
    found: Person = app.read(lambda session: session.get_one(Person, person_id))
    return found


@pytest.mark.parametrize("kept", ["registered", "with an account", "not long ago"])
def test_other_people_are_not_erased(app: AppDriver, driver: Citizen, kept: str) -> None:
    def action(session: Session) -> None:
        person = session.get_one(Person, driver.person_id)
        person.registered = kept == "registered"
        long_ago = app.now - timedelta(days=9999)
        person.left_at = {"registered": long_ago, "with an account": None, "not long ago": app.now}[kept]
        session.add(person)
        session.flush()
        data_requests.erase_left(session, app.now)

    app.write(action)
    assert stored(app, driver.person_id).name == "李建国"
