"""Filing by SMS: the whole way, and every turn that leads off it."""

import re

import pytest

from storage import blocks, filings, vehicles
from storage.filings import FilingStatus
from tests.stories import cast
from tests.stories.cast import Citizen
from tests.stories.town import MORNING, Town


def begin(driver: Citizen, line: str = "/file 02 桂A12345 A12345") -> None:
    """Up to the confirmation, by the one-line form."""
    driver.says(line)
    driver.taps("朋友")


def apply(driver: Citizen, line: str = "/file 02 桂A12345 123456") -> None:
    """Up to the code."""
    begin(driver, line)
    driver.taps("确认，请车主验证")


def code_of(owner: Citizen) -> str:
    """The digits of the newest code on the owner's phone."""
    found = re.findall(r"验证码 (\d{6})", "\n".join(owner.sms))
    return str(found[-1])


def status(town: Town, driver: Citizen) -> FilingStatus:
    """Where the driver's newest application stands."""
    found = town.look(lambda session: filings.all_of_filer(session, driver.person_id))
    return FilingStatus(found[0].status)


def test_step_by_step_with_the_code_from_the_owner(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    driver.says("/file")
    driver.sees("先看这几条", "最多备案 3 辆", "最多被 3 位")
    driver.taps("短信验证备案")
    driver.sees("请先和车主说好")
    driver.taps("已和车主说好")
    driver.taps("小型汽车")
    driver.says("桂a·12345")
    driver.sees("桂A·12345", "后六位")
    driver.says("１２３４５６")
    driver.taps("朋友")
    driver.sees("请核对", "桂A·12345", "123456", "朋友")
    driver.taps("确认，请车主验证")
    driver.sees("申请 #1001 已提交", "138****0002")
    driver.says(code_of(owner))
    driver.sees("车主已同意", "实人认证")
    assert status(town, driver) is FilingStatus.CHECKING


def test_the_message_to_the_owner_names_who_what_and_why_and_has_no_link(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    (text,) = owner.sms
    assert "李*国" in text
    assert "桂A·12345" in text
    assert "http" not in text
    assert "李建国" not in text


def test_the_owner_agrees_by_button_and_that_stands_for_the_code(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    owner.sees("有人想备案您的机动车", "桂A·12345", "李*国", "朋友")
    owner.taps("同意")
    owner.sees("您已同意")
    driver.sees("好消息", "实人认证")
    assert "开始实人认证" in driver.labels()
    assert status(town, driver) is FilingStatus.CHECKING


def test_a_second_tap_is_told_that_it_is_decided(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    message, yes = owner.button("同意")
    owner.taps("同意")
    owner.forges(yes, message["message_id"])
    owner.sees("已经有了答复")


@pytest.mark.parametrize("words", ["同意", "好的", "YES", "可以。"])
def test_the_owner_agrees_in_plain_words(town: Town, words: str) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    owner.says(words)
    owner.sees("您已同意")
    assert status(town, driver) is FilingStatus.CHECKING


def test_the_owner_agrees_by_command(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    owner.says("/approve 1001")
    owner.sees("您已同意")


def test_the_owner_refuses_with_a_reason_and_blocks(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    car = cast.car(town, owner)
    apply(driver)
    owner.taps("拒绝")
    owner.sees("为什么不同意")
    owner.says("我不认识他")
    owner.sees("您已拒绝")
    driver.sees("未通过", "车主没有同意")
    owner.taps("不再接受")
    owner.sees("不能再申请")
    assert town.look(lambda session: blocks.is_blocked(session, car.id, driver.person_id))
    town.later(days=1)
    begin(driver, "/file 02 桂A12345 123456")
    driver.taps("确认，请车主验证")
    driver.sees("车主不接受")


def test_the_owner_refuses_in_plain_words_and_by_command(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    owner.says("不同意")
    owner.sees("您已拒绝")
    town.later(days=1)
    apply(driver)
    owner.says("/refuse 1002 不熟")
    owner.sees("您已拒绝")
    assert status(town, driver) is FilingStatus.REFUSED


def test_an_answer_to_a_number_that_does_not_wait_is_explained(town: Town) -> None:
    owner = cast.owner(town)
    owner.says("/approve 99")
    owner.sees("没有编号为 #99")
    owner.says("/approve")
    owner.sees("没有编号")
    owner.says("/approvals")
    owner.sees("没有等您确认")


def test_somebody_else_cannot_answer_for_the_owner(town: Town) -> None:
    driver, owner, third = cast.driver(town), cast.owner(town), cast.third(town)
    cast.car(town, owner)
    apply(driver)
    third.says("/approve 1001")
    third.sees("没有编号为 #1001")
    _, yes = owner.button("同意")
    third.says("/menu")
    third.forges(yes)
    third.sees("不能用")
    assert status(town, driver) is FilingStatus.WAITING_OWNER


def test_a_silent_owner_is_reminded_and_then_it_lapses(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    town.later(hours=24, minutes=1)
    owner.sees("还在等您答复")
    town.later(hours=48)
    driver.sees("已失效", "没有答复")
    owner.taps("同意")
    owner.sees("已经有了答复")
    assert status(town, driver) is FilingStatus.LAPSED


def test_an_owner_who_is_no_user_is_told_by_sms(town: Town) -> None:
    driver = cast.driver(town)
    person = cast.register_person(town, "赵铁柱", cast.id_number(50), "+8613800000050")
    cast.car(town, person)
    apply(driver)
    driver.sees("验证码已发到车主手机 138****0050")
    assert len(town.sms("+8613800000050")) == 1
    town.later(hours=25)
    assert "还在等您答复" in town.sms("+8613800000050")[-1]


def test_an_owner_who_blocked_the_bot_is_reached_by_sms(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    owner.blocks()
    apply(driver)
    town.later(hours=25)
    assert "还在等您答复" in owner.sms[-1]


def test_a_wrong_code_counts_and_a_right_one_still_works(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    right = code_of(owner)
    driver.says("000000" if right != "000000" else "111111")
    driver.sees("验证码")
    driver.says(right)
    driver.sees("车主已同意")


def test_five_wrong_codes_use_it_up(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    right = code_of(owner)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        driver.says(wrong)
    driver.says(right)
    assert status(town, driver) is FilingStatus.WAITING_OWNER


def test_a_code_is_sent_again_after_a_minute(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    first = code_of(owner)
    driver.taps("重新发送")
    assert len(owner.sms) == 1
    town.later(seconds=61)
    driver.taps("重新发送")
    assert len(owner.sms) == 2
    if first != code_of(owner):
        driver.says(first)
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_an_expired_code_is_refused(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    code = code_of(owner)
    town.later(minutes=6)
    driver.says(code)
    assert status(town, driver) is FilingStatus.WAITING_OWNER


def test_a_wrong_engine_number_and_a_wrong_plate_get_the_same_answer(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver, "/file 02 桂A12345 999999")
    wrong_engine = driver.last()
    driver.says("/cancel")
    apply(driver, "/file 02 桂A99999 123456")
    driver.sees("对不上")
    assert wrong_engine.splitlines()[0] == driver.last().splitlines()[0]
    assert owner.sms == []


def test_a_wrong_answer_can_be_changed_without_typing_the_rest_again(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver, "/file 02 桂A12345 999999")
    driver.sees("对不上", "请核对")
    driver.taps("改发动机号")
    driver.says("123456")
    driver.sees("请核对", "123456", "朋友")
    driver.taps("确认，请车主验证")
    driver.sees("已提交")


def test_probing_the_register_is_limited(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    begin(driver, "/file 02 桂A12345 000000")
    for _ in range(10):
        driver.taps("确认，请车主验证")
        driver.sees("对不上")
    driver.taps("改发动机号")
    driver.says("123456")
    driver.taps("确认，请车主验证")
    driver.sees("试错的次数太多")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("桂A1234", "7 位"),
        ("桂A1234567", "位"),
        ("桂A12З45", "像是"),
        ("桂A1234😀", "不会有"),
        ("A12345", "省份"),
        ("桂AO2345", "不用字母"),
        ("桂AD12345", "新能源"),
    ],
)
def test_a_wrong_plate_gets_its_precise_reason_and_the_step_stays(town: Town, typed: str, said: str) -> None:
    driver = cast.driver(town)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.taps("已和车主说好")
    driver.taps("小型汽车")
    driver.says(typed)
    driver.sees(said, "请输入")
    driver.says("桂A12345")
    driver.sees("后六位")


def test_every_kind_of_message_that_does_not_help_is_answered_kindly(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.taps("已和车主说好")
    driver.taps("小型汽车")
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
    driver.sees("不算数", "桂A·12345")


def test_back_and_cancel_lose_nothing_and_lead_out(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.taps("已和车主说好")
    driver.taps("小型汽车")
    driver.says("桂A12345")
    driver.taps("上一步")
    driver.sees("请输入", "车牌号")
    driver.says("桂A12346")
    driver.sees("桂A·12346")
    driver.says("/cancel")
    driver.sees("已取消")
    driver.says("123456")
    driver.sees("没看懂")


def test_an_old_button_of_a_flow_does_nothing_any_more(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/file")
    driver.taps("短信验证备案")
    message, agreed = driver.button("已和车主说好")
    driver.taps("已和车主说好")
    driver.taps("小型汽车")
    driver.forges(agreed, message["message_id"])
    driver.sees("过时", "请输入")


def test_another_command_in_the_middle_keeps_what_was_typed(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/file")
    driver.taps("短信验证备案")
    driver.taps("已和车主说好")
    driver.taps("小型汽车")
    driver.says("/progress")
    driver.sees("没有申请过")
    driver.says("桂A12345")
    driver.sees("后六位")
    driver.says("/file")
    driver.sees("已填的内容都在", "后六位")


def test_one_application_a_day_and_five_a_year(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    driver.taps("撤回")
    driver.says("/file")
    driver.sees("每天最多申请 1 次")
    for number in range(1002, 1006):
        town.later(days=1)
        apply(driver)
        driver.sees(f"#{number}")
        driver.taps("撤回")
    town.later(days=1)
    driver.says("/file")
    driver.sees("每年最多申请 5 次")


def test_a_blacklisted_person_is_told_until_when(town: Town) -> None:
    driver = cast.driver(town, blacklisted_until=MORNING.replace(year=2027))
    driver.says("/file")
    driver.sees("虚假材料", "11月25日")


def test_ones_own_car_needs_no_filing(town: Town) -> None:
    owner = cast.owner(town)
    cast.car(town, owner)
    apply(owner)
    owner.sees("您自己")


def test_an_operating_car_of_an_organisation_cannot_be_filed(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    firm = cast.organisation(town, administrator=owner)
    cast.car(town, firm, use=vehicles.VehicleUse.OPERATING)
    apply(driver)
    driver.sees("非营运")


def test_the_administrator_answers_for_an_organisations_car(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    firm = cast.organisation(town, administrator=owner)
    cast.car(town, firm)
    apply(driver)
    owner.sees("有人想备案您的机动车")
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_withdrawing_tells_the_owner(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    driver.says("/progress 1001")
    driver.sees("待车主确认", "互联网申请成功")
    driver.taps("撤回申请")
    driver.sees("已撤回")
    owner.sees("撤回了备案")
    owner.says("/approvals")
    owner.sees("没有等您确认")


def test_the_progress_page_leads_back_to_the_code(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    driver.says("/cancel")
    driver.says("/progress")
    driver.taps("#1001")
    driver.taps("输入验证码")
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_the_whole_way_in_english(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    driver.says("/language")
    driver.taps("English")
    driver.says("/file 02 桂A12345 123456")
    driver.sees("What are you to the owner")
    driver.taps("friend")
    driver.sees("Please check")
    driver.taps("Confirm")
    driver.sees("Application #1001 is in")
    owner.taps("同意")
    driver.sees("Good news")


def test_the_desk_restarts_in_the_middle_and_goes_on(town: Town) -> None:
    driver, owner = cast.driver(town), cast.owner(town)
    cast.car(town, owner)
    apply(driver)
    town.restart()
    driver.says(code_of(owner))
    driver.sees("车主已同意")
