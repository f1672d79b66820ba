"""Questions of a step that is over have no buttons: answered or stopped by the owner, or completed."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, code_of, status
from tests.stories.test_approval_withdrawal import complete, in_chat
from tests.stories.test_qr_filing import set_rule
from tests.stories.test_register_changes import change
from tests.stories.violation_steps import code_of as own_code_of, filed, up_to_code, violation


def labels_of(actor: Actor) -> set[str]:
    """Return the labels of every button on the screen."""
    rows = [row for message in actor.messages() for row in message.get("reply_markup", {}).get("inline_keyboard", [])]
    return {button["text"] for row in rows for button in row}


def ended(actor: Actor) -> int:
    """Return how many messages on the screen say that a step is over."""
    return sum("这一步不用再办了" in (message.get("text") or "") for message in actor.messages())


def test_the_questions_of_a_step_that_is_over_have_no_buttons(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    assert "重新发送验证码" not in labels_of(driver)
    driver.sees("车主同意了")
    assert "先离开" in labels_of(driver)
    owner.taps("终止")
    owner.taps("确定终止")
    assert driver.has_seen("这一步不用再办了。申请 #1001")
    assert not labels_of(driver) & {"撤回申请", "先离开"}


def test_of_several_messages_about_a_step_one_says_that_it_is_over(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    for _ in range(3):
        driver.says("/progress 1001")
        driver.taps("开始实人认证")
    before = ended(driver)
    owner.taps("终止")
    owner.taps("确定终止")
    assert ended(driver) == before + 1
    assert not labels_of(driver) & {"撤回申请", "先离开", "开始实人认证"}


def test_a_step_that_the_completion_has_ended_has_no_buttons(app: AppDriver, driver: Citizen) -> None:
    in_chat(app, driver)
    assert "先离开" in labels_of(driver)
    complete(app, driver)
    assert not labels_of(driver) & {"撤回申请", "先离开"}
    assert driver.has_seen("这一步不用再办了。申请 #1001（桂A·12345）：业务办结")


def end(app: AppDriver, owner: Citizen, how: str) -> None:
    """End the application of the driver that waits for the owner."""
    if how == "refused":
        owner.says("/refuse 1001")
    elif how == "sold":
        change(app, owner=cast.third(app).id_number)
    else:
        app.later(days=4)


@pytest.mark.parametrize("how", ["refused", "sold", "lapsed"])
def test_the_code_step_ends_with_its_application(app: AppDriver, driver: Citizen, owner: Citizen, how: str) -> None:
    cast.car(app, owner)
    apply(driver)
    code = code_of(owner)
    end(app, owner, how)
    driver.says("/cancel")
    driver.sees("现在没有进行中的办理")
    driver.says(code)
    driver.sees("#1001" if how != "lapsed" else "现在没有步骤在等验证码")


def test_a_parked_code_step_ends_with_its_application(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    cast.car(app, owner)
    apply(driver)
    driver.says("/verify")
    driver.says("/menu")
    assert "继续办理：备案非本人机动车" in driver.labels()
    owner.says("/refuse 1001")
    driver.says("/menu")
    assert "继续办理：备案非本人机动车" not in driver.labels()
    assert "继续办理：验证凭证" in driver.labels()


def test_the_step_behind_the_approval_ends_with_it(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    owner.says("/refuse 1001")
    driver.says("/cancel")
    driver.sees("现在没有进行中的办理")


def test_a_late_code_leads_to_the_next_step_and_is_deleted(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    cast.car(app, owner)
    apply(driver)
    code = code_of(owner)
    driver.taps("先离开")
    owner.says("同意")
    driver.says(code)
    driver.sees("实人认证")
    assert "撤回申请" in driver.labels()
    driver.says(code)
    driver.sees("车主已经同意，不用再输入验证码了", "实人认证")
    assert not driver.has_seen(code)
    assert status(app, driver) is FilingStatus.CHECKING


def test_a_code_of_another_application_counts_in_the_face_check_of_the_first(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    cast.car(app, owner)
    other = cast.third(app)
    cast.car(app, other, plate="桂A54321", engine="X99654321")
    set_rule(app, "filings_a_day", "2")
    apply(driver)
    own = code_of(owner)
    driver.taps("先离开")
    apply(driver, "/file 02 桂A54321 654321")
    driver.taps("先离开")
    owner.says("同意")
    driver.says("/progress 1001")
    driver.taps("实人认证")
    driver.says(own)
    driver.sees("不用再输入验证码了")
    driver.says(code_of(other))
    driver.sees("第一张")
    assert status(app, driver) is FilingStatus.CHECKING
    assert "开始实人认证" in labels_of(driver)
    assert not driver.has_seen(code_of(other))


@pytest.mark.parametrize("how", ["unbound", "sold"])
def test_the_step_of_violations_ends_with_the_filing(app: AppDriver, driver: Citizen, owner: Citizen, how: str) -> None:
    car = cast.car(app, owner)
    filed(app, car, driver)
    violation(app, car)
    up_to_code(driver)
    code = own_code_of(driver)
    if how == "sold":
        change(app, owner=cast.third(app).id_number)
    else:
        owner.says("/approvals")
        owner.taps("解除")
    driver.sees("已解除")
    driver.says(code)
    driver.sees("现在没有步骤在等验证码")
