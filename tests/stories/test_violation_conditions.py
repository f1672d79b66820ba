"""Conditions of handling violations online: every reason against it is named at once."""

from datetime import timedelta

import pytest

from storage.register.people import LicenceStatus, Person
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver

pytestmark = pytest.mark.usefixtures("quick_documents")


def test_all_reasons_against_handling_are_named_at_once(app: AppDriver) -> None:
    driver = cast.driver(app, points=11, licence_class="C2", key_person=True)
    car = cast.car(app, driver, key_vehicle=True)
    violation_steps.violation(app, car, fine=50_000, points=12)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("⛔ 不能选：1.")
    driver.sees("超过 200 元", "超过 9 分", "已记 11 分，再记 12 分就满 12 分", "重点车辆", "重点驾驶人", "窗口")


def test_who_has_no_licence_reads_of_no_points(app: AppDriver) -> None:
    driver = cast.driver(app, licence_status=LicenceStatus.NONE)
    violation_steps.violation(app, cast.car(app, driver))
    driver.says("/violations")
    driver.sees("没有您的驾驶证信息，所以没有记分")
    assert "还剩" not in driver.last()
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.sees("合计 0 条", "没有您的驾驶证信息，所以没有记分")
    assert "还剩" not in driver.last()
    assert not any("全选" in label or "处理并缴款" in label for label in driver.labels())


def test_a_driver_without_a_car_reads_their_points(app: AppDriver) -> None:
    driver = cast.driver(app, points=3)
    driver.says("我扣了几分")
    driver.sees("已记 3 分，还剩 9 分", "您名下没有机动车")


@pytest.mark.parametrize("status", [status for status in LicenceStatus if status is not LicenceStatus.NORMAL])
def test_an_abnormal_licence_prevents_handling_and_the_remedy_is_named(app: AppDriver, status: LicenceStatus) -> None:
    driver = cast.driver(app, licence_status=status)
    violation_steps.violation(app, cast.car(app, driver))
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("1")
    driver.sees("不能在这里处理", "窗口")
    assert "处理这条" not in driver.labels()


def test_the_sum_of_points_must_stay_below_twelve(app: AppDriver) -> None:
    driver = cast.driver(app, points=5)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    violation_steps.violation(app, car, "4501000000000002", points=4)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("全选")
    driver.taps("处理并缴款")
    driver.sees("已记 5 分，再记 7 分就满 12 分")
    driver.taps("☑ 已选：1.")
    driver.taps("处理并缴款（1 条）")
    driver.sees("业务须知")


def test_points_of_a_past_cycle_do_not_count(app: AppDriver) -> None:
    driver = cast.driver(app, points=11, points_reset_on=(app.now - timedelta(days=10)).date())
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)
    person = app.read(lambda session: session.get(Person, driver.person_id))
    assert person.points == 3
    assert person.points_reset_on > app.now.date()


def test_violations_of_a_filed_vehicle_are_handled_from_the_filing_on(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver, days_ago=2)
    violation_steps.violation(app, car, "4501000000000001", occurred_at=app.now - timedelta(days=3))
    violation_steps.violation(app, car, "4501000000000002", occurred_at=app.now - timedelta(days=1))
    violation_steps.violation(app, car, "4501000000000003", occurred_at=app.now - timedelta(days=4), points=0)
    driver.says("/violations")
    driver.sees("备案 桂A·12345：未处理 3 条")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("⛔ 不能选：2.")
    driver.sees("发生在您备案之前", "请车主本人处理")
    driver.taps("全选")
    driver.taps("处理并缴款（2 条）")
    driver.sees("业务须知")


def test_violations_of_a_vehicle_that_the_licence_does_not_cover_are_only_shown(app: AppDriver) -> None:
    driver, owner = cast.driver(app, licence_class="E"), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("1")
    driver.sees("准驾车型 E 不包括这类车，只能查询")


def test_who_may_not_see_a_decision_is_offered_no_way_to_it(app: AppDriver) -> None:
    driver, owner, other = cast.driver(app), cast.owner(app), cast.third(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.filed(app, car, other, number=901)
    violation_steps.violation(app, car)
    violation_steps.decide(app, driver)
    for reader, is_offered in ((owner, True), (other, False)):
        reader.says("/violations")
        reader.taps("桂A·12345")
        reader.taps("未缴款 1")
        reader.taps("1")
        assert ("查看决定书" in reader.labels()) == is_offered


def test_of_two_people_handling_one_record_the_second_is_informed(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    record = violation_steps.violation(app, car)
    violation_steps.up_to_code(driver)
    violation_steps.up_to_code(owner)
    owner.says(violation_steps.code_of(owner))
    driver.says(violation_steps.code_of(driver))
    driver.sees("有的已经处理过了")
    assert violation_steps.points_of(app, driver) == 0
    assert violation_steps.points_of(app, owner) == 3
    assert app.read(lambda session: session.get(Violation, record.id)).state is ViolationState.DECIDED


def test_unbinding_during_the_flow_ends_the_right_to_handle(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car)
    violation_steps.up_to_code(driver)
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    owner.taps("谁备案了")
    owner.taps("解除 李*国")
    driver.says(violation_steps.code_of(driver))
    assert app.read(lambda session: violations.unhandled(session, car.id)) == 1
    assert violation_steps.points_of(app, driver) == 0
