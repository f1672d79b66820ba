"""Signing out locks the desk in this Telegram account: nothing can be done with it, and no business ends."""

import re
from uuid import uuid4

import pytest
from sqlmodel import Session

from bot.errors import NotStaff
from bot.services.organisations import web_sessions
from bot.services.staff import permissions
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.staff import announcements
from storage.staff.announcements import Announcement
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car, show_live
from tests.stories.filing_rows import add_filing
from tests.stories.filing_steps import apply, code_of, status


def sign_out(driver: Citizen) -> None:
    driver.says("/privacy")
    driver.taps("退出登录")
    driver.sees("短信通知")
    driver.taps("确认退出")
    driver.sees("已退出登录", "锁定")


def test_sign_out_locks_the_desk_and_keeps_active_filings(app: AppDriver, driver: Citizen) -> None:
    filing = add_filing(app, driver)
    sign_out(driver)
    assert app.read(lambda session: session.get(Filing, filing.id)).status is FilingStatus.ACTIVE
    for command in ("/vehicles", "/privacy", "/file", "/certificate", "/progress"):
        driver.says(command)
        driver.sees("已退出登录")
        assert driver.labels() == ["用验证码解锁", "这个号码不用了"]
    driver.says("/start")
    driver.sees("用您预留手机号")
    assert driver.labels() == ["用验证码解锁", "这个号码不用了"]


def test_the_menu_says_that_the_desk_is_locked(driver: Citizen) -> None:
    sign_out(driver)
    driver.says("/menu")
    driver.sees("已退出登录", "已锁定")
    driver.taps("注册 / 登录")
    assert "用验证码解锁" in driver.labels()


def test_who_has_no_phone_number_reads_that_no_code_would_come(app: AppDriver, driver: Citizen) -> None:
    app.write(lambda session: people.set_phone(session.get_one(Person, driver.person_id), ""))
    driver.says("/privacy")
    driver.taps("退出登录")
    driver.sees("收不到解锁的验证码")
    assert driver.labels()[:2] == ["身份核实", "确认退出"]
    driver.taps("确认退出")
    driver.sees("这里没有您的手机号", "申请核实")
    driver.says("/start")
    driver.sees("这里没有您的手机号")
    assert driver.labels() == ["身份核实", "窗口和电话"]


def test_a_code_to_the_own_phone_unlocks_the_desk(driver: Citizen) -> None:
    sign_out(driver)
    driver.taps("用验证码解锁")
    driver.says("/file")
    assert driver.labels()[0] == "重新发送"
    assert "用验证码解锁" not in driver.labels()
    driver.sees("验证码发往您的手机 138****")
    driver.says("000000")
    driver.sees("验证码")
    driver.says(re.findall(r"验证码 (\d{8})", driver.sms[-1])[-1])
    assert driver.has_seen("已解锁")
    assert "备案非本人机动车" in driver.labels()
    assert "继续办理：解锁" not in driver.labels()
    driver.says("/privacy")
    driver.sees("李*国")


@pytest.mark.parametrize("leaves", ["先离开", "/cancel", "取消"])
def test_leaving_the_unlock_step_shows_that_the_desk_is_locked(driver: Citizen, leaves: str) -> None:
    sign_out(driver)
    driver.taps("用验证码解锁")
    driver.taps(leaves) if leaves == "先离开" else driver.says(leaves)
    driver.sees("在这个账号上已锁定")
    assert driver.labels() == ["用验证码解锁", "这个号码不用了"]


def test_a_second_tap_on_sign_out_says_that_the_desk_is_locked(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    driver.taps("退出登录")
    message, data = driver.button("确认退出")
    driver.taps("确认退出")
    app.later(seconds=4)
    driver.forges(data, message["message_id"])
    driver.sees("用手机验证码解锁")


def test_a_live_certificate_ends_with_the_sign_out(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
    shown = owner.messages()[-1]["message_id"]
    lock(app, owner)
    app.later(minutes=1)
    (message,) = [each for each in owner.messages() if each["message_id"] == shown]
    assert "有效" not in (message.get("text") or message.get("caption") or "")


def test_a_duty_rests_while_the_account_is_locked(app: AppDriver) -> None:
    reviewer = cast.driver(app)
    cast.employ(app, reviewer, StaffRole.REVIEWER, StaffRole.ADMIN)
    reviewer.says("/queue")
    assert not reviewer.has_seen("没有这个命令")
    lock(app, reviewer)
    reviewer.says("/queue")
    reviewer.sees("您已退出登录")
    assert reviewer.labels()[0] == "用验证码解锁"
    reviewer.says("/identity 1001")
    reviewer.sees("您已退出登录")
    reviewer.says("/identity")
    note = reviewer.messages()[-2]
    assert note["text"].startswith("您已退出登录")
    assert note["reply_markup"]["inline_keyboard"]
    reviewer.sees("身份核实")
    assert not reviewer.has_seen("没有这个命令")

    def may_act(session: Session) -> bool:
        account = session.get_one(Account, reviewer.account.id)
        with pytest.raises(NotStaff):
            permissions.require(session, account, StaffRole.ADMIN)
        assert not permissions.has_role(session, account, StaffRole.ADMIN)
        return permissions.find(session, reviewer.id, StaffRole.ADMIN) is not None

    assert not app.read(may_act)


def test_a_browser_signed_in_before_is_signed_out(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, administrator=owner)
    here = {"address": "192.0.2.1", "device": "Firefox"}

    def sign_in(session: Session) -> tuple[str, str]:
        account = session.get_one(Account, owner.account.id)
        code, _ = web_sessions.make_code(session, account, now=app.now)
        token, _ = web_sessions.sign_in(session, code, **here, now=app.now)
        return token, web_sessions.make_code(session, account, now=app.now)[0]

    token, unused_code = app.write(sign_in)
    assert app.read(lambda session: web_sessions.find(session, token, now=app.now)) is not None
    lock(app, owner)
    assert app.read(lambda session: web_sessions.find(session, token, now=app.now)) is None

    def use_code(session: Session) -> None:
        with pytest.raises(web_sessions.SignInCodeInvalid):
            web_sessions.sign_in(session, unused_code, **here, now=app.now)

    app.write(use_code)


def test_results_reach_the_person_by_sms_only(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    lock(app, driver)
    before = len(driver.messages())
    owner.taps("同意")
    assert len(driver.messages()) == before
    assert status(app, driver) is FilingStatus.CHECKING
    assert "桂A" in driver.sms[-1]


def test_an_owner_who_signed_out_is_asked_by_the_code_only(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    lock(app, owner)
    apply(driver)
    assert not owner.has_seen("有人想备案")
    assert not driver.has_seen("已经在聊天里问过车主")
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_an_owner_who_signed_out_is_told_by_sms_that_their_code_was_used(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    lock(app, owner)
    apply(driver)
    before = len(owner.messages())
    driver.says(code_of(owner))
    assert len(owner.messages()) == before
    assert "验证码已被使用" in owner.sms[-1]
    assert "/approvals" in owner.sms[-1]


@pytest.mark.parametrize("words", ["终止", "同意", "stop", "12345678", "取消", "在吗"])
def test_words_typed_into_a_locked_chat_are_answered_with_the_way_to_unlock(
    app: AppDriver, driver: Citizen, words: str
) -> None:
    lock(app, driver)
    driver.says(words)
    driver.sees("已锁定", "没有处理")
    assert driver.labels()[0] == "用验证码解锁"


def test_an_owner_who_unlocks_while_a_question_waits_is_asked_it(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    lock(app, owner)
    apply(driver)
    owner.says("/start")
    owner.taps("用验证码解锁")
    owner.says(re.findall(r"验证码 (\d{8})", owner.sms[-1])[-1])
    owner.sees("#1001")
    owner.says("同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_an_announcement_does_not_reach_a_locked_account(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    lock(app, owner)
    announcement = Announcement(rule_id=uuid4(), begun_at=app.now)
    reached = app.read(lambda session: announcements.next_slice(session, announcement, limit=10))
    assert [account.id for account in reached] == [driver.account.id]


def lock(app: AppDriver, person: Citizen) -> None:
    """Sign out as the button does."""
    person.says("/privacy")
    person.taps("退出登录")
    person.taps("确认退出")
