"""Objections: made with photos, answered by staff, and what follows from the answer."""

import io

from PIL import Image

from storage.objections import Objection, ObjectionState
from storage.payments import refunds
from storage.payments.payments import OrderState
from storage.payments.refunds import RefundReason
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.violations import decisions
from storage.violations.decisions import DecisionState
from storage.violations.violations import Violation, ViolationState
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.payment_driver import Bank

SAID = "当时是救护车在后面，我只能越线让行。"


def photo() -> bytes:
    """Return a photo as evidence."""
    file = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def open_record(citizen: Citizen, state: str = "") -> None:
    """Open the page of the only violation."""
    citizen.says("/violations")
    citizen.taps("桂A·12345")
    if state:
        citizen.taps(state)
    citizen.taps("1")


def object_to_it(citizen: Citizen, state: str = "") -> None:
    """Object to the only violation, without photos."""
    open_record(citizen, state)
    citizen.taps("提出异议")
    citizen.says(SAID)
    citizen.taps("提交异议（照片 0 张）")


def test_an_objection_with_photos_gets_a_number(app: AppDriver, bank: Bank) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says("错")
    driver.sees("请写 5 到 1,000 个字", "请写明哪里不对")
    driver.says(SAID)
    driver.sees("有证据照片吗")
    driver.sends_photo(photo())
    driver.sees("已收到 1 张照片")
    driver.taps("提交异议（照片 1 张）")
    driver.sees("异议 #1001 已提交")
    (objection,) = app.read(lambda session: stored(session, Objection))
    assert objection.said == SAID
    assert len(objection.photo_ids()) == 1


def test_a_file_that_is_not_a_picture_is_explained_and_not_added(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says(SAID)
    driver.sends_photo(b"no picture at all", as_file=True)
    driver.sees("这个文件不是照片", "有证据照片吗")
    driver.sends_photo(photo())
    driver.sees("已收到 1 张照片")


def test_a_contested_violation_is_handled_only_after_a_withdrawal(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    object_to_it(driver)
    open_record(driver)
    driver.sees("异议 #1001 还没有答复")
    driver.taps("异议 #1001")
    driver.sees(SAID, "等待答复")
    driver.taps("撤回异议")
    open_record(driver)
    assert "处理这条" in driver.labels()


def test_staff_see_masked_data_and_reject_with_a_reason(app: AppDriver, bank: Bank) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says(SAID)
    driver.sends_photo(photo())
    driver.taps("提交异议")
    driver.sees("答复前这条违法不能处理")
    reviewer.says("/objections")
    reviewer.sees("等待答复的异议：1 件")
    reviewer.taps("#1001")
    reviewer.sees(SAID, "提出人：李*国", "身份：与登记信息一致", "照片 1 张", "没有电子监控照片")
    assert reviewer.messages()[-1]["photo"]
    reviewer.taps("不成立")
    reviewer.says("录像里没有救护车。")
    reviewer.sees("异议 #1001 已答复")
    driver.sees("异议 #1001 不成立", "录像里没有救护车。", "行政复议")
    open_record(driver)
    assert "处理这条" in driver.labels()


def test_staff_see_the_photo_from_the_camera_first(app: AppDriver) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    violation_steps.with_photo(app, cast.car(app, driver))
    object_to_it(driver)
    (camera,) = [message["photo"][-1] for message in driver.messages() if message.get("photo")]
    reviewer.says("/objections")
    reviewer.taps("#1001")
    reviewer.sees("第一张是电子监控照片", "照片 0 张")
    shown = reviewer.messages()[-1]["photo"][-1]
    assert (shown["width"], shown["height"]) == (camera["width"], camera["height"])


def test_an_objection_upheld_before_a_decision_cancels_the_violation(app: AppDriver) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    record = violation_steps.violation(app, cast.car(app, driver))
    object_to_it(driver)
    reviewer.says("/objections")
    reviewer.taps("#1001")
    reviewer.taps("成立，撤销记录")
    reviewer.says("录像里确有救护车。")
    driver.sees("异议 #1001 成立")
    assert app.read(lambda session: session.get(Violation, record.id)).state is ViolationState.CANCELLED
    driver.says("/violations")
    driver.sees("未处理 0 条")


def test_an_objection_upheld_after_payment_removes_points_and_refunds(app: AppDriver, bank: Bank) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    cashier, second = cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,)), cast.reviewer(app, "审核员小郑")
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)
    driver.taps("支付宝")
    bank.pays(driver)
    cast.greeted(second)
    object_to_it(driver, "已缴款 1")
    assert "不能处理" not in driver.last()
    assert second.has_seen("新异议 #1001")
    reviewer.says("/objections")
    reviewer.taps("#1001")
    reviewer.sees("撤销须两位审核员")
    reviewer.taps("成立，撤销记录")
    reviewer.says("录像里有救护车。")
    reviewer.sees("另一位审核员也认定成立后才撤销")
    reviewer.says("/objections")
    reviewer.taps("#1001")
    assert "成立，撤销记录" not in reviewer.labels()
    assert not driver.has_seen("录像里有救护车")
    second.sees("待另一位审核员复核")
    driver.says("/violations")
    second.says("/objections")
    second.taps("#1001")
    second.sees("一位审核员已认定成立，拟答复：录像里有救护车。")
    second.taps("成立，撤销记录")
    second.says("录像里确有救护车。")
    second.sees("已答复")
    assert driver.has_seen("录像里确有救护车。")
    person = app.read(lambda session: session.get(Person, driver.person_id))
    (decision,) = app.read(lambda session: decisions.of_person(session, driver.person_id))
    assert person.points == 0
    assert decision.state is DecisionState.REVOKED
    assert driver.has_seen("200 元要退给您（处罚决定已撤销）")
    cashier.says("/refund 1001")
    cashier.taps("同意退款")
    bank.later(minutes=2)
    assert driver.has_seen("已退款 200 元")
    refund = app.read(lambda session: refunds.by_number(session, 1001))
    assert refund.reason is RefundReason.REVOKED
    assert bank.orders()[0].state is OrderState.REFUNDED


def test_no_objection_is_answered_during_a_payment(app: AppDriver, bank: Bank) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    second = cast.reviewer(app, "审核员小郑")
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)
    object_to_it(driver, "未缴款 1")
    driver.says("/violations")
    driver.taps("我的待缴罚款")
    driver.taps("微信支付")
    reviewer.says("/objections")
    reviewer.taps("#1001")
    reviewer.taps("成立，撤销记录")
    reviewer.says("录像里确有救护车。")
    reviewer.sees("正在缴款，请等缴款结束后再答复")
    bank.pays(driver)
    reviewer.says("录像里确有救护车。")
    reviewer.sees("另一位审核员")
    second.says("/objections")
    second.taps("#1001")
    second.taps("成立，撤销记录")
    second.says("录像里确有救护车。")
    (objection,) = app.read(lambda session: stored(session, Objection))
    assert objection.state is ObjectionState.UPHELD


def test_staff_do_not_see_their_own_objection(app: AppDriver) -> None:
    driver = cast.driver(app)
    cast.employ(app, driver, StaffRole.REVIEWER)
    violation_steps.violation(app, cast.car(app, driver))
    object_to_it(driver)
    driver.says("/objections")
    driver.sees("没有等待答复的异议")


def test_only_the_person_fined_can_object_to_a_decision(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car)
    violation_steps.decide(app, driver)
    open_record(owner, "未缴款 1")
    assert "提出异议" not in owner.labels()
    open_record(driver, "未缴款 1")
    assert "提出异议" in driver.labels()


def test_only_reviewers_see_the_objections(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/objections")
    driver.sees("没有这个命令")
