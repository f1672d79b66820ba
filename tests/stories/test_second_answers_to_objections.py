"""Objections against what is paid: who answers second reads the first answer before they decide."""

import pytest

from storage.objections import Objection, ObjectionState
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.payment_driver import Bank
from tests.stories.test_objections import object_to_it


def paid_and_contested(app: AppDriver, bank: Bank) -> Citizen:
    """Return who has paid a fine, and objects to it."""
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)
    driver.taps("支付宝")
    bank.pays(driver)
    object_to_it(driver, "已缴款 1")
    return driver


def opens_and_upholds(reviewer: Actor, said: str = "") -> None:
    """Open the only objection as a reviewer; uphold it in these words, if any."""
    reviewer.says("/objections")
    reviewer.taps("#1001")
    if said:
        reviewer.taps("成立，撤销记录")
        reviewer.says(said)


def test_who_answers_from_a_card_of_before_reads_the_first_answer(app: AppDriver, bank: Bank) -> None:
    first, second = cast.reviewer(app), cast.reviewer(app, "审核员小郑")
    paid_and_contested(app, bank)
    opens_and_upholds(second)
    opens_and_upholds(first, "录像里有救护车。")
    assert not second.has_seen("录像里有救护车")
    second.taps("成立，撤销记录")
    assert second.has_seen("一位审核员已认定成立，拟答复：录像里有救护车。")
    second.says("录像里确有救护车。")
    (objection,) = app.read(lambda session: stored(session, Objection))
    assert objection.state is ObjectionState.UPHELD


@pytest.mark.parametrize("types", [True, False])
def test_who_began_before_the_first_answer_opens_the_objection_anew(app: AppDriver, bank: Bank, types: bool) -> None:
    first, second = cast.reviewer(app), cast.reviewer(app, "审核员小郑")
    paid_and_contested(app, bank)
    opens_and_upholds(second)
    second.taps("成立，撤销记录")
    opens_and_upholds(first, "录像里有救护车。")
    if types:
        second.says("录像里确有救护车。")
    else:
        second.sends_sticker()
    second.sees("看过拟答复再决定")
    second.says("录像里确有救护车。")
    second.sees("您要办的是不是这个")
    (objection,) = app.read(lambda session: stored(session, Objection))
    assert objection.state is ObjectionState.OPEN
    opens_and_upholds(second, "录像里确有救护车。")
    (objection,) = app.read(lambda session: stored(session, Objection))
    assert objection.state is ObjectionState.UPHELD
