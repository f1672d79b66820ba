"""Violations: lists by vehicle and state, selection, decision, amounts due."""

import re
from datetime import timedelta

import pytest

from bot.services.violations import amounts_due
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.database import add
from storage.identity import consents
from storage.identity.consents import ConsentText
from storage.staff.rules import DatedRule
from storage.violations import decisions, violations
from storage.violations.decisions import DecisionState
from tests.stories import cast, shared_sandbox, violation_steps
from tests.stories.app_driver import AppDriver, WorldFace

pytestmark = pytest.mark.usefixtures("quick_documents")


def test_violations_are_listed_by_vehicle_and_shown_one_by_one(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    driver.says("/violations")
    driver.sees("本记分周期已记 0 分，还剩 12 分", "本人 桂A·12345：未处理 1 条")
    driver.taps("桂A·12345")
    driver.sees("未处理", "1. 11月22日 10:00", "200 元、3 分")
    driver.taps("1")
    driver.sees("4501000000000001", "代码 1625", "第三十八条", "第九十条", "罚款：200 元 · 记分：3 分", "没有附照片")


def test_the_evidence_is_sent_as_a_picture(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.with_photo(app, cast.car(app, driver))
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("1")
    driver.sees("上图为电子监控照片")
    assert driver.messages()[-1]["photo"]


def test_records_of_other_vehicles_are_not_found(app: AppDriver) -> None:
    driver, stranger = cast.driver(app), cast.third(app)
    violation_steps.violation(app, cast.car(app, driver))
    stranger.says("/violations")
    stranger.sees("您名下没有机动车")
    driver.says("/violations")
    _, data = driver.button("桂A·12345")
    stranger.forges(data)
    stranger.sees("这个按钮不能用")


def test_violations_are_handled_up_to_the_decision(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    violation_steps.violation(app, car, "4501000000000002", fine=10_000, points=0)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.sees("合计 0 条：罚款 0 元，记 0 分")
    driver.taps("☐ 1.")
    driver.sees("☑ 已选：1.", "合计 1 条：罚款 200 元，记 3 分", "记 3 分，还剩 9 分")
    driver.taps("☐ 2.")
    driver.sees("合计 2 条：罚款 300 元，记 3 分")
    driver.taps("处理并缴款（2 条）")
    driver.sees("业务须知", "2026-11 版", "15 日内", "3%", "60 日内", "请核对违法事实", "李建国", "桂A·12345")
    driver.taps("事实无误")
    driver.sees("138****0001", "输入验证码")
    (text,) = driver.sms
    assert "桂A·12345 的 2 条" in text
    driver.says(violation_steps.code_of(driver))
    assert driver.has_seen("处理成功，已生成 2 份处罚决定书")
    made = app.read(lambda session: decisions.of_person(session, driver.person_id))
    assert {decision.fine for decision in made} == {20_000, 10_000}
    assert all(len(decision.number) == 16 and decision.number.startswith("4501001") for decision in made)
    assert violation_steps.points_of(app, driver) == 3
    kept = app.read(lambda session: consents.active(session, driver.person_id, ConsentText.VIOLATIONS))
    assert {decision.terms_version for decision in made} == {kept.version}


def test_records_have_one_number_in_the_list_the_selection_and_the_facts(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    for number in (1, 2, 3):
        at = app.now - timedelta(days=number)
        violation_steps.violation(app, car, f"450100000000000{number}", occurred_at=at, place=f"路口{number}", points=0)
    driver.says("/violations")
    driver.taps("桂A·12345")
    for button in ("选择并处理", "全选", "处理并缴款（3 条）"):
        assert re.findall(r"路口(\d)", driver.last()) == ["1", "2", "3"]
        driver.taps(button)
    driver.sees("请核对违法事实")
    assert re.findall(r"路口(\d)", driver.last()) == ["1", "2", "3"]


def test_the_decisions_are_sent_as_documents(app: AppDriver) -> None:
    app.use(tasks=every_task(Adapters(shared_sandbox.shared(), WorldFace(app.client))))
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    (decision,) = violation_steps.decide(app, driver)
    document = driver.messages()[-1]["document"]
    assert document["file_name"] == f"decision-{decision.number}.pdf"
    assert document["mime_type"] == "application/pdf"


def test_a_wrong_code_decides_nothing(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    violation_steps.up_to_code(driver)
    wrong = f"{(int(violation_steps.code_of(driver)) + 1) % 1_000_000:06}"
    driver.says(wrong)
    driver.sees("还可以再试 4 次", "直接输入验证码")
    assert app.read(lambda session: violations.unhandled(session, car.id)) == 1
    driver.says(violation_steps.code_of(driver))
    assert app.read(lambda session: violations.unhandled(session, car.id)) == 0


def test_a_code_is_valid_only_for_the_records_it_was_sent_for(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    violation_steps.up_to_code(driver)
    digits = violation_steps.code_of(driver)
    violation_steps.violation(app, car, "4501000000000002")
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("全选")
    driver.taps("处理并缴款")
    assert "业务须知" not in driver.last()  # Agreed to with the first code.
    driver.taps("事实无误")
    if violation_steps.code_of(driver) != digits:
        driver.says(digits)
        driver.sees("验证码不对")
    assert app.read(lambda session: violations.unhandled(session, car.id)) == 2


def test_a_warning_is_paid_with_its_decision(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver), fine=0, points=0)
    (decision,) = violation_steps.decide(app, driver)
    assert driver.has_seen("处罚为警告，不用缴款")
    assert decision.state is DecisionState.PAID


def test_the_decision_shows_the_amount_due_and_the_late_fee_by_day(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    (decision,) = violation_steps.decide(app, driver)
    driver.says("/violations")
    driver.taps("我的待缴罚款（1）")
    driver.sees("待缴罚款 1 笔，合计 200 元")
    driver.taps(decision.number)
    driver.sees("未缴款，截止 2026年12月10日", "今天应缴 200 元", "60 日内申请行政复议")
    driver.taps("逐日加处罚款")
    driver.sees("2026年12月10日 及以前：200 元", "2026年12月11日：206 元（加处 6 元）", "2027年1月13日：400 元")
    app.now += timedelta(days=17)
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps(decision.number)
    driver.sees("今天应缴 212 元（其中加处罚款 12 元）")
    assert amounts_due.late_fee(decision, at=app.now + timedelta(days=400)) == decision.fine


def test_violations_are_handled_in_english(app: AppDriver) -> None:
    driver = cast.citizen(app, "李建国", cast.id_number(1), "+8613800000001", language="en")
    violation_steps.violation(app, cast.car(app, driver))
    driver.says("/violations")
    driver.sees("Points in this cycle: 0, left: 12")
    driver.taps("桂A·12345")
    driver.taps("Select and handle")
    driver.sees("1 violation: fines 200 yuan, 3 points", "9 left", "Rules for handling")
    driver.taps("this is correct")
    driver.says(violation_steps.code_of(driver))
    assert driver.has_seen("One penalty decision was made")


def changes_rule(app: AppDriver, name: str, value: int) -> None:
    """Let a dated rule come into force now."""
    rule = DatedRule(name=name, value=str(value), valid_from=app.now, set_at=app.now)
    app.write(lambda session: add(session, rule))


def test_the_rules_are_agreed_to_again_when_one_of_their_numbers_changes(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    violation_steps.violation(app, car)
    violation_steps.decide(app, driver)
    app.later(minutes=1)
    violation_steps.violation(app, car, "4501000000000002")
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    assert "业务须知" not in driver.last()
    driver.taps("查看现行业务须知")
    driver.sees("业务须知", "15 日内", "请核对违法事实")
    changes_rule(app, "pay_within_days", 14)
    driver.taps("事实无误")  # Of a card that has shown other rules.
    driver.sees("业务须知", "14 日内")
    driver.taps("同意须知")
    app.later(minutes=1)
    changes_rule(app, "late_fee_permille", 50)
    driver.says(violation_steps.code_of(driver))
    driver.sees("请先阅读并同意业务须知", "5%")
    driver.taps("同意须知")
    driver.says(violation_steps.code_of(driver))
    made = app.read(lambda session: decisions.of_person(session, driver.person_id))
    assert sorted(each.pay_within_days for each in made) == [14, 15]
    given = app.read(lambda session: consents.of_person(session, driver.person_id))
    assert sum(each.kind is ConsentText.VIOLATIONS for each in given) == 3


def test_the_vehicles_of_an_organisation_are_called_so(app: AppDriver) -> None:
    administrator = cast.driver(app)
    cast.car(app, cast.organisation(app, administrator))
    administrator.says("/violations")
    administrator.sees("单位 桂A·12345：未处理 0 条")
