"""Who has sold their last car, or whose last filing has ended, still reaches their own decisions and receipts."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from bot.services.filing import filings
from bot.services.violations import amounts_due
from storage.filing.filings import EndReason
from storage.register.vehicles import Vehicle
from storage.violations import decisions
from storage.violations.decisions import DecisionState
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.violation_steps import decide, filed, owing, violation


def former_owner(app: AppDriver) -> Citizen:
    return owing(app)


def former_filer(app: AppDriver) -> Citizen:
    driver = cast.driver(app)
    car = cast.car(app, cast.owner(app))
    filed(app, car, driver)
    violation(app, car)
    decide(app, driver)
    return driver


def sell_to_third(app: AppDriver) -> Citizen:
    buyer = cast.third(app)

    def sell(session: Session) -> None:
        vehicle = session.exec(select(Vehicle)).one()
        filings.end_all_of(session, vehicle, EndReason.OWNER_CHANGED, now=app.now)
        vehicle.owner_person_id = buyer.person_id

    app.write(sell)
    app.settle()
    return buyer


def pay(app: AppDriver, driver: Citizen) -> None:
    def action(session: Session) -> None:
        for decision in decisions.of_person(session, driver.person_id, DecisionState.UNPAID):
            assert amounts_due.mark_paid(session, decision, at=app.now, fee=0)

    app.write(action)


@pytest.mark.parametrize("who", [former_owner, former_filer])
def test_decisions_and_receipts_outlive_the_last_car(app: AppDriver, who: Callable[[AppDriver], Citizen]) -> None:
    driver = who(app)
    buyer = sell_to_third(app)
    driver.says("/violations")
    driver.sees("现在没有车", "以前的处罚决定")
    driver.taps("我的待缴罚款（1）")
    driver.taps("决定书")
    driver.sees("未缴款")
    pay(app, driver)
    driver.says("/violations")
    assert "我的待缴罚款" not in "".join(driver.labels())
    driver.taps("已缴罚款和收据")
    driver.sees("最近缴清的 1 笔")
    driver.taps("决定书")
    driver.sees("已缴款")
    assert "收据（PDF）" in driver.labels()
    buyer.says("/violations")
    assert "已缴罚款和收据" not in buyer.labels()


def test_without_any_decision_nothing_is_offered(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/violations")
    driver.sees("还没有车")
    assert "已缴罚款和收据" not in driver.labels()
    _, data = former_owner_button(app)
    driver.forges(data)
    driver.sees("不能用")


def former_owner_button(app: AppDriver) -> tuple[object, str]:
    """Return the receipts button of another person."""
    other = cast.third(app)
    violation(app, cast.car(app, other))
    decide(app, other)
    pay(app, other)
    other.says("/violations")
    return other.button("已缴罚款和收据")


def test_a_warning_has_no_receipt_and_is_not_listed(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation(app, cast.car(app, driver), fine=0, points=0)
    decide(app, driver)
    driver.says("/violations")
    assert "已缴罚款和收据" not in driver.labels()
