"""Questions of a step that is over have no buttons: answered or stopped by the owner, or completed."""

from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.test_approval_withdrawal import complete, in_chat


def labels_of(actor: Citizen) -> set[str]:
    """Return the labels of every button on the screen."""
    rows = [row for message in actor.messages() for row in message.get("reply_markup", {}).get("inline_keyboard", [])]
    return {button["text"] for row in rows for button in row}


def test_the_questions_of_a_step_that_is_over_have_no_buttons(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    assert "重新发送验证码" not in labels_of(driver)
    driver.sees("车主同意了")
    assert "先离开" in labels_of(driver)
    owner.taps("终止")
    owner.taps("确定终止")
    assert driver.has_seen("这一步不用再办了。申请 #1001")
    assert not labels_of(driver) & {"撤回申请", "先离开"}


def test_a_step_that_the_completion_has_ended_has_no_buttons(app: AppDriver, driver: Citizen) -> None:
    in_chat(app, driver)
    assert "先离开" in labels_of(driver)
    complete(app, driver)
    assert not labels_of(driver) & {"撤回申请", "先离开"}
    assert driver.has_seen("这一步不用再办了。申请 #1001（桂A·12345）：业务办结")
