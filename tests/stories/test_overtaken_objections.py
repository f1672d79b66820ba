"""A filer's objection does not close a record to the owner, and to nobody once the filing has ended."""

import pytest

from storage.objections import Objection, ObjectionState
from storage.register.vehicles import Vehicle
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.payment_driver import Bank
from tests.stories.privacy_steps import deletes
from tests.stories.test_objections import object_to_it, open_record


def objected(app: AppDriver) -> tuple[Citizen, Citizen]:
    """Return owner and filer, who has objected to a violation of the car."""
    owner, filer = cast.owner(app), cast.driver(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, filer)
    violation_steps.violation(app, car)
    object_to_it(filer)
    filer.sees("#1001 已提交")
    return owner, filer


def states(app: AppDriver) -> dict[int, ObjectionState]:
    """Return the state of each objection by its number."""
    return {each.number: each.state for each in app.read(lambda session: stored(session, Objection))}


def test_the_owner_objects_in_place_of_the_filer(app: AppDriver, bank: Bank) -> None:
    owner, filer = objected(app)
    object_to_it(owner)
    owner.sees("#1002 已提交")
    filer.sees("您的异议 #1001 已结束", "机动车所有人")
    assert states(app) == {1001: ObjectionState.WITHDRAWN, 1002: ObjectionState.OPEN}
    open_record(filer)
    assert "提出异议" not in filer.labels()


def test_the_owner_handles_what_the_filer_objects_to(app: AppDriver, bank: Bank) -> None:
    owner, filer = objected(app)
    violation_steps.decide(app, owner)
    filer.sees("您的异议 #1001 已结束")
    assert states(app) == {1001: ObjectionState.WITHDRAWN}


@pytest.mark.parametrize("who", ["owner", "another filer"])
def test_an_objection_of_a_filer_who_has_left_bars_nobody(app: AppDriver, bank: Bank, who: str) -> None:
    owner, filer = objected(app)
    if who == "another filer":
        owner = cast.third(app)
        violation_steps.filed(app, app.read(lambda session: stored(session, Vehicle))[0], owner, number=901)
        open_record(owner)
        assert "提出异议" not in owner.labels()
    deletes(filer)
    object_to_it(owner)
    owner.sees("已提交")
