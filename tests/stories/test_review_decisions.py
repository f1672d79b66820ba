"""Deciding cases: passed or returned, and the notifications to both sides."""

from datetime import timedelta
from typing import Any

import pytest

from storage import audit
from storage.audit import Action
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import MORNING, AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, withdraw
from tests.stories.pictures import photo
from tests.stories.review_steps import apply_for, case, filing_of, photos_of, review_of, submit


def test_a_case_goes_from_photos_to_an_active_filing_in_chat(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    cast.car(app, owner)
    apply(driver)
    owner.says("同意")
    driver.sends_photo(photo(1), photo(2))
    driver.taps("提交审核")
    reviewer.says("/queue")
    reviewer.sees("待办 1 件", "#1001", "11月26日 23:59")
    reviewer.taps("#1001")
    reviewer.sees(
        "#1001",
        "李*国",
        "4509**********",
        "桂A·12345",
        "王*英",
        "机器的参考意见",
        "照片上的证件号码：看不清",
        "没有征求过",
    )
    reviewer.sees("您已领取，到")
    assert not reviewer.has_seen("照片正在准备")
    reviewer.taps("通过")
    reviewer.sees("#1001", "已通过，备案生效")
    assert driver.has_seen("恭喜您备案申请成功")
    owner.sees("李*国", "已备案您的机动车")


@pytest.mark.parametrize(
    ("press", "code", "reason"),
    [
        ("退办：不是本人的证件", "anothers-document", "不是您本人的证件"),
        ("退办：照片不是申请人", "another-person", "不像是您本人"),
        ("退办：文字看不清", "illegible", "文字看不清"),
    ],
)
def test_both_sides_are_told_why_a_case_was_returned(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, press: str, code: str, reason: str
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps(press)
    reviewer.sees("#1001", "已退办")
    filing = filing_of(app, review)
    assert (filing.status, filing.return_reason, filing.returns) == (FilingStatus.RETURNED, code, 1)
    driver.sees("退办：#1001", reason)
    owner.sees("李*国", "退办", "您不用做什么")
    driver.says("/progress 1001")
    driver.sees(reason, "按退办原因重拍照片")


def test_a_case_is_returned_by_command_with_a_typed_reason(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/return 1001")
    reviewer.sees("退办原因是 1")
    reviewer.says("/return 1001 7")
    reviewer.sees("退办原因是 1")
    reviewer.says("/return 1001 other")
    reviewer.sees("请写 1 到 200 个字")
    reviewer.says(f"/return 1001 other {'长' * 201}")
    reviewer.sees("请写 1 到 200 个字")
    reviewer.says("/return 1001 other 证件<过期>了")
    reviewer.sees("已退办")
    driver.sees("审核员说明：证件<过期>了")
    driver.says("/progress 1001")
    driver.sees("审核员说明：证件<过期>了")
    assert review_of(app, review).sealed_text
    assert "过期".encode() not in review_of(app, review).sealed_text


def test_a_decided_case_cannot_be_decided_again(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    for command in ("pass 1001", "return 1001 1", "release 1001", "take 1001"):
        second_reviewer.says(f"/{command}")
        second_reviewer.sees("已有结果")
    second_reviewer.says("/case 1001")
    second_reviewer.sees("已通过")


def test_a_withdrawn_application_can_no_longer_be_reviewed(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    _, passing = reviewer.button("通过")
    driver.says("/progress 1001")
    withdraw(driver)
    reviewer.sees("#1001 不用再审了")
    reviewer.forges(passing)
    assert reviewer.has_seen("已有结果，或者申请已撤回")
    assert filing_of(app, review).status is FilingStatus.WITHDRAWN
    app.later(minutes=31)
    assert not photos_of(reviewer)
    reviewer.says("/queue")
    reviewer.sees("现在没有待办")


def test_an_owner_without_an_account_is_notified_by_sms(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    person = cast.register_person(app, "赵六", cast.id_number(9), "+8613800000009")
    filing = apply_for(app, driver, cast.car(app, person))
    submit(app, filing)
    reviewer.says("/take")
    reviewer.says("/return 1001 1")
    assert "李*国备案您的桂A·12345的申请#1001被退办" in app.sms("+8613800000009")[-1]
    submit(app, filing, seed=2)
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    assert "已备案您的机动车" in app.sms("+8613800000009")[-1]


def test_both_sides_are_told_when_a_passed_case_exceeds_a_limit(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    car = cast.car(app, owner)
    reviews = [case(app, filer, car, seed=at + 1) for at, filer in enumerate([*cast.crowd(app, 3), driver])]
    for number in (1001, 1002, 1003, 1004):
        reviewer.says(f"/take {number}")
        reviewer.says(f"/pass {number}")
    reviewer.sees("#1004", "备案没有生效")
    assert [filing_of(app, review).status for review in reviews] == [*3 * [FilingStatus.ACTIVE], FilingStatus.REFUSED]
    driver.sees("#1004", "名额已满")
    owner.sees("#1004", "没有通过")


def test_a_restart_during_a_review_loses_nothing(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    app.restart()
    reviewer.taps("退办：几条原因")
    app.restart()
    reviewer.says("证件过期了")
    app.restart()
    reviewer.taps("退办")
    reviewer.sees("已退办")
    assert filing_of(app, review).status is FilingStatus.RETURNED
    app.restart()
    driver.taps("重拍照片")
    driver.sees("手持身份证或驾驶证照片")


def test_every_action_of_a_review_is_audited(app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/case 1001")
    reviewer.says("/take")
    reviewer.says("/release 1001")
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    counted = {action: done(app, action, on=review.id) for action in Action if action.value.startswith("review:")}
    assert counted[Action.REVIEW_OPENED] == 1
    assert counted[Action.REVIEW_TAKEN] == 2
    assert counted[Action.REVIEW_RELEASED] == 1
    assert counted[Action.REVIEW_PASSED] == 1
    person = app.read(lambda session: session.get(Person, driver.person_id))
    assert person.verified_at == app.now


def done(app: AppDriver, action: Action, **what: Any) -> int:
    """Return how often an action was recorded since the story began."""
    count = app.read(lambda session: audit.count(session, action, since=MORNING - timedelta(1), **what))
    return int(count)
