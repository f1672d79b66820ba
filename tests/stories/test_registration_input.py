"""Registration: input is accepted in common spellings, or refused with the reason."""

from datetime import date
from pathlib import Path

import pytest

from storage import audit
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.registration_steps import (
    NUMBER,
    PHONE,
    STEPS,
    confirms,
    go_on,
    person_of,
    photo,
    registers,
    to_contact,
    to_id_number,
    to_name,
)


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    return app.person("小王", PHONE)


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
def test_an_invalid_name_is_refused_with_the_reason(guest: Actor, typed: str, reason: str) -> None:
    to_name(guest)
    guest.says(typed)
    guest.sees(reason.replace("&lt;", "<"), "第 1 步")


@pytest.mark.parametrize("typed", ["阿卜杜拉·买买提", "阿卜杜拉•买买提", "Anna-Maria O’Neill", "王　小明", "欧阳 明"])
def test_names_of_many_kinds_are_accepted(guest: Actor, typed: str) -> None:
    to_name(guest)
    guest.says(typed)
    guest.sees("第 2 步")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (NUMBER[:17], "您输入了 17 位"),
        (NUMBER + "1", "您输入了 19 位"),
        ("110105491231002", "15 位的旧身份证号"),
        (NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "号码有误"),
        ("110105194902290021", "没有这一天"),
        (cast.id_number(1, born=date(2027, 1, 1)), "晚于今天"),
        ("1101О519491231002X", "第 5 位是“О”"),
        ("👍", "第 1 位"),
        ("我不记得了", "第 1 位是“我”"),
        ("9" * 4000, "您输入了 4,000 位"),
    ],
)
def test_an_invalid_id_number_is_refused_with_the_reason_and_without_a_look_up(
    app: AppDriver, guest: Actor, typed: str, reason: str
) -> None:
    to_id_number(guest)
    guest.says(typed)
    guest.sees(reason, "第 2 步")
    probed = [
        entry for entry in app.read(lambda session: stored(session, audit.AuditEntry)) if "probed" in entry.action
    ]
    assert probed == []


def test_full_width_digits_spaces_and_a_small_x_are_accepted(app: AppDriver, guest: Actor) -> None:
    number = next(made for order in range(99) if (made := cast.id_number(order)).endswith("X"))
    wide = number[:-1].translate({ord("0") + at: ord("０") + at for at in range(10)}) + "x"
    to_contact(guest, number=f"{wide[:6]} {wide[6:14]}-{wide[14:]}")
    guest.shares_contact()
    go_on(guest)
    confirms(guest)
    person = person_of(app, guest)
    assert person.id_number == number


def test_only_ones_own_contact_is_accepted(app: AppDriver, guest: Actor) -> None:
    to_contact(guest)
    guest.shares_contact(phone_number="8613911112222", first_name="小李", user_id=guest.id + 1)
    guest.sees("不是您自己的名片", "第 3 步")
    guest.shares_contact(phone_number="8613911112222", first_name="小李")
    guest.sees("不是您自己的名片")
    guest.says("13812345678")
    guest.sees("手动输入的号码不能作准", "第 3 步")
    guest.says("找不到按钮")
    guest.sees("不用打字", "第 3 步")


@pytest.mark.parametrize(
    ("phone", "reason"), [("999123456789", "收不到短信"), ("861082345678", "固定电话"), ("86138123", "位数不够")]
)
def test_a_contact_without_a_usable_phone_number_is_refused(guest: Actor, phone: str, reason: str) -> None:
    to_contact(guest)
    guest.shares_contact(phone_number=phone, first_name="小王", user_id=guest.id)
    assert guest.has_seen(reason)
    assert guest.has_seen("第 3 步")


def test_a_foreign_mobile_phone_is_accepted(guest: Actor) -> None:
    to_contact(guest)
    guest.shares_contact(phone_number="85261234567", first_name="小王", user_id=guest.id)
    guest.taps("不用验证码，继续")
    guest.sees("请核对", "+852 6123 4567")


def below(step: str) -> list[str]:
    """Return what a hint says of this step: the terms, which are long, stand above it."""
    return [] if step == "服务条款" else [step]


def test_the_terms_are_not_sent_whole_at_every_stray_word(guest: Actor) -> None:
    guest.says("/start")
    for shown, hint in ((1, "请按上面的说明继续"), (2, "服务条款")):
        guest.says("多少钱？")
        guest.sees("不用打字", hint)
        assert sum("服务条款" in (message.get("text") or "") for message in guest.messages()) == shown
    guest.says("慢慢看")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    assert guest.has_seen("第 1 步")


@pytest.mark.parametrize("step", ["服务条款", *STEPS])
def test_messages_of_other_kinds_are_answered_and_the_step_stays(guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.sends_sticker()
    guest.sees("贴纸", *below(step))
    guest.sends_photo(photo())
    guest.sees("用不到照片", *below(step))
    guest.sends_photo(photo(), as_file=True)
    guest.sees("用不到文件", *below(step))
    typed = next(message for message in guest.messages() if not message["from"]["is_bot"])
    guest.edits(typed["message_id"], "/start")
    guest.sees("修改过的消息不能用", *below(step))
    guest.forwards(typed["message_id"])
    guest.sees("转发的内容不能用", *below(step))


@pytest.mark.parametrize("step", ["服务条款", "第 1 步", "第 2 步", "请核对"])
def test_a_contact_at_another_step_changes_nothing(guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.shares_contact()
    guest.sees("用不到联系人名片", *below(step))


@pytest.mark.parametrize("step", ["服务条款", "请核对"])
def test_text_where_a_button_is_expected_changes_nothing(guest: Actor, step: str) -> None:
    STEPS.get(step, lambda actor: actor.says("/start"))(guest)
    guest.says("好的")
    guest.sees("不用打字", *below(step))


def test_no_personal_data_is_in_the_audit_or_unencrypted_in_the_store(
    app: AppDriver, guest: Actor, tmp_path: Path
) -> None:
    registers(guest)
    for entry in app.read(lambda session: stored(session, audit.AuditEntry)):
        assert "王" not in entry.details
        assert NUMBER not in entry.details
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
    for secret in ("王小明", NUMBER, PHONE, PHONE[3:]):
        assert secret.encode() not in raw


def test_a_child_is_told_from_when_on_they_may_register(app: AppDriver, guest: Actor) -> None:
    to_id_number(guest)
    guest.says(cast.id_number(1, born=date(2021, 5, 17)))
    guest.sees("满 16 周岁才能注册", "2037", "监护人", "第 2 步")
    guest.says(NUMBER)
    guest.sees("第 3 步")
