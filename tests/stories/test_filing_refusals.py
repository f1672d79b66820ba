"""Filing: obstacles and invalid input are refused with the precise reason, and nothing entered is lost."""

from datetime import date

import pytest

from storage.register import vehicles
from tests.stories import cast
from tests.stories.app_driver import MORNING, AppDriver
from tests.stories.filing_steps import apply, begin, withdraw


def test_a_wrong_engine_number_and_a_wrong_plate_get_the_same_answer(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file 02 桂A12345 999999")
    wrong_engine = driver.last()
    driver.says("/file 02 桂A99999 123456")
    driver.sees("对不上")
    assert wrong_engine.splitlines()[0] == driver.last().splitlines()[0]
    assert owner.sms == []


def test_one_answer_can_be_changed_without_repeating_the_others(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    begin(driver, "/file 02 桂A12345 123456")
    driver.taps("改发动机号")
    driver.says("999999")
    driver.sees("对不上", "发动机号")
    assert "备案非本人机动车" not in driver.labels()  # They are in it.
    driver.says("123456")
    driver.sees("请核对", "123456", "朋友")
    driver.taps("确认，请车主验证")
    driver.sees("已提交")


def test_a_line_with_a_wrong_engine_number_goes_on_with_it(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file 02 桂A12345 X123456")
    driver.sees("是 123456 吗", "请输入发动机号后六位")
    driver.says("123456")
    driver.sees("您与车主是什么关系")


def test_a_line_without_a_vehicle_goes_on_with_the_plate(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file 02 桂A1234I 123456")
    driver.sees("车牌里不用字母“I”", "备案")
    driver.says("桂A12345 123456")
    driver.sees("您与车主是什么关系")


def test_an_example_in_a_hint_below_the_conditions_is_shown_without_its_markup(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    driver.says("she's not here")
    driver.sees("例如 02 桂A12345 123456。\n请按上面的说明继续。")


def test_attempts_to_find_a_vehicle_are_limited(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    for _ in range(10):
        driver.says("/file 02 桂A12345 000000")
        driver.sees("对不上")
    driver.says("/file 02 桂A12345 123456")
    driver.sees("核对错误次数太多")


def test_the_vehicle_is_checked_right_after_its_engine_number(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.says("桂A12345")
    driver.says("000000")
    driver.sees("对不上", "发动机号")
    assert "朋友" not in driver.labels()
    driver.says("123456")
    assert "朋友" in driver.labels()


def test_changing_the_plate_asks_for_its_engine_number_again(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    cast.car(app, owner, plate="桂A54321", engine="X99654321")
    begin(driver, "/file 02 桂A12345 123456")
    driver.taps("改车牌")
    driver.says("桂A54321")
    driver.sees("发动机号")
    driver.says("654321")
    driver.sees("请核对", "桂A·54321", "朋友")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("桂A1234", "7 位"),
        ("桂A1234567", "位"),
        ("桂A12З45", "像是"),
        ("桂A1234😀", "不会有"),
        ("A12345", "省份"),
        ("桂AO2345", "不用字母"),
        ("桂A1234警", "号牌种类"),
    ],
)
def test_an_invalid_plate_is_refused_with_the_precise_reason_and_the_step_stays(
    app: AppDriver, typed: str, said: str
) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.says(typed)
    driver.sees(said, "请输入")
    driver.says("桂A12345")
    driver.sees("后六位")


def test_messages_of_other_kinds_are_answered_during_filing(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信验证备案")
    for act, said in (
        (driver.sends_sticker, "贴纸"),
        (driver.shares_contact, "名片"),
        (lambda: driver.forwards(driver.messages()[-1]["message_id"]), "转发"),
    ):
        act()
        driver.sees(said, "请输入")
    driver.says("桂A12345")
    mine = [message for message in driver.messages() if not message["from"]["is_bot"]]
    driver.edits(mine[-1]["message_id"], "桂B12345")
    driver.sees("不能用", "桂A·12345")


def test_back_keeps_the_answers_and_cancel_ends_the_flow(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.says("桂A12345")
    driver.taps("上一步")
    driver.sees("请输入", "车牌号")
    driver.says("桂A12346")
    driver.sees("桂A·12346")
    driver.says("/cancel")
    driver.sees("已取消")
    driver.says("123456")
    driver.sees("现在没有步骤在等验证码")


def test_an_outdated_button_of_a_flow_has_no_effect(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    message, by_sms = driver.button("短信验证备案")
    driver.taps("短信验证备案")
    app.later(seconds=4)
    driver.forges(by_sms, message["message_id"])
    driver.sees("已经办过", "请输入")


def test_another_command_during_a_flow_keeps_the_answers(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.says("/progress")
    driver.sees("没有申请过")
    driver.says("桂A12345")
    driver.sees("后六位")
    driver.says("/file")
    driver.sees("已填的内容都在", "后六位")


def test_applications_are_limited_to_one_a_day_and_five_a_year(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    withdraw(driver)
    driver.says("/file")
    driver.sees("每天最多申请 1 次")
    for number in range(1002, 1006):
        app.later(days=1)
        apply(driver)
        driver.sees(f"#{number}")
        withdraw(driver)
    app.later(days=1)
    driver.says("/file")
    driver.sees("每年最多申请 5 次")


def test_a_blacklisted_person_is_refused_with_the_end_date(app: AppDriver) -> None:
    driver = cast.driver(app, blacklisted_until=MORNING.replace(year=2027))
    driver.says("/file")
    driver.sees("虚假材料", "11月25日")


def test_ones_own_vehicle_cannot_be_filed(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    owner.says("/file 02 桂A12345 123456")
    owner.sees("您自己")


def test_a_commercially_used_vehicle_of_an_organisation_cannot_be_filed(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    firm = cast.organisation(app, administrator=owner)
    cast.car(app, firm, use=vehicles.VehicleUse.OPERATING)
    driver.says("/file 02 桂A12345 123456")
    driver.sees("非营运")


def test_who_is_not_of_age_is_told_from_when_on_they_may_apply(app: AppDriver) -> None:
    young = cast.citizen(app, "王小明", cast.id_number(3, born=date(2009, 6, 1)), "+8613800000033")
    young.says("/file")
    young.sees("满 18 周岁才能申请备案", "2027年6月1日", "成年的家人")
    assert "我的机动车" in young.labels()
