"""People whose last car is sold or whose last filing has ended still reach their own decisions and receipts."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot import callback_data
from bot.card import Button
from bot.cards.objections import OBJECT, OBJECTION
from bot.cards.violations.decisions import DECISION
from bot.cards.violations.violations import HANDLE_ONE, SHOW
from bot.services.filing import endings
from bot.services.violations import amounts_due
from storage.filing.filings import EndReason
from storage.objections import Objection
from storage.register.vehicles import Vehicle
from storage.violations import decisions
from storage.violations.decisions import DecisionState
from storage.violations.violations import Violation
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
        endings.end_all_of(session, vehicle, EndReason.OWNER_CHANGED, now=app.now)
        vehicle.owner_person_id = buyer.person_id

    app.write(sell)
    app.settle()
    return buyer


def pay(app: AppDriver, driver: Citizen) -> None:
    def action(session: Session) -> None:
        for decision in decisions.of_person(session, driver.person_id, DecisionState.UNPAID):
            assert amounts_due.mark_paid(session, decision, at=app.now, fee=0)

    app.write(action)


@pytest.mark.parametrize(("who", "words"), [(former_owner, "以前的车"), (former_filer, "您名下现在没有机动车")])
def test_decisions_and_receipts_outlive_the_last_car(
    app: AppDriver, who: Callable[[AppDriver], Citizen], words: str
) -> None:
    driver = who(app)
    buyer = sell_to_third(app)
    driver.says("/violations")
    driver.sees(words)
    driver.taps("我的待缴罚款（1）")
    driver.taps("决定书")
    driver.sees("未缴款")
    pay(app, driver)
    driver.says("/violations")
    driver.sees("您名下现在没有机动车", "以前的处罚决定")
    assert "我的待缴罚款" not in "".join(driver.labels())
    driver.taps("已缴罚款和收据")
    driver.sees("已缴清的 1 笔")
    driver.taps("决定书")
    driver.sees("已缴款")
    assert "收据（PDF）" in driver.labels()
    buyer.says("/violations")
    assert "已缴罚款和收据" not in buyer.labels()


def test_without_any_decision_nothing_is_offered(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/violations")
    driver.sees("也没有备案的车")
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


def forge(who: Citizen, button: Button[UUID], row: UUID) -> None:
    """Send the data of a button that the desk would have signed for this person."""
    who.says("/violations")
    who.forges(callback_data.encode(button.on("", row), telegram_id=who.id, revision=0))


def sold_with_a_record(app: AppDriver) -> tuple[Citizen, Citizen, Violation]:
    owner = cast.owner(app)
    record = violation(app, cast.car(app, owner))
    return owner, sell_to_third(app), record


def test_a_record_stays_with_who_owned_the_car_when_it_happened(app: AppDriver) -> None:
    owner, buyer, record = sold_with_a_record(app)
    owner.says("/violations")
    owner.sees("以前的车", "桂A·12345", "未处理 1 条")
    (decision,) = decide(app, owner)
    assert decision.person_id == owner.person_id
    for button in (SHOW, HANDLE_ONE, OBJECT):
        forge(buyer, button, record.id)
        assert not buyer.has_seen("民族大道")
    buyer.says("/violations")
    buyer.sees("本人", "桂A·12345", "未处理 0 条，已处理未缴款 0 条")
    forge(buyer, DECISION, decision.id)
    buyer.sees("找不到")
    pay(app, owner)
    owner.says("/violations")
    owner.sees("您名下现在没有机动车")


def test_the_new_owner_handles_what_happens_from_then_on(app: AppDriver) -> None:
    owner, buyer, _ = sold_with_a_record(app)
    car = app.read(lambda session: session.exec(select(Vehicle)).one())
    later = violation(app, car, "4501000000000002", tell=True, occurred_at=app.now, place="南宁市新民路")
    app.later(hours=30)
    assert buyer.has_seen("新民路")
    assert not owner.has_seen("新民路")
    (decision,) = decide(app, buyer)
    assert decision.violation_id == later.id
    forge(owner, SHOW, later.id)
    owner.sees("找不到")


def test_a_record_that_arrives_after_the_sale_is_told_to_the_former_owner(app: AppDriver) -> None:
    owner, buyer, _ = sold_with_a_record(app)
    car = app.read(lambda session: session.exec(select(Vehicle)).one())
    violation(app, car, "4501000000000002", tell=True, place="南宁市新民路")
    app.later(hours=30)
    assert owner.has_seen("新民路")
    assert not buyer.has_seen("新民路")


def test_the_former_owner_objects_and_reads_the_answer(app: AppDriver) -> None:
    owner, buyer, _ = sold_with_a_record(app)
    owner.says("/violations")
    owner.taps("桂A·12345")
    owner.taps("1")
    owner.taps("提出异议")
    owner.says("那天车已经卖了，请核对。")
    owner.taps("提交异议")
    owner.sees("#1001", "已提交")
    forge(buyer, OBJECTION, app.read(lambda session: session.exec(select(Objection)).one()).id)
    buyer.sees("找不到")


def test_who_buys_a_car_back_has_their_old_records_and_the_new_ones(app: AppDriver) -> None:
    owner, _, _ = sold_with_a_record(app)

    def sell_back(session: Session) -> None:
        vehicle = session.exec(select(Vehicle)).one()
        endings.end_all_of(session, vehicle, EndReason.OWNER_CHANGED, now=app.now)
        vehicle.owner_person_id = owner.person_id

    app.later(hours=1)
    app.write(sell_back)
    car = app.read(lambda session: session.exec(select(Vehicle)).one())
    violation(app, car, "4501000000000002", occurred_at=app.now)
    violation(app, car, "4501000000000003", occurred_at=app.now - timedelta(minutes=30))
    owner.says("/violations")
    owner.sees("本人", "未处理 2 条")
