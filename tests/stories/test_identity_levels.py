"""Levels of identity: whoever decides reads how far the identity of the person concerned is checked."""

from typing import Any

import pytest

from bot.texts import LANGUAGES, Texts, texts
from storage.database import add
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.blacklist_steps import propose
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, code_of
from tests.stories.qr_steps import scanner, short_of, showing
from tests.stories.review_steps import case

DECLARED, ON_RECORD, VERIFIED = "自行申报（未核实）", "与登记信息一致", "已实人认证"
STATES: dict[str, dict[str, Any]] = {
    DECLARED: {"registered": False, "verified_at": None},
    ON_RECORD: {"registered": True, "verified_at": None},
    VERIFIED: {"registered": True},
}


def set_level(app: AppDriver, citizen: Citizen, level: str) -> None:
    """Let this person have reached this level and no higher one."""
    values = {"verified_at": app.now, **STATES[level]}

    def action(session: Any) -> None:
        person = session.get_one(Person, citizen.person_id)
        for name, value in values.items():
            setattr(person, name, value)
        add(session, person)

    app.write(action)


@pytest.mark.parametrize("level", [ON_RECORD, VERIFIED])
def test_an_owner_reads_the_level_in_the_text_message_the_question_and_the_list(app: AppDriver, level: str) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    set_level(app, driver, level)
    cast.car(app, owner)
    apply(driver)
    assert f"李*国（{level}）申请备案" in owner.sms[-1]
    owner.sees("有人想备案", f"身份：{level}")
    owner.says("/approvals")
    owner.sees(f"身份：{level}")
    app.later(hours=24)
    assert owner.has_seen(f"申请人的身份：{level}")


def test_an_owner_out_of_reach_reads_the_level_in_the_reminder_by_text_message(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    owner.says("/privacy")
    owner.taps("退出登录")
    owner.taps("确认退出")
    apply(driver)
    app.later(hours=24)
    assert f"（{ON_RECORD}）申请备案" in owner.sms[-1]
    assert "还在等您答复" in owner.sms[-1]


def test_an_owner_reads_the_level_of_who_has_used_their_code(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    driver.says(code_of(owner))
    owner.sees("验证码已被使用", f"申请人的身份：{ON_RECORD}")


def test_an_owner_reads_that_nobody_has_checked_who_has_scanned_the_qr(app: AppDriver) -> None:
    driver, owner = cast.driver(app), showing(app)
    set_level(app, driver, DECLARED)
    scanner(app, driver)
    driver.says(short_of(owner))
    driver.taps("朋友")
    owner.sees("扫了您", f"对方的身份：{DECLARED}")


@pytest.mark.parametrize("level", STATES)
def test_a_reviewer_reads_the_level_in_the_case(app: AppDriver, level: str) -> None:
    driver, owner, reviewer = cast.driver(app), cast.owner(app), cast.reviewer(app)
    set_level(app, driver, level)
    case(app, driver, cast.car(app, owner))
    reviewer.says("/case 1001")
    reviewer.sees("李*国", f"身份：{level}")


def test_the_second_reviewer_reads_the_level_in_a_blacklist_entry(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    first, second = cast.reviewer(app), cast.reviewer(app, "审核员小郑")
    propose(app, driver, owner, first)
    set_level(app, driver, DECLARED)
    second.says("/blacklist")
    second.taps("冒用他人证件")
    second.sees("李*国", f"身份：{DECLARED}")


@pytest.mark.parametrize("level", STATES)
def test_an_officer_reads_the_level_of_the_owner_in_a_look_up(app: AppDriver, level: str) -> None:
    owner, officer = cast.owner(app), cast.reviewer(app, "警官", (StaffRole.OFFICER,))
    cast.car(app, owner)
    set_level(app, owner, level)
    officer.says("/lookup 桂A12345")
    officer.sees("执法查询", f"身份：{level}")


@pytest.mark.parametrize("level", ["declared", "on-record", "verified"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_messages_to_an_owner_stay_short(language: str, level: str) -> None:
    """Two segments of 67 characters in Chinese; in English, whose characters may be any, four."""
    words: Texts = texts(language)
    about = {"who": "阿***********提", "level": level, "plate": "桂A·D12345"}
    asked = words.plain("sms-owner-code-with-level", code="123456", minutes=5, **about)
    reminded = words.plain("approval-reminded-sms", number="123456", **about)
    most = 134 if language == "zh-CN" else 268
    assert max(len(asked), len(reminded)) <= most, (len(asked), len(reminded))
