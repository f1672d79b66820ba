"""Appeals against blacklist entries: made once, decided by a third person."""

from datetime import timedelta
from typing import Any

import pytest

from storage import audit, files
from storage.audit import Action
from storage.register.people import Person
from storage.review.blacklist import BlacklistStatus
from storage.review.reviews import Review
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import MORNING, AppDriver
from tests.stories.blacklist_steps import confirmed, entries_of, propose, until
from tests.stories.cast import Citizen
from tests.stories.privacy_steps import exports
from tests.stories.review_steps import apply_for, photos_of, submit


@pytest.fixture
def review(app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor) -> Review:
    """A returned case whose applicant is proposed."""
    return propose(app, driver, owner, reviewer)


def test_an_appeal_is_decided_by_a_third_person_and_lifts_the_entry(
    app: AppDriver, driver: Citizen, reviewer: Actor, second_reviewer: Actor, admin: Actor, review: Review
) -> None:
    confirmed(second_reviewer)
    driver.taps("申诉")
    driver.sees("为什么不对", "只能申诉一次")
    driver.sends_sticker()
    driver.sees("贴纸", "为什么不对")
    for answer in ("不是", "好的", "no"):
        driver.says(answer)
        driver.sees("看不出原因", "为什么不对")
    driver.says("为什么？")
    driver.sees("请核对申诉理由", "为什么？")
    assert not entries_of(app, driver)[0].appeal
    driver.says("证件是我的，照片<暗>了")
    driver.sees("请核对申诉理由", "证件是我的，照片<暗>了")
    for answer in ("好的", "ok", "不是", "提交", "好的，请提交", "OK, please submit it!"):
        driver.says(answer)
        driver.sees("还没有提交", "请点“提交申诉”", "证件是我的，照片<暗>了")
    driver.taps("提交申诉")
    driver.sees("申诉已提交")
    admin.sees("申诉", "请您查看并决定")
    for earlier in (reviewer, second_reviewer):
        assert not earlier.has_seen("对黑名单申诉，请您")
        earlier.says("/blacklist")
        earlier.taps("申诉")
        assert earlier.labels() == ["黑名单"]
    admin.taps("打开")
    assert admin.has_seen("证件是我的，照片<暗>了")
    assert len(photos_of(admin)) == 2
    admin.taps("申诉成立")
    assert admin.has_seen("已撤出黑名单")
    driver.sees("申诉成立", "可以申请备案了")
    assert until(app, driver) is None
    app.later(days=1)
    driver.says("/file")
    assert "虚假材料，" not in driver.last()


def test_an_appeal_can_be_rejected_and_is_made_once(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, admin: Actor, review: Review
) -> None:
    confirmed(second_reviewer)
    driver.says("/appeal 是我本人")
    driver.taps("提交申诉")
    driver.sees("申诉已提交")
    driver.says("/appeal 再说一次")
    driver.sees("已经申诉过了")
    admin.says("/blacklist")
    admin.sees("申诉 1 件")
    admin.taps("申诉")
    admin.taps("维持")
    driver.sees("申诉没有成立", "2027年11月25日")
    driver.says("/appeal")
    driver.sees("已经申诉过了")
    assert until(app, driver) == app.now + timedelta(days=365)
    admin.taps("维持") if "维持" in admin.labels() else admin.says("/blacklist")
    admin.sees("没有待确认的")


def test_an_appeal_that_is_empty_or_too_long_is_refused(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, review: Review
) -> None:
    confirmed(second_reviewer)
    driver.says("/appeal " + "长" * 501)
    driver.sees("请写 1 到 500 个字")
    driver.says("/appeal")
    driver.says("长" * 501)
    driver.sees("请写 1 到 500 个字", "为什么不对")
    driver.says("是我本人")
    driver.taps("提交申诉")
    driver.sees("申诉已提交")


def test_a_person_not_on_the_blacklist_cannot_appeal(driver: Citizen) -> None:
    driver.says("/appeal")
    driver.sees("您不在黑名单里")
    driver.says("/appeal 是我本人")
    driver.sees("您不在黑名单里")


def test_an_entry_from_the_register_can_be_appealed_against(
    app: AppDriver, driver: Citizen, second_reviewer: Actor
) -> None:
    def action(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        person.blacklisted_until = app.now + timedelta(days=100)

    app.write(action)
    driver.says("/menu")
    driver.taps("更多")
    driver.taps("黑名单申诉")
    driver.says("不是我")
    driver.taps("提交申诉")
    driver.sees("申诉已提交")
    driver.says("/menu")
    driver.taps("更多")
    assert "黑名单申诉" not in driver.labels()
    second_reviewer.taps("打开")
    second_reviewer.sees("登记系统转来的记录", "不是我")
    second_reviewer.taps("申诉成立")
    assert until(app, driver) is None


def test_an_entry_ends_at_its_end_date(app: AppDriver, driver: Citizen, second_reviewer: Actor, review: Review) -> None:
    confirmed(second_reviewer)
    app.later(days=365)
    driver.says("/file")
    assert "因提供过虚假材料" not in driver.last()
    driver.says("/appeal 晚了")
    driver.sees("您不在黑名单里")


def test_the_evidence_is_kept_until_the_appeal_is_over(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, admin: Actor, review: Review
) -> None:
    app.later(days=80)
    confirmed(second_reviewer)
    app.later(days=80)
    app.write(app.desk.housekeeping.round)
    assert app.read(lambda session: files.read(session, review.scene_id)) is not None
    driver.says("/appeal 是我本人")
    driver.taps("提交申诉")
    admin.taps("打开")
    assert len(photos_of(admin)) == 2
    admin.taps("维持")
    app.later(days=91)
    app.write(app.desk.housekeeping.round)
    assert app.read(lambda session: files.read(session, review.scene_id)) is None


def test_a_restart_during_an_appeal_loses_nothing_and_every_step_is_audited(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, admin: Actor, review: Review
) -> None:
    app.restart()
    confirmed(second_reviewer)
    app.restart()
    driver.says("/appeal")
    app.restart()
    driver.says("是我本人")
    app.restart()
    driver.taps("提交申诉")
    app.restart()
    admin.taps("打开")
    admin.taps("申诉成立")
    entry = entries_of(app, driver)[0]
    assert entry.status is BlacklistStatus.LIFTED
    for action in (
        Action.BLACKLIST_PROPOSED,
        Action.BLACKLIST_CONFIRMED,
        Action.BLACKLIST_APPEALED,
        Action.BLACKLIST_LIFTED,
    ):
        assert app.read(lambda session, action=action: audit.count(session, action, since=MORNING, on=entry.id)) == 1


def test_the_text_of_an_appeal_is_encrypted_and_exported_to_its_author_only(
    app: AppDriver, driver: Citizen, second_reviewer: Actor, review: Review
) -> None:
    confirmed(second_reviewer)
    driver.says("/appeal 我母亲住院")
    driver.taps("提交申诉")
    assert "母亲".encode() not in entries_of(app, driver)[0].sealed_appeal
    exports(driver)
    exported = [message for message in driver.messages() if "document" in message]
    answer = app.wait(app.client.get(f"/world/files/{exported[-1]['document']['file_id']}"))
    assert "我母亲住院" in answer.text


def test_the_blacklist_in_english(
    app: AppDriver, owner: Citizen, reviewer: Actor, second_reviewer: Actor, admin: Actor
) -> None:
    lin = cast.citizen(app, "Lin Mei", cast.id_number(8), "+8613800000008", language="en")
    submit(app, apply_for(app, lin, cast.car(app, owner)))
    reviewer.says("/take")
    reviewer.taps("虚假材料")
    reviewer.taps("冒用他人证件")
    confirmed(second_reviewer)
    lin.sees("You have been put on the blacklist", "someone else's document was used")
    lin.taps("Appeal")
    lin.says("It is mine.")
    lin.taps("Submit the appeal")
    lin.sees("Your appeal has been submitted")
    admin.taps("打开")
    admin.taps("维持")
    lin.sees("Your appeal was rejected")
