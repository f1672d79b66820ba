"""Registration: from the first word to a registered user, and everything that may go wrong on the way."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from storage import accounts, agreements, audit, people
from storage.agreements import AgreedText
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.town import Town, stored

NUMBER = cast.id_number(7)
PHONE = "+8613812345678"
REGISTERED_PHONE = "+8613900000009"


@pytest.fixture
def guest(town: Town) -> Actor:
    return town.person("小王", PHONE)


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(file, "JPEG")
    return file.getvalue()


def to_name(guest: Actor, link: str = "") -> None:
    guest.says(f"/start {link}".strip())
    guest.taps("同意并开始注册")


def to_id_number(guest: Actor, name: str = "王小明") -> None:
    to_name(guest)
    guest.says(name)


def to_contact(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    to_id_number(guest, name)
    guest.says(number)


def to_confirm(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    to_contact(guest, name, number)
    guest.shares_contact()


def registers(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    to_confirm(guest, name, number)
    guest.taps("确认注册")


def person_of(town: Town, actor: Actor) -> people.Person:
    person_id = account_of(town, actor).person_id
    assert person_id is not None
    found: people.Person = town.look(lambda session: people.get(session, person_id))
    return found


def account_of(town: Town, actor: Actor) -> accounts.Account:
    found: accounts.Account = town.look(lambda session: accounts.by_telegram(session, town.bot.id, actor.id))
    return found


def code_in(text: str) -> str:
    return text.partition("验证码是 ")[2][:6]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_somebody_the_register_does_not_know_declares_himself(town: Town, guest: Actor) -> None:
    guest.says("/start")
    guest.sees("服务条款", "2026-11 版", "/privacy")
    guest.taps("同意并开始注册")
    guest.sees("第 1 步")
    guest.says("王小明")
    guest.sees("第 2 步", "王*明")
    guest.says(NUMBER)
    guest.sees("第 3 步")
    guest.shares_contact()
    assert guest.has_seen("收到手机号 138****5678")
    guest.sees("请核对", "王*明", "4509**********" + NUMBER[-4:], "138****5678", "按您自己申报的办理")
    guest.taps("确认注册")
    guest.sees("注册成功", "王*明")
    assert "备案非本人机动车" in guest.labels()
    person = person_of(town, guest)
    assert (person.name, person.id_number, person.phone, person.registered) == ("王小明", NUMBER, PHONE, False)
    agreed = town.look(lambda session: agreements.of_person(session, person.id))
    assert [(one.kind, one.version) for one in agreed] == [(AgreedText.TERMS, "2026-11")]


def test_somebody_of_the_register_with_his_phone_needs_no_code(town: Town, guest: Actor) -> None:
    person = cast.register_person(town, "王小明", NUMBER, PHONE)
    to_confirm(guest)
    guest.sees("已与登记系统核对一致")
    guest.taps("确认注册")
    guest.sees("注册成功")
    assert account_of(town, guest).person_id == person.id
    assert town.sms(PHONE) == []


def test_another_phone_in_the_register_gets_a_code(town: Town, guest: Actor) -> None:
    person = cast.register_person(town, "王小明", NUMBER, REGISTERED_PHONE)
    to_confirm(guest)
    guest.sees("139****0009", "6 位验证码")
    [text] = town.sms(REGISTERED_PHONE)
    assert "勿告诉任何人" in text
    assert "王" not in text
    guest.says(code_in(text))
    guest.sees("请核对", "138****5678")
    guest.taps("确认注册")
    guest.sees("注册成功")
    assert town.look(lambda session: people.get(session, person.id)).phone == PHONE


def test_a_wrong_code_counts_and_the_right_one_still_passes(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, REGISTERED_PHONE)
    to_confirm(guest)
    code = code_in(town.sms(REGISTERED_PHONE)[0])
    guest.says(other_than(code))
    guest.sees("验证码不对，还可以再试 4 次", "139****0009")
    guest.says("验证码是啥")
    guest.sees("6 位数字", "不算次数")
    guest.says(" ".join(code.translate({ord("0") + at: ord("０") + at for at in range(10)})))
    guest.sees("请核对")


def test_after_five_wrong_codes_another_must_be_asked_for(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, REGISTERED_PHONE)
    to_confirm(guest)
    code = code_in(town.sms(REGISTERED_PHONE)[0])
    for _ in range(5):
        guest.says(other_than(code))
    guest.sees("次数用完了")
    guest.says(code)
    guest.sees("次数用完了")
    guest.taps("重新发送")
    guest.sees("秒后再获取")
    town.later(seconds=61)
    guest.taps("重新发送")
    guest.says(code_in(town.sms(REGISTERED_PHONE)[-1]))
    guest.sees("请核对")


def test_an_old_code_does_not_count(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, REGISTERED_PHONE)
    to_confirm(guest)
    code = code_in(town.sms(REGISTERED_PHONE)[0])
    town.later(minutes=5)
    guest.says(code)
    guest.sees("已经失效", "139****0009")


def test_going_back_and_forth_sends_no_second_code_and_asks_for_no_passed_one(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, REGISTERED_PHONE)
    to_confirm(guest)
    guest.taps("上一步")
    guest.sees("第 3 步")
    guest.shares_contact()
    guest.sees("139****0009")
    assert len(town.sms(REGISTERED_PHONE)) == 1
    guest.says(code_in(town.sms(REGISTERED_PHONE)[0]))
    guest.sees("请核对")
    guest.taps("上一步")
    guest.sees("第 3 步")
    guest.shares_contact()
    guest.sees("请核对")


def test_a_name_that_does_not_belong_gets_one_answer_and_can_be_put_right(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, PHONE)
    to_contact(guest, "王大明")
    guest.sees("姓名和身份证号对不上", "第 2 步")
    assert "王小明" not in guest.last()
    guest.taps("上一步")
    guest.says("王 小明")
    guest.says(NUMBER)
    guest.sees("第 3 步")


def test_looking_into_the_register_is_limited_found_or_not(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, PHONE)
    to_id_number(guest, "王大明")
    for order in range(20, 24):
        guest.says(cast.id_number(order))
        guest.sees("第 3 步")
        guest.says("/back")
    for _ in range(6):
        guest.says(NUMBER)
        guest.sees("对不上")
    guest.says(cast.id_number(31))
    guest.sees("今天试的次数用完了")
    town.later(hours=25)
    guest.says(cast.id_number(31))
    guest.sees("第 3 步")


def test_a_second_account_is_told_the_way_out(town: Town, guest: Actor) -> None:
    driver = cast.driver(town)
    to_contact(guest, "李建国", driver.id_number)
    guest.sees("一人只能有一个", "/privacy", "窗口")
    assert account_of(town, guest).person_id is None


def test_signing_out_frees_the_person_for_another_account(town: Town, guest: Actor) -> None:
    driver = cast.driver(town)
    driver.says("/privacy")
    driver.taps("退出登录")
    driver.sees("李*国", "短信通知")
    driver.taps("确认退出")
    driver.sees("已退出登录")
    to_confirm(guest, "李建国", driver.id_number)
    guest.says(code_in(driver.sms[-1]))
    guest.taps("确认注册")
    guest.sees("注册成功")
    assert account_of(town, guest).person_id == driver.person_id
    assert account_of(town, driver).person_id is None


def test_two_who_confirm_one_after_the_other_do_not_both_get_the_person(town: Town, guest: Actor) -> None:
    other = town.person("小李", "+8613811111111")
    to_confirm(guest)
    to_confirm(other)
    guest.taps("确认注册")
    guest.sees("注册成功")
    other.taps("确认注册")
    other.sees("一人只能有一个")
    assert len(town.look(lambda session: stored(session, people.Person))) == 1


def test_without_a_phone_in_the_register_the_counter_must_help(town: Town, guest: Actor) -> None:
    cast.register_person(town, "王小明", NUMBER, "")
    to_confirm(guest)
    guest.sees("没有您的手机号", "窗口", "第 3 步")


def test_a_register_that_learns_of_another_phone_meanwhile_asks_again(town: Town, guest: Actor) -> None:
    person = cast.register_person(town, "王小明", NUMBER, PHONE)
    to_confirm(guest)

    def deed(session: object) -> None:
        row = people.get(session, person.id)  # type: ignore[arg-type]
        assert row is not None
        people.set_phone(row, REGISTERED_PHONE)

    town.write(deed)
    guest.taps("确认注册")
    guest.sees("刚刚变了")
    guest.taps("换手机号")
    guest.shares_contact()
    guest.sees("139****0009")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("👍👍", "不能用的字符"),
        ("王小明1", "“1”"),
        ("王", "太短"),
        ("王" * 60, "太长"),
        ("Аnna Bell", "另一种文字"),
        ("<b>王小明</b>", "“&lt;”"),
    ],
)
def test_a_name_is_refused_with_its_reason(guest: Actor, typed: str, reason: str) -> None:
    to_name(guest)
    guest.says(typed)
    guest.sees(reason.replace("&lt;", "<"), "第 1 步")


@pytest.mark.parametrize("typed", ["阿卜杜拉·买买提", "阿卜杜拉•买买提", "Anna-Maria O’Neill", "王　小明", "欧阳 明"])
def test_names_of_many_kinds_are_taken(guest: Actor, typed: str) -> None:
    to_name(guest)
    guest.says(typed)
    guest.sees("第 2 步")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (NUMBER[:17], "您输入了 17 位"),
        (NUMBER + "1", "您输入了 19 位"),
        ("110105491231002", "15 位的旧身份证号"),
        (NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "校验码"),
        ("110105194902290021", "没有这一天"),
        (cast.id_number(1, born=date(2027, 1, 1)), "还没有到"),
        ("1101О519491231002X", "第 5 位是“О”"),
        ("👍", "第 1 位"),
        ("我不记得了", "第 1 位是“我”"),
        ("9" * 4000, "您输入了 4,000 位"),
    ],
)
def test_an_id_number_is_refused_with_its_reason_and_costs_no_look(
    town: Town, guest: Actor, typed: str, reason: str
) -> None:
    to_id_number(guest)
    guest.says(typed)
    guest.sees(reason, "第 2 步")
    probed = [entry for entry in town.look(lambda session: stored(session, audit.Entry)) if "probed" in entry.action]
    assert probed == []


def test_full_width_digits_spaces_and_a_small_x_are_taken(town: Town, guest: Actor) -> None:
    number = next(made for order in range(99) if (made := cast.id_number(order)).endswith("X"))
    wide = number[:-1].translate({ord("0") + at: ord("０") + at for at in range(10)}) + "x"
    to_contact(guest, number=f"{wide[:6]} {wide[6:14]}-{wide[14:]}")
    guest.shares_contact()
    guest.taps("确认注册")
    person = person_of(town, guest)
    assert person.id_number == number


def test_only_the_own_contact_counts(town: Town, guest: Actor) -> None:
    to_contact(guest)
    guest.shares_contact(phone_number="8613911112222", first_name="小李", user_id=guest.id + 1)
    guest.sees("不是您自己的名片", "第 3 步")
    guest.shares_contact(phone_number="8613911112222", first_name="小李")
    guest.sees("不是您自己的名片")
    guest.says("13812345678")
    guest.sees("手打的号码不算", "第 3 步")


@pytest.mark.parametrize(
    ("phone", "reason"), [("999123456789", "收不到短信"), ("861082345678", "固定电话"), ("86138123", "位数不够")]
)
def test_a_contact_that_text_messages_do_not_reach_is_refused(guest: Actor, phone: str, reason: str) -> None:
    to_contact(guest)
    guest.shares_contact(phone_number=phone, first_name="小王", user_id=guest.id)
    guest.sees(reason, "第 3 步")


def test_a_foreign_mobile_phone_is_taken(guest: Actor) -> None:
    to_contact(guest)
    guest.shares_contact(phone_number="85261234567", first_name="小王", user_id=guest.id)
    guest.sees("请核对", "+852****4567")


STEPS = {"第 1 步": to_name, "第 2 步": to_id_number, "第 3 步": to_contact, "请核对": to_confirm}


@pytest.mark.parametrize("step", ["服务条款", *STEPS])
def test_what_does_not_help_is_answered_kindly_and_the_step_stays(guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.sends_sticker()
    guest.sees("贴纸", step)
    guest.sends_photo(photo())
    guest.sees("用不到照片", step)
    guest.sends_photo(photo(), as_file=True)
    guest.sees("用不到文件", step)
    typed = next(message for message in guest.messages() if not message["from"]["is_bot"])
    guest.edits(typed["message_id"], "/start")
    guest.sees("改过的消息不算数", step)
    guest.forwards(typed["message_id"])
    guest.sees("转发的内容不能用", step)


@pytest.mark.parametrize("step", ["服务条款", "第 1 步", "第 2 步", "请核对"])
def test_a_contact_where_none_is_asked_for_changes_nothing(guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.shares_contact()
    guest.sees("用不到联系人名片", step)


@pytest.mark.parametrize("step", ["服务条款", "请核对"])
def test_words_where_a_button_is_asked_for_change_nothing(guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.says("好的")
    guest.sees("不用打字", step)


@pytest.mark.parametrize("step", ["服务条款", *STEPS])
def test_cancel_works_at_every_step(town: Town, guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.says("/cancel")
    guest.sees("已取消：注册")
    guest.says("王小明")
    guest.sees("没看懂")
    assert account_of(town, guest).person_id is None


def test_back_leads_through_every_step_and_keeps_what_was_typed(guest: Actor) -> None:
    to_confirm(guest)
    guest.says("/back")
    guest.sees("第 3 步")
    guest.says("/back")
    guest.sees("第 2 步")
    guest.taps("上一步")
    guest.sees("第 1 步")
    guest.taps("上一步")
    guest.sees("服务条款")
    guest.taps("同意并开始注册")
    guest.taps("不改：王*明")
    guest.taps("不改：4509")
    guest.shares_contact()
    guest.taps("确认注册")
    guest.sees("注册成功")


def test_back_before_the_first_question_leaves(guest: Actor) -> None:
    guest.says("/start")
    guest.says("/back")
    guest.sees("已取消：注册")


def test_what_is_wrong_at_the_end_can_be_changed(town: Town, guest: Actor) -> None:
    to_confirm(guest, "王小名")
    guest.taps("改姓名或身份证号")
    guest.says("王小明")
    guest.taps("不改：4509")
    guest.shares_contact()
    guest.sees("请核对")
    guest.taps("换手机号")
    guest.shares_contact()
    guest.taps("确认注册")
    person = person_of(town, guest)
    assert person.name == "王小明"


def test_start_again_shows_where_one_stands(guest: Actor) -> None:
    to_id_number(guest)
    guest.says("/start")
    guest.sees("已填的内容都在", "第 2 步")
    guest.taps("重新开始")
    guest.sees("服务条款")


def test_start_when_registered_is_the_menu(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/start")
    driver.sees("请选择要办理的事项")
    driver.says("/start abracadabra")
    driver.sees("请选择要办理的事项")


def test_an_old_confirm_button_registers_nobody(town: Town, guest: Actor) -> None:
    to_confirm(guest)
    message, data = guest.button("确认注册")
    guest.says("/cancel")
    guest.forges(data, message["message_id"])
    assert guest.has_seen("已经过时")
    assert account_of(town, guest).person_id is None


def test_the_language_can_be_switched_on_the_way(guest: Actor) -> None:
    to_id_number(guest)
    guest.says("/language")
    guest.taps("English")
    assert guest.has_seen("From now on I will speak English")
    guest.sees("Step 2 of 3", "王*明")
    guest.says(NUMBER)
    guest.sees("Step 3 of 3")
    guest.shares_contact()
    guest.sees("Please check")
    guest.taps("Register")
    guest.sees("You are registered")


def test_a_whole_registration_in_english(town: Town) -> None:
    cast.register_person(town, "Anna Bell", NUMBER, REGISTERED_PHONE)
    ann = town.person("Ann", PHONE, language="en")
    ann.says("/start")
    ann.taps("I agree")
    ann.says("anna  BELL")
    ann.says(NUMBER)
    ann.shares_contact()
    ann.sees("139****0009", "good for 5 minutes")
    ann.says("123")
    ann.sees("The code has 6 digits")
    ann.says(code_in(town.sms(REGISTERED_PHONE)[0]))
    ann.taps("Register")
    ann.sees("You are registered", "A*** B***")


def test_nothing_personal_is_in_the_audit_or_unsealed_in_the_store(town: Town, guest: Actor, tmp_path: Path) -> None:
    registers(guest)
    for entry in town.look(lambda session: stored(session, audit.Entry)):
        assert "王" not in entry.details
        assert NUMBER not in entry.details
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
    for secret in ("王小明", NUMBER, PHONE, PHONE[3:]):
        assert secret.encode() not in raw
