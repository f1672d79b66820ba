"""Violations: seen by car and state, selected, decided; everything that forbids it named at once."""

from datetime import timedelta

import pytest

from bot.services import dues
from bot.tasks.adapters import Adapters
from handlers import every_task
from storage import agreements, decisions, people, violations
from storage.agreements import AgreedText
from storage.decisions import DecisionState
from storage.people import LicenceStatus
from storage.violations import ViolationState
from tests.stories import cast, laboratory, offences
from tests.stories.town import Town, WorldFace


@pytest.fixture
def town(town: Town) -> Town:
    """The town, with papers that are drawn in no time."""
    town.use(tasks={**every_task(Adapters(laboratory.shared(), WorldFace(town.client))), **offences.QUICK_PAPERS})
    return town


def points_of(town: Town, citizen: cast.Citizen) -> int:
    """The points on this driver's licence."""
    return int(town.look(lambda session: people.get(session, citizen.person_id)).points)


def test_cars_with_counts_then_one_car_then_one_record(town: Town) -> None:
    driver = cast.driver(town)
    car = cast.car(town, driver)
    offences.violation(town, car)
    driver.says("/violations")
    driver.sees("本记分周期已记 0 分，还剩 12 分", "本人 桂A·12345：未处理 1 条")
    driver.taps("桂A·12345")
    driver.sees("未处理", "1. 11月22日 10:00", "200 元、3 分")
    driver.taps("1")
    driver.sees("4501000000000001", "代码 1625", "第三十八条", "第九十条", "罚款：200 元 · 记分：3 分", "没有附照片")


def test_the_evidence_comes_as_a_picture(town: Town) -> None:
    driver = cast.driver(town)
    offences.with_photo(town, cast.car(town, driver))
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("1")
    driver.sees("上图为电子监控照片")
    assert driver.messages()[-1]["photo"]


def test_somebody_elses_records_are_not_there_for_anybody(town: Town) -> None:
    driver, stranger = cast.driver(town), cast.third(town)
    offences.violation(town, cast.car(town, driver))
    stranger.says("/violations")
    stranger.sees("还没有车")
    driver.says("/violations")
    _, data = driver.button("桂A·12345")
    stranger.forges(data)
    stranger.sees("这个按钮不能用")


def test_the_whole_way_to_the_decision(town: Town) -> None:
    driver = cast.driver(town)
    car = cast.car(town, driver)
    offences.violation(town, car)
    offences.violation(town, car, "4501000000000002", fine=10_000, points=0)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.sees("合计 0 条：罚款 0 元，记 0 分")
    driver.taps("☐ 1.")
    driver.sees("☑ 1.", "合计 1 条：罚款 200 元，记 3 分", "记 3 分，还剩 9 分")
    driver.taps("☐ 2.")
    driver.sees("合计 2 条：罚款 300 元，记 3 分")
    driver.taps("处理并缴款（2 条）")
    driver.sees("业务须知", "2026-11 版", "15 日内", "3%", "60 日内")
    driver.taps("我已阅读并同意")
    driver.sees("请核对违法事实", "李*国", "桂A·12345")
    driver.taps("事实无误")
    driver.sees("138****0001", "6 位验证码")
    (text,) = driver.sms
    assert "桂A·12345 的 2 条" in text
    driver.says(offences.code_of(driver))
    assert driver.has_seen("处理成功，已生成 2 份处罚决定书")
    made = town.look(lambda session: decisions.of_person(session, driver.person_id))
    assert {decision.fine for decision in made} == {20_000, 10_000}
    assert all(len(decision.number) == 16 and decision.number.startswith("4501001") for decision in made)
    assert points_of(town, driver) == 3
    kept = town.look(lambda session: agreements.active(session, driver.person_id, AgreedText.VIOLATIONS))
    assert {decision.terms_version for decision in made} == {kept.version}


def test_the_vouchers_come_as_documents(town: Town) -> None:
    town.use(tasks=every_task(Adapters(laboratory.shared(), WorldFace(town.client))))
    driver = cast.driver(town)
    offences.violation(town, cast.car(town, driver))
    (decision,) = offences.decide(town, driver)
    document = driver.messages()[-1]["document"]
    assert document["file_name"] == f"decision-{decision.number}.pdf"
    assert document["mime_type"] == "application/pdf"


def test_a_wrong_code_decides_nothing(town: Town) -> None:
    driver = cast.driver(town)
    car = cast.car(town, driver)
    offences.violation(town, car)
    offences.up_to_code(driver)
    wrong = f"{(int(offences.code_of(driver)) + 1) % 1_000_000:06}"
    driver.says(wrong)
    driver.sees("还可以再试 4 次", "直接输入 6 位验证码")
    assert town.look(lambda session: violations.unhandled(session, car.id)) == 1
    driver.says(offences.code_of(driver))
    assert town.look(lambda session: violations.unhandled(session, car.id)) == 0


def test_a_code_serves_the_records_it_was_sent_for_alone(town: Town) -> None:
    driver = cast.driver(town)
    car = cast.car(town, driver)
    offences.violation(town, car)
    offences.up_to_code(driver)
    digits = offences.code_of(driver)
    offences.violation(town, car, "4501000000000002")
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("全选")
    driver.taps("处理并缴款")
    driver.taps("我已阅读并同意")
    driver.taps("事实无误")
    if offences.code_of(driver) != digits:
        driver.says(digits)
        driver.sees("验证码不对")
    assert town.look(lambda session: violations.unhandled(session, car.id)) == 2


def test_a_warning_is_settled_with_its_decision(town: Town) -> None:
    driver = cast.driver(town)
    offences.violation(town, cast.car(town, driver), fine=0, points=0)
    (decision,) = offences.decide(town, driver)
    assert driver.has_seen("处罚为警告，不用缴款")
    assert decision.state is DecisionState.PAID


def test_every_obstacle_is_named_at_once(town: Town) -> None:
    driver = cast.driver(town, points=11, licence_class="C2", key_person=True)
    car = cast.car(town, driver, key_vehicle=True)
    offences.violation(town, car, fine=50_000, points=12)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("⛔ 1.")
    driver.sees("超过 200 元", "超过 9 分", "已记 11 分，再记 12 分就满 12 分", "重点车辆", "重点驾驶人", "窗口")


@pytest.mark.parametrize("status", [status for status in LicenceStatus if status is not LicenceStatus.NORMAL])
def test_a_licence_that_is_not_normal_forbids_it_and_says_what_to_do(town: Town, status: LicenceStatus) -> None:
    driver = cast.driver(town, licence_status=status)
    offences.violation(town, cast.car(town, driver))
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("1")
    driver.sees("不能在这里处理", "窗口")
    assert "处理这条" not in driver.labels()


def test_the_sum_of_points_must_stay_below_twelve(town: Town) -> None:
    driver = cast.driver(town, points=5)
    car = cast.car(town, driver)
    offences.violation(town, car)
    offences.violation(town, car, "4501000000000002", points=4)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("全选")
    driver.taps("处理并缴款")
    driver.sees("已记 5 分，再记 7 分就满 12 分")
    driver.taps("☑ 1.")
    driver.taps("处理并缴款（1 条）")
    driver.sees("业务须知")


def test_points_of_a_cycle_that_is_over_do_not_count(town: Town) -> None:
    driver = cast.driver(town, points=11, points_reset_on=(town.now - timedelta(days=10)).date())
    offences.violation(town, cast.car(town, driver))
    offences.decide(town, driver)
    person = town.look(lambda session: people.get(session, driver.person_id))
    assert person.points == 3
    assert person.points_reset_on > town.now.date()


def test_a_filed_car_is_handled_from_its_filing_on(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver, days_ago=2)
    offences.violation(town, car, "4501000000000001", occurred_at=town.now - timedelta(days=3))
    offences.violation(town, car, "4501000000000002", occurred_at=town.now - timedelta(days=1))
    offences.violation(town, car, "4501000000000003", occurred_at=town.now - timedelta(days=4), points=0)
    driver.says("/violations")
    driver.sees("备案 桂A·12345：未处理 3 条")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("⛔ 2.")
    driver.sees("发生在您备案之前", "请车主本人处理")
    driver.taps("全选")
    driver.taps("处理并缴款（2 条）")
    driver.sees("业务须知")


def test_a_car_that_the_licence_does_not_cover_is_seen_and_not_handled(town: Town) -> None:
    driver, owner = cast.driver(town, licence_class="E"), cast.owner(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver)
    offences.violation(town, car)
    driver.says("/violations")
    driver.taps("桂A·12345")
    driver.taps("1")
    driver.sees("准驾车型 E 不包括这类车，只能查询")


def test_of_two_who_handle_the_same_record_one_is_told(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver)
    record = offences.violation(town, car)
    offences.up_to_code(driver)
    offences.up_to_code(owner)
    owner.says(offences.code_of(owner))
    driver.says(offences.code_of(driver))
    driver.sees("已经处理过的")
    assert points_of(town, driver) == 0
    assert points_of(town, owner) == 3
    assert town.look(lambda session: violations.get(session, record.id)).state is ViolationState.DECIDED


def test_unbinding_in_the_middle_ends_the_right_to_handle(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver)
    offences.violation(town, car)
    offences.up_to_code(driver)
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    owner.taps("谁备案了")
    owner.taps("李*国")
    owner.taps("解除")
    driver.says(offences.code_of(driver))
    assert town.look(lambda session: violations.unhandled(session, car.id)) == 1
    assert points_of(town, driver) == 0


def test_the_decision_says_what_is_owed_and_the_fee_day_by_day(town: Town) -> None:
    driver = cast.driver(town)
    offences.violation(town, cast.car(town, driver))
    (decision,) = offences.decide(town, driver)
    driver.says("/violations")
    driver.taps("我的待缴罚款（1）")
    driver.sees("待缴罚款 1 笔，合计 200 元")
    driver.taps(decision.number)
    driver.sees("未缴款，截止 2026年12月10日", "今天应缴 200 元", "60 日内申请行政复议")
    driver.taps("逐日加处罚款")
    driver.sees("2026年12月10日 及以前：200 元", "2026年12月11日：206 元（加处 6 元）", "2027年1月13日：400 元")
    town.now += timedelta(days=17)
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps(decision.number)
    driver.sees("今天应缴 212 元（其中加处罚款 12 元）")
    assert dues.late_fee(decision, at=town.now + timedelta(days=400)) == decision.fine


def test_reminders_come_on_days_ten_and_fourteen_and_never_again(town: Town) -> None:
    driver = cast.driver(town)
    offences.violation(town, cast.car(town, driver))
    offences.decide(town, driver)

    def reminded() -> int:
        return sum("罚款快到期了" in (message.get("text") or "") for message in driver.messages())

    town.later(days=9)
    assert reminded() == 0
    town.later(days=1)
    assert reminded() == 1
    driver.sees("2026年12月10日 前（含当日）", "每日加处 3%")
    town.later(days=4)
    assert reminded() == 2
    town.later(days=30)
    assert reminded() == 2


def test_new_records_are_told_to_the_owner_and_to_who_has_filed_the_car(town: Town) -> None:
    driver, owner, third = cast.driver(town), cast.owner(town), cast.third(town)
    car = cast.car(town, owner)
    offences.filed(town, car, driver)
    offences.violation(town, car, tell=True)
    offences.violation(town, car, "4501000000000002", tell=True)
    town.settle()
    for citizen in (driver, owner):
        citizen.sees("您的车有 2 条新的交通违法", "桂A·12345")
    assert not third.messages()
    driver.taps("11月22日")
    driver.sees("桂A·12345 的违法记录")


def test_at_night_news_waits_for_the_morning(town: Town) -> None:
    owner = cast.owner(town)
    car = cast.car(town, owner)
    town.now += timedelta(hours=13)  # Eleven in the evening in Shanghai.
    offences.violation(town, car, tell=True)
    town.settle()
    assert not owner.messages()
    town.later(hours=8)
    assert not owner.messages()
    town.later(hours=1)
    owner.sees("新的交通违法")


def test_muted_news_does_not_come(town: Town) -> None:
    owner = cast.owner(town)
    car = cast.car(town, owner)
    owner.says("/violations")
    owner.taps("消息设置")
    owner.taps("✅ 新的交通违法")
    assert "🔕 新的交通违法" in owner.labels()
    offences.violation(town, car, tell=True)
    town.later(hours=1)
    assert not owner.has_seen("您的车有")
    owner.taps("🔕 新的交通违法")
    offences.violation(town, car, "4501000000000002", tell=True)
    town.settle()
    assert owner.has_seen("您的车有 1 条新的交通违法")


def test_an_owner_who_is_no_user_hears_by_sms(town: Town) -> None:
    person = cast.register_person(town, "赵敏", cast.id_number(9), "+8613800000009")
    car = cast.car(town, person)
    offences.violation(town, car, tell=True)
    town.settle()
    (text,) = town.sms("+8613800000009")
    assert "桂A·12345" in text
    assert "<b>" not in text


def test_it_all_works_in_english(town: Town) -> None:
    driver = cast.citizen(town, "李建国", cast.id_number(1), "+8613800000001", language="en")
    offences.violation(town, cast.car(town, driver))
    driver.says("/violations")
    driver.sees("Points in this cycle: 0, left: 12")
    driver.taps("桂A·12345")
    driver.taps("Select and handle")
    driver.taps("All that can be handled")
    driver.sees("1 record: fines 200 yuan, 3 points", "9 left")
    driver.taps("Handle and pay")
    driver.taps("I have read this and agree")
    driver.taps("The facts are right")
    driver.says(offences.code_of(driver))
    assert driver.has_seen("One penalty decision was made")
